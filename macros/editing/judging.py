"""What is wrong with an answer to a question of `make new`: a sentence for the editor, or None."""

from __future__ import annotations

import re

from macros import model
from macros.editing.ids import unfit
from macros.editing.stock import Judge, SoFar, pairs, split
from macros.model import types
from macros.problems.suggest import did_you_mean
from macros.views import labels


def new_file(kind: str, folder: str) -> Judge:
    """The id of a new file, which nothing has or had."""

    def judge(so_far: SoFar, value: str) -> str | None:
        if (wrong := unfit(value)) is not None:
            return wrong
        if value in so_far.stock.index.ids[kind]:
            return f"`{folder}/{value}` 已经有了。换一个 id。"
        if value in model.BY_FOLDER[folder].taken:
            return f"`{folder}/{value}` 已经是手册自己的一页。换一个 id。"
        if kind == "role" and value in so_far.stock.index.ids["team"]:
            return f"`{value}` 已经是一个团队的 id。换一个。"
        if f"{folder}/{value}" in so_far.stock.retired:
            return f"`{folder}/{value}` 从前用过，旧链接还指着它。换一个 id。"
        return None

    return judge


def new_entry(kind: str) -> Judge:
    """The id of a new entry of a dictionary, which nothing has or had."""

    def judge(so_far: SoFar, value: str) -> str | None:
        address = f"{model.KINDS[kind].folder}/{value}"
        if (wrong := unfit(value)) is not None:
            return wrong
        if value in so_far.stock.index.ids[kind]:
            return f"`{address}` 已经有了。换一个 id。"
        if address in so_far.stock.retired:
            return f"`{address}` 从前用过，旧链接还指着它。换一个 id。"
        return None

    return judge


def new_item(so_far: SoFar, value: str) -> str | None:
    """The id of a new item in a duty, which nothing there has or had."""
    full = f"{so_far.answers['duty']}.{value}"
    if (wrong := unfit(value)) is not None:
        return wrong
    if full in so_far.stock.index.ids["item"]:
        return f"`{full}` 已经有了。换一个 id。"
    if full in so_far.stock.retired:
        return f"`{full}` 从前用过，旧链接还指着它。换一个 id。"
    return None


def whole(low: int, high: int) -> Judge:
    """A whole number between two others."""

    def judge(_: SoFar, value: str) -> str | None:
        fits = re.fullmatch(r"\d{1,6}", value, re.ASCII) and low <= int(value) <= high
        return None if fits else f"要一个 {low} 到 {high} 之间的整数，找到的是“{value}”。"

    return judge


def number(low: float, high: float) -> Judge:
    """A number between two others."""

    def judge(_: SoFar, value: str) -> str | None:
        fits = re.fullmatch(types.NUMBER_PATTERN, value) and low <= float(value) <= high
        return None if fits else f"要一个 {low:g} 到 {high:g} 之间的数，找到的是“{value}”。"

    return judge


def due(so_far: SoFar, value: str) -> str | None:
    """When a task is due or starts, as its cadence has it."""
    cadence = so_far.answers["when"]
    if re.match(model.DUE_PATTERNS[cadence], value):
        return None
    return f"{labels.CADENCE[cadence]}的时刻写成 {model.DUE_EXAMPLES[cadence]}，找到的是“{value}”。"


def duration(_: SoFar, value: str) -> str | None:
    """An ISO 8601 duration."""
    try:
        types.duration(value)
    except ValueError:
        return f"时长写成 PT15M（15 分钟）、PT2H（2 小时）、P5D（5 天），找到的是“{value}”。"
    return None


def task_pairs(_: SoFar, value: str) -> str | None:
    """Tasks as `id=name`."""
    ids = [one.partition("=")[0] for one in pairs(value)]
    if not 3 <= len(ids) <= 6:
        return f"一项职责有 3–6 项任务，找到 {len(ids)} 项。"
    if len(set(ids)) < len(ids):
        return "两项任务用了同一个 id。"
    return next((wrong for id_ in ids if (wrong := unfit(id_)) is not None), None)


def columns(_: SoFar, value: str) -> str | None:
    """The names of columns."""
    names = split(value)
    if len(names) < 2:
        return f"一张表至少两列，找到 {len(names)} 列。"
    return "两列用了同一个名字。" if len(set(names)) < len(names) else None


def references(count: tuple[int, int]) -> Judge:
    """So many items or steps of duties."""

    def judge(so_far: SoFar, value: str) -> str | None:
        refs = split(value)
        if not count[0] <= len(refs) <= count[1]:
            return f"要 {count[0]}–{count[1]} 条，找到 {len(refs)} 条。"
        known = so_far.stock.index.ids["item"] | so_far.stock.index.ids["step"]
        for ref in refs:
            if ref not in known:
                return f"没有叫 `{ref}` 的条目。{did_you_mean(ref, sorted(known))}"
        return None

    return judge
