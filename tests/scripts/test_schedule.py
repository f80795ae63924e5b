"""When rhythms fall due on the pages, and in which periods: the cases of Python, and every rhythm in data/."""

import datetime as dt
import json
from typing import Any

from macros.rules.schedule import falls
from macros.validation.check import load_playbook
from macros.views.views import Views
from tests.conftest import PROJECT
from tests.node import run

CASES = json.loads((PROJECT / "tests/dates/cases.json").read_text(encoding="utf-8"))
SPAN = ("2025-01-01", "2028-12-31")
FALLS = """({ falls }, cases) => cases.map(({ cadence, due, first, last }) => {
    try {
        return falls(cadence, due, first, last);
    } catch (error) {
        return error.name;
    }
})"""


def real() -> list[dict[str, Any]]:
    """Every rhythm in data/, with the moments of four years."""
    views = Views(load_playbook(PROJECT))
    rhythms = {
        (task.cadence, task.due)
        for role in views.playbook.roles
        for tasks in views.board(role).values()
        for task in tasks
        if task.due
    }
    first, last = (dt.date.fromisoformat(day) for day in SPAN)
    return [
        {
            "cadence": cadence,
            "due": due,
            "first": SPAN[0],
            "last": SPAN[1],
            "at": [f"{moment:%Y-%m-%d %H:%M}" for moment in falls(cadence, due, first, last)],
        }
        for cadence, due in sorted(rhythms)
    ]


def test_a_rhythm_falls_as_in_python() -> None:
    cases = [*CASES["falls"], *real()]
    assert len(cases) > len(CASES["falls"])
    for case, found in zip(cases, run("rules/schedule.js", FALLS, cases), strict=True):
        assert found == case["at"], case


def test_what_has_no_due_date_is_refused() -> None:
    cases = [{**case, "first": "2026-01-01", "last": "2026-12-31"} for case in CASES["refused"]]
    assert run("rules/schedule.js", FALLS, cases) == ["RangeError"] * len(cases)


def test_a_day_lies_in_the_period_of_python() -> None:
    found = run(
        "rules/schedule.js", "({ period }, all) => all.map((one) => period(one.cadence, one.day).key)", CASES["periods"]
    )
    assert found == [case["is"] for case in CASES["periods"]]


def test_a_day_is_one_that_exists() -> None:
    days = ["2026-11-23", "2026-02-29", "2028-02-29", "2026-13-01", "23", ""]
    found = run("rules/schedule.js", "({ isDay }, days) => days.map(isDay)", days)
    assert found == [True, False, True, False, False, False]


def test_periods_are_those_of_the_calendar() -> None:
    days = [dt.date(2019, 12, 20) + dt.timedelta(days=3 * n) for n in range(1100)]
    script = """({ periodOf, before, after }, days) => days.map((day) =>
        ["weekly", "monthly", "quarterly", "yearly", "daily"].map((kind) => {
            const one = periodOf(kind, new Date(day));
            return [one.key, one.from, one.to, after(before(one)).key, before(after(one)).key];
        }))"""
    found = run("rules/period.js", script, [day.isoformat() for day in days])
    for day, (week, month, quarter, year, one) in zip(days, found, strict=True):
        iso = day.isocalendar()
        monday = dt.date.fromisocalendar(iso.year, iso.week, 1)
        assert week[:3] == [f"{iso.year}-W{iso.week:02}", str(monday), str(monday + dt.timedelta(6))]
        after = (day.replace(day=28) + dt.timedelta(4)).replace(day=1)
        assert month[:3] == [f"{day:%Y-%m}", f"{day:%Y-%m}-01", str(after - dt.timedelta(1))]
        assert quarter[0] == f"{day.year}-Q{(day.month + 2) // 3}"
        assert (year[0], one[0]) == (str(day.year), str(day))
        for kind in (week, month, quarter, year, one):
            assert kind[3] == kind[4] == kind[0], "one back and one on is the same again"
    assert [kind[0] for kind in found[4]] == ["2020-W01", "2020-01", "2020-Q1", "2020", "2020-01-01"]
