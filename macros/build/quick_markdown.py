"""Python-Markdown as it is, without the work that can't change anything.

Python-Markdown tries each of its inline patterns on each text, and most texts have none of the signs that a pattern
begins with. Here a pattern is tried only on a text that has its sign. A pattern that isn't known is always tried, so an
extension of somebody's own works as ever. What comes out is the same, sign for sign; a test compares.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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
_LIBRARIES = ("markdown.", "pymdownx.")


class QuickMarkdown(Extension):  # type: ignore[misc]
    """Sets the quicker inline processor in the place of the library's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Take what the library asks of an extension: the Markdown object to change."""
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.block_level_elements = _Tags(md.block_level_elements)


class _Tags(list):  # type: ignore[type-arg]
    """A list of tags in which one is found at once: each element of a page is looked for in it several times."""

    def __init__(self, tags: list[str]) -> None:
        super().__init__(tags)
        self._known: dict[object, bool] = {}

    def __contains__(self, tag: object) -> bool:
        if tag not in self._known:
            self._known[tag] = super().__contains__(tag)
        return self._known[tag]

    def append(self, tag: str) -> None:
        super().append(tag)
        self._known.clear()


class _Inline(InlineProcessor):  # type: ignore[misc]
    """The library's inline processor, which looks for a pattern's sign first."""

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:
        self._table = [(pattern, *_signs_of(name, pattern)) for name, pattern in _patterns(self.inlinePatterns)]
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
