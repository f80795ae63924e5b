"""How inspections and scorecards are judged: the table of cases, and what holds for any of them.

The spreadsheets (tests/exports/test_formulas.py) and the pages' JavaScript are held to the same table.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.rules import scoring

CASES: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def limits(case: dict[str, Any], *names: str) -> dict[str, float | None]:
    return {name: case.get(name) for name in names}


def test_every_case_is_told_apart() -> None:
    for name, cases in CASES.items():
        keys = [(case["why"], case.get("direction")) for case in cases]
        assert len(keys) == len(set(keys)) > 10, name


@pytest.mark.parametrize("case", CASES["inspection"], ids=lambda case: case["why"])
def test_an_inspection_is_judged(case: dict[str, Any]) -> None:
    lines = [scoring.Answered(*line) for line in case["lines"]]
    found = scoring.inspection(lines, case["min_score"])
    expected = case["is"]
    assert (found.passed, found.applicable) == (expected["passed"], expected["applicable"])
    assert (found.answered, found.verdict) == (expected["answered"], expected["verdict"])
    assert found.score == pytest.approx(expected["score"])
    assert (scoring.shown(found.score) if found.score is not None else None) == expected["shown"]


@pytest.mark.parametrize("case", CASES["attainment"], ids=lambda case: f"{case['direction']}: {case['why']}")
def test_a_goal_is_reached(case: dict[str, Any]) -> None:
    found = scoring.attainment(case["direction"], case["actual"], **limits(case, "target", "lower", "upper"))
    assert found == pytest.approx(case["is"])


@pytest.mark.parametrize("case", CASES["guard"], ids=lambda case: f"{case['direction']}: {case['why']}")
def test_a_guard_holds_or_breaks(case: dict[str, Any]) -> None:
    found = scoring.guard_broken(case["direction"], case["actual"], **limits(case, "floor", "lower", "upper"))
    assert found is case["is"]


def test_without_an_actual_nothing_is_said() -> None:
    assert scoring.attainment("higher", None, 5) is None
    assert scoring.guard_broken("higher", None, 5) is None


@pytest.mark.parametrize("case", CASES["scorecard"], ids=lambda case: case["why"])
def test_a_scorecard_is_judged(case: dict[str, Any]) -> None:
    found = scoring.scorecard([scored(goal) for goal in case["goals"]])
    assert (found.weights, found.open, found.broken) == tuple(case["is"][k] for k in ("weights", "open", "broken"))
    assert found.score == pytest.approx(case["is"]["score"])


def scored(goal: dict[str, Any]) -> scoring.Scored:
    guard = goal.get("guard")
    return scoring.Scored(
        goal["weight"],
        scoring.attainment(goal["direction"], goal["actual"], **limits(goal, "target", "lower", "upper")),
        scoring.guard_broken(guard["direction"], guard["actual"], **limits(guard, "floor", "lower", "upper"))
        if guard
        else None,
    )


lines = st.lists(
    st.builds(scoring.Answered, st.integers(1, 5), st.booleans(), st.sampled_from(["pass", "fail", "na", None])),
    min_size=1,
    max_size=12,
)


@given(lines, st.integers(0, 100))
def test_the_score_and_the_verdict_never_disagree(answered: list[scoring.Answered], min_score: int) -> None:
    found = scoring.inspection(answered, min_score)
    if found.verdict == "passed":
        assert found.score is not None
        assert scoring.shown(found.score) >= min_score
    if found.verdict == "failed":
        assert found.score is not None
        assert scoring.shown(found.score) < min_score
    if found.score is not None:
        assert 0 <= scoring.shown(found.score) <= found.score <= 100


@given(lines)
def test_the_order_of_the_lines_changes_nothing(answered: list[scoring.Answered]) -> None:
    assert scoring.inspection(answered, 85) == scoring.inspection(answered[::-1], 85)


finite = st.floats(-1e9, 1e9)


@given(st.sampled_from(["higher", "lower"]), finite, finite)
def test_attainment_stays_in_its_bounds(direction: scoring.Direction, actual: float, target: float) -> None:
    found = scoring.attainment(direction, actual, target)
    assert found is None or 0 <= found <= scoring.CAP
