"""Plain data → a Playbook, or every problem at once.

Five passes: each file by itself (shape, wording), then references between files, then sentences over all of
them, then the addresses that were published and the timetable. A pass looks at whatever the pass before could make sense of, so that
one broken file doesn't hide the problems of the others.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from macros import model
from macros.addresses import ledger
from macros.addresses.leftovers import copy_of, is_stray
from macros.model.playbook import Playbook
from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.problems.suggest import did_you_mean
from macros.timetable.facts import Known
from macros.validation import cross_file, duplicates, texts, timetable_rules
from macros.validation import file as data_file
from macros.validation.duplicates import Pair
from macros.validation.file import File
from macros.validation.index import Index
from macros.validation.kept import Kept, compared, keep_compared, known_or_judged
from macros.validation.unused import unused_problems


class DataError(Exception):
    """The data can't become a Playbook. `problems` has all that is wrong, sorted by file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


#: What a check looks at, below the project's folder.
_LOOKED_AT = (
    "data",
    *(f"data/{folder}" for folder in model.FOLDERS),  # one may be a link, which is not followed from above
    *texts.FOLDERS,
    Path(ledger.FILE).parent.name,
)
#: Time, size and place on the disk of files, by path below the project's folder.
Stamps = dict[str, tuple[int, int, int]]


@dataclass
class Cache:
    """What was found out by the check before in this process, so that an unchanged file isn't looked at again."""

    files: dict[str, tuple[tuple[int, int, int], File]] = field(default_factory=dict)
    #: What is wrong with pages and other texts beside the data.
    texts: texts.Known = field(default_factory=dict)
    #: Sentences that were compared with each other, and the pairs of them that are nearly the same.
    compared: tuple[set[str], list[Pair]] = field(default_factory=lambda: (set(), []))
    #: What is done to each file that was read, before anybody looks at it.
    prepare: Callable[[File], None] = lambda _file: None
    #: What can't be worked in the year.
    year: Known = field(default_factory=Known)
    #: What was found out in other processes, as plain data; None where nobody keeps it.
    kept: Kept | None = None
    #: What a check has read that is not through.
    reading: tuple[list[File], Index] | None = None
    #: The files that the last check looked at, and what it found.
    last: tuple[Stamps, Result] | None = None

    def forget(self) -> None:
        """Let go of it all; also of what a check has read that goes on in the process that this one began in."""
        if self.reading is not None:
            read, index = self.reading
            read.clear()
            vars(index).clear()
            self.reading = None
        self.files.clear()
        self.compared = set(), []
        self.year.forget()
        self.last = None


@dataclass
class Result:
    """What a check found: the Playbook, or None; all problems, errors and warnings, in order of place."""

    playbook: Playbook | None
    problems: list[Problem]
    files: int

    @property
    def errors(self) -> list[Problem]:
        """The problems that must not ship."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that are only worth a look."""
        return [problem for problem in self.problems if not problem.is_error]


def check(
    root: Path,
    cache: Cache | None = None,
    *,
    lenient: bool = False,
    promising: Callable[[Playbook], None] = lambda _playbook: None,
) -> Result:
    """Check everything under `root/data`, and that every address of the ledger still leads somewhere.

    Gives back the Playbook when there is no error, and every problem in any case. A `lenient` check gives back the
    Playbook also when the only errors are addresses that lead nowhere and a year that can't be worked. `promising` is
    called with a Playbook that has only to stand what takes longest to look at: sentences over all files, the year. It
    is not when nothing has to be looked at. Raises nothing for bad data.
    """
    if cache is None:
        result = _check(root, Cache(), promising)
    else:
        now = stamps(root)
        if cache.last is None or cache.last[0] != now:
            cache.last = now, _check(root, cache, promising)
        result = cache.last[1]
    if lenient or not result.errors:
        return result
    return Result(None, result.problems, result.files)


def stamps(root: Path) -> Stamps:
    """Time, size and place on the disk of every file that a check looks at; of a folder only that it is there."""
    found: Stamps = {}
    above = len(str(root)) + 1

    def note(path: str) -> None:
        with contextlib.suppress(OSError):  # gone this very moment, or a link that leads nowhere
            stat = os.stat(path)  # noqa: PTH116 (there are thousands)
            found[path[above:].replace(os.sep, "/")] = stat.st_mtime_ns, stat.st_size, stat.st_ino

    for name in _LOOKED_AT:
        for folder, _, files in os.walk(root / name):
            found[folder[above:].replace(os.sep, "/")] = 0, 0, 0
            for file in files:
                note(f"{folder}{os.sep}{file}")
    note(str(root / texts.SETTINGS))
    return found


def _check(root: Path, cache: Cache, promising: Callable[[Playbook], None]) -> Result:
    """What `check` finds, with the Playbook also where a lenient check gives it back."""
    read, problems = _read_all(root, cache)
    for file in read:
        problems += file.problems
    problems += texts.problems(root, cache.texts)
    index = Index(read)
    problems += cross_file.problems(index)
    problems += duplicates.repeated(sentence for file in read for sentence in file.sentences)
    playbook = None
    if not _has_errors(problems):
        playbook = cross_file.playbook(index)
        cache.reading = read, index
        promising(playbook)
        cache.reading = None
    problems += _nearly_same([file for file in read if file.kind is model.Duty], cache)
    if playbook is None or _has_errors(problems):
        playbook = None
    else:
        problems += unused_problems(playbook, read)
        # A playbook that is right file by file, but loses an address or can't be worked.
        problems += ledger.problems(root, playbook)
        problems += timetable_rules.workable(index, playbook, cache.year, cache.kept)
    return Result(playbook, sorted(set(problems)), len(read))


def _has_errors(problems: list[Problem]) -> bool:
    return any(problem.is_error for problem in problems)


def load_playbook(root: Path, cache: Cache | None = None) -> Playbook:
    """The Playbook under `root/data`.

    Raises DataError with every problem when there is an error, an address of the ledger that leads nowhere included.
    """
    result = check(root, cache)
    if result.playbook is None:
        raise DataError(result.errors)
    return result.playbook


def _read_all(root: Path, cache: Cache) -> tuple[list[File], list[Problem]]:
    """Every file of `root/data`, and what is wrong with the folders and the names."""
    data = root / "data"
    if not data.is_dir():
        return [], [_misplaced("data", "E-file", "no-data")]
    problems: list[Problem] = []
    found: list[File] = []
    for name, kind in model.FILES.items():
        if (data / name).exists() or (data / name).is_symlink():
            found.append(_read(data / name, f"data/{name}", kind, name.removesuffix(".yml"), cache))
        elif name not in model.OPTIONAL_FILES:
            problems.append(_misplaced(f"data/{name}", "E-file", "missing"))
    known = {*model.FILES, *model.FOLDERS}
    names = {path.name for path in data.iterdir()}
    for path in sorted(data.iterdir()):
        if path.name in known or is_stray(path.name):
            continue
        if (original := copy_of(path.name, names)) is not None:
            problems.append(_misplaced(f"data/{path.name}", "E-file", "copy", original=original))
        else:
            near = did_you_mean(path.name, known)
            problems.append(_misplaced(f"data/{path.name}", "E-file", "unknown", name=path.name, near=near))
    for folder in model.FOLDERS:
        if (data / folder).is_dir():
            _read_folder(data / folder, found, problems, cache)
        elif folder not in model.OPTIONAL_FOLDERS:
            problems.append(_misplaced(f"data/{folder}", "E-file", "no-folder"))
    for path_before in cache.files.keys() - {file.path for file in found}:
        del cache.files[path_before]
    return found, problems


def _read_folder(folder: Path, found: list[File], problems: list[Problem], cache: Cache) -> None:
    """Add every file of a folder to what was found, and what is wrong with their names to the problems."""
    names = {path.name for path in folder.iterdir()}
    for path in sorted(folder.iterdir()):
        name = f"data/{folder.name}/{path.name}"
        if is_stray(path.name):
            continue
        if (original := copy_of(path.name, names)) is not None:
            problems.append(_misplaced(name, "E-file", "copy", original=original))
            continue
        if path.suffix != ".yml":
            problems.append(_misplaced(name, "E-file", "suffix", name=path.name))
            continue
        if not re.fullmatch(model.ID_PATTERN, path.stem):
            problems.append(_misplaced(name, "E-file-name", name=path.stem, near=_slug_hint(path.stem)))
        elif path.stem in model.BY_FOLDER[folder.name].taken:
            problems.append(_misplaced(name, "E-file-name", "taken", name=path.stem, folder=folder.name))
        elif path.stem in model.RESERVED:
            problems.append(_misplaced(name, "E-file-name", "windows", name=path.stem))
        elif len(path.stem) > model.MAX_ID:
            problems.append(
                _misplaced(name, "E-file-name", "long", limit=model.MAX_ID, count=len(path.stem), name=path.stem)
            )
        found.append(_read(path, name, model.FOLDERS[folder.name], path.stem, cache))


def _misplaced(path: str, code: str, occasion: str = "", **values: object) -> Problem:
    """What is wrong with a file or a folder as such."""
    return Problem(path, 1, 1, code, catalogue.text(code, occasion, **values))


def _slug_hint(stem: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return f"是不是 `{slug}.yml`？" if slug else ""


def _read(place: Path, path: str, kind: type[model.Model], id_: str, cache: Cache) -> File:
    """A file as it is now: as it was found before if it still has the same time, size and place on the disk."""
    try:
        stat = place.stat()
        stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    except OSError:
        stamp = (0, 0, 0)
    if (known := cache.files.get(path)) is not None and known[0] == stamp and stamp[0]:
        return known[1]
    judge = data_file.judge if cache.kept is None else partial(known_or_judged, cache.kept)
    file = data_file.read(place, path, kind, id_, judge)
    cache.prepare(file)
    if stamp[0]:
        cache.files[path] = (stamp, file)
    return file


def _nearly_same(duties: list[File], cache: Cache) -> list[Problem]:
    """Sentences of different duties that are nearly the same; only those that are new are compared again."""
    if cache.kept is not None and not cache.compared[0]:
        cache.compared = compared(cache.kept)
    before, pairs = cache.compared
    sentences = [sentence for file in duties for sentence in file.sentences]
    texts = {sentence.text for sentence in sentences}
    if texts != before:
        still = (pair for pair in pairs if pair[0] in texts and pair[1] in texts)
        pairs = sorted({*still, *duplicates.nearly_same(texts, texts & before)})
        cache.compared = texts, pairs
        if cache.kept is not None:
            keep_compared(cache.kept, texts, pairs)
    return duplicates.near_duplicates(sentences, pairs)
