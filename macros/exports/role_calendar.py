"""The recurring tasks of a role as a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vRecur

from macros.addresses.revisions import Revision, revised
from macros.exports.context import Context
from macros.rules.schedule import falls
from macros.rules.workdays import WorkCalendar
from macros.views import labels
from macros.views.tasks import RoleTask

ZONE = "Asia/Shanghai"
#: How often a program that subscribed looks again.
REFRESH = dt.timedelta(days=1)
#: Minutes. A task may take days; its entry shows when to be at it last, and doesn't fill the week.
LONGEST = 240

_WEEKDAYS = dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_WORKDAYS = ["MO", "TU", "WE", "TH", "FR"]
_QUARTERS = {"首月": [1, 4, 7, 10], "次月": [2, 5, 8, 11], "末月": [3, 6, 9, 12]}
Recurrence = dict[str, str | int | list[int] | list[str]]


def calendar(context: Context, role: str) -> bytes:
    """The calendar of a role: an entry for each task that comes round, at the role's own times.

    An entry ends when the task is due. It begins on the first such day on or after the day the role's page was
    last reviewed, so that the file knows no clock. What is due on a working day falls on Mondays to Fridays:
    public holidays aren't known here.
    """
    about = context.book.roles[role]
    found = _named(f"{about.name}的任务")
    if context.base:
        found.add("url", context.address(f"role:{role}"))
    found.add_component(_zone())
    for tasks in context.views.board(role).values():
        for task in tasks:
            if task.time:
                event = _event(context, role, task, about.reviewed_on)
                uid = str(event["uid"])
                event.add("sequence", revised(context.revisions, uid, _digest(context, role, task)).number)
                found.add_component(event)
    text: bytes = found.to_ical()
    return text


def revisions(context: Context) -> dict[str, Revision]:
    """The revision of every entry of every role's calendar, by its UID: those kept, and one more where it changed."""
    found: dict[str, Revision] = {}
    for role in context.book.roles:
        for tasks in context.views.board(role).values():
            for task in tasks:
                if task.time:
                    uid = _uid(role, task)
                    found[uid] = revised(context.revisions, uid, _digest(context, role, task))
    return found


def _uid(role: str, task: RoleTask) -> str:
    return f"{role}.{task.key}@operations-playbook"


def _digest(context: Context, role: str, task: RoleTask) -> str:
    """Stands for what an entry says, wherever the site is published."""
    nowhere = Context(context.views)
    event: bytes = _event(nowhere, role, task, context.book.roles[role].reviewed_on).to_ical()
    return hashlib.sha256(event).hexdigest()[:12]


def note(title: str, lines: Iterable[str], day: dt.date, uid: str) -> bytes:
    """A calendar of a role that is gone: one entry, on the day on which it went."""
    found = _named(title)
    event = Event()
    event.add("uid", f"{uid}@operations-playbook")
    event.add("dtstamp", dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
    event.add("dtstart", day)
    event.add("summary", title)
    event.add("description", "\n".join(lines))
    event.add("transp", "TRANSPARENT")
    found.add_component(event)
    text: bytes = found.to_ical()
    return text


def _named(name: str) -> Calendar:
    """An empty calendar under that name, which programs look at again every day."""
    found = Calendar()
    found.add("prodid", "-//operations playbook//calendar//ZH")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", ZONE)
    found.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH))
    return found


def _zone() -> Timezone:
    """Shanghai has kept UTC+8 all year since 1991."""
    standard = TimezoneStandard()
    standard.add("dtstart", dt.datetime(1991, 9, 15))  # noqa: DTZ001 (RFC 5545: local time of the zone)
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", dt.timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _event(context: Context, role: str, task: RoleTask, since: dt.date) -> Event:
    assert task.time is not None
    end = first(task.cadence, task.time, since, context.views.calendar).replace(tzinfo=ZoneInfo(ZONE))
    # Not before midnight: the day of the entry is the day on which the task is due.
    minutes = min(task.minutes or 0, LONGEST, end.hour * 60 + end.minute)
    event = Event()
    event.add("uid", _uid(role, task))
    stamp = dt.datetime(since.year, since.month, since.day, tzinfo=dt.UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", end - dt.timedelta(minutes=minutes))
    if minutes:
        event.add("dtend", end)
    event.add("rrule", vRecur(recurrence(task.cadence, task.time)))
    event.add("summary", context.text(task.task.name))
    event.add("description", _about(context, task))
    event.add("categories", [context.book.duties[task.duty].name])
    # Something to be done by then, not a meeting: the time stays free for others to book.
    event.add("transp", "TRANSPARENT")
    if context.base:
        event.add("url", context.address(task.ref))
    return event


def _about(context: Context, task: RoleTask) -> str:
    output = task.task.output
    minutes = f"，约 {labels.minutes(task.minutes)}" if task.minutes else ""
    lines = [f"{labels.when(task.cadence, task.time or '')} 之前做完{minutes}。"]
    if task.scope:
        lines.append(f"范围：{context.text(task.scope)}")
    lines.append(f"交什么：{context.text(output.what)}，交到{context.text(context.views.spot(output))}")
    lines += ["做到这样算完成：", *(f"· {context.text(line)}" for line in task.task.done_when)]
    if "工作日" in (task.time or ""):
        lines.append("工作日按周一到周五算，没有避开法定节假日和调休。")
    return "\n".join([*lines, context.address(task.ref)])


def first(cadence: str, due: str, since: dt.date, work: WorkCalendar) -> dt.datetime:
    """The first time that a rhythm falls due on or after a day."""
    # The span to look in grows with the rhythm; a yearly day may be all but two years away.
    for days in (7, 92, 731):
        if found := falls(cadence, due, since, since + dt.timedelta(days=days), work):
            return found[0]
    raise ValueError(f"never due: {cadence} {due}")


def recurrence(cadence: str, due: str) -> Recurrence:
    """A rhythm as a recurrence rule of RFC 5545; the same days as `macros.rules.schedule.falls`."""
    if cadence == "daily":
        return {"freq": "DAILY"}
    if cadence == "weekly":
        return {"freq": "WEEKLY", "byday": [_WEEKDAYS[due[1]]]}
    if cadence == "monthly":
        return {"freq": "MONTHLY", **_day(due)}
    if cadence == "quarterly":
        # By the month: within a year BYSETPOS would count the working days of four months together.
        return {"freq": "MONTHLY", "bymonth": _QUARTERS[due[:2]], **_day(due)}
    if cadence == "yearly" and (match := re.match(r"(\d+) 月 (\d+) 日", due)):
        month, day = int(match[1]), int(match[2])
        if day <= 28:
            return {"freq": "YEARLY", "bymonth": [month], "bymonthday": [day]}
        # The last of the days up to it that the month has: 2 月 29 日 is the 28th in most years.
        return {"freq": "YEARLY", "bymonth": [month], "bymonthday": list(range(28, day + 1)), "bysetpos": -1}
    raise ValueError(f"no rhythm: {cadence} {due}")


def _day(due: str) -> Recurrence:
    """The part of a rule that says which day of the month."""
    if "最后一个工作日" in due:
        return {"byday": _WORKDAYS, "bysetpos": -1}
    if match := re.search(r"第 (\d+) 个工作日", due):
        return {"byday": _WORKDAYS, "bysetpos": int(match[1])}
    if match := re.search(r"(\d+) 日", due):
        return {"bymonthday": [int(match[1])]}
    raise ValueError(f"no day of a month: {due}")
