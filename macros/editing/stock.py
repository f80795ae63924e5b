"""What `make new` builds on: what there is already, and what a question about something new is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from macros import model
from macros.editing.ids import Ids, ids_of
from macros.editing.moved_file import MOVED
from macros.editing.project import Project, contents
from macros.model.role import duties_of
from macros.yamltext.edit import EditError

Answers = dict[str, str]
#: A value and how it is shown.
Choice = tuple[str, str]
#: What is wrong with an answer, in an editor's words; None when nothing is.
Judge = Callable[["SoFar", str], str | None]


class Stock:
    """What there is already: things a question offers, and ids that are taken."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.index: Ids = ids_of(project)
        found = contents(project)
        self.playbook: model.PlaybookFile = _only(found, "playbook")
        order = [id_ for group in self.playbook.groups for id_ in group.duties]
        self.duties: dict[str, model.Duty] = _ordered(found.get("duty", {}), order)
        self.roles: dict[str, model.Role] = _ordered(found.get("role", {}), self.playbook.roles)
        self.checklists: dict[str, model.Checklist] = found.get("checklist", {})
        self.scorecards: dict[str, model.Scorecard] = found.get("scorecard", {})
        self.templates: dict[str, model.Template] = found.get("template", {})
        metrics: model.MetricFile = _only(found, "metrics")
        self.metrics: dict[str, model.Metric] = {one.id: one for one in metrics.metrics}
        self.metric_groups: list[Choice] = [(group.id, group.name.zh) for group in metrics.groups]
        self.places: list[Choice] = [(one.id, one.name) for one in _only(found, "places").places]
        self.tools: list[str] = [one.id for one in _only(found, "tools").tools]
        self.sections: dict[str, str] = {
            section.id: section.heading
            for source in _only(found, "sources").sources
            for answer in source.answers
            for section in answer.sections
        }
        self.retired: set[str] = {
            str(entry["from"]) for entry in (project.document(MOVED).data or {}).get("moved") or []
        } if MOVED in project.texts else set()  # fmt: skip

    def role_duties(self, role: str) -> dict[str, model.RoleDuty]:
        """The duties of a role after taking over its base's, as `check` works them out."""
        return duties_of(self.roles, role)

    def people(self) -> list[Choice]:
        """Every role and team."""
        roles = [(id_, one.name) for id_, one in self.roles.items()]
        return [*roles, *((team.id, team.name) for team in self.playbook.teams)]

    def who_has(self, duty: str) -> list[str]:
        """The roles that have a duty, who leads it first."""
        order = {"lead": 0, "do": 1, "support": 2}
        having = [
            (order[self.role_duties(role)[duty].part], role) for role in self.roles if duty in self.role_duties(role)
        ]
        return [role for _, role in sorted(having)]

    def task_names(self, duty: str) -> list[Choice]:
        """The tasks of a duty."""
        return [(task.id, task.name) for task in self.duties[duty].tasks]


def _only(found: dict[str, dict[str, Any]], kind: str) -> Any:
    try:
        return next(iter(found[kind].values()))
    except (KeyError, StopIteration):
        raise EditError(f"data/ 里缺 {kind}.yml，或它有错误。先运行 make check。") from None


def _ordered(things: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """In reading order; what is in no order yet comes last."""
    return {id_: things[id_] for id_ in [*filter(things.__contains__, order), *sorted(things.keys() - set(order))]}


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a question can build on: what there is, and the answers before it."""

    stock: Stock
    answers: Answers


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be known. `key` is the name of its option.

    `asked`: put to a person at a terminal; otherwise only the option or the default answers it. A question with
    neither an answer nor a default is left open, unless it is `required`; an open text becomes a mark.
    """

    key: str
    text: str
    required: bool = False
    asked: bool = True
    default: str | Callable[[SoFar], str] = ""
    choices: Callable[[SoFar], list[Choice]] | None = None
    many: bool = False
    judge: Judge | None = None
    applies: Callable[[Answers], bool] | None = None
    example: str = ""


def split(value: str) -> list[str]:
    """The parts of a list as people write it: commas of either width, or blanks."""
    return [part for part in re.split(r"[,，、\s]+", value) if part]


def pairs(value: str) -> list[str]:
    """`id=name` pairs as people write them, apart by commas or semicolons of either width."""
    return [part.strip().replace("＝", "=") for part in re.split(r"[,，;；]", value) if part.strip()]
