"""The items of a list in YAML text: put one in, take one out, move one, each at its own bytes.

A comment belongs to the item that it stands above or behind, and goes where that goes. What separates items, blank
lines and comments apart from any item included, stays where it is. Whatever is done is read back: a text that would
not say exactly what was meant is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from macros.problems.problem import Loc
from macros.yamltext.edit import (
    Edit,
    EditError,
    Node,
    Noted,
    Piece,
    append,
    apply,
    block,
    column,
    flow,
    line_end,
    line_start,
    load_value,
    newline_of,
    parse,
)

#: Where something begins and ends in a text.
Extent = tuple[int, int]


def extents(text: str, loc: Loc) -> list[Extent]:
    """Where each item of the list at `loc` begins and ends, the comments that belong to it included.

    Raises EditError for a list in brackets with comments between its items: what they belong to can't be told.
    """
    node = parse(text).at(loc)
    items = list(node.below.values())
    if node.flow:
        found = [(item.start, item.end) for item in items]
        edges = [node.start + 1, *(at for extent in found for at in extent), node.end - 1]
        if any("#" in text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)):
            raise EditError(
                "这个列表写在方括号里，各条之间夹着注释，说不准注释是哪一条的。先在文件里把它改成每条一行、以 `- ` 开头。"
            )
        return found
    dash = column(text, node.start)
    found = []
    floor = node.start
    for number, item in enumerate(items):
        start = node.start if number == 0 else _dash(text, item, dash)
        start = _above(text, start, _list_floor(text, node) if number == 0 else floor)
        end = _behind(text, item.end, dash)
        found.append((start, end))
        floor = end
    return found


def _list_floor(text: str, node: Node) -> int:
    """Where the line ends that the key of a list stands on: a comment above its first item lies behind it."""
    return line_end(text, node.key[1]) if node.key is not None else 0


def _dash(text: str, item: Node, dash: int) -> int:
    """Where the dash of an item stands that is not the first of its list."""
    start = line_start(text, item.start)
    while text[start : start + dash].strip(" ") or text[start + dash : start + dash + 1] != "-":
        start = line_start(text, start - 1)
    return start + dash


def _above(text: str, at: int, floor: int) -> int:
    """Where the comment lines begin that stand right above an item; `floor` is where what is above it ends."""
    start = line_start(text, at)
    if text[start:at].strip():  # `- - a`: the item begins in the line of another one
        return at
    while start > floor and (above := line_start(text, start - 1)) >= floor:
        if not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    if start == line_start(text, at):
        return at
    return start + len(text[start:]) - len(text[start:].lstrip(" "))


def _behind(text: str, at: int, dash: int) -> int:
    """Where an item ends: with the comment behind it, and the comment lines below that are indented as what is in it."""
    end = line_end(text, at)
    below = end
    while below < len(text):
        line = text[below : line_end(text, below)]
        if line.strip() and not (line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) > dash):
            break
        below += len(line)
        if line.strip():
            end = below
    return at + len(text[at:end].rstrip("\r\n"))


def shift(text: str, loc: Loc, to: int) -> str:
    """Move the item at `loc` to the place `to` of its list. Raises EditError when that can't be written."""
    where, number = loc[:-1], int(loc[-1])
    found = extents(text, where)
    order = list(range(len(found)))
    order.insert(to, order.pop(number))
    pieces = [text[start:end] for start, end in found]
    changed = apply(text, [Edit(*extent, pieces[old]) for extent, old in zip(found, order, strict=True)])
    expected = _with(load_value(text), where, lambda items: [items[old] for old in order])
    return _proved(text, changed, expected)


def remove(text: str, loc: Loc, *, empty: bool = False) -> str:
    """Take the item at `loc` out of its list. When none is left the key goes too; with `empty` it says `[]`.

    Raises EditError when that can't be written.
    """
    where, number = loc[:-1], int(loc[-1])
    found = extents(text, where)
    if len(found) == 1:
        return _remove_last(text, where, found[0], empty=empty)
    start, end = found[number]
    node = parse(text).at(where)
    if number:
        # What separates it from the item before goes, unless a comment stands there that is nobody's.
        before = found[number - 1][1]
        if node.flow or not text[before:start].strip():
            changed = text[:before] + text[end:]
        else:
            changed = text[:start].rstrip(" ") + text[line_end(text, end) :]
    else:
        after = found[1][0]
        changed = (
            text[:start] + text[after:]
            if node.flow or not text[end:after].strip()
            else _without_first(text, end, start)
        )
    return _proved(text, changed, _with(load_value(text), where, lambda items: items[:number] + items[number + 1 :]))


def _without_first(text: str, end: int, start: int) -> str:
    if text[line_start(text, start) : start].strip():
        raise EditError("这一条和别的写在同一行，后面还有单独的注释，拿不出来。先在文件里把它们分开写。")
    return text[: line_start(text, start)] + text[line_end(text, end) :]


def _remove_last(text: str, where: Loc, extent: Extent, *, empty: bool) -> str:
    """Take out the only item of a list."""
    root = parse(text)
    node = root.at(where)
    if empty or not where or isinstance(where[-1], int) or len(root.at(where[:-1]).below) == 1:
        expected = _with(load_value(text), where, lambda _: [])
        if node.flow:
            return _proved(text, apply(text, [Edit(node.start, node.end, "[]")]), expected)
        assert node.key is not None
        colon = node.key[1] + text[node.key[1] :].index(":") + 1
        return _proved(text, text[:colon] + " []" + text[extent[1] :], expected)
    return remove_key(text, where)


def remove_key(text: str, loc: Loc) -> str:
    """Take a key out of its mapping, with its value and what belongs to it. Raises EditError when nothing is left."""
    root = parse(text)
    parent, node = root.at(loc[:-1]), root.at(loc)
    assert node.key is not None
    keys = list(parent.below)
    if len(keys) == 1:
        raise EditError(f"这里只写着 `{loc[-1]}`，删了就什么都不剩。把整条删掉。")
    expected = load_value(text)
    del at(expected, loc[:-1])[loc[-1]]
    number = keys.index(loc[-1])
    if parent.flow:
        before, after = parent.below[keys[number - 1]] if number else None, None
        if before is not None:
            return _proved(text, text[: before.end] + text[node.end :], expected)
        after = parent.below[keys[1]].key
        assert after is not None
        return _proved(text, text[: node.key[0]] + text[after[0] :], expected)
    indent = column(text, node.key[0])
    start = line_start(text, node.key[0])
    end = line_end(text, _behind(text, max(node.end, node.key[1]), indent))
    if text[start : node.key[0]].strip():  # `- key: value`: the next key takes its place behind the dash
        after = parent.below[keys[1]].key
        assert after is not None
        if text[end : after[0]].strip():
            raise EditError("第一个字段后面有单独的注释，拿不出来。先在文件里把注释移开。")
        return _proved(text, text[: node.key[0]] + text[after[0] :], expected)
    return _proved(text, text[:start] + text[end:], expected)


def insert(text: str, loc: Loc, number: int, value: Any, order: Sequence[str] = ()) -> str:
    """Put a new item in the place `number` of the list at `loc`, in the style of the items beside it.

    A list that isn't there begins where `order`, the keys beside it as they should follow each other, has it. Raises
    EditError when that can't be written.
    """
    root = parse(text)
    plain = _plain(value)
    if not root.has(loc) or not root.at(loc).below:
        return _begin(text, root, loc, value, order)
    expected = _with(load_value(text), loc, lambda items: [*items[:number], plain, *items[number:]])
    node = root.at(loc)
    found = extents(text, loc)
    if node.flow:
        between = text[found[0][1] : found[1][0]] if len(found) > 1 else ", "
        written = flow(value)
    else:
        dash = column(text, node.start)
        first = next(iter(node.below.values()))
        # One line where the others have one line each.
        source = f"- {flow(value)}\n" if first.flow and isinstance(plain, dict) else block([value])
        lines = source.rstrip("\n").split("\n")
        newline = newline_of(text)
        written = newline.join([lines[0], *(" " * dash + line for line in lines[1:])])
        gap = text[found[0][1] : found[1][0]] if len(found) > 1 else ""
        between = gap if gap and not gap.strip() else newline + " " * dash
    if number < len(found):
        at_ = found[number][0]
        changed = text[:at_] + written + between + text[at_:]
    else:
        at_ = found[-1][1]
        changed = text[:at_] + between + written + text[at_:]
    return _proved(text, changed, expected)


def _begin(text: str, root: Node, loc: Loc, value: Any, order: Sequence[str]) -> str:
    """The first item of a list that is empty or not there yet."""
    plain = _plain(value)
    expected = load_value(text)
    at(expected, loc[:-1])[loc[-1]] = [plain]
    parent = root.at(loc[:-1])
    source = block([value])
    if root.has(loc) or parent.flow or loc[-1] not in order:
        return _proved(text, append(text, loc, Piece(source, plain)), expected)
    if _earlier(parent, loc, order) is None:
        return _proved(text, append(text, loc, Piece(source, plain)), expected)
    return _proved(text, _with_key(text, parent, loc, [value], order), expected)


def insert_key(text: str, loc: Loc, value: Any, order: Sequence[str] = ()) -> str:
    """Put a key that isn't there yet into its mapping, where `order`, the keys as they should follow, has it.

    Raises EditError when that can't be written.
    """
    parent = parse(text).at(loc[:-1])
    expected = load_value(text)
    at(expected, loc[:-1])[loc[-1]] = _plain(value)
    return _proved(text, _with_key(text, parent, loc, value, order), expected)


def _earlier(parent: Node, loc: Loc, order: Sequence[str]) -> str | None:
    """The last key of a mapping that comes before another one."""
    wanted = list(order)
    if loc[-1] not in wanted:
        return None
    keys = [str(key) for key in parent.below]
    before = [key for key in keys if key in wanted and wanted.index(key) < wanted.index(str(loc[-1]))]
    return before[-1] if before else None


def _with_key(text: str, parent: Node, loc: Loc, value: Any, order: Sequence[str]) -> str:
    earlier = _earlier(parent, loc, order) or str(list(parent.below)[-1])
    node = parent.below[earlier]
    if parent.flow:
        return apply(text, [Edit(node.end, node.end, f", {loc[-1]}: {flow(value)}")])
    first = next(iter(parent.below.values())).key
    assert first is not None
    assert node.key is not None
    indent = column(text, first[0])
    end = _behind(text, max(node.end, node.key[1]), indent)
    # A list that begins has a line for each item.
    source = block({loc[-1]: Noted(value, "", lines=True) if isinstance(value, list) else value})
    lines = source.rstrip("\n").split("\n")
    written = "".join(newline_of(text) + " " * indent + line for line in lines)
    return text[:end] + written + text[end:]


# ---------------------------------------------------------------------------------------------- what is meant


def at(data: Any, loc: Loc) -> Any:
    """What stands at a path of plain data. Raises KeyError or IndexError where there is nothing."""
    for step in loc:
        data = data[step]
    return data


def _with(data: Any, loc: Loc, change: Any) -> Any:
    """Plain data with another list at a path."""
    if not loc:
        return change(data)
    at(data, loc[:-1])[loc[-1]] = change(at(data, loc))
    return data


def _plain(value: Any) -> Any:
    """A value without notes, as reading its text gives it back."""
    return load_value(block([value]))[0]


def _proved(before: str, after: str, expected: Any) -> str:
    """The text after a change, if it says what it must. Raises EditError when it doesn't."""
    try:
        same = load_value(after) == expected
    except (IndexError, KeyError, ValueError):
        same = False
    if not same or after.count("\r\n") != after.count("\n") * ("\r\n" in before):
        raise EditError("这一处的写法比较特别，自动改了怕走样，没有动它。请在文件里手改。")
    return after
