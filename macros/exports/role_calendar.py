"""What a role does, sits in and decides, as a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vRecur

from macros.addresses.revisions import Revision, revised
from macros.exports.context import Context
from macros.rules.schedule import falls
from macros.rules.workdays import Shift
from macros.views import phrases
from macros.views.tasks import RoleTask

ZONE = "Asia/Shanghai"
SHANGHAI = ZoneInfo(ZONE)
#: How often a program that subscribed looks again.
REFRESH = dt.timedelta(days=1)
#: Minutes. What is handed in may take days; its entry shows when to be at it last, and doesn't fill the week.
LONGEST = 240

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = "一二三四五六日"
_QUARTERS = {"首月": [1, 4, 7, 10], "次月": [2, 5, 8, 11], "末月": [3, 6, 9, 12]}
Rule = dict[str, str | list[int] | list[str]]


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of an entry: the first, and a rule with the days on which it is wrong, or without a rule all the others.

    `without` are days that the rule has and the entry hasn't, `besides` those that only the entry has.
    """

    first: dt.date
    rule: Rule | None
    without: tuple[dt.date, ...]
    besides: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, wherever the site is published: when it begins on each of its days, and for how long.

    `ref` is its task; `is_set` says that it is done at a set time, not handed in or decided by then.
    """

    ref: str
    is_set: bool
    uid: str
    since: dt.date
    until: dt.date
    dates: Dates
    begin: dt.time
    minutes: int
    summary: str
    about: str
    category: str

    @property
    def digest(self) -> str:
        """Stands for all that it says."""
        parts = (self.since, self.until, self.dates, self.begin, self.minutes, self.summary, self.about, self.category)
        return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """An entry as it is published: with how often it has changed, and where its task stands; "" when that isn't known."""

    entry: Entry
    sequence: int
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class RoleCalendar:
    """What the calendar of a role is written from; `url` is "" when the site's address isn't known."""

    name: str
    url: str
    entries: tuple[PublishedEntry, ...]


def calendar(context: Context, role: str) -> bytes:
    """The calendar of a role: an entry for each thing that comes round, at the role's own times.

    What is done at a set time lasts from its start to its end. What is handed in or decided ends when it is due. The
    days are those of the work calendar, from the day on which the role's page was last reviewed, so that the file
    knows no clock, to the last day that the calendar covers.
    """

    def address(key: str) -> str:
        return context.address(key) if context.base else ""

    entries = (
        PublishedEntry(
            entry,
            revised(context.revisions, entry.uid, entry.digest).number,
            context.address(entry.ref),
            address(entry.ref),
        )
        for entry in _entries(context, role)
    )
    name = f"{context.book.roles[role].name}的任务"
    return context.file(as_ics, RoleCalendar(name, address(f"role:{role}"), tuple(entries)))


def as_ics(one: RoleCalendar) -> bytes:
    """A calendar as a file."""
    found = _named(one.name)
    if one.url:
        found.add("url", one.url)
    found.add_component(_zone())
    for published in one.entries:
        event = _event(published)
        event.add("sequence", published.sequence)
        found.add_component(event)
    text: bytes = found.to_ical()
    return text


def revisions(context: Context) -> dict[str, Revision]:
    """The revision of every entry of every role's calendar, by its UID: those kept, and one more where it changed."""
    return {
        entry.uid: revised(context.revisions, entry.uid, entry.digest)
        for role in context.book.roles
        for entry in _entries(context, role)
    }


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


def _entries(context: Context, role: str) -> Iterator[Entry]:
    """The entries of a role, in the order of its board; what doesn't occur while the calendar lasts has none."""
    work, shift, since = context.views.calendar, context.views.shift(role), context.book.roles[role].reviewed_on
    for tasks in context.views.board(role).values():
        for task in tasks:
            if not task.time:
                continue
            moments = falls(task.cadence, task.time, since, work.last, work, shift, task.off_day)
            if not moments:
                continue
            days = tuple(moment.date() for moment in moments)
            minute, minutes = moments[0].hour * 60 + moments[0].minute, task.minutes
            if not task.start:
                # Not before midnight: the day of the entry is the day on which the task is due.
                minutes = min(minutes, LONGEST, minute)
                minute -= minutes
            yield Entry(
                ref=task.ref,
                is_set=bool(task.start),
                uid=f"{role}.{task.key}@operations-playbook",
                since=since,
                until=work.last,
                dates=dates_of(rule_of(task.cadence, task.time, shift), days, work.last),
                begin=dt.time(minute // 60, minute % 60),
                minutes=minutes,
                summary=_summary(context, task),
                about="\n".join([*_about(context, task), _reach(context, task, shift, days)]),
                category=context.book.duties[task.duty].name,
            )


def _event(published: PublishedEntry) -> Event:
    event, entry = Event(), published.entry
    dates = entry.dates
    event.add("uid", entry.uid)
    stamp = dt.datetime(entry.since.year, entry.since.month, entry.since.day, tzinfo=dt.UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", _at(dates.first, entry.begin))
    if entry.minutes:
        event.add("dtend", _at(dates.first, entry.begin) + dt.timedelta(minutes=entry.minutes))
    add_days(event, dates, entry.begin, entry.until)
    event.add("summary", entry.summary)
    event.add("description", f"{entry.about}\n{published.address}")
    event.add("categories", [entry.category])
    # What is handed in by then leaves the time free for others to book; what is done together doesn't.
    event.add("transp", "OPAQUE" if entry.is_set else "TRANSPARENT")
    if published.url:
        event.add("url", published.url)
    return event


def add_days(event: Event, dates: Dates, begin: dt.time, until: dt.date) -> None:
    """Say on which days after its first an entry is, in one line of each kind."""
    if dates.rule:
        last = _at(until, dt.time(23, 59, 59)).astimezone(dt.UTC)
        event.add("rrule", vRecur({**dates.rule, "until": last}))
    for name, days in (("exdate", dates.without), ("rdate", dates.besides)):
        if days:
            event.add(name, [_at(day, begin) for day in days])


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock, SHANGHAI)


def _summary(context: Context, task: RoleTask) -> str:
    if task.decision:
        return f"{phrases.act(task)}：{context.text(task.decision.what)}"
    return context.text(task.task.name)


def _about(context: Context, task: RoleTask) -> Iterator[str]:
    """What an entry says of its task, a line each."""
    time = [phrases.when(task), phrases.takes(task) and f"约 {phrases.takes(task)}"]
    if task.decision:
        yield f"{'，'.join(filter(None, time))}。"
        yield f"任务：{context.text(task.task.name)}"
        return
    yield f"{'，'.join(filter(None, [*time, phrases.act(task)]))}。"
    if task.scope:
        yield f"范围：{context.text(task.scope)}"
    output = task.task.output
    yield f"交什么：{context.text(output.what)}，交到{context.text(context.views.spot(output))}"
    yield "做到这样算完成："
    yield from (f"· {context.text(line)}" for line in task.task.done_when)


def _reach(context: Context, task: RoleTask, shift: Shift, days: tuple[dt.date, ...]) -> str:
    """How far an entry reaches, and which of its dates are only expected."""
    reach = f"照工作日历排到 {context.views.calendar.last}。"
    if task.cadence == "daily" and shift.holidays:  # whatever is decreed, the days are the same
        return reach
    years = {day.year for day in days}
    guessed = [str(one.year) for one in context.book.calendar.years if not one.decreed and one.year in years]
    if not guessed:
        return reach
    return f"{reach}{'、'.join(guessed)} 年的是预计：那年的放假安排还没有公布，先按法定节日排。"


def rule_of(cadence: str, time: str, shift: Shift) -> tuple[Rule, Callable[[dt.date], bool]] | None:
    """The rule of RFC 5545 that comes nearest to a rhythm, and whether it has a day; None where none comes near."""
    if cadence == "daily":
        if len(shift.weekdays) == 7:
            return {"freq": "DAILY"}, lambda _: True
        codes = [_CODES[number] for number in sorted(shift.weekdays)]
        return {"freq": "WEEKLY", "byday": codes}, lambda day: day.weekday() in shift.weekdays
    if cadence == "weekly":
        number = _WEEKDAYS.index(time[1])
        return {"freq": "WEEKLY", "byday": [_CODES[number]]}, lambda day: day.weekday() == number
    match = re.fullmatch(r"(首月|次月|末月)? ?(\d+) 日 .*", time)
    if cadence == "yearly" or match is None:
        return None
    nth = int(match[2])
    if cadence == "monthly":
        return {"freq": "MONTHLY", "bymonthday": [nth]}, lambda day: day.day == nth
    months = _QUARTERS[match[1]]
    rule: Rule = {"freq": "MONTHLY", "bymonth": months, "bymonthday": [nth]}
    return rule, lambda day: day.day == nth and day.month in months


def dates_of(near: tuple[Rule, Callable[[dt.date], bool]] | None, days: tuple[dt.date, ...], last: dt.date) -> Dates:
    """The days of an entry, the earliest first, as a calendar file has them until `last`.

    A rule is written where it says most of them, with the days on which it is wrong; else each day is.
    """
    first = days[0]
    if near is not None and near[1](first):
        rule, has = near
        ruled = [day for day in map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1)) if has(day)]
        without = tuple(sorted(set(ruled) - set(days)))
        besides = tuple(sorted(set(days) - set(ruled)))
        if 2 * (len(without) + len(besides)) < len(days):
            return Dates(first, rule, without, besides)
    return Dates(first, None, (), days[1:])
