"""A built site has nothing of the editor, and the build sees to it."""

from pathlib import Path

import pytest

from macros.build.folders import places_below
from macros.editor import traces
from macros.editor.gate import PREFIX
from macros.editor.server import ASSETS
from macros.pages.marking import MARK
from tests import commands
from tests.copies import copy_with_little_data


def test_the_finished_site_has_none(playbook_site: Path) -> None:
    assert traces.traces(places_below(playbook_site)) == []
    ours = {path.read_bytes() for path in ASSETS.iterdir()}
    assert not [path for path in playbook_site.rglob("*.*s*") if path.is_file() and path.read_bytes() in ours]


@pytest.mark.parametrize(
    "content",
    ['<p data-edit="x">', f'src="{PREFIX}page.js"', '<script id="pb-editor">', "字\U000f0000字", "\U00100001"],
)
def test_each_trace_is_found(tmp_path: Path, content: str) -> None:
    (tmp_path / "index.html").write_text(content, encoding="utf-8")
    assert len(traces.traces(places_below(tmp_path))) == 1


@pytest.mark.parametrize("character", ["🙂", "𠮷", "\ue000", "\U000e0100"])
def test_what_people_write_is_no_trace(tmp_path: Path, character: str) -> None:
    (tmp_path / "index.html").write_text(character, encoding="utf-8")
    assert traces.traces(places_below(tmp_path)) == []
    assert not MARK.search(character)


def test_a_build_with_a_trace_keeps_the_old_site(tmp_path: Path) -> None:
    root = copy_with_little_data(tmp_path / "copy")
    page = root / "docs/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n字\U000f0001字\n", encoding="utf-8")
    answer = commands.run(root, "build", "--site", str(tmp_path / "site"))
    assert answer.status == 1
    assert "index.html" in answer.text
    assert not (tmp_path / "site").exists()
