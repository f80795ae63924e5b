"""Renames and splits on a copy of a playbook: every reference follows, nothing else changes a byte."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.editing.ids import Subject, ids_of, resolve
from macros.editing.move import move
from macros.editing.moved_file import MOVED
from macros.editing.project import ChangeSet, Project, RefusedError
from macros.yamltext.edit import EditError, load_value
from tests.editing.conftest import rewrite, texts

DAY = dt.date(2026, 11, 22)
Open = Callable[[], Project]


def run(book: Project, old: str, new: str, **more: object) -> ChangeSet:
    """What the command does: plan, check in a copy, write."""
    change = move(book, old, new, why="名字和别处统一", date=DAY, **more)  # type: ignore[arg-type]
    book.verify(change)
    book.write(change)
    return change


def lines_changed(
    before: dict[str, bytes], after: dict[str, bytes], renamed: dict[str, str]
) -> list[tuple[bytes, bytes]]:
    """Pairs of lines that differ, file by file; every file keeps the number of its lines (moved.yml apart)."""
    pairs = []
    for path, content in before.items():
        now = after[renamed.get(path, path)]
        if path != MOVED and now != content:
            old, new = content.split(b"\n"), now.split(b"\n")
            assert len(old) == len(new), path
            pairs += [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    return pairs


RENAMES = [
    ("duties/data-monitoring", "metric-lookout"),
    ("duties/customer-service", "client-care"),  # a team has the same id
    ("duties/incident-response", "outage-response"),  # a checklist names its steps
    ("roles/control-ops", "control-room"),
    ("roles/general-ops", "all-round-ops"),  # a base of others
    ("checklists/daily-start", "day-start"),
    ("scorecards/control-ops", "control-card"),
    ("templates/morning-check-log", "early-check-log"),
    ("metrics/mttd", "time-to-detect"),
    ("terms/threshold", "limit-line"),
    ("tools/spreadsheet", "sheet"),
    ("teams/legal", "law"),
    ("data-monitoring.morning-check", "early-check"),
    ("data-monitoring.one-owner", "exactly-one-owner"),
    ("data-monitoring.faster-detection", "detect-sooner"),
    ("data-monitoring.stale-data", "old-data"),
    ("incident-response.intake.register", "sign-in"),
]


@pytest.mark.parametrize(("old", "new"), RENAMES, ids=[old for old, _ in RENAMES])
def test_a_rename_changes_the_id_and_nothing_else(old: str, new: str, root: Path, open_project: Open) -> None:
    book = open_project()
    before = texts(root)
    subject = resolve(ids_of(book), old)
    change = run(book, old, new)
    after = texts(root)

    renamed = {was: now for now, was in change.renamed.items()}
    assert {renamed.get(path, path) for path in before} == after.keys()
    target = Subject(
        subject.kind, new if subject.kind not in {"item", "step"} else f"{subject.id.rpartition('.')[0]}.{new}"
    )
    pairs = lines_changed(before, after, renamed)
    assert pairs or subject.kind in {"scorecard", "checklist"}
    for was, now in pairs:  # put the old id back, and the line is what it was
        last, fresh = subject.last.encode(), target.last.encode()
        assert now.replace(fresh, last) == was
        comment = re.search(rb"\s#.*$", was)
        assert comment is None or now.endswith(comment[0])

    # Nobody knows the old id any more: the data passes, and a rename of it is refused.
    again = open_project()
    with pytest.raises(EditError, match="没有叫"):
        resolve(ids_of(again), subject.address)
    assert resolve(ids_of(again), target.address) == target
    record = load_value(after[MOVED].decode())["moved"]
    if subject.kind == "team":
        assert record == []
    else:
        assert record == [
            {"from": subject.address, "to": target.address, "date": "2026-11-22", "why": "名字和别处统一"}
        ]


def test_running_text_and_pages_follow(root: Path, open_project: Open) -> None:
    rewrite(
        root, "docs/editing.md",
        lambda text: text + '\n见 {{ duty("data-monitoring") }}、[早检](duties/data-monitoring.md#morning-check)、'
        "`data/duties/data-monitoring.yml`、data-monitoring.morning-check。\n",
    )  # fmt: skip
    run(open_project(), "data-monitoring", "metric-watch")
    page = (root / "docs/editing.md").read_text(encoding="utf-8").splitlines()[-1]
    assert page == (
        '见 {{ duty("metric-watch") }}、[早检](duties/metric-watch.md#morning-check)、'
        "`data/duties/metric-watch.yml`、metric-watch.morning-check。"
    )
    assert "按 metric-watch.morning-check 的未就绪处理" in (root / "data/duties/data-analysis.yml").read_text(
        encoding="utf-8"
    )
    run(open_project(), "metric-watch.morning-check", "early-check")
    page = (root / "docs/editing.md").read_text(encoding="utf-8").splitlines()[-1]
    assert "duties/metric-watch.md#early-check" in page
    assert "metric-watch.early-check。" in page


def test_entries_of_dictionaries_follow_on_pages(root: Path, open_project: Open) -> None:
    rewrite(
        root,
        "docs/editing.md",
        lambda text: text + '\n{{ metric("mttd") }} {{ metric( \'mttd\', "发现" ) }} [x](metrics/index.md#mttd) mttd\n',
    )
    run(open_project(), "metrics/mttd", "time-to-detect")
    page = (root / "docs/editing.md").read_text(encoding="utf-8").splitlines()[-1]
    assert (
        page
        == '{{ metric("time-to-detect") }} {{ metric( \'time-to-detect\', "发现" ) }} [x](metrics/index.md#time-to-detect) mttd'
    )


def test_comments_quotes_and_byte_order_mark_stay(root: Path, open_project: Open) -> None:
    path = "data/checklists/daily-start.yml"
    rewrite(
        root, path,
        lambda text: "\ufeff" + text.replace("\n", "\r\n")
        .replace("  - data-monitoring.board-judged", '  # 早检 data-monitoring.board-judged\r\n  -   "data-monitoring.board-judged"   # 第七条'),
    )  # fmt: skip
    before = (root / path).read_bytes()
    change = run(open_project(), "data-monitoring", "metric-watch")
    after = (root / path).read_bytes()
    assert after == before.replace(b'"data-monitoring.', b'"metric-watch.')
    assert after.startswith(b"\xef\xbb\xbf")
    assert any("早检" not in note and f"{path}:" in note and "没有改" in note for note in change.notes), (
        "the comment is named"
    )


def test_a_renamed_file_keeps_its_byte_order_mark(root: Path, open_project: Open) -> None:
    rewrite(root, "data/tools.yml", lambda text: "\ufeff" + text)
    rewrite(root, "data/roles/assistant-ops.yml", lambda text: "\ufeff" + text)
    run(open_project(), "roles/assistant-ops", "desk-ops")
    assert (root / "data/roles/desk-ops.yml").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (root / "data/roles/assistant-ops.yml").exists()


# ------------------------------------------------------------------------------------------- the record


def record(root: Path) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = load_value((root / MOVED).read_text(encoding="utf-8"))["moved"]
    return entries


def test_no_record_leads_to_another(root: Path, open_project: Open) -> None:
    rewrite(
        root,
        MOVED,
        lambda text: text.replace(
            "moved: []",
            "# 以前的\nmoved:\n  # 第一条\n  - {from: metrics/csat-old, to: metrics/csat, date: 2026-01-02, why: 改了叫法}  # 留着",
        ),
    )
    run(open_project(), "metrics/csat", "daily-users")
    run(open_project(), "metrics/daily-users", "daily-active")
    text = (root / MOVED).read_text(encoding="utf-8")
    assert (
        "  # 第一条\n  - {from: metrics/csat-old, to: metrics/daily-active, date: 2026-01-02, why: 改了叫法}  # 留着\n"
        in text
    )
    assert {entry["from"]: entry["to"] for entry in record(root)} == {
        "metrics/csat-old": "metrics/daily-active",
        "metrics/csat": "metrics/daily-active",
        "metrics/daily-users": "metrics/daily-active",
    }


def test_records_of_items_follow_their_duty(root: Path, open_project: Open) -> None:
    run(open_project(), "data-monitoring.peak-watch", "peaks")
    run(open_project(), "duties/data-monitoring", "metric-watch")
    assert {entry["from"]: entry["to"] for entry in record(root)} == {
        "data-monitoring.peak-watch": "metric-watch.peaks",
        "duties/data-monitoring": "duties/metric-watch",
    }


def test_the_way_back_leaves_one_record(root: Path, open_project: Open) -> None:
    before = texts(root)
    run(open_project(), "tools/bi", "dashboards")
    run(open_project(), "tools/dashboards", "bi")
    after = texts(root)
    assert [entry["from"] for entry in record(root)] == ["tools/dashboards"]
    assert {path: after[path] for path in after if path != MOVED} == {
        path: before[path] for path in before if path != MOVED
    }


def test_an_address_that_once_was_something_else_is_not_given_again(root: Path, open_project: Open) -> None:
    run(open_project(), "metrics/mttd", "time-to-detect")
    with pytest.raises(EditError, match="从前是另一样东西的地址"):
        run(open_project(), "metrics/mttr", "mttd")


def test_what_was_never_published_leaves_no_record(root: Path, open_project: Open) -> None:
    run(open_project(), "tools/bi", "dashboards", record=False)
    assert record(root) == []


# ------------------------------------------------------------------------------------------ to another duty

TASK = """\
  - id: peak-plan
    name: 备高峰的人手
    kind: core
    importance: 3
    rhythm: {cadence: weekly, due: 周五 10:00, minutes: 30}
    inputs:
      - {what: 下周的缺口, from: control-ops, template: peak-plan}
    steps:
      - id: count   # 数人
        do: 数一遍每个时段能来的人。
        expect: 每格有数。
        else: 打电话问。
      - do: 对缺口，写差几个。
        expect: 差数写在表上。
        else: 写零。
      - do: 报给主管。
        expect: 主管回了。
        else: 再报一次。
    output: {what: 人手表, place: meeting-pages, where: 本周那一页, audience: [ops-lead]}
    done_when:
      - 周五 10:00 前每格有数。
      - 差数报给了主管。
    evidence: 看表的时刻。
    raci: {R: [control-ops], A: ops-lead}
    mistakes:
      - {what: 只写总数, sign: 晚上没人, fix: 分时段}
    example: 周六差 3 人，借了 3 个。
    from: [s0a1-00]
  # 上面那项的注释不跟着走
"""
CHECK = """\
  # 每周五看
  - id: every-slot-counted
    ask: 表里每个时段都有人数吗？
    how: 数空格，要是 0
    grade: major
    weight: 3
    cadence: weekly
    minutes: 2
    task: peak-plan
    if_fail: {do: 当天补齐, within: P1D}
    from: [s0a1-01]
"""


def loaded(root: Path, path: str) -> Any:
    return load_value((root / path).read_text(encoding="utf-8"))


def test_a_task_goes_to_another_duty_with_what_belongs_to_it(root: Path, open_project: Open) -> None:
    home, away = "data-analysis", "incident-response"
    path, other = f"data/duties/{home}.yml", f"data/duties/{away}.yml"
    risk = "  - {id: too-few, what: 高峰没人, control: peak-plan}  # 去年有过\n"
    override = "      - {task: peak-plan, scope: 只数夜班}  # 夜班\n"
    rewrite(root, path, lambda text: text.replace("checks:\n", TASK + "checks:\n", 1))
    rewrite(root, path, lambda text: text.replace("goals:\n", CHECK + "goals:\n", 1))
    rewrite(root, path, lambda text: text.replace("tools:\n", risk + "tools:\n", 1))
    rewrite(
        root,
        "data/duties/goal-setting.yml",
        lambda text: text.replace("没有数的按红算。", f"没有数的按红算，照 {home}.peak-plan 办。", 1),
    )
    role = "data/roles/control-ops.yml"
    entry = next(one for one in loaded(root, role)["duties"] if one["duty"] == home)
    assert entry["tasks"], "the role has overrides to add to"
    first = f"      - {{task: {entry['tasks'][0]['task']}, "
    rewrite(root, role, lambda text: text.replace(first, override + first, 1))
    before = texts(root)

    change = run(open_project(), f"{home}.peak-plan", f"{away}.staff-plan")
    after = texts(root)

    moved_task = TASK.replace("id: peak-plan", "id: staff-plan").replace("  # 上面那项的注释不跟着走\n", "")
    moved_check = CHECK.replace("task: peak-plan", "task: staff-plan")
    moved_risk = risk.replace("peak-plan", "staff-plan")
    text = after[other].decode()
    for piece in (moved_task, moved_check, moved_risk):
        assert piece in text
        text = text.replace(piece, "")
    assert text == before[other].decode()
    left = before[path].decode().replace(TASK, "  # 上面那项的注释不跟着走\n").replace(CHECK, "").replace(risk, "")
    assert after[path].decode() == left
    assert f"照 {away}.staff-plan 办" in after["data/duties/goal-setting.yml"].decode()
    own = {entry["duty"]: entry.get("tasks", []) for entry in load_value(after[role].decode())["duties"]}
    assert own[away][-1] == {"task": "staff-plan", "scope": "只数夜班"}
    assert override.replace("peak-plan", "staff-plan") in after[role].decode(), "its comment went along"
    assert all(one["task"] not in {"peak-plan", "staff-plan"} for one in own[home])
    assert {entry["from"]: entry["to"] for entry in record(root)} == {
        f"{home}.peak-plan": f"{away}.staff-plan",
        f"{home}.every-slot-counted": f"{away}.every-slot-counted",
        f"{home}.too-few": f"{away}.too-few",
    }
    assert len([note for note in change.notes if "→" in note]) == 3


def test_questions_go_with_what_they_are_about(root: Path, open_project: Open) -> None:
    away = "incident-response"
    path, other = "data/duties/data-monitoring.yml", f"data/duties/{away}.yml"
    before = {one["item"]: one for one in loaded(root, path)["questions"]}
    task = loaded(root, other)["tasks"][0]["id"]
    run(open_project(), "data-monitoring.one-owner", f"{away}.single-owner", task=task)
    assert [one["item"] for one in loaded(root, path)["questions"]] == [one for one in before if one != "one-owner"]
    assert loaded(root, other)["questions"] == [{**before["one-owner"], "item": "single-owner"}]
    run(open_project(), "data-monitoring.morning-check", "early-look")
    assert [one["item"] for one in loaded(root, path)["questions"]] == ["early-look"]
    run(open_project(), f"{away}.single-owner", "data-monitoring.one-owner", task="early-look")
    assert "questions" not in loaded(root, other), "no empty list is left behind"
    assert [one["item"] for one in loaded(root, path)["questions"]] == ["early-look", "one-owner"]


def test_a_duty_with_all_its_questions_takes_no_more(root: Path, open_project: Open) -> None:
    away = "incident-response"
    path = f"data/duties/{away}.yml"
    task = loaded(root, path)["tasks"][0]["id"]
    asked = "".join(f"  - {{item: {task}, ask: 第 {number} 问？, answer: 答。}}\n" for number in range(5))
    rewrite(root, path, lambda text: text.replace("\nowner:", f"\nquestions:\n{asked}owner:", 1))
    before = texts(root)
    with pytest.raises(EditError, match="已有 5 道"):
        run(open_project(), "data-monitoring.one-owner", f"{away}.one-owner", task=task)
    assert texts(root) == before


def test_a_check_by_itself_needs_a_task_there(root: Path, open_project: Open) -> None:
    away = "incident-response"
    path = f"data/duties/{away}.yml"
    task = loaded(root, path)["tasks"][0]["id"]
    with pytest.raises(EditError, match=rf"TASK=.*{task}"):
        run(open_project(), "data-monitoring.found-by-us", f"{away}.found-by-us")
    with pytest.raises(EditError, match="没有叫 `nothing` 的任务"):
        run(open_project(), "data-monitoring.found-by-us", f"{away}.found-by-us", task="nothing")
    run(open_project(), "data-monitoring.found-by-us", f"{away}.found-by-us", task=task)
    assert [one["task"] for one in loaded(root, path)["checks"] if one["id"] == "found-by-us"] == [task]
    assert f"{away}.found-by-us" in (root / "data/checklists/monitoring-weekly.yml").read_text(encoding="utf-8")


def test_a_goal_and_a_risk_can_go_by_themselves(root: Path, open_project: Open) -> None:
    run(open_project(), "data-monitoring.board-on-time", "data-analysis.board-on-time")
    run(open_project(), "data-monitoring.alarm-fatigue", "data-analysis.alarm-fatigue", task="drop-diagnosis")
    duty = loaded(root, "data/duties/data-analysis.yml")
    assert duty["goals"][-1]["id"] == "board-on-time"
    assert (duty["risks"][-1]["id"], duty["risks"][-1]["control"]) == ("alarm-fatigue", "drop-diagnosis")


# ------------------------------------------------------------------------------------------------ refused

REFUSED = [
    ("data-monitorin", "x", r"没有叫 `data-monitorin` 的东西。是不是 `data-monitoring`"),
    ("control-ops", "x", "不止一个，写全：`roles/control-ops`、`scorecards/control-ops`"),
    ("duties/data-monitoring", "data-analysis", "`duties/data-analysis` 已经有了"),
    ("duties/data-monitoring", "roles/x", "不能搬成“roles”"),
    ("duties/data-monitoring", "数据监控", "id 用英文小写字母"),
    ("duties/data-monitoring", "data-monitoring", "新旧两个 id 一样"),
    ("roles/control-ops", "legal", "`roles/legal` 已经有了"),
    ("data-monitoring.morning-check", "data-analysis.morning-check.x", "写成 `职责.条目`"),
    ("data-monitoring.morning-check", "data-analysi.morning-check", "没有叫 `data-analysi` 的职责"),
    ("data-monitoring.morning-check", "one-owner", "`data-monitoring.one-owner` 已经有了"),
    ("incident-response.intake.register", "restore.register", "写成 `职责.任务.步骤`"),
    ("incident-response.intake.register", "incident-response.restore.signin", "步骤只能在它的任务里改名"),
    ("teams/nobody", "x", "没有叫 `nobody` 的团队"),
    ("pages/x", "y", "不认得“pages”"),
]


@pytest.mark.parametrize(("old", "new", "said"), REFUSED, ids=[f"{old}={new}" for old, new, _ in REFUSED])
def test_what_can_not_be_is_said(old: str, new: str, said: str, real: Project) -> None:
    with pytest.raises(EditError, match=said):
        move(real, old, new, why="试试", date=DAY)


def test_a_split_that_breaks_a_rule_is_refused_with_the_rule(root: Path, open_project: Open) -> None:
    """Ten checks are the most a duty has; what the check would say is said beforehand, and nothing changes."""
    away = "incident-response"
    more = [CHECK.replace("every-slot", word).replace("peak-plan", "intake") for word in ("one", "two", "three")]
    rewrite(
        root, f"data/duties/{away}.yml",
        lambda text: text.replace(
            "goals:\n",
            "".join(
                one.replace("表里每个时段都有人数吗？", f"{sign}表里每个时段都有人数吗？").replace("数空格，要是 0", f"数{sign}表的空格")
                for one, sign in zip(more, "甲乙丙", strict=True)
            )
            + "goals:\n",
            1,
        ),
    )  # fmt: skip
    task = loaded(root, f"data/duties/{away}.yml")["tasks"][0]["id"]
    before = texts(root)
    with pytest.raises(
        RefusedError, match=rf"没有改动任何文件[\s\S]*data/duties/{away}.yml:\d+:\d+: E-count .*至多 10 条"
    ):
        run(open_project(), "data-monitoring.found-by-us", f"{away}.found-by-us", task=task)
    assert texts(root) == before


def test_an_override_without_a_place_to_go_is_refused(real: Project) -> None:
    said = r"data/roles/.*\.yml 写着这个角色在 `data-monitoring.peak-watch` 上的差异"
    with pytest.raises(EditError, match=said):
        move(real, "data-monitoring.peak-watch", "incident-response.peak-watch", why="试试", date=DAY)


def test_a_reason_is_asked_for(real: Project) -> None:
    with pytest.raises(EditError, match="要写明原因"):
        move(real, "metrics/mttd", "detect", why=" ", date=DAY)


def test_data_that_is_wrong_already_is_not_touched(root: Path) -> None:
    rewrite(root, "data/tools.yml", lambda text: text.replace("tools:", "tool:", 1))
    with pytest.raises(RefusedError, match="数据现在就有错误"):
        Project(root).require_clean()
