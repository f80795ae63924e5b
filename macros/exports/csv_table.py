"""Rows → CSV that Chinese Excel opens as it should."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: A cell that begins with one of these may be taken for a formula: OWASP ASVS 5.0, 1.2.10. The full-width forms
#: count as well where Excel runs in Chinese or Japanese.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: The place before a line that begins with one: a program that takes no heed of quotes begins a cell there.
#: Blanks before the sign don't hinder some programs.
_FORMULA = re.compile(r"(^|[\r\n])(?=[^\S\r\n]*[=+\-@＝＋－＠]|\t)")

Cell = str | int | float


def table(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as UTF-8 with a byte order mark, lines ended as RFC 4180 has it.

    A text that a spreadsheet could take for a formula stays text: see `guarded`.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs: a text with an apostrophe before every line that could be a formula.

    docs/assets/js/lib/spreadsheet.js has the same rule; tests/rules/cells.json holds both to it.
    """
    if not isinstance(cell, str):
        return cell
    text = _FORMULA.sub(r"\1'", cell)
    return f"'{text}" if text.startswith("\r") else text
