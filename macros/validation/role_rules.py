"""Rules of a role: what it takes over, and what it does otherwise than the duty says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros import model
from macros.model import hints
from macros.model.role import lineage
from macros.problems.problem import Loc, Problem
from macros.problems.suggest import did_you_mean
from macros.validation.duty_rules import never
from macros.validation.file import File
from macros.validation.index import Index
from macros.views.roles import STAGES

#: Stages in which nothing is handed in yet: one sees, reads and tries.
EARLY = ("day_1", "week_1")


def of_role(index: Index, file: File, role: model.Role) -> Iterator[Problem]:
    """A role has each duty once, drops what its base has, and isn't taken for itself."""
    line = lineage(index.roles, file.id)
    if (base := index.roles[line[-1]].base) in line:
        ring = " → ".join([*line[line.index(base) :], base])
        yield file.problem(("base",), "E-cycle", ring=ring)
    seen: set[str] = set()
    for number, entry in enumerate(role.duties):
        loc: Loc = ("duties", number)
        if entry.duty in seen:
            yield file.problem((*loc, "duty"), "E-duplicate-id", "listed", id=entry.duty)
        seen.add(entry.duty)
        if (duty := index.duties.get(entry.duty)) is not None:
            yield from _overrides(file, loc, entry, duty)
    yield from _dropped(index, file, role, seen)
    yield from first_days(index, file, role)
    for number, other in enumerate(role.confused_with):
        if other.role == file.id:
            yield file.problem(("confused_with", number, "role"), "E-self", what="易混的角色")


def first_days(index: Index, file: File, role: model.Role) -> Iterator[Problem]:
    """The first 90 days hold whenever somebody starts, and every task that decides on probation is proven in them."""
    seen: set[str] = set()
    for stage in STAGES:
        for number, one in enumerate(getattr(role.onboarding, stage)):
            seen.update(one.tasks)
            rare = [task for task in one.tasks if _is_rare(index, task)]
            if stage not in EARLY and rare and not one.instead:
                yield file.problem(("onboarding", stage, number), "E-first-days", tasks="、".join(rare))
    for number, task in enumerate(role.onboarding.probation):
        if task not in seen:
            yield file.problem(("onboarding", "probation", number), "E-first-days", "proof", task=task)


def _is_rare(index: Index, ref: str) -> bool:
    """Whether a task may not come round within 30 days."""
    duty, _, id_ = ref.partition(".")
    found = next((task for task in index.duties[duty].tasks if task.id == id_), None) if duty in index.duties else None
    if found is None:
        return False
    if found.rhythm:
        return found.rhythm.cadence in (model.Cadence.quarterly, model.Cadence.yearly)
    return found.trigger is not None and found.trigger.per_month < 1


def _dropped(index: Index, file: File, role: model.Role, own: set[str]) -> Iterator[Problem]:
    """What a role drops its base has, and the role itself doesn't."""
    base = {entry.duty for entry in index.role_duties.get(role.base or "", ())}
    for number, duty in enumerate(role.drop):
        if role.base in index.role_duties and duty not in base and duty in index.ids["duty"]:
            yield file.problem(("drop", number), "E-drop", id=duty, near=did_you_mean(duty, sorted(base)))
        if duty in own:
            yield file.problem(("drop", number), "E-drop", "both", id=duty)


def _overrides(file: File, loc: Loc, entry: model.RoleDuty, duty: model.Duty) -> Iterator[Problem]:
    """What a role does otherwise must fit the task it differs from."""
    tasks = {task.id: task for task in duty.tasks}
    for number, override in enumerate(entry.tasks):
        here: Loc = (*loc, "tasks", number)
        task = tasks.get(override.task)
        if task is None or not (override.due or override.start or override.cadence):
            continue
        cadence = override.cadence or (task.rhythm.cadence if task.rhythm else None)
        key = "start" if task.rhythm and task.rhythm.start else "due"
        other = "due" if key == "start" else "start"
        if getattr(override, other):
            yield file.problem((*here, other), "E-due", "kind", base=key, found=other)
            continue
        yield from never(file, (*here, key), getattr(override, key))
        due = getattr(override, key) or (task.rhythm.time if task.rhythm else None)
        if cadence is None or due is None:
            yield file.problem(here, "E-due", "two")
        elif not re.match(model.DUE_PATTERNS[cadence], due):
            at: Loc = (*here, key if getattr(override, key) else "cadence")
            example = model.DUE_EXAMPLES[cadence]
            yield file.problem(at, "E-due", cadence=cadence, eg=example, due=due, near=hints.of_due(due))
        elif task.rhythm is None and override.minutes is None:
            yield file.problem(here, "E-due", "minutes")


def answerable(index: Index) -> Iterator[Problem]:
    """The role that does a task has that duty (content guide, «Rules that a machine holds»)."""
    if index.written["role"] != index.roles.keys():
        return
    duties = {id_: {entry.duty for entry in entries} for id_, entries in index.role_duties.items()}
    for id_, (file, duty) in index.by_kind.get("duty", {}).items():
        for number, task in enumerate(duty.tasks):
            for place, role in enumerate(task.raci.R):
                if role in duties and id_ not in duties[role]:
                    yield file.problem(("tasks", number, "raci", "R", place), "E-not-their-duty", role=role, duty=id_)
