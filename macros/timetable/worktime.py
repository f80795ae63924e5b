"""The time that people of a role have: which minutes of which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from macros import model
from macros.rules.workdays import Shift, WorkCalendar

#: When most people rest; a break that is longer or shorter begins then as well.
NOON = 12 * 60
DAY = dt.timedelta(days=1)


def minute_of(clock: str) -> int:
    """The minute of the day of a time such as 09:30."""
    return int(clock[:2]) * 60 + int(clock[3:])


@dataclass(frozen=True)
class WorkTime:
    """The worked time of one role: on its days from `hours.from` to `hours.to`, without the break.

    The break is at noon, or where noon is no worked hour (a late shift), in the middle.
    """

    hours: model.Hours
    shift: Shift
    calendar: WorkCalendar

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The worked minutes of a day, from and to, in order."""
        begin, end = minute_of(self.hours.from_), minute_of(self.hours.to)
        rest = self.hours.rest
        if not rest or rest >= end - begin:
            return ((begin, end),)
        pause = NOON if begin < NOON and NOON + rest < end else begin + (end - begin - rest) // 2
        return tuple(block for block in ((begin, pause), (pause + rest, end)) if block[0] < block[1])

    @cached_property
    def day_minutes(self) -> int:
        """The minutes from the beginning to the end of a day, without the break."""
        return sum(end - begin for begin, end in self.blocks)

    def works(self, day: dt.date) -> bool:
        """Whether the role works on a day."""
        return self.calendar.works(day, self.shift)

    def person_minutes(self, first: dt.date, last: dt.date) -> float:
        """The minutes that one person works from one day to another.

        `hours.week` is spread over the days of the role: who works five of seven days has a seventh of it for each.
        """
        days = sum(self.works(day) for day in days_between(first, last))
        return days * self.hours.week * 60 / len(self.hours.days)

    def back(self, moment: dt.datetime, minutes: float) -> dt.datetime:
        """The moment at which work of some minutes has to begin that ends at `moment` and isn't interrupted.

        Never before the first day of the calendar.
        """
        day, left = moment.date(), minutes
        at = moment.hour * 60 + moment.minute
        while day >= self.calendar.first:
            if self.works(day):
                for begin, end in reversed(self.blocks):
                    usable = min(end, at) - begin
                    if usable <= 0:
                        continue
                    if left <= usable:
                        return _at(day, min(end, at) - int(left))
                    left -= usable
            day -= DAY
            at = 24 * 60
        return _at(self.calendar.first, 0)

    def between(self, begin: dt.datetime, end: dt.datetime) -> float:
        """The worked minutes between two moments."""
        total = 0
        for day in days_between(begin.date(), end.date()):
            if self.works(day):
                low = begin.hour * 60 + begin.minute if day == begin.date() else 0
                high = end.hour * 60 + end.minute if day == end.date() else 24 * 60
                total += sum(max(0, min(high, until) - max(low, since)) for since, until in self.blocks)
        return total

    def holds(self, begin: dt.datetime, end: dt.datetime) -> bool:
        """Whether a time from `begin` to `end` of one day lies within the hours of a worked day."""
        if not self.works(begin.date()) or begin.date() != end.date():
            return False
        low, high = minute_of(self.hours.from_), minute_of(self.hours.to)
        return low <= begin.hour * 60 + begin.minute and end.hour * 60 + end.minute <= high


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from one to another, both included."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield dt.date.fromordinal(number)


def _at(day: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
