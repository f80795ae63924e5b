"""When a rhythm falls due: the dates between two days, and the period that a day belongs to.

Pure arithmetic on plain dates, the same as docs/assets/js/rules/schedule.js; tests/dates/cases.json holds both to it.
The rules, which the role pages print for readers:

- `daily` falls on every day that is worked by whoever does it;
- a working day (工作日) is one of the work calendar: see `workdays`. 第 N 个工作日 counts those of the month; where
  a month has fewer, it is the last;
- a due day that isn't worked moves to the next working day of its week (`weekly`) or its month (the others), and
  where there is none left, to the last one before: month's, quarter's and year's end come earlier. A rhythm may say
  otherwise: `before`, `stay`, or `skip`, then it doesn't take place. In a week without a working day nothing that is weekly falls due;
- a quarter is January to March and so on; 首月, 次月 and 末月 are its first, second and third month;
- a yearly due day that its month doesn't have (2 月 29 日 in most years) is the last day of that month.

Times have no zone: they are the clock on the wall of whoever reads them. Beyond the calendar nothing falls due.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

import isodate

from macros.rules.workdays import OFFICE, Shift, WorkCalendar

_WEEKDAYS = "一二三四五六日"
_MONTHS = ("首月", "次月", "末月")
_NTH = re.compile(r"第 (\d+) 个工作日")
_DAY = re.compile(r"(\d+) 日")
_YEARLY = re.compile(r"(\d+) 月 (\d+) 日")


def falls(
    cadence: str,
    due: str,
    first: dt.date,
    last: dt.date,
    work: WorkCalendar,
    shift: Shift = OFFICE,
    off_day: str | None = None,
) -> list[dt.datetime]:
    """When a rhythm falls due, or starts, from `first` to `last`, both included, earliest first.

    `cadence` and `due` are those of a checked `Rhythm`: see `model.DUE_PATTERNS` for how a `due` is written. `off_day`
    says where a day goes that isn't worked: `next` (None means that too), `before`, `stay` or `skip`. Days that `work` doesn't
    cover are left out. Raises ValueError for a cadence that has no due date (`per-event`), or a due that isn't one.
    """
    hour, minute = (int(part) for part in due[-5:].split(":"))
    time = dt.time(hour, minute)
    first, last = max(first, work.first), min(last, work.last)
    days = _days(cadence, due, first, last, work, shift, off_day)
    return [dt.datetime.combine(day, time) for day in days if first <= day <= last]


@lru_cache(maxsize=8192)
def period(cadence: str, day: dt.date) -> str:
    """The period of a cadence that `day` lies in: 2026-11-23, 2026-W48, 2026-11, 2026-Q4, 2026.

    Weeks begin on Monday and are numbered as ISO 8601 has it: 31 December may lie in week 1 of the next year.
    Raises ValueError for `per-event`, which has no period.
    """
    if cadence == "daily":
        return day.isoformat()
    if cadence == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if cadence == "monthly":
        return f"{day:%Y-%m}"
    if cadence == "quarterly":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if cadence == "yearly":
        return str(day.year)
    raise ValueError(f"no period: {cadence}")


def _days(
    cadence: str, due: str, first: dt.date, last: dt.date, work: WorkCalendar, shift: Shift, off_day: str | None
) -> Iterator[dt.date]:
    """The due days of every period that touches the span; some may lie outside it."""
    if cadence == "daily":
        yield from work.days(first, last, shift)
    elif cadence == "weekly":
        monday = first - dt.timedelta(days=first.weekday())
        while monday <= last:
            day = monday + dt.timedelta(days=_WEEKDAYS.index(due[1]))
            moved = _moved(day, monday, monday + dt.timedelta(days=6), work, off_day)
            if moved is not None:
                yield moved
            monday += dt.timedelta(days=7)
    else:
        for year, month in _months(first, last):
            nominal = _nominal(cadence, due, year, month, work)
            if nominal is not None:
                begin = dt.date(year, month, 1)
                end = dt.date(year, month, calendar.monthrange(year, month)[1])
                moved = _moved(nominal, begin, end, work, off_day)
                if moved is not None:
                    yield moved


def _nominal(cadence: str, due: str, year: int, month: int, work: WorkCalendar) -> dt.date | None:
    """The day of a month that a due text names, before it moves; None in a month in which nothing falls due."""
    if cadence == "monthly":
        return _in_month(year, month, due, work)
    if cadence == "quarterly":
        return _in_month(year, month, due[2:], work) if _MONTHS[(month - 1) % 3] == due[:2] else None
    if cadence == "yearly":
        if (match := _YEARLY.match(due)) is None:
            raise ValueError(f"no yearly due: {due}")
        if int(match[1]) != month:
            return None
        return dt.date(year, month, min(int(match[2]), calendar.monthrange(year, month)[1]))
    raise ValueError(f"no due date: {cadence}")


def _moved(day: dt.date, begin: dt.date, end: dt.date, work: WorkCalendar, off_day: str | None) -> dt.date | None:
    """Where a day goes that isn't worked, from `begin` to `end`; None when nowhere."""
    if off_day == "stay" or work.works(day):
        return day
    if off_day == "skip":
        return None
    after = [later for later in _span(day, end) if work.works(later)]
    before = [earlier for earlier in _span(begin, day) if work.works(earlier)]
    if off_day == "before":
        return before[-1] if before else next(iter(after), None)
    return after[0] if after else next(reversed(before), None)


def _span(first: dt.date, last: dt.date) -> list[dt.date]:
    return [dt.date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[int, int]]:
    """Every month that touches the span, as year and month."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _in_month(year: int, month: int, due: str, work: WorkCalendar) -> dt.date | None:
    """The day of a month that a due text names. Raises ValueError when it names none."""
    if "工作日" not in due:
        if (match := _DAY.search(due)) is None:
            raise ValueError(f"no day of a month: {due}")
        return dt.date(year, month, int(match[1]))
    working = _worked(work, year, month)
    if not working:
        return None
    nth = _NTH.search(due)
    return working[min(int(nth[1]), len(working)) - 1 if nth else -1]


@lru_cache(maxsize=256)
def _worked(work: WorkCalendar, year: int, month: int) -> list[dt.date]:
    """The working days of a month; asked for by every rhythm that counts them."""
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    return [day for day in _span(dt.date(year, month, 1), end) if work.works(day)]


def add_duration(day: dt.date, iso: str) -> dt.date:
    """The date that lies an ISO 8601 duration after `day`."""
    result = day + isodate.parse_duration(iso)
    return result.date() if isinstance(result, dt.datetime) else result


def minutes_of(iso: str) -> float:
    """The minutes of an ISO 8601 duration; of months and years those after 1 January 2026."""
    since = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    until: dt.datetime = since + isodate.parse_duration(iso)
    return (until - since).total_seconds() / 60
