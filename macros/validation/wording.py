"""Rules of language that a machine can hold: empty words, vague done-when, sentences said twice, typography."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

import autocorrect_py

from macros import model
from macros.problems import catalogue
from macros.problems.problem import Loc, Position, Problem
from macros.views.marks import SETTING
from macros.yamltext.marks import Document

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
_FIGURE = re.compile(r"\d|\$[a-z]|[零〇一两二三四五六七八九十百千半双每各全无]|没有|" + "|".join((*_PEOPLE, *_PLACES)))
_SPLIT = re.compile(r"[。！？；!?;\n]+")
_WEIGHTY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: A sentence this long or longer may stand only once in data/ (content guide).
SENTENCE = 12


#: Fields whose text is not prose: ids, references, dates, names of columns.
_NOT_PROSE = frozenset(
    [
        "by",
        "start",
        "from",
        "see",
        "related",
        "metrics",
        "R",
        "A",
        "C",
        "I",
        "audience",
        "to",
        "products",
        "values",
        "aka",
        "queries",
        "due",
        "start",
        "by",
    ]
)
#: The English halves of the metric dictionary are not part of the Chinese edition.
FOREIGN = frozenset(["en", "expr", "k"])
#: Files whose words are other people's: what readers type, other people's articles, what something used to be called.
THEIRS = (model.SearchFile, model.SourceFile, model.MoveFile)
#: What people type into a search box, and the titles of other people's articles, are written as they are.
_AS_IT_IS = frozenset(["aka", "queries", "products", "heading", "title", "id"])

#: Lists of names and short phrases, often written in brackets, where a comma most likely parts two of them.
_NAMES = frozenset(["aka", "queries", "words", "products", "values", "may", "ask_first"])
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
    message = catalogue.text("E-todo")
    return [Problem(document.path, *position, "E-todo", message) for _, text, position in texts if TODO in text]


def words(document: Document, texts: Sequence[Text]) -> list[Problem]:
    """Problems of wording in one document."""
    problems: list[Problem] = []

    def add(position: Position, code: str, occasion: str = "", **values: object) -> None:
        problems.append(Problem(document.path, *position, code, catalogue.text(code, occasion, **values)))

    for loc, text, position in texts:
        if "queries" not in loc and (match := _EMPTY_PATTERN.search(text)):
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
        # However long its id is, a setting counts as one sign.
        for part in _SPLIT.split(SETTING.sub("$", text)):
            sentence = part.strip()
            if len(sentence) < SENTENCE or not _CHINESE.search(sentence):
                continue
            if len(_WEIGHTY.findall(sentence)) >= SENTENCE:
                found.append(Sentence(sentence, document.path, line, column))
    return found


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
