"""How Chinese signs are read: the search is typed in pinyin too."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterable
from functools import partial
from importlib import resources
from typing import Any

#: The 3755 signs that GB 2312 lists first, by their sound: those that an input method offers first.
COMMON_SIGNS = bytes(
    code
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    if (row, cell) < (0xD7, 0xFA)
    for code in (row, cell)
).decode("gb2312")

_HAN = re.compile(r"[\u3400-\u9fff]+")
_PHRASE = re.compile(r'"([^"]+)": ')


def sounds(names: Collection[str]) -> str:
    """How the common signs and those of names are read, without tones: `ke客课科 hu户湖`.

    A sign that has a second reading, or that some name reads in another way, stands under each, the usual one first.
    """
    runs = sorted({run for name in names for run in _HAN.findall(name)})
    lazy_pinyin, pinyin = _readers(runs)
    found: dict[str, str] = {}
    others: dict[str, str] = {}
    usual = {sign: lazy_pinyin(sign)[0] for sign in {*COMMON_SIGNS, *"".join(runs)}}
    for sign in sorted(usual):
        found[usual[sign]] = found.get(usual[sign], "") + sign
        for sound in pinyin(sign)[0][:2]:
            if sound != usual[sign]:
                others[sound] = others.get(sound, "") + sign
    for run in runs:
        for sign, sound in zip(run, lazy_pinyin(run), strict=True):
            if sound != usual[sign] and sign not in others.get(sound, ""):
                others[sound] = others.get(sound, "") + sign
    return " ".join(f"{sound}{part[sound]}" for part in (found, others) for sound in sorted(part))


def _readers(runs: Iterable[str]) -> tuple[Callable[[str], list[str]], Callable[[str], list[list[str]]]]:
    """What reads these runs of signs, and any sign alone: as they are read together, and each with all its readings.

    Of the phrases that pypinyin knows it gets those that begin like something in the runs: all of them take 45 MiB, and
    change nothing. What it finds at a place is the longest phrase that stands there.
    """
    os.environ["PYPINYIN_NO_PHRASES"] = "1"
    from pypinyin import Style, lazy_pinyin, load_phrases_dict, pinyin

    starts = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    text = resources.files("pypinyin").joinpath("phrases_dict.json").read_text(encoding="utf-8")
    reader = json.JSONDecoder()
    phrases: dict[str, Any] = {
        match[1]: reader.raw_decode(text, match.end())[0]
        for match in _PHRASE.finditer(text)
        if match[1][:2] in starts or len(match[1]) == 1
    }
    load_phrases_dict(phrases)
    return lazy_pinyin, partial(pinyin, style=Style.NORMAL, heteronym=True)
