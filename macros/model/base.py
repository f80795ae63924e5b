"""The base of all models, and how a field is described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from macros.model.types import Date, Text


class Model(BaseModel):
    """Base of all models: unknown keys are errors, objects don't change, 7 in a text field is the text «7».

    `kind` is that of a thing with an id, `kind_name` what editors call it. `schema_rule` says of the rules between the
    fields of a model what a JSON Schema can say of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    kind: ClassVar[str] = ""
    kind_name: ClassVar[str] = ""
    schema_rule: ClassVar[Mapping[str, Any]] = {}


def field(title: str, description: str, example: object = None, **kwargs: Any) -> Any:
    """Describe a field for editors: its Chinese title, what to write there, and an example."""
    if example is not None:
        kwargs["examples"] = [example]
    return Field(title=title, description=description, **kwargs)


def has(name: str) -> dict[str, Any]:
    """What a JSON Schema says of a mapping in which a field is written and isn't null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


class Change(Model):
    """Something that readers must be told about a page."""

    kind_name = "变更"
    date: Date = field("日期", "YYYY-MM-DD", "2026-11-22")
    what: Text = field("改了什么", "一句话，说给使用的人听", "早检提前到 09:30")
    kind_: Literal["new", "changed", "removed"] = field("类别", "new、changed、removed", "changed", alias="kind")
