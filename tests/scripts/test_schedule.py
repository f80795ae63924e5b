"""When rhythms fall due on the pages, on which days, and in which periods: the cases of Python, and every rhythm in data/."""

import datetime as dt
import json
from typing import Any

import pytest

from macros.pages import script_data
from macros.rules.schedule import falls
from macros.rules.workdays import Shift
from macros.validation.check import check
from macros.views.views import Views
from tests.conftest import PROJECT
from tests.copies import PLAYBOOK
from tests.node import run

CASES: dict[str, Any] = json.loads((PROJECT / "tests/dates/cases.json").read_text(encoding="utf-8"))
FALLS = """async ({ falls }, { calendars, cases }) => {
    const { WorkCalendar } = await import(new URL("docs/assets/js/rules/workdays.js", `file://${process.cwd()}/`).href);
    return cases.map(({ cadence, due: time, offDay, first, last, calendar = "plain", shift }) => {
        try {
            return falls({ cadence, time, offDay }, first, last, new WorkCalendar(calendars[calendar]), shift);
        } catch (error) {
            return error.name;
        }
    });
}"""
WORKS = """({ WorkCalendar }, { calendars, cases }) => cases.map(({ day, calendar = "plain", shift }) => {
    const work = new WorkCalendar(calendars[calendar]);
    return { works: work.works(day, shift), covers: work.covers(day), guesses: work.guesses(day) };
})"""


def views_of(root: Any) -> Views:
    """The data under a folder; a year that can't be worked yet is no hindrance."""
    book = check(root, lenient=True).playbook
    assert book is not None
    return Views(book)


def real(views: Views, name: str) -> list[dict[str, Any]]:
    """Every rhythm of a playbook, for the hours of everybody who has it, in all the years of the calendar and around."""
    work = views.calendar
    first, last = work.first - dt.timedelta(days=40), work.last + dt.timedelta(days=40)
    rhythms = {
        (task.cadence, task.time, task.off_day, views.shift(role))
        for role in views.playbook.roles
        for task in views.tasks_of(role)
        if task.time
    }
    return [
        {
            "cadence": cadence,
            "due": time,
            **({"offDay": off_day} if off_day else {}),
            "first": first.isoformat(),
            "last": last.isoformat(),
            "calendar": name,
            "shift": {"weekdays": sorted(shift.weekdays), "holidays": shift.holidays},
            "at": [f"{moment:%Y-%m-%d %H:%M}" for moment in falls(cadence, time, first, last, work, shift, off_day)],
        }
        for cadence, time, off_day, shift in sorted(rhythms, key=str)
    ]


def in_script(calendars: dict[str, Any], cases: list[dict[str, Any]]) -> Any:
    return run("rules/schedule.js", FALLS, {"calendars": CASES["calendars"] | calendars, "cases": cases})


def test_a_rhythm_falls_as_in_python() -> None:
    for case, found in zip(CASES["falls"], in_script({}, CASES["falls"]), strict=True):
        assert found == case["at"], case


@pytest.mark.parametrize("root", [PLAYBOOK, PROJECT], ids=["tests' own", "shipped"])
def test_every_rhythm_falls_as_in_python(root: Any) -> None:
    """With the calendar and the hours as the pages hand them on."""
    views = views_of(root)
    calendars = {"real": script_data.work_calendar(views)}
    cases = real(views, "real")
    shifts = {json.dumps(script_data.shift(views, role)) for role in views.playbook.roles}
    assert {json.dumps(case["shift"]) for case in cases} == shifts
    assert len(cases) > 15
    for case, found in zip(cases, in_script(calendars, cases), strict=True):
        assert found == case["at"], case
        assert found, case


@pytest.mark.parametrize("cadence", ["daily", "weekly", "monthly", "quarterly", "yearly"])
def test_a_day_that_is_off_goes_where_python_has_it(cadence: str) -> None:
    """Every form of a rhythm, moved in every way: two years with the holidays of the tests' playbook."""
    days = ["1 日", "5 日", "10 日", "28 日", "第 1 个工作日", "第 19 个工作日", "最后一个工作日"]
    written = {
        "daily": [""],
        "weekly": [f"周{day} " for day in "一二三四五六日"],
        "monthly": [f"{day} " for day in days],
        "quarterly": [
            f"{month}{'' if day[0] in '第最' else ' '}{day} " for month in ("首月", "次月", "末月") for day in days
        ],
        "yearly": [f"{day} " for day in ("1 月 1 日", "2 月 29 日", "5 月 31 日", "10 月 3 日", "12 月 31 日")],
    }
    views = views_of(PLAYBOOK)
    work = views.calendar
    shifts = [Shift(), Shift(frozenset(range(7))), Shift(frozenset(range(7)), holidays=True), Shift(frozenset({1, 6}))]
    cases = [
        {
            "cadence": cadence,
            "due": f"{due}18:00",
            **({"offDay": off_day} if off_day else {}),
            "first": work.first.isoformat(),
            "last": work.last.isoformat(),
            "calendar": "real",
            "shift": {"weekdays": sorted(shift.weekdays), "holidays": shift.holidays},
            "at": [
                f"{moment:%Y-%m-%d %H:%M}"
                for moment in falls(cadence, f"{due}18:00", work.first, work.last, work, shift, off_day)
            ],
        }
        for due in written[cadence]
        for shift in (shifts if cadence == "daily" else shifts[:1])
        for off_day in (None, "next", "before", "stay", "skip")
    ]
    for case, found in zip(cases, in_script({"real": script_data.work_calendar(views)}, cases), strict=True):
        assert found == case["at"], case


def test_a_day_is_worked_as_in_python() -> None:
    found = run("rules/workdays.js", WORKS, {"calendars": CASES["calendars"], "cases": CASES["works"]})
    assert [one["works"] for one in found] == [case["is"] for case in CASES["works"]]


def test_the_calendar_of_the_pages_is_that_of_the_data() -> None:
    """Each day of the years that it covers and of a month around them, for four kinds of hours."""
    views = views_of(PLAYBOOK)
    work = views.calendar
    days = [work.first + dt.timedelta(days=number) for number in range(-31, (work.last - work.first).days + 32)]
    guessed = {str(year.year) for year in views.playbook.calendar.years if not year.decreed}
    assert guessed == {"2027"}
    for shift in (
        Shift(),
        Shift(frozenset(range(7))),
        Shift(frozenset(range(7)), holidays=True),
        Shift(frozenset({1, 6})),
    ):
        own = {"weekdays": sorted(shift.weekdays), "holidays": shift.holidays}
        cases = [{"day": day.isoformat(), "calendar": "real", "shift": own} for day in days]
        given = {"calendars": {"real": script_data.work_calendar(views)}, "cases": cases}
        for day, found in zip(days, run("rules/workdays.js", WORKS, given), strict=True):
            assert found["covers"] == work.covers(day)
            assert found["guesses"] == (str(day.year) in guessed)
            if work.covers(day):
                assert found["works"] == work.works(day, shift), (day, own)


def test_what_has_no_due_date_is_refused() -> None:
    cases = [{**case, "first": "2026-01-01", "last": "2026-12-31"} for case in CASES["refused"]]
    assert in_script({}, cases) == ["RangeError"] * len(cases)


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
