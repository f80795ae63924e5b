"""Rules of cases to be played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros import model
from macros.model.role import lineage
from macros.problems.problem import Problem
from macros.validation.file import File
from macros.validation.index import Index


def of_scenario(index: Index, file: File, scenario: model.Scenario) -> Iterator[Problem]:
    """What happens is in the order of time and within it; what is expected is of the tasks; every role has a part."""
    if scenario.events[0].minute:
        yield file.problem(("events", 0, "minute"), "E-scenario", "first", minute=scenario.events[0].minute)
    yield from _in_order(file, scenario, "events", "minute", [one.minute for one in scenario.events])
    yield from _in_order(file, scenario, "expected", "by", [one.by for one in scenario.expected])
    for number, one in enumerate(scenario.expected):
        if ".".join(one.ref.split(".")[:2]) not in scenario.tasks:
            yield file.problem(("expected", number, "ref"), "E-scenario", "task", ref=one.ref)
    named = _named(index, scenario)
    for number, role in enumerate(scenario.roles):
        if named is not None and role in index.roles and not named & set(lineage(index.roles, role)):
            yield file.problem(("roles", number), "E-scenario", "role", role=role)


def _in_order(file: File, scenario: model.Scenario, field: str, key: str, minutes: Sequence[int]) -> Iterator[Problem]:
    for number, minute in enumerate(minutes):
        if minute > scenario.minutes:
            yield file.problem((field, number, key), "E-scenario", "late", minute=minute, last=scenario.minutes)
        elif number and minute < minutes[number - 1]:
            yield file.problem((field, number, key), "E-scenario", minute=minute, before=minutes[number - 1])


def _named(index: Index, scenario: model.Scenario) -> set[str] | None:
    """Who has a part in the tasks of a case; None when one of them could not be read."""
    found: set[str] = set()
    for ref in scenario.tasks:
        duty, _, name = ref.partition(".")
        task = next((one for one in index.duties[duty].tasks if one.id == name), None) if duty in index.duties else None
        if task is None:
            return None
        found |= {*task.raci.R, task.raci.A, *task.raci.C, *task.raci.I, *(one.who for one in task.decisions)}
        found |= {*(task.rhythm.attendees if task.rhythm else ()), *([task.escalate.to] if task.escalate else ())}
    return found
