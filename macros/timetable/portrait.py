"""The year of a role as its page shows it: a strip by week, a typical day and week, the peaks, the months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from macros.timetable.chain import expected
from macros.timetable.load import Load, Span
from macros.timetable.occurrences import Occurrence
from macros.timetable.summary import RoleYear, year_of
from macros.timetable.worktime import DAY, days_between

#: How much of its column a bar of the strip fills, in per cent.
_FILL = 72


@dataclass(frozen=True, slots=True)
class Bar:
    """A week of the strip, everything in per cent of it: where its bars are, how high, and what makes the week short."""

    span: Span
    last: dt.date
    x: float
    width: float
    available: float
    planned: float
    over: bool
    holidays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a month begins on the strip, in per cent of its width."""

    x: float
    month: int
    year: int
    shows_year: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of a typical day or week: how often it comes round, when it is, for how long one person is at it."""

    occurrence: Occurrence
    cadence: str
    shared: bool

    @property
    def weekday(self) -> int:
        """The day of the week on which it is due or begins, 0 for Monday."""
        return self.occurrence.end.weekday()


@dataclass(frozen=True, slots=True)
class Typical:
    """An ordinary week without holidays, from its Monday on: what every day has, and what each day of the week.

    Minutes are those of one person: of a day's own work and of a week's, of what comes on events in a usual week, and
    those that there are.
    """

    monday: dt.date
    day: tuple[Entry, ...]
    week: dict[int, tuple[Entry, ...]]
    day_minutes: float
    week_minutes: float
    event_minutes: float
    day_available: float
    week_available: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything about the year of one role of the team."""

    year: RoleYear
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    typical: Typical | None
    expected: tuple[int, ...]


def portrait(load: Load, role: str) -> Portrait | None:
    """The year of a role; None for one that the team doesn't have, and where the calendar holds no month of it."""
    if role not in load.roles or not load.months[role]:
        return None
    year = year_of(load, role)
    most = max((max(week.planned, week.available) for week in year.weeks), default=0) or 1
    return Portrait(
        year,
        tuple(_bars(load, year, most)),
        tuple(_marks(year)),
        typical(load, role),
        expected(load, load.first, load.last),
    )


def _bars(load: Load, year: RoleYear, most: float) -> Iterator[Bar]:
    column = 100 / len(year.weeks) if year.weeks else 100
    shift = load.worktime(year.role).shift
    for number, week in enumerate(year.weeks):
        last = week.first + 6 * DAY
        names = () if shift.holidays else tuple(_holidays(load, week.first, last))
        yield Bar(
            week,
            last,
            round(column * number + column * (100 - _FILL) / 200, 3),
            round(column * _FILL / 100, 3),
            round(week.available * 100 / most, 2),
            round(week.planned * 100 / most, 2),
            week.over,
            names,
        )


def _holidays(load: Load, first: dt.date, last: dt.date) -> Iterator[str]:
    """The names of the holidays that take a working day out of a week."""
    calendar = load.views.playbook.calendar
    for year in calendar.years:
        for holiday in year.holidays:
            days = days_between(max(first, holiday.from_), min(last, holiday.to))
            if any(day.weekday() < 5 and not load.work.works(day) for day in days):
                yield holiday.name
    yield from (day.name for day in calendar.company if first <= day.date <= last and not day.work)


def _marks(year: RoleYear) -> Iterator[Mark]:
    """The months, where their first day lies among the weeks."""
    if not year.weeks:
        return
    column, begin = 100 / len(year.weeks), year.weeks[0].first
    for number, month in enumerate(year.months):
        x = max(0.0, (month.first - begin).days / 7 * column)
        # Before a January there is no room for another year.
        shows_year = month.first.month == 1 or (number == 0 and month.first.month != 12)
        yield Mark(round(x, 3), month.first.month, month.first.year, shows_year)


def typical(load: Load, role: str) -> Typical | None:
    """What an ordinary week of a role looks like; None where no week is whole."""
    special = load.work.exceptions
    weeks = load.weeks[role]
    week = next((one for one in weeks if not any(one.first + n * DAY in special for n in range(7))), None)
    if week is None:
        return None
    entries = [
        Entry(one, cadence, not one.everyone and load.people(role) > 1)
        for one in load.occurrences[role]
        if week.first <= one.end.date() < week.first + 7 * DAY
        and (cadence := _cadence(load, role, one)) in {"daily", "weekly"}
    ]
    entries.sort(key=lambda entry: entry.occurrence.begin if entry.occurrence.set_time else entry.occurrence.end)
    daily = [entry for entry in entries if entry.cadence == "daily"]
    first_day = min((entry.weekday for entry in daily), default=0)
    day = tuple(entry for entry in daily if entry.weekday == first_day)
    weekly = [entry for entry in entries if entry.cadence == "weekly"]
    by_day = {
        number: tuple(entry for entry in weekly if entry.weekday == number)
        for number in range(7)
        if any(entry.weekday == number for entry in weekly)
    }
    hours = load.worktime(role).hours
    return Typical(
        week.first,
        day,
        by_day,
        sum(load.minutes(entry.occurrence) for entry in day),
        sum(load.minutes(entry.occurrence) for entry in entries),
        load.event_minutes[role] * 12 / 52,
        hours.week * 60 / len(hours.days),
        hours.week * 60,
    )


def _cadence(load: Load, role: str, one: Occurrence) -> str:
    """How often something comes round that a role has to do."""
    if one.kind == "list":
        return str(load.views.playbook.checklists[one.ref.removeprefix("checklists/")].period)
    kind = "do" if one.kind == "meet" else one.kind
    found = {task.cadence for task in load.views.tasks_of(role) if task.ref == one.ref and task.kind == kind}
    return next(iter(found), "")
