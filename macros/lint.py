"""Rules of language that a machine can hold: empty words, vague done-when, sentences said twice, typography."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate, chain, combinations, pairwise
from typing import NamedTuple

import autocorrect_py
from rapidfuzz import fuzz, process

from macros import codes
from macros.load import Document, Loc, Position, Problem

#: Marks a place that still has to be written: `make new` writes it, and no check lets it pass.
TODO = "待填"
#: Words that promise and don't say; refused where a reader needs something to tick.
VAGUE = (
    "及时",
    "有效",
    "合理",
    "适当",
    "加强",
    "优化",
    "提升",
    "积极",
    "尽快",
    "相关",
    "确保",
    "不断",
    "认真",
    "充分",
    "进一步",
)
VAGUE_FIELDS = {"ask", "done_when", "output"}
#: Words that say nothing anywhere.
EMPTY = ("至关重要", "不可或缺", "重要组成部分", "赋能", "抓手", "闭环", "综上所述")
_EMPTY_PATTERN = re.compile("|".join(EMPTY) + "|随着.{0,20}的发展")
_VAGUE_PATTERN = re.compile("|".join(VAGUE))

_PEOPLE = ("主管", "责任人", "负责人", "财务", "法务", "管理层")
_PLACES = (
    "系统 后台 群 表 文档 知识库 工单 看板 目录 日历 清单 纪要 页 邮件 台账 文件夹 记录 单 卡 图 报告 计划 文件 库 档案 日志 公告 置顶"
).split()
#: What a done-when may be held to: a figure, a time, a place or a role.
_FIGURE = re.compile(r"\d|[零〇一两二三四五六七八九十百千半双每各全无]|没有|" + "|".join((*_PEOPLE, *_PLACES)))
_SPLIT = re.compile(r"[。！？；!?;\n]+")
_WEIGHTY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: A sentence this long or longer may stand only once in data/ (content guide).
SENTENCE = 12
#: Two sentences of different duties at or above this similarity (rapidfuzz.fuzz.ratio, 0–100) are nearly the same.
NEARLY = 80
#: Fields whose text is not prose: ids, references, dates, names of columns.
_NOT_PROSE = frozenset(
    ["from", "see", "related", "metrics", "R", "A", "C", "I", "audience", "to", "products", "values", "aka", "due"]
)
#: The English halves of the metric dictionary are not part of the Chinese edition.
FOREIGN = frozenset(["en", "expr", "k"])
#: What people type into a search box, and the titles of other people's articles, are written as they are.
_AS_IT_IS = frozenset(["aka", "products", "heading", "title", "id"])

#: Lists of names and short phrases, often written in brackets, where a comma most likely parts two of them.
_NAMES = frozenset(["aka", "products", "values", "may", "ask_first"])
#: The end of one item and the beginning of the next in one line.
_JOINED = re.compile(r".{0,4}[。；！？] - .{1,4}")
#: Chinese and Latin letters, digits or punctuation side by side: only such a text is worth a closer look.
_TOUCHING = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9,;!?:(]|[A-Za-z0-9,;!?:)][\u4e00-\u9fff]")
_TYPOGRAPHY = {
    "space-word": 1, "space-punctuation": 1, "space-bracket": 1, "fullwidth": 1, "no-space-fullwidth": 1,
    "no-space-fullwidth-quote": 1,
    # A dash between two words is part of a file name here; half-width punctuation beside figures is theirs.
    "space-dash": 0, "space-dollar": 0, "space-backticks": 0, "halfwidth-word": 0, "halfwidth-punctuation": 0,
    "spellcheck": 0,
}  # fmt: skip
autocorrect_py.load_config(json.dumps({"rules": _TYPOGRAPHY}))  # type: ignore[attr-defined]

Text = tuple[Loc, str, Position]


class Sentence(NamedTuple):
    """A sentence of the data and where it stands."""

    text: str
    file: str
    line: int
    column: int


def todos(document: Document, texts: Sequence[Text]) -> list[Problem]:
    """Every place of a document that still has to be written."""
    if TODO not in document.text:
        return []
    said = codes.text("E-todo")
    return [Problem(document.path, *position, "E-todo", said) for _, text, position in texts if TODO in text]


def words(document: Document, texts: Sequence[Text]) -> list[Problem]:
    """Problems of wording in one document."""
    problems: list[Problem] = []

    def add(position: Position, code: str, occasion: str = "", **values: object) -> None:
        problems.append(Problem(document.path, *position, code, codes.text(code, occasion, **values)))

    for loc, text, position in texts:
        if match := _EMPTY_PATTERN.search(text):
            add(position, "E-empty-word", word=match[0])
        if not VAGUE_FIELDS.isdisjoint(loc) and "template" not in loc:
            if match := _VAGUE_PATTERN.search(text):
                add(position, "E-vague-word", word=match[0])
            if "done_when" in loc and not _FIGURE.search(text) and TODO not in text:
                add(position, "E-done-when")
        if " - " in text and (match := _JOINED.search(text)):
            add(position, "E-fold", "joined", found=match[0])
        if "，" in text and len(loc) > 1 and loc[-2] in _NAMES and _is_plain_in_brackets(document, loc, position):
            add(position, "E-wide-comma", "list", found=_short(text), fixed=text.replace("，", ", "))
        if _TOUCHING.search(text) and _AS_IT_IS.isdisjoint(loc):
            better = autocorrect_py.format(text)
            if better != text:
                found, fixed = _difference(text, better)
                add(position, "W-typography", found=found, fixed=fixed)
    return problems


def _is_plain_in_brackets(document: Document, loc: Loc, position: Position) -> bool:
    """Whether an item of a list stands in the line of the list's key and has no quotes."""
    line, column = position
    if document.marks.find_key(loc[:-1])[0] != line:
        return False
    source = document.text.splitlines()[line - 1]
    return source[column - 1 : column] not in {'"', "'"}


def _difference(before: str, after: str) -> tuple[str, str]:
    """The first place where two texts differ, with a little around it."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(at - 4, 0)
    return before[start : at + 5], after[start : at + 6]


def sentences(document: Document, texts: Sequence[Text]) -> list[Sentence]:
    """Sentences of a document that are long enough to count as said."""
    found: list[Sentence] = []
    for loc, text, (line, column) in texts:
        if len(text) < SENTENCE or not _NOT_PROSE.isdisjoint(loc) or not _CHINESE.search(text):
            continue
        for part in _SPLIT.split(text):
            sentence = part.strip()
            if len(sentence) < SENTENCE or not _CHINESE.search(sentence):
                continue
            if len(_WEIGHTY.findall(sentence)) >= SENTENCE:
                found.append(Sentence(sentence, document.path, line, column))
    return found


def repeated(every: Iterable[Sentence]) -> list[Problem]:
    """Sentences that stand twice in the data."""
    first: dict[str, Sentence] = {}
    problems: list[Problem] = []
    for sentence in every:
        before = first.setdefault(sentence.text, sentence)
        if before is not sentence:
            said = codes.text("E-said-twice", text=_short(sentence.text), place=f"{before.file}:{before.line}")
            problems.append(Problem(*sentence[1:], "E-said-twice", said))
    return problems


#: Two texts that are nearly the same, and their similarity (0–100).
Pair = tuple[str, str, float]


def nearly_same(texts: Iterable[str], known: Set[str] = frozenset()) -> list[Pair]:
    """Pairs of different texts that are nearly the same: `rapidfuzz.fuzz.ratio` ≥ NEARLY.

    Pairs of which both texts are in `known` are left out: they were compared before. Every other pair is found,
    and whether a pair is found does not depend on any third text.

    To compare all pairs would be quadratic. With a deletions and b insertions between texts of n and n − a + b
    characters the ratio is at least t when a + b ≤ (1 − t)(2n − a + b). A deletion touches at most two runs of two
    characters (grams), an insertion one; for t = 0.8 the largest 2a + b under that bound is 2/3 · n, and 3/5 · n
    where the other text is not the shorter one. So of any 2/3 · n + k grams of a text at least k stand in the
    other, too, and the rarest are looked at (prefix filtering: Chaudhuri et al. 2006, «A Primitive Operator for
    Similarity Joins in Data Cleaning»; with k > 1: Wang et al. 2012, «Can We Beat the Prefix Filtering?»).
    """
    # By length, so that every text only meets shorter ones.
    listed = sorted(set(texts), key=lambda text: (len(text), text))
    new = [text for text in listed if text not in known]
    if known and len(new) <= _FEW:
        pairs = set(_pairs_of(new, listed))
    else:
        pairs = {
            (one, other, score)
            for one, other in _candidates(listed)
            if (score := fuzz.ratio(one, other, score_cutoff=NEARLY))
        }
    return sorted(pairs)


#: So many texts are compared with every other sooner than all of them are sorted by their grams.
_FEW = 300


def _pairs_of(new: Iterable[str], listed: list[str]) -> Iterator[Pair]:
    """Pairs that are nearly the same and have a text of `new`."""
    for text in new:
        for other, score, _ in process.extract(text, listed, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None):
            if other != text:
                one, two = sorted((text, other), key=lambda text: (len(text), text))
                yield one, two, score


#: How many rare grams two texts must share to be compared: 3 leaves a twentieth of the pairs that 1 leaves.
_SHARED = 3


def _candidates(listed: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that may be nearly the same, the shorter one first. `listed` goes from short to long.

    Everything is kept in flat arrays: a large playbook has a million different grams in five million places, and as
    many small objects would take more memory than the whole of its pages.
    """
    grams = _Grams(listed)
    # For each gram the texts met so far, in a row of its own between `begin` and `end`.
    begin = array("I", accumulate(grams.count[:-1], initial=0))
    end = begin[:]
    rows = array("I", [0]) * sum(grams.count)
    long_enough = 0  # shorter texts, which stand before this one, are too short for the ratio
    for number, text in enumerate(listed):
        length = len(text)
        while 3 * len(listed[long_enough]) < 2 * length:
            long_enough += 1
        rarest = grams.rarest(text)[: length * 2 // 3 + _SHARED]
        lists = []
        for gram in rarest:
            if begin[gram] < end[gram]:
                if rows[begin[gram]] < long_enough:
                    begin[gram] = bisect_left(rows, long_enough, begin[gram], end[gram])
                lists.append(rows[begin[gram] : end[gram]])
        # A text of few different grams need not share _SHARED of them.
        enough = max(1, min(_SHARED, len(rarest) - length * 2 // 3))
        for other, shared in Counter(chain.from_iterable(lists)).items():
            if shared >= enough:
                yield listed[other], text
        for gram in rarest[: length * 3 // 5 + _SHARED]:
            rows[end[gram]] = number
            end[gram] += 1


class _Grams:
    """Pairs of neighbouring signs as numbers, and in how many of the texts each stands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers = {sign: number for number, sign in enumerate(sorted(set[str]().union(*texts)))}
        self.count = array("I", [0]) * len(self._numbers) ** 2
        for text in texts:
            for gram in self._of(text):
                self.count[gram] += 1

    def _of(self, text: str) -> set[int]:
        """The grams of a text."""
        every = len(self._numbers)
        signs = [self._numbers[sign] for sign in text]
        return {one * every + next_ for one, next_ in pairwise(signs)}

    def rarest(self, text: str) -> list[int]:
        """The grams of a text, the rarest of all texts first; the order is the same for every text."""
        every = len(self.count)
        return [place % every for place in sorted([self.count[gram] * every + gram for gram in self._of(text)])]


def near_duplicates(every: Sequence[Sentence], pairs: Iterable[Pair]) -> list[Problem]:
    """Pairs of nearly the same sentences as problems, each at the later one of the two."""
    problems: list[Problem] = []
    wanted: dict[str, list[Sentence]] = {}
    listed = list(pairs)
    for one, other, _ in listed:
        wanted[one] = wanted[other] = []
    for sentence in every if wanted else ():
        if sentence.text in wanted:
            wanted[sentence.text] = [*wanted[sentence.text], sentence]
    for one, other, score in listed:
        places = sorted((*wanted[one], *wanted[other]), key=lambda sentence: sentence[1:])
        for earlier, later in combinations(places, 2):
            if earlier.file != later.file and earlier.text != later.text:
                said = codes.text(
                    "E-nearly-same", place=f"{earlier.file}:{earlier.line}", text=_short(earlier.text), score=score
                )
                problems.append(Problem(*later[1:], "E-nearly-same", said))
                break
    return problems


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
