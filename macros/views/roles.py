"""Who does what, when, how much."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from macros import model
from macros.views.hours import Hours
from macros.views.tasks import RoleTask

BOARD = ("daily", "weekly", "monthly", "quarterly", "yearly", "per-event")


STAGES = ("day_1", "week_1", "day_30", "day_60", "day_90")


#: The level of knowledge that a part in a duty asks for.
NEEDED = {
    model.Part.lead: model.Level.lead,
    model.Part.do: model.Level.independent,
    model.Part.support: model.Level.assist,
}


@dataclass(frozen=True, slots=True)
class RoleShare:
    """A duty of a role, the per cent of its planned time that go into it, and the group the duty belongs to."""

    entry: model.RoleDuty
    share: int
    duty: model.Duty
    group: str
    tasks: tuple[RoleTask, ...]


@dataclass(frozen=True, slots=True)
class DutyRole:
    """How one role has a duty: the other side of RoleShare. `tasks` are the ids of those that it does."""

    role: str
    name: str
    entry: model.RoleDuty
    share: int
    tasks: tuple[str, ...]
    differences: tuple[RoleTask, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaciRow:
    """A task in the matrix of who answers for what.

    `letters` has, by role or team, what the task's `raci` says of it: "R", "RA", "C". `taken_over` are roles
    that it doesn't name and that do the task all the same, because the role they are based on does.
    """

    duty: str
    task: model.Task
    ref: str
    letters: dict[str, str]
    taken_over: frozenset[str]


class Roles(Hours):
    """Answers about one Playbook: what each role does."""

    @cached_property
    def duty_roles(self) -> dict[str, tuple[DutyRole, ...]]:
        """For each duty, the roles that have it, most of it first."""
        found: dict[str, list[DutyRole]] = defaultdict(list)
        for id_, role in self.playbook.roles.items():
            for entry in self.playbook.role_duties[id_]:
                tasks = self.tasks_done[id_][entry.duty]
                found[entry.duty].append(
                    DutyRole(
                        id_,
                        role.name,
                        entry,
                        self.shares[id_][entry.duty],
                        tuple(task.task.id for task in tasks),
                        tuple(task for task in tasks if task.differs),
                        tuple(override.task for override in entry.tasks if override.skip),
                    )
                )
        order = {"lead": 0, "do": 1, "support": 2}
        return {
            duty: tuple(sorted(rows, key=lambda row: (order[row.entry.part], -row.share)))
            for duty, rows in found.items()
        }

    @cached_property
    def role_shares(self) -> dict[str, tuple[RoleShare, ...]]:
        """For each role its duties, the largest share first."""
        return {
            id_: tuple(
                RoleShare(
                    entry,
                    self.shares[id_][entry.duty],
                    self.playbook.duties[entry.duty],
                    self.group_of[entry.duty],
                    self.tasks_done[id_][entry.duty],
                )
                for entry in sorted(entries, key=lambda entry: -self.shares[id_][entry.duty])
            )
            for id_, entries in self.playbook.role_duties.items()
        }

    def board(self, role: str) -> dict[str, tuple[RoleTask, ...]]:
        """What a role does, sits in and decides, by how often it comes round: day, week, month, quarter, year, on event."""
        tasks = self.tasks_of(role)
        return {
            cadence: tuple(sorted((t for t in tasks if t.cadence == cadence), key=_when))
            for cadence in BOARD
            if any(t.cadence == cadence for t in tasks)
        }

    @cached_property
    def raci(self) -> tuple[RaciRow, ...]:
        """Every task, in the order of the duties, with who answers for what in it."""
        doers: dict[str, set[str]] = defaultdict(set)
        for role in self.playbook.roles:
            for share in self.role_shares[role]:
                for one in share.tasks:
                    doers[one.ref].add(role)
        rows: list[RaciRow] = []
        for id_, duty in self.playbook.duties.items():
            for task in duty.tasks:
                letters: dict[str, str] = defaultdict(str)
                for letter, people in (
                    ("R", task.raci.R),
                    ("A", [task.raci.A]),
                    ("C", task.raci.C),
                    ("I", task.raci.I),
                ):
                    for person in people:
                        letters[person] += letter
                ref = f"{id_}.{task.id}"
                rows.append(RaciRow(id_, task, ref, dict(letters), frozenset(doers[ref] - letters.keys())))
        return tuple(rows)

    @cached_property
    def raci_people(self) -> tuple[str, ...]:
        """The roles, then the teams that some task names: the columns of the matrix."""
        named = {person for row in self.raci for person in row.letters}
        return (*self.playbook.roles, *(team for team in self.playbook.teams if team in named))

    def knowledge_of(self, role: str) -> dict[model.Level, tuple[tuple[str, tuple[model.Knowledge, ...]], ...]]:
        """What a role must be able to do, by level: a duty it leads asks for the level `lead`, and so on."""
        found: dict[model.Level, list[tuple[str, tuple[model.Knowledge, ...]]]] = {level: [] for level in model.Level}
        for share in self.role_shares[role]:
            level = NEEDED[share.entry.part]
            known = tuple(one for one in share.duty.knowledge if one.level == level)
            found[level].append((share.entry.duty, known))
        return {level: tuple(duties) for level, duties in found.items() if duties}

    def scorecards_of(self, role: str) -> tuple[str, ...]:
        """The scorecards of a role."""
        return tuple(id_ for id_, card in self.playbook.scorecards.items() if card.role == role)

    def inspections_of(self, role: str) -> tuple[str, ...]:
        """The checklists by which a role, or the role it is based on, is looked at."""
        line = set(self.lineage(role))
        return tuple(id_ for id_, one in self.playbook.checklists.items() if line & set(one.of))

    def inspections_by(self, role: str) -> tuple[str, ...]:
        """The checklists that a role, or the role it is based on, runs."""
        line = set(self.lineage(role))
        return tuple(id_ for id_, one in self.playbook.checklists.items() if line & set(one.who))

    @cached_property
    def run_by(self) -> dict[str, tuple[str, ...]]:
        """For each checklist the roles that run it, those among them that are based on one that is named."""
        return {
            id_: tuple(role for role in self.playbook.roles if set(self.lineage(role)) & set(one.who))
            for id_, one in self.playbook.checklists.items()
        }

    def variants(self, role: str) -> tuple[str, ...]:
        """The roles that take this one as their base."""
        return tuple(id_ for id_, one in self.playbook.roles.items() if one.base == role)


_WEEKDAYS = "一二三四五六日"


_MONTHS = ("首月", "次月", "末月")


def _when(task: RoleTask) -> tuple[object, ...]:
    """Sort key of a task within its cadence: earliest due first, then the more important."""
    due = task.time or ""
    key: tuple[object, ...] = ()
    if task.cadence == "weekly" and due:
        key = (_WEEKDAYS.index(due[1]),)
    elif task.cadence in ("monthly", "quarterly", "yearly") and due:
        month = next((n for n, name in enumerate(_MONTHS) if due.startswith(name)), 0)
        key = (month, _day(due))
    return (*key, due[-5:], -task.task.importance, task.key)


def _day(due: str) -> int:
    """Roughly which day of its month a due text means, to sort by."""
    if "最后" in due:
        return 31
    if match := re.search(r"第 (\d+) 个工作日", due):
        return int(match[1]) * 7 // 5
    numbers = [int(n) for n in re.findall(r"(\d+) [月日]", due)]
    return numbers[0] * 31 + numbers[1] if len(numbers) == 2 else (numbers[0] if numbers else 0)
