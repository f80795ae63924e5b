"""A page of the preview with what can be changed in it as elements of their own."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from macros.pages.marking import Mark, Spot

#: A piece of HTML in which a mark can't become an element: a tag, a comment, what scripts and styles hold.
_PIECE = re.compile(
    r"<!--.*?-->|<(script|style|textarea|title|option)\b.*?</\1\s*>|<(?:[a-zA-Z/!])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL,
)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Where the page's own content begins and ends.
_ARTICLE = re.compile(r"<article\b[^>]*>")


class Span(NamedTuple):
    """From where to where something is shown that can be changed, and what."""

    start: int
    end: int
    spot: Spot


def spans(page: str, marks: Sequence[Mark], spots: Sequence[Spot]) -> list[Span]:
    """What can become an element: what begins and ends in the content of the same element, within the article.

    Takes a page, where marks stood in it, and what their numbers mean.
    """
    article = _ARTICLE.search(page)
    if article is None:
        return []
    start, end = article.end(), page.rfind("</article>")
    found: list[Span] = []
    begun: dict[int, tuple[int, int]] = {}
    for mark, parent in _parents(page, [mark for mark in marks if start <= mark.at <= end], start):
        if mark.number >= len(spots):
            continue
        if mark.begins:
            begun[mark.number] = mark.at, parent
        elif (first := begun.pop(mark.number, None)) is not None and first[1] == parent and first[0] < mark.at:
            found.append(Span(first[0], mark.at, spots[mark.number]))
    return found


def _parents(page: str, marks: Sequence[Mark], start: int) -> Iterator[tuple[Mark, int]]:
    """Each mark that stands in text, with a number for the element that it stands in."""
    waiting = iter(marks)
    mark = next(waiting, None)
    open_: list[tuple[str, int]] = [("", 0)]
    count = 0
    for piece in _PIECE.finditer(page, start):
        while mark is not None and mark.at <= piece.start():
            yield mark, open_[-1][1]
            mark = next(waiting, None)
        while mark is not None and mark.at < piece.end():
            mark = next(waiting, None)  # in an attribute, or in what a script holds
        if mark is None:
            return
        if piece[1] or (name := _NAME.match(piece[0])) is None:
            continue
        tag = name[1].lower()
        if piece[0].startswith("</"):
            if any(tag == one for one, _ in open_):
                while open_[-1][0] != tag:
                    open_.pop()
                open_.pop()
        elif tag not in _VOID and not piece[0].endswith("/>"):
            count += 1
            open_.append((tag, count))


def with_spans(page: str, marks: Sequence[Mark], spots: Sequence[Spot]) -> str:
    """The page, with an element around each thing that can be changed."""
    inserts: list[tuple[int, int, int, str]] = []
    for span in spans(page, marks, spots):
        inserts.append((span.start, 1, -span.end, _tag(span.spot)))
        inserts.append((span.end, 0, -span.start, "</span>"))
    parts: list[str] = []
    at = 0
    for place, _, _, text in sorted(inserts):
        parts += (page[at:place], text)
        at = place
    return "".join([*parts, page[at:]])


def _tag(spot: Spot) -> str:
    where = html.escape(json.dumps([spot.origin.file, *spot.origin.path], ensure_ascii=False, separators=(",", ":")))
    return f'<span data-edit="{where}"{" data-derived" if spot.derived else ""}>'
