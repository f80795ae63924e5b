"""What is wrong with the texts beside the data that a build reads: pages, the theme's templates, styles, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.addresses.leftovers import copy_of, files_below
from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.yamltext import encoding, reader

FOLDERS = ("docs", "overrides")
SETTINGS = "mkdocs.yml"
#: The kinds of file that are texts.
_KINDS = frozenset((".md", ".html", ".css", ".js", ".yml", ".yaml", ".json", ".svg", ".txt", ".xml"))
#: What others wrote, taken over as it is.
_VENDOR = ("assets", "vendor")
_OURS = re.compile(r"^<{7} ", re.MULTILINE)
_THEIRS = re.compile(r"^>{7} ", re.MULTILINE)

#: Time, size and place on the disk of a file, and what is wrong with it.
Known = dict[str, tuple[tuple[int, int, int], list[Problem]]]


def problems(root: Path, known: Known) -> Iterator[Problem]:
    """Every merge conflict, text in a wrong encoding and copy of a page in what a build reads beside the data.

    `known` has what was found before in files that are still the same, and is brought up to date.
    """
    for name in FOLDERS:
        if not (root / name).is_dir():
            continue
        files = files_below(root / name)
        yield from _copies(root, files)
        for file in files:
            if file.suffix in _KINDS and file.relative_to(root).parts[1:3] != _VENDOR:
                yield from _of_file(file, file.relative_to(root).as_posix(), known)
    if (root / SETTINGS).is_file():
        yield from _of_file(root / SETTINGS, SETTINGS, known)


def _copies(root: Path, files: list[Path]) -> Iterator[Problem]:
    pages = [file for file in files if file.suffix == ".md"]
    beside: dict[Path, set[str]] = {}
    for page in pages:
        beside.setdefault(page.parent, set()).add(page.name)
    for page in pages:
        if (original := copy_of(page.name, beside[page.parent])) is not None:
            said = catalogue.text("E-file", "copy", original=original)
            yield Problem(page.relative_to(root).as_posix(), 1, 1, "E-file", said)


def _of_file(file: Path, path: str, known: Known) -> list[Problem]:
    stat = file.stat()
    stamp = stat.st_mtime_ns, stat.st_size, stat.st_ino
    if path not in known or known[path][0] != stamp:
        known[path] = stamp, list(_judge(file.read_bytes(), path))
    return known[path][1]


def _judge(raw: bytes, path: str) -> Iterator[Problem]:
    text = reader.decode(raw)
    if isinstance(text, tuple):
        line, column, said = text
        yield Problem(path, line, column, "E-encoding", said)
        return
    if (place := encoding.misread(text)) is not None:
        yield Problem(path, *place, "E-encoding", catalogue.text("E-encoding", "misread"))
    text = text.replace("\r\n", "\n")
    if (ours := _OURS.search(text)) and _THEIRS.search(text, ours.end()):
        line = text.count("\n", 0, ours.start()) + 1
        yield Problem(path, line, 1, "E-conflict", catalogue.text("E-conflict", mark="<" * 7))
