"""Values that a formatter broke into several lines: told from lines whose dash or field was forgotten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

#: No formatter is set up to break shorter lines than this.
_NARROWEST = 60
#: Signs after and before which nobody writes the blank at which a line may be broken.
_FULL_STOPS = "。，、；：？！）》”’】（《“‘【…—"
_FIELD = re.compile(r"[A-Za-z_]+: ")
_OWN = re.compile(r"- |[A-Za-z_]+[:：](?:\s|$)|#")


def is_wrapped(lines: list[str]) -> bool:
    """Whether the lines of a value are what a formatter makes of one long line.

    It breaks at blanks, which Chinese has only beside other letters; it indents what follows;
    and it breaks as late as its width allows, so that one more word would have been too long for every line but the
    last.
    """
    if len(lines) < 2 or any(not line.strip() for line in lines):
        return False
    least = _least_indent(lines[0])
    below = lines[1:]
    if any(len(line) - len(line.lstrip(" ")) < least or _OWN.match(line.lstrip(" ")) for line in below):
        return False
    if not all(_is_blank_between(before.rstrip(), line.lstrip()) for before, line in zip(lines, below, strict=False)):
        return False
    return any(_breaks_late([line.rstrip() for line in lines], width) for width in (len, _columns))


def _least_indent(first: str) -> int:
    """How deep what follows a line must be indented: below the text of a list's item, or deeper than a field."""
    match = re.match(r" *(?:- +)*", first)
    column = match.end() if match else 0
    return column + 1 if _FIELD.match(first, column) else column


def _is_blank_between(before: str, behind: str) -> bool:
    """Whether a blank may have stood between two pieces of a text."""
    left, right = before[-1], behind[0]
    return (left.isascii() or right.isascii()) and left not in _FULL_STOPS and right not in _FULL_STOPS


def _columns(text: str) -> int:
    """How wide a text is shown, Chinese signs twice as wide as others."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _breaks_late(lines: list[str], width: Callable[[str], int]) -> bool:
    """Whether one width explains where the lines end: kept by all of them, or passed by the last word of each."""
    widths = [width(line) for line in lines]
    if max(widths) < _NARROWEST:
        return False
    fuller = [size + 1 + width(below.split()[0]) for size, below in zip(widths, lines[1:], strict=False)]
    if min(fuller) > max(widths):
        return True
    without_last = [width(line.rpartition(" ")[0]) for line in lines]
    return min(widths[:-1]) > max(without_last)
