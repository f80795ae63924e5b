"""What stands beside a type: how its values are written, and what they name.

`Annotated[Id, Ref("metric")]` is the id of a metric. Whoever reads the models finds both there: the check, the JSON
Schemas, the field guide, and the commands that follow an id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Mark = TypeVar("Mark")


def _no_hint(_: object) -> str:
    return ""


@dataclass(frozen=True, eq=False)
class Notation:
    """How a value is written.

    `words` is what the field guide calls it, `unit` what its length is counted in there. `code` and `occasion` are
    the message for a value that is written otherwise, and `hint` makes of such a value what the message advises.
    `schema` is what the JSON Schema of the data says beside what pydantic finds out by itself. `entry` is what a form
    asks for: text, duration, supply, time, date, number; nothing for what is chosen.
    """

    words: str
    code: str
    occasion: str = ""
    hint: Callable[[object], str] = _no_hint
    schema: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    entry: str = ""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # How values are written is of no interest to those who read what became of them.
        return {**handler(schema), **(self.schema if handler.mode == "validation" else {})}


@dataclass(frozen=True, eq=False)
class Entry:
    """Beside the type of a text: what a form asks for in its place."""

    kind: str


class Ref:
    """A value that names something.

    `kinds` are the kinds of thing that it may name: `Ref("role", "team")`. Where another field of the same model has
    a certain value, it may name other kinds `also`: (field, value, kinds). `short` says that it holds only the last
    part of the id of something in the duty that is spoken of. `name` is what messages call such a thing, where
    that isn't the name of its kind.
    """

    def __init__(
        self,
        *kinds: str,
        also: tuple[str, str, tuple[str, ...]] | None = None,
        short: bool = False,
        name: str = "",
    ) -> None:
        self.kinds = kinds
        self.also = also
        self.short = short
        self.name = name


@dataclass(frozen=True, eq=False)
class Own:
    """The id of the very thing that it stands in.

    `name` is what the message about an id given twice calls such a thing, where that isn't the name of its kind.
    With `inside` the full id begins with that of what the thing lies in: `duty.task.step`.
    """

    name: str = ""
    inside: bool = False


@dataclass(frozen=True, eq=False)
class Scope:
    """Beside a reference to a duty: what is named short in the same model is in that duty."""


def bare(annotation: Any, beside: tuple[Any, ...] = ()) -> tuple[Any, tuple[Any, ...]]:
    """The type itself, without `None`, and all that stands beside it.

    Takes an annotation and what is known to stand beside it already: a field's `annotation` and its `metadata`.
    """
    while (origin := get_origin(annotation)) in {Annotated, Union, UnionType}:
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            beside = (*more, *beside)
        else:
            annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation, tuple(_unpacked(beside))


def _unpacked(beside: tuple[Any, ...]) -> Iterator[Any]:
    """What stands beside a type, with what `Field(…)` holds in its place."""
    for one in beside:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)


def mark(info: FieldInfo, kind: type[Mark]) -> Mark | None:
    """The marker of a kind beside a field's type, or beside that of the items of its list."""
    annotation, beside = bare(info.annotation, tuple(info.metadata))
    while True:
        for one in beside:
            if isinstance(one, kind):
                return one
        if get_origin(annotation) is not list:
            return None
        annotation, beside = bare(get_args(annotation)[0])
