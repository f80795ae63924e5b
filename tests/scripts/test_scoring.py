"""How the pages judge inspections and scorecards: the cases of Python and of the spreadsheets."""

import json
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.node import run

CASES: dict[str, list[dict[str, Any]]] = json.loads((PROJECT / "tests/rules/cases.json").read_text(encoding="utf-8"))
#: A checklist's page speaks of passing and failing alone.
VERDICTS = {"passed": "pass", "failed": "fail", "vetoed": "fail", "open": "open", "empty": "none"}
ATTAINMENT = """({ attainment, guardBroken, lacks, scorecard }, [goals, guards, cards]) => {
    const figures = (one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value ?? undefined]));
    const reached = (one) => attainment(one.direction, figures(one));
    const broken = (one) => (one ? guardBroken(one.direction, figures(one)) : null);
    const judged = ({ weight, guard, ...goal }) => ({ weight, attainment: reached(goal), broken: broken(guard) });
    return {
        attainment: goals.map(reached),
        lacks: goals.map((one) => lacks(one.direction, figures(one))),
        guard: guards.map(broken),
        scorecard: cards.map((card) => scorecard(card.goals.map(judged))),
    };
}"""


def lines(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(("weight", "veto", "answer"), line, strict=True)) for line in case["lines"]]


def test_an_inspection_is_judged_as_python_judges_it() -> None:
    cases = [(lines(case), case["min_score"]) for case in CASES["inspection"]]
    found = run("rules/scoring.js", "({ inspection }, cases) => cases.map((one) => inspection(...one))", cases)
    shown = run(
        "rules/scoring.js",
        "({ shown }, scores) => scores.map((one) => (one === null ? null : shown(one)))",
        [case["is"]["score"] for case in CASES["inspection"]],
    )
    for case, judged, score in zip(CASES["inspection"], found, shown, strict=True):
        expected = {**case["is"]}
        assert score == expected.pop("shown"), case["why"]
        assert judged == {**expected, "score": expected["score"] and pytest.approx(expected["score"])}, case["why"]


def test_a_run_of_a_checklist_comes_to_what_the_rule_says() -> None:
    runs = [
        {
            "min": case["min_score"],
            "items": [{**line, "grade": "veto" if line["veto"] else "major"} for line in lines(case)],
        }
        for case in CASES["inspection"]
    ]
    found = run(
        "checklist/run.js",
        "({ result, points }, runs) => runs.map((one) => ({ ...result(one), shown: points(result(one).score) }))",
        runs,
    )
    for case, result in zip(CASES["inspection"], found, strict=True):
        expected = case["is"]
        assert result["verdict"] == VERDICTS[expected["verdict"]], case["why"]
        assert result["answered"] == expected["answered"] == len(case["lines"]) - len(result["left"]), case["why"]
        assert result["score"] == (expected["score"] and pytest.approx(expected["score"])), case["why"]
        assert result["shown"] == ("—" if expected["shown"] is None else f"{expected['shown']:g}"), case["why"]


def test_scorecards_are_judged_as_python_judges_them() -> None:
    found = run("rules/attainment.js", ATTAINMENT, [CASES["attainment"], CASES["guard"], CASES["scorecard"]])
    for kind in ("attainment", "guard"):
        for case, value in zip(CASES[kind], found[kind], strict=True):
            assert value == (case["is"] if case["is"] is None else pytest.approx(case["is"])), (kind, case["why"])
    for case, value in zip(CASES["attainment"], found["lacks"], strict=True):
        assert value == case.get("lacks", []), case["why"]
    for case, card in zip(CASES["scorecard"], found["scorecard"], strict=True):
        assert card == {**case["is"], "score": case["is"]["score"] and pytest.approx(case["is"]["score"])}, case["why"]


def test_a_score_never_looks_better_than_it_is() -> None:
    scores = [86, 85.99, 99.99999999999999, 16.5, 0, 120]
    found = run("rules/scoring.js", "({ shown }, scores) => scores.map(shown)", scores)
    assert found == [86, 85.9, 100, 16.5, 0, 120]
