"""When rhythms fall due: the table of cases. tests/scripts/test_schedule.py holds JavaScript to the same."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from macros.rules.schedule import falls, period

CASES: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
day = dt.date.fromisoformat


def written(moments: list[dt.datetime]) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in moments]


@pytest.mark.parametrize("case", CASES["falls"], ids=lambda case: case["why"])
def test_a_rhythm_falls(case: dict[str, Any]) -> None:
    assert written(falls(case["cadence"], case["due"], day(case["first"]), day(case["last"]))) == (case["at"])


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["cadence"])
def test_what_has_no_due_date_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no "):
        falls(case["cadence"], case["due"], day("2026-01-01"), day("2026-12-31"))


@pytest.mark.parametrize("case", CASES["periods"], ids=lambda case: f"{case['cadence']} {case['day']}")
def test_a_day_lies_in(case: dict[str, Any]) -> None:
    assert period(case["cadence"], day(case["day"])) == case["is"]


def test_an_event_has_no_period() -> None:
    with pytest.raises(ValueError, match="no period"):
        period("per-event", day("2026-11-23"))
