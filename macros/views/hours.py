"""How much time everything takes: lists, tasks in a usual month, and each duty's share of a role."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from macros import model
from macros.views.lists import ChecklistItem, Lists
from macros.views.tasks import RoleTask, RoleTasks

#: Minutes that a line of a list takes which names a task or a step: to read it out and to say that it is done.
LINE_MINUTES = 1
#: How many of the tasks of a duty are named as those that come most often.
FREQUENT = 3
#: Public holidays of a year that are no Saturday or Sunday, less those that are made up for (2026: 18 − 6, 2027: 12).
_HOLIDAYS = 12
#: How often in a usual month, of a twelfth of a year, something comes round.
_TIMES = {"weekly": 52 / 12, "monthly": 1.0, "quarterly": 1 / 3, "yearly": 1 / 12}


class Hours(RoleTasks, Lists):
    """Answers about one Playbook: how much time everything takes."""

    def line_minutes(self, checklist: model.Checklist, line: ChecklistItem) -> int:
        """How many minutes a line of a list takes: of what is looked at one by one, for all that is drawn."""
        if line.check is None:
            return LINE_MINUTES
        return line.check.minutes * (1 if line.check.per == "once" else checklist.sample.pick or 1)

    @cached_property
    def list_minutes(self) -> dict[str, int]:
        """For each checklist how many minutes it takes to run it."""
        return {
            id_: sum(self.line_minutes(checklist, line) for line in self.checklist_items(id_))
            for id_, checklist in self.playbook.checklists.items()
        }

    def runner(self, checklist: str) -> str | None:
        """The role that runs a list: the first that is named. None where only teams outside operations are."""
        return next((who for who in self.playbook.checklists[checklist].who if who in self.playbook.roles), None)

    def times_a_month(self, role: str, cadence: str, per_month: float | None = None) -> float:
        """How often in a usual month something falls to a role: as its cadence says; of an event `per_month`, or 0."""
        if per_month is not None:
            return per_month
        if cadence == "daily":
            hours = self.playbook.roles[role].hours
            return (len(hours.days) * 52 - (0 if hours.holidays else _HOLIDAYS)) / 12
        return _TIMES.get(cadence, 0.0)

    def frequent(self, duty: str) -> tuple[model.Task, ...]:
        """The tasks of a duty that come most often in a usual month, three at most; of equals the more important first."""

        def times(task: model.Task) -> float:
            if task.trigger:
                return task.trigger.per_month
            role = self.doer(task) or next(iter(self.playbook.roles))
            return self.times_a_month(role, str(task.rhythm.cadence)) if task.rhythm else 0

        tasks = self.playbook.duties[duty].tasks
        return tuple(sorted(tasks, key=lambda task: (-times(task), -task.importance))[:FREQUENT])

    def monthly_minutes(self, role: str, task: RoleTask) -> float:
        """The minutes that a task takes in a usual month of all people of a role together."""
        times = self.times_a_month(role, task.cadence, task.per_month)
        return times * task.minutes * (self.playbook.team.get(role, 1) if task.each else 1)

    @cached_property
    def duty_minutes(self) -> dict[str, dict[str, float]]:
        """For each role the minutes of a usual month that go into each duty it has: tasks, decisions, lists."""
        found = {role: dict.fromkeys(tasks, 0.0) for role, tasks in self.tasks_done.items()}
        for role, minutes in found.items():
            for task in self.tasks_of(role):
                if task.duty in minutes:
                    minutes[task.duty] += self.monthly_minutes(role, task)
        for id_, checklist in self.playbook.checklists.items():
            role = self.runner(id_) or ""
            for line in self.checklist_items(id_):
                if line.duty in found.get(role, ()):
                    times = self.times_a_month(role, checklist.period)
                    found[role][line.duty] += times * self.line_minutes(checklist, line)
        return found

    @cached_property
    def shares(self) -> dict[str, dict[str, int]]:
        """For each role how many per cent of its planned time go into each duty: whole numbers, a hundred in all.

        By the largest remainder; of equal remainders the duty that comes first in the playbook's order gets more.
        """
        return {role: largest_remainder(minutes) for role, minutes in self.duty_minutes.items()}


def largest_remainder(parts: dict[str, float]) -> dict[str, int]:
    """Parts of a whole as whole per cent that add up to 100; all 0 when there is nothing to be divided.

    The method of the largest remainder (Hamilton): everybody gets the whole per cent, and what is left goes to those
    who lost most by that, to the first of equals.
    """
    total = sum(parts.values())
    if not total:
        return dict.fromkeys(parts, 0)
    exact = {key: part * 100 / total for key, part in parts.items()}
    found = {key: int(part) for key, part in exact.items()}
    losers = sorted(exact, key=lambda key: found[key] - exact[key])
    gains: defaultdict[str, int] = defaultdict(int)
    for key in losers[: 100 - sum(found.values())]:
        gains[key] += 1
    return {key: part + gains[key] for key, part in found.items()}
