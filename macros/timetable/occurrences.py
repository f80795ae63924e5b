"""Every time that something falls due or starts, for every role, within a span of days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from macros import model
from macros.rules.schedule import falls
from macros.rules.workdays import WorkCalendar
from macros.timetable.worktime import WorkTime
from macros.views.tasks import RoleTask
from macros.views.views import Views

#: How many months a timetable holds: a year, and the month that closes the last quarter again.
MONTHS = 13
#: When the list of a role is due that is run last in its period; the others come before it, one a working day.
_LAST = {"weekly": "周五", "monthly": "最后一个工作日", "quarterly": "末月最后一个工作日", "yearly": "12 月 20 日"}
_EARLIER = {"monthly": "", "quarterly": "末月"}
_CLOCK = "17:00"
_WEEK = "五四三二一"
#: The working day of a month before whose last ones the lists of a role are run, and how many find room there.
_TURN_DAY, _ROOM = 19, 17
Kind = Literal["do", "meet", "attend", "decide", "list"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Once that a role has something to do.

    `kind`: it hands something in (`do`), does something at a set time (`meet`), sits in it (`attend`), decides
    (`decide`) or runs a checklist (`list`). `begin` is the set time, or the latest moment at which one person has to
    begin who isn't interrupted. `minutes` are those of one person. `everyone` says that each person of the role does
    it. `ref` names the task, or the checklist as `checklists/id`.
    """

    role: str
    ref: str
    kind: Kind
    begin: dt.datetime
    end: dt.datetime
    minutes: int
    everyone: bool
    needs: tuple[str, ...] = ()

    @property
    def set_time(self) -> bool:
        """Whether it is at a set time, together with others."""
        return self.kind in {"meet", "attend"}


class Timetable:
    """What every role has to do when, in the months after the playbook was last looked through.

    The span begins with the month after the newest review, so that it knows no clock, and ends after thirteen months
    or with the calendar. Each answer is worked out once.
    """

    def __init__(self, views: Views) -> None:
        self.views = views
        self.work: WorkCalendar = views.calendar
        self.first, self.last = span(views)

    def worktime(self, role: str) -> WorkTime:
        """The time that a person of a role has."""
        return self._worktimes[role]

    @cached_property
    def _worktimes(self) -> dict[str, WorkTime]:
        roles = self.views.playbook.roles
        return {id_: WorkTime(role.hours, self.views.shift(id_), self.work) for id_, role in roles.items()}

    def people(self, role: str) -> int:
        """How many people a role has; 0 for a role that the team doesn't have."""
        return self.views.playbook.team.get(role, 0)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that the team has."""
        return tuple(role for role in self.views.playbook.roles if self.people(role))

    @cached_property
    def occurrences(self) -> dict[str, tuple[Occurrence, ...]]:
        """For each role of the team all that it has to do, in the order of its ends."""
        return {
            role: tuple(sorted(self._of(role), key=lambda one: (one.end, one.begin, one.ref))) for role in self.roles
        }

    def _of(self, role: str) -> list[Occurrence]:
        found: list[Occurrence] = []
        for task in self.views.tasks_of(role):
            if task.time:
                found += self._occurring(role, task)
        for id_, checklist in self.views.playbook.checklists.items():
            if self.views.runner(id_) == role and id_ in self.list_due:
                found += self._runs(role, id_, str(checklist.period))
        return found

    @cached_property
    def list_due(self) -> dict[str, str]:
        """When each checklist is run that comes round, written as the due of a rhythm.

        What is daily is run at the end of the day. A role runs one list a working day: weekly ones from Friday
        backwards, monthly and quarterly ones from the last working day of the month backwards.
        """
        turns: Counter[tuple[str, str]] = Counter()
        found: dict[str, str] = {}
        for id_, checklist in self.views.playbook.checklists.items():
            role, period = self.views.runner(id_), str(checklist.period)
            if role is None:
                continue
            if period == "daily":
                found[id_] = self.views.playbook.roles[role].hours.to
            elif period in _LAST:
                # What is quarterly falls on days on which nothing monthly does.
                kind = "weekly" if period == "weekly" else "monthly"
                found[id_] = f"{_turn(period, turns[role, kind])} {_CLOCK}"
                turns[role, kind] += 1
        return found

    def moments(self, role: str, task: RoleTask) -> list[dt.datetime]:
        """When a task of a role falls due or starts."""
        return falls(
            task.cadence, task.time or "", self.first, self.last, self.work, self.views.shift(role), task.off_day
        )

    def _occurring(self, role: str, task: RoleTask) -> list[Occurrence]:
        """A task of a role each time that it occurs."""
        kinds: dict[str, Kind] = {"do": "meet" if task.start else "do", "attend": "attend", "decide": "decide"}
        kind, minutes, moments = kinds[task.kind], task.minutes, self.moments(role, task)
        needs = tuple(needed(task.task)) if task.kind == "do" else ()
        if task.start:
            lasts = dt.timedelta(minutes=minutes)
            times = [(moment, moment + lasts) for moment in moments]
        else:
            back = self.worktime(role).back
            times = [(back(moment, minutes), moment) for moment in moments]
        return [Occurrence(role, task.ref, kind, begin, end, minutes, task.each, needs) for begin, end in times]

    def _runs(self, role: str, id_: str, period: str) -> list[Occurrence]:
        """The runs of a checklist."""
        minutes, worktime = self.views.list_minutes[id_], self.worktime(role)
        moments = falls(period, self.list_due[id_], self.first, self.last, self.work, self.views.shift(role))
        return [
            Occurrence(role, f"checklists/{id_}", "list", worktime.back(end, minutes), end, minutes, everyone=False)
            for end in moments
        ]


def _turn(period: str, turn: int) -> str:
    """The day on which a list is run of which `turn` others come after it."""
    if period == "weekly":
        return f"周{_WEEK[turn % len(_WEEK)]}"
    if turn == 0 or period not in _EARLIER:
        return _LAST[period]
    return f"{_EARLIER[period]}第 {_TURN_DAY - turn % _ROOM} 个工作日"


def needed(task: model.Task) -> list[str]:
    """What makes the inputs of a task: tasks, templates as `templates/id`, checklists as `checklists/id`."""
    found = []
    for entry in task.inputs:
        if entry.task:
            found.append(entry.task)
        elif entry.template:
            found.append(f"templates/{entry.template}")
        elif entry.checklist:
            found.append(f"checklists/{entry.checklist}")
    return found


def span(views: Views) -> tuple[dt.date, dt.date]:
    """The first and the last day of the timetable, cut to the years of the calendar."""
    work, (first, last) = views.calendar, wanted(views)
    return max(first, work.first), min(last, work.last)


def wanted(views: Views) -> tuple[dt.date, dt.date]:
    """The first and the last day that the timetable asks of the calendar."""
    month = views.newest_review.year * 12 + views.newest_review.month
    return _first_of(month), _first_of(month + MONTHS) - dt.timedelta(days=1)


def _first_of(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
