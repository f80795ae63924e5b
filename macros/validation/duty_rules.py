"""Rules of a duty and its tasks that need more than one value."""

from __future__ import annotations

from collections.abc import Iterator

from macros import model
from macros.problems.problem import Problem
from macros.validation.file import File


def of_duty(file: File, duty: model.Duty) -> Iterator[Problem]:
    """A duty doesn't point at itself, guards each goal with another metric, and tells every level what it can do."""
    for number, border in enumerate(duty.not_this):
        if border.see == file.id:
            yield file.problem(("not_this", number, "see"), "E-self", what="边界指向的职责")
    for number, other in enumerate(duty.related):
        if other == file.id:
            yield file.problem(("related", number), "E-self", what="相邻职责")
    for number, goal in enumerate(duty.goals):
        if goal.metric == goal.guard:
            yield file.problem(("goals", number, "guard"), "E-guard", id=goal.guard)
    levels = {entry.level for entry in duty.knowledge}
    for level in model.Level:
        if level not in levels:
            yield file.problem(("knowledge",), "E-level", key=True, level=level)
