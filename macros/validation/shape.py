"""What pydantic found wrong with a file, in an editor's words, each at the place where it is to be mended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from macros import model
from macros.model.introspect import field_at, keys_of, model_at, owners
from macros.problems import catalogue
from macros.problems.problem import Loc, Position, Problem
from macros.problems.suggest import closest, did_you_mean
from macros.yamltext.marks import Document


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


_WIDE = str.maketrans("０１２３４５６７８９：－．／＋", "0123456789:-./+")
_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九十")}
_UNITS = (
    ("分钟", "PT{}M"), ("小时", "PT{}H"), ("个工作日", "P{}D"), ("天", "P{}D"), ("日", "P{}D"), ("周", "P{}W"),
    ("个月", "P{}M"), ("年", "P{}Y"),
)  # fmt: skip


def _figure(text: str) -> str:
    """A whole number that was written otherwise, as figures; "" when it is none."""
    plain = text.translate(_WIDE).strip()
    if plain in _DIGITS:
        return str(_DIGITS[plain])
    match = re.match(r"-?\d+", plain)
    return match[0] if match else ""


def _number_hint(value: Any) -> str:
    if isinstance(value, str) and (figure := _figure(value)):
        return f"是不是 `{figure}`？"
    return ""


def _duration_hint(value: Any) -> str:
    text = str(value).translate(_WIDE).strip()
    if text.replace(" ", "") in {"半小时", "半个小时"}:
        return "是不是 `PT30M`？"
    if text in {"立即", "立刻", "马上", "当场"}:
        return "是不是 `P0D`？"
    for unit, code in _UNITS:
        if text.endswith(unit) and (number := _figure(text.removesuffix(unit).strip())):
            return f"是不是 `{code.format(number)}`？"
    if re.fullmatch(r"[pP][tT]?[\d\w]+", text) and text != text.upper():
        return f"是不是 `{text.upper()}`？"
    return "PT15M 是 15 分钟，PT2H 是 2 小时，P5D 是 5 天，P6M 是 6 个月。"


def _date_hint(value: Any) -> str:
    text = str(value).translate(_WIDE)
    match = re.fullmatch(r"(\d{4})\s*[年/.．-]?\s*(\d{1,2})\s*[月/.．-]?\s*(\d{1,2})\s*日?", text)
    if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
        fixed = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        if fixed != str(value):
            return f"是不是 `{fixed}`？"
    return "例如 `2026-11-22`。"


def _id_hint(value: Any) -> str:
    text = str(value).strip()
    slug = re.sub(r"[^a-z0-9.]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()).strip("-.")
    return f"是不是 `{slug}`？" if slug and slug != text else ""


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


#: Kinds of error that a value in curly quotes raises although it is right inside them.
_FORMATS = {"string_pattern_mismatch", "enum", "literal_error", "duration", "iso_date", "whole_number", "plain_number"}


def _misread(kind: str, value: Any) -> tuple[str, str, dict[str, object]] | None:
    """A sign of Chinese typing that YAML took for a part of the text."""
    if kind == "due" and isinstance(value, dict):
        value = value.get("due")
    if not isinstance(value, str):
        return None
    if (kind in _FORMATS or kind == "due") and value[:1] in set("“”‘’"):
        return "E-curly-quote", "", {"found": value[0]}
    if kind in {"list_type", "model_type", "model_attributes_type"}:
        if value[:1] in {"［", "｛", "【"}:
            return "E-wide-bracket", "", {"found": value[0]}
        if value[:1] in {"－", "—", "–", "−"}:
            return "E-wide-dash", "", {"found": value[0]}
    return None


def _told(error: ErrorDetails, top: type[BaseModel], loc: Loc) -> tuple[str, str, dict[str, object]]:
    """Code, occasion and values of the message for one thing that pydantic found."""
    key = next((step for step in reversed(loc) if isinstance(step, str)), "")
    title, sample = field_at(top, loc)
    said = (f"`{key}`（{title}）" if title else f"`{key}`") if key else "这个文件"
    value = error.get("input")
    context: Mapping[str, Any] = error.get("ctx") or {}
    eg = _example(sample, item=bool(loc) and isinstance(loc[-1], int))
    seen: dict[str, object] = {"said": said, "value": _shown(value), "eg": eg}
    if misread := _misread(error["type"], value):
        return misread
    match error["type"]:
        case "missing":
            return "E-missing", "", {"owner": model_at(top, loc[:-1]).kind_name, "said": said, "eg": eg}  # type: ignore[attr-defined]
        case "extra_forbidden":
            parent = model_at(top, loc[:-1])
            known = keys_of(parent)
            if meant := _looks_like_field(key, known):
                return meant[0], "", {"key": meant[1]}
            owner = parent.kind_name  # type: ignore[attr-defined]
            return "E-unknown-key", "", {
                "owner": owner, "key": key, "known": "、".join(known), "hint": _key_hint(key, known)
            }  # fmt: skip
        case "string_type":
            return "E-type", "text", {**seen, "hint": _text_hint(value), "eg": "" if isinstance(value, dict) else eg}
        case "whole_number" | "int_type" | "int_parsing" | "int_from_float":
            return "E-type", "whole", {**seen, "hint": _number_hint(value)}
        case "plain_number" | "float_type" | "float_parsing":
            return "E-type", "number", {**seen, "hint": _number_hint(value)}
        case "true_or_false":
            return "E-type", "flag", {**seen, "hint": "是就写 true，不是就删掉这一行。"}
        case "list_type" | "model_type" | "model_attributes_type" | "dict_type":
            if error["type"] == "list_type":
                return "E-type", "list", {**seen, "hint": _list_hint(value)}
            known = keys_of(model_at(top, loc))
            if meant := _looks_like_field(value, known):
                return meant[0], "", {"key": meant[1]}
            return "E-type", "fields", {**seen, "known": "、".join(known), "hint": "每个字段写成“字段名: 内容”。"}
        case "string_pattern_mismatch":
            pattern = context.get("pattern")
            occasion = {
                model.ID_PATTERN: "",
                model.ITEM_PATTERN: "item",
                model.STEP_PATTERN: "item",
                model.SECTION_PATTERN: "section",
            }.get(str(pattern), "other")
            return "E-id", occasion, {**seen, "near": _id_hint(value)}
        case "enum" | "literal_error":
            choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return "E-choice", "", {
                **seen, "known": "、".join(f"`{choice}`" for choice in choices), "near": did_you_mean(str(value), choices)
            }  # fmt: skip
        case "too_short" if not isinstance(value, str):
            return "E-count", "few", {"said": said, "limit": context["min_length"], "count": context["actual_length"]}
        case "too_long" if not isinstance(value, str):
            count = len(value) if isinstance(value, list) else "更多"
            return "E-count", "many", {"said": said, "limit": context["max_length"], "count": count}
        case "string_too_long" | "too_long":
            count = len(value) if isinstance(value, str) else "更多"
            return "E-length", "", {"said": said, "limit": context["max_length"], "count": count}
        case "blank_text" | "string_too_short" | "too_short":
            return "E-empty-text", "", {"said": said, "eg": eg}
        case "unwritable":
            return "E-control", "escaped", {"said": said, "name": context.get("code", "")}
        case "greater_than_equal":
            return "E-range", "low", {**seen, "limit": context["ge"]}
        case "less_than_equal":
            return "E-range", "high", {**seen, "limit": context["le"]}
        case "duration":
            return "E-duration", "", {**seen, "hint": _duration_hint(value)}
        case "iso_date" | "date_from_datetime_parsing" | "date_type" | "date_parsing" | "date_from_datetime_inexact":
            return "E-date", "", {**seen, "hint": _date_hint(value)}
        case "due":
            due = str(context["due"])
            return "E-due", "", {
                "cadence": context["cadence"], "eg": context["example"], "due": due, "near": due_hint(due)
            }  # fmt: skip
        case "rhythm_or_trigger":
            both = isinstance(value, dict) and "rhythm" in value and "trigger" in value
            return "E-rhythm", "both" if both else "", {}
        case "empty_override":
            return "E-override", "", {}
        case "pick_fits_draw":
            return "E-sample", "all" if isinstance(value, dict) and "pick" in value else "", {}
        case other:
            return "E-value", "", {**seen, "kind": other}


def due_hint(due: str) -> str:
    """`是不是 …？` for a due time that is right but for full-width signs or curly quotes."""
    fixed = due.translate(_WIDE).strip("“”‘’\"' ")
    return f"是不是 `{fixed}`？" if fixed != due else ""


def _place(error: ErrorDetails, top: type[BaseModel], loc: Loc, document: Document) -> Position:
    """Where to mend what pydantic found at `loc`: for what is missing, where it belongs."""
    marks = document.marks
    value = error.get("input")
    match error["type"]:
        case "missing":
            return marks.room(loc, keys_of(model_at(top, loc[:-1])))
        case "too_short" if isinstance(value, list) and value:
            return marks.last(loc)
        case "too_long" if isinstance(value, str):
            return marks.find(loc)
        case "extra_forbidden" | "too_short" | "too_long":
            return marks.find_key(loc)
        case "rhythm_or_trigger":
            if isinstance(value, dict) and "rhythm" in value and "trigger" in value:
                return max(marks.find_key((*loc, "rhythm")), marks.find_key((*loc, "trigger")))
            return marks.room((*loc, "rhythm"), keys_of(model_at(top, loc)))
        case "pick_fits_draw":
            if isinstance(value, dict) and "pick" in value:
                return marks.find_key((*loc, "pick"))
            return marks.room((*loc, "pick"), keys_of(model_at(top, loc)))
        case "due":
            return marks.find((*loc, "due"))
        case _:
            return marks.find(loc)


#: What may be said only because a piece of the file could not be read.
_BECAUSE_PARTIAL = {"missing", "too_short", "too_long", "rhythm_or_trigger", "pick_fits_draw", "empty_override"}


def shape_problems(error: ValidationError, top: type[BaseModel], document: Document) -> list[Problem]:
    """What pydantic found wrong with a document, as problems.

    Takes the error and the model it was raised for. What the loader has said about a value already, or what may
    be wrong only because a piece could not be read, is not said again.
    """
    said = {(problem.line, problem.column) for problem in document.problems}
    errors = error.errors(include_url=False)
    # A key that is written wrongly isn't missing as well.
    meant = {
        (*details["loc"][:-1], name)
        for details in errors
        if details["type"] == "extra_forbidden"
        for name in _meant(str(details["loc"][-1]), keys_of(model_at(top, details["loc"][:-1])))
    }
    problems: list[Problem] = []
    for details in errors:
        loc: Loc = details["loc"]
        if details["type"] == "missing" and loc in meant:
            continue
        if document.partial and details["type"] in _BECAUSE_PARTIAL:
            continue
        line, column = _place(details, top, loc, document)
        value = details.get("input")
        if (line, column) in said and (value is None or isinstance(value, str)):
            continue
        code, occasion, values = _told(details, top, loc)
        problems.append(Problem(document.path, line, column, code, catalogue.text(code, occasion, **values)))
    return problems
