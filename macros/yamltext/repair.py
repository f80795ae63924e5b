"""Why a text is not YAML, in an editor's words, and how it was most likely meant.

The parser stops at the first error and often names a place after the true one. So the lines are looked through
for what Chinese editors really type, every such line is named, and a text is given back in which the mistake is
mended, or the smallest piece around it left out, so that reading can go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from macros.problems import catalogue
from macros.yamltext import signs

try:
    from yaml import CSafeLoader

    _Loader: Any = CSafeLoader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import SafeLoader

    _Loader = SafeLoader

#: What the loader says when a text is nested too deeply.
TOO_DEEP = "too deep"
#: How many pieces are left out of one text before it is given up.
_MAX_PIECES = 60


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with a text, and a text to go on with, or None.

    `sure` is whether that text says what was meant; otherwise something may be missing from it.
    """

    hints: list[signs.Found]
    text: str | None
    sure: bool


def explain(text: str, error: Exception, open_quotes: Sequence[int], tried: set[int]) -> Diagnosis:
    """Say in an editor's words why `text` is not YAML.

    Takes the text (lines end in a line feed), the parser's error, the lines (from 0) where quoted texts began
    that did not end on their line, and what was tried before on this text; the first call is given an empty
    set and the next ones the same set.
    """
    lines = text.split("\n")
    if _EVERY_LINE not in tried:
        tried.add(_EVERY_LINE)
        if (found := _every_line(lines)) is not None:
            return found
    stop, hint = _blame(lines, error, open_quotes)
    near = [number for number in (stop, stop - 1) if 0 <= number < len(lines) and number not in tried]
    for number in near:
        if (match := signs.CURLY.match(lines[number])) and not _is_block(lines, number):
            said = catalogue.text("E-curly-quote", found=match[2])
            lines[number] = match[1] + _straight(lines[number][match.end(1) :])
            tried.add(number)
            return Diagnosis([(number + 1, match.end(1) + 1, "E-curly-quote", said)], "\n".join(lines), True)
    context = getattr(error, "context_mark", None)
    start = context.line if context is not None and context.line <= stop else stop
    if (misplaced := _misplaced(lines, stop, start, hint[2], tried)) is not None:
        number, moved = misplaced
        tried.add(number)
        return Diagnosis(
            [_moved(number, lines[number], moved)], "\n".join([*lines[:number], moved, *lines[number + 1 :]]), False
        )
    # What is met again around a piece that was left out is the same mistake.
    again = any(abs(known - stop) <= 2 for known in tried if known >= 0)
    rest = _without(lines, stop, tried)
    return Diagnosis([] if again else [hint], rest, False)


#: In `tried`: every line was looked through.
_EVERY_LINE = -1


def _every_line(lines: list[str]) -> Diagnosis | None:
    """Every suspicious line of a text that is no YAML, and the text with all of them mended."""
    found: list[signs.Found] = []
    sure = True
    first = next((number for number, line in enumerate(lines) if not _is_blank(line)), 0)
    if indent := _width(lines[first]):
        found.append((first + 1, indent + 1, "E-indent", catalogue.text("E-indent", "top", indent=indent)))
        sure = False
        # One line that slipped is put back; of a file whose beginning is gone the rest is read.
        if signs.FIELD.match(lines[first]) and any(
            signs.FIELD.match(line) and not _width(line) for line in lines[first + 1 :][:2]
        ):
            lines[first] = lines[first].lstrip(" ")
        else:
            lines[:] = _from_top(lines)
    for number, line in enumerate(lines):
        if not line or line.lstrip().startswith("#"):
            continue
        for hint in signs.hints_in(line):
            found.append((number + 1, hint.column, hint.code, hint.text))
            if hint.code in {"E-tab", "E-wide-space"}:
                sure = False
                indent = _content_column(lines, number)
                lines[number] = " " * indent + signs.INDENT.sub("", line)
            elif hint.code == "E-conflict":
                sure = False
                if line.startswith("="):  # of the two versions the first is read
                    theirs = next((n for n in range(number, len(lines)) if lines[n].startswith(">" * 7)), number)
                    lines[number : theirs + 1] = [""] * (theirs + 1 - number)
                    found.append((theirs + 1, 1, "E-conflict", catalogue.text("E-conflict", mark=">" * 7)))
                lines[number] = ""
            elif hint.mended is not None:
                lines[number] = hint.mended
    return Diagnosis(found, "\n".join(lines), sure) if found else None


def _from_top(lines: list[str]) -> list[str]:
    """The lines from the first field that stands at the left margin on; empty ones in the place of those before."""
    top = next(
        (number for number, line in enumerate(lines) if signs.FIELD.match(line) and not _width(line)), len(lines)
    )
    return [*[""] * top, *lines[top:]]


def _straight(value: str) -> str:
    """A value in curly quotes in straight ones; a text that only begins with one, in straight ones as a whole."""
    body = value.rstrip()
    if len(body) > 1 and body[-1] in "“”‘’\"'" and not re.search("[“”‘’]", body[1:-1]):
        return signs.quoted(body[1:-1])
    return signs.quoted(body)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _is_block(lines: list[str], number: int) -> bool:
    """Whether a line has more lines below it that belong to it."""
    after = next((line for line in lines[number + 1 :] if not _is_blank(line)), "")
    return _width(after) > _width(lines[number]) and lines[number].rstrip().endswith(":")


def _content_column(lines: list[str], number: int) -> int:
    """Where the fields beside a line most likely begin: as in the line before it, or below it if that opens."""
    before = next((lines[n] for n in range(number - 1, -1, -1) if not _is_blank(lines[n])), "")
    match = re.match(r"\s*(?:- +)*", before)
    column = match.end() if match else 0
    return column + 2 if before.rstrip().endswith(":") else column


def _moved(number: int, line: str, moved: str) -> signs.Found:
    """What to say about a line that was moved, or given its dash."""
    column = _width(line) + 1
    if moved.lstrip().startswith("- ") and not line.lstrip().startswith("- "):
        return (
            number + 1,
            column,
            "E-wide-dash",
            catalogue.text("E-wide-dash", "none", key=line.split(":", maxsplit=1)[0].strip()),
        )
    return number + 1, column, "E-indent", catalogue.text("E-indent", indent=column - 1, nearest=_width(moved))


#: Codes of the parser's own words after which a line may simply stand in the wrong column.
_MAY_BE_MOVED = {"E-indent", "E-colon-in-text", "E-colon", "E-yaml"}
#: How many lines before the parser's stop are tried in other columns.
_LINES_BACK = 3
#: Above this many characters no other columns are tried: each try reads the whole text.
_MAX_TRIED = 200_000


def _misplaced(lines: list[str], stop: int, start: int, code: str, tried: set[int]) -> tuple[int, str] | None:
    """A line that stands in the wrong column or lacks its dash, and the line mended; None when that mends nothing.

    `stop` is where the parser gave up, `start` where what it was reading began. Every likely line is put into every
    column that is in use around it, and the move after which the parser gets furthest is taken: a line that was
    shifted makes the parser stumble over the lines that stayed in their place.
    """
    if code not in _MAY_BE_MOVED or sum(map(len, lines)) > _MAX_TRIED:
        return None
    best: tuple[tuple[int, int, int], int, str] | None = None
    so_far = _next_error(lines)
    back = [number for number in range(stop, -1, -1) if not _is_blank(lines[number])][:_LINES_BACK]
    for order, number in enumerate(dict.fromkeys([*back, start])):
        line = lines[number]
        if number in tried or not (signs.FIELD.match(line) or line.lstrip().startswith("- ")):
            continue
        body, own = line.lstrip(" "), _width(line)
        moves = [(abs(column - own), " " * column + body) for column in _columns(lines, number)]
        if not body.startswith("- ") and own >= 2:
            moves.append((1, " " * (own - 2) + "- " + body))
        for far, moved in moves:
            if moved == line:
                continue
            reach = _next_error([*lines[:number], moved, *lines[number + 1 :]])
            rank = (-reach, far, order)
            if reach > so_far and (best is None or rank < best[0]):
                best = rank, number, moved
    return (best[1], best[2]) if best is not None else None


def _columns(lines: list[str], number: int) -> list[int]:
    """The columns in which a line may begin: those of the lines around it and of what it may belong to."""
    around = [line for line in lines[max(number - 8, 0) : number + 8] if not _is_blank(line)]
    shallowest = _width(lines[number]) + 3
    for line in reversed(lines[:number]):
        if not _is_blank(line) and _width(line) < shallowest:
            shallowest = _width(line)
            around.append(line)
    columns = {_width(line) for line in around}
    columns |= {match.end() for line in around if (match := re.match(r"\s*(?:- +)+", line))}
    return sorted(columns, key=lambda column: abs(column - _width(lines[number])))[:6]


def _next_error(lines: list[str]) -> int:
    """The line (from 0) at which the parser gives up; the number of lines when it doesn't.

    A text that runs over into the next line counts as an error there: moving lines must not glue them together.
    """
    at = len(lines)
    try:
        for event in yaml.parse("\n".join(lines), Loader=_Loader):
            if isinstance(event, yaml.ScalarEvent) and event.style not in {"|", ">"}:
                start, end = event.start_mark, event.end_mark
                if start is not None and end is not None and end.line > start.line:
                    return start.line + 1
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        at = mark.line if mark is not None else 0
    return at


def _without(lines: list[str], at: int, tried: set[int]) -> str | None:
    """The text without the smallest piece around a line that was not left out before; None to give up.

    A piece is a field or a list item with everything that is indented below it.
    """
    number = min(max(at, 0), len(lines) - 1)
    while number > 0 and _is_blank(lines[number]):
        number -= 1
    while number in tried or _is_blank(lines[number]):
        indent = _width(lines[number]) if not _is_blank(lines[number]) else 1_000
        number -= 1
        while number >= 0 and (_is_blank(lines[number]) or _width(lines[number]) >= max(indent, 1)):
            number -= 1
        if number < 0:
            return None
    tried.add(number)
    if len(tried) > _MAX_PIECES:
        return None
    indent = _width(lines[number])
    opens = lines[number].rstrip().endswith(":") and not lines[number].lstrip().startswith("- ")
    last = number + 1
    while last < len(lines):
        line = lines[last]
        same_list = opens and _width(line) == indent and line.lstrip().startswith("- ")
        if not _is_blank(line) and _width(line) <= indent and not same_list:
            break
        last += 1
    return "\n".join([*lines[:number], *[""] * (last - number), *lines[last:]])


def _blame(lines: list[str], error: Exception, open_quotes: Sequence[int]) -> tuple[int, signs.Found]:
    """The line (from 0) where the mistake most likely is, and what to say about it."""
    problem = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    mark = problem or context
    said = str(getattr(error, "problem", "") or error)
    about = str(getattr(error, "context", "") or "")
    at = (mark.line, mark.column) if mark is not None else (0, 0)
    since = f"（这一段从第 {context.line + 1} 行开始）" if context is not None and context.line != at[0] else ""

    def found(place: tuple[int, int], code: str, occasion: str = "", **values: object) -> tuple[int, signs.Found]:
        line = min(place[0], len(lines) - 1)
        return line, (line + 1, place[1] + 1, code, catalogue.text(code, occasion, **values))

    start = (context.line, context.column) if context is not None else at
    if isinstance(error, RecursionError) or said == TOO_DEEP:
        return found(at, "E-depth")
    if open_quotes and open_quotes[-1] <= at[0]:
        line = open_quotes[-1]
        return found((line, max(lines[line].find('"'), 0)), "E-quote")
    if "quoted scalar" in about:
        return found(start, "E-quote" if "escape" not in said else "E-yaml", said=said, since="")
    if "could not find expected ':'" in said:
        return found(start, "E-colon", since="")
    if "flow" in about and start[0] < at[0]:
        return found(start, "E-flow", since="")
    if "end of stream" in said:
        return found(at, "E-cut", since=since)
    if "mapping values are not allowed" in said:
        before = next((number for number in range(at[0] - 1, -1, -1) if not _is_blank(lines[number])), -1)
        if before >= 0 and not signs.FIELD.match(lines[before]) and _width(lines[before]) <= _width(lines[at[0]]):
            return found((before, _width(lines[before])), "E-colon", since="")
        return found(at, "E-indent", "context", since=since)
    if "expected ',' or" in said or "flow" in about or "flow" in said:
        return found(at, "E-flow", since=since)
    if "cannot start any token" in said:
        return found(at, "E-special", found=lines[at[0]][at[1] : at[1] + 1] if at[0] < len(lines) else "")
    if "block" in about or "block" in said or "expected <document start>" in said:
        return found(at, "E-indent", "context", since=since)
    return found(at, "E-yaml", said=said, since=since)
