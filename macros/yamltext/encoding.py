"""Texts that were opened in the wrong encoding and saved so: found by what they turn into when that is undone."""

from __future__ import annotations

import re

from macros.problems.problem import Position

#: What is left of texts that went wrong twice: bytes that were no UTF-8 read as GBK, and memory that was never filled.
_REMAINS = re.compile("锟斤拷|烫{4}|屯{4}")
#: Two Chinese signs in UTF-8, after the bytes were read as GBK and are GB 18030 again. Their signs begin with E4 to E9,
#: punctuation with E3 80 and EF BC.
_SIGN = rb"(?:[\xe4-\xe9][\x80-\xbf]{2}|\xe3\x80[\x80-\xbf]|\xef\xbc[\x80-\xbf])"
_AS_GBK = re.compile(_SIGN + rb"{2}")
#: The bytes 80 to 9F as Western Windows shows them.
_WESTERN = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_WESTERN.pop(0xFFFD)
_AFTER = f"[\x80-\xbf{''.join(map(chr, _WESTERN))}]"
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
    found = [match.start() for pattern in (_REMAINS, _AS_WESTERN) if (match := pattern.search(text))]
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
    raw = text.encode("gb18030", "replace")
    line, start, before = 0, 0, 0
    for match in _AS_GBK.finditer(raw):
        if match.start() < before:
            continue
        # Line ends are the same byte in both encodings and no part of any other sign.
        for _ in range(raw.count(b"\n", before, match.start())):
            start, line = text.index("\n", start) + 1, line + 1
        before = raw.find(b"\n", match.start())
        before = len(raw) if before < 0 else before
        end = text.find("\n", start)
        for run in _RUN.finditer(text, start, len(text) if end < 0 else end):
            if _is_chinese(run[0].encode("gb18030", "replace"), *_edges(text, run)):
                return run.start()
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
