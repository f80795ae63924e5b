"""Rules of what is filled in: templates and scorecards. A checklist has none but its references."""

from __future__ import annotations

from collections.abc import Iterator

from macros import model
from macros.problems.problem import Loc, Problem
from macros.problems.suggest import did_you_mean
from macros.validation.file import File
from macros.validation.index import Index


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
    """The weights of a scorecard add up, and its goals are of the role's duties and counted by somebody else."""
    total = sum(item.weight for item in scorecard.items)
    if total != 100:
        more = "多" if total > 100 else "少"
        yield file.problem(("items",), "E-weights", key=True, total=total, more=more, gap=abs(total - 100))
    own = {entry.duty for entry in index.role_duties.get(scorecard.role, ())}
    seen: set[str] = set()
    for number, item in enumerate(scorecard.items):
        loc: Loc = ("items", number, "goal")
        if item.goal in seen:
            yield file.problem(loc, "E-duplicate-id", "listed", id=item.goal)
        seen.add(item.goal)
        duty, _, name = item.goal.partition(".")
        if own and duty in index.ids["duty"] and duty not in own:
            yield file.problem(loc, "E-not-their-duty", "score", role=scorecard.role, duty=duty)
        goals = index.duties[duty].goals if duty in index.duties else []
        owner = next((goal.data_owner for goal in goals if goal.id == name), None)
        if owner == scorecard.role:
            yield file.problem(loc, "E-own-figures", goal=item.goal, owner=owner)
