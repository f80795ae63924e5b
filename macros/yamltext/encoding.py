"""Texts that were opened in the wrong encoding and saved so: found by what they turn into when that is undone."""

from __future__ import annotations

import re

from macros.problems.problem import Position

#: What is left of texts that went wrong twice: bytes that were no UTF-8 read as GBK, and memory that was never filled.
_REMAINS = ("锟斤拷", "烫" * 4, "屯" * 4)
#: Bytes by what they are in UTF-8: the first of three (L, as Chinese signs and punctuation begin), what follows (C), others.
_CLASSES = bytes(
    ord("L") if 0xE3 <= code <= 0xE9 or code == 0xEF else ord("C") if 0x80 <= code <= 0xBF else ord(".")
    for code in range(256)
)
#: Two Chinese signs in UTF-8, by the classes of their bytes.
_TWO_SIGNS = b"LCCLCC"
#: The bytes 80 to 9F as Western Windows shows them.
_WESTERN = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_WESTERN.pop(0xFFFD)
_AFTER = f"[\x80-\xbf{''.join(map(chr, _WESTERN))}]"
#: With what the signs begin that Western text has in their place.
_WESTERN_LEADS = "ãäåæçèéï"
#: The same two signs after the bytes were read as Latin-1 or Windows-1252.
_AS_WESTERN = re.compile(rf"(?:[\xe4-\xe9]{_AFTER}{{2}}|\xe3\x80{_AFTER}|\xef\xbc{_AFTER}){{2}}")
#: What stands in place of a byte that was lost.
_LOST = "\ufffd?"
_RUN = re.compile("[^\x00-\x7f\ufffd]{3,}")
_HAN = re.compile("[\u4e00-\u9fff]")


def misread(text: str) -> Position | None:
    """Where a text begins that was opened in the wrong encoding and saved so: line and column from 1; else None.

    One sign that was lost is a slip; signs lost on several lines are the whole file's encoding.
    """
    found = [at for remains in _REMAINS if (at := text.find(remains)) >= 0]
    if any(sign in text for sign in _WESTERN_LEADS) and (match := _AS_WESTERN.search(text)):
        found.append(match.start())
    first = text.find("\ufffd")
    if first >= 0 and "\n" in text[first : text.rfind("\ufffd")]:
        found.append(first)
    if (place := _read_as_gbk(text)) is not None:
        found.append(place)
    if not found:
        return None
    at = min(found)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _read_as_gbk(text: str) -> int | None:
    """Where the first text stands whose bytes as GBK are Chinese in UTF-8."""
    if text.isascii():
        return None
    raw = text.encode("gb18030", "replace")
    classes = raw.translate(_CLASSES)
    start, after = 0, 0
    while (at := classes.find(_TWO_SIGNS, after)) >= 0:
        # Line ends are the same byte in both encodings and no part of any other sign.
        for _ in range(raw.count(b"\n", after, at)):
            start = text.index("\n", start) + 1
        end = text.find("\n", start)
        for run in _RUN.finditer(text, start, len(text) if end < 0 else end):
            if _is_chinese(run[0].encode("gb18030", "replace"), *_edges(text, run)):
                return run.start()
        after = raw.find(b"\n", at)
        if after < 0:
            return None
    return None


def _edges(text: str, run: re.Match[str]) -> tuple[bool, bool]:
    """Whether a byte was lost before a run, and whether behind it."""
    return text[max(run.start() - 1, 0)] in _LOST, text[run.end() : run.end() + 1] in {*_LOST}


def _is_chinese(raw: bytes, lost_before: bool, lost_behind: bool) -> bool:
    """Whether bytes are a Chinese text in UTF-8, but for a sign that was cut where a byte was lost."""
    text = raw.decode("utf-8", "replace")
    if lost_before:
        text = text.lstrip("\ufffd")
    if lost_behind:
        text = text.removesuffix("\ufffd")
    return text.isprintable() and "\ufffd" not in text and len(_HAN.findall(text)) >= 2
