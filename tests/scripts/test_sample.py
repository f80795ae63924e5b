"""The cases that an inspection draws, and the days that it draws from."""

import calendar
import datetime as dt
from typing import Any

from macros.pages import script_data
from macros.views.views import Views
from tests.node import run

POOL = """async ({ pool }, { rule, days, kind, span }) => {
    const { periodOf } = await import(new URL("docs/assets/js/rules/period.js", `file://${process.cwd()}/`).href);
    return days.map((day) => pool(rule, periodOf(kind, new Date(day)), span));
}"""


def test_every_number_is_as_likely_as_the_next() -> None:
    script = """({ choose }) => {
        const counts = Array(20).fill(0);
        let sorted = true;
        for (let round = 0; round < 20000; round++) {
            const some = choose(20, 3);
            sorted &&= some.length === 3 && some[0] < some[1] && some[1] < some[2];
            for (const one of some) counts[one]++;
        }
        return { counts, sorted, all: choose(3, 5), last: choose(1000000, 50) };
    }"""
    found = run("checklist/sample.js", script)
    assert found["sorted"]
    assert found["all"] == [0, 1, 2]
    assert len(set(found["last"])) == 50
    assert max(found["last"]) < 1_000_000
    # 60,000 draws over 20 numbers: 3,000 each, with a standard deviation of 51. Six of them is chance enough.
    assert all(abs(count - 3000) < 6 * 51 for count in found["counts"]), found["counts"]


def drawn(views: Views, kind: str, *days: str, draw: str = "workdays", span: list[str] | None = None) -> Any:
    """For each day the days that a run in its period draws from."""
    rule: dict[str, Any] = {"rule": "", "draw": draw, "pick": 3}
    if draw == "workdays":
        rule["calendar"] = script_data.work_calendar(views)
    return run("checklist/sample.js", POOL, {"rule": rule, "days": days, "kind": kind, "span": span})


def test_working_days_are_those_of_the_calendar(playbook: Views) -> None:
    """Holidays of a month, of a week and of two days of one's own are not drawn, days that make up for them are."""
    months = [f"{2026 + number // 12}-{number % 12 + 1:02}-10" for number in range(1, 24)]
    work = playbook.calendar
    for day, found in zip(months, drawn(playbook, "monthly", *months), strict=True):
        last = dt.date.fromisoformat(day).replace(day=1) - dt.timedelta(days=1)
        worked = [last.replace(day=number + 1) for number in range(calendar.monthrange(last.year, last.month)[1])]
        assert found == [str(one) for one in worked if work.works(one)], day
    (week,) = drawn(playbook, "weekly", "2026-10-14")
    assert week == ["2026-10-08", "2026-10-09", "2026-10-10"], "the holiday until Wednesday; Saturday makes up for it"
    (own,) = drawn(playbook, "weekly", "2026-10-14", span=["2026-09-30", "2026-10-08"])
    assert own == ["2026-09-30", "2026-10-08"]


def test_a_week_without_a_working_day_has_none_to_draw(playbook: Views) -> None:
    """Seven days off at the Spring Festival of 2026 lie from Monday to Sunday."""
    assert drawn(playbook, "weekly", "2026-02-25") == [[]]


def test_all_days_are_drawn_where_all_count(playbook: Views) -> None:
    (week,) = drawn(playbook, "weekly", "2026-10-14", draw="days")
    assert len(week) == 7
