"""One data file → what there is to know about it by itself: its data, its object, its problems, its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from macros import model
from macros.model.house import LONGEST_UNIT
from macros.model.references import IN_TEXT, Reference, references
from macros.problems import catalogue, problem
from macros.problems.problem import Position, Problem
from macros.validation import shape, wording
from macros.validation.wording import Sentence
from macros.views.marks import SETTING
from macros.yamltext import reader
from macros.yamltext.marks import Document

#: Lists in which the same text may well stand twice: the cells of a row.
_MAY_REPEAT = "sample"

#: The id of a duty, of something that is said to be in it, and where (line, column).
Mention = tuple[str, str, int, int]
#: A setting that a text names, what stands behind it, and where (line, column).
Named = tuple[str, str, int, int]


@dataclass(slots=True)
class File:
    """A data file with what came of it: the object, or None when its shape is wrong.

    `problems` are those of the file by itself, `mentions` what it refers to in running text, `settings` those
    that its texts name.
    """

    path: str
    kind: type[model.Model]
    id: str
    document: Document
    content: model.Model | None
    problems: list[Problem] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    settings: list[Named] = field(default_factory=list)
    _lines: dict[problem.Loc, int] = field(default_factory=dict)
    _references: list[Reference] | None = None

    def references(self) -> list[Reference]:
        """Every id that the file gives or refers to; they are looked for once."""
        if self._references is None:
            self._references = list(references(self.kind, self.id, self.content))
        return self._references

    def line(self, loc: problem.Loc) -> int:
        """The line in which the value at `loc` stands; it is looked for once."""
        if loc not in self._lines:
            self._lines[loc] = self.document.marks.find(loc)[0]
        return self._lines[loc]

    def problem(self, loc: problem.Loc, code: str, occasion: str = "", key: bool = False, **values: object) -> Problem:
        """What is wrong with the value at `loc`; with `key`, at the key that leads to it."""
        marks = self.document.marks
        position = marks.find_key(loc) if key else marks.find(loc)
        return Problem(self.path, *position, code, catalogue.text(code, occasion, **values))

    def at(self, position: Position, code: str, occasion: str = "", **values: object) -> Problem:
        """What is wrong with a text that stands at a line and column."""
        return Problem(self.path, *position, code, catalogue.text(code, occasion, **values))


def judge(raw: bytes, path: str, kind: type[model.Model], id_: str) -> File:
    """What there is to know about a data file that has these bytes."""
    document = reader.read_raw(raw, path)
    texts = list(document.texts(wording.FOREIGN))
    document.problems += wording.todos(document, list(document.texts()))
    problems = list(document.problems)
    content: model.Model | None = None
    if document.data is not None:
        try:
            content = kind.model_validate(document.data)
        except ValidationError as error:
            problems += shape.shape_problems(error, kind, document)
        problems += wording.words(document, texts)
        problems += _same_items(document)
    is_right = content is not None and not any(problem.is_error for problem in problems)
    if (cut := reader.end_missing(document, is_right=is_right)) is not None:
        problems.append(cut)
    if document.partial:
        content = None
    sentences = wording.sentences(document, texts) if kind is not model.SourceFile else []
    mentions = list(_mentions(kind, id_, document.data, texts))
    settings = list(_settings(kind, document))
    document.pack()
    return File(path, kind, id_, document, content, problems, sentences, mentions, settings)


def read(
    place: Path,
    path: str,
    kind: type[model.Model],
    id_: str,
    judge: Callable[[bytes, str, type[model.Model], str], File] = judge,
) -> File:
    """Read and judge one data file.

    Takes where it is, the name it goes by in messages, the kind of thing it holds, its id, and what finds out about it
    as `judge` does. Raises nothing for a bad file.
    """
    raw = reader.read_bytes(place, path)
    if isinstance(raw, Problem):
        return File(path, kind, id_, Document(path), None, [raw])
    return judge(raw, path, kind, id_)


def _mentions(kind: type[model.Model], id_: str, data: object, texts: list[wording.Text]) -> Iterator[Mention]:
    """Every `duty.item` in running text. What names something by its type is judged as what it is."""
    found = [(loc, match[0], place) for loc, text, place in texts if "." in text for match in IN_TEXT.finditer(text)]
    typed = {reference.loc for reference in references(kind, id_, data)} if found else set()
    for loc, mention, position in found:
        is_address = kind is model.MoveFile and loc[-1:] in {("from",), ("to",)}
        if loc not in typed and not is_address:
            duty, item = mention.split(".")[:2]
            yield duty, item, *position


def _settings(kind: type[model.Model], document: Document) -> Iterator[Named]:
    """Every `$id` in a text, with the word behind it."""
    if kind in wording.THEIRS or "$" not in document.text:
        return
    for _, text, position in document.texts():
        for match in SETTING.finditer(text):
            yield match["setting"], text[match.end() :].lstrip()[:LONGEST_UNIT], *position


def _same_items(document: Document) -> Iterator[Problem]:
    """Items of one list that say exactly the same. An id given twice is named as that, elsewhere."""

    def walk(data: Any, loc: problem.Loc) -> Iterator[Problem]:
        if isinstance(data, dict):
            for key, value in data.items():
                if isinstance(value, dict | list):
                    yield from walk(value, (*loc, key))
        elif isinstance(data, list):
            seen: dict[str, int] = {}
            may_repeat = _MAY_REPEAT in loc
            for number, item in enumerate(data):
                if isinstance(item, dict | list):
                    yield from walk(item, (*loc, number))
                if item is None or (may_repeat and isinstance(item, str)) or (isinstance(item, dict) and "id" in item):
                    continue
                first = seen.setdefault(repr(item), number)
                if first != number:
                    line = document.marks.find((*loc, first))[0]
                    position = document.marks.find((*loc, number))
                    yield Problem(document.path, *position, "E-same-item", catalogue.text("E-same-item", line=line))

    return walk(document.data, ())
