"""Values that know where they are written, for a preview in which they can be changed.

Such a value equals the plain one and hashes alike, so whoever doesn't ask takes it for that. What is worked out of it
is a plain value again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from macros.model.base import Model
from macros.model.introspect import inner_model
from macros.model.markers import Notation, Own, Ref, bare, mark


class Origin(NamedTuple):
    """Where a value is written: the data file, and the way to it.

    A step of the way is a key; in a list the id of an item that has one, else its number.
    """

    file: str
    path: tuple[str | int, ...]


class OriginText(str):
    """A text that knows its origin."""

    __slots__ = ("origin",)
    origin: Origin


class OriginWords(OriginText):
    """Words that were made of a value that knows its origin."""

    __slots__ = ()


class OriginWhole(int):
    """A whole number that knows its origin."""

    origin: Origin


class OriginNumber(float):
    """A number that knows its origin."""

    origin: Origin


class OriginDate(dt.date):
    """A date that knows its origin; one that is counted from it has none."""

    origin: Origin


def origin_of(value: object) -> Origin | None:
    """Where a value is written; None where that isn't known."""
    return getattr(value, "origin", None)


def origin_of_part(thing: object) -> Origin | None:
    """Where a thing is written any of whose own values knows its origin; None where none does."""
    values = vars(thing).values() if isinstance(thing, Model) else ()
    found = next((origin for origin in map(origin_of, values) if origin is not None), None)
    return None if found is None else Origin(found.file, found.path[:-1])


def kept(text: str, source: str | float) -> str:
    """A text that is another form of `source`, with the origin of that."""
    origin = origin_of(source)
    if origin is None:
        return text
    known = OriginText(text) if isinstance(source, str) else OriginWords(text)
    known.origin = origin
    return known


def attach(content: Model, data: object, file: str) -> None:
    """Exchange the values of a data file's object for such as know their origin, where `data` has them as they are.

    What names something, a choice among a few words, and a value that is only a default stay plain.
    """
    _attach(content, data, file, ())


def folded(raw: object) -> str:
    """A single value of plain data as the model of a text takes it: on one line."""
    return " ".join(str(raw).split())


def _attach(content: Model, data: object, file: str, path: tuple[str | int, ...]) -> None:
    if not isinstance(data, Mapping):
        return
    values = content.__dict__  # the model is frozen for all who read it
    for name, key, is_value in _fields(type(content)):
        if key in data:
            values[name] = _known(values[name], data[key], file, (*path, key), is_value)


@cache
def _fields(kind: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """Name and key of the fields of a model that hold models or values, and whether they hold values."""
    found = []
    for name, info in kind.model_fields.items():
        names_something = mark(info, Own) is not None or mark(info, Ref) is not None
        if inner_model(info.annotation) is not None:
            found.append((name, info.alias or name, False))
        elif not names_something and mark(info, Notation) is not None and bare(info.annotation)[0] is not bool:
            found.append((name, info.alias or name, True))
    return tuple(found)


def _known(value: Any, raw: Any, file: str, path: tuple[str | int, ...], is_value: bool) -> Any:
    if isinstance(value, list):
        if isinstance(raw, list) and len(raw) == len(value):
            return [
                _known(one, below, file, (*path, step_of(below, number)), is_value)
                for number, (one, below) in enumerate(zip(value, raw, strict=True))
            ]
        return value
    if isinstance(value, Model):
        _attach(value, raw, file, path)
        return value
    return _sourced(value, raw, Origin(file, path)) if is_value else value


def step_of(item: object, number: int) -> str | int:
    """The step of a way that leads to an item of a list: its id, or its number."""
    id_ = item.get("id") if isinstance(item, Mapping) else None
    return id_ if isinstance(id_, str) else number


def _text(text: str, origin: Origin) -> OriginText:
    known = OriginText(text)
    known.origin = origin
    return known


def _sourced(value: Any, raw: Any, origin: Origin) -> Any:
    """The value with its origin, if `raw` says just that."""
    known: Any = value
    if isinstance(value, str) and type(value) in {str, OriginText} and folded(raw) == value:
        return _text(value, origin)
    if type(value) in {int, OriginWhole} and raw == value:
        known = OriginWhole(value)
    elif type(value) in {float, OriginNumber} and _is_number(raw, value):
        known = OriginNumber(value)
    elif type(value) in {dt.date, OriginDate} and str(raw) == value.isoformat():
        known = OriginDate(value.year, value.month, value.day)
    else:
        return value
    known.origin = origin
    return known


def _is_number(raw: object, value: float) -> bool:
    try:
        return float(str(raw)) == value
    except ValueError:
        return False
