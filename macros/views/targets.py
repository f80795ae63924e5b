"""What has an address, and where things are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from macros import model
from macros.model.kinds import KINDS, Kind
from macros.model.origin import kept
from macros.model.playbook import Place, Playbook
from macros.views.marks import SETTING


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be linked to: its kind, id, name, the page it is on and its anchor there."""

    kind: str
    id: str
    name: str
    page: str
    anchor: str = ""

    @property
    def page_id(self) -> str:
        """The id of what its page is about: of an item, its duty."""
        return PurePosixPath(self.page).stem


def item_name(item: model.Task | model.Check | model.Goal | model.Risk) -> str:
    """What an item of a duty is called: a check by its question, a risk by what may happen."""
    if isinstance(item, model.Check):
        return item.ask
    if isinstance(item, model.Risk):
        return item.what
    return item.name


class Targets:
    """Answers about one Playbook: what can be linked to. Each answer is worked out once."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Everything that has an address, by key: `duty:x`, `role:x`, …, and items as `duty.item`."""
        found: dict[str, Target] = {}
        for kind in KINDS.values():
            for id_, name in self._names(kind):
                page, anchor = kind.spot(id_)
                found[f"{kind.id}:{id_}"] = Target(kind.id, id_, name, page, anchor)
        for id_, duty in self.playbook.duties.items():
            page, _ = KINDS["duty"].spot(id_)
            for item in duty.items():
                name = self.settled(item_name(item))
                found[f"{id_}.{item.id}"] = Target(item.kind, item.id, name, page, item.id)
        return found

    @cached_property
    def queries(self) -> dict[str, tuple[str, ...]]:
        """What readers type who look for something, by its key."""
        return {key: tuple(dict.fromkeys(texts)) for key, texts in self.playbook.search.by_key().items()}

    def _names(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """The id and the name of every thing of a kind."""
        book = self.playbook
        match kind.id:
            case "scorecard":
                yield from ((id_, book.roles[card.role].name) for id_, card in book.scorecards.items())
            case "metric":
                yield from ((id_, metric.name.zh) for id_, metric in book.metrics.items())
            case "section":
                yield from ((section.id, section.id) for section in book.sections)
            case _:
                yield from ((id_, thing.name) for id_, thing in getattr(book, kind.folder).items())

    def settled(self, text: str) -> str:
        """A text with the values of its settings: 超过 $refund-limit 的 → 超过 200 元的."""
        if "$" not in text:
            return text
        return kept(SETTING.sub(lambda match: self.setting(match["setting"]) + self.gap(match), text), text)

    def setting(self, id_: str) -> str:
        """The value of a setting with its unit: 200 元, 15%. What is no setting stays as it is written."""
        one = self.playbook.settings.get(id_)
        return kept(one.shown, one.value) if one else f"${id_}"

    def gap(self, match: re.Match[str]) -> str:
        """The blank behind a setting: there is none between two Chinese signs."""
        one = self.playbook.settings.get(match["setting"])
        return "" if one is not None and one.unit != "%" else match["gap"] or ""

    def person(self, id_: str) -> Target:
        """The role, or the team outside operations, that an id names. A team has no page."""
        if id_ in self.playbook.roles:
            return self.targets[f"role:{id_}"]
        return Target("team", id_, self.playbook.teams[id_].name, "")

    def place(self, kind: str, id_: str) -> Place:
        """Where something is written in data/."""
        return self.playbook.written_at[kind, id_]

    @cached_property
    def group_of(self) -> dict[str, str]:
        """The group that each duty belongs to."""
        return {duty: group.id for group in self.playbook.groups for duty in group.duties}

    def find_task(self, ref: str) -> tuple[model.Duty, model.Task]:
        """The duty and the task that `duty.task` names. Raises KeyError when there is none."""
        duty_id, _, task_id = ref.partition(".")
        duty = self.playbook.duties[duty_id]
        for task in duty.tasks:
            if task.id == task_id:
                return duty, task
        raise KeyError(ref)

    def find_goal(self, ref: str) -> tuple[model.Duty, model.Goal]:
        """The duty and the goal that `duty.goal` names. Raises KeyError when there is none."""
        duty_id, _, goal_id = ref.partition(".")
        duty = self.playbook.duties[duty_id]
        for goal in duty.goals:
            if goal.id == goal_id:
                return duty, goal
        raise KeyError(ref)
