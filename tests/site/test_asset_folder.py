"""Scripts and styles lie where a browser can keep them for good: in a folder named by their content."""

from pathlib import Path

from macros.build.asset_folder import folder_of, placed
from tests.copies import PROJECT


def written(root: Path, file: str, text: str) -> None:
    path = root / "docs/assets" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_folder_is_named_by_what_is_in_it(tmp_path: Path) -> None:
    written(tmp_path, "js/one.js", "1")
    written(tmp_path, "css/two.css", "2")
    first = folder_of(tmp_path)
    written(tmp_path, "js/.#one.js", "x")
    written(tmp_path, "js/one.js~", "x")
    written(tmp_path, "images/three.svg", "x")
    assert folder_of(tmp_path) == first, "what is not loaded together doesn't count"
    written(tmp_path, "css/two.css", "3")
    second = folder_of(tmp_path)
    (tmp_path / "docs/assets/js/one.js").rename(tmp_path / "docs/assets/js/two.js")
    assert len({first, second, folder_of(tmp_path)}) == 3


def test_every_script_and_style_of_ours_is_in_it_and_nothing_else(playbook_site: Path) -> None:
    folder = folder_of(PROJECT)
    ours = {
        path.relative_to(PROJECT / "docs").as_posix()
        for path in (PROJECT / "docs/assets").rglob("*")
        if path.suffix in (".js", ".css")
    }
    there = {path.relative_to(playbook_site).as_posix() for path in (playbook_site / folder).rglob("*.*")}
    assert there == {placed(path, folder) for path in ours}
    assert not [path for path in ours if (playbook_site / path).exists()]
