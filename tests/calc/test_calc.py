"""The evaluator of metrics' expressions: the table of cases, and every worked example in data/metrics.yml."""

import json
from pathlib import Path
from typing import Any

import pytest

from macros.rules.formula import CalcError, evaluate
from macros.views.views import Views

CASES: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["values"], ids=lambda case: case["expr"])
def test_a_value(case: dict[str, Any]) -> None:
    assert evaluate(case["expr"], case.get("inputs", {})) == case["is"]


@pytest.mark.parametrize("case", CASES["errors"], ids=lambda case: case["expr"])
def test_an_error(case: dict[str, Any]) -> None:
    with pytest.raises(CalcError, match=case["why"]):
        evaluate(case["expr"], case.get("inputs", {}))


@pytest.mark.parametrize("sign", ["(", "-"])
def test_a_formula_that_never_ends_is_refused(sign: str) -> None:
    with pytest.raises(CalcError, match="写法不对"):
        evaluate(sign * 100_000 + "1", {})


def test_every_worked_example(shipped: Views) -> None:
    """Of the shipped data."""
    examples = {metric.id: metric.calc for metric in shipped.playbook.metrics.values() if metric.calc}
    assert examples
    for name, calc in examples.items():
        inputs = {given.k: given.eg for given in calc.inputs}
        assert evaluate(calc.expr, inputs) == pytest.approx(calc.eg), name
