"""What each role does, sits in and decides: its tasks with its own times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from macros import model
from macros.model.role import lineage
from macros.rules.workdays import Shift, WorkCalendar
from macros.views.targets import Targets

_WEEKDAYS = list(model.Weekday)


@dataclass(frozen=True, slots=True)
class RoleTask:
    """A task as one role meets it: with the role's own rhythm and scope where they differ.

    `kind` says how: it does the task, sits in it (`attend`), or decides what the task waits for (`decide`, with the
    `decision`). What is handed in has a `due`, what is done together a `start`. `minutes` are those of one person, and
    `per_month` how often an event comes in a usual month. `part` is None in a duty that the role doesn't have.
    """

    duty: str
    task: model.Task
    part: model.Part | None
    cadence: str
    due: str | None
    start: str | None
    minutes: int
    per_month: float | None
    trigger: model.Trigger | None
    scope: str | None
    differs: bool
    ref: str
    kind: Literal["do", "attend", "decide"] = "do"
    decision: model.Decision | None = None

    @property
    def time(self) -> str | None:
        """When it is due or starts; None on an event."""
        return self.due or self.start

    @property
    def off_day(self) -> str | None:
        """Where it goes on a day that isn't worked, if not where everything goes."""
        return self.task.rhythm.off_day if self.task.rhythm else None

    @property
    def output(self) -> model.Output | None:
        """What the role hands in; None where it sits in or decides."""
        return self.task.output if self.kind == "do" else None

    @property
    def key(self) -> str:
        """What tells it from all others of its role: a task may wait for several decisions of one person."""
        return f"{self.ref}.decision-{self.number}" if self.number else self.ref

    @property
    def number(self) -> int:
        """Which of the decisions of its task it is, from 1; 0 for what is no decision."""
        return self.task.decisions.index(self.decision) + 1 if self.decision else 0

    @property
    def each(self) -> bool:
        """Whether every person of the role does it, and not the team once."""
        return self.task.done_by == model.DoneBy.each and self.kind != "decide"


class RoleTasks(Targets):
    """Answers about one Playbook: what each role does, sits in and decides."""

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The work calendar, as the arithmetic of dates takes it."""
        written = self.playbook.calendar
        return WorkCalendar(*written.span(), written.days())

    def shift(self, role: str) -> Shift:
        """The weekdays on which a role works, and whether it does on holidays."""
        hours = self.playbook.roles[role].hours
        return Shift(frozenset(_WEEKDAYS.index(day) for day in hours.days), hours.holidays)

    def lineage(self, role: str) -> tuple[str, ...]:
        """The role and the roles it is based on, nearest first."""
        return tuple(lineage(self.playbook.roles, role))

    def doer(self, task: model.Task) -> str | None:
        """The role by whose days and hours a task is timed: the first in R. None where only teams outside do it."""
        return next((who for who in task.raci.R if who in self.playbook.roles), None)

    @cached_property
    def tasks_done(self) -> dict[str, dict[str, tuple[RoleTask, ...]]]:
        """For each role and each of its duties the tasks that it does."""
        return {
            role: {entry.duty: tuple(self._done(role, entry)) for entry in entries}
            for role, entries in self.playbook.role_duties.items()
        }

    def _done(self, role: str, entry: model.RoleDuty) -> list[RoleTask]:
        """The tasks of a duty that a role does: where it, or its base, stands in R, or its page says so."""
        line = set(self.lineage(role))
        overrides = {override.task: override for override in entry.tasks}
        found: list[RoleTask] = []
        for task in self.playbook.duties[entry.duty].tasks:
            own = overrides.get(task.id)
            if (own is None and not line & set(task.raci.R)) or (own is not None and own.skip):
                continue
            found.append(_own(entry, task, own))
        return found

    @cached_property
    def sat_in(self) -> dict[str, tuple[RoleTask, ...]]:
        """For each role the tasks that it sits in without doing them, also of duties that it doesn't have."""
        found: dict[str, list[RoleTask]] = {role: [] for role in self.playbook.roles}
        for id_, duty in self.playbook.duties.items():
            for task in duty.tasks:
                for role in dict.fromkeys(task.rhythm.attendees if task.rhythm else ()):
                    done = self.tasks_done.get(role, {})
                    if role in found and all(one.task is not task for one in done.get(id_, ())):
                        found[role].append(_beside(id_, task, self._part(role, id_), "attend"))
        return {role: tuple(tasks) for role, tasks in found.items()}

    @cached_property
    def decided(self) -> dict[str, tuple[RoleTask, ...]]:
        """For each role what it decides, which some task waits for."""
        found: dict[str, list[RoleTask]] = {role: [] for role in self.playbook.roles}
        for id_, duty in self.playbook.duties.items():
            for task in duty.tasks:
                for decision in task.decisions:
                    if decision.who in found:
                        part = self._part(decision.who, id_)
                        found[decision.who].append(_beside(id_, task, part, "decide", decision))
        return {role: tuple(tasks) for role, tasks in found.items()}

    def tasks_of(self, role: str) -> tuple[RoleTask, ...]:
        """All that a role does, sits in and decides."""
        done = (task for tasks in self.tasks_done[role].values() for task in tasks)
        return (*done, *self.sat_in[role], *self.decided[role])

    def _part(self, role: str, duty: str) -> model.Part | None:
        return next((entry.part for entry in self.playbook.role_duties[role] if entry.duty == duty), None)


def _own(entry: model.RoleDuty, task: model.Task, own: model.TaskOverride | None) -> RoleTask:
    """A task of a duty as the role does it that has it so."""
    rhythm, trigger = task.rhythm, task.trigger
    cadence = (own.cadence if own else None) or (rhythm.cadence if rhythm else None)
    return RoleTask(
        duty=entry.duty,
        task=task,
        part=entry.part,
        cadence=str(cadence) if cadence else "per-event",
        due=(own.due if own else None) or (rhythm.due if rhythm else None),
        start=(own.start if own else None) or (rhythm.start if rhythm else None),
        minutes=(own.minutes if own else None) or _minutes(task),
        per_month=None if cadence or not trigger else (own.per_month if own else None) or trigger.per_month,
        trigger=trigger if cadence is None else None,
        scope=own.scope if own else None,
        differs=own is not None,
        ref=f"{entry.duty}.{task.id}",
    )


def _beside(
    duty: str,
    task: model.Task,
    part: model.Part | None,
    kind: Literal["attend", "decide"],
    decision: model.Decision | None = None,
) -> RoleTask:
    """A task as somebody meets it who doesn't do it."""
    rhythm = task.rhythm
    return RoleTask(
        duty=duty,
        task=task,
        part=part,
        cadence=str(rhythm.cadence) if rhythm else "per-event",
        due=decision.by if decision and rhythm else None,
        start=rhythm.start if rhythm and not decision else None,
        minutes=decision.minutes if decision else _minutes(task),
        per_month=task.trigger.per_month if task.trigger else None,
        trigger=task.trigger,
        scope=decision.what if decision else None,
        differs=False,
        ref=f"{duty}.{task.id}",
        kind=kind,
        decision=decision,
    )


def _minutes(task: model.Task) -> int:
    timed = task.rhythm or task.trigger
    assert timed is not None
    return timed.minutes
