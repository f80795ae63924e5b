"""The year of a role in figures: its weeks and months against its hours, its peaks, a typical day and week."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from macros.timetable.load import Load, Span, mean_rate
from macros.timetable.occurrences import Occurrence
from macros.timetable.worktime import DAY

#: How many peaks of a year are told, and how many things of each.
PEAKS, REASONS = 3, 3


@dataclass(frozen=True, slots=True)
class Peak:
    """A full week, and what takes most of its time: what, and the minutes of one person."""

    week: Span
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RoleYear:
    """The year of one role."""

    role: str
    people: int
    weeks: tuple[Span, ...]
    months: tuple[Span, ...]
    peaks: tuple[Peak, ...]
    #: The day on which most is due, and the minutes of one person that are due on it.
    worst_day: tuple[dt.date, float]

    @property
    def least(self) -> Span:
        """The month of which least is planned."""
        return min(self.months, key=lambda month: month.rate)

    @property
    def most(self) -> Span:
        """The month of which most is planned."""
        return max(self.months, key=lambda month: month.rate)

    @property
    def mean(self) -> float:
        """The part of the hours of all months that is planned."""
        return mean_rate(self.months)


def year_of(load: Load, role: str) -> RoleYear:
    """The year of a role that the team has. Raises KeyError for another."""
    weeks = load.weeks[role]
    fullest = sorted(weeks, key=lambda week: (-week.rate, week.first))[:PEAKS]
    peaks = tuple(Peak(week, reasons(load, in_week(load, role, week))) for week in fullest if week.planned)
    days: Counter[dt.date] = Counter()
    for one in load.occurrences[role]:
        days[one.end.date()] += load.minutes(one)  # type: ignore[assignment]
    worst = max(days.items(), key=lambda item: (item[1], item[0]), default=(load.first, 0))
    return RoleYear(role, load.people(role), weeks, load.months[role], peaks, worst)


def in_week(load: Load, role: str, week: Span) -> list[Occurrence]:
    """What a role has due in a week."""
    return [one for one in load.occurrences[role] if week.first <= one.end.date() < week.first + 7 * DAY]


def reasons(load: Load, occurrences: Iterable[Occurrence], most: int = REASONS) -> tuple[tuple[str, int], ...]:
    """What takes most of the time of some occurrences, what takes longest first."""
    total: Counter[str] = Counter()
    for one in occurrences:
        total[one.ref] += round(load.minutes(one))
    return tuple(total.most_common(most))


def as_rows(load: Load) -> list[dict[str, Any]]:
    """Every occurrence of the year, for machines: who, what, from when to when, how long, and what it needs.

    `from` is the set time, or the latest moment to begin; `minutes` are those of one person, and `people` how many
    people of the role spend them.
    """
    return [
        {
            "role": role,
            "task": one.ref,
            "kind": one.kind,
            "from": f"{one.begin:%Y-%m-%dT%H:%M}",
            "to": f"{one.end:%Y-%m-%dT%H:%M}",
            "minutes": one.minutes,
            "people": load.people(role) if one.everyone else 1,
            "needs": list(one.needs),
        }
        for role in load.roles
        for one in load.occurrences[role]
    ]
