"""What a value of the data looks like: ids, references, dates, durations, numbers, texts.

Each type has its Notation beside it, and what its values name. A new kind of value is one more type here.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

import isodate
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from macros.model import hints
from macros.model.markers import Entry, Notation, Ref

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
#: The most characters of an id: two of them, the folders above and where a zip was unpacked stay below the 260 of Windows.
MAX_ID = 48
#: Names that Windows keeps for devices: no folder and no file can have one, whatever comes behind its dot.
RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in range(10)))
)
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


#: When a team outside operations gives something: at a fixed time, some time after it is asked, or always.
ALWAYS = "随时"
SUPPLY_PATTERN = "|".join((f"^{ALWAYS}$", DURATION_PATTERN, *DUE_PATTERNS.values()))


#: The most characters of one text. Far above any real one; a cell of a spreadsheet ends at 32,767.
LONGEST = 2000
#: What no XML, and so no spreadsheet and no Word file, may hold. Blanks such as tabs are folded before.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: A text as a JSON Schema says it: not blank, and without characters that no spreadsheet can hold.
_TEXT_PATTERN = r"^(?=[\s\S]*\S)[^\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\ufffe\uffff]*$"
#: Numbers are taken as the text they are written in, in texts and in ids.
_TEXT_OR_NUMBER = ["string", "number"]


def _not_blank(value: str) -> str:
    """Refuse a text that is empty once the blanks at its ends are gone, or can't be exported; give it back on one line."""
    text = " ".join(value.split())
    if not text:
        raise PydanticCustomError("blank_text", "blank")
    if found := _UNWRITABLE.search(text):
        raise PydanticCustomError("unwritable", "unwritable", {"code": f"U+{ord(found[0]):04X}"})
    return text


def _not_reserved(value: str) -> str:
    """Refuse an id that no folder can be named by on Windows."""
    if value in RESERVED:
        raise PydanticCustomError("reserved", "reserved")
    return value


def duration(value: str) -> str:
    """Give back a text that is an ISO 8601 duration. Raises PydanticCustomError, a ValueError, for any other."""
    if not re.fullmatch(DURATION_PATTERN, value):
        raise PydanticCustomError("duration", "duration")
    try:
        isodate.parse_duration(value)
    except (isodate.ISO8601Error, ValueError) as error:
        raise PydanticCustomError("duration", "duration") from error
    return value


def _supply(value: str) -> str:
    """Refuse a text that doesn't say when something is given: `随时`, a duration, or a time as a rhythm has it."""
    if not re.fullmatch(SUPPLY_PATTERN, value):
        raise PydanticCustomError("supply", "supply")
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


TEXT = Notation(
    "一段文字", "E-type", "text", schema={"type": _TEXT_OR_NUMBER, "pattern": _TEXT_PATTERN}, unit=" 个字", entry="text"
)  # fmt: skip
_ID = Notation(
    "一个 id", "E-id", hint=hints.of_id,
    schema={"type": ["string", "integer"], "minimum": 0, "not": {"enum": sorted(RESERVED)}},
)  # fmt: skip
_ITEM = Notation("`职责id.条目id`", "E-id", "item", hints.of_id)
_SECTION = Notation("来源小节的 id", "E-id", "section", hints.of_id)
_SYMBOL = Notation("一段文字", "E-id", "other", hints.of_id)
_DURATION = Notation(
    "时长", "E-duration", hint=hints.of_duration, schema={"type": "string", "pattern": DURATION_PATTERN},
    entry="duration",
)  # fmt: skip
_SUPPLY = Notation(
    "`随时`、时长，或一个时刻", "E-due", "supply", hint=hints.of_supply,
    schema={"type": "string", "pattern": SUPPLY_PATTERN}, entry="supply",
)  # fmt: skip
_CLOCK = Notation("时刻", "E-due", "clock", hint=hints.of_supply, entry="time")
_DATE = Notation(
    "日期", "E-date", hint=hints.of_date, schema={"type": "string", "pattern": DATE_PATTERN, "format": "date"},
    entry="date",
)  # fmt: skip
_FLAG = Notation("`true` 或 `false`", "E-type", "flag", hints.of_flag, schema={"type": "boolean"})
_NUMBER = Notation(
    "数", "E-type", "number", hints.of_number, schema={"type": _TEXT_OR_NUMBER, "pattern": NUMBER_PATTERN},
    entry="number",
)  # fmt: skip
_WHOLE = Notation("整数", "E-type", "whole", hints.of_number, schema={"type": "integer"}, entry="number")

Text = Annotated[str, AfterValidator(_not_blank), Field(min_length=1, max_length=LONGEST), TEXT]
#: A text that says when: what it may be depends on how often something comes round.
When = Annotated[Text, Entry("when")]
Duration = Annotated[str, AfterValidator(duration), _DURATION]
Supply = Annotated[str, AfterValidator(_supply), _SUPPLY]
#: A time of the day, 09:30.
Clock = Annotated[str, Field(pattern=rf"^{_TIME}$"), _CLOCK]
Date = Annotated[dt.date, BeforeValidator(_date), _DATE]
Flag = Annotated[bool, BeforeValidator(_true_or_false), _FLAG]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False), _NUMBER]
Whole = Annotated[int, BeforeValidator(_whole), _WHOLE]
Symbol = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), _SYMBOL]

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=MAX_ID), AfterValidator(_not_reserved), _ID]
ItemRef = Annotated[str, Field(pattern=ITEM_PATTERN), _ITEM]
StepRef = Annotated[str, Field(pattern=STEP_PATTERN), _ITEM]
SectionId = Annotated[str, Field(pattern=SECTION_PATTERN), _SECTION]
AnswerId = Annotated[str, Field(pattern=r"^s[0-9]+a[0-9]+$"), _SYMBOL]
SourceId = Annotated[str, Field(pattern=r"^s[0-9]+$"), _SYMBOL]

#: Fields that name something. What bears an id has `Own` beside it, in its model.
DutyId = Annotated[Id, Ref("duty")]
RoleId = Annotated[Id, Ref("role")]
Person = Annotated[Id, Ref("role", "team")]
TemplateId = Annotated[Id, Ref("template")]
MetricId = Annotated[Id, Ref("metric")]
MetricGroupId = Annotated[Id, Ref("metric-group", name="指标类别")]
ToolId = Annotated[Id, Ref("tool")]
SectionRef = Annotated[SectionId, Ref("section")]
TaskRef = Annotated[ItemRef, Ref("task")]
GoalRef = Annotated[ItemRef, Ref("goal")]
ChecklistId = Annotated[Id, Ref("checklist")]
SettingId = Annotated[Id, Ref("setting")]
PlaceId = Annotated[Id, Ref("place")]
#: A line of a checklist: a check; in a list to read and do also a task or a step.
LineRef = Annotated[StepRef, Ref("check", also=("style", "read-do", ("task", "step")))]
#: A task by the last part of its id, in the duty that is spoken of.
TaskHere = Annotated[Id, Ref("task", short=True)]
#: The same of a task or a check.
ItemHere = Annotated[Id, Ref("task", "check", short=True)]


class Cadence(StrEnum):
    """How often something comes round."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"


class Weekday(StrEnum):
    """A day of the week."""

    monday = "周一"
    tuesday = "周二"
    wednesday = "周三"
    thursday = "周四"
    friday = "周五"
    saturday = "周六"
    sunday = "周日"


class OffDay(StrEnum):
    """Where something goes that falls on a day on which nobody works."""

    next = "next"
    before = "before"
    stay = "stay"
    skip = "skip"


class DoneBy(StrEnum):
    """Whether the team does a task once, or every person of the role does it."""

    team = "team"
    each = "each"


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
