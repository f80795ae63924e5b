"""Questions put to the models: which fields, of which kind, built by what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from macros import model
from macros.model.markers import Notation, bare, mark
from macros.model.types import TEXT

#: The way to a value: keys of mappings and places in lists.
Loc = tuple[str | int, ...]


def models() -> list[type[model.Model]]:
    """Every model that an editor meets."""
    return [
        kind
        for kind in vars(model).values()
        if isinstance(kind, type) and issubclass(kind, model.Model) and kind.kind_name
    ]


def keys_of(kind: type[BaseModel]) -> list[str]:
    """The keys an editor may write for a model, as they are spelt in YAML."""
    return [info.alias or name for name, info in kind.model_fields.items()]


@cache
def owners() -> Mapping[str, list[str]]:
    """Which kinds of thing have a key of that name: for «this key belongs to a task»."""
    found: dict[str, list[str]] = {}
    for kind in models():
        for key in keys_of(kind):
            found.setdefault(key, []).append(kind.kind_name)
    return found


def model_at(top: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The model that the value at `loc` below a `top` is built by."""
    here = top
    for step in loc:
        if isinstance(step, int):
            continue
        info = next((i for n, i in here.model_fields.items() if (i.alias or n) == step), None)
        if info is None:
            return here
        inner = inner_model(info.annotation)
        if inner is not None:
            here = inner
    return here


def inner_model(annotation: Any) -> type[model.Model] | None:
    """The model that a field holds, by itself or in a list; None for plain values."""
    if isinstance(annotation, type) and issubclass(annotation, model.Model):
        return annotation
    for part in get_args(annotation):
        if (found := inner_model(part)) is not None:
            return found
    return None


def info_at(top: type[BaseModel], loc: Loc) -> FieldInfo | None:
    """How the field at `loc` is described, or that of the list at whose item `loc` ends; None where there is none."""
    names = [step for step in loc if isinstance(step, str)]
    if not names:
        return None
    parent = model_at(top, loc[: len(loc) - 1 - loc[::-1].index(names[-1])])
    return next((info for name, info in parent.model_fields.items() if (info.alias or name) == names[-1]), None)


def is_text(info: FieldInfo) -> bool:
    """Whether a field takes any text (or a list of texts), and not an id, a date or a duration."""
    annotation, _ = bare(info.annotation)
    if get_origin(annotation) is list:
        annotation, _ = bare(get_args(annotation)[0])
    return annotation is str and mark(info, Notation) is TEXT


def default_choice(info: FieldInfo) -> Any:
    """The example of a field that takes one of a few words, or a number: a valid default. None for others."""
    annotation = info.annotation
    example = (info.examples or [None])[0]
    if get_origin(annotation) is Literal:
        return example or get_args(annotation)[0]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return str(example or next(iter(annotation)).value)
    if annotation in {int, float}:
        return example if example is not None else next(rule.ge for rule in info.metadata if hasattr(rule, "ge"))
    return None
