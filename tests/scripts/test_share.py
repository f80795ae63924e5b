"""The workbook that a page writes calculates what the rules say: the cases of Python and of the shipped spreadsheets."""

import json
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from macros.views import labels
from tests.conftest import PROJECT
from tests.exports.reading import Recalculated
from tests.node import run

CASES: dict[str, list[dict[str, Any]]] = json.loads((PROJECT / "tests/rules/cases.json").read_text(encoding="utf-8"))
#: The library is written for older Pythons.
pytestmark = [
    pytest.mark.filterwarnings("ignore::SyntaxWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
#: The figures of a goal and of its guard, in the order of their columns.
GOAL, GUARD = ("floor", "target", "stretch", "lower", "upper", "actual"), ("floor", "lower", "upper", "actual")
FIRST = 6


def written(sheet: Worksheet, goals: list[dict[str, Any]]) -> None:
    """Goals as rows of the page's workbook: what was given, and the page's formulas."""
    rows = [{"direction": one["direction"], "guard": one.get("guard") or {"direction": "higher"}} for one in goals]
    formulas = run(
        "scorecard/share.js",
        f"({{ formulas }}, goals) => goals.map((goal, at) => formulas(goal, {FIRST} + at))",
        rows,
    )
    for number, (goal, (reached, points, state)) in enumerate(zip(goals, formulas, strict=True), FIRST):
        values = {"F": goal.get("weight", 100), "M": f"={reached}", "N": f"={points}", "V": f"={state}"}
        values |= dict(zip("GHIJKL", (goal.get(name) for name in GOAL), strict=True))
        values |= dict(zip("RSTU", ((goal.get("guard") or {}).get(name) for name in GUARD), strict=True))
        for column, value in values.items():
            sheet[f"{column}{number}"] = value
    last = FIRST + len(goals) - 1
    total = run("scorecard/share.js", "({ scoreFormula }, ends) => scoreFormula(...ends)", [FIRST, last])
    sheet[f"N{last + 1}"] = f"={total}"


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """All cases in one workbook."""
    book = openpyxl.Workbook()
    written(book.create_sheet("goals"), CASES["attainment"])
    guarded = [{"direction": "higher", "floor": 0, "target": 1, "actual": 1, "guard": one} for one in CASES["guard"]]
    written(book.create_sheet("guards"), guarded)
    for number, case in enumerate(CASES["scorecard"]):
        written(book.create_sheet(f"card{number}"), case["goals"])
    return Recalculated(book, tmp_path_factory.mktemp("share"))


def test_a_goal_calculates(calculated: Recalculated) -> None:
    for row, case in enumerate(CASES["attainment"], FIRST):
        found = calculated("goals", f"M{row}")
        if case["is"] is None:
            first = case["lacks"][0]
            assert found == ("" if first == "actual" else labels.lack(first, case["direction"])), case["why"]
        else:
            assert found == pytest.approx(case["is"]), case["why"]


def test_a_guard_calculates(calculated: Recalculated) -> None:
    for row, case in enumerate(CASES["guard"], FIRST):
        assert calculated("guards", f"V{row}") == {True: "破了", False: "守住", None: ""}[case["is"]], case["why"]


def test_a_scorecard_calculates(calculated: Recalculated) -> None:
    for number, case in enumerate(CASES["scorecard"]):
        found = calculated(f"card{number}", f"N{FIRST + len(case['goals'])}")
        expected = case["is"]
        if expected["score"] is not None:
            assert found == pytest.approx(expected["score"]), case["why"]
        else:
            wrong = "权重合计不是 100" if expected["weights"] != 100 else "还有目标没有结果"
            assert found == wrong, case["why"]


def test_the_words_are_those_of_the_shipped_spreadsheets() -> None:
    lack, rule = run("scorecard/card.js", "({ LACK, GUARD_RULE }) => [LACK, GUARD_RULE]")
    assert lack.pop("stretch") == "挑战不是数"  # the shipped ones take figures only
    assert lack == labels.LACK
    assert rule == labels.GUARD_RULE
