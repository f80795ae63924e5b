"""What a form asks for a new item of a list, worked out from its model, and what becomes of the answers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic.fields import FieldInfo

from macros import model
from macros.editing.fields import kind_of, mended
from macros.editing.names import Names
from macros.editing.stock import Choice
from macros.model.introspect import inner_model
from macros.model.markers import Notation, Own, Ref, bare, mark
from macros.model.types import NUMBER_PATTERN
from macros.problems.problem import Loc
from macros.views import labels

#: The words for choices that are no words of the data itself.
_WORDS: tuple[Mapping[str, str], ...] = (
    labels.PERIOD,
    labels.CADENCE,
    labels.PART,
    labels.LEVEL,
    labels.GRADE,
    labels.TASK_KIND,
    labels.STYLE,
    labels.DRAW,
    labels.DIRECTION,
    labels.OVER,
    labels.AUTOMATE,
    labels.CHANGE,
    {key: words.removeprefix("遇休息日") for key, words in labels.OFF_DAY.items()},
    {"once": "一次", "case": "抽到的每一件各一次", "day": "抽到的每一天各一次"},
    {"team": "全组做一次", "each": "每个人各做一次"},
)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")

#: The answers of a form, by the keys of its blanks; several of one blank are a list.
Given = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that a form asks for.

    `key` is the way to the value, joined by dots. `kind` is text, duration, supply, when, time, date, number, id,
    reference, choice or flag; `many` says that there may be several. `least` and `most` are the bounds of a number, or
    of the length of a text. `choices` has values with their names.
    """

    key: str
    loc: Loc
    kind: str
    title: str
    description: str
    example: str
    required: bool
    many: bool = False
    choices: list[Choice] = field(default_factory=list)
    least: float | None = None
    most: float | None = None


class AnswerError(ValueError):
    """Answers that can't be: `wrong` says of each blank, by its key, what is."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__("；".join(wrong.values()))
        self.wrong = wrong


def blanks(names: Names, kind: type[model.Model], *, duty: str = "") -> list[Blank]:
    """What a form asks for a new thing of a model. `duty` is the one that short ids are in."""
    return list(_blanks(names, kind, duty, (), required=True))


def _blanks(
    names: Names, kind: type[model.Model], duty: str, above: Loc, *, required: bool, group: str = ""
) -> Iterator[Blank]:
    for name, info in kind.model_fields.items():
        loc: Loc = (*above, info.alias or name)
        inner = inner_model(info.annotation)
        needed = required and info.is_required()
        if inner is None:
            one = blank(names, info, loc, duty=duty, required=needed)
            yield replace(one, title=f"{group}{one.title}")
        elif get_origin(bare(info.annotation)[0]) is not list:
            yield from _blanks(names, inner, duty, loc, required=needed, group=f"{group}{info.title} · ")
        elif needed:
            yield from _blanks(names, inner, duty, (*loc, 0), required=True, group=f"{group}{info.title} · ")


def blank(names: Names, info: FieldInfo, loc: Loc, *, duty: str = "", required: bool = True) -> Blank:
    """What a form asks for a field."""
    annotation, beside = bare(info.annotation, tuple(info.metadata))
    many = get_origin(annotation) is list
    if many:
        annotation, inside = bare(get_args(annotation)[0])
        beside = inside
    choices: list[Choice] = []
    marker = mark(info, Ref)
    if marker is not None:
        kind = "reference"
        also = marker.also[2] if marker.also is not None else ()
        choices = names.choices(marker, duty=duty, more=also)
    elif options := _options(annotation):
        kind, choices = "choice", options
    elif annotation is bool:
        kind = "flag"
    elif mark(info, Own) is not None:
        kind = "id"
    else:
        notation = mark(info, Notation)
        kind = kind_of(info) or (notation.entry if notation is not None else "") or "text"
    example = (info.examples or [""])[0]
    shown = "、".join(map(str, example)) if isinstance(example, list) else str(example)
    least, most = _bounds(beside)
    named = dict(choices)
    return Blank(
        key=".".join(map(str, loc)),
        loc=loc,
        kind=kind,
        title=info.title or str(loc[-1]),
        description=_about(kind, info.description or ""),
        example=labels.duration(shown)
        if kind == "duration" and shown
        else named.get(shown, "" if kind in {"reference", "choice", "flag"} else shown),
        required=required,
        many=many,
        choices=choices,
        least=least,
        most=most,
    )


def _about(kind: str, description: str) -> str:
    """What a field's description says beside how the value is spelt, which nobody types where it is chosen."""
    if kind == "choice":
        return ""
    if kind not in {"reference", "duration"}:
        return description
    parts = re.split("[，；]", description)
    return "，".join(part for part in parts if not re.search(r"id|ISO 8601|\.yml|写成", part))


def _options(annotation: Any) -> list[Choice]:
    """The values that a type has a few of, with their words."""
    if get_origin(annotation) is Literal:
        values = [str(one) for one in get_args(annotation)]
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        values = [str(one.value) for one in annotation]
    else:
        return []
    words = next((known for known in _WORDS if set(values) <= known.keys()), {})
    return [(one, words.get(one, one)) for one in values]


def _bounds(beside: Sequence[Any]) -> tuple[float | None, float | None]:
    low: list[Any] = [one.ge if isinstance(one, Ge) else one.gt for one in beside if isinstance(one, Ge | Gt)]
    high: list[Any] = [one.le if isinstance(one, Le) else one.lt for one in beside if isinstance(one, Le | Lt)]
    high += [one.max_length for one in beside if isinstance(one, MaxLen)]
    return max(low, default=None), min(high, default=None)


def answered(asked: Sequence[Blank], given: Given) -> dict[str, Any]:
    """The answers as plain data, keyed as YAML is. Raises AnswerError with what is wrong with each."""
    wrong: dict[str, str] = {}
    found: dict[str, Any] = {}
    for one in asked:
        values = [mended(one.kind, text)[0] for text in _listed(given.get(one.key))]
        values = [text for text in values if text]
        if not values:
            if one.kind == "flag" and one.required:
                _put(found, one.loc, False)
            elif one.required:
                wrong[one.key] = "这一项不能空。"
            continue
        problems = [said for said in (judged(one, text) for text in values) if said]
        if problems:
            wrong[one.key] = problems[0]
            continue
        value: Any = [_plain(one, text) for text in values] if one.many else _plain(one, values[0])
        if value is False and not one.required:
            continue
        _put(found, one.loc, value)
    if wrong:
        raise AnswerError(wrong)
    return found


def _listed(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    texts = value if isinstance(value, list) else value.splitlines()
    return [text for text in texts if text.strip()]


def judged(one: Blank, text: str) -> str | None:
    """What is wrong with an answer by itself, in an editor's words; the rest is for the check of the whole."""
    if one.choices and text not in dict(one.choices):
        return "请从列出的里面选一个。"
    if one.kind == "number":
        if not re.fullmatch(NUMBER_PATTERN, text):
            return f"要一个数，找到的是“{text}”。"
        if one.least is not None and float(text) < one.least:
            return f"不能小于 {one.least:g}。"
        if one.most is not None and float(text) > one.most:
            return f"不能大于 {one.most:g}。"
    elif one.most is not None and len(text) > one.most:
        return f"最多 {one.most:g} 个字，写了 {len(text)} 个。"
    return None


def _plain(one: Blank, text: str) -> Any:
    if one.kind == "flag":
        return text == "true"
    return int(text) if one.kind == "number" and _WHOLE.fullmatch(text) else text


def _put(data: dict[str, Any], loc: Loc, value: Any) -> None:
    here: Any = data
    for step, below in itertools.pairwise(loc):
        fresh: Any = [] if isinstance(below, int) else {}
        if isinstance(step, int):
            while len(here) <= step:
                here.append({})
            here = here[step]
        else:
            here = here.setdefault(step, fresh)
    here[loc[-1]] = value
