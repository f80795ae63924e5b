"""Which values of the data name something: the ids that are given, and the fields that refer to them.

`check` says whether a reference leads somewhere; here it is said which kind of thing each field names, so that
a rename can find them all. A test holds that every field of the models that takes an id is in `FIELDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from macros import model
from macros.model.introspect import inner_model
from macros.problems.problem import Loc

#: What each field names: a kind of thing; `someone` is a role or a team; `item` and `step` are written in full
#: (`duty.item`); `own-…` gives an id; `local-…` names an item of the same duty by its short id.
FIELDS: dict[tuple[type[BaseModel], str], str] = {
    (model.Border, "see"): "duty",
    (model.TaskInput, "from"): "someone",
    (model.Step, "id"): "own-step",
    (model.Output, "template"): "template",
    (model.Output, "audience"): "someone",
    (model.Raci, "R"): "someone",
    (model.Raci, "A"): "someone",
    (model.Raci, "C"): "someone",
    (model.Raci, "I"): "someone",
    (model.Escalate, "to"): "someone",
    (model.Task, "id"): "own-item",
    (model.Task, "metrics"): "metric",
    (model.Check, "id"): "own-item",
    (model.Check, "task"): "local-item",
    (model.Goal, "id"): "own-item",
    (model.Goal, "metric"): "metric",
    (model.Goal, "guard"): "metric",
    (model.Goal, "data_owner"): "someone",
    (model.Risk, "id"): "own-item",
    (model.Risk, "control"): "local-item",
    (model.DutyTool, "tool"): "tool",
    (model.Duty, "metrics"): "metric",
    (model.Duty, "related"): "duty",
    (model.Duty, "owner"): "someone",
    (model.RoleTask, "task"): "local-item",
    (model.RoleDuty, "duty"): "duty",
    (model.OnboardingStage, "tasks"): "item",
    (model.OnboardingStage, "sign_off"): "someone",
    (model.Confusion, "role"): "role",
    (model.NextRole, "role"): "role",
    (model.Role, "base"): "role",
    (model.Role, "reports_to"): "someone",
    (model.Role, "drop"): "duty",
    (model.Role, "owner"): "someone",
    (model.Checklist, "who"): "someone",
    (model.Checklist, "of"): "someone",
    (model.Checklist, "items"): "item",
    (model.Checklist, "owner"): "someone",
    (model.ScorecardItem, "goal"): "item",
    (model.Scorecard, "role"): "role",
    (model.Scorecard, "owner"): "someone",
    (model.Metric, "id"): "own-metric",
    (model.Metric, "group"): "metric-group",
    (model.Metric, "pair"): "metric",
    (model.NamedGroup, "id"): "own-metric-group",
    (model.Term, "id"): "own-term",
    (model.Term, "see"): "duty",
    (model.Tool, "id"): "own-tool",
    (model.DutyGroup, "id"): "own-group",
    (model.DutyGroup, "duties"): "duty",
    (model.GoalGroup, "id"): "own-goal-group",
    (model.GoalGroup, "metrics"): "metric",
    (model.Team, "id"): "own-team",
    (model.PlaybookFile, "roles"): "role",
}

#: `duty.item` or `duty.task.step` in running text, as `inline` and `check` find it.
IN_TEXT = re.compile(r"(?<![\w./@-])[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*){1,2}(?![\w/@-])")


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that names something: where it stands, what kind it names, and the id.

    The id of an item or step is given in full, `duty.item`, also where the field holds only its last part.
    """

    loc: Loc
    field: str
    id: str

    @property
    def kind(self) -> str:
        """The kind of thing that is named."""
        return self.field.removeprefix("own-").removeprefix("local-")

    @property
    def short(self) -> bool:
        """Whether the field holds only the last part of the id."""
        return self.kind in {"item", "step"} and self.field != self.kind


def references(thing: type[model.Model], id_: str, data: Any) -> Iterator[Reference]:
    """Every value of a data file that names something, in the order of the file.

    Takes the kind of file, its id, and its plain data. What has another shape than the model says is passed over.
    """
    yield from _walk(thing, data, (), [id_] if thing in {model.Duty, model.Role} else [])


def _walk(thing: type[BaseModel], data: Any, loc: Loc, path: list[str]) -> Iterator[Reference]:
    """`path` is the full id of what `data` lies in: the duty, then the task."""
    if not isinstance(data, Mapping):
        return
    if thing in {model.Task, model.Check, model.Goal, model.Risk} and isinstance(data.get("id"), str | int):
        path = [*path, str(data["id"])]
    elif thing is model.RoleDuty:
        path = [str(data.get("duty"))]
    for name, info in thing.model_fields.items():
        key = info.alias or name
        if key not in data:
            continue
        what = FIELDS.get((thing, key))
        inner = inner_model(info.annotation)
        for here, value in _each(data[key], (*loc, key)):
            if inner is not None:
                yield from _walk(inner, value, here, path)
            elif what is not None and isinstance(value, str | int):
                yield Reference(here, what, _full(what, str(value), path))


def _each(value: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield (*loc, number), one
    else:
        yield loc, value


def _full(what: str, id_: str, path: list[str]) -> str:
    match what:
        case "own-item":
            return ".".join(path)
        case "own-step":
            return ".".join([*path, id_])
        case "local-item":
            return f"{path[0]}.{id_}"
        case _:
            return id_
