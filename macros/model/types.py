"""What a value of the data looks like: ids, references, dates, durations, numbers, texts."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

import isodate
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ITEM_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$"
STEP_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){1,2}$"
SECTION_PATTERN = r"^s[0-9]+a[0-9]+-[0-9]{2}$"
#: The ISO 8601 durations that pages can say in words: whole numbers and no sign.
DURATION_PATTERN = r"^(?=.*[YMWDHS]$)P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"

_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = r"(([1-9]|1[0-9]|2[0-8]) 日|第 ([1-9]|1[0-9]) 个工作日|最后一个工作日)"
DUE_PATTERNS: dict[str, str] = {
    "daily": rf"^{_TIME}$",
    "weekly": rf"^周[一二三四五六日] {_TIME}$",
    "monthly": rf"^{_DAY} {_TIME}$",
    "quarterly": rf"^(首月|次月|末月) ?{_DAY} {_TIME}$",
    "yearly": rf"^([1-9]|1[0-2]) 月 ([1-9]|[12][0-9]|3[01]) 日 {_TIME}$",
}
DUE_EXAMPLES: dict[str, str] = {
    "daily": '"09:30"',
    "weekly": "周四 16:00",
    "monthly": '"5 日 18:00" 或 第 3 个工作日 18:00 或 最后一个工作日 18:00',
    "quarterly": "末月 20 日 18:00 或 首月第 5 个工作日 18:00",
    "yearly": '"11 月 15 日 18:00"',
}


#: The most characters of one text. Far above any real one; a cell of a spreadsheet ends at 32,767.
LONGEST = 2000
#: What no XML, and so no spreadsheet and no Word file, may hold. Blanks such as tabs are folded before.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _not_blank(value: str) -> str:
    """Refuse a text that is empty once the blanks at its ends are gone, or can't be exported; give it back on one line."""
    text = " ".join(value.split())
    if not text:
        raise PydanticCustomError("blank_text", "blank")
    if found := _UNWRITABLE.search(text):
        raise PydanticCustomError("unwritable", "unwritable", {"code": f"U+{ord(found[0]):04X}"})
    return text


def _duration(value: str) -> str:
    """Refuse a text that is not an ISO 8601 duration; give it back unchanged."""
    if not re.fullmatch(DURATION_PATTERN, value):
        raise PydanticCustomError("duration", "duration")
    try:
        isodate.parse_duration(value)
    except (isodate.ISO8601Error, ValueError) as error:
        raise PydanticCustomError("duration", "duration") from error
    return value


def _date(value: object) -> object:
    """Take a date only as YYYY-MM-DD, so that 20261122 and a time stamp are refused."""
    if not isinstance(value, dt.date) and not (isinstance(value, str) and re.fullmatch(DATE_PATTERN, value)):
        raise PydanticCustomError("iso_date", "date")
    return value


def _true_or_false(value: object) -> object:
    """Take a flag only as true or false: YAML 1.2 has no yes, no, on, off."""
    if not isinstance(value, bool):
        raise PydanticCustomError("true_or_false", "flag")
    return value


def _number(value: object) -> object:
    """Take a number written plainly; the loader leaves 1.10 as text, so the model turns it into a number."""
    if isinstance(value, str) and not re.fullmatch(NUMBER_PATTERN, value):
        raise PydanticCustomError("plain_number", "number")
    if isinstance(value, bool):
        raise PydanticCustomError("plain_number", "number")
    return value


def _whole(value: object) -> object:
    """Take a whole number written without quotes."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_number", "whole number")
    return value


Id = Annotated[str, Field(pattern=ID_PATTERN)]
ItemRef = Annotated[str, Field(pattern=ITEM_PATTERN)]
StepRef = Annotated[str, Field(pattern=STEP_PATTERN)]
Text = Annotated[str, AfterValidator(_not_blank), Field(min_length=1, max_length=LONGEST)]
Duration = Annotated[str, AfterValidator(_duration)]
Date = Annotated[dt.date, BeforeValidator(_date)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Whole = Annotated[int, BeforeValidator(_whole)]
SectionId = Annotated[str, Field(pattern=SECTION_PATTERN)]


class Cadence(StrEnum):
    """How often something comes round."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"


class CheckCadence(StrEnum):
    """How often a check is asked: as often as something comes round, or on an event."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"
    per_event = "per-event"


class MetricCadence(StrEnum):
    """How often a metric is usually read."""

    shift = "shift"
    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"
    per_event = "per-event"


class Part(StrEnum):
    """How much of a duty a role has: it sets it and owns the result, does it, or helps with it."""

    lead = "lead"
    do = "do"
    support = "support"


class Level(StrEnum):
    """How well someone knows a duty."""

    assist = "assist"
    independent = "independent"
    lead = "lead"


class Grade(StrEnum):
    """How much a failed check weighs: one veto fails the whole inspection."""

    veto = "veto"
    major = "major"
    minor = "minor"
