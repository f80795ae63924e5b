"""A new thing as YAML: every field that must be there, with what is known filled in and a mark where text is missing.

Built from the models, so that a field which becomes required is in the next skeleton. `make check` refuses marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from macros import model
from macros.editing.project import MARK
from macros.model.introspect import default_choice, inner_model, is_text
from macros.yamltext.edit import Noted, block

#: A sentence that a mark can say better than the field's title; the rule for `done_when` wants a figure in it.
HINTS: dict[tuple[type[BaseModel], str], str] = {
    (model.Task, "done_when"): "一条能打勾的标准",
    (model.Decide, "may"): "不用请示的一件事",
    (model.Decide, "ask_first"): "要先问的一件事",
}


class MissingDefaultError(LookupError):
    """A required field that no text and no default can stand for; whoever makes the skeleton has to give it."""


class Skeleton:
    """Fills models in. Explains each field once, where it stands first."""

    def __init__(self) -> None:
        self._explained: set[tuple[type[BaseModel], str]] = set()
        #: Put behind the marks of an item of a list, so that no two items say the same.
        self._number = ""
        #: The title of the field that a text in two languages stands in.
        self._field = ""

    def fill(self, kind: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of `kind` in the order of the model: those given, and those that must be there.

        `given` is keyed as YAML is; its mappings and lists of mappings are filled in likewise. Raises
        MissingDefaultError for a required field that nothing can stand for.
        """
        unknown = given.keys() - {info.alias or name for name, info in kind.model_fields.items()}
        assert not unknown, f"{kind.__name__} has no {unknown}"
        found: dict[str, Any] = {}
        for name, info in kind.model_fields.items():
            key = info.alias or name
            if inner_model(info.annotation) is model.Bilingual:
                self._field = f"{info.title}，"
            if key in given:
                found[key] = self._given(inner_model(info.annotation), given[key])
            elif info.is_required():
                found[key] = self._default(kind, key, info)
            elif key in {"may", "ask_first"}:  # optional each, but a skeleton without them is empty
                mark = self._mark(kind, key, info)
                found[key] = Noted([mark.value], mark.note, lines=True)
        return found

    def _given(self, inner: type[BaseModel] | None, value: Any) -> Any:
        if inner is not None and isinstance(value, Mapping):
            return self.fill(inner, value)
        if inner is not None and isinstance(value, list):
            return [self._given(inner, one) for one in value]
        return value

    def _default(self, kind: type[BaseModel], key: str, info: FieldInfo) -> Any:
        inner = inner_model(info.annotation)
        is_list = get_origin(info.annotation) is list
        count = next((rule.min_length for rule in info.metadata if hasattr(rule, "min_length")), 1) if is_list else 1
        if inner is not None:
            return self._each(count, lambda: self.fill(inner, {})) if is_list else self.fill(inner, {})
        if is_text(info):
            if not is_list:
                return self._mark(kind, key, info)
            marks = self._each(count, lambda: self._mark(kind, key, info))
            return Noted([mark.value for mark in marks], marks[0].note, lines=count > 1)
        if (choice := default_choice(info)) is not None:
            return choice
        raise MissingDefaultError(f"{kind.__name__}.{key}")

    def _each(self, count: int, make: Callable[[], Any]) -> list[Any]:
        """So many items of a list, each with its number in its marks when there are several."""
        outer, found = self._number, []
        for number in range(1, count + 1):
            self._number = f"{outer} {number}" if count > 1 else outer
            found.append(make())
        self._number = outer
        return found

    def _mark(self, kind: type[BaseModel], key: str, info: FieldInfo) -> Noted:
        field = self._field if kind is model.Bilingual else ""
        text = f"{MARK}：{field}{HINTS.get((kind, key), info.title)}{self._number}"
        if (kind, key) in self._explained or field:
            return Noted(text, "")
        self._explained.add((kind, key))
        example = (info.examples or [None])[0]
        note = info.description or ""
        return Noted(text, f"{note}，例如：{example}" if isinstance(example, str) else note)


def document(kind: str, value: Mapping[str, Any]) -> str:
    """The text of a new file in a folder of data/, with the line that lets an editor's program help."""
    return f"# yaml-language-server: $schema=../../schemas/{kind}.json\n{block(value)}"
