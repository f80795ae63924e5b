"""The field guide: every field of every kind of file, told from the models. Takes nothing but the models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from macros import model
from macros.model.introspect import inner_model
from macros.model.markers import Notation, bare


@dataclass(frozen=True, slots=True)
class Shape:
    """How a value is written.

    `form` is value, choice, fields or list; `words` say how a value is written, and `unit` what its length is counted
    in. `choices` are the words of a choice, `least` and `most` the bounds of a number, of the length of a text or of a
    list, `inside` the shape of a list's items, `group` the name of the model of a group of fields.
    """

    form: str
    words: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    inside: Shape | None = None
    group: str = ""


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
        *((f"data/{folder}/id.yml", kind) for folder, kind in model.FOLDERS.items()),
        *((f"data/{name}", kind) for name, kind in model.FILES.items()),
    ]
    return tuple(Guide(kind.kind, kind.kind_name, where, tuple(_groups(kind))) for where, kind in kinds)


def _groups(top: type[model.Model]) -> Iterator[Group]:
    """The model of a file and every model inside it, each once, parents first."""
    waiting, seen = [top], {top}
    while waiting:
        kind = waiting.pop(0)
        id_ = top.kind if kind is top else f"{top.kind}-{kind.__name__.lower()}"
        yield Group(id_, kind.kind_name, tuple(_field(name, info) for name, info in kind.model_fields.items()))
        inner = [inner_model(info.annotation) for info in kind.model_fields.values()]
        fresh = [found for found in dict.fromkeys(inner) if found is not None and found not in seen]
        seen.update(fresh)
        waiting = [*fresh, *waiting]


def _field(name: str, info: FieldInfo) -> Field:
    examples = info.examples or []
    return Field(
        key=info.alias or name,
        title=info.title or name,
        description=info.description or "",
        required=info.is_required(),
        shape=_shape(info.annotation, tuple(info.metadata)),
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


def _shape(annotation: Any, beside: tuple[Any, ...] = ()) -> Shape:
    """The shape of what has this type, with what stands beside it."""
    bare_type, beside = bare(annotation, beside)
    if get_origin(bare_type) is list:
        least, most = _bounds(beside)
        return Shape("list", least=least, most=most, inside=_shape(get_args(bare_type)[0]))
    if get_origin(bare_type) is Literal:
        return Shape("choice", choices=tuple(map(str, get_args(bare_type))))
    if issubclass(bare_type, Enum):
        return Shape("choice", choices=tuple(str(member.value) for member in bare_type))
    if issubclass(bare_type, model.Model):
        return Shape("fields", group=bare_type.kind_name)
    notation = next(one for one in beside if isinstance(one, Notation))
    least, most = _bounds(beside)
    if notation.unit:  # that a text is not empty, and no novel, goes without saying
        least, most = None, most if most != model.LONGEST else None
    return Shape("value", notation.words, notation.unit, least=least, most=most)


def _bounds(beside: Iterable[Any]) -> tuple[int | None, int | None]:
    """The least and the most that a number, or the length of a text or of a list, may be."""
    least: list[Any] = []
    most: list[Any] = []
    for one in beside:
        least += [getattr(one, name) for name in ("ge", "min_length") if getattr(one, name, None) is not None]
        most += [getattr(one, name) for name in ("le", "max_length") if getattr(one, name, None) is not None]
    return max(least, default=None), min(most, default=None)
