"""What a check keeps for checks of other processes: with it as without it, the same playbook and the same problems."""

import os
from pathlib import Path

import pytest

from macros.build.kept import KeptInStore
from macros.build.store import Store
from macros.validation.check import Cache, Result, check
from macros.validation.file import File
from tests.data.test_year import CASES, MONITORING
from tests.data.trees import small, swap


@pytest.fixture
def kept(tmp_path: Path) -> KeptInStore:
    return KeptInStore(Store(tmp_path / "kept"), tmp_path)


def with_kept(root: Path, kept: KeptInStore) -> tuple[Result, list[File]]:
    """What a check finds, and the files that it read."""
    cache = Cache(kept=kept)
    result = check(root, cache, lenient=True)
    return result, [file for _, file in cache.files.values()]


def test_a_file_is_as_it_was_read(kept: KeptInStore, playbook_root: Path) -> None:
    first, read = with_kept(playbook_root, kept)
    second, known = with_kept(playbook_root, kept)
    assert len(read) == len(known) > 20
    for one, other in zip(read, known, strict=True):
        assert (one.document.data, one.document.text) == (other.document.data, other.document.text), one.path
        assert one.document.marks.tree == other.document.marks.tree, one.path
        assert list(one.document.texts()) == list(other.document.texts()), one.path
        for part in ("path", "kind", "id", "content", "problems", "sentences", "mentions", "settings"):
            assert getattr(one, part) == getattr(other, part), (one.path, part)
    assert first.playbook == second.playbook
    assert first.problems == second.problems


def test_what_was_found_out_is_not_found_out_again(
    kept: KeptInStore, playbook_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from macros.timetable.conflicts import Conflicts
    from macros.validation import duplicates
    from macros.yamltext import reader

    with_kept(playbook_root, kept)

    def never(*_: object) -> None:
        raise AssertionError

    for place, name in ((reader, "parse"), (duplicates, "nearly_same"), (Conflicts, "conflicts")):
        monkeypatch.setattr(place, name, never)
    assert with_kept(playbook_root, kept)[0].playbook is not None


def test_after_any_mistake_the_same_is_said(kept: KeptInStore, tmp_path: Path) -> None:
    """Also where it shows in another file than the one that was changed, and when it is mended."""
    root = small(tmp_path / "project")
    right = with_kept(root, kept)[0]
    assert right.problems == []
    for name, case in CASES.items():
        before = (root / case.file).read_bytes()
        swap(root, case.file, case.old, case.new)
        found = with_kept(root, kept)[0]
        assert found.problems, name
        assert (found.problems, found.playbook) == (check(root).problems, check(root, lenient=True).playbook), name
        (root / case.file).write_bytes(before)
        assert with_kept(root, kept)[0].playbook == right.playbook, name


def test_sentences_that_come_near_to_others_are_found(kept: KeptInStore, tmp_path: Path) -> None:
    root = small(tmp_path / "project")
    other = next(path for path in sorted((root / "data/duties").iterdir()) if path != root / MONITORING)
    with_kept(root, kept)
    said = "每天早上九点半以前把昨天的核心指标和前七天的平均数逐项比一遍"
    for file, text in ((root / MONITORING, said), (other, said.replace("逐项", "一项一项"))):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.startswith("outcome:"))
        lines[at] = f"outcome: {text}。\n"
        file.write_text("".join(lines), encoding="utf-8")
        problems = with_kept(root, kept)[0].problems
        assert problems == check(root).problems
    assert [problem.code for problem in problems] == ["E-nearly-same"]


def test_a_folder_that_keeps_nothing_changes_nothing(tmp_path: Path) -> None:
    root = small(tmp_path / "project")
    (tmp_path / "kept").write_text("no folder", encoding="utf-8")
    kept = KeptInStore(Store(tmp_path / "kept"), root)
    os.utime(root / MONITORING)
    assert with_kept(root, kept)[0].playbook == check(root).playbook
