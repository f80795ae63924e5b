"""What may have been meant by a value that is written otherwise than it must be, as an editor is told."""

from __future__ import annotations

import re

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


def of_number(value: object) -> str:
    """For a number that is written as text."""
    if isinstance(value, str) and (figure := _figure(value)):
        return f"是不是 `{figure}`？"
    return ""


def of_flag(_: object) -> str:
    """For a flag that is anything but true or false."""
    return "是就写 true，不是就删掉这一行。"


def of_duration(value: object) -> str:
    """For a duration in words."""
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


def of_date(value: object) -> str:
    """For a date in words or with other signs between its parts."""
    text = str(value).translate(_WIDE)
    match = re.fullmatch(r"(\d{4})\s*[年/.．-]?\s*(\d{1,2})\s*[月/.．-]?\s*(\d{1,2})\s*日?", text)
    if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
        fixed = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        if fixed != str(value):
            return f"是不是 `{fixed}`？"
    return "例如 `2026-11-22`。"


def of_id(value: object) -> str:
    """For an id with capitals, blanks or underlines."""
    text = str(value).strip()
    slug = re.sub(r"[^a-z0-9.]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()).strip("-.")
    return f"是不是 `{slug}`？" if slug and slug != text else ""


def of_due(due: str) -> str:
    """For a due time that is right but for full-width signs or curly quotes."""
    fixed = due.translate(_WIDE).strip("“”‘’\"' ")
    return f"是不是 `{fixed}`？" if fixed != due else ""


def of_supply(value: object) -> str:
    """For a time that is given in another way."""
    text = str(value)
    if text.strip() in {"任何时候", "任意时间", "一直有", "随时可取", "无"}:
        return "是不是 `随时`？"
    return of_due(text) or (of_duration(value) if "P" not in text else "")
