"""Evaluates the expressions of metrics: + - * / ( ), numbers and named inputs, nothing else.

The grammar, read from left to right, the same in docs/assets/js/rules/formula.js; tests/calc/cases.json holds both to it:

    sum     = product { ("+" | "-") product }
    product = factor { ("*" | "/") factor }
    factor  = "-" factor | number | name | "(" sum ")"
    number  = digits [ "." digits ]        name = letter { letter | digit | "_" }, all lower-case
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

#: Deep enough for any formula that a person writes, and far from where Python or a browser runs out of stack.
_DEEPEST = 50
_TOKEN = re.compile(
    r" *(?:(?P<number>\d+(?:\.\d+)?(?![\w.]))|(?P<name>[a-z][a-z0-9_]*(?![\w.]))|(?P<sign>[-+*/()]))", re.ASCII
)


class CalcError(ValueError):
    """An expression that isn't one of ours, names an input that isn't there, or has no result."""


def evaluate(expression: str, inputs: Mapping[str, float]) -> float:
    """Value of `expression` for `inputs`. Raises CalcError when it is not plain arithmetic or has no finite value."""
    reader = _Reader(expression, inputs)
    value = reader.sum(0)
    if reader.next is not None:
        raise reader.wrong()
    if not math.isfinite(value):
        raise CalcError("算出来的数太大")
    return value


class _Reader:
    """Reads an expression from left to right and works it out on the way."""

    def __init__(self, expression: str, inputs: Mapping[str, float]) -> None:
        self.expression = expression
        self.inputs = inputs
        self.tokens = self._split()
        self.at = 0

    def _split(self) -> list[re.Match[str]]:
        tokens: list[re.Match[str]] = []
        text = self.expression.rstrip(" ")
        at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                raise self.wrong()
            tokens.append(token)
            at = token.end()
        return tokens

    @property
    def next(self) -> re.Match[str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def wrong(self) -> CalcError:
        return CalcError(f"算式里只能用 + - * / ( )、数和输入的代号，写法不对：{self.expression}")

    def take(self, signs: str) -> str:
        """The next sign, if it is one of these; nothing is taken otherwise."""
        sign = (self.next and self.next["sign"]) or ""
        if sign and sign in signs:
            self.at += 1
            return sign
        return ""

    def sum(self, depth: int) -> float:
        value = self.product(depth)
        while sign := self.take("+-"):
            right = self.product(depth)
            value = value + right if sign == "+" else value - right
        return value

    def product(self, depth: int) -> float:
        value = self.factor(depth)
        while sign := self.take("*/"):
            right = self.factor(depth)
            if sign == "*":
                value *= right
            elif right == 0:
                raise CalcError("除数是 0")
            else:
                value /= right
        return value

    def factor(self, depth: int) -> float:
        if depth > _DEEPEST:
            raise self.wrong()
        if self.take("-"):
            return -self.factor(depth + 1)
        if self.take("("):
            value = self.sum(depth + 1)
            if not self.take(")"):
                raise self.wrong()
            return value
        token = self.next
        if token is None or token["sign"]:
            raise self.wrong()
        self.at += 1
        if token["number"]:
            return float(token["number"])
        if token["name"] not in self.inputs:
            raise CalcError(f"算式里的 {token['name']} 不在输入里")
        return float(self.inputs[token["name"]])
