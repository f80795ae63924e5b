"""A change is made whole or not at all."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.editing.project import SCRATCH, ChangeSet, Project
from macros.yamltext.edit import EditError
from tests.editing.conftest import rewrite, texts

Open = Callable[[], Project]
TOOLS, TERMS, NEW, GONE = "data/tools.yml", "data/terms.yml", "data/duties/new.yml", "data/templates/post-card.yml"


def big(book: Project) -> ChangeSet:
    """Two files changed, one new, one gone."""
    return ChangeSet(
        {TERMS: book.texts[TERMS] + "# 一\n", TOOLS: book.texts[TOOLS] + "# 二\n", NEW: "x: 1\n", GONE: None}
    )


def test_all_of_it_is_written(root: Path, open_project: Open) -> None:
    book = open_project()
    before = texts(root)
    (root / TOOLS).chmod(0o640)
    book.write(big(book))
    after = texts(root)
    assert before.keys() - after.keys() == {GONE}
    assert after.keys() - before.keys() == {NEW}
    assert after[TOOLS] == before[TOOLS] + "# 二\n".encode()
    assert (root / TOOLS).stat().st_mode & 0o777 == 0o640
    assert {path for path in before if after.get(path) != before[path]} == {TOOLS, TERMS, GONE}


@pytest.mark.parametrize("broken_at", [0, 1, 2])
def test_a_disk_that_fails_halfway_changes_nothing(
    broken_at: int, root: Path, open_project: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_project()
    before = texts(root)
    replace, count = Path.replace, 0

    def failing(self: Path, target: str | Path) -> Path:
        nonlocal count
        count += 1
        if count > broken_at:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(EditError, match="没有改动任何文件：写不了"):
        book.write(big(book))
    assert texts(root) == before


def test_ctrl_c_waits_until_the_files_are_in_place(
    root: Path, open_project: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_project()
    change = big(book)
    replace = Path.replace

    def interrupted(self: Path, target: str | Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    # A shell that runs the tests in the background has them ignore Ctrl+C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            book.write(change)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (root / NEW).read_text(encoding="utf-8") == "x: 1\n"
    assert (root / TOOLS).read_text(encoding="utf-8").endswith("# 二\n")
    assert not (root / GONE).exists()


def test_a_file_that_was_saved_meanwhile_is_not_overwritten(root: Path, open_project: Open) -> None:
    book = open_project()
    change = big(book)
    rewrite(root, TOOLS, lambda text: text + "# 别人刚存的\n")
    before = texts(root)
    with pytest.raises(EditError, match=r"data/tools\.yml 在这期间被别处改过"):
        book.write(change)
    assert texts(root) == before


def test_a_file_that_must_not_be_written_is_named(
    root: Path, open_project: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_project()
    monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path) == root / TOOLS and mode == os.W_OK))
    before = texts(root)
    with pytest.raises(EditError, match=r"写不了 data/tools\.yml（没有写的权限）"):
        book.write(big(book))
    assert texts(root) == before


def test_the_copy_is_gone_afterwards_and_the_project_untouched(root: Path, open_project: Open) -> None:
    book = open_project()
    before = texts(root)
    with book.copy(big(book)) as folder:
        assert (folder / NEW).read_text(encoding="utf-8") == "x: 1\n"
        assert not (folder / GONE).exists()
        assert (folder / "docs/index.md").exists()
    assert texts(root) == before
    assert [path.name for path in (root / SCRATCH).iterdir() if path.name.startswith("editing-")] == []


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(EditError, match="没有 data/ 文件夹"):
        Project(tmp_path)


def test_a_file_in_another_encoding_is_left_to_the_checker(root: Path) -> None:
    (root / TERMS).unlink()
    (root / TERMS).write_bytes("terms: 术语\n".encode("gb18030"))
    book = Project(root)
    assert TERMS not in book.texts
    with pytest.raises(EditError, match=r"terms\.yml:1:\d+: E-encoding"):
        book.require_clean()
