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


def marks(case: dict[str, Any]) -> scoring.Marks:
    return scoring.Marks(**limits(case, "floor", "target", "stretch", "lower", "upper"))


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
    assert scoring.attainment(case["direction"], case["actual"], marks(case)) == pytest.approx(case["is"])
    assert list(scoring.lacks(case["direction"], case["actual"], marks(case))) == case.get("lacks", [])


@pytest.mark.parametrize("case", CASES["guard"], ids=lambda case: f"{case['direction']}: {case['why']}")
def test_a_guard_holds_or_breaks(case: dict[str, Any]) -> None:
    found = scoring.guard_broken(case["direction"], case["actual"], **limits(case, "floor", "lower", "upper"))
    assert found is case["is"]


def test_without_an_actual_nothing_is_said() -> None:
    assert scoring.attainment("higher", None, scoring.Marks(4, 5)) is None
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
        scoring.attainment(goal["direction"], goal["actual"], marks(goal)),
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


@given(st.sampled_from(["higher", "lower"]), finite, finite, finite, st.none() | finite)
def test_attainment_stays_in_its_bounds(
    direction: scoring.Direction, actual: float, floor: float, target: float, stretch: float | None
) -> None:
    marks = scoring.Marks(floor, target, stretch)
    found = scoring.attainment(direction, actual, marks)
    assert (found is None) == bool(scoring.lacks(direction, actual, marks))
    assert found is None or found == 0 or scoring.AT_FLOOR <= found <= scoring.CAP


@given(st.sampled_from(["higher", "lower"]), finite, finite, st.lists(finite, min_size=3, max_size=3, unique=True))
def test_better_never_counts_less(direction: scoring.Direction, one: float, other: float, marks: list[float]) -> None:
    worse, better = sorted((one, other), reverse=direction == "lower")
    ordered = scoring.Marks(*sorted(marks, reverse=direction == "lower"))
    least, most = (scoring.attainment(direction, actual, ordered) for actual in (worse, better))
    assert least is not None
    assert most is not None
    assert least <= most + 1e-9
