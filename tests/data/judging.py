"""What the check makes of a damaged file, and whether that is good enough."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from macros import model
from macros.problems.problem import Problem
from macros.validation import cross_file, duplicates
from macros.validation import file as data_file
from macros.validation.check import Cache, _read_all
from macros.validation.file import File
from macros.validation.index import Index
from tests.copies import PLAYBOOK
from tests.data.damage import Damage, written

PROJECT = Path(__file__).resolve().parent.parent.parent

#: What may come of a damage.
TOLD = "told at the place"  # at a damaged line or the one next to it
ELSEWHERE = "told elsewhere"
SAME = "the same playbook"
LEGAL = "a legal edit"  # nothing wrong with it, and everything that is written is in the playbook
LOST = "lost in silence"


@dataclass(frozen=True)
class Verdict:
    """What came of one damage to one file."""

    file: str
    damage: str
    outcome: str
    place: tuple[int, int]
    problems: tuple[Problem, ...]

    @property
    def elsewhere(self) -> list[Problem]:
        """Errors away from the place of damage."""
        return [p for p in self.problems if p.is_error and not _near(p, self.file, self.place)]


def _near(problem: Problem, file: str, place: tuple[int, int]) -> bool:
    return problem.file == file and place[0] - 1 <= problem.line <= place[1] + 1


@cache
def files_of(root: Path) -> tuple[File, ...]:
    """The data files of a project, as they are."""
    read, problems = _read_all(root, Cache())
    assert not problems
    assert not [problem for file in read for problem in file.problems if problem.is_error]
    return tuple(read)


def real() -> tuple[File, ...]:
    """The shipped data files. Editors change them."""
    return files_of(PROJECT)


def own() -> tuple[File, ...]:
    """The files of the tests' own playbook, which stay as they are."""
    return files_of(PLAYBOOK)


def raw_of(file: File) -> str:
    return file.document.text


def judge(file: File, damage: Damage, among: Sequence[File]) -> Verdict | None:
    """Do a damage to a file among others, and say what comes of it; None where it can't be done to this file."""
    done = damage.to(raw_of(file), file.path)
    if done is None:
        return None
    raw, first, last = done
    broken = data_file.judge(raw, file.path, file.kind, file.id)
    problems = [problem for problem in broken.problems if problem.is_error]
    place = (first, last)

    def verdict(outcome: str) -> Verdict:
        return Verdict(file.path, damage.name, outcome, place, tuple(problems))

    if any(_near(problem, file.path, place) for problem in problems):
        return verdict(TOLD)
    if not problems:
        if broken.content == file.content:
            return verdict(SAME)
        others = [other for other in among if other.path != file.path]
        together = [broken] if file.kind is model.Template else [*others, broken]
        problems += [problem for problem in cross_file.problems(Index(together)) if problem.is_error]
        said = [sentence for other in together for sentence in other.sentences]
        problems += duplicates.repeated(said)
        if any(_near(problem, file.path, place) for problem in problems):
            return verdict(TOLD)
    if problems:
        return verdict(ELSEWHERE)
    return verdict(LEGAL if not _lost(raw.decode("utf-8-sig"), broken) else LOST)


def _lost(text: str, file: File) -> Counter[str]:
    """The Chinese characters that are written in a file and are not in the playbook."""
    kept: Counter[str] = Counter()

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            for key, value in data.items():
                kept.update(key)
                walk(value)
        elif isinstance(data, list):
            for value in data:
                walk(value)
        elif isinstance(data, str):
            kept.update(data)

    walk(file.document.data)
    return Counter(written(text)) - kept


def of_kind(damage: Damage, among: Sequence[File]) -> list[Verdict]:
    """What comes of a damage in each of the files."""
    return [verdict for file in among if (verdict := judge(file, damage, among)) is not None]


def told_with(verdict: Verdict, code: str) -> Verdict:
    return replace(verdict, problems=tuple(p for p in verdict.problems if p.code == code))
