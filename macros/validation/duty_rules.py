"""Rules of a duty and its tasks that need more than one value."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from macros import model
from macros.problems.problem import Loc, Problem
from macros.rules.schedule import minutes_of
from macros.validation.file import File
from macros.views.labels import duration as labels_of


def _time_to_finish(file: File, number: int, task: model.Task, trigger: model.Trigger) -> Iterator[Problem]:
    """The time in which an event task is finished holds the work, and what its steps wait for."""
    loc = ("tasks", number, "trigger", "finish_within")
    respond, finish = minutes_of(trigger.respond_within), minutes_of(trigger.finish_within)
    given = labels_of(trigger.finish_within)
    if finish < respond:
        yield file.problem(loc, "E-finish", "respond", respond=labels_of(trigger.respond_within), given=given)
        return
    waits = [step.wait for step in task.steps if step.wait]
    if trigger.minutes + sum(map(minutes_of, waits)) > finish:
        needed = " + ".join([f"用时 {trigger.minutes} 分钟", *(f"等 {labels_of(wait)}" for wait in waits)])
        yield file.problem(loc, "E-finish", needed=needed, given=given)


def never(file: File, loc: Loc, due: str | None) -> Iterator[Problem]:
    """A yearly time on a day that comes in no year."""
    match = re.match(r"(\d+) 月 (\d+) 日", due or "")
    if match and int(match[2]) > calendar.monthrange(2028, int(match[1]))[1]:
        yield file.problem(loc, "E-due", "never", due=due, month=int(match[1]), day=int(match[2]))


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
    for number, task in enumerate(duty.tasks):
        here: Loc = ("tasks", number)
        if task.rhythm:
            yield from never(file, (*here, "rhythm", "due" if task.rhythm.due else "start"), task.rhythm.time)
        for place, entry in enumerate(task.inputs):
            yield from never(file, (*here, "inputs", place, "due"), entry.due)
        for place, decision in enumerate(task.decisions):
            yield from never(file, (*here, "decisions", place, "by"), decision.by)
        if task.trigger:
            yield from _time_to_finish(file, number, task, task.trigger)
    levels = {entry.level for entry in duty.knowledge}
    for level in model.Level:
        if level not in levels:
            yield file.problem(("knowledge",), "E-level", key=True, level=level)
