"""Rules of a duty and its tasks that need more than one value."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from macros import model
from macros.problems.problem import Problem
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


def _never(due: str) -> tuple[int, int] | None:
    """The month and the day of a yearly due that comes in no year."""
    match = re.match(r"(\d+) 月 (\d+) 日", due)
    if match and int(match[2]) > calendar.monthrange(2028, int(match[1]))[1]:
        return int(match[1]), int(match[2])
    return None


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
        if task.rhythm and (never := _never(task.rhythm.time)):
            key = "due" if task.rhythm.due else "start"
            due, month, day = task.rhythm.time, *never
            yield file.problem(("tasks", number, "rhythm", key), "E-due", "never", due=due, month=month, day=day)
        if task.trigger:
            yield from _time_to_finish(file, number, task, task.trigger)
    levels = {entry.level for entry in duty.knowledge}
    for level in model.Level:
        if level not in levels:
            yield file.problem(("knowledge",), "E-level", key=True, level=level)
