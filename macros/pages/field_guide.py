"""The field guide: every field of every kind of file, told from the models. Takes nothing but the models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic.fields import FieldInfo

from macros import model
from macros.model import types


@dataclass(frozen=True, slots=True)
class Shape:
    """How a value is written.

    `form` is text, whole, number, flag, date, duration, id, item, section, choice, fields or list; `choices` are
    the words of a choice, `least` and `most` the bounds of a number, of the length of a text or of a list, `inside`
    the shape of a list's items, `thing` the name of the model of a group of fields.
    """

    form: str
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    inside: Shape | None = None
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in YAML, its Chinese title, what to write there, its shape, an example as it stands in YAML."""

    key: str
    title: str
    description: str
    required: bool
    shape: Shape
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """The fields that stand together: those of a file, or those of something inside it."""

    id: str
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A kind of file: where it lies, its own fields, and the groups of fields inside them, in reading order."""

    id: str
    name: str
    where: str
    groups: tuple[Group, ...]


def guides() -> tuple[Guide, ...]:
    """Every kind of file, in the order in which they are read."""
    kinds: list[tuple[str, type[model.Model]]] = [
        *((f"data/{folder}/id.yml", thing) for folder, thing in model.FOLDERS.items()),
        *((f"data/{name}", thing) for name, thing in model.FILES.items()),
    ]
    return tuple(Guide(thing.kind, thing.kind_name, where, tuple(_groups(thing))) for where, thing in kinds)


def _groups(top: type[model.Model]) -> Iterator[Group]:
    """The model of a file and every model inside it, each once, parents first."""
    waiting, seen = [top], {top}
    while waiting:
        thing = waiting.pop(0)
        id_ = top.kind if thing is top else f"{top.kind}-{thing.__name__.lower()}"
        yield Group(id_, thing.kind_name, tuple(_field(thing, name, info) for name, info in thing.model_fields.items()))
        inner = [found for info in thing.model_fields.values() if (found := _model_in(info.annotation)) is not None]
        fresh = [found for found in dict.fromkeys(inner) if found not in seen]
        seen.update(fresh)
        waiting = [*fresh, *waiting]


def _model_in(annotation: Any) -> type[model.Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, model.Model):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


def _field(thing: type[model.Model], name: str, info: FieldInfo) -> Field:
    examples = info.examples or []
    return Field(
        key=info.alias or name,
        title=info.title or name,
        description=info.description or "",
        required=info.is_required(),
        shape=_bounded(_shape(info.annotation, thing), info.metadata),
        example=_written(examples[0]) if examples else "",
    )


def _written(value: Any) -> str:
    """A value as it stands in YAML."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f'"{text}"' if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text) else text


#: What the validators of the models make of a text.
_FORMS = {
    types._duration: "duration",
    types._date: "date",
    types._true_or_false: "flag",
    types._number: "number",
    types._whole: "whole",
    types._not_blank: "text",
}
_PATTERNS = {
    model.ID_PATTERN: "id",
    model.ITEM_PATTERN: "item",
    model.STEP_PATTERN: "item",
    model.SECTION_PATTERN: "section",
}


def _shape(annotation: Any, thing: type[model.Model]) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        return _bounded(_shape(inner, thing), metadata)
    if origin in {Union, UnionType}:
        inner = next(part for part in get_args(annotation) if part is not type(None))
        return _shape(inner, thing)
    if origin is list:
        return Shape("list", inside=_shape(get_args(annotation)[0], thing))
    if origin is Literal:
        return Shape("choice", choices=tuple(map(str, get_args(annotation))))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Shape("choice", choices=tuple(str(member.value) for member in annotation))
    if isinstance(annotation, type) and issubclass(annotation, model.Model):
        return Shape("fields", thing=annotation.kind_name)
    return Shape({int: "whole", bool: "flag", float: "number"}.get(annotation, "text"))


def _bounded(shape: Shape, metadata: list[Any]) -> Shape:
    """A shape with what stands beside its type: the validator that judges it, and its bounds."""
    form, least, most = shape.form, shape.least, shape.most
    for one in metadata:
        if isinstance(one, FieldInfo):
            inner = _bounded(Shape(form, shape.choices, least, most, shape.inside, shape.thing), one.metadata)
            form, least, most = inner.form, inner.least, inner.most
        if (judge := getattr(one, "func", None)) in _FORMS:
            form = _FORMS[judge]
        if (pattern := getattr(one, "pattern", None)) is not None:
            form = _PATTERNS.get(str(pattern), form)
        if isinstance(one, MinLen) and form == "list":
            least = one.min_length
        if isinstance(one, MaxLen) and one.max_length != model.LONGEST:
            most = one.max_length
        if isinstance(one, Ge):
            least = int(str(one.ge))
        if isinstance(one, Le):
            most = int(str(one.le))
    return Shape(form, shape.choices, least, most, shape.inside, shape.thing)
