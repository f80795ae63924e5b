"""What has an address, and where things are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from macros import model
from macros.model.playbook import Place, Playbook

#: Kinds of things that have an address of their own, and the folder of it.
FOLDERS = {
    "duty": "duties",
    "role": "roles",
    "checklist": "checklists",
    "scorecard": "scorecards",
    "template": "templates",
    "metric": "metrics",
    "term": "terms",
    "tool": "tools",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be linked to: its kind, id, name, the page it is on and its anchor there."""

    kind: str
    id: str
    name: str
    page: str
    anchor: str = ""


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
        book = self.playbook
        found: dict[str, Target] = {}
        for id_, duty in book.duties.items():
            page = f"duties/{id_}.md"
            found[f"duty:{id_}"] = Target("duty", id_, duty.name, page)
            for item in duty.items():
                found[f"{id_}.{item.id}"] = Target(item.kind, item.id, item_name(item), page, item.id)
        for id_, role in book.roles.items():
            found[f"role:{id_}"] = Target("role", id_, role.name, f"roles/{id_}.md")
        for id_, checklist in book.checklists.items():
            found[f"checklist:{id_}"] = Target("checklist", id_, checklist.name, f"checklists/{id_}.md")
        for id_, scorecard in book.scorecards.items():
            name = book.roles[scorecard.role].name
            found[f"scorecard:{id_}"] = Target("scorecard", id_, name, f"scorecards/{id_}.md")
        for id_, template in book.templates.items():
            found[f"template:{id_}"] = Target("template", id_, template.name, f"templates/{id_}.md")
        for id_, metric in book.metrics.items():
            found[f"metric:{id_}"] = Target("metric", id_, metric.name.zh, "metrics/index.md", id_)
        for id_, term in book.terms.items():
            found[f"term:{id_}"] = Target("term", id_, term.name, "terms/index.md", id_)
        for id_, tool in book.tools.items():
            found[f"tool:{id_}"] = Target("tool", id_, tool.name, "tools/index.md", id_)
        for source in book.sources.values():
            for answer in source.answers:
                for section in answer.sections:
                    found[f"section:{section.id}"] = Target(
                        "section", section.id, section.id, "sources/index.md", section.id
                    )
        return found

    def person(self, id_: str) -> Target:
        """The role, or the team outside operations, that an id names. A team has no page."""
        if id_ in self.playbook.roles:
            return self.targets[f"role:{id_}"]
        return Target("team", id_, self.playbook.teams[id_].name, "")

    def about(self, kind: str, id_: str) -> str:
        """The sentence of the data that says what a duty or a role is about; of other pages there is none."""
        if kind == "duty":
            return self.playbook.duties[id_].outcome
        return self.playbook.roles[id_].mission if kind == "role" else ""

    def place(self, kind: str, id_: str) -> Place:
        """Where something is written in data/."""
        return self.playbook.places[kind, id_]

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
