"""When a rhythm falls due: the dates between two days, and the period that a day belongs to.

Pure arithmetic on plain dates, the same as docs/assets/js/rules/schedule.js; tests/dates/cases.json holds both to it.
The rules, which the role pages print for readers:

- `daily` falls on every day of the week, `weekly` on its weekday, whatever the holidays are;
- a working day (工作日) is a Monday to Friday. Public holidays and the working weekends that make up for them are
  fixed by decree each year and are not known here;
- a due day that is a Saturday or a Sunday stays there;
- a quarter is January to March and so on; 首月, 次月 and 末月 are its first, second and third month;
- a yearly due day that its month doesn't have (2 月 29 日 in most years) is the last day of that month.

Times have no zone: they are the clock on the wall of whoever reads them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

import isodate

_WEEKDAYS = "一二三四五六日"
_MONTHS = ("首月", "次月", "末月")
_NTH = re.compile(r"第 (\d+) 个工作日")
_DAY = re.compile(r"(\d+) 日")
_YEARLY = re.compile(r"(\d+) 月 (\d+) 日")


def falls(cadence: str, due: str, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """When a rhythm falls due from `first` to `last`, both included, earliest first.

    `cadence` and `due` are those of a checked `Rhythm`: see `model.DUE_PATTERNS` for how a `due` is written.
    Raises ValueError for a cadence that has no due date (`per-event`), or a due that isn't one.
    """
    hour, minute = (int(part) for part in due[-5:].split(":"))
    time = dt.time(hour, minute)
    return [dt.datetime.combine(day, time) for day in _days(cadence, due, first, last) if first <= day <= last]


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


def _days(cadence: str, due: str, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The due days of every period that touches the span; some may lie outside it."""
    if cadence in ("daily", "weekly"):
        for number in range(first.toordinal(), last.toordinal() + 1):
            day = dt.date.fromordinal(number)
            if cadence == "daily" or day.weekday() == _WEEKDAYS.index(due[1]):
                yield day
        return
    for year, month in _months(first, last):
        if cadence == "monthly":
            yield _in_month(year, month, due)
        elif cadence == "quarterly":
            if _MONTHS[(month - 1) % 3] == due[:2]:
                yield _in_month(year, month, due[2:])
        elif cadence == "yearly":
            if (match := _YEARLY.match(due)) is None:
                raise ValueError(f"no yearly due: {due}")
            if int(match[1]) == month:
                yield dt.date(year, month, min(int(match[2]), calendar.monthrange(year, month)[1]))
        else:
            raise ValueError(f"no due date: {cadence}")


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[int, int]]:
    """Every month that touches the span, as year and month."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _in_month(year: int, month: int, due: str) -> dt.date:
    """The day of a month that a due text names. Raises ValueError when it names none."""
    days = (dt.date(year, month, number + 1) for number in range(calendar.monthrange(year, month)[1]))
    if "工作日" not in due:
        if (match := _DAY.search(due)) is None:
            raise ValueError(f"no day of a month: {due}")
        return dt.date(year, month, int(match[1]))
    working = [day for day in days if day.weekday() < 5]
    nth = _NTH.search(due)
    return working[int(nth[1]) - 1 if nth else -1]


def add_duration(day: dt.date, iso: str) -> dt.date:
    """The date that lies an ISO 8601 duration after `day`."""
    result = day + isodate.parse_duration(iso)
    return result.date() if isinstance(result, dt.datetime) else result
