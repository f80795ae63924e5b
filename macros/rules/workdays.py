"""Which days are worked: by everybody, and by who has hours of his own.

The same as docs/assets/js/rules/workdays.js; tests/dates/cases.json holds both to it. The rules:

- Monday to Friday is worked. A public holiday isn't, a day at a weekend that makes up for one is;
- a role works on the weekdays of its hours. Public holidays are off and the days that make up for them on, unless
  its hours say that it works on holidays as well: then its weekdays are all that counts;
- outside the years that the calendar covers nothing is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shift:
    """On which weekdays, 0 for Monday, somebody works, and whether on public holidays too."""

    weekdays: frozenset[int] = frozenset(range(5))
    holidays: bool = False


#: Who works when everybody does.
OFFICE = Shift()


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The days from `first` to `last`; `exceptions` are those that are worked, or not, otherwise than by their weekday."""

    first: dt.date
    last: dt.date
    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)

    def covers(self, day: dt.date) -> bool:
        """Whether anything is known of a day."""
        return self.first <= day <= self.last

    def works(self, day: dt.date, shift: Shift = OFFICE) -> bool:
        """Whether a day is worked by who has such hours."""
        if shift.holidays:
            return day.weekday() in shift.weekdays
        return self.exceptions.get(day, day.weekday() in shift.weekdays)

    def days(self, first: dt.date, last: dt.date, shift: Shift = OFFICE) -> list[dt.date]:
        """The worked days from one day to another, both included, as far as the calendar covers them."""
        span = range(max(first, self.first).toordinal(), min(last, self.last).toordinal() + 1)
        return [day for day in map(dt.date.fromordinal, span) if self.works(day, shift)]
