"""The year can be worked: what the timetable finds that can't be, at the line where it is to be mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pydantic_core import to_json

from macros.model.calendar import CalendarFile
from macros.model.playbook import Playbook
from macros.problems.problem import Loc, Problem
from macros.timetable.conflicts import Conflict, Conflicts
from macros.timetable.facts import Known, facts
from macros.timetable.load import EVENTS, FULL
from macros.timetable.occurrences import Occurrence, wanted
from macros.timetable.summary import reasons
from macros.validation.file import File
from macros.validation.form_rules import LEAST_MINUTES, MOST_MINUTES
from macros.validation.index import Index
from macros.validation.kept import Kept
from macros.views import labels
from macros.views.views import Views

_WEEKDAYS = "一二三四五六日"
#: How many of the longest things of a full week are named.
_NAMED = 4
_CODES = {
    "input": "E-late-input", "decision": "E-late-decision", "part": "E-late-part", "clash": "E-clash",
    "outside": "E-outside", "day": "E-too-much", "week": "E-too-much", "month": "E-too-much", "idle": "E-free-time",
}  # fmt: skip


def workable(index: Index, playbook: Playbook, known: Known, kept: Kept | None = None) -> Iterator[Problem]:
    """What can't be worked in the year of a playbook that is right otherwise.

    `known` is what was found before, `kept` of what other processes found that it can be worked.
    """
    views = Views(playbook)
    for id_, minutes in views.list_minutes.items():
        if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
            file, _ = index.homes["checklist", id_]
            words = labels.minutes(minutes)
            yield file.problem(
                ("items",), "E-list-minutes", key=True, least=LEAST_MINUTES, most=MOST_MINUTES, minutes=words
            )
    yield from _uncovered(index, views)
    timetable, conflicts = _conflicts(views, known, kept)
    for conflict in conflicts:
        yield _problem(index, timetable, conflict)


def _conflicts(views: Views, known: Known, kept: Kept | None) -> tuple[Conflicts, list[Conflict]]:
    if kept is None or known.timetable is not None:
        return known.of(views)
    made_of = [to_json(facts(views)).decode()]
    if kept.get("year", made_of) is not None:
        return known.workable(views)
    timetable, conflicts = known.of(views)
    if not conflicts:
        kept.put("year", made_of, [])
    return timetable, conflicts


def _uncovered(index: Index, views: Views) -> Iterator[Problem]:
    """A calendar that ends before the months that the timetable holds: told at its last year."""
    (first, last), end = wanted(views), views.calendar.last
    if last > end:
        (file,) = (one for one in index.files if one.kind is CalendarFile)
        place = ("years", len(views.playbook.calendar.years) - 1, "year")
        yield file.problem(place, "W-calendar", first=first, last=last, end=end, year=end.year + 1)


def moment(at: dt.datetime) -> str:
    """A moment as messages have it: 2027-01-05 周二 10:00."""
    return f"{at:%Y-%m-%d} 周{_WEEKDAYS[at.weekday()]} {at:%H:%M}"


def _other(index: Index, ref: str) -> str:
    """The other side of a conflict, with where it is written: `duty.task`（data/duties/duty.yml:14）."""
    if ref.startswith("team:"):
        return ref.removeprefix("team:")
    kind = "checklist" if ref.startswith("checklists/") else "item"
    id_ = ref.removeprefix("checklists/")
    file, loc = index.homes[kind, id_]
    return f"{ref}（{file.path}:{file.line((*loc, 'rhythm')) if loc else 1}）"


def _problem(index: Index, timetable: Conflicts, conflict: Conflict) -> Problem:
    """A conflict as a problem: at its line, with dates and the other side of it."""
    file, loc, key = _place(index, timetable, conflict)
    values = {**conflict.values, "count": len(conflict.moments)}
    if conflict.role:
        role = timetable.views.playbook.roles[conflict.role]
        values |= {"role": role.name, "role_id": conflict.role, "people": timetable.people(conflict.role)}
    for name in ("begin", "end", "ready"):
        if name in values:
            values[name] = f" {moment(values[name])} "
    occasion = ""
    match conflict.kind:
        case "input":
            values["source"] = _other(index, conflict.other)
        case "clash":
            values |= {"when": f" {moment(conflict.moments[0])} ", "other": _other(index, conflict.other)}
        case "outside":
            hours = values.pop("hours")
            values |= {
                "hours": f"{hours.from_}–{hours.to}",
                "when": f" {moment(conflict.moments[0])} ",
                "minutes": labels.minutes(values["minutes"]),
            }
        case "day":
            values |= _shortfall(timetable, conflict)
        case "week" | "month":
            occasion = conflict.kind
            values |= _span(timetable, conflict)
        case "idle":
            values["rate"] = f"{conflict.values['rate'] * 100:.0f}"
    return file.problem(loc, _CODES[conflict.kind], occasion, key=key, **values)


def _place(index: Index, timetable: Conflicts, conflict: Conflict) -> tuple[File, Loc, bool]:
    """Where a conflict is mended: the file, the way there, and whether its key is meant."""
    if conflict.ref.startswith("role:"):
        file, _ = index.homes["person", conflict.role]
        return file, ("hours",), True
    file, loc = index.homes["item", conflict.ref]
    if conflict.kind == "part":
        role_file, _ = index.homes["person", conflict.role]
        duty, _, task = conflict.ref.partition(".")
        for number, entry in enumerate(timetable.views.playbook.roles[conflict.role].duties):
            for place, own in enumerate(entry.tasks):
                if entry.duty == duty and own.task == task:
                    return role_file, ("duties", number, "tasks", place), False
    listed = {"input": "inputs", "decision": "decisions"}.get(conflict.kind)
    if listed:
        entries = getattr(timetable.views.find_task(conflict.ref)[1], listed)
        number = next(number for number, entry in enumerate(entries) if entry.what == conflict.values["what"])
        return file, (*loc, listed, number), False
    return file, (*loc, "rhythm"), True


def _shortfall(timetable: Conflicts, conflict: Conflict) -> dict[str, object]:
    worst = conflict.values["worst"]
    needed = sum(map(timetable.minutes, worst.rivals))
    return {
        "when": f" {moment(worst.occurrence.end)} ",
        "ref": _name(conflict.other),
        "count_of": len(worst.rivals),
        "needed": labels.minutes(needed),
        "had": labels.minutes(needed - worst.missing),
        "missing": labels.minutes(worst.missing),
        "longest": _longest(timetable, worst.rivals),
    }


def _span(timetable: Conflicts, conflict: Conflict) -> dict[str, object]:
    worst = conflict.values["worst"]
    days = 7 if conflict.kind == "week" else 31
    last = worst.first + dt.timedelta(days=days - 1)
    there = [
        one
        for one in timetable.occurrences[conflict.role]
        if worst.first <= one.end.date() <= last and (days == 7 or one.end.month == worst.first.month)
    ]
    return {
        "when": f" {worst.key} " if days == 31 else f" {worst.first} 起",
        "planned": labels.minutes(worst.planned),
        "available": labels.minutes(worst.available),
        "rate": f"{worst.rate * 100:.0f}",
        "full": f"{FULL * 100:.0f}",
        "longest": _longest(timetable, there),
    }


def _name(ref: str) -> str:
    return "遇事才做的" if ref == EVENTS else ref


def _longest(timetable: Conflicts, occurrences: Iterable[Occurrence]) -> str:
    """What takes most of the time of some occurrences, with the hours of one person."""
    longest = reasons(timetable, occurrences, _NAMED)
    return "、".join(f"{_name(ref)} {labels.minutes(count)}" for ref, count in longest)
