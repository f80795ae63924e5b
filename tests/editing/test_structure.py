"""Add, move and delete an item of a list: what must follow is said, and is in the same change."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.editing.deletion import deleted
from macros.editing.names import Names
from macros.editing.project import DataFile, Project, RefusedError
from macros.editing.structure import Plan, added, bounds, empty_lists, file_of, item_at, items_around, moved
from macros.model.references import references
from macros.problems.problem import Loc
from macros.yamltext.edit import EditError, load_value
from tests.editing.conftest import rewrite

DAY = dt.date(2027, 1, 4)
DUTY = "data/duties/data-monitoring.yml"
TICKET = "data/templates/anomaly-ticket.yml"
CARD = "data/scorecards/control-ops.yml"

Open = Callable[[], Project]


def place(project: Project, path: str, name: str, id_: str) -> tuple[DataFile, Loc]:
    """Where in a duty the item of an id stands."""
    file = file_of(project, path)
    number = next(number for number, one in enumerate(file.document.data[name]) if one["id"] == id_)
    return file, (name, number)


def delete(project: Project, file: DataFile, loc: Loc, **more: str) -> Plan:
    return deleted(project, Names(project), file, loc, why=more.get("why", "没人再做"), date=DAY, to=more.get("to"))


def publish(root: Path, *addresses: str) -> None:
    (root / "ledger").mkdir(exist_ok=True)
    (root / "ledger/addresses.txt").write_text("".join(f"{one}\n" for one in addresses), encoding="utf-8")


def test_a_check_goes_with_its_lines_in_checklists(open_project: Open) -> None:
    project = open_project()
    checklist = "data/checklists/monitoring-weekly.yml"
    lines = load_value(project.texts[checklist])["items"]
    own = [one for one in lines if one.startswith("data-monitoring.")]
    file, loc = place(project, DUTY, "checks", own[0].partition(".")[2])
    plan = delete(project, file, loc)
    assert load_value(str(plan.change.texts[checklist]))["items"] == [one for one in lines if one != own[0]]
    assert any("监控" in one.text and one.file == checklist for one in plan.follows)
    assert own[0].partition(".")[2] not in {one["id"] for one in load_value(str(plan.change.texts[DUTY]))["checks"]}


def test_a_published_item_leaves_a_record_that_says_why(root: Path, open_project: Open) -> None:
    publish(root, "/duties/data-monitoring/#peak-watch", "/go/data-monitoring.peak-watch/")
    project = open_project()
    file, loc = place(project, DUTY, "tasks", "peak-watch")
    plan = delete(project, file, loc, why="  排班的人\n来做 ")
    assert plan.needs_reason
    (record,) = load_value(str(plan.change.texts["data/moved.yml"]))["moved"]
    assert record == {"from": "data-monitoring.peak-watch", "date": "2027-01-04", "why": "排班的人 来做"}
    assert any("旧链接" in one.text for one in plan.follows)


def test_what_led_to_it_leads_on_or_says_that_it_ended(root: Path, open_project: Open) -> None:
    rewrite(
        root,
        "data/moved.yml",
        lambda _: "moved:\n  - {from: x.y, to: data-monitoring.peak-watch, date: 2026-01-01, why: 换名}\n",
    )
    project = open_project()
    file, loc = place(project, DUTY, "tasks", "peak-watch")
    (ended,) = load_value(str(delete(project, file, loc).change.texts["data/moved.yml"]))["moved"]
    (led,) = load_value(
        str(delete(project, file, loc, to="data-monitoring.morning-check").change.texts["data/moved.yml"])
    )["moved"]
    assert "to" not in ended
    assert led["to"] == "data-monitoring.morning-check"


def test_a_task_takes_its_checks_and_risks_along_and_names_the_sentences_that_mention_it(
    root: Path, open_project: Open
) -> None:
    rewrite(
        root,
        "data/duties/data-analysis.yml",
        lambda text: text.replace("outcome: ", "outcome: 接在 data-monitoring.morning-check 后面。", 1),
    )
    project = open_project()
    file, loc = place(project, DUTY, "tasks", "morning-check")
    checks = [one["id"] for one in file.document.data["checks"] if one["task"] == "morning-check"]
    assert checks
    plan = delete(project, file, loc)
    left = load_value(str(plan.change.texts[DUTY]))
    assert not [one for one in left["checks"] if one["task"] == "morning-check"]
    assert not [one for one in left["risks"] if one["control"] == "morning-check"]
    assert any(one.file == "data/duties/data-analysis.yml" and "成果" in one.text for one in plan.before)


def test_nothing_names_what_was_deleted(real: Project) -> None:
    """Of items of every file that has ids: no reference is left, where nothing has to be done beforehand."""
    names = Names(real)
    count = 0
    for file in real.data_files():
        given = [one for one in references(file.kind, file.id, file.document.data) if one.given]
        for one in given[::9]:
            loc = one.loc[:-1]
            if not isinstance(loc[-1], int):
                continue
            plan = deleted(real, names, file, loc, why="不做了", date=DAY)
            if plan.before:
                continue
            for other in real.data_files():
                data = real.document(other.path, plan.change.texts.get(other.path)).data
                left = [
                    ref for ref in references(other.kind, other.id, data) if (ref.space, ref.id) == (one.space, one.id)
                ]
                assert not left, (file.path, loc, other.path)
            count += 1
    assert count > 5


def test_a_list_that_would_be_too_short_is_named_beforehand(real: Project) -> None:
    file = file_of(real, DUTY)
    least, most = bounds(file.kind, ("tasks", 0, "done_when"))
    assert (least, most) == (2, 5)
    data = file.document.data["tasks"]
    number = next(number for number, task in enumerate(data) if len(task["done_when"]) == least)
    plan = delete(real, file, ("tasks", number, "done_when", 0))
    assert any("至少要有 2 条" in one.text for one in plan.before)


def test_the_weights_of_a_scorecard_stay_a_hundred(real: Project) -> None:
    file = file_of(real, CARD)
    without = load_value(str(delete(real, file, ("items", 2)).change.texts[CARD]))["items"]
    assert sum(one["weight"] for one in without) == 100
    new = added(real, file, ("items",), 1, {"goal": "data-analysis.quicker-answers", "weight": 5})
    entries = load_value(str(new.change.texts[CARD]))["items"]
    assert sum(one["weight"] for one in entries) == 100
    assert entries[1] == {"goal": "data-analysis.quicker-answers", "weight": 5}
    with pytest.raises(EditError, match="不够"):
        added(real, file, ("items",), 1, {"goal": "data-analysis.quicker-answers", "weight": 99})


def test_a_column_takes_its_cells_along(real: Project) -> None:
    file = file_of(real, TICKET)
    before = file.document.data
    shifted = load_value(str(moved(real, file, ("columns", 0), 2).change.texts[TICKET]))
    assert shifted["sample"] == [[row[1], row[2], row[0]] for row in before["sample"]]
    without = load_value(str(delete(real, file, ("columns", 1)).change.texts[TICKET]))
    assert without["sample"] == [[row[0], row[2]] for row in before["sample"]]
    wider = load_value(str(added(real, file, ("columns",), 1, {"name": "渠道", "note": "一处"}).change.texts[TICKET]))
    assert [len(row) for row in wider["sample"]] == [len(wider["columns"])] * len(before["sample"])
    for change in (
        moved(real, file, ("columns", 0), 2).change,
        added(real, file, ("columns",), 1, {"name": "渠道", "note": "只写一处"}).change,
    ):
        real.verify(change)


def test_a_new_item_is_filled_in_and_passes_the_check(real: Project) -> None:
    file = file_of(real, DUTY)
    plan = added(
        real, file, ("tasks", 1, "mistakes"), 1, {"what": "漏看夜里的数", "sign": "09:30 的表缺一行", "fix": "补看再交"}
    )
    real.verify(plan.change)
    plan = added(real, file, ("tasks", 1, "mistakes"), 1, {"what": "漏看夜里的数"})
    with pytest.raises(RefusedError):
        real.verify(plan.change)
    real.verify(plan.change, may_have_marks=True)


def test_a_full_list_takes_no_more(real: Project) -> None:
    file = file_of(real, DUTY)
    data = file.document.data
    plan = data["metrics"]
    _, most = bounds(file.kind, ("metrics",))
    assert most == 6
    with pytest.raises(EditError, match="已经有这一条"):
        added(real, file, ("metrics",), 0, plan[0])
    five = ("tasks", 0, "mistakes")
    changed = real.texts[DUTY]
    book = Project(real.root, real.cache)
    while len(load_value(changed)["tasks"][0]["mistakes"]) < 4:
        step = added(book, file_of(book, DUTY), five, 0, {"what": f"{len(changed)}", "sign": "1 处", "fix": "改"})
        changed = book.texts[DUTY] = str(step.change.texts[DUTY])
    with pytest.raises(EditError, match="最多 4 条"):
        added(book, file_of(book, DUTY), five, 0, {"what": "a", "sign": "1 处", "fix": "b"})


def test_what_is_around_a_value_is_named_the_nearest_first(real: Project) -> None:
    names = Names(real)
    file = file_of(real, DUTY)
    around = items_around(names, file, ("tasks", 1, "steps", 2, "do"))
    assert [(one.list_title, one.number) for one in around] == [("步骤", 2), ("任务", 1)]
    assert around[1].words == "每日早检核心指标"
    assert item_at(names, file, ("metrics", 0)).words == "平均发现时间"
    begun = empty_lists(file, ("tasks", 1, "steps", 2, "do"))
    assert ("tasks", 1, "decisions") in [loc for loc, _ in begun]


def test_at_the_ends_nothing_moves_on(real: Project) -> None:
    file = file_of(real, DUTY)
    with pytest.raises(EditError, match="最前面"):
        moved(real, file, ("tasks", 0), -1)
    with pytest.raises(EditError, match="最后面"):
        moved(real, file, ("tasks", 4), len(file.document.data["tasks"]))
