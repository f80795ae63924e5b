"""Where everything in a data file stands."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from macros.problems.problem import Key, Loc, Position, Problem

#: Marks of a value, in plain data so that they can be packed: the packed position of a single value; for a list
#: its own position and the marks of its items; for a mapping its own position under None, and under each key
#: the position of the key and the marks of its value.
Tree = Any
_COLUMNS = 1 << 24


def _unpack(packed: int) -> Position:
    return divmod(packed, _COLUMNS)


class Marks:
    """Where everything in a document stands."""

    __slots__ = ("tree",)

    def __init__(self, tree: Tree = _COLUMNS + 1) -> None:
        self.tree = tree

    def find(self, loc: Loc) -> Position:
        """Where the value at `loc` stands; where its path ends early, the nearest thing above it."""
        return _unpack(_own(self._nearest(loc)))

    def last(self, loc: Loc) -> Position:
        """Where the last value below `loc` stands: its line, and the column of what is at `loc`."""
        here = self._nearest(loc)
        return _unpack(_last(here))[0], _unpack(_own(here))[1]

    def _nearest(self, loc: Loc) -> Tree:
        here = self.tree
        for step in loc:
            below = _below(here, step)
            if below is None:
                break
            here = below
        return here

    def find_key(self, loc: Loc) -> Position:
        """Where the key that leads to `loc` stands; for a list item, where the item stands."""
        here = self.tree
        for step in loc[:-1]:
            below = _below(here, step)
            if below is None:
                return _unpack(_own(here))
            here = below
        if loc and isinstance(here, dict) and loc[-1] in here:
            return _unpack(here[loc[-1]][0])
        return self.find(loc)

    def room(self, loc: Loc, order: list[str]) -> Position:
        """Where the missing key at the end of `loc` belongs, when the keys beside it follow `order`.

        That is before the first key there that comes after it, or behind the last line of what is there.
        """
        here = self.tree
        for step in loc[:-1]:
            below = _below(here, step)
            if below is None:
                break
            here = below
        if not isinstance(here, dict) or loc[-1] not in order:
            return _unpack(_own(here))
        after = set(order[order.index(str(loc[-1])) + 1 :])
        later = [entry[0] for key, entry in here.items() if key in after]
        if later:
            return _unpack(min(later))
        keys = [entry[0] for key, entry in here.items() if key is not None]
        column = _unpack(min(keys, default=_own(here)))[1]
        return _unpack(_last(here))[0], column


def _own(tree: Tree) -> int:
    """The packed position of a value itself."""
    if isinstance(tree, dict):
        return int(tree[None])
    return int(tree[0]) if isinstance(tree, list) else int(tree)


def _below(tree: Tree, step: Key) -> Tree | None:
    if isinstance(tree, dict):
        entry = tree.get(step)
        return None if entry is None else entry[1]
    if isinstance(tree, list) and isinstance(step, int) and step + 1 < len(tree):
        return tree[step + 1]
    return None


def _last(tree: Tree) -> int:
    """The packed position of the last value in a tree."""
    while not isinstance(tree, int):
        if isinstance(tree, dict):
            inner = [entry for key, entry in tree.items() if key is not None]
            if not inner:
                return int(tree[None])
            tree = inner[-1][1]
        elif len(tree) == 1:
            return int(tree[0])
        else:
            tree = tree[-1]
    return tree


@dataclass(slots=True)
class Document:
    """A data file as read: plain data, where each value stands, and the problems met on the way.

    `partial` says that pieces which were no YAML had to be left out of `data`.
    """

    path: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    partial: bool = False
    #: The data and the marks' tree; packed, both as bytes.
    _read: tuple[Any, Tree] | bytes = (None, _COLUMNS + 1)

    @property
    def data(self) -> Any:
        """What the file says, as plain data."""
        return self._unpacked()[0]

    @property
    def marks(self) -> Marks:
        """Where everything in it stands."""
        return Marks(self._unpacked()[1])

    def fill(self, data: Any, tree: Tree) -> None:
        """Set the data and the marks' tree."""
        self._read = data, tree

    def pack(self) -> None:
        """From now on, keep the data and the marks as bytes: in a tenth of the memory, 250 MiB for 1,000 duties."""
        if not isinstance(self._read, bytes):
            self._read = marshal.dumps(self._read)

    def _unpacked(self) -> tuple[Any, Tree]:
        return _unpacked(self._read) if isinstance(self._read, bytes) else self._read

    def texts(self, foreign: frozenset[str] = frozenset()) -> Iterator[tuple[Loc, str, Position]]:
        """Every text value with its path and its position, but for those below a key of `foreign`."""

        def walk(data: Any, tree: Tree, loc: Loc) -> Iterator[tuple[Loc, str, Position]]:
            if isinstance(data, str):
                yield loc, data, _unpack(_own(tree))
            elif isinstance(data, dict):
                for key, value in data.items():
                    if key not in foreign:
                        yield from walk(value, tree[key][1], (*loc, key))
            elif isinstance(data, list):
                for index, value in enumerate(data):
                    yield from walk(value, tree[index + 1], (*loc, index))

        return walk(self.data, self.marks.tree, ())


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> tuple[Any, Tree]:
    read: tuple[Any, Tree] = marshal.loads(packed)
    return read
