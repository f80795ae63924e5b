"""What pydantic found wrong with a file, in an editor's words, each at the place where it is to be mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from macros.model import hints
from macros.model.introspect import info_at, keys_of, model_at, owners
from macros.model.markers import Notation, bare, mark
from macros.problems import catalogue
from macros.problems.problem import Loc, Position, Problem
from macros.problems.suggest import closest, did_you_mean
from macros.yamltext.marks import Document
from macros.yamltext.reader import scalar


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "一组字段"
    if isinstance(value, list):
        return "一个列表"
    if value is None:
        return "空"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    text = str(value)
    return f"“{text if len(text) <= 30 else text[:29] + '…'}”"


def _example(value: Any, item: bool = False) -> str:
    """`例如 …。` as it stands in YAML; for an item of a list, the first of the example's items."""
    if isinstance(value, list) and item:
        value = value[0]
    if value is None:
        return ""
    if isinstance(value, list):
        return f"例如 `[{', '.join(map(str, value))}]`。"
    if isinstance(value, bool):
        return f"例如 `{str(value).lower()}`。"
    return f"例如 `{value}`。"


def _list_hint(value: Any) -> str:
    if isinstance(value, str):
        words = [word for word in re.split(r"\s*[,，、]\s*", value) if word]
        return f"写成 `[{', '.join(words)}]`。"
    return "写成 `[甲, 乙]`，或每条另起一行、以 `- ` 开头。"


def _text_hint(value: Any) -> str:
    if isinstance(value, dict):
        return "正文里的英文冒号改成全角“：”，或给整句加一对英文引号。"
    if isinstance(value, list):
        return "去掉方括号或 `- `；正文以方括号开头的，给整句加一对英文引号。"
    if isinstance(value, bool):
        return f'真要写这个词，给它加英文引号：`"{str(value).lower()}"`。'
    return "写上内容，或删掉这一行。"


def _key_hint(key: str, known: list[str]) -> str:
    if near := did_you_mean(key, known):
        return near
    if key in owners():
        having = list(dict.fromkeys(owners()[key]))
        return f"`{key}` 是{'、'.join(having[:4])}{'等' if len(having) > 4 else ''}的字段，看看缩进或位置是不是错了；"
    return "改成有的字段，或删掉它；"


def _meant(key: str, known: list[str]) -> list[str]:
    """The key that was meant by one that isn't known, if that can be told."""
    if field := _looks_like_field(key, known):
        return [field[1]]
    return closest(key, known, 1)


def _looks_like_field(value: Any, known: list[str]) -> tuple[str, str] | None:
    """Code and key of a text that was meant as a field: `name：值`, `name:值`."""
    if isinstance(value, str) and (match := re.match(r"\s*([A-Za-z_]+)\s*([:：])", value)) and match[1] in known:
        return ("E-wide-colon" if match[2] == "：" else "E-colon-space"), match[1]
    return None


#: Kinds of error that pydantic and our own functions raise for a value that isn't written as its Notation says.
_OTHERWISE = {
    "string_pattern_mismatch", "duration", "whole_number", "int_type", "int_parsing", "int_from_float",
    "plain_number", "float_type", "float_parsing", "true_or_false", "iso_date", "date_from_datetime_parsing",
    "date_type", "date_parsing", "date_from_datetime_inexact", "supply",
}  # fmt: skip
#: Those that a value in curly quotes raises although it is right inside them.
_QUOTABLE = {
    "string_pattern_mismatch", "enum", "literal_error", "duration", "iso_date", "whole_number", "plain_number", "due",
    "supply",
}  # fmt: skip

#: Code, occasion and values of a message.
Message = tuple[str, str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that pydantic found: which error, below which model, where, and how."""

    error: str
    top: type[BaseModel]
    loc: Loc
    value: Any
    context: Mapping[str, Any]

    @classmethod
    def of(cls, error: ErrorDetails, top: type[BaseModel]) -> Fault:
        """What pydantic tells, without what it words itself."""
        return cls(error["type"], top, error["loc"], error.get("input"), error.get("ctx") or {})

    @property
    def key(self) -> str:
        """The last key on the way to the value."""
        return next((step for step in reversed(self.loc) if isinstance(step, str)), "")

    @property
    def info(self) -> FieldInfo | None:
        """How the field is described."""
        return info_at(self.top, self.loc)

    @property
    def subject(self) -> str:
        """The field as a message begins with it."""
        title = self.info.title if self.info is not None else ""
        return (f"`{self.key}`（{title}）" if title else f"`{self.key}`") if self.key else "这个文件"

    @property
    def example(self) -> str:
        """The example of the field as a sentence."""
        sample = (self.info.examples or [None])[0] if self.info is not None else None
        return _example(sample, item=bool(self.loc) and isinstance(self.loc[-1], int))

    @property
    def owner(self) -> str:
        """The name of what the field stands in."""
        return getattr(self.parent, "kind_name", "")

    @property
    def parent(self) -> type[BaseModel]:
        """The model of what the field stands in."""
        return model_at(self.top, self.loc[:-1])

    def values(self, **more: object) -> dict[str, object]:
        """What nearly every message shows, and some more."""
        return {"said": self.subject, "value": _shown(self.value), "eg": self.example, **more}


def _misread(fault: Fault) -> Message | None:
    """A sign of Chinese typing that YAML took for a part of the text."""
    value = fault.value
    if fault.error == "due" and isinstance(value, dict):
        value = value.get("due", value.get("start"))
    if not isinstance(value, str):
        return None
    if fault.error in _QUOTABLE and value[:1] in set("“”‘’"):
        return "E-curly-quote", "", {"found": value[0]}
    if fault.error in {"list_type", "model_type", "model_attributes_type"}:
        if value[:1] in {"［", "｛", "【"}:
            return "E-wide-bracket", "", {"found": value[0]}
        if value[:1] in {"－", "—", "–", "−"}:
            return "E-wide-dash", "", {"found": value[0]}
    return None


def _otherwise(fault: Fault) -> Message:
    notation = mark(fault.info, Notation) if fault.info is not None else None
    if notation is None:
        return _unforeseen(fault)
    return notation.code, notation.occasion, fault.values(hint=_half_width(fault) or notation.hint(fault.value))


def _half_width(fault: Fault) -> str:
    """For a value that would be right if its full-width signs were half-width ones: how to type it."""
    if not isinstance(fault.value, str) or fault.info is None:
        return ""
    narrow = unicodedata.normalize("NFKC", fault.value)
    if narrow == fault.value:
        return ""
    annotation, beside = bare(fault.info.annotation, tuple(fault.info.metadata))
    while get_origin(annotation) is list:
        annotation, beside = bare(get_args(annotation)[0])
    wanted: Any = Annotated[annotation, *beside] if beside else annotation
    try:
        TypeAdapter(wanted).validate_python(scalar(narrow, plain=True))
    except ValidationError:
        return ""
    return f"写成半角的 `{narrow}`。"


def _unforeseen(fault: Fault) -> Message:
    return "E-value", "", fault.values(kind=fault.error)


def _missing(fault: Fault) -> Message:
    return "E-missing", "", fault.values(owner=fault.owner)


def _unknown_key(fault: Fault) -> Message:
    known = keys_of(fault.parent)
    if meant := _looks_like_field(fault.key, known):
        return meant[0], "", {"key": meant[1]}
    hint = _key_hint(fault.key, known)
    return "E-unknown-key", "", {"owner": fault.owner, "key": fault.key, "known": "、".join(known), "hint": hint}


def _no_text(fault: Fault) -> Message:
    message = fault.values(hint=_text_hint(fault.value))
    return "E-type", "text", message | ({"eg": ""} if isinstance(fault.value, dict) else {})


def _no_list(fault: Fault) -> Message:
    return "E-type", "list", fault.values(hint=_list_hint(fault.value))


def _no_fields(fault: Fault) -> Message:
    known = keys_of(model_at(fault.top, fault.loc))
    if meant := _looks_like_field(fault.value, known):
        return meant[0], "", {"key": meant[1]}
    return "E-type", "fields", fault.values(known="、".join(known), hint="每个字段写成“字段名: 内容”。")


def _no_choice(fault: Fault) -> Message:
    choices = re.findall(r"'([^']*)'", str(fault.context.get("expected", "")))
    known = "、".join(f"`{choice}`" for choice in choices)
    return "E-choice", "", fault.values(known=known, near=_half_width(fault) or did_you_mean(str(fault.value), choices))


def _empty(fault: Fault) -> Message:
    return "E-empty-text", "", fault.values()


def _too_short(fault: Fault) -> Message:
    if isinstance(fault.value, str):
        return _empty(fault)
    context = fault.context
    return "E-count", "few", fault.values(limit=context["min_length"], count=context["actual_length"])


def _long_text(fault: Fault) -> Message:
    count = len(fault.value) if isinstance(fault.value, str) else "更多"
    notation = mark(fault.info, Notation) if fault.info is not None else None
    if notation is not None and notation.code == "E-id":
        return "E-id", "long", {"limit": fault.context["max_length"], "count": count}
    return "E-length", "", fault.values(limit=fault.context["max_length"], count=count)


def _too_long(fault: Fault) -> Message:
    if isinstance(fault.value, str):
        return _long_text(fault)
    count = len(fault.value) if isinstance(fault.value, list) else "更多"
    return "E-count", "many", fault.values(limit=fault.context["max_length"], count=count)


def _due(fault: Fault) -> Message:
    due, context = str(fault.context["due"]), fault.context
    near = hints.of_due(due)
    return "E-due", "", {"cadence": context["cadence"], "eg": context["example"], "due": due, "near": near}


def _has(value: object, *names: str) -> bool:
    return isinstance(value, dict) and all(name in value for name in names)


#: What makes the message for each kind of error.
_MESSAGES: dict[str, Callable[[Fault], Message]] = {
    **dict.fromkeys(_OTHERWISE, _otherwise),
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_type": _no_text,
    "list_type": _no_list,
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _no_fields),
    **dict.fromkeys(("enum", "literal_error"), _no_choice),
    **dict.fromkeys(("blank_text", "string_too_short"), _empty),
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_long": _long_text,
    "reserved": lambda fault: ("E-id", "windows", {"name": fault.value}),
    "unwritable": lambda fault: ("E-control", "escaped", fault.values(name=fault.context.get("code", ""))),
    "greater_than_equal": lambda fault: ("E-range", "low", fault.values(limit=fault.context["ge"])),
    "greater_than": lambda fault: ("E-range", "above", fault.values(limit=fault.context["gt"])),
    "less_than_equal": lambda fault: ("E-range", "high", fault.values(limit=fault.context["le"])),
    "due": _due,
    "rhythm_or_trigger": lambda fault: ("E-rhythm", "both" if _has(fault.value, "rhythm", "trigger") else "", {}),
    "due_or_start": lambda fault: ("E-due", "both" if _has(fault.value, "due", "start") else "neither", {}),
    "attendees": lambda _: ("E-due", "attendees", {}),
    "case_fits_per": lambda fault: ("E-sample", "no-case" if _has(fault.value, "case") else "case", {}),
    "hours": lambda _: ("E-hours", "", {}),
    "holiday": lambda _: ("E-calendar", "backwards", {}),
    "empty_override": lambda _: ("E-override", "", {}),
    "pick_fits_draw": lambda fault: ("E-sample", "all" if _has(fault.value, "pick") else "", {}),
}


def _message(fault: Fault) -> Message:
    """Code, occasion and values of the message for one thing that pydantic found."""
    return _misread(fault) or _MESSAGES.get(fault.error, _unforeseen)(fault)


def _place(fault: Fault, document: Document) -> Position:
    """Where to mend what pydantic found: for what is missing, where it belongs."""
    marks, loc, value = document.marks, fault.loc, fault.value
    match fault.error:
        case "missing":
            return marks.room(loc, keys_of(fault.parent))
        case "too_short" if isinstance(value, list) and value:
            return marks.last(loc)
        case "too_long" if isinstance(value, str):
            return marks.find(loc)
        case "extra_forbidden" | "too_short" | "too_long":
            return marks.find_key(loc)
        case "rhythm_or_trigger":
            if _has(value, "rhythm", "trigger"):
                return max(marks.find_key((*loc, "rhythm")), marks.find_key((*loc, "trigger")))
            return marks.room((*loc, "rhythm"), keys_of(model_at(fault.top, loc)))
        case "pick_fits_draw":
            if _has(value, "pick"):
                return marks.find_key((*loc, "pick"))
            return marks.room((*loc, "pick"), keys_of(model_at(fault.top, loc)))
        case "due":
            return marks.find((*loc, "due" if _has(value, "due") else "start"))
        case "due_or_start" if not _has(value, "due", "start"):
            return marks.room((*loc, "due"), keys_of(model_at(fault.top, loc)))
        case "case_fits_per" if not _has(value, "case"):
            return marks.room((*loc, "case"), keys_of(model_at(fault.top, loc)))
        case "due_or_start" | "attendees" | "case_fits_per" | "hours" | "holiday":
            name = {"due_or_start": "start", "attendees": "attendees", "case_fits_per": "case"}.get(fault.error, "to")
            return marks.find_key((*loc, name))
        case _:
            return marks.find(loc)


#: What may be said only because a piece of the file could not be read.
_BECAUSE_PARTIAL = {
    "missing", "too_short", "too_long", "rhythm_or_trigger", "due_or_start", "pick_fits_draw", "case_fits_per",
    "empty_override", "attendees",
}  # fmt: skip


def shape_problems(error: ValidationError, top: type[BaseModel], document: Document) -> list[Problem]:
    """What pydantic found wrong with a document, as problems.

    Takes the error and the model it was raised for. What the loader has said about a value already, or what may
    be wrong only because a piece could not be read, is not said again.
    """
    known = {(problem.line, problem.column) for problem in document.problems}
    faults = [Fault.of(error, top) for error in error.errors(include_url=False)]
    # A key that is written wrongly isn't missing as well.
    meant = {
        (*fault.loc[:-1], name)
        for fault in faults
        if fault.error == "extra_forbidden"
        for name in _meant(fault.key, keys_of(fault.parent))
    }
    problems: list[Problem] = []
    for fault in faults:
        if fault.error == "missing" and fault.loc in meant:
            continue
        if document.partial and fault.error in _BECAUSE_PARTIAL:
            continue
        line, column = _place(fault, document)
        if (line, column) in known and (fault.value is None or isinstance(fault.value, str)):
            continue
        code, occasion, values = _message(fault)
        problems.append(Problem(document.path, line, column, code, catalogue.text(code, occasion, **values)))
    return problems
