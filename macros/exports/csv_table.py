"""Rows → CSV that Chinese Excel opens as it should."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: A cell that begins with one of these may be taken for a formula: OWASP ASVS 5.0, 1.2.10. The full-width forms
#: count as well where Excel runs in Chinese or Japanese.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Cell = str | int | float


def table(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as UTF-8 with a byte order mark, lines ended as RFC 4180 has it.

    A text that a spreadsheet could take for a formula gets an apostrophe before it, and so stays text.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
