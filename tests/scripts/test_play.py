"""The clock of a case that is played: tests/rules/play.json."""

import json
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.node import run

CASES: dict[str, list[dict[str, Any]]] = json.loads((PROJECT / "tests/rules/play.json").read_text(encoding="utf-8"))
#: For each group of cases what is worked out of one, and the field that has the result.
RULES = {
    "minutes": ("rules.minutes(one.clock, one.now, one.last)", "minutes"),
    "set": ("rules.set(one.clock, one.change, one.now, one.last)", "after"),
    "arrived": ("rules.arrived(one.events, one.minute)", "count"),
    "times": ("rules.timeOf(one.start, one.minute)", "time"),
    "done": ("rules.done(one.by, one.ticked ?? undefined)", "done"),
}


@pytest.mark.parametrize("group", CASES)
def test_a_rule_of_the_clock(group: str) -> None:
    code, field = RULES[group]
    found = run("rules/play.js", f"(rules, cases) => cases.map((one) => {code})", CASES[group])
    assert found == [one[field] for one in CASES[group]]


def test_a_clock_that_is_let_run_and_halted_loses_no_minute() -> None:
    code = """({ stopped, set, minutes }) => {
        let clock = set(stopped(), { running: true }, 0, 30);
        for (const now of [60_000, 120_000, 180_000]) clock = set(clock, { running: !clock.running }, now, 30);
        return minutes(clock, 180_000, 30);
    }"""
    assert run("rules/play.js", code) == 2


@pytest.mark.parametrize(
    "kept",
    [
        None,
        {},
        {"v": "1", "clock": {"base": 0, "done": -1, "running": True, "pace": 1}, "ticks": []},
        {"v": "1", "clock": {"base": 0, "done": 0, "running": True, "pace": 1e9}, "ticks": []},
        {"v": "1", "clock": {"base": 0, "done": 0, "running": True, "pace": 1}, "ticks": [{"what": "e1"}]},
        {"v": "1", "clock": {"base": 0, "done": 0, "running": True, "pace": 1}, "ticks": "e1"},
    ],
)
def test_what_is_no_play_is_not_read(kept: object) -> None:
    assert run("play/record.js", "({ readPlay }, kept) => readPlay(kept)", kept) is None


def test_a_play_is_read_as_it_is() -> None:
    clock = {"base": 5, "done": 2.5, "running": False, "pace": 6}
    kept = {"v": "3fa81c2e", "clock": clock, "ticks": [{"what": "e1", "minute": 3.2}]}
    assert run("play/record.js", "({ readPlay }, kept) => readPlay(kept)", kept) == kept
