"""Marks around what a page prints of the data, for a preview in which that can be changed.

A mark is one character of a plane that no font and no text uses: it passes through Jinja, Markdown and HTML like any
letter. What is written to the disk is always without marks; where they were is kept beside it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from macros.model.origin import (
    Origin,
    OriginDate,
    OriginNumber,
    OriginWhole,
    OriginWords,
    origin_of,
    origin_of_part,
)

#: The first mark of a beginning, the first of an end, and how many of each there are.
_BEGIN, _END, _COUNT = 0xF0000, 0x100000, 0xFFF0
MARK = re.compile(f"[{chr(_BEGIN)}-{chr(_BEGIN + _COUNT - 1)}{chr(_END)}-{chr(_END + _COUNT - 1)}]")
#: Functions of labels and phrases whose words are printed as they come.
_WORDED = frozenset(
    "duration minutes number when within check_time decision_when given hours how_often limits supply takes task_when"
    " task_time".split()
)


class Spot(NamedTuple):
    """What a mark stands for: where the value is written, and whether it is shown in other words than written."""

    origin: Origin
    derived: bool = False


class Marker:
    """Numbers what one page prints of the data, in the order in which it does."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []
        self._numbers: dict[Spot, int] = {}

    def has_any(self, spots: set[Spot]) -> bool:
        """Whether the page prints any of these."""
        return not self._numbers.keys().isdisjoint(spots)

    def around(self, source: object, shown: str) -> str:
        """What is shown of `source`, between marks if it is known where that is written."""
        origin = origin_of(source)
        return self._between(Spot(origin, isinstance(source, OriginWords)), shown) if origin else shown

    def printed(self, value: Any) -> Any:
        """A number or a date that a template prints, between marks if it is known where that is written."""
        if isinstance(value, OriginWhole | OriginNumber | OriginDate):
            return self.around(value, str(value))
        return value

    def worded(self, module: Any) -> _Worded:
        """The functions of a module, what they say of a value or a thing between marks."""
        return _Worded(self, module)

    def derived(self, source: object, shown: str) -> str:
        """What is said of a value, or of a thing that has values."""
        origin = _whence(source)
        return self._between(Spot(origin, derived=True), shown) if origin and shown else shown

    def _between(self, spot: Spot, shown: str) -> str:
        number = self._numbers.get(spot)
        if number is None:
            if len(self.spots) == _COUNT:
                return shown
            number = self._numbers[spot] = len(self.spots)
            self.spots.append(spot)
        return f"{chr(_BEGIN + number)}{shown}{chr(_END + number)}"


class _Worded:
    """Stands before a module of words: hands everything on, and marks what is printed."""

    def __init__(self, marker: Marker, module: Any) -> None:
        self._marker = marker
        self._module = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._module, name)
        if name not in _WORDED:
            return found

        def marked(*values: Any) -> str:
            shown = str(found(*values))
            known = next((one for one in values if _whence(one)), None)
            return shown if known is None else self._marker.derived(known, shown)

        return marked


def _whence(source: object) -> Origin | None:
    """Where the values are written of which words are made: of a task, those of its rhythm or its trigger."""
    if (origin := origin_of(source)) is not None:
        return origin
    times = [getattr(source, name, None) for name in ("due", "start", "minutes")]
    for one in (getattr(source, "rhythm", None), getattr(source, "trigger", None), source):
        if (origin := origin_of_part(one)) is not None:
            return origin
    found = next((origin for origin in map(origin_of, times) if origin is not None), None)
    return found and Origin(found.file, found.path[:-1])


def clean(text: str) -> str:
    """A text without marks."""
    return MARK.sub("", text) if MARK.search(text) else text


class Mark(NamedTuple):
    """A mark that stood at an offset of the clean text: a spot's number, and whether it begins or ends there."""

    at: int
    number: int
    begins: bool


def taken_out(text: str) -> tuple[str, list[Mark]]:
    """A text without its marks, and where they stood."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in MARK.finditer(text):
        parts.append(text[at : match.start()])
        length += match.start() - at
        at = match.end()
        code = ord(match[0])
        marks.append(Mark(length, code - (_BEGIN if code < _END else _END), code < _END))
    parts.append(text[at:])
    return "".join(parts), marks
