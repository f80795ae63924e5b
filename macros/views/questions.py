"""Questions about what one does next: those that a duty has written, and those that are made of what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from macros import model
from macros.views import labels
from macros.views.views import Views

#: How many questions a duty has at most.
MOST = 5
#: From how many characters on an answer is a way to go, and no mere word.
_WORTH_ASKING = 12
_GRADES = list(model.Grade)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a duty: the item `duty.item` it is about, what it is made of, and the texts that it takes.

    `kind` says what of: the sign of a mistake, a step that went wrong (`way`), a check, or what somebody wrote. The
    words around the texts are in `labels`.
    """

    ref: str
    kind: Literal["sign", "way", "check", "written"]
    ask: tuple[str, ...]
    answer: tuple[str, ...]


def questions(duty_id: str, duty: model.Duty) -> tuple[Asked, ...]:
    """The questions of a duty, always the same ones of the same data: up to `MOST`.

    What somebody wrote comes first, and stands for whatever would be made of the same item. The rest is made of the
    most important tasks, one question each, and of the gravest check.
    """
    found = [Asked(f"{duty_id}.{one.item}", "written", (one.ask,), (one.answer,)) for one in duty.questions]
    written = {one.ref for one in found}
    found += [one for one in _made(duty_id, duty) if one.ref not in written]
    return tuple(found[:MOST])


def _made(duty_id: str, duty: model.Duty) -> Iterator[Asked]:
    """What can be asked of a duty without a word of one's own, the most worth asking first.

    A check that asks two things at once is asked last: its answer is no one's six seconds.
    """
    tasks = sorted(duty.tasks, key=lambda task: -task.importance)
    check = min(duty.checks, key=lambda one: ("（a）" in one.ask, _GRADES.index(one.grade), -one.weight))
    yield _sign(duty_id, tasks[0])
    yield _way(duty_id, tasks[1])
    yield _check(duty_id, check)
    yield _sign(duty_id, tasks[2])
    for task in tasks[3:]:
        yield _sign(duty_id, task)
    for task in (tasks[0], *tasks[2:]):
        yield _way(duty_id, task)


def _sign(duty_id: str, task: model.Task) -> Asked:
    mistake = task.mistakes[0]
    return Asked(f"{duty_id}.{task.id}", "sign", (mistake.sign, task.name), (mistake.what, mistake.fix))


def _way(duty_id: str, task: model.Task) -> Asked:
    """Of the steps that say more than a word of what to do when they go wrong, the one that is asked shortest."""
    step = min(task.steps, key=lambda one: (len(one.else_) < _WORTH_ASKING, len(one.do) + len(one.expect)))
    return Asked(f"{duty_id}.{task.id}", "way", (step.do, step.expect, task.name), (step.else_,))


def _check(duty_id: str, check: model.Check) -> Asked:
    fail = check.if_fail
    return Asked(f"{duty_id}.{check.id}", "check", (check.ask,), (labels.within(fail.within), fail.do, check.how))


def askers(views: Views, asked: Asked) -> tuple[str, ...]:
    """The roles that a question is for: those that do its task, or the task that its check looks at."""
    duty_id, _, item = asked.ref.partition(".")
    duty = views.playbook.duties[duty_id]
    task = next((check.task for check in duty.checks if check.id == item), item)
    return tuple(
        role for role, duties in views.tasks_done.items() if any(one.task.id == task for one in duties.get(duty_id, ()))
    )
