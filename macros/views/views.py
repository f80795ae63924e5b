"""Questions put to a Playbook: who does what, when, how much. No text, no HTML.

Every function takes the Playbook and gives back plain data for a template or an exporter to loop over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import isodate

from macros import model
from macros.model.playbook import Place, Playbook

BOARD = ("daily", "weekly", "monthly", "quarterly", "yearly", "per-event")
STAGES = ("day_1", "week_1", "day_30", "day_60", "day_90")

#: Kinds of things that have an address of their own, and the folder of it.
FOLDERS = {
    "duty": "duties",
    "role": "roles",
    "checklist": "checklists",
    "scorecard": "scorecards",
    "template": "templates",
    "metric": "metrics",
    "term": "terms",
    "tool": "tools",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be linked to: its kind, id, name, the page it is on and its anchor there."""

    kind: str
    id: str
    name: str
    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class RoleTask:
    """A task as one role does it: with the role's own rhythm and scope where they differ."""

    duty: str
    task: model.Task
    part: model.Part
    cadence: str
    due: str | None
    minutes: int | None
    trigger: model.Trigger | None
    scope: str | None
    differs: bool
    ref: str


@dataclass(frozen=True, slots=True)
class RoleShare:
    """A duty of a role with its share, and the group the duty belongs to."""

    entry: model.RoleDuty
    duty: model.Duty
    group: str
    tasks: tuple[RoleTask, ...]


@dataclass(frozen=True, slots=True)
class DutyRole:
    """How one role has a duty: the other side of RoleShare."""

    role: str
    name: str
    entry: model.RoleDuty
    differences: tuple[RoleTask, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of a checklist: a check, a task or a step, with the task it belongs to."""

    ref: str
    kind: Literal["check", "task", "step"]
    duty: str
    check: model.Check | None
    task: model.Task | None
    step: model.Step | None

    @property
    def weight(self) -> int:
        """What the line weighs in the score; a task or a step has no weight of its own and counts once."""
        return self.check.weight if self.check else 1

    @property
    def veto(self) -> bool:
        """Whether the line decides alone when it fails."""
        return self.check is not None and self.check.grade == model.Grade.veto

    @property
    def may_not_apply(self) -> bool:
        """Whether the line may be left out of the score; a step of a list that is read aloud may not."""
        return self.check is not None and self.check.na


@dataclass(frozen=True, slots=True)
class LibraryGoal:
    """A goal in the library of goals, with its duty and the family of goals it belongs to."""

    ref: str
    duty: str
    goal: model.Goal
    group: str
    group_name: str


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


#: The level of knowledge that a part in a duty asks for.
NEEDED = {
    model.Part.lead: model.Level.lead,
    model.Part.do: model.Level.independent,
    model.Part.support: model.Level.assist,
}


class Views:
    """Answers about one Playbook. Each answer is worked out once."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook

    # -- addresses

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Everything that has an address, by key: `duty:x`, `role:x`, …, and items as `duty.item`."""
        book = self.playbook
        found: dict[str, Target] = {}
        for id_, duty in book.duties.items():
            page = f"duties/{id_}.md"
            found[f"duty:{id_}"] = Target("duty", id_, duty.name, page)
            for item in duty.items():
                found[f"{id_}.{item.id}"] = Target(item.kind, item.id, item_name(item), page, item.id)
        for id_, role in book.roles.items():
            found[f"role:{id_}"] = Target("role", id_, role.name, f"roles/{id_}.md")
        for id_, checklist in book.checklists.items():
            found[f"checklist:{id_}"] = Target("checklist", id_, checklist.name, f"checklists/{id_}.md")
        for id_, scorecard in book.scorecards.items():
            name = book.roles[scorecard.role].name
            found[f"scorecard:{id_}"] = Target("scorecard", id_, name, f"scorecards/{id_}.md")
        for id_, template in book.templates.items():
            found[f"template:{id_}"] = Target("template", id_, template.name, f"templates/{id_}.md")
        for id_, metric in book.metrics.items():
            found[f"metric:{id_}"] = Target("metric", id_, metric.name.zh, "metrics/index.md", id_)
        for id_, term in book.terms.items():
            found[f"term:{id_}"] = Target("term", id_, term.name, "terms/index.md", id_)
        for id_, tool in book.tools.items():
            found[f"tool:{id_}"] = Target("tool", id_, tool.name, "tools/index.md", id_)
        for source in book.sources.values():
            for answer in source.answers:
                for section in answer.sections:
                    found[f"section:{section.id}"] = Target(
                        "section", section.id, section.id, "sources/index.md", section.id
                    )
        return found

    def person(self, id_: str) -> Target:
        """The role, or the team outside operations, that an id names. A team has no page."""
        if id_ in self.playbook.roles:
            return self.targets[f"role:{id_}"]
        return Target("team", id_, self.playbook.teams[id_].name, "")

    def about(self, kind: str, id_: str) -> str:
        """The sentence of the data that says what a duty or a role is about; of other pages there is none."""
        if kind == "duty":
            return self.playbook.duties[id_].outcome
        return self.playbook.roles[id_].mission if kind == "role" else ""

    def place(self, kind: str, id_: str) -> Place:
        """Where something is written in data/."""
        return self.playbook.places[kind, id_]

    # -- duties

    @cached_property
    def group_of(self) -> dict[str, str]:
        """The group that each duty belongs to."""
        return {duty: group.id for group in self.playbook.groups for duty in group.duties}

    @cached_property
    def duty_roles(self) -> dict[str, tuple[DutyRole, ...]]:
        """For each duty, the roles that have it, most of it first."""
        found: dict[str, list[DutyRole]] = defaultdict(list)
        for id_, role in self.playbook.roles.items():
            for entry in self.playbook.role_duties[id_]:
                tasks = self._role_tasks(id_, entry)
                found[entry.duty].append(
                    DutyRole(
                        id_,
                        role.name,
                        entry,
                        tuple(task for task in tasks if task.differs),
                        tuple(override.task for override in entry.tasks if override.skip),
                    )
                )
        order = {"lead": 0, "do": 1, "support": 2}
        return {
            duty: tuple(sorted(rows, key=lambda row: (order[row.entry.part], -row.entry.share)))
            for duty, rows in found.items()
        }

    @cached_property
    def lists_of(self) -> dict[str, tuple[str, ...]]:
        """For each item `duty.item` (and its task, for a step), the checklists that name it."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, checklist in self.playbook.checklists.items():
            for ref in checklist.items:
                item = ".".join(ref.split(".")[:2])
                if id_ not in found[item]:
                    found[item].append(id_)
        return {ref: tuple(ids) for ref, ids in found.items()}

    @cached_property
    def cards_of(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each goal `duty.goal`, the scorecards that count it and its weight there."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id_, scorecard in self.playbook.scorecards.items():
            for item in scorecard.items:
                found[item.goal].append((id_, item.weight))
        return {ref: tuple(cards) for ref, cards in found.items()}

    @cached_property
    def template_users(self) -> dict[str, tuple[str, ...]]:
        """For each template, the tasks `duty.task` that hand it in."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for task in duty.tasks:
                if task.output.template:
                    found[task.output.template].append(f"{id_}.{task.id}")
        return {id_: tuple(refs) for id_, refs in found.items()}

    @cached_property
    def metric_users(self) -> dict[str, tuple[str, ...]]:
        """For each metric, the keys of the tasks, goals and duties that use it."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for goal in duty.goals:
                found[goal.metric].append(f"{id_}.{goal.id}")
                found[goal.guard].append(f"{id_}.{goal.id}")
            for task in duty.tasks:
                for metric in task.metrics:
                    found[metric].append(f"{id_}.{task.id}")
            for metric in duty.metrics:
                found[metric].append(f"duty:{id_}")
        return {metric: tuple(dict.fromkeys(keys)) for metric, keys in found.items()}

    @cached_property
    def goal_group_of(self) -> dict[str, str]:
        """The family of goals that each metric belongs to."""
        return {metric: group.id for group in self.playbook.goal_groups for metric in group.metrics}

    @cached_property
    def tool_users(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each tool, the duties that use it and what for."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for id_, duty in self.playbook.duties.items():
            for use in duty.tools:
                found[use.tool].append((id_, use.why))
        return {id_: tuple(uses) for id_, uses in found.items()}

    def find_task(self, ref: str) -> tuple[model.Duty, model.Task]:
        """The duty and the task that `duty.task` names. Raises KeyError when there is none."""
        duty_id, _, task_id = ref.partition(".")
        duty = self.playbook.duties[duty_id]
        for task in duty.tasks:
            if task.id == task_id:
                return duty, task
        raise KeyError(ref)

    def find_goal(self, ref: str) -> tuple[model.Duty, model.Goal]:
        """The duty and the goal that `duty.goal` names. Raises KeyError when there is none."""
        duty_id, _, goal_id = ref.partition(".")
        duty = self.playbook.duties[duty_id]
        for goal in duty.goals:
            if goal.id == goal_id:
                return duty, goal
        raise KeyError(ref)

    # -- roles

    def lineage(self, role: str) -> tuple[str, ...]:
        """The role and the roles it is based on, nearest first."""
        chain = [role]
        while (base := self.playbook.roles[chain[-1]].base) is not None:
            chain.append(base)
        return tuple(chain)

    def _role_tasks(self, role: str, entry: model.RoleDuty) -> list[RoleTask]:
        """The tasks of a duty that a role does: where it, or its base, stands in R, or its page says so."""
        line = set(self.lineage(role))
        overrides = {override.task: override for override in entry.tasks}
        found: list[RoleTask] = []
        for task in self.playbook.duties[entry.duty].tasks:
            own = overrides.get(task.id)
            if (own is None and not line & set(task.raci.R)) or (own is not None and own.skip):
                continue
            rhythm = task.rhythm
            cadence = (own.cadence if own else None) or (rhythm.cadence if rhythm else None)
            found.append(
                RoleTask(
                    duty=entry.duty,
                    task=task,
                    part=entry.part,
                    cadence=str(cadence) if cadence else "per-event",
                    due=(own.due if own else None) or (rhythm.due if rhythm else None),
                    minutes=(own.minutes if own else None) or (rhythm.minutes if rhythm else None),
                    trigger=task.trigger if cadence is None else None,
                    scope=own.scope if own else None,
                    differs=own is not None,
                    ref=f"{entry.duty}.{task.id}",
                )
            )
        return found

    @cached_property
    def role_shares(self) -> dict[str, tuple[RoleShare, ...]]:
        """For each role its duties, the largest share first."""
        return {
            id_: tuple(
                RoleShare(
                    entry,
                    self.playbook.duties[entry.duty],
                    self.group_of[entry.duty],
                    tuple(self._role_tasks(id_, entry)),
                )
                for entry in sorted(entries, key=lambda entry: -entry.share)
            )
            for id_, entries in self.playbook.role_duties.items()
        }

    def board(self, role: str) -> dict[str, tuple[RoleTask, ...]]:
        """A role's tasks by how often they come round: day, week, month, quarter, year, on event."""
        tasks = [task for share in self.role_shares[role] for task in share.tasks]
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

    def variants(self, role: str) -> tuple[str, ...]:
        """The roles that take this one as their base."""
        return tuple(id_ for id_, one in self.playbook.roles.items() if one.base == role)

    # -- checklists

    def checklist_items(self, id_: str) -> tuple[ChecklistItem, ...]:
        """The lines of a checklist, each with the check, task or step it names."""
        found: list[ChecklistItem] = []
        for ref in self.playbook.checklists[id_].items:
            duty_id, item_id, *rest = ref.split(".")
            duty = self.playbook.duties[duty_id]
            tasks = {task.id: task for task in duty.tasks}
            if item_id in tasks:
                task = tasks[item_id]
                step = next((step for step in task.steps if rest and step.id == rest[0]), None)
                found.append(ChecklistItem(ref, "step" if step else "task", duty_id, None, task, step))
            else:
                check = next(check for check in duty.checks if check.id == item_id)
                found.append(ChecklistItem(ref, "check", duty_id, check, tasks[check.task], None))
        return tuple(found)

    def run_form(self, id_: str, words: Callable[[str], str]) -> dict[str, Any]:
        """What a page needs to run a checklist; `words` turns a text of the data into plain characters.

        The version `v` of a line is a hash of what is asked and how it is looked at: an answer holds for it alone.
        """
        one = self.playbook.checklists[id_]
        lines = []
        for item in self.checklist_items(id_):
            asked, how, act, within = _run_texts(item)
            text, look = words(asked), "；".join(map(words, how))
            lines.append(
                {
                    "ref": item.ref,
                    "v": hashlib.sha256(f"{text}\0{look}".encode()).hexdigest()[:8],
                    "text": text,
                    "how": look,
                    "weight": item.weight,
                    "grade": item.check.grade.value if item.check else model.Grade.major.value,
                    "na": item.may_not_apply,
                    "act": words(act),
                    "within": within,
                }
            )
        return {
            "id": id_,
            "name": words(one.name),
            "style": one.style,
            "period": one.period.value,
            "min": one.pass_.min_score,
            "sample": {"rule": words(one.sample.rule), "draw": one.sample.draw, "pick": one.sample.pick},
            "people": {
                "of": [self.person(who).name for who in one.of],
                "by": [self.person(who).name for who in one.who],
            },
            "items": lines,
        }

    @cached_property
    def checklists_by_period(self) -> dict[str, tuple[str, ...]]:
        """The checklists by how often they are run."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, one in self.playbook.checklists.items():
            found[one.period].append(id_)
        return {period: tuple(ids) for period, ids in found.items()}

    @cached_property
    def goal_library(self) -> tuple[LibraryGoal, ...]:
        """Every goal of every duty, with the family it belongs to."""
        names = {group.id: group.name for group in self.playbook.goal_groups}
        return tuple(
            LibraryGoal(
                f"{id_}.{goal.id}", id_, goal, self.goal_group_of[goal.metric], names[self.goal_group_of[goal.metric]]
            )
            for id_, duty in self.playbook.duties.items()
            for goal in duty.goals
        )

    @cached_property
    def templates_by_duty(self) -> dict[str, tuple[str, ...]]:
        """The templates by the duty whose task first hands them in, in the order of the duties."""
        found: dict[str, list[str]] = {id_: [] for id_ in self.playbook.duties}
        for id_ in self.playbook.templates:
            if refs := self.template_users.get(id_):
                found[refs[0].partition(".")[0]].append(id_)
        return {duty: tuple(ids) for duty, ids in found.items() if ids}

    @cached_property
    def metrics_by_group(self) -> dict[str, tuple[model.Metric, ...]]:
        """The metrics by their group, in the order of the file."""
        found: dict[str, list[model.Metric]] = {group.id: [] for group in self.playbook.metric_groups}
        for metric in self.playbook.metrics.values():
            found[metric.group].append(metric)
        return {group: tuple(metrics) for group, metrics in found.items()}

    # -- sources

    @cached_property
    def sections(self) -> tuple[model.Section, ...]:
        """Every section of every article."""
        return tuple(
            section
            for source in self.playbook.sources.values()
            for answer in source.answers
            for section in answer.sections
        )

    @cached_property
    def cited_sections(self) -> tuple[str, ...]:
        """The ids of the sections that something rests on."""
        return tuple(section.id for section in self.sections if self.cited.get(section.id))

    @cached_property
    def uncited_sections(self) -> tuple[str, ...]:
        """The ids of the sections that nothing cites yet."""
        return tuple(section.id for section in self.sections if not self.cited.get(section.id))

    @cached_property
    def cited(self) -> dict[str, tuple[str, ...]]:
        """For each section of the sources, the keys of what rests on it."""
        found: dict[str, list[str]] = defaultdict(list)

        def cite(key: str, sections: Iterable[str]) -> None:
            for section in sections:
                if key not in found[section]:
                    found[section].append(key)

        for id_, duty in self.playbook.duties.items():
            for item in duty.items():
                cite(f"{id_}.{item.id}", item.from_)
            for border in duty.not_this:
                cite(f"duty:{id_}", border.from_)
            for use in duty.tools:
                cite(f"duty:{id_}", use.from_)
            for knowledge in duty.knowledge:
                cite(f"duty:{id_}", knowledge.from_)
        for id_, entries in self.playbook.role_duties.items():
            for entry in entries:
                cite(f"role:{id_}", entry.from_)
        for id_, tool in self.playbook.tools.items():
            cite(f"tool:{id_}", tool.from_)
        return {section: tuple(keys) for section, keys in found.items()}

    # -- review

    def review_due(self, thing: Any) -> dt.date:
        """The day by which a page is to be looked through again: last review plus its interval."""
        return add_duration(thing.reviewed_on, thing.review_in)


def add_duration(day: dt.date, iso: str) -> dt.date:
    """The date that lies an ISO 8601 duration after `day`."""
    result = day + isodate.parse_duration(iso)
    return result.date() if isinstance(result, dt.datetime) else result


def _run_texts(item: ChecklistItem) -> tuple[str, list[str], str, str]:
    """What a line of a checklist asks, how it is looked at, what is to be done when it fails, and how soon."""
    if item.check:
        return item.check.ask, [item.check.how], item.check.if_fail.do, item.check.if_fail.within
    if item.step:
        return item.step.do, [item.step.expect], item.step.else_, "P0D"
    assert item.task is not None
    return item.task.name, list(item.task.done_when), "", "P0D"


def item_name(item: model.Task | model.Check | model.Goal | model.Risk) -> str:
    """What an item of a duty is called: a check by its question, a risk by what may happen."""
    if isinstance(item, model.Check):
        return item.ask
    if isinstance(item, model.Risk):
        return item.what
    return item.name


_WEEKDAYS = "一二三四五六日"
_MONTHS = ("首月", "次月", "末月")


def _when(task: RoleTask) -> tuple[object, ...]:
    """Sort key of a task within its cadence: earliest due first, then the more important."""
    due = task.due or ""
    key: tuple[object, ...] = ()
    if task.cadence == "weekly" and due:
        key = (_WEEKDAYS.index(due[1]),)
    elif task.cadence in ("monthly", "quarterly", "yearly") and due:
        month = next((n for n, name in enumerate(_MONTHS) if due.startswith(name)), 0)
        key = (month, _day(due))
    return (*key, due[-5:], -task.task.importance, task.ref)


def _day(due: str) -> int:
    """Roughly which day of its month a due text means, to sort by."""
    if "最后" in due:
        return 31
    if match := re.search(r"第 (\d+) 个工作日", due):
        return int(match[1]) * 7 // 5
    numbers = [int(n) for n in re.findall(r"(\d+) [月日]", due)]
    return numbers[0] * 31 + numbers[1] if len(numbers) == 2 else (numbers[0] if numbers else 0)
