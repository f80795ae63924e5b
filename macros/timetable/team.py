"""How many people are needed: what a usual month asks of each role of a team of any size.

The same as docs/assets/js/rules/team.js, which works it out for the team that a reader chooses; tests/scripts/test_team.py
holds both to the same cases. Here it is for the team that the playbook is written for, and what the page is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from macros import model
from macros.timetable.load import FULL
from macros.views.views import Views

#: Weeks of a usual month, a twelfth of a year.
_WEEKS = 52 / 12


@dataclass(frozen=True, slots=True)
class Work:
    """What takes time of a role in a usual month: a task that it does, sits in or decides, or a list that it runs.

    `minutes` are those of one person and one time, `per_month` is how often an event comes, `each` says whether every
    person does it. `number` tells decisions of one task apart.
    """

    ref: str
    kind: Literal["do", "attend", "decide", "list"]
    minutes: int
    cadence: str
    per_month: float | None
    each: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """What a usual month asks of a role: its people, and of one of them the minutes planned and those there are."""

    role: str
    people: int
    week: float
    planned: float
    available: float

    @property
    def most(self) -> float:
        """The minutes that may be planned; the rest is for what nobody plans."""
        return self.available * FULL

    @property
    def rate(self) -> float:
        """The part of the time that is planned."""
        return self.planned / self.available if self.available else 0.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who has what in a team: for each role with people its work; the tasks, lists and decisions that nobody has."""

    works: dict[str, tuple[Work, ...]]
    undone: tuple[str, ...]
    undecided: tuple[str, ...]


def works_of(views: Views, role: str) -> tuple[Work, ...]:
    """All that a role does, sits in and decides. Lists belong to whoever of their people is there: see `assign`."""
    return tuple(
        Work(
            task.ref,
            task.kind,
            task.minutes,
            task.cadence,
            task.per_month,
            task.each,
            task.number,
        )
        for task in views.tasks_of(role)
    )


def assign(views: Views, team: Mapping[str, int]) -> Assignment:
    """Give every work to somebody.

    What a role without people did, and nobody else does, falls to the role that it is based on, when that has people;
    its seats in meetings stay empty. A list is run by the first of its people who is there, or on whom one of them is
    based.
    """
    book = views.playbook
    there = [role for role in book.roles if team.get(role, 0)]
    found = {role: list(works_of(views, role)) for role in there}
    done = {work.ref for works in found.values() for work in works if work.kind == "do"}
    decided = set[tuple[str, int]]()
    wanted: dict[str, None] = {}
    open_decisions: dict[str, None] = {}
    for role in book.roles:
        heir = _heir(views, role, there)
        for work in () if role in there else works_of(views, role):
            if work.kind == "do":
                wanted[work.ref] = None
                if heir and work.ref not in done:
                    found[heir].append(work)
                    done.add(work.ref)
            elif work.kind == "decide" and heir and (work.ref, work.number) not in decided:
                found[heir].append(work)
                decided.add((work.ref, work.number))
            elif work.kind == "decide" and not heir:
                open_decisions[work.ref] = None
    lists = dict[str, bool]()
    for id_, checklist in book.checklists.items():
        runner = next((heir for who in checklist.who if (heir := _heir(views, who, there))), None)
        if runner:
            minutes, ref = views.list_minutes[id_], f"checklists/{id_}"
            found[runner].append(Work(ref, "list", minutes, str(checklist.period), None, each=False))
        lists[f"checklists/{id_}"] = bool(runner) or not any(who in book.roles for who in checklist.who)
    undone = [ref for ref in wanted if ref not in done]
    works = {
        role: tuple(work for work in mine if work.kind in {"do", "list"} or work.ref in done or not _role_done(views, work))
        for role, mine in found.items()
    }  # fmt: skip
    return Assignment(
        works,
        (*undone, *(ref for ref, run in lists.items() if not run)),
        tuple(ref for ref in open_decisions if ref in done),
    )


def _role_done(views: Views, work: Work) -> bool:
    """Whether a task is done by roles at all, and not by a team outside operations alone."""
    return any(person in views.playbook.roles for person in views.find_task(work.ref)[1].raci.R)


def _heir(views: Views, who: str, there: list[str]) -> str | None:
    """The role itself, or the nearest that it is based on, that has people."""
    if who not in views.playbook.roles:
        return None
    return next((role for role in views.lineage(who) if role in there), None)


def minutes_a_month(views: Views, role: str, work: Work, people: int) -> float:
    """The minutes that a work takes in a usual month of all people of a role together."""
    return views.times_a_month(role, work.cadence, work.per_month) * work.minutes * (people if work.each else 1)


def loads(views: Views, team: Mapping[str, int]) -> tuple[RoleLoad, ...]:
    """What a usual month asks of every role, of those without people as well."""
    works = assign(views, team).works
    found = []
    for id_, role in views.playbook.roles.items():
        people = team.get(id_, 0)
        total = sum(minutes_a_month(views, id_, work, people) for work in works.get(id_, ()))
        available = role.hours.week * 60 * _WEEKS
        found.append(RoleLoad(id_, people, role.hours.week, total / people if people else 0.0, available))
    return tuple(found)


def total(loads: tuple[RoleLoad, ...]) -> RoleLoad:
    """The whole team as if it were one person."""
    return RoleLoad(
        "",
        sum(one.people for one in loads),
        sum(one.week * one.people for one in loads),
        sum(one.planned * one.people for one in loads),
        sum(one.available * one.people for one in loads),
    )


@dataclass(frozen=True, slots=True)
class TaskLoad:
    """A task, and the minutes that it takes in a usual month of the team that the playbook is written for."""

    ref: str
    task: model.Task
    minutes: float


def tasks(views: Views) -> tuple[TaskLoad, ...]:
    """Every task, the least important first; of equals that which takes most."""
    book = views.playbook
    total: dict[str, float] = {}
    for role in book.roles:
        people = book.team.get(role, 0)
        for work in works_of(views, role) if people else ():
            total[work.ref] = total.get(work.ref, 0.0) + minutes_a_month(views, role, work, people)
    found = [
        TaskLoad(f"{id_}.{task.id}", task, total.get(f"{id_}.{task.id}", 0.0))
        for id_, duty in book.duties.items()
        for task in duty.tasks
    ]
    return tuple(sorted(found, key=lambda one: (one.task.importance, -one.minutes)))


def team_form(views: Views) -> dict[str, Any]:
    """What the page needs to work out a team: plain data, without texts but the names of teams and roles."""
    book = views.playbook
    return {
        "full": FULL,
        "roles": {
            id_: {
                "name": role.name,
                "days": len(role.hours.days),
                "holidays": role.hours.holidays,
                "week": role.hours.week,
                "line": views.lineage(id_),
                "works": [_row(work) for work in works_of(views, id_)],
            }
            for id_, role in book.roles.items()
        },
        "lists": [
            [f"checklists/{id_}", views.list_minutes[id_], str(one.period), [who for who in one.who if who in book.roles]]
            for id_, one in book.checklists.items()
        ],
        "outside": [ref for ref, task in _every_task(views) if not any(who in book.roles for who in task.raci.R)],
        "importance": {ref: task.importance for ref, task in _every_task(views)},
        "own": dict(book.team),
        "sizes": [[size.name, {one.role: one.people for one in size.people}] for size in book.team_sizes],
    }  # fmt: skip


def _row(work: Work) -> list[object]:
    often = work.cadence if work.per_month is None else work.per_month
    return [work.ref, work.kind, work.minutes, often, int(work.each), work.number]


def _every_task(views: Views) -> Iterator[tuple[str, model.Task]]:
    for id_, duty in views.playbook.duties.items():
        for task in duty.tasks:
            yield f"{id_}.{task.id}", task
