"""Python-Markdown as it is, without the work that can't change anything.

Python-Markdown tries each of its inline patterns on each text, and most texts have none of the signs that a pattern
begins with. Here a pattern is tried only on a text that has its sign. A pattern that isn't known is always tried, so an
extension of somebody's own works as ever. What comes out is the same, sign for sign; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocTreeprocessor
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.serializers import _escape_attrib_html as _attribute
from markdown.serializers import _escape_cdata as _text
from markdown.serializers import to_xhtml_string
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

#: A sign without which the pattern of that name finds nothing, if it is that of the library's class of that name.
_SIGNS = {
    "backtick": ("BacktickInlineProcessor", "`"),
    "escape": ("EscapeInlineProcessor", "\\"),
    "reference": ("ReferenceInlineProcessor", "["),
    "link": ("LinkInlineProcessor", "["),
    "image_link": ("ImageInlineProcessor", "!["),
    "image_reference": ("ImageReferenceInlineProcessor", "!["),
    "short_reference": ("ShortReferenceInlineProcessor", "["),
    "short_image_ref": ("ShortImageReferenceInlineProcessor", "!["),
    "autolink": ("AutolinkInlineProcessor", "<"),
    "automail": ("AutomailInlineProcessor", "<"),
    "linebreak": ("SubstituteTagInlineProcessor", "  \n"),
    "html": ("HtmlInlineProcessor", "<"),
    "entity": ("HtmlInlineProcessor", "&"),
    "emoji": ("EmojiPattern", ":"),
}
#: The patterns that find a reference; a text in which none is defined has none.
_REFERENCES = frozenset(name for name in _SIGNS if name.endswith(("reference", "short_image_ref")))
#: The rest of a link after its first bracket.
_LINK = re.compile(r"""([^\[\]]*)\]\(([^\s()<>'"]*)\)""")
_LIBRARIES = ("markdown.", "pymdownx.")


class QuickMarkdown(Extension):  # type: ignore[misc]
    """Sets the quicker inline processor in the place of the library's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Take what the library asks of an extension: the Markdown object to change."""
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        md.is_block_level = _BlockLevel(md).__getitem__
        md.output_formats = md.output_formats | {"xhtml": _to_xhtml}
        if "toc" in md.treeprocessors and isinstance(toc := md.treeprocessors["toc"], TocTreeprocessor):
            toc.replace_marker = partial(_replace_marker, toc.replace_marker, toc.marker)
        if "link" in md.inlinePatterns and type(link := md.inlinePatterns["link"]) is LinkInlineProcessor:
            link.handleMatch = partial(_match_link, link.handleMatch, link.unescape)


class _BlockLevel(dict[object, bool]):
    """Whether a tag is one of a block: asked several times for each element of a page."""

    def __init__(self, md: Markdown) -> None:
        self._find = md.is_block_level

    def __missing__(self, tag: object) -> bool:
        self[tag] = bool(self._find(tag))
        return self[tag]


class _Unescape(UnescapeTreeprocessor):  # type: ignore[misc]
    """The library's processor, which looks only at texts that have an escaped sign."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and STX in element.text and element.tag != "code":
                element.text = self.unescape(element.text)
            if element.tail and STX in element.tail:
                element.tail = self.unescape(element.tail)
            attributes: Iterable[tuple[str, str | None]] = element.items()
            for key, value in attributes:
                if value is not None and STX in value:
                    element.set(key, self.unescape(value))


def _replace_marker(replace: Callable[[Element, Element], None], marker: str, root: Element, toc: Element) -> None:
    """Put a table of contents where the marker for it stands: most pages have none."""
    if any(element.text and marker in element.text for element in root.iter()):
        replace(root, toc)


def _match_link(
    match_any: Callable[[re.Match[str], str], Any], unescape: Callable[[str], str], match: re.Match[str], data: str
) -> Any:
    """A link as nearly all are, with no brackets, quotes or blanks that have to be looked at sign by sign."""
    if (found := _LINK.match(data, match.end())) is None:
        return match_any(match, data)
    text, href = found.groups()
    link = Element("a", {"href": unescape(href) if STX in href else href})
    link.text = text
    return link, match.start(), found.end()


def _to_xhtml(element: Element) -> str:
    """What the library's function of that name gives back, for what Markdown is turned into: elements and texts."""
    parts: list[str] = []
    _write(element, parts.append)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag: Any = element.tag
    text, tail = element.text, element.tail
    if type(tag) is not str:  # a comment, a processing instruction
        write(to_xhtml_string(element))
        return
    write(f"<{tag}")
    attributes: list[tuple[str, Any]] = sorted(element.items())  # one of no value is None, as in `<input disabled>`
    for key, value in attributes:
        write(f" {key}" if value is None else f' {key}="{_attribute(value)}"')
    if tag.lower() in HTML_EMPTY:
        write(" />")
    else:
        write(">")
        if text:
            write(text if tag.lower() in ("script", "style") else _text(text))
        for child in element:
            _write(child, write)
        write(f"</{tag}>")
    if tail:
        write(_text(tail))


class _Inline(InlineProcessor):  # type: ignore[misc]
    """The library's inline processor, which looks for a pattern's sign first."""

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:
        self._table = [
            (pattern, *_signs_of(name, pattern))
            for name, pattern in _patterns(self.inlinePatterns)
            if self.md.references or name not in _REFERENCES or _signs_of(name, pattern) == ("", "")
        ]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return str(data)
        table, start = self._table, 0
        count = len(table)
        while patternIndex < count:
            pattern, sign, other = table[patternIndex]
            if sign and sign not in data and not (other and other in data):
                patternIndex, start = patternIndex + 1, 0  # noqa: N806
                continue
            data, matched, start = self._InlineProcessor__applyPattern(pattern, data, patternIndex, start)
            if not matched:
                patternIndex += 1  # noqa: N806
        return data


def _patterns(registry: Any) -> list[tuple[str, Any]]:
    """The patterns in the order in which they are tried, each with its name."""
    list(registry)  # sorts it
    return [(item.name, registry[item.name]) for item in registry._priority]


def _signs_of(name: str, pattern: Any) -> tuple[str, str]:
    """Signs of which a text must have one for a pattern to find anything: one or two, none when that isn't known."""
    cls = type(pattern)
    if not cls.__module__.startswith(_LIBRARIES):
        return "", ""
    if cls.__name__ == "DelimiterProcessor" and len(pattern.tokens) <= 2:
        return pattern.tokens[0], pattern.tokens[-1]
    kind, sign = _SIGNS.get(name, ("", ""))
    return (sign, "") if cls.__name__ == kind else ("", "")
