"""What can't be worked: what is needed before it is there, two things at once, more than the hours hold."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from macros import model
from macros.rules.schedule import falls, period
from macros.rules.workdays import OFFICE
from macros.timetable.load import FULL, HALF, Load, mean_rate
from macros.timetable.occurrences import Occurrence
from macros.timetable.worktime import WorkTime

#: Hours of who has none of his own: a team outside operations.
_OFFICE_HOURS = {"days": ["周一", "周二", "周三", "周四", "周五"], "from": "09:00", "to": "18:00", "week": 40}


#: Of how many things of a role it is told that they don't get done in time: who is overloaded once is it everywhere.
TOLD = 5


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that can't be, as often as it is so: which kind, at what, with what else, when first.

    `ref` is the key of where it is mended: a task `duty.task`, or `role:id`; `other` that of what it collides with.
    """

    kind: str
    ref: str
    other: str = ""
    role: str = ""
    moments: tuple[dt.datetime, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


class Conflicts(Load):
    """The timetable, with all that can't be."""

    def conflicts(self) -> Iterator[Conflict]:
        """Everything that can't be worked, of the whole playbook."""
        for duty_id, duty in self.views.playbook.duties.items():
            for task in duty.tasks:
                if task.rhythm:
                    yield from self._late_inputs(f"{duty_id}.{task.id}", task, task.rhythm)
                    yield from self._late_decisions(f"{duty_id}.{task.id}", task, task.rhythm)
        for role in self.roles:
            yield from self._late_parts(role)
            yield from self._clashes(role)
            yield from self._outside(role)
            yield from self._too_much(role)

    @cached_property
    def _office(self) -> WorkTime:
        return WorkTime(model.Hours.model_validate(_OFFICE_HOURS), OFFICE, self.work)

    @cached_property
    def _base(self) -> dict[str, tuple[str, list[tuple[dt.datetime, dt.datetime]]]]:
        """For each recurring task and list its cadence, and from when to when it is done, as the duty says it."""
        found: dict[str, tuple[str, list[tuple[dt.datetime, dt.datetime]]]] = {}
        for duty_id, duty in self.views.playbook.duties.items():
            for task in duty.tasks:
                if task.rhythm:
                    found[f"{duty_id}.{task.id}"] = str(task.rhythm.cadence), self._times(task, task.rhythm)
        for id_, checklist in self.views.playbook.checklists.items():
            cadence, role = str(checklist.period), self.views.runner(id_)
            if role and id_ in self.list_due:
                shift = self.views.shift(role)
                ends = falls(cadence, self.list_due[id_], self.first, self.last, self.work, shift)
                found[f"checklists/{id_}"] = cadence, [(end, end) for end in ends]
        return found

    def _times(self, task: model.Task, rhythm: model.Rhythm) -> list[tuple[dt.datetime, dt.datetime]]:
        doer = self.views.doer(task)
        shift = self.views.shift(doer) if doer else OFFICE
        worktime = self.worktime(doer) if doer else self._office
        moments = falls(
            rhythm.cadence, rhythm.time, self.first, self.last, self.work, shift, rhythm.off_day
        )  # fmt: skip
        if rhythm.start:
            return [(moment, moment + dt.timedelta(minutes=rhythm.minutes)) for moment in moments]
        return [(worktime.back(moment, rhythm.minutes), moment) for moment in moments]

    def _late_inputs(self, ref: str, task: model.Task, rhythm: model.Rhythm) -> Iterator[Conflict]:
        """An input that comes round as often as the task is there before the task has to be begun."""
        cadence = str(rhythm.cadence)
        for entry in task.inputs:
            source = entry.task or (f"checklists/{entry.checklist}" if entry.checklist else "")
            if entry.last:
                continue
            if source in self._base and self._base[source][0] == cadence:
                ready = self._by_period(cadence, [end for _, end in self._base[source][1]])
            elif entry.due and cadence_of(entry.due) == cadence:
                given = falls(cadence, entry.due, self.first, self.last, self.work)
                ready, source = self._by_period(cadence, given), f"team:{entry.from_}"
            else:
                continue
            late = [
                (begin, ready[key])
                for begin, end in self._base[ref][1]
                if (key := period(cadence, end.date())) in ready and ready[key] > begin
            ]
            if late:
                values = {"what": entry.what, "begin": late[0][0], "ready": late[0][1]}
                yield Conflict("input", ref, source, moments=tuple(begin for begin, _ in late), values=values)

    @staticmethod
    def _by_period(cadence: str, moments: list[dt.datetime]) -> dict[str, dt.datetime]:
        return {period(cadence, moment.date()): moment for moment in moments}

    def _late_decisions(self, ref: str, task: model.Task, rhythm: model.Rhythm) -> Iterator[Conflict]:
        """What somebody else decides is decided when the task is due."""
        cadence = str(rhythm.cadence)
        for decision in task.decisions:
            moments = falls(cadence, decision.by, self.first, self.last, self.work, off_day=rhythm.off_day)
            decided = self._by_period(cadence, moments)
            late = [
                (end, decided[key])
                for _, end in self._base[ref][1]
                if (key := period(cadence, end.date())) in decided and decided[key] > end
            ]
            if late:
                values = {"what": decision.what, "end": late[0][0], "ready": late[0][1]}
                yield Conflict(
                    "decision", ref, f"person:{decision.who}", moments=tuple(end for end, _ in late), values=values
                )

    def _late_parts(self, role: str) -> Iterator[Conflict]:
        """Whoever contributes to what the team does once is done before it is handed in."""
        for tasks in self.views.tasks_done[role].values():
            for task in tasks:
                rhythm = task.task.rhythm
                if not (task.differs and rhythm and task.time) or task.cadence != rhythm.cadence:
                    continue
                if task.time == rhythm.time or task.each:
                    continue
                whole = self._by_period(task.cadence, [end for _, end in self._base[task.ref][1]])
                own = self.moments(role, task)
                late = [moment for moment in own if moment > whole.get(period(task.cadence, moment.date()), moment)]
                if late:
                    end = whole[period(task.cadence, late[0].date())]
                    yield Conflict(
                        "part", task.ref, role=role, moments=tuple(late), values={"ready": late[0], "end": end}
                    )

    def _clashes(self, role: str) -> Iterator[Conflict]:
        """Nobody is at two places at once."""
        found: dict[tuple[str, str], list[dt.datetime]] = defaultdict(list)
        meets = [one for one in self.occurrences[role] if one.set_time]
        meets.sort(key=lambda one: (one.begin, one.end, one.ref))
        people = self.people(role)
        for number, one in enumerate(meets):
            same_time = []
            for other in meets[number + 1 :]:
                if other.begin >= one.end:
                    break
                same_time.append(other)
            crowded = len(same_time) + 1 > people
            for other in same_time:
                if crowded or one.everyone or other.everyone:
                    found[one.ref, other.ref].append(max(one.begin, other.begin))
        for (ref, rival), moments in found.items():
            yield Conflict("clash", ref, rival, role, tuple(moments))

    def _outside(self, role: str) -> Iterator[Conflict]:
        """What has a time has it within the hours of the role, and what is daily is begun on its day."""
        worktime = self.worktime(role)
        cadences = {task.ref: task.cadence for task in self.views.tasks_of(role)}
        found: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
        for one in self.occurrences[role]:
            if one.kind == "list":
                continue
            begin = one.begin if one.set_time or cadences.get(one.ref) == "daily" else one.end
            if one.set_time and one.kind == "attend" and not worktime.works(begin.date()):
                continue
            if not worktime.holds(begin, one.end) and worktime.works(one.end.date()):
                found[one.ref, one.kind].append(one)
        for (ref, _), all_of_it in found.items():
            values = {"end": all_of_it[0].end, "hours": worktime.hours, "minutes": all_of_it[0].minutes}
            yield Conflict("outside", ref, role=role, moments=tuple(one.end for one in all_of_it), values=values)

    def _too_much(self, role: str) -> Iterator[Conflict]:
        """What a person does fits into the hours: everything by its due, every week, every month up to 85 %."""
        key = f"role:{role}"
        short: dict[str, list[Any]] = defaultdict(list)
        for shortfall in self.shortfalls(role):
            short[shortfall.occurrence.ref].append(shortfall)
        most = sorted(short.items(), key=lambda item: -max(one.missing for one in item[1]))
        for ref, shortfalls in most[:TOLD]:
            worst = max(shortfalls, key=lambda one: one.missing)
            moments = tuple(one.occurrence.end for one in shortfalls)
            yield Conflict("day", key, ref, role, moments, {"worst": worst})
        over = [week for week in self.weeks[role] if week.over]
        if over:
            worst_week = max(over, key=lambda one: one.planned - one.available)
            moments = tuple(dt.datetime.combine(week.first, dt.time()) for week in over)
            yield Conflict("week", key, role=role, moments=moments, values={"worst": worst_week})
        full = [month for month in self.months[role] if month.rate > FULL]
        if full:
            worst_month = max(full, key=lambda one: one.rate)
            moments = tuple(dt.datetime.combine(month.first, dt.time()) for month in full)
            yield Conflict("month", key, role=role, moments=moments, values={"worst": worst_month})
        months = self.months[role]
        mean = mean_rate(months)
        if months and mean < HALF and not self.views.playbook.roles[role].free_time:
            yield Conflict("idle", key, role=role, values={"rate": mean})


def cadence_of(due: str) -> str | None:
    """The cadence that a time is written in; None for what is no time of a rhythm."""
    return next((str(one) for one, pattern in model.DUE_PATTERNS.items() if re.match(pattern, due)), None)
