"""Who hands what to whom, when: the tasks of a month or of a quarter as a chain, in the order of time.

Made from what the data says of inputs and decisions; a period of the timetable serves as the example.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from macros import model
from macros.rules.schedule import falls, period
from macros.rules.workdays import OFFICE
from macros.timetable.conflicts import cadence_of
from macros.timetable.load import Load

#: The chains that there are.
CADENCES = ("monthly", "quarterly")
_MONTHS = {"monthly": 1, "quarterly": 3}


@dataclass(frozen=True, slots=True)
class Hand:
    """Something that goes from one to another: what, from or to which person, and the step of the chain at that end.

    `ref` is what makes or takes it, the key of a target: a task `duty.task`, `template:id`, `checklist:id`, or "". Of a
    task of another rhythm there is its `cadence`. `last` says that it is that of the period before, `due` when a team
    outside operations gives it.
    """

    what: str
    who: str
    ref: str = ""
    step: int = 0
    cadence: str = ""
    time: str = ""
    last: bool = False
    due: str = ""


@dataclass(slots=True)
class Step:
    """A moment of a chain: a task is handed in or done, a list is run, somebody decides, a team gives something.

    `number` counts from 1; `anchor` is its place on the page; `ref` is the key of the target, of what is decided and
    given that of the task that waits.
    `what` has what is handed in or decided; a team may give several things at once. `moments` has, for each period of
    the timetable, when it is; `begin` says that it starts then.
    """

    kind: Literal["task", "list", "decision", "supply"]
    anchor: str
    ref: str
    who: tuple[str, ...]
    what: tuple[str, ...]
    time: str
    moments: dict[str, dt.datetime]
    begin: bool = False
    where: str = ""
    audience: tuple[str, ...] = ()
    number: int = 0
    takes: list[Hand] = field(default_factory=list)
    gives: list[Hand] = field(default_factory=list)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody that the step has to do with: who does it, gives for it, or takes from it."""
        return tuple(dict.fromkeys((*self.who, *(hand.who for hand in (*self.takes, *self.gives)))))


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a cadence: its steps in order, the period that serves as example, from which day to which."""

    cadence: str
    period: str
    first: dt.date
    last: dt.date
    steps: tuple[Step, ...]
    periods: tuple[str, ...]
    expected: bool


def chain(load: Load, cadence: str) -> Chain:
    """The chain of a cadence, `monthly` or `quarterly`."""
    return _Maker(load, cadence).make()


def expected(load: Load, first: dt.date, last: dt.date) -> tuple[int, ...]:
    """The years between two days whose holidays nobody has decreed yet."""
    years = load.views.playbook.calendar.years
    return tuple(one.year for one in years if not one.decreed and first.year <= one.year <= last.year)


class _Maker:
    def __init__(self, load: Load, cadence: str) -> None:
        self.load = load
        self.views = load.views
        self.cadence = cadence
        self.steps: list[Step] = []
        #: The step of each task and list, of each decision of a task, and of what a team gives at one time.
        self.by_key: dict[tuple[str, ...], Step] = {}

    def make(self) -> Chain:
        first, last = self._example()
        key = period(self.cadence, first)
        self._tasks()
        self._lists()
        waiting = [step for step in self.steps if step.kind == "task"]
        for step in waiting:
            self._around(step)
        never = dt.datetime.combine(last, dt.time.max)
        self.steps.sort(key=lambda step: (step.moments.get(key, never), step.kind == "task"))
        for number, step in enumerate(self.steps, 1):
            step.number = number
        for step in waiting:
            self._hands(step)
        keys = sorted({one for step in self.steps for one in step.moments})
        return Chain(
            self.cadence, key, first, last, tuple(self.steps), tuple(keys), bool(expected(self.load, first, last))
        )

    def _example(self) -> tuple[dt.date, dt.date]:
        """The first whole period of the timetable without a holiday on a working day, else the first whole one."""
        spans = list(self._spans())
        days = self.load.work.exceptions

        def plain(span: tuple[dt.date, dt.date]) -> bool:
            return not any(span[0] <= day <= span[1] and day.weekday() < 5 for day in days)

        return next((span for span in spans if plain(span)), spans[0] if spans else (self.load.first, self.load.last))

    def _spans(self) -> Iterator[tuple[dt.date, dt.date]]:
        months = _MONTHS[self.cadence]
        number = self.load.first.year * 12 + self.load.first.month - 1
        while True:
            begin = dt.date(number // 12, number % 12 + 1, 1)
            after = number + months
            end = dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
            if end > self.load.last:
                return
            if begin >= self.load.first and (begin.month - 1) % months == 0:
                yield begin, end
            number += 1

    def _falls(self, time: str, role: str | None, off_day: str | None) -> dict[str, dt.datetime]:
        load = self.load
        shift = self.views.shift(role) if role else OFFICE
        # The last moment of a period would hide an earlier one; there is one in each.
        return {
            period(self.cadence, moment.date()): moment
            for moment in falls(self.cadence, time, load.first, load.last, load.work, shift, off_day)
        }

    def _tasks(self) -> None:
        for id_, duty in self.views.playbook.duties.items():
            for task in duty.tasks:
                rhythm = task.rhythm
                if rhythm is None or rhythm.cadence != self.cadence:
                    continue
                doer = self.views.doer(task)
                output = task.output
                self._add(
                    Step(
                        "task",
                        f"{id_}.{task.id}",
                        f"{id_}.{task.id}",
                        (*task.raci.R, *rhythm.attendees),
                        (output.what,),
                        rhythm.time,
                        self._falls(rhythm.time, doer, rhythm.off_day),
                        rhythm.start is not None,
                        self.views.spot(output),
                        tuple(output.audience),
                    )
                )

    def _lists(self) -> None:
        """The lists of the same rhythm that some task of the chain takes something from."""
        taken = {
            entry.checklist
            for step in self.steps
            for entry in self._task(step).inputs
            if entry.checklist and not entry.last
        }
        for id_, one in self.views.playbook.checklists.items():
            if id_ in taken and one.period == self.cadence:
                time, role = self.load.list_due[id_], self.views.runner(id_)
                moments = self._falls(time, role, None)
                self._add(
                    Step("list", f"checklists.{id_}", f"checklist:{id_}", tuple(one.who), (one.name,), time, moments)
                )

    def _add(self, step: Step, *key: str) -> None:
        self.steps.append(step)
        self.by_key[key or (step.ref,)] = step

    def _task(self, step: Step) -> model.Task:
        return self.views.find_task(step.ref)[1]

    def _around(self, step: Step) -> None:
        """What is given and decided for a task, as steps of their own."""
        task = self._task(step)
        off_day = task.rhythm.off_day if task.rhythm else None
        for number, entry in enumerate(task.inputs, 1):
            if not entry.due or cadence_of(entry.due) != self.cadence:
                continue
            key = ("supply", entry.from_, entry.due)
            if known := self.by_key.get(key):
                known.what = tuple(dict.fromkeys((*known.what, entry.what)))
                continue
            moments = self._falls(entry.due, None, None)
            anchor = f"{step.ref}.input-{number}"
            self._add(Step("supply", anchor, step.ref, (entry.from_,), (entry.what,), entry.due, moments), *key)
        for number, decision in enumerate(task.decisions, 1):
            if cadence_of(decision.by) == self.cadence:
                moments = self._falls(decision.by, None, off_day)
                anchor = f"{step.ref}.decision-{number}"
                made = Step("decision", anchor, step.ref, (decision.who,), (decision.what,), decision.by, moments)
                self._add(made, step.ref, str(number))

    def _hands(self, step: Step) -> None:
        """What a task takes, and from whom; noted at both ends."""
        task = self._task(step)
        for entry in task.inputs:
            maker = self._maker(entry)
            if maker is not None and not entry.last:
                step.takes.append(Hand(entry.what, entry.from_, maker.ref, maker.number))
                maker.gives.append(Hand(entry.what, step.who[0], step.ref, step.number))
            else:
                step.takes.append(self._from_elsewhere(entry))
                if maker is not None:
                    maker.gives.append(Hand(entry.what, step.who[0], step.ref, step.number, last=True))
        for number in range(1, len(task.decisions) + 1):
            decision = self.by_key.get((step.ref, str(number)))
            if decision:
                step.takes.append(Hand(decision.what[0], decision.who[0], "", decision.number))
                decision.gives.append(Hand(decision.what[0], step.who[0], step.ref, step.number))
        for ref, other, entry in self._takers[step.ref]:
            step.gives.append(
                Hand(entry.what, other.raci.R[0], ref, cadence=_cadence(other), time=_time(other), last=entry.last)
            )

    def _maker(self, entry: model.TaskInput) -> Step | None:
        """The step of the chain that makes an input."""
        if entry.task:
            return self.by_key.get((entry.task,))
        if entry.checklist:
            return self.by_key.get((f"checklist:{entry.checklist}",))
        return self.by_key.get(("supply", entry.from_, entry.due)) if entry.due else None

    def _from_elsewhere(self, entry: model.TaskInput) -> Hand:
        """An input that no step of the chain makes, or that of the period before."""
        if entry.task:
            task = self.views.find_task(entry.task)[1]
            return Hand(entry.what, entry.from_, entry.task, cadence=_cadence(task), time=_time(task), last=entry.last)
        keys = (("template", entry.template), ("checklist", entry.checklist))
        ref = next((f"{kind}:{id_}" for kind, id_ in keys if id_), "")
        return Hand(entry.what, entry.from_, ref, last=entry.last, due=entry.due or "")

    @cached_property
    def _takers(self) -> dict[str, list[tuple[str, model.Task, model.TaskInput]]]:
        """For each task those of another rhythm that take something from it."""
        found: dict[str, list[tuple[str, model.Task, model.TaskInput]]] = defaultdict(list)
        for id_, duty in self.views.playbook.duties.items():
            for task in duty.tasks:
                for entry in task.inputs:
                    if entry.task and _cadence(task) != self.cadence:
                        found[entry.task].append((f"{id_}.{task.id}", task, entry))
        return found


def _cadence(task: model.Task) -> str:
    return str(task.rhythm.cadence) if task.rhythm else "per-event"


def _time(task: model.Task) -> str:
    return task.rhythm.time if task.rhythm else ""
