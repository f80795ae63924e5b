"""What the spreadsheets calculate is what the rules say: the same cases, recalculated by an independent library."""

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from macros.exports import checklists, scorecards, spreadsheet
from macros.exports.checklists import Form, ListRow
from macros.exports.context import Context
from macros.exports.scorecards import Card, GoalRow
from macros.rules import scoring
from macros.views import labels
from tests.exports.reading import Recalculated, workbook

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent.parent / "rules/cases.json").read_text(encoding="utf-8")
)
DAY = dt.date(2026, 11, 22)
#: The library is written for older Pythons.
pytestmark = [
    pytest.mark.filterwarnings("ignore::SyntaxWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def form(lines: list[tuple[int, bool, str | None]], min_score: int) -> Form:
    """A checklist of lines that weigh and decide as a case says."""
    asked = tuple(
        ListRow(f"duty.check-{n}", "问", "查", labels.GRADE["veto" if veto else "major"], weight, veto, True, "改", "")
        for n, (weight, veto, _) in enumerate(lines)
    )
    return Form("list", "清单", "", "", "", "抽样", 0, min_score, DAY, "", asked)


def answer(sheet: Worksheet, answers: list[str | None]) -> None:
    for row, one in enumerate(answers, checklists.TABLE_ROW + 2):
        sheet.cell(row, checklists.RESULT + 1).value = labels.ANSWER[one] if one else None


def verdict_in_words(lines: list[scoring.Answered], min_score: int) -> str:
    found = scoring.inspection(lines, min_score)
    left = len(lines) - found.answered
    return checklists.VERDICTS.get(found.verdict, f"还有 {left} 项没判")


@pytest.fixture(scope="module")
def inspections(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """All cases of inspections in one workbook, filled in."""
    book = spreadsheet.Book("cases", "", DAY)
    for number, case in enumerate(CASES["inspection"]):
        sheet = book.sheet(f"case{number}")
        checklists.write(book, sheet, form(case["lines"], case["min_score"]))
    filled = workbook(book.bytes())
    for number, case in enumerate(CASES["inspection"]):
        answer(filled[f"case{number}"], [line[2] for line in case["lines"]])
    return Recalculated(filled, tmp_path_factory.mktemp("inspections"))


@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(CASES["inspection"])), ids=[case["why"] for case in CASES["inspection"]]
)
def test_an_inspection_calculates(inspections: Recalculated, number: int, case: dict[str, Any]) -> None:
    sheet, expected = f"case{number}", case["is"]
    assert inspections(sheet, "D6") == ("" if expected["shown"] is None else pytest.approx(expected["shown"]))
    assert inspections(sheet, "F6") == verdict_in_words(
        [scoring.Answered(*line) for line in case["lines"]], case["min_score"]
    )
    assert [inspections(sheet, cell) for cell in ("D7", "I7", "I6")] == [
        expected["passed"],
        expected["applicable"],
        expected["answered"],
    ]


def goal(number: int, case: dict[str, Any]) -> GoalRow:
    guard = case.get("guard") or {"direction": "higher"}
    return GoalRow(
        ref=f"duty.goal-{number}", name="目标", metric="指标", direction=case["direction"], unit="%",
        weight=case.get("weight", 100), guard="护栏", guard_direction=guard["direction"], guard_unit="%",
        formula="", over="平均", floor="", set_target="", stretch="", split="", absent="", source="", data_owner="", address="",
    )  # fmt: skip


def fill(sheet: Worksheet, number: int, case: dict[str, Any]) -> None:
    """Fill a goal's figures in where its case has some."""
    row = scorecards.TABLE_ROW + 2 + number
    band = case["direction"] == "band"
    sheet[f"{scorecards.FLOOR}{row}"] = case.get("lower" if band else "floor")
    sheet[f"{scorecards.TARGET}{row}"] = None if band else case.get("target")
    sheet[f"{scorecards.STRETCH}{row}"] = case.get("upper" if band else "stretch")
    sheet[f"{scorecards.ACTUAL}{row}"] = case["actual"]
    if guard := case.get("guard"):
        band = guard["direction"] == "band"
        sheet[f"{scorecards.GUARD_FLOOR}{row}"] = guard.get("lower" if band else "floor")
        sheet[f"{scorecards.GUARD_UPPER}{row}"] = guard.get("upper") if band else None
        sheet[f"{scorecards.GUARD_ACTUAL}{row}"] = guard["actual"]


#: Cases by the name of the sheet they are on. Those of single goals and guards are cards of many goals.
CARDS: dict[str, list[dict[str, Any]]] = {
    "goals": CASES["attainment"],
    "guards": [{"direction": "higher", "floor": 0, "target": 1, "actual": 1, "guard": case} for case in CASES["guard"]],
    **{f"card{number}": case["goals"] for number, case in enumerate(CASES["scorecard"])},
}


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """All cases of scorecards in one workbook, filled in."""
    book = spreadsheet.Book("cases", "", DAY)
    for name, cases in CARDS.items():
        goals = tuple(goal(number, case) for number, case in enumerate(cases))
        scorecards.write(book, book.sheet(name), Card("card", "计分卡", "按月", DAY, "", goals, ()))
    filled = workbook(book.bytes())
    for name, cases in CARDS.items():
        for number, case in enumerate(cases):
            fill(filled[name], number, case)
    return Recalculated(filled, tmp_path_factory.mktemp("cards"))


@pytest.mark.parametrize(
    ("number", "case"),
    list(enumerate(CASES["attainment"])),
    ids=[f"{case['direction']}: {case['why']}" for case in CASES["attainment"]],
)
def test_a_goal_calculates(cards: Recalculated, number: int, case: dict[str, Any]) -> None:
    found = cards("goals", f"{scorecards.REACHED}{scorecards.TABLE_ROW + 2 + number}")
    if case["is"] is None:
        first = case["lacks"][0]
        assert found == ("" if first == "actual" else labels.lack(first, case["direction"])), "it says what is wrong"
    else:
        assert found == pytest.approx(case["is"])


@pytest.mark.parametrize(
    ("number", "case"),
    list(enumerate(CASES["guard"])),
    ids=[f"{case['direction']}: {case['why']}" for case in CASES["guard"]],
)
def test_a_guard_calculates(cards: Recalculated, number: int, case: dict[str, Any]) -> None:
    found = cards("guards", f"{scorecards.GUARD_STATE}{scorecards.TABLE_ROW + 2 + number}")
    expected = {True: scorecards.BROKEN, False: scorecards.HELD, None: "下限高于上限"}
    assert found == expected[case["is"]]


@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(CASES["scorecard"])), ids=[case["why"] for case in CASES["scorecard"]]
)
def test_a_scorecard_calculates(cards: Recalculated, number: int, case: dict[str, Any]) -> None:
    sheet, expected = f"card{number}", case["is"]
    assert cards(sheet, "L4") == expected["weights"]
    assert cards(sheet, "P4") == expected["broken"]
    found = cards(sheet, "B4")
    if expected["score"] is not None:
        assert found == pytest.approx(scoring.shown(expected["score"]))
    elif expected["weights"] != scoring.WHOLE:
        assert found.startswith("权重合计要是 100，现在是 ")
    else:
        assert found == f"还有 {expected['open']} 项没有结果"


def test_real_forms_calculate_as_the_rule_says(context: Context, tmp_path: Path) -> None:
    """Three real checklists, answered at random, and one answered with every veto failed."""
    dice = random.Random(20261122)
    ids = dice.sample(sorted(context.book.checklists), 3)
    ids.append(next(id_ for id_ in context.book.checklists if any(i.veto for i in context.views.checklist_items(id_))))
    book = spreadsheet.Book("real", "", DAY)
    answers: list[list[str | None]] = []
    for number, id_ in enumerate(ids):
        checklists.write(book, book.sheet(f"real{number}"), checklists.form(context, id_))
        items = context.views.checklist_items(id_)
        if number == 3:
            answers.append(["fail" if item.veto else "pass" for item in items])
        else:
            answers.append([dice.choice(["pass"] * 6 + ["fail", "na"]) for _ in items])
    filled = workbook(book.bytes())
    for number in range(len(ids)):
        answer(filled[f"real{number}"], answers[number])
    found = Recalculated(filled, tmp_path)
    for number, id_ in enumerate(ids):
        items = context.views.checklist_items(id_)
        lines = [
            scoring.Answered(item.weight, item.veto, one)  # type: ignore[arg-type]
            for item, one in zip(items, answers[number], strict=True)
        ]
        mark = context.book.checklists[id_].pass_.min_score
        judged = scoring.inspection(lines, mark)
        assert judged.score is not None
        assert found(f"real{number}", "D6") == pytest.approx(scoring.shown(judged.score)), id_
        assert found(f"real{number}", "F6") == verdict_in_words(lines, mark), id_
    assert found("real3", "F6") == checklists.VERDICTS["vetoed"]


def test_a_form_that_nobody_filled_in_says_so(files: dict[str, bytes]) -> None:
    """What stands in the cells before a program calculates: previews on a phone show just this."""
    import io

    import openpyxl

    for path, content in files.items():
        if path.startswith("downloads/checklists/") and path.endswith(".xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
            assert sheet["D6"].value in {None, ""}, path
            assert sheet["F6"].value.startswith("还有 "), path
            assert sheet["I6"].value == 0, path
