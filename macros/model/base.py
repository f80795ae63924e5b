"""The base of all models, and how a field is described."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from macros.model.types import Date, Text


class Model(BaseModel):
    """Base of all models: unknown keys are errors, objects don't change, 7 in a text field is the text «7»."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    kind: ClassVar[str] = ""
    kind_name: ClassVar[str] = ""


def field(title: str, description: str, example: object = None, **kwargs: Any) -> Any:
    """Describe a field for editors: its Chinese title, what to write there, and an example."""
    if example is not None:
        kwargs["examples"] = [example]
    return Field(title=title, description=description, **kwargs)


class Change(Model):
    """Something that readers must be told about a page."""

    kind_name = "变更"
    date: Date = field("日期", "YYYY-MM-DD", "2026-11-22")
    what: Text = field("改了什么", "一句话，说给使用的人听", "早检提前到 09:30")
    kind_: Literal["new", "changed", "removed"] = field("类别", "new、changed、removed", "changed", alias="kind")
