"""Something new by a form: the questions of `make new` with the answers so far, and the places still to be written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from macros import model
from macros.editing.new import new
from macros.editing.project import MARK, ChangeSet, Project
from macros.editing.questions import QUESTIONS, answer, wrong_with
from macros.editing.stock import Answers, Choice, Question, SoFar, Stock, split
from macros.model.introspect import info_at
from macros.problems.problem import Loc, Problem
from macros.yamltext import reader, rewrite
from macros.yamltext.marks import Document


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a form shows it: its choices, the answer or the default, and what is wrong with the answer."""

    question: Question
    choices: list[Choice]
    value: str
    wrong: str = ""

    @property
    def values(self) -> list[str]:
        """The answers to a question that takes several."""
        return split(self.value)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place of a new thing that is still to be written: where it is, and what belongs there."""

    key: str
    file: str
    loc: Loc
    title: str
    description: str
    example: str
    most: int | None = None


@dataclass
class Draft:
    """Something new: the change that adds it, and its places still to be written."""

    change: ChangeSet
    gaps: list[Gap] = field(default_factory=list)


def questions(kind: str, stock: Stock, given: Mapping[str, str], *, strict: bool) -> list[Asked]:
    """The questions for a new thing that can be put by now, with what was answered.

    What builds on an answer that is missing or wrong is not put yet. With `strict` what is required and missing is
    wrong too.
    """
    answers: Answers = {}
    found: list[Asked] = []
    for question in QUESTIONS[kind]:
        so_far = SoFar(stock, answers)
        try:
            if question.applies is not None and not question.applies(answers):
                continue
            default = question.default if isinstance(question.default, str) else question.default(so_far)
            choices = question.choices(so_far) if question.choices is not None else []
            value = (given.get(question.key, default)).strip()
            wrong = wrong_with(question, so_far, value, choices) if value else None
        except (KeyError, IndexError):
            continue
        if question.choices is not None and not choices:
            if not question.required:
                continue
            wrong = "还没有可以选的。先去写一个。"
        if not value and question.required and strict:
            wrong = wrong or "这一项不能空。"
        if value and not wrong:
            answers[question.key] = value
        found.append(Asked(question, choices, value, wrong or "" if question.key in given or strict else ""))
    return found


def draft(project: Project, stock: Stock, kind: str, given: Mapping[str, str], today: dt.date) -> Draft:
    """The change that adds a new thing, with its gaps. Raises EditError as `make new` does."""
    answers = answer(kind, stock, {key: value for key, value in given.items() if value.strip()}, None)
    change = new(project, stock, kind, answers, today)
    return Draft(change, gaps(project, change))


def gaps(project: Project, change: ChangeSet) -> list[Gap]:
    """The places of a change that are still to be written, in the order of the files."""
    found: list[Gap] = []
    for path, text in change.texts.items():
        if text is None or MARK not in text:
            continue
        kind = _kind_of(path)
        old = {(loc, one) for loc, one, _ in project.document(path).texts()} if path in project.texts else set()
        for loc, one, _ in _read(path, text).texts():
            if MARK not in one or (loc, one) in old:
                continue
            info = info_at(kind, loc)
            example = (info.examples or [""])[0] if info is not None else ""
            limit = next(
                (rule.max_length for rule in (info.metadata if info else []) if hasattr(rule, "max_length")), None
            )
            found.append(
                Gap(
                    key=json.dumps([path, *loc], ensure_ascii=False),
                    file=path,
                    loc=loc,
                    title=one.replace(MARK, "").lstrip("："),
                    description=(info.description if info is not None else "") or "",
                    example=example if isinstance(example, str) else "",
                    most=limit if isinstance(limit, int) and not isinstance((loc or ("",))[-1], int) else None,
                )
            )
    return found


def filled(made: Draft, written: Mapping[str, str]) -> ChangeSet:
    """The change with something written in its gaps."""
    for gap in made.gaps:
        value = " ".join(written.get(gap.key, "").split())
        if value:
            made.change.texts[gap.file] = rewrite.rewritten(str(made.change.texts[gap.file]), gap.loc, value)
    return made.change


def at_gaps(made: Draft, problems: list[Problem]) -> tuple[dict[str, str], list[Problem]]:
    """Problems of a change by the keys of the gaps that they are in, and those that are in none."""
    spots: dict[tuple[str, int, int], str] = {}
    for path, text in made.change.texts.items():
        marks = _read(path, text or "").marks
        for gap in made.gaps:
            if gap.file == path:
                spots[path, *marks.find(gap.loc)] = gap.key
    inside: dict[str, str] = {}
    rest = []
    for problem in problems:
        key = spots.get((problem.file, problem.line, problem.column))
        if key is None:
            rest.append(problem)
        else:
            inside.setdefault(key, problem.text)
    return inside, rest


def _kind_of(path: str) -> type[model.Model]:
    parts = path.split("/")
    return model.FOLDERS[parts[1]] if len(parts) == 3 else model.FILES[parts[1]]


def _read(path: str, text: str) -> Document:
    document = Document(path, text)
    reader.parse(document)
    return document
