"""What was saved can be taken back, in order, as long as the files are as they were left."""

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from macros.editing.deletion import deleted
from macros.editing.journal import Journal, StaleError
from macros.editing.names import Names
from macros.editing.project import ChangeSet, DataFile, Project
from macros.editing.structure import Plan, added, moved
from macros.problems.problem import Loc
from macros.yamltext import items
from macros.yamltext.edit import EditError, Node, parse
from tests.editing.conftest import rewrite, texts

PLAN = "data/templates/peak-plan.yml"
DAY = dt.date(2027, 1, 4)

Open = Callable[[], Project]


def lists(node: Node, loc: Loc = ()) -> Iterator[Loc]:
    """Every list that has an item, below a node."""
    if node.value is None and 0 in node.below:
        yield loc
    for key, below in node.below.items():
        yield from lists(below, (*loc, key))


def renamed(project: Project, name: str) -> ChangeSet:
    return ChangeSet({PLAN: project.texts[PLAN].replace("name: ", f"name: {name}", 1)})


def test_saves_are_taken_back_in_order(root: Path, open_project: Open) -> None:
    before = texts(root)
    journal = Journal()
    for name in ("新", "更新"):
        project = open_project()
        journal.write(project, renamed(project, name), f"改名{name}")
    assert [step.what for step in journal.steps] == ["改名更新", "改名新"]
    assert journal.undo(root).what == "改名更新"
    assert journal.undo(root).what == "改名新"
    assert texts(root) == before
    with pytest.raises(StaleError, match="没有可以撤销的"):
        journal.undo(root)


def test_a_mark_at_the_beginning_and_windows_lines_come_back(root: Path, open_project: Open) -> None:
    rewrite(root, PLAN, lambda text: "\ufeff" + text.replace("\n", "\r\n"))
    before = texts(root)
    journal = Journal()
    project = open_project()
    journal.write(project, renamed(project, "新"), "改名")
    assert (root / PLAN).read_bytes().startswith(b"\xef\xbb\xbf")
    journal.undo(root)
    assert texts(root) == before
    project = open_project()
    journal.write(project, ChangeSet({PLAN: None}), "删掉")
    assert not (root / PLAN).exists()
    journal.undo(root)
    assert texts(root) == before


@pytest.mark.parametrize("act", ["edited", "deleted", "folder", "link"])
def test_what_was_changed_elsewhere_is_left_alone(root: Path, open_project: Open, act: str) -> None:
    journal = Journal()
    project = open_project()
    journal.write(project, renamed(project, "新"), "改名")
    file = root / PLAN
    other = file.read_bytes() + b"# x\n"
    file.unlink()
    if act == "edited":
        file.write_bytes(other)
    elif act == "folder":
        file.mkdir()
    elif act == "link":
        (root / "elsewhere.yml").write_bytes(other)
        file.symlink_to(root / "elsewhere.yml")
    with pytest.raises(StaleError, match="在别处改过"):
        journal.undo(root)
    assert len(journal.steps) == 1
    if act == "edited":
        assert file.read_bytes() == other


def test_only_the_newest_save_is_taken_back_by_its_number(root: Path, open_project: Open) -> None:
    journal = Journal()
    first = journal.write(project := open_project(), renamed(project, "新"), "一")
    journal.write(project := open_project(), renamed(project, "又"), "二")
    assert first is not None
    with pytest.raises(StaleError, match="又存过别的"):
        journal.undo(root, first.number)


def test_a_file_that_can_t_be_written_keeps_the_save(
    root: Path, open_project: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal()
    journal.write(project := open_project(), renamed(project, "新"), "改名")
    before = texts(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(EditError, match="写不了"):
            journal.undo(root)
    assert texts(root) == before
    assert len(journal.steps) == 1


def test_nothing_is_noted_of_a_save_that_changes_nothing(open_project: Open) -> None:
    journal = Journal()
    project = open_project()
    assert journal.write(project, ChangeSet({PLAN: project.texts[PLAN]}), "无") is None
    assert journal.steps == []


# -- whatever is done to lists


def plan_of(project: Project, names: Names, file: DataFile, loc: Loc, dice: random.Random) -> Plan:
    """Something done to an item of a list, by chance."""
    act = dice.choice(["move", "delete", "add"])
    count = len(items.at(file.document.data, loc[:-1]))
    if act == "move" and count > 1:
        return moved(project, file, loc, dice.choice([one for one in range(count) if one != loc[-1]]))
    if act == "delete":
        return deleted(project, names, file, loc, why="不再做", date=DAY)
    value = items.at(file.document.data, loc)
    if isinstance(value, dict):
        value = {**value, **({"id": f"{value['id']}-x"} if "id" in value else {})}
    elif isinstance(value, str):
        value += "，又一条"
    return added(project, file, loc[:-1], int(loc[-1]), value)


def shake(root: Path, count: int, seed: int) -> tuple[int, set[str]]:
    """Do so many things to lists by chance and take them all back; gives back how many, and the files they changed.

    Whether the data is right afterwards is of no matter here: bytes are.
    """
    dice = random.Random(seed)
    journal = Journal()
    touched: set[str] = set()
    while len(journal.steps) < count:
        project = Project(root)
        file = dice.choice(list(project.data_files()))
        where = dice.choice([*lists(parse(project.texts[file.path])), ()])
        if not where:
            continue
        loc = (*where, dice.randrange(len(items.at(file.document.data, where))))
        try:
            step = journal.write(project, plan_of(project, Names(project), file, loc, dice).change, str(loc))
        except EditError:
            continue  # the list is full
        touched |= set(step.files) if step else set()
    for _ in range(count):
        journal.undo(root)
    return count, touched


def test_a_hundred_changes_to_lists_are_taken_back_byte_for_byte(root: Path) -> None:
    before = texts(root)
    count, touched = shake(root, 100, seed=2027)
    assert count == 100
    assert len(touched) > 10
    assert texts(root) == before
