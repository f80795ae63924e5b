"""What names what: where a metric, a template, a tool, a goal, a section is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from macros import model
from macros.model.kinds import KINDS
from macros.views.marks import SETTING
from macros.views.targets import Targets


class Usage(Targets):
    """Answers about one Playbook: what uses what."""

    @cached_property
    def lists_of(self) -> dict[str, tuple[str, ...]]:
        """For each item `duty.item` (and its task, for a step), the checklists that name it."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, checklist in self.playbook.checklists.items():
            for ref in checklist.items:
                item = ".".join(ref.split(".")[:2])
                if id_ not in found[item]:
                    found[item].append(id_)
        return {ref: tuple(ids) for ref, ids in found.items()}

    @cached_property
    def cards_of(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each goal `duty.goal`, the scorecards that count it and its weight there."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id_, scorecard in self.playbook.scorecards.items():
            for item in scorecard.items:
                found[item.goal].append((id_, item.weight))
        return {ref: tuple(cards) for ref, cards in found.items()}

    @cached_property
    def template_users(self) -> dict[str, tuple[str, ...]]:
        """For each template, the tasks `duty.task` that hand it in."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for task in duty.tasks:
                if task.output.template:
                    found[task.output.template].append(f"{id_}.{task.id}")
        return {id_: tuple(refs) for id_, refs in found.items()}

    @cached_property
    def metric_users(self) -> dict[str, tuple[str, ...]]:
        """For each metric, the keys of the tasks, goals and duties that use it."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for goal in duty.goals:
                found[goal.metric].append(f"{id_}.{goal.id}")
                found[goal.guard].append(f"{id_}.{goal.id}")
            for task in duty.tasks:
                for metric in task.metrics:
                    found[metric].append(f"{id_}.{task.id}")
            for metric in duty.metrics:
                found[metric].append(f"duty:{id_}")
        return {metric: tuple(dict.fromkeys(keys)) for metric, keys in found.items()}

    @cached_property
    def goal_group_of(self) -> dict[str, str]:
        """The family of goals that each metric belongs to."""
        return {metric: group.id for group in self.playbook.goal_groups for metric in group.metrics}

    @cached_property
    def tool_users(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each tool, the duties that use it and what for."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for use in duty.tools:
                found[use.tool].append((id_, use.why))
        return {id_: tuple(uses) for id_, uses in found.items()}

    @cached_property
    def place_users(self) -> dict[str, tuple[str, ...]]:
        """For each place, the tasks `duty.task` that hand something in there or fetch it from there."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for task in duty.tasks:
                for place in dict.fromkeys([task.output.place, *(entry.place for entry in task.inputs)]):
                    if place is not None:
                        found[place].append(f"{id_}.{task.id}")
        return {place: tuple(refs) for place, refs in found.items()}

    @cached_property
    def setting_users(self) -> dict[str, tuple[str, ...]]:
        """For each setting, the keys of what names it in a text."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, thing in self._speaking():
            for id_ in dict.fromkeys(match["setting"] for match in SETTING.finditer(thing.model_dump_json())):
                found[id_].append(key)
        return {id_: tuple(dict.fromkeys(keys)) for id_, keys in found.items()}

    def _speaking(self) -> Iterator[tuple[str, model.Model]]:
        """Everything that has texts, by its key: what stands in a duty item by item."""
        book = self.playbook
        for id_, duty in book.duties.items():
            yield from ((f"{id_}.{item.id}", item) for item in duty.items())
            rest: list[model.Model] = [*duty.not_this, *duty.tools, *duty.knowledge, *duty.questions]
            yield from ((f"duty:{id_}", one) for one in rest)
        for kind in ("role", "checklist", "scorecard", "scenario", "template", "metric", "term", "tool", "place"):
            things: dict[str, model.Model] = getattr(book, KINDS[kind].folder)
            yield from ((f"{kind}:{id_}", thing) for id_, thing in things.items())

    @cached_property
    def sections(self) -> tuple[model.Section, ...]:
        """Every section of every article."""
        return self.playbook.sections

    @cached_property
    def cited_sections(self) -> tuple[str, ...]:
        """The ids of the sections that something rests on."""
        return tuple(section.id for section in self.sections if self.cited.get(section.id))

    @cached_property
    def uncited_sections(self) -> tuple[str, ...]:
        """The ids of the sections that nothing cites yet."""
        return tuple(section.id for section in self.sections if not self.cited.get(section.id))

    @cached_property
    def cited(self) -> dict[str, tuple[str, ...]]:
        """For each section of the sources, the keys of what rests on it."""
        found: dict[str, list[str]] = defaultdict(list)

        def cite(key: str, sections: Iterable[str]) -> None:
            for section in sections:
                if key not in found[section]:
                    found[section].append(key)

        for id_, duty in self.playbook.duties.items():
            for item in duty.items():
                cite(f"{id_}.{item.id}", item.from_)
            for border in duty.not_this:
                cite(f"duty:{id_}", border.from_)
            for use in duty.tools:
                cite(f"duty:{id_}", use.from_)
            for knowledge in duty.knowledge:
                cite(f"duty:{id_}", knowledge.from_)
        for id_, entries in self.playbook.role_duties.items():
            for entry in entries:
                cite(f"role:{id_}", entry.from_)
        for id_, tool in self.playbook.tools.items():
            cite(f"tool:{id_}", tool.from_)
        return {section: tuple(keys) for section, keys in found.items()}
