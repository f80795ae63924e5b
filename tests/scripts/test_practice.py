"""When a question is asked again: tests/rules/practice.json."""

import json
from typing import Any

from tests.conftest import PROJECT
from tests.node import run

CASES: dict[str, list[dict[str, Any]]] = json.loads((PROJECT / "tests/rules/practice.json").read_text(encoding="utf-8"))


def test_what_is_kept_after_an_answer() -> None:
    code = "({ answered }, cases) => cases.map((one) => answered(one.before, one.known, one.today))"
    found = run("rules/practice.js", code, CASES["answered"])
    assert dict(zip((one["why"] for one in CASES["answered"]), found, strict=True)) == {
        one["why"]: one["after"] for one in CASES["answered"]
    }


def test_when_a_question_is_due() -> None:
    code = "({ isDue }, cases) => cases.map((one) => isDue(one.answer, one.today))"
    assert run("rules/practice.js", code, CASES["due"]) == [one["due"] for one in CASES["due"]]


def test_which_questions_come_first() -> None:
    code = "({ queue }, cases) => cases.map((one) => queue(one.answers, one.today))"
    found = run("rules/practice.js", code, CASES["queue"])
    assert found == [{"again": one["again"], "fresh": one["fresh"]} for one in CASES["queue"]]


def test_who_always_knows_is_asked_on_day_2_7_and_21() -> None:
    code = """({ answered, nextDay }, first) => {
        const days = [];
        for (let day = first, kept = null; day; day = nextDay(kept)) {
            days.push(day);
            kept = answered(kept, true, day);
        }
        return days;
    }"""
    assert run("rules/practice.js", code, "2026-12-01") == ["2026-12-01", "2026-12-03", "2026-12-08", "2026-12-22"]
