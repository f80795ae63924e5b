"""What stands in a list: of a checklist, of the goals, of the templates, of the metrics."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from macros import model
from macros.views.usage import Usage


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of a checklist: a check, a task or a step, with the task it belongs to."""

    ref: str
    kind: Literal["check", "task", "step"]
    duty: str
    check: model.Check | None
    task: model.Task | None
    step: model.Step | None

    @property
    def asked(self) -> str:
        """What the line asks: a check's question, what a step does, what a task is called."""
        if self.check:
            return self.check.ask
        assert self.task is not None
        return self.step.do if self.step else self.task.name

    @property
    def weight(self) -> int:
        """What the line weighs in the score; a task or a step has no weight of its own and counts once."""
        return self.check.weight if self.check else 1

    @property
    def veto(self) -> bool:
        """Whether the line decides alone when it fails."""
        return self.check is not None and self.check.grade == model.Grade.veto

    @property
    def may_not_apply(self) -> bool:
        """Whether the line may be left out of the score; a step of a list that is read aloud may not."""
        return self.check is not None and self.check.na


@dataclass(frozen=True, slots=True)
class LibraryGoal:
    """A goal in the library of goals, with its duty and the family of goals it belongs to."""

    ref: str
    duty: str
    goal: model.Goal
    group: str
    group_name: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a task hands in at a place: the spot there, the task, and its template."""

    where: str
    ref: str
    template: str | None


class Lists(Usage):
    """Answers about one Playbook: what stands in its lists."""

    def checklist_items(self, id_: str) -> tuple[ChecklistItem, ...]:
        """The lines of a checklist, each with the check, task or step it names."""
        found: list[ChecklistItem] = []
        for ref in self.playbook.checklists[id_].items:
            duty_id, item_id, *rest = ref.split(".")
            duty = self.playbook.duties[duty_id]
            tasks = {task.id: task for task in duty.tasks}
            if item_id in tasks:
                task = tasks[item_id]
                step = next((step for step in task.steps if rest and step.id == rest[0]), None)
                found.append(ChecklistItem(ref, "step" if step else "task", duty_id, None, task, step))
            else:
                check = next(check for check in duty.checks if check.id == item_id)
                found.append(ChecklistItem(ref, "check", duty_id, check, tasks[check.task], None))
        return tuple(found)

    @cached_property
    def checklists_by_period(self) -> dict[str, tuple[str, ...]]:
        """The checklists by how often they are run."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, one in self.playbook.checklists.items():
            found[one.period].append(id_)
        return {period: tuple(ids) for period, ids in found.items()}

    def spot(self, output: model.Output) -> str:
        """Where something is handed in: 知识库的“成本”目录."""
        return f"{self.playbook.places[output.place].name}的{output.where}"

    def handed_in(self, place: str) -> tuple[HandIn, ...]:
        """What is handed in at a place, in the order of the spots."""
        found = [
            HandIn(self.settled(task.output.where), f"{id_}.{task.id}", task.output.template)
            for id_, duty in self.playbook.duties.items()
            for task in duty.tasks
            if task.output.place == place
        ]
        return tuple(sorted(found, key=lambda one: (one.where, one.ref)))

    def fetched(self, place: str) -> tuple[str, ...]:
        """The tasks that fetch an input from a place."""
        return tuple(
            f"{id_}.{task.id}"
            for id_, duty in self.playbook.duties.items()
            for task in duty.tasks
            if any(entry.place == place for entry in task.inputs)
        )

    @cached_property
    def settings_by_duty(self) -> dict[str, tuple[model.Setting, ...]]:
        """The settings by the duty that they belong to, in the order of the duties."""
        found: dict[str, list[model.Setting]] = {id_: [] for id_ in self.playbook.duties}
        for setting in self.playbook.settings.values():
            found[setting.duty].append(setting)
        return {duty: tuple(settings) for duty, settings in found.items() if settings}

    @cached_property
    def goal_library(self) -> tuple[LibraryGoal, ...]:
        """Every goal of every duty, with the family it belongs to."""
        names = {group.id: group.name for group in self.playbook.goal_groups}
        return tuple(
            LibraryGoal(
                f"{id_}.{goal.id}", id_, goal, self.goal_group_of[goal.metric], names[self.goal_group_of[goal.metric]]
            )
            for id_, duty in self.playbook.duties.items()
            for goal in duty.goals
        )

    @cached_property
    def templates_by_duty(self) -> dict[str, tuple[str, ...]]:
        """The templates by the duty whose task first hands them in, in the order of the duties."""
        found: dict[str, list[str]] = {id_: [] for id_ in self.playbook.duties}
        for id_ in self.playbook.templates:
            if refs := self.template_users.get(id_):
                found[refs[0].partition(".")[0]].append(id_)
        return {duty: tuple(ids) for duty, ids in found.items() if ids}

    @cached_property
    def metrics_by_group(self) -> dict[str, tuple[model.Metric, ...]]:
        """The metrics by their group, in the order of the file."""
        found: dict[str, list[model.Metric]] = {group.id: [] for group in self.playbook.metric_groups}
        for metric in self.playbook.metrics.values():
            found[metric.group].append(metric)
        return {group: tuple(metrics) for group, metrics in found.items()}
