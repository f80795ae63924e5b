"""YAML text that is edited in place: where every value begins and ends, and edits at those places.

`marks.Marks` has the beginnings; a change needs the ends as well, and the style a value is written in. What is
outside an edit keeps its bytes: nothing is ever dumped again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from macros.problems.problem import Key, Loc
from macros.yamltext import marks, reader

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

#: How much deeper the items of a list stand than its key, as all of data/ is written.
INDENT = 2


class EditError(Exception):
    """A change that can't be made; the message says why, and what to do instead, in an editor's words."""


@dataclass(slots=True)
class Node:
    """A value in the text: its extent, whether it is written in brackets, and what lies in it.

    `start` and `end` are offsets in the text. The end of a block mapping or list is the end of its last value.
    `key` is the extent of the key that leads here, if one does.
    """

    start: int
    end: int
    flow: bool = False
    value: str | None = None
    key: tuple[int, int] | None = None
    below: dict[Key, Node] = field(default_factory=dict)

    def at(self, loc: Loc) -> Node:
        """The node at a path. Raises KeyError when there is none."""
        here = self
        for step in loc:
            here = here.below[step]
        return here

    def has(self, loc: Loc) -> bool:
        """Whether there is something at a path."""
        here = self
        for step in loc:
            if step not in here.below:
                return False
            here = here.below[step]
        return True

    def scalars(self, loc: Loc = ()) -> Iterator[tuple[Loc, Node]]:
        """Every single value below here, with its path."""
        if self.value is not None:
            yield loc, self
        for step, node in self.below.items():
            yield from node.scalars((*loc, step))


def parse(text: str) -> Node:
    """The extents of every value of a text that `load` reads without a problem (no anchors, no doubled keys)."""
    loader: Any = _Loader(text)
    try:
        loader.get_event()  # stream start
        if loader.check_event(yaml.StreamEndEvent):
            return Node(0, 0, value="")
        loader.get_event()  # document start
        return _node(loader, loader.get_event(), text)
    finally:
        loader.dispose()


def _node(loader: Any, event: Any, text: str) -> Node:
    start: int = event.start_mark.index
    if isinstance(event, yaml.ScalarEvent):
        # The mark of a block scalar lies behind the blank lines that follow it.
        stop: int = event.end_mark.index  # type: ignore[union-attr]
        end = start + len(text[start:stop].rstrip())
        return Node(start, end, value=event.value)
    node = Node(start, start, flow=bool(event.flow_style))
    last = start
    if isinstance(event, yaml.SequenceStartEvent):
        inner: Any
        while not isinstance(inner := loader.get_event(), yaml.SequenceEndEvent):
            below = _node(loader, inner, text)
            node.below[len(node.below)] = below
            last = below.end
    else:
        while not isinstance(inner := loader.get_event(), yaml.MappingEndEvent):
            key = (inner.start_mark.index, inner.end_mark.index)
            below = _node(loader, loader.get_event(), text)
            below.key = key
            node.below[inner.value] = below
            last = max(below.end, key[1])
    node.end = inner.end_mark.index if node.flow else last
    return node


# ------------------------------------------------------------------------------------------------- edits


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `text` in the place of what lies between two offsets."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made. Edits count from the text as it was, and may not overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        assert edit.start >= at, f"edits overlap at {edit.start}"
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join([*parts, text[at:]])


def replace_scalar(text: str, node: Node, value: str) -> Edit:
    """Write another value, in the quotes of the old one if it has any."""
    quote = text[node.start : node.start + 1]
    if quote in {'"', "'"}:
        return Edit(node.start, node.end, quote + value + quote)
    return Edit(node.start, node.end, scalar(value))


def newline_of(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def line_start(text: str, at: int) -> int:
    """Where the line begins that an offset is in."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line after the one that an offset is in begins."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def column(text: str, at: int) -> int:
    """How many characters stand before an offset in its line."""
    return at - line_start(text, at)


@dataclass(frozen=True, slots=True)
class Piece:
    """An item taken out of a list: its text without indentation, and its value."""

    text: str
    value: Any

    @property
    def has_comment(self) -> bool:
        """Whether the text says more than the value."""
        return "#" in self.text


def piece(value: Any) -> Piece:
    """A new item in the style of the house."""
    return Piece(block([value]), value)


def cut(text: str, loc: Loc) -> tuple[str, Piece]:
    """Take an item out of its list.

    Comments at the end of its lines go with it, and so do comment lines right above an item that is not the
    first. When the list is empty then, its key goes too. Gives back the rest, and what was cut.
    """
    root = parse(text)
    parent, node = root.at(loc[:-1]), root.at(loc)
    value = _value(load_value(text), loc)
    alone = len(parent.below) == 1
    if parent.flow:
        source = text[node.start : node.end]
        taken = Piece(f"- {_dedent(source, column(text, node.start))}\n", value)
        if alone:
            return _drop_key(text, root, loc[:-1]), taken
        number = int(loc[-1])
        if number:
            edit = Edit(parent.below[number - 1].end, node.end, "")
        else:
            edit = Edit(node.start, parent.below[1].start, "")
        return apply(text, [edit]), taken
    start, end = _item_lines(text, parent, int(loc[-1]))
    source = text[start:end]
    if not source.endswith("\n"):
        source += newline_of(text)
    taken = Piece(_dedent(source, parent.start - line_start(text, parent.start)), value)
    if alone:
        return _drop_key(text, root, loc[:-1], end), taken
    return text[:start] + text[end:], taken


def _item_lines(text: str, parent: Node, number: int) -> tuple[int, int]:
    """From where to where the lines of a block item go, with the comment lines right above it."""
    dash = column(text, parent.start)
    start = line_start(text, parent.below[number].start)
    while text[start : start + dash].strip() or text[start + dash : start + dash + 1] != "-":
        start = line_start(text, start - 1)
    while number and start:
        above = line_start(text, start - 1)
        line = text[above:start]
        if not line.startswith(" " * dash + "#"):
            break
        start = above
    return start, line_end(text, parent.below[number].end)


def _drop_key(text: str, root: Node, loc: Loc, end: int | None = None) -> str:
    """Take out a key with everything in it."""
    node, parent = root.at(loc), root.at(loc[:-1])
    assert node.key is not None
    if parent.flow:
        keys = list(parent.below)
        number = keys.index(loc[-1])
        if number:
            return apply(text, [Edit(parent.below[keys[number - 1]].end, node.end, "")])
        after = parent.below[keys[1]].key if len(keys) > 1 else None
        return apply(text, [Edit(node.key[0], after[0] if after else node.end, "")])
    start = line_start(text, node.key[0])
    return text[:start] + text[end if end is not None else line_end(text, node.end) :]


def _dedent(source: str, by: int) -> str:
    return "".join(
        line[by:] if not line[:by].strip() else line.lstrip(" ") for line in source.splitlines(keepends=True)
    )


def append(text: str, loc: Loc, item: Piece) -> str:
    """Put an item at the end of a list.

    A list in brackets stays in brackets when the item fits in; an empty one, and a key that isn't there yet,
    become a list with a line for each item. Raises EditError when the item can't be written there.
    """
    root = parse(text)
    if not root.has(loc):
        return _append_key(text, root, loc, item)
    node = root.at(loc)
    newline = newline_of(text)
    if node.value is not None or (node.flow and not node.below):
        assert node.key is not None
        if root.at(loc[:-1]).flow:
            return apply(text, [Edit(node.start, node.end, f"[{_inline(item)}]")])
        indent = column(text, node.key[0]) + INDENT
        lines = newline + _indented(item.text, indent, newline).rstrip()
        colon = node.key[1] + text[node.key[1] :].index(":") + 1
        return apply(text, [Edit(colon, node.end, lines)])
    last = node.below[len(node.below) - 1]
    if node.flow:
        return apply(text, [Edit(last.end, last.end, f", {_inline(item)}")])
    at = line_end(text, last.end)
    before = "" if text[:at].endswith("\n") else newline
    return text[:at] + before + _indented(item.text, column(text, node.start), newline) + text[at:]


def _append_key(text: str, root: Node, loc: Loc, item: Piece) -> str:
    parent = root.at(loc[:-1])
    newline = newline_of(text)
    last = list(parent.below.values())[-1]
    if parent.flow:
        return apply(text, [Edit(last.end, last.end, f", {loc[-1]}: [{_inline(item)}]")])
    at = line_end(text, last.end)
    before = "" if text[:at].endswith("\n") else newline
    first = next(iter(parent.below.values())).key
    assert first is not None
    indent = column(text, first[0])
    lines = f"{' ' * indent}{loc[-1]}:{newline}" + _indented(item.text, indent + INDENT, newline)
    return text[:at] + before + lines + text[at:]


def add_key(text: str, loc: Loc, name: str, value: str) -> str:
    """Put a key with a single value at the end of the mapping at `loc`."""
    parent = parse(text).at(loc)
    last = list(parent.below.values())[-1]
    first = next(iter(parent.below.values())).key
    assert first is not None
    if parent.flow:
        return apply(text, [Edit(last.end, last.end, f", {name}: {scalar(value, flow=True)}")])
    at = line_end(text, last.end)
    newline = newline_of(text)
    before = "" if text[:at].endswith("\n") else newline
    return text[:at] + before + f"{' ' * column(text, first[0])}{name}: {scalar(value)}{newline}" + text[at:]


def _inline(item: Piece) -> str:
    if item.has_comment:
        raise EditError(
            "要放进的列表写在方括号里，而这一条带着注释，放进去注释会丢。先把那个列表改成每条一行、以 `- ` 开头。"
        )
    source = item.text.strip()
    if "\n" not in source and source.startswith("- ") and source[2:3] in {"{", "["}:
        return source[2:]
    return flow(item.value)


def _indented(source: str, by: int, newline: str) -> str:
    lines = source.splitlines()
    return "".join((" " * by + line if line.strip() else "") + newline for line in lines)


# ------------------------------------------------------------------------------------------------ writing


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a comment behind it; a list with `lines` has a line for each item."""

    value: Any
    note: str
    lines: bool = False


def load_value(text: str) -> Any:
    """The plain data of a text, as `load` reads it."""
    document = marks.Document("", text)
    reader.parse(document)
    return document.data


def _value(data: Any, loc: Loc) -> Any:
    for step in loc:
        data = data[step]
    return data


def scalar(value: str | float | bool, *, flow: bool = False) -> str:
    """A value as it is written: plain where that reads back as the same value, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    for source in (f"[{value}]", f"k: {value}") if flow else (f"k: {value}",):
        document = marks.Document("", source)
        reader.parse(document)
        expected: Any = [value] if source[0] == "[" else {"k": value}
        if document.problems or document.data != expected or "\n" in value:
            return json.dumps(value, ensure_ascii=False)
    return value


def flow(value: Any) -> str:
    """A value on one line, lists and mappings in brackets."""
    value = value.value if isinstance(value, Noted) else value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value, flow=True)


def block(value: Any, indent: int = 0) -> str:
    """A mapping or list with a line for each value; a list of single values stays on one line."""
    return "".join(" " * indent + line + "\n" for line in _lines(value))


def _lines(value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        for one in value:
            first, *more = _lines(one) if isinstance(one, Mapping) else [flow(one)]
            yield f"- {first}"
            yield from ("  " + line for line in more)
        return
    for key, held in value.items():
        inner = held.value if isinstance(held, Noted) else held
        note = f"  # {held.note}" if isinstance(held, Noted) and held.note else ""
        lines = isinstance(held, Noted) and held.lines
        if isinstance(inner, list):
            lines = lines or any(isinstance(one, Mapping | list) for one in inner)
        if lines or isinstance(inner, Mapping):
            yield f"{key}:{note}"
            yield from ("  " + line for line in _lines(inner))
        else:
            yield f"{key}: {flow(inner) if isinstance(inner, list) else scalar(inner)}{note}"
