"""How the pages work metrics out: the cases of Python, and every worked example in data/."""

import json

import pytest

from tests.conftest import PROJECT
from tests.node import run
from tests.shipped import shipped_playbook

CASES = json.loads((PROJECT / "tests/calc/cases.json").read_text(encoding="utf-8"))
EVALUATE = """({ evaluate, CalcError }, cases) => cases.map(({ expr, inputs }) => {
    try {
        return evaluate(expr, new Map(Object.entries(inputs ?? {})));
    } catch (error) {
        return error instanceof CalcError ? error.message : `not expected: ${error}`;
    }
})"""


def test_a_value_is_that_of_python() -> None:
    assert run("rules/formula.js", EVALUATE, CASES["values"]) == [case["is"] for case in CASES["values"]]


def test_an_error_is_that_of_python() -> None:
    for case, found in zip(CASES["errors"], run("rules/formula.js", EVALUATE, CASES["errors"]), strict=True):
        assert case["why"] in str(found), case["expr"]


def test_a_formula_that_never_ends_is_refused() -> None:
    endless = [{"expr": sign * 100_000 + "1"} for sign in "(-"]
    assert all("写法不对" in found for found in run("rules/formula.js", EVALUATE, endless))


def test_every_worked_example_comes_out() -> None:
    examples = [
        {"expr": one.calc.expr, "inputs": {given.k: given.eg for given in one.calc.inputs}, "is": one.calc.eg}
        for one in shipped_playbook().metrics.values()
        if one.calc
    ]
    assert examples
    assert run("rules/formula.js", EVALUATE, examples) == pytest.approx([case["is"] for case in examples])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *[("1,000", 1000), ("１２．５", 12.5), (" 3 ", 3), ("−4", -4), ("12%", 12), ("1，234.5", 1234.5), (".5", 0.5)],
        *[("5.", 5), ("", None), ("abc", None), ("1e5", None), ("1 2", 12), ("--1", None), ("∞", None)],
        ("1.2.3", None),
    ],
)
def test_a_figure_is_read_as_people_type_it(typed: str, value: float | None) -> None:
    assert run("lib/number.js", "({ readNumber }, text) => readNumber(text)", typed) == value
