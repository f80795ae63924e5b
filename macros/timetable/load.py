"""How full the days, weeks and months of a role are, and what doesn't get done in time.

All minutes are those of one person: what the team does once is shared evenly by the people of the role.
"""

from __future__ import annotations

import calendar
import datetime as dt
import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.rules.schedule import period
from macros.timetable.occurrences import Occurrence, Timetable
from macros.timetable.worktime import DAY, days_between

#: How much of its hours a role may have planned; the rest is for what nobody plans.
FULL = 0.85
#: Below this much of its hours a role says what fills the rest.
HALF = 0.5
#: The answers that cost most.
_WORKED_OUT = ("occurrences", "event_minutes", "months", "weeks")
#: What stands for all that comes on events where occurrences are told.
EVENTS = "events"
#: How many days before its due something may be begun, by its cadence; what is weekly from Monday on.
WINDOW = {"daily": 0, "weekly": 6, "monthly": 9, "quarterly": 16, "yearly": 23}


@dataclass(frozen=True, slots=True)
class Span:
    """A week or a month of a role: its key (2026-W49, 2026-12), the minutes planned and those that there are."""

    key: str
    first: dt.date
    planned: float
    available: float

    @property
    def rate(self) -> float:
        """The part of the time that is planned; 0 where nobody works."""
        return self.planned / self.available if self.available else 0.0

    @property
    def over(self) -> bool:
        """Whether more is planned than there is; half a minute is rounding."""
        return self.planned > self.available + 0.5


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something that can't be finished in time: by how many minutes.

    `rivals` is all that was worked on since there last was time for what is due later, itself included.
    """

    occurrence: Occurrence
    missing: float
    rivals: tuple[Occurrence, ...]


class Load(Timetable):
    """The timetable, with what it asks of the people of each role."""

    def adopt(self, other: Load) -> None:
        """Take over what another timetable has worked out of the same facts: see `facts`."""
        for name in _WORKED_OUT:
            if name in vars(other):
                vars(self)[name] = vars(other)[name]

    def minutes(self, one: Occurrence) -> float:
        """The minutes that an occurrence takes of each person of its role."""
        return one.minutes if one.everyone else one.minutes / self.people(one.role)

    @cached_property
    def event_minutes(self) -> dict[str, float]:
        """For each role the minutes of a usual month that one person spends on what comes unplanned in time."""
        return {
            role: sum(
                self.views.monthly_minutes(role, task) for task in self.views.tasks_of(role) if not task.time
            )
            / self.people(role)
            for role in self.roles
        }  # fmt: skip

    @cached_property
    def months(self) -> dict[str, tuple[Span, ...]]:
        """For each role its months; what comes on events is spread evenly over the worked days."""
        found = {}
        for role in self.roles:
            planned: dict[str, float] = defaultdict(float)
            for one in self.occurrences[role]:
                planned[period("monthly", one.end.date())] += self.minutes(one)
            spans = [self._month(role, first, planned) for first in _firsts(self.first, self.last)]
            found[role] = tuple(spans)
        return found

    def _month(self, role: str, first: dt.date, planned: dict[str, float]) -> Span:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        key = period("monthly", first)
        worktime = self.worktime(role)
        available = worktime.person_minutes(first, last)
        usual = available / (worktime.hours.week * 60 * 52 / 12)
        return Span(key, first, planned[key] + self.event_minutes[role] * usual, available)

    @cached_property
    def weeks(self) -> dict[str, tuple[Span, ...]]:
        """For each role its whole weeks. What takes long lies in the week in which it has to be worked on at the latest."""
        found = {}
        monday = self.first + dt.timedelta(days=-self.first.weekday() % 7)
        mondays = [day for day in days_between(monday, self.last) if day.weekday() == 0 and day + 6 * DAY <= self.last]
        for role in self.roles:
            planned: dict[str, float] = defaultdict(float)
            for one in self.occurrences[role]:
                for week, minutes in self._spread(one):
                    planned[week] += minutes
            events = self.event_minutes[role] * 12 / 52
            worktime = self.worktime(role)
            spans = []
            for first in mondays:
                available = worktime.person_minutes(first, first + 6 * DAY)
                usual = available / (worktime.hours.week * 60)
                spans.append(
                    Span(period("weekly", first), first, planned[period("weekly", first)] + events * usual, available)
                )
            found[role] = tuple(spans)
        return found

    def _spread(self, one: Occurrence) -> Iterator[tuple[str, float]]:
        """The weeks in which an occurrence is worked on, with the minutes of one person in each."""
        first, last = period("weekly", one.begin.date()), period("weekly", one.end.date())
        minutes = self.minutes(one)
        if first == last:
            yield last, minutes
            return
        worktime = self.worktime(one.role)
        total = worktime.between(one.begin, one.end) or 1
        at = one.begin
        while at < one.end:
            following = dt.datetime.combine(at.date() + (7 - at.weekday()) * DAY, dt.time())
            part = worktime.between(at, min(following, one.end))
            yield period("weekly", at.date()), minutes * part / total
            at = following

    def shortfalls(self, role: str) -> Iterator[Shortfall]:
        """What can't be finished in time although always that is done first which is due first.

        Earliest due date first finishes everything in time whenever that is possible at all (Jackson's rule with
        release times, on one machine that may interrupt). The machine is one person with an even share of the role's
        work, and every day with that day's part of what comes on events; at set times it stands still.
        """
        yield from _Machine(self, role).run()

    def release(self, one: Occurrence, cadence: str) -> dt.datetime:
        """The moment from which something may be worked on: within its window, as its cadence has it."""
        days = one.end.weekday() if cadence == "weekly" else WINDOW.get(cadence, 9)
        earliest = dt.datetime.combine(one.end.date() - days * DAY, dt.time())
        # Always enough to do it at all: what takes three days may be begun three days before.
        return min(earliest, one.begin)


class _Machine:
    """One person of a role who does whatever is due first."""

    def __init__(self, load: Load, role: str) -> None:
        self.load = load
        self.role = role
        worktime = load.worktime(role)
        self.pace = min(1.0, worktime.hours.week * 60 / len(worktime.hours.days) / worktime.day_minutes)
        cadences = {task.ref: task.cadence for task in load.views.tasks_of(role)}
        lists = {f"checklists/{id_}": str(one.period) for id_, one in load.views.playbook.checklists.items()}
        known = {**cadences, **lists}
        jobs = [one for one in load.occurrences[role] if not one.set_time]
        releases = [(load.release(one, known[one.ref]), one) for one in jobs] + list(self._events())
        self.coming = sorted((release, number, one) for number, (release, one) in enumerate(releases))
        self.meets = [one for one in load.occurrences[role] if one.set_time]

    def _events(self) -> Iterator[tuple[dt.datetime, Occurrence]]:
        """What comes on events: an even part of it on every worked day, some time of the day."""
        load, worktime = self.load, self.load.worktime(self.role)
        days = len(worktime.hours.days) * 52 / 12
        minutes = int(load.event_minutes[self.role] / days)
        for day in worktime.calendar.days(load.first, load.last, worktime.shift) if minutes else ():
            midnight = dt.datetime.combine(day, dt.time())
            end = midnight + dt.timedelta(minutes=worktime.blocks[-1][1])
            yield midnight, Occurrence(self.role, EVENTS, "do", midnight, end, minutes, everyone=True)

    def _segments(self) -> Iterator[tuple[dt.datetime, dt.datetime, float]]:
        """The worked time, in pieces, each with the pace at which work gets done in it."""
        busy: dict[dt.date, list[Occurrence]] = defaultdict(list)
        for one in self.meets:
            busy[one.begin.date()].append(one)
        worktime = self.load.worktime(self.role)
        start = self.coming[0][0].date() if self.coming else self.load.last
        for day in days_between(max(start, self.load.work.first), self.load.last):
            if not worktime.works(day):
                continue
            midnight = dt.datetime.combine(day, dt.time())
            for begin, end in worktime.blocks:
                since, until = midnight + dt.timedelta(minutes=begin), midnight + dt.timedelta(minutes=end)
                cuts = {since, until}
                for one in busy[day]:
                    cuts |= {cut for cut in (one.begin, one.end) if since < cut < until}
                edges = sorted(cuts)
                for low, high in itertools.pairwise(edges):
                    taken = sum(
                        self.load.minutes(one) / one.minutes for one in busy[day] if one.begin < high and one.end > low
                    )
                    yield low, high, max(0.0, self.pace * (1 - taken))

    def run(self) -> Iterator[Shortfall]:
        """Work through the year; what was not finished when it was due is left, and told."""
        queue: list[tuple[dt.datetime, int, Occurrence]] = []
        left: dict[int, float] = {}
        next_job = 0
        worked: list[Occurrence] = []
        for low, high, pace in self._segments():
            at = low
            while at < high:
                while next_job < len(self.coming) and self.coming[next_job][0] <= at:
                    _, number, one = self.coming[next_job]
                    if not queue:
                        worked = []
                    heapq.heappush(queue, (one.end, number, one))
                    left[number] = self.load.minutes(one)
                    next_job += 1
                while queue and queue[0][0] <= at:
                    _, number, one = heapq.heappop(queue)
                    if left[number] > 0.5:
                        yield Shortfall(one, left[number], _rivals(one, worked))
                until = high
                if next_job < len(self.coming):
                    until = min(until, max(self.coming[next_job][0], at + dt.timedelta(minutes=1)))
                if not queue:
                    at = until
                    continue
                end, number, one = queue[0]
                if pace and (not worked or worked[-1] is not one):
                    worked.append(one)
                until = min(until, end)
                span = (until - at).total_seconds() / 60
                need = left[number] / pace if pace else span + 1
                if need <= span:
                    heapq.heappop(queue)
                    at += dt.timedelta(minutes=need)
                else:
                    left[number] -= span * pace
                    at = until


def _rivals(late: Occurrence, worked: list[Occurrence]) -> tuple[Occurrence, ...]:
    """What was worked on last, in the order of work, as far back as nothing is due later than what is late."""
    last = itertools.takewhile(lambda one: one.end <= late.end, reversed(worked))
    return tuple(dict.fromkeys((late, *last)))[::-1]


def mean_rate(spans: Sequence[Span]) -> float:
    """The part of the time of all spans together that is planned; 0 where there is none."""
    available = sum(span.available for span in spans)
    return sum(span.planned for span in spans) / available if available else 0.0


def _firsts(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of each month that lies whole between two days."""
    return [
        day
        for day in days_between(first, last)
        if day.day == 1 and day.replace(day=calendar.monthrange(day.year, day.month)[1]) <= last
    ]
