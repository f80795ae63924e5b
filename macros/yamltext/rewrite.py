"""Another value for one scalar of a data file, at its own bytes and in its own style.

Quotes stay quotes and a block stays a block; where the new value can't be written so, it gets double quotes. What
comes out is read again: nothing but that one value may differ.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

from macros.problems.problem import Loc
from macros.yamltext import edit, reader
from macros.yamltext.edit import Edit, EditError, Node
from macros.yamltext.marks import Document

#: The head of a block: folded or literal, what becomes of the lines at its end, its indentation, a comment.
_BLOCK = re.compile(r"([|>])([+-]?)([1-9]?)([+-]?)[ \t]*(#[^\r\n]*)?\r?\n")


def value_at(data: Any, loc: Loc) -> Any:
    """What plain data has at a path. Raises KeyError when there is nothing."""
    for step in loc:
        try:
            data = data[step]
        except (LookupError, TypeError):
            raise KeyError(step) from None
    return data


def rewritten(text: str, loc: Loc, value: str | int) -> str:
    """The text with another value at a path.

    Takes the text of a file without a problem. Raises KeyError where nothing stands there, and EditError where the
    value can't be written.
    """
    before = _read(text)
    root = edit.parse(text)
    node = root.at(loc)
    if node.value is None:
        raise KeyError(loc[-1])
    in_brackets = any(root.at(loc[:depth]).flow for depth in range(len(loc)))
    for source in _ways(text, node, value, in_brackets=in_brackets):
        fresh = edit.apply(text, [Edit(node.start, node.end, source)])
        document = _read(fresh)
        if len(document.problems) <= len(before.problems) and _differs_in(before.data, document.data, loc, value):
            return fresh
    raise EditError("这段文字没法写进文件：里面有 YAML 容不下的字符。删掉看不见的字符再试。")


def _differs_in(before: Any, after: Any, loc: Loc, value: str | int) -> bool:
    """Whether data has the value at the path, a block's line end aside, and nothing else is different."""
    expected = copy.deepcopy(before)
    try:
        found = value_at(after, loc)
        if found != value and not (isinstance(found, str) and found.removesuffix("\n") == value):
            return False
        value_at(expected, loc[:-1])[loc[-1]] = found
    except KeyError:
        return False
    return bool(expected == after)


def _read(text: str) -> Document:
    document = Document("", text)
    reader.parse(document)
    return document


def _ways(text: str, node: Node, value: str | int, *, in_brackets: bool) -> Iterator[str]:
    """How the value may be written, the way it is written now first."""
    if not isinstance(value, str):
        yield str(value)
        return
    first = text[node.start : node.start + 1]
    if first in {"|", ">"} and (source := _block(text, node, value)) is not None:
        yield source
    if first == "'" and value.isprintable():
        yield "'" + value.replace("'", "''") + "'"
    if first not in {"'", '"'}:
        yield edit.scalar(value, flow=in_brackets)
    yield json.dumps(value, ensure_ascii=False)


def _block(text: str, node: Node, value: str) -> str | None:
    """The value as the one line of a block, below the head that the block has."""
    head = _BLOCK.match(text, node.start, node.end)
    if head is None or head[3]:
        return None
    line = text[head.end() : node.end]
    indent = line[: len(line) - len(line.lstrip(" \r\n"))].rpartition("\n")[2]
    return head[0] + indent + value
