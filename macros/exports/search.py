"""What the search finds: the places of every page that it can lead to, and the words that it knows.

Taken from the data, not from the pages, so that each text is found once, in the place where it belongs: the text of
a task under the task, not under the checklist, the role and the template that repeat it. Left out on purpose: who
does what, sources, worked examples and filled-in samples. See docs/assets/js/search/ for the other half.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from typing import Any

from macros.exports.search_pages import (
    ASKED_OF_A_PAGE,
    MAKERS,
    MAYBE_ASKED_OF_A_PAGE,
    PAGES,
    TYPED_FOR_A_PAGE,
    SearchEntry,
)
from macros.model.kinds import BY_FOLDER, KINDS, Kind
from macros.model.playbook import Playbook
from macros.views.views import Views
from macros.yamltext.signs import RADICALS

#: Cuts a Chinese text into words.
Cut = Callable[[str], Iterable[str]]

#: How much a page counts that is of no kind of thing, or lists things that have pages of their own.
BOOST_OF_LISTS = 5

#: How often all words of jieba's dictionary together were seen: how likely each is hangs on that. To count takes as long
#: as to read all of it; a test does.
COUNTED = 60_101_967

_HAN = re.compile(r"[\u3400-\u9fff]+")
_END = re.compile(r"</(?:p|li|pre)>")
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s*\n\s*")
#: A name that can be a word: not a phrase such as 合作与联盟 or 取数的, not a sentence.
_WORD = re.compile(r"[\u3400-\u9fff]{2,6}")
_JOINTS = frozenset("与和及的")


def cut(text: str) -> Iterable[str]:
    """Chinese words by jieba's dictionary, without guessing at words that are not in it."""
    load_dictionary()
    words: Iterable[str] = _jieba().cut(text, HMM=False)
    return words


def _jieba() -> Any:
    """The library. It would look for its own files with pkg_resources, which takes longer to load than all of jieba."""
    hides = "pkg_resources" not in sys.modules
    if hides:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # as if it weren't there
    try:
        import jieba
    finally:
        if hides:
            del sys.modules["pkg_resources"]
    return jieba


def load_dictionary() -> None:
    """Let jieba read its own dictionary, unless it has.

    Not by `initialize`, which takes whatever lies in a folder that all users of the machine share for the dictionary,
    leaves a copy there, and speaks of it in English. Whoever else asks jieba comes after this: Material's search does.
    """
    jieba = _jieba()
    if not jieba.dt.initialized:
        jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
        jieba.dt.initialized = True


def cut_of(texts: Iterable[str]) -> Cut:
    """What cuts these texts as `cut` does, and is of no use for others.

    It reads those words of jieba's dictionary that begin like something in them: all of it takes 50 MiB, and twice as
    long.
    """
    jieba = _jieba()
    if jieba.dt.initialized:
        return cut
    signs = {sign for text in texts for sign in text}
    starts = {f"{sign} " for sign in signs} | {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
    with TextIOWrapper(jieba.dt.get_dict_file(), "utf-8") as file:
        lines = [line for line in file if line[:2] in starts]
    found: dict[str, int] = {}
    for line in lines:
        word, number, _ = line.split(" ", 2)
        found[word] = int(number)
        for end in range(1, len(word)):
            found.setdefault(word[:end], 0)
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total, cutter.initialized = found, COUNTED, True
    return partial(cutter.cut, HMM=False)


def entries(views: Views, kind: str, id_: str, title: str) -> list[SearchEntry]:
    """The places of a generated page: the page itself first, then what has an anchor on it.

    Takes what `pages.Page` says of it. A page of a kind that is not known here is found by its title.
    """
    make = MAKERS.get(kind) or PAGES.get(kind)
    found = make(views, id_) if make else [SearchEntry("", title)]
    found[0] = replace(found[0], queries=(*found[0].queries, *TYPED_FOR_A_PAGE.get(kind, ())))
    page = KINDS.get(kind) or BY_FOLDER.get(kind)
    if page is None:
        return found
    typed = (views.queries.get(_key(page, id_, one.anchor), ()) for one in found)
    return [replace(one, queries=(*one.queries, *more)) for one, more in zip(found, typed, strict=True)]


def _key(kind: Kind, id_: str, anchor: str) -> str:
    """The key of what stands at a place of a page."""
    if not kind.has_own_files:
        return f"{kind.id}:{anchor}"
    return f"{id_}.{anchor}" if anchor else f"{kind.id}:{id_}"


def boost(page_kind: str) -> int:
    """How much a page of this kind counts, from 1 to 10: that of a thing, or a dictionary, as its kind says."""
    kind = KINDS.get(page_kind) or BY_FOLDER.get(page_kind)
    return kind.weight if kind else BOOST_OF_LISTS


def names(views: Views) -> list[str]:
    """Every name and alias in the data that may be a word of its own: those that `words` teaches."""
    book = views.playbook
    found = [one.name for one in book.checklists.values()]
    found += [one.name for one in book.templates.values()]
    found += [one.name for one in book.teams.values()]
    for duty in book.duties.values():
        found += [duty.name, *duty.aka]
    for role in book.roles.values():
        found += [role.name, *role.aka]
    for term in book.terms.values():
        found += [term.name, *term.aka]
    for tool in book.tools.values():
        found += [tool.name, *tool.aka]
    for place in book.places.values():
        found += [place.name, *place.aka]
    for metric in book.metrics.values():
        found += [metric.name.zh, *metric.aka]
    return found


def is_chinese(word: str) -> bool:
    """Whether a word is of Chinese signs alone."""
    return _HAN.fullmatch(word) is not None


class Known:
    """What builds before have made of texts, by its kind: nothing, unless somebody keeps it."""

    def get(self, kind: str, texts: list[str]) -> Any:  # noqa: ARG002
        """What was made of these texts, or None."""
        return None

    def put(self, kind: str, texts: list[str], data: Any) -> None:
        """Keep what was made of these texts."""

    def of(self, kind: str, texts: list[str], make: Callable[[list[str]], Any]) -> Any:
        """What a function makes of these texts: what is known, else made now."""
        found = self.get(kind, texts)
        if found is None:
            found = make(texts)
            self.put(kind, texts, found)
        return found


def taught(known: Iterable[str], cut: Cut) -> set[str]:
    """The names that `cut` does not know as words: it tears off a single sign, as in 客/单价 and 盯/盘.

    A name that falls into whole words, such as 数据/监控, is left to them.
    """
    found: set[str] = set()
    for name in known:
        if _WORD.fullmatch(name) and not set(name) & _JOINTS and any(len(piece) == 1 for piece in cut(name)):
            found.add(name)
    return found


class Words:
    """The Chinese words that texts are made of, of two signs or more.

    With `remember`, texts met the last time are not cut again.
    """

    def __init__(self, cut: Cut, *, remember: bool = True) -> None:
        self.cut = cut
        self.remember = remember
        self._met: dict[str, frozenset[str]] = {}

    def of(self, pages: Iterable[Iterable[str]], known: Known | None = None, names: Collection[str] = ()) -> set[str]:
        """All the words of the texts of all pages, and the names that are to be taught."""
        if not self.remember:
            return self._found(list(map(list, pages)), list(names), known or Known())
        met, texts = self._met, (text for texts in pages for text in texts)
        self._met = {text: met[text] if text in met else self._words(text) for text in texts}
        return taught(names, self.cut).union(*self._met.values())

    def _found(self, pages: list[list[str]], names: list[str], known: Known) -> set[str]:
        found = [known.get("words", texts) for texts in pages]
        new = [texts for texts, words in zip(pages, found, strict=True) if words is None]
        more = known.get("taught", names)
        if new or more is None:
            cut = cut_of([*names, *(text for texts in new for text in texts)])
            for texts in new:
                words = sorted({word for text in texts for word in _words(text, cut)})
                known.put("words", texts, words)
                found.append(words)
            more = sorted(taught(names, cut))
            known.put("taught", names, more)
        return {word for words in [more, *found] for word in words or ()}

    def _words(self, text: str) -> frozenset[str]:
        return _words(text, self.cut)


def _words(text: str, cut: Cut) -> frozenset[str]:
    return frozenset(piece for run in _HAN.findall(text) for piece in cut(run) if len(piece) > 1)


def place(address: str, entry: SearchEntry, page_kind: str) -> dict[str, Any]:
    """An entry of the page at `address` as the browser reads it, without what is empty."""
    if entry.anchor:
        head: dict[str, Any] = {"location": f"{address}#{entry.anchor}", "title": entry.title}
    else:
        head = {"location": address, "title": entry.title, "boost": boost(page_kind)}
        kind = BY_FOLDER.get(page_kind)
        if kind and not kind.has_own_files:
            head["mixed"] = True
        if page_kind in ASKED_OF_A_PAGE:
            head["asked"] = ASKED_OF_A_PAGE[page_kind]
        if page_kind in MAYBE_ASKED_OF_A_PAGE:
            head["maybe"] = MAYBE_ASKED_OF_A_PAGE[page_kind]
    rest = {"tags": list(entry.tags), "text": entry.text, "queries": "\n".join(entry.queries), "of": list(entry.of)}
    return head | {key: value for key, value in rest.items() if value}


def place_of_html(found: dict[str, Any]) -> dict[str, Any]:
    """What Material's search plugin found on a hand-written page, as the browser reads it.

    `queries`, if it has some, are those of the page's front matter.
    """
    cleaned = {key: html.unescape(_TAG.sub("", _END.sub("\n", found[key]))) for key in ("title", "text")}
    title, text = (_BLANKS.sub("\n", one.replace("\u200b", "")).strip() for one in cleaned.values())
    weight = {} if "#" in found["location"] else {"boost": found.get("boost", BOOST_OF_LISTS)}
    rest = {"text": text, "queries": "\n".join(found.get("queries", ()))}
    return (
        {"location": found["location"], "title": title} | weight | {key: value for key, value in rest.items() if value}
    )


def script(places: list[dict[str, Any]], words: set[str], synonyms: Synonyms, sounds: str) -> str:
    """The file that docs/assets/js/search/worker.js loads.

    It has the places, each page before what is on it, the synonyms, the Chinese words, how signs are read, and radicals
    with the signs that they look like: in the order in which a server packs them smallest.
    """
    data = {"docs": places, "synonyms": synonyms, "words": " ".join(sorted(words)), "sounds": sounds, "twins": RADICALS}
    return f"self.playbookEntries={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def texts(places: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Everything that can be found, to be cut into words."""
    for one in places:
        yield one["title"]
        yield from one.get("tags", ())
        yield from one.get("text", "").split("\n")
        yield from one.get("queries", "").split("\n")


#: Words of the playbook, by the word of readers that means them.
Synonyms = dict[str, list[str]]


def synonyms(playbook: Playbook) -> Synonyms:
    """What the words of readers mean, as they are compared: in lower case."""
    found: Synonyms = {}
    for group in playbook.search.synonyms:
        for query in group.queries:
            meant = found.setdefault(query.lower(), [])
            meant += [word.lower() for word in group.words if word.lower() not in meant]
    return found
