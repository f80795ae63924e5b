"""What a task needs from others has a maker and a time: its inputs, and the decisions it waits for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from macros import model
from macros.model.role import lineage
from macros.problems.problem import Loc, Problem
from macros.validation.file import File
from macros.validation.index import Index

#: By `task`, `template` or `checklist` and its id, the roles and teams that make it.
Makers = dict[tuple[str, str], set[str]]


def supplied(index: Index) -> Iterator[Problem]:
    """What comes from a role names what makes it, what comes from a team when it comes; others decide in time.

    While a file could not be read it isn't known who makes what, and nothing is said of that.
    """
    whole = all(index.written[kind] == index.contents(kind).keys() for kind in ("role", "duty", "checklist"))
    makers = _makers(index) if whole else {}
    for file, duty in index.by_kind.get("duty", {}).values():
        for number, task in enumerate(duty.tasks):
            for place, entry in enumerate(task.inputs):
                yield from _input(index, file, ("tasks", number, "inputs", place), entry, makers)
            for place, decision in enumerate(task.decisions):
                yield from _decision(file, ("tasks", number, "decisions", place), task, decision)


def _input(index: Index, file: File, loc: Loc, entry: model.TaskInput, makers: Makers) -> Iterator[Problem]:
    named = [name for name in ("task", "template", "checklist") if getattr(entry, name)]
    if entry.from_ in index.teams:
        if named or entry.due is None:
            yield file.problem((*loc, named[0] if named else "what"), "E-maker", "team", team=entry.from_)
        return
    if entry.from_ not in index.ids.get("person", ()):
        return
    if len(named) != 1 or entry.due:
        yield file.problem((*loc, "what"), "E-maker", "two" if named else "", role=entry.from_)
        return
    made = getattr(entry, named[0])
    doers = makers.get((named[0], made))
    if doers and entry.from_ in index.roles and not doers & set(lineage(index.roles, entry.from_)):
        yield file.problem(
            (*loc, "from"), "E-maker", "theirs", role=entry.from_, made=made, doers="、".join(sorted(doers))
        )


def _makers(index: Index) -> Makers:
    """Who makes what: the roles and teams behind each task, template and checklist."""
    found: Makers = defaultdict(set)
    for id_, checklist in index.contents("checklist").items():
        found["checklist", id_].update(checklist.who)
    templates: dict[str, str] = {}
    for duty_id, duty in index.duties.items():
        for task in duty.tasks:
            ref = f"{duty_id}.{task.id}"
            people = {*task.raci.R, task.raci.A}
            found["task", ref] |= people
            if task.output.template:
                templates[ref] = task.output.template
                found["template", task.output.template] |= people
    for role, entries in index.role_duties.items():
        for entry in entries:
            for own in entry.tasks:
                ref = f"{entry.duty}.{own.task}"
                if own.skip or ("task", ref) not in found:
                    continue
                found["task", ref].add(role)
                if ref in templates:
                    found["template", templates[ref]].add(role)
    return found


def _decision(file: File, loc: Loc, task: model.Task, decision: model.Decision) -> Iterator[Problem]:
    if decision.who in task.raci.R:
        yield file.problem((*loc, "who"), "E-decision", "self", who=decision.who)
    if task.rhythm:
        cadence = task.rhythm.cadence
        if not re.match(model.DUE_PATTERNS[cadence], decision.by):
            eg = model.DUE_EXAMPLES[cadence]
            yield file.problem((*loc, "by"), "E-decision", cadence=cadence, eg=eg, by=decision.by)
    elif not re.match(model.DURATION_PATTERN, decision.by):
        yield file.problem((*loc, "by"), "E-decision", "event", by=decision.by)


def circles(index: Index) -> Iterator[Problem]:
    """No task needs, over however many others, what is made of itself in the same period."""
    needs = {
        f"{id_}.{task.id}": {entry.task: place for place, entry in enumerate(task.inputs) if entry.task and not entry.last}
        for id_, duty in index.duties.items()
        for task in duty.tasks
    }  # fmt: skip
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        yield from _circle(index, start, needs, path, done)


def _circle(
    index: Index, ref: str, needs: dict[str, dict[str, int]], path: list[str], done: set[str]
) -> Iterator[Problem]:
    """Follow what a task needs; a circle is told once, at the task that closes it."""
    if ref in done or ref not in needs:
        return
    path.append(ref)
    for other, place in needs[ref].items():
        if other in path:
            ring = " → ".join([*path[path.index(other) :], other])
            file, loc = index.homes["item", ref]
            yield file.problem((*loc, "inputs", place, "task"), "E-circle", ring=ring)
        else:
            yield from _circle(index, other, needs, path, done)
    path.pop()
    done.add(ref)
