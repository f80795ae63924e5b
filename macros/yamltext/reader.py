"""YAML text → plain data with a position for every value. Knows nothing of duties.

YAML is read with 1.2 habits: only `true`, `false`, `null` and whole numbers are anything but text, so `no`,
`on`, `9:30` and `1.10` stay as written. What YAML would lose in silence is a problem here: a key given twice,
a line that is joined to the one above, a value that is left empty, text behind a `#`, a file cut short.

After a mistake in the YAML the reading goes on, with the line as it was most likely meant or without the piece
it stands in, so that one run names every mistake of the file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from macros.problems import catalogue
from macros.yamltext import encoding, reflow, repair, signs

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]
from macros.problems.problem import Problem
from macros.yamltext.marks import _COLUMNS, Document, Tree, _unpack

#: A data file larger than this is a mistake, not a playbook; refusing it keeps every answer quick.
MAX_BYTES = 2_000_000
#: Nothing in the data nests deeper than ten levels; a file that does is refused before it eats the stack.
MAX_DEPTH = 40
#: How many mistakes in one file's YAML are looked for, and how many characters are read again for them.
MAX_MISTAKES = 60
MAX_REREAD = 3_000_000

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})\Z")
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
#: A comment behind a value keeps its distance on both sides; anything else behind a `#` is text that gets lost.
_COMMENT = re.compile(r"(?: {2,}|\t)#(?: |$)")
_LOOKS_LIKE_FIELD = re.compile(r"\s*[A-Za-z_]+\s*[:：]")


def scalar(value: str, plain: bool) -> str | int | bool | None:
    """Turn the text of a YAML scalar into data; `plain` is false for quoted and block scalars."""
    if not plain:
        return value
    if value in _LITERALS:
        return _LITERALS[value]
    return int(value) if _WHOLE.match(value) else value


class _Builder:
    """Builds plain data and marks from the parser's events."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        #: Lines in which a plain value may lose its end to a comment.
        self.hashes = {number for number, line in enumerate(self.lines) if " #" in line} if " #" in text else set()
        self.problems: list[Problem] = []
        #: Lines (from 0) where a quoted text begins that goes on in the next line.
        self.open_quotes: list[int] = []
        self.loader: Any = _Loader(text)

    def problem(self, mark: Any, code: str, occasion: str = "", **values: object) -> None:
        said = catalogue.text(code, occasion, **values)
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, code, said))

    def build(self) -> tuple[Any, Tree]:
        loader = self.loader
        try:
            loader.get_event()  # stream start
            if loader.check_event(yaml.StreamEndEvent):
                return None, _COLUMNS + 1
            loader.get_event()  # document start
            found = self.node(loader.get_event(), 0)
            loader.get_event()  # document end
            if not loader.check_event(yaml.StreamEndEvent):
                self.problem(loader.get_event().start_mark, "E-documents")
            return found
        finally:
            loader.dispose()

    def node(self, event: Any, depth: int) -> tuple[Any, Tree]:
        mark = event.start_mark
        at = (mark.line + 1) * _COLUMNS + mark.column + 1
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None:
                self.problem(mark, "E-anchor", name=event.anchor)
            plain = event.implicit[0]
            end = event.end_mark
            if end.line != mark.line and event.style not in {"|", ">"}:
                self.folded(event)
            elif plain and end.line in self.hashes:
                self.hashed(end)
            return scalar(event.value, plain), at
        if kind is yaml.AliasEvent:
            self.problem(mark, "E-anchor", name=event.anchor)
            return None, at
        if event.anchor is not None:
            self.problem(mark, "E-anchor", name=event.anchor)
        if depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(None, None, repair.TOO_DEEP, mark)
        return self.sequence(at, depth) if kind is yaml.SequenceStartEvent else self.mapping(at, depth)

    def sequence(self, at: int, depth: int) -> tuple[list[Any], Tree]:
        items: list[Any] = []
        tree: list[Any] = [at]
        get_event, node = self.loader.get_event, self.node
        while type(event := get_event()) is not yaml.SequenceEndEvent:
            value, below = node(event, depth + 1)
            if value is None and _is_empty(event):
                self.problem(event.start_mark, "E-empty-value", "item")
            items.append(value)
            tree.append(below)
        return items, tree

    def mapping(self, at: int, depth: int) -> tuple[dict[str, Any], Tree]:
        mapping: dict[str, Any] = {}
        tree: dict[str | None, Any] = {None: at}
        again: list[tuple[Any, str]] = []
        get_event, node = self.loader.get_event, self.node
        while type(event := get_event()) is not yaml.MappingEndEvent:
            start = event.start_mark
            if type(event) is yaml.ScalarEvent:
                key = event.value
                if event.anchor is not None:
                    self.problem(start, "E-anchor", name=event.anchor)
            else:
                self.problem(start, "E-key")
                node(event, depth + 1)
                key = f"?{start.line}:{start.column}"
            inner = get_event()
            value, below = node(inner, depth + 1)
            if value is None and _is_empty(inner) and not _LOOKS_LIKE_FIELD.match(key):
                self.problem(inner.start_mark, "E-empty-value", key=key)
            if key in mapping:
                again.append((start, key))
                continue
            tree[key] = ((start.line + 1) * _COLUMNS + start.column + 1, below)
            mapping[key] = value
        if again:
            self.duplicates(again, tree)
        return mapping, tree

    def duplicates(self, again: list[tuple[Any, str]], tree: dict[str | None, Any]) -> None:
        """Keys that stand in their mapping already; when most of them do, they begin again: that is said once."""
        if len(again) > 2 or (len(again) == 2 and again[0][1] == list(tree)[1]):
            mark, key = again[0]
            self.problem(mark, "E-duplicate-key", "restart", key=key, line=_unpack(tree[key][0])[0])
            return
        for mark, key in again:
            line, column = _unpack(tree[key][0])
            self.problem(mark, "E-duplicate-key", key=key, line=line, column=column)

    def folded(self, event: Any) -> None:
        """A text that goes on in the next line: said at that line, and at the quote that was never closed."""
        line = event.start_mark.line
        if reflow.is_wrapped(self.lines[line : event.end_mark.line + 1]):
            return
        if event.style in {"'", '"'}:
            self.open_quotes.append(line)
            self.problem(event.start_mark, "E-quote")
            return
        if first := signs.hints_in(self.lines[line]):
            self.problems += [Problem(self.path, line + 1, hint.column, hint.code, hint.text) for hint in first]
            return
        below = [
            number
            for number in range(line + 1, event.end_mark.line + 1)
            if self.lines[number].strip() and not self.lines[number].lstrip().startswith("#")
        ]
        found = [(number, hint) for number in below for hint in signs.hints_in(self.lines[number])]
        self.problems += [Problem(self.path, number + 1, hint.column, hint.code, hint.text) for number, hint in found]
        if below and not found:
            column = len(self.lines[below[0]]) - len(self.lines[below[0]].lstrip()) + 1
            said = catalogue.text("E-fold", "lines" if len(below) > 1 else "", first=line + 1, last=below[-1] + 1)
            self.problems.append(Problem(self.path, below[0] + 1, column, "E-fold", said))

    def hashed(self, end: Any) -> None:
        """A plain value with a `#` behind it."""
        rest = self.lines[end.line][end.column :]
        if rest.lstrip().startswith("#") and not _COMMENT.match(rest):
            self.problem(end, "E-hash", found=_short(rest.strip()))


def _is_empty(event: Any) -> bool:
    """Whether nothing at all is written where a value should be."""
    return type(event) is yaml.ScalarEvent and event.value == "" and event.implicit[0]


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


def read(file: Path, path: str) -> Document:
    """Read one data file.

    Takes the file and the name it goes by in messages. Gives back a Document whose `problems` say everything
    that is wrong with it as YAML; `data` is None when it could not be read at all. Raises nothing.
    """
    raw = read_bytes(file, path)
    if isinstance(raw, Problem):
        return Document(path, problems=[raw])
    return read_raw(raw, path)


def read_bytes(file: Path, path: str) -> bytes | Problem:
    """The bytes of a data file, or why there are none to be had."""
    if file.is_symlink() and not file.exists():
        return Problem(path, 1, 1, "E-link", catalogue.text("E-link"))
    if not file.is_file():
        return Problem(path, 1, 1, "E-file", catalogue.text("E-file"))
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Problem(path, 1, 1, "E-size", catalogue.text("E-size", limit=MAX_BYTES, size=size))
        return file.read_bytes()
    except OSError as error:
        said = catalogue.text("E-file", "unreadable", reason=error.strerror or error)
        return Problem(path, 1, 1, "E-file", said)


def read_raw(raw: bytes, path: str) -> Document:
    """Read the bytes of a data file; what comes back is as for `read`."""
    document = Document(path)
    decoded = decode(raw)
    if isinstance(decoded, tuple):
        line, column, message = decoded
        document.problems.append(Problem(path, line, column, "E-encoding", message))
        return document
    if (place := encoding.misread(decoded)) is not None:
        document.problems.append(Problem(path, *place, "E-encoding", catalogue.text("E-encoding", "misread")))
        return document
    document.text = decoded
    parse(document)
    return document


def end_missing(document: Document, *, is_right: bool) -> Problem | None:
    """What to say of a file whose last line doesn't end; None when it does, or when it is known to be cut.

    A file that `is_right` in every other way was most likely only saved so: some programs do that.
    """
    lines = document.text.splitlines()
    if not document.text.strip() or document.text.endswith(("\n", "\r")):
        return None
    if any(known.code == "E-cut" for known in document.problems):
        return None
    code, occasion = ("W-cut", "") if is_right else ("E-cut", "newline")
    said = catalogue.text(code, occasion, tail=lines[-1].strip()[-12:])
    return Problem(document.path, len(lines), len(lines[-1]) + 1, code, said)


def decode(raw: bytes) -> str | tuple[int, int, str]:
    """Decode a data file as UTF-8, with or without a BOM; else say where it breaks and what it seems to be."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:200]:
        return 1, 1, catalogue.text("E-encoding", guess="像是 UTF-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        try:
            raw.decode("gb18030")
            guess = "像是 GBK"
        except UnicodeDecodeError:
            guess = "是不认得的编码，或有几个字节坏了"
        return line, column, catalogue.text("E-encoding", guess=guess)


def parse(document: Document) -> None:
    """Parse `document.text` into its data, marks and problems.

    Where the text is no YAML, the mistake is named and mended, or the piece it stands in is left out, and the
    reading begins again.
    """
    path = document.path
    text, mended = signs.cleaned(document.text)
    problems = [Problem(path, *hint) for hint in mended]
    read = 0
    surely = True  # until something had to be left out
    tried: set[int] = set()
    while True:
        builder = _Builder(text, path)
        try:
            data, tree = builder.build()
        except (yaml.YAMLError, RecursionError) as error:
            read += len(text)
            diagnosis = repair.explain(text, error, builder.open_quotes, tried)
            problems += [Problem(path, *hint) for hint in diagnosis.hints]
            surely = surely and diagnosis.sure
            if diagnosis.text is None or len(problems) > MAX_MISTAKES or read > MAX_REREAD:
                break
            text = diagnosis.text
            continue
        if surely or isinstance(data, dict):
            document.fill(data, tree)
            document.partial = not surely
        # A value may be empty only because what was in it had to be left out.
        problems += [problem for problem in builder.problems if surely or problem.code != "E-empty-value"]
        break
    if document.data is None and not problems:
        problems.append(Problem(path, 1, 1, "E-empty", catalogue.text("E-empty")))
    # The same mistake can be met twice, by the hints and on reading again.
    document.problems += dict.fromkeys(problems)
