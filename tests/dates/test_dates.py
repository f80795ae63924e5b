"""When rhythms fall due, and which days are worked: the table of cases. tests/scripts/test_schedule.py holds JavaScript to the same."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from macros.rules.schedule import falls, period
from macros.rules.workdays import OFFICE, Shift, WorkCalendar
from macros.validation.check import load_playbook
from macros.views.views import Views
from tests.copies import PLAYBOOK

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
day = dt.date.fromisoformat


def calendar(case: dict[str, Any]) -> WorkCalendar:
    written = CASES["calendars"][case.get("calendar", "plain")]
    exceptions = {day(one): works for key, works in (("off", False), ("on", True)) for one in written[key]}
    return WorkCalendar(day(written["from"]), day(written["to"]), exceptions)


def shift(case: dict[str, Any]) -> Shift:
    return Shift(frozenset(case["shift"]["weekdays"]), case["shift"]["holidays"]) if "shift" in case else OFFICE


def written(moments: list[dt.datetime]) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in moments]


@pytest.mark.parametrize("case", CASES["falls"], ids=lambda case: case["why"])
def test_a_rhythm_falls(case: dict[str, Any]) -> None:
    first, last = day(case["first"]), day(case["last"])
    moments = falls(case["cadence"], case["due"], first, last, calendar(case), shift(case), case.get("offDay"))
    assert written(moments) == case["at"]


@pytest.mark.parametrize("case", CASES["works"], ids=lambda case: case["why"])
def test_a_day_is_worked(case: dict[str, Any]) -> None:
    assert calendar(case).works(day(case["day"]), shift(case)) is case["is"]


def test_days_are_those_that_the_calendar_covers() -> None:
    work = calendar({"calendar": "decreed"})
    assert not work.covers(day("2025-12-31"))
    assert work.covers(day("2026-01-01"))
    assert work.covers(day("2027-12-31"))
    assert not work.covers(day("2028-01-01"))
    found = work.days(day("2025-12-01"), day("2028-02-01"))
    assert (found[0], found[-1]) == (day("2026-01-04"), day("2027-12-31"))
    assert len([one for one in found if one.year == 2026]) == 261 - 19 + 6


def test_the_calendar_of_the_cases_is_that_of_the_data() -> None:
    """What decreed says is what data/calendar.yml of the tests' playbook says, put in another way."""
    views = Views(load_playbook(PLAYBOOK))
    found, expected = views.calendar, calendar({"calendar": "decreed"})
    assert (found.first, found.last) == (expected.first, expected.last)
    span = [dt.date.fromordinal(number) for number in range(found.first.toordinal(), found.last.toordinal() + 1)]
    for who in (OFFICE, Shift(frozenset(range(1, 6)))):
        assert [found.works(one, who) for one in span] == [expected.works(one, who) for one in span]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["cadence"])
def test_what_has_no_due_date_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no "):
        falls(case["cadence"], case["due"], day("2026-01-01"), day("2026-12-31"), calendar({}))


@pytest.mark.parametrize("case", CASES["periods"], ids=lambda case: f"{case['cadence']} {case['day']}")
def test_a_day_lies_in(case: dict[str, Any]) -> None:
    assert period(case["cadence"], day(case["day"])) == case["is"]


def test_an_event_has_no_period() -> None:
    with pytest.raises(ValueError, match="no period"):
        period("per-event", day("2026-11-23"))
