"""Rules of the work calendar: each day is worked or not, and is said once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from macros import model
from macros.problems.problem import Problem
from macros.validation.file import File

_NAMES = list(model.Weekday)


def of_calendar(file: File, calendar: model.CalendarFile) -> Iterator[Problem]:
    """Years follow each other, holidays don't overlap, and what is worked for them are days at weekends."""
    off: dict[dt.date, str] = {}
    for number, year in enumerate(calendar.years):
        before = calendar.years[number - 1].year if number else year.year - 1
        if year.year != before + 1:
            what = "写了两次" if year.year in {one.year for one in calendar.years[:number]} else f"接不上 {before} 年"
            yield file.problem(("years", number, "year"), "E-calendar", "year", year=year.year, what=what)
        yield from _holidays(file, number, year, off)
    for number, year in enumerate(calendar.years):
        yield from _make_up(file, number, year, off)
    known = model.CalendarFile(years=calendar.years).days()
    for number, entry in enumerate(calendar.company):
        if known.get(entry.date, entry.date.weekday() < 5) == entry.work:
            what = "上班" if entry.work else "放假"
            yield file.problem(("company", number, "date"), "E-calendar", "company", day=entry.date, what=what)


def _holidays(file: File, number: int, year: model.CalendarYear, off: dict[dt.date, str]) -> Iterator[Problem]:
    """What is wrong with the holidays of a year; notes in `off` which day belongs to which."""
    for place, holiday in enumerate(year.holidays):
        loc = ("years", number, "holidays", place)
        for key, day in (("from", holiday.from_), ("to", holiday.to)):
            if day.year != year.year:
                yield file.problem((*loc, key), "E-calendar", "outside", year=year.year, day=day)
        if not holiday.from_.year == holiday.to.year == year.year:
            continue
        day = holiday.from_
        while day <= holiday.to:
            if day in off:
                yield file.problem((*loc, "from"), "E-calendar", "overlap", day=day, name=off[day])
                break
            off[day] = holiday.name
            day += dt.timedelta(days=1)


def _make_up(file: File, number: int, year: model.CalendarYear, off: dict[dt.date, str]) -> Iterator[Problem]:
    """What is wrong with the days that are worked for the holidays of a year."""
    for place, day in enumerate(year.make_up):
        loc = ("years", number, "make_up", place)
        if day.year != year.year:
            yield file.problem(loc, "E-calendar", "outside", year=year.year, day=day)
        elif day in off:
            yield file.problem(loc, "E-calendar", "both", day=day, name=off[day])
        elif day.weekday() < 5:
            yield file.problem(loc, "E-calendar", day=day, weekday=_NAMES[day.weekday()])
