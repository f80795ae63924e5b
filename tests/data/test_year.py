"""What the year asks of the data: each kind of mistake is told by its code, at its line, and nothing else is."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from macros.validation.check import check
from tests.data.trees import small, swap

CALENDAR = "data/calendar.yml"
MONITORING = "data/duties/data-monitoring.yml"
ANALYSIS = "data/duties/data-analysis.yml"
CONTROL = "data/roles/control-ops.yml"
LEAD = "data/roles/ops-lead.yml"
WEEKLY = "data/checklists/monitoring-weekly.yml"
MORNING = "data/checklists/morning-readdo.yml"
TOP = "data/playbook.yml"

DAILY = 'rhythm: {cadence: daily, due: "09:30", minutes: 20}'
BOARD = '{what: 昨日核心看板, from: data-team, due: "08:00"}'
RECORD = "{what: 标了异常的那一行, from: control-ops, task: data-monitoring.morning-check}"
QUESTIONS = "{cadence: weekly, start: 周一 10:00, minutes: 30, attendees: [control-ops]}"
SETUP = "{task: metric-setup, minutes: 60, scope: 定总数，不写口径。}"
OVERRIDE = '{task: morning-check, due: "08:30"}'


@dataclass(frozen=True)
class Case:
    """A mistake: what is exchanged where, the code it is told by, how many lines below, and a piece of what is said."""

    file: str
    old: str
    new: str
    code: str
    says: str = ""
    below: int = 0


CASES = {
    # the work calendar
    "a year twice": Case(CALENDAR, "year: 2027", "year: 2026", "E-calendar", "2026 年写了两次"),
    "a year left out": Case(CALENDAR, "year: 2027", "year: 2028", "E-calendar", "2028 年接不上 2026 年"),
    "a holiday of another year": Case(
        CALENDAR, "from: 2026-10-01, to: 2026-10-07", "from: 2026-10-01, to: 2027-10-07", "E-calendar", "找到的是 2027-10-07"
    ),
    "a holiday that ends first": Case(
        CALENDAR, "from: 2026-10-01, to: 2026-10-07", "from: 2026-10-07, to: 2026-10-01", "E-calendar", "最后一天不早于第一天"
    ),
    "holidays that overlap": Case(
        CALENDAR, "from: 2026-10-01, to: 2026-10-07", "from: 2026-09-27, to: 2026-10-07", "E-calendar", "已经在“中秋节”里"
    ),
    "a weekday that makes up": Case(CALENDAR, "2026-10-10]", "2026-10-12]", "E-calendar", "2026-10-12 是周一"),
    "a day that makes up and is off": Case(CALENDAR, "2026-10-10]", "2026-10-04]", "E-calendar", "在“国庆节”里放假"),
    "a day that makes up in another year": Case(CALENDAR, "2026-10-10]", "2027-10-09]", "E-calendar", "要在 2026 年"),
    "no holidays": Case(
        CALENDAR, "    holidays:\n      - {name: 元旦, from: 2027", "    holidays: []\n    _:\n      - {name: 元旦, from: 2027", "E-count"
    ),
    # rhythms
    "neither due nor start": Case(MONITORING, DAILY, "rhythm: {cadence: daily, minutes: 20}", "E-due", "一个都没有"),
    "both due and start": Case(
        MONITORING, DAILY, 'rhythm: {cadence: daily, due: "09:30", start: "09:00", minutes: 20}', "E-due", "写了两个"
    ),
    "attendees of what is handed in": Case(
        MONITORING, DAILY, 'rhythm: {cadence: daily, due: "09:30", minutes: 20, attendees: [tech]}', "E-due", "才有 `attendees`"
    ),
    "a start that isn't one": Case(ANALYSIS, "start: 周一 10:00", "start: 10:00", "E-due", "周四 16:00"),
    "attendees that nobody is": Case(ANALYSIS, "attendees: [control-ops]", "attendees: [nobody]", "E-reference"),
    "a day that no year has": Case(
        MONITORING, "{cadence: quarterly, due: 首月 20 日 18:00, minutes: 180}",
        "{cadence: yearly, due: 4 月 31 日 18:00, minutes: 180}", "E-due", "4 月没有 31 日",
    ),
    # triggers
    "no limit": Case(MONITORING, "finish_within: P2D, ", "", "E-missing", "finish_within"),
    "never": Case(MONITORING, "per_month: 12", "per_month: 0", "E-range", "要大于 0"),
    "a limit in words": Case(MONITORING, "finish_within: P2D", "finish_within: 两天", "E-duration", "两天"),
    "a limit that doesn't hold the waiting": Case(
        MONITORING, "finish_within: P2D", "finish_within: PT12H", "E-finish", "只给了 12 小时"
    ),
    "done before it is begun": Case(
        MONITORING, "respond_within: PT10M, finish_within: P2D", "respond_within: P3D, finish_within: P2D", "E-finish", "不短于"
    ),
    # inputs
    "no maker": Case(ANALYSIS, RECORD, "{what: 标了异常的那一行, from: control-ops}", "E-maker", "`control-ops` 给的这一样没写"),
    "two makers": Case(
        ANALYSIS, RECORD, RECORD.replace("}", ", template: morning-check-log}"), "E-maker", "恰好写一个"
    ),
    "a maker and a time": Case(ANALYSIS, RECORD, RECORD.replace("}", ", due: 随时}"), "E-maker", "不写 due"),
    "a list that somebody else runs": Case(
        ANALYSIS, "from: ops-lead, checklist: monitoring-weekly", "from: ops-lead, checklist: morning-readdo", "E-maker", "control-ops"
    ),
    "a maker that isn't there": Case(ANALYSIS, "task: data-monitoring.morning-check}", "task: data-monitoring.noon}", "E-reference"),
    "a team without a time": Case(MONITORING, BOARD, "{what: 昨日核心看板, from: data-team}", "E-maker", "写什么时候给"),
    "a team with a maker": Case(
        MONITORING, BOARD, BOARD.replace("}", ", template: morning-check-log}"), "E-maker", "不写 task"
    ),
    "a team's time in words": Case(MONITORING, 'due: "08:00"}', "due: 八点前}", "E-due", "随时"),
    "a circle": Case(
        MONITORING, "task: data-analysis.drop-diagnosis, last: true", "task: data-analysis.drop-diagnosis", "E-circle", " → "
    ),
    # decisions
    "decided by who does it": Case(MONITORING, "who: ops-lead, by: P1D", "who: control-ops, by: P1D", "E-decision", "就在 R 里"),
    "a clock for an event": Case(MONITORING, "by: P1D", "by: 周五 12:00", "E-decision", "从触发算起"),
    "a duration for what comes round": Case(ANALYSIS, "by: 周一 10:20", "by: P1D", "E-decision", "weekly"),
    # checks and lists
    "no minutes": Case(MONITORING, "    cadence: quarterly\n    minutes: 1\n", "    cadence: quarterly\n", "E-missing", "minutes", 1),
    "a case that isn't said": Case(MONITORING, "    per: day\n", "    per: case\n", "E-sample", "写一件是什么", 1),
    "a case where there is none": Case(
        MONITORING, "    per: day\n", "    per: day\n    case: morning-check-log\n", "E-sample", "不写 `case`", 1
    ),
    "days that the list doesn't draw": Case(
        MORNING, "  - data-monitoring.logged-in-time", "  - data-monitoring.answered", "E-list-sample", "逐日查"
    ),
    "too seldom": Case(
        MONITORING, "cadence: quarterly\n    minutes: 1", "cadence: daily\n    minutes: 1", "E-list-rhythm", "monitoring-weekly"
    ),
    # roles
    "hours that end first": Case(LEAD, 'to: "18:00"', 'to: "08:00"', "E-hours"),
    "hours that aren't a clock": Case(LEAD, 'from: "09:00"', "from: 九点", "E-due", "24 小时制"),
    "a day that there isn't": Case(LEAD, "周五]", "周八]", "E-choice", "周五"),
    "a share": Case(LEAD, "    part: lead\n", "    part: lead\n    share: 70\n", "E-unknown-key", "share", 1),
    "a start where the duty has a due": Case(CONTROL, OVERRIDE, '{task: morning-check, start: "08:30"}', "E-due", "写的是 `due`"),
    "a due where the duty has a start": Case(
        LEAD, "    from: [s0a1-01]\n", "    tasks:\n      - {task: question-list, due: 周一 10:00}\n    from: [s0a1-01]\n",
        "E-due", "写的是 `start`", 1,
    ),
    "a due of another rhythm": Case(CONTROL, OVERRIDE, "{task: morning-check, due: 周四 08:30}", "E-due", "周四 08:30"),
    "an event made a rhythm, without minutes": Case(
        CONTROL, OVERRIDE, '{task: alert-response, cadence: daily, due: "10:00"}', "E-due", "做一遍要几分钟"
    ),
    "an event made a rhythm, without a due": Case(
        CONTROL, OVERRIDE, "{task: alert-response, cadence: daily, minutes: 5}", "E-due", "两样和 minutes"
    ),
    "nothing that differs": Case(CONTROL, OVERRIDE, "{task: morning-check}", "E-override"),
    "people of no role": Case(TOP, "team:\n  - {role: ops-lead,", "team:\n  - {role: nobody,", "E-reference", "", 1),
    "people of a role twice": Case(TOP, "{role: control-ops, people: 2}", "{role: ops-lead, people: 2}", "E-team"),
    "nobody of a role": Case(TOP, "{role: control-ops, people: 2}", "{role: control-ops, people: 0}", "E-range"),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.code])
def test_a_mistake_is_told_at_its_line(name: str, tmp_path: Path) -> None:
    case, root = CASES[name], small(tmp_path)
    line = swap(root, case.file, case.old, case.new) + case.below
    told = [f"{one.file}:{one.line} {one.code}" for one in check(root).errors]
    assert f"{case.file}:{line} {case.code}" in told
    said = " ".join(str(one) for one in check(root).errors if one.code == case.code)
    assert case.says in said
    if case.code not in {"E-unknown-key", "E-count", "E-reference"}:
        assert {one.rpartition(" ")[2] for one in told} == {case.code}
