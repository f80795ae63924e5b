"""Rules of what is filled in: templates, scorecards, checklists."""

from __future__ import annotations

from collections.abc import Iterator

from macros import model
from macros.problems.problem import Loc, Problem
from macros.problems.suggest import did_you_mean
from macros.validation.file import File
from macros.validation.index import Index

#: How many minutes a checklist may take.
LEAST_MINUTES, MOST_MINUTES = 5, 120
_RANKS = {cadence: rank for rank, cadence in enumerate(model.CheckCadence)}


def of_template(file: File, template: model.Template) -> Iterator[Problem]:
    """The columns of a template have names of their own, and its sample has a fitting cell for each."""
    names = [column.name for column in template.columns]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield file.problem(("columns", number, "name"), "E-duplicate-name", "column", name=name)
    for number, row in enumerate(template.sample):
        if len(row) != len(names):
            yield file.problem(("sample", number), "E-cells", columns=len(names), cells=len(row))
            continue
        for place, (cell, column) in enumerate(zip(row, template.columns, strict=True)):
            if column.values and cell not in column.values:
                known, near = "、".join(column.values), did_you_mean(cell, column.values)
                loc: Loc = ("sample", number, place)
                yield file.problem(
                    loc, "E-choice", "cell", column=column.name, known=known, value=cell, near=near
                )  # fmt: skip


def of_scorecard(index: Index, file: File, scorecard: model.Scorecard) -> Iterator[Problem]:
    """The weights of a scorecard add up; its goals are of the role's duties, counted by somebody else, each by itself."""
    total = sum(item.weight for item in scorecard.items)
    if total != 100:
        more = "多" if total > 100 else "少"
        yield file.problem(("items",), "E-weights", key=True, total=total, more=more, gap=abs(total - 100))
    own = {entry.duty for entry in index.role_duties.get(scorecard.role, ())}
    seen: set[str] = set()
    measured: dict[str, str] = {}
    for number, item in enumerate(scorecard.items):
        loc: Loc = ("items", number, "goal")
        if item.goal in seen:
            yield file.problem(loc, "E-duplicate-id", "listed", id=item.goal)
        seen.add(item.goal)
        duty, _, name = item.goal.partition(".")
        if own and duty in index.ids["duty"] and duty not in own:
            yield file.problem(loc, "E-not-their-duty", "score", role=scorecard.role, duty=duty)
        goals = index.duties[duty].goals if duty in index.duties else []
        goal = next((goal for goal in goals if goal.id == name), None)
        if goal is None:
            continue
        if goal.data_owner == scorecard.role:
            yield file.problem(loc, "E-own-figures", goal=item.goal, owner=goal.data_owner)
        other = measured.setdefault(goal.metric, item.goal)
        if other != item.goal:
            yield file.problem(loc, "E-duplicate-id", "scored", id=item.goal, other=other, metric=goal.metric)


def of_checklist(index: Index, file: File, checklist: model.Checklist) -> Iterator[Problem]:
    """A checklist draws what its items ask for."""
    for number, check in _checks(index, checklist):
        loc: Loc = ("items", number)
        sample = checklist.sample
        if check.per == "case" and check.case not in sample.of:
            yield file.problem(loc, "E-list-sample", id=checklist.items[number], case=check.case)
        if check.per == "day" and sample.draw not in {"days", "workdays"}:
            yield file.problem(loc, "E-list-sample", "days", id=checklist.items[number])


def _checks(index: Index, checklist: model.Checklist) -> Iterator[tuple[int, model.Check]]:
    """The checks that a checklist names, each with its place in it."""
    for number, ref in enumerate(checklist.items):
        duty, _, name = ref.partition(".")
        for check in index.duties[duty].checks if duty in index.duties else ():
            if check.id == name:
                yield number, check


def inspected(index: Index) -> Iterator[Problem]:
    """Every check stands in a checklist that is run as often as it asks to be.

    What is asked on an event stands in a list that is run on events, or in one that draws its cases.
    """
    lists: dict[str, list[str]] = {}
    checklists: dict[str, model.Checklist] = index.contents("checklist")
    for id_, checklist in checklists.items():
        for ref in checklist.items:
            lists.setdefault(ref, []).append(id_)
    for id_, (file, duty) in index.by_kind.get("duty", {}).items():
        for number, check in enumerate(duty.checks):
            ref = f"{id_}.{check.id}"
            having = lists.get(ref, [])
            if having and not any(_often_enough(check, checklists[one]) for one in having):
                named = "、".join(f"{one}（{checklists[one].period}）" for one in having)
                yield file.problem(
                    ("checks", number, "cadence"), "E-list-rhythm", id=ref, cadence=check.cadence, lists=named
                )  # fmt: skip


def _often_enough(check: model.Check, checklist: model.Checklist) -> bool:
    """Whether a checklist is run as often as a check asks to be."""
    if model.CheckCadence.per_event in {check.cadence, checklist.period}:
        return check.cadence == checklist.period or (check.cadence == "per-event" and check.per == "case")
    return _RANKS[checklist.period] <= _RANKS[check.cadence]
