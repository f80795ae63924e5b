"""Text from the data → inline Markdown that can't run anything.

Bold, code and `duty.item` are understood; every other sign that Markdown, HTML or Jinja would act on is
escaped. Names of metrics and terms become links where a page mentions them first, also in the middle of a
Chinese sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from macros.addresses.pages import way
from macros.pages.marking import Marker
from macros.views.marks import SETTING
from macros.views.targets import Target
from macros.views.text import MARKS, TOKEN, unmarked
from macros.views.views import Views

_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "{": "&#123;",
    "}": "&#125;",
    "|": "&#124;",
    '"': "&quot;",
    **{sign: "\\" + sign for sign in "\\`*_[]"},
}
_SPECIAL = re.compile(r"[&<>{}|\"\\`*_\[\]]|:(?=[a-z0-9_+-]+:)")
_AT_START = re.compile(r"^(\d+)([.)])|^([#+\-=:~!])")


@lru_cache(maxsize=50_000)
def escape(text: str) -> str:
    """Markdown that shows `text` exactly as written."""
    safe = _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "&#58;"), text)
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}" if m[3] != ":" else "&#58;", safe)


@lru_cache(maxsize=50_000)
def relative(target: str, page: str) -> str:
    """Path of the Markdown file `target` as a link on the Markdown file `page`."""
    return way(target, page.rpartition("/")[0])


class Names:
    """Names of metrics and terms that are linked when a text mentions them."""

    def __init__(self, views: Views) -> None:
        book = views.playbook
        self.targets: dict[str, Target] = {}
        for id_, metric in book.metrics.items():
            for name in (metric.name.zh, metric.abbr or "", *metric.aka):
                self._add(name, views.targets[f"metric:{id_}"])
        for id_, term in book.terms.items():
            for name in (term.name, *term.aka):
                self._add(name, views.targets[f"term:{id_}"])
        self._find = _finder(tuple(self.targets))

    def _add(self, name: str, target: Target) -> None:
        if len(name) > 1:
            self.targets.setdefault(name, target)

    def found(self, text: str) -> tuple[tuple[int, int, Target], ...]:
        """Where a text mentions a name, from left to right: start, end, and what is called so."""
        return tuple((start, end, self.targets[text[start:end]]) for start, end in self._find(text))


@lru_cache(maxsize=4)
def _finder(names: tuple[str, ...]) -> Callable[[str], tuple[tuple[int, int], ...]]:
    """What finds names in a text, the longest where several begin; it remembers the texts it has seen.

    The names are grouped by their first sign, so that most places of a text are passed over with one look.
    """
    begin: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        begin.setdefault(name[0], []).append(name)
    ways = "|".join(_as_pattern(first, those) for first, those in begin.items())
    firsts = "".join(map(re.escape, begin))
    pattern = re.compile(f"(?=[{firsts}])(?:{ways})" if begin else r"(?!)")

    @lru_cache(maxsize=50_000)
    def find(text: str) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in pattern.finditer(text))

    return find


def _as_pattern(first: str, names: list[str]) -> str:
    """Any of these names, which begin with the same sign; a Latin one only as a whole word."""
    left = r"(?<![A-Za-z0-9])" if first.isascii() else ""
    rest = "|".join(re.escape(name[1:]) + (r"(?![A-Za-z0-9])" if name[-1].isascii() else "") for name in names)
    return f"{left}{re.escape(first)}(?:{rest})"


class Inline:
    """Turns texts into inline Markdown for one page, linking each name where the page mentions it first.

    With a `marker` each text stands between marks that say where it is written.
    """

    def __init__(self, views: Views, names: Names, page: str, marker: Marker | None = None) -> None:
        self.views = views
        self.marker = marker
        self.names = names
        self.page = page
        self.linked: set[str] = set()

    def link(self, target: Target, text: str | None = None) -> str:
        """A Markdown link to something; a plain name when it has no page of its own."""
        label = self._marked(name := target.name if text is None else text, escape(name))
        return f"[{label}]({self.address(target)})" if target.page else label

    def address(self, target: Target) -> str:
        """Where a link on this page leads to reach `target`."""
        anchor = f"#{target.anchor}" if target.anchor else ""
        if target.page == self.page and anchor:
            return anchor
        return relative(target.page, self.page) + anchor

    def plain(self, text: str) -> str:
        """A text without any links, for headings and table heads."""
        return self._marked(text, self._tokens(self.views.settled(text), escape, self._name_only))

    def bare(self, text: str) -> str:
        """A text without any marks, for what is not Markdown: a reference becomes a name, bold and code just text."""
        return unmarked(text, self.views)

    def rich(self, text: str) -> str:
        """A text with references and first mentions linked."""
        return self._marked(text, self._tokens(text, self._words, self._reference))

    def _marked(self, text: str, shown: str) -> str:
        return shown if self.marker is None else self.marker.around(text, shown)

    def _worded(self, source: str, shown: str) -> str:
        return shown if self.marker is None else self.marker.derived(source, shown)

    def _tokens(self, text: str, words: Callable[[str], str], ref: Callable[[str], str]) -> str:
        if not MARKS.search(text):
            return words(text)
        parts: list[str] = []
        at = 0
        for match in TOKEN.finditer(text):
            if match["ref"] and self._target(match["ref"]) is None:
                continue
            parts.append(words(text[at : match.start()]))
            if match["code"]:
                parts.append(_code(match["code"][1:-1]))
            elif match["bold"]:
                parts.append(f"**{words(match['bold'])}**")
            else:
                parts.append(ref(match["ref"]))
            at = match.end()
        parts.append(words(text[at:]))
        return "".join(parts)

    def _target(self, ref: str) -> Target | None:
        return self.views.targets.get(".".join(ref.split(".")[:2]))

    def _reference(self, ref: str) -> str:
        target = self._target(ref)
        return self.link(target, str(target.name)) if target else escape(ref)

    def _name_only(self, ref: str) -> str:
        target = self._target(ref)
        return escape(target.name if target else ref)

    def _words(self, text: str) -> str:
        """Words with their settings, each a link to where it is set, and with the names that they mention."""
        if "$" not in text:
            return self._mentions(text)
        parts: list[str] = []
        at = 0
        for match in SETTING.finditer(text):
            target = self.views.targets.get(f"setting:{match['setting']}")
            if target is None:
                continue
            parts.append(self._mentions(text[at : match.start()]))
            value = self._worded(shown := self.views.setting(target.id), escape(shown))
            parts.append(f"[{value}]({self.address(target)}){{ .pb-setting }}{self.views.gap(match)}")
            at = match.end()
        parts.append(self._mentions(text[at:]))
        return "".join(parts)

    def _mentions(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        for start, end, target in self.names.found(text):
            key = f"{target.kind}:{target.id}"
            if key in self.linked or target.page == self.page:
                continue
            self.linked.add(key)
            parts.append(escape(text[at:start]))
            parts.append(f"[{escape(text[start:end])}]({self.address(target)}){{ .pb-term }}")
            at = end
        parts.append(escape(text[at:]))
        return "".join(parts)


def _code(text: str) -> str:
    """A code span; braces would be read by nobody here, but a backtick in it would end it."""
    return f"`{text}`"
