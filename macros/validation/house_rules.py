"""What is said once for the whole playbook: its settings in texts, and one word for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from macros import model
from macros.model.house import Unit
from macros.problems.problem import Problem
from macros.problems.suggest import did_you_mean
from macros.validation.file import File
from macros.validation.index import Index
from macros.validation.wording import THEIRS

#: Fields in which a word may stand that isn't to be used in texts.
_MAY_NAME = frozenset(["aka", "queries", "products", "instead_of", "en", "expr", "k", "id"])
_UNITS = sorted(get_args(Unit), key=len, reverse=True)


def of_settings(index: Index, file: File, settings: model.SettingFile) -> Iterator[Problem]:
    """A setting that must be more than another one is, and in the same unit."""
    for number, setting in enumerate(settings.settings):
        other = index.settings.get(setting.more_than or "")
        loc = ("settings", number, "value")
        if other is None:
            continue
        if other.unit != setting.unit:
            yield file.problem(
                ("settings", number, "unit"), "E-setting", "units", unit=setting.unit, other=other.id, its=other.unit
            )
        elif setting.value <= other.value:
            yield file.problem(loc, "E-setting", "order", value=setting.shown, other=other.name, its=other.shown)


def named(index: Index) -> Iterator[Problem]:
    """Every `$id` in a text names a setting, and doesn't say the unit once more."""
    if any(file.kind is model.SettingFile and file.content is None for file in index.files):
        return  # what is wrong with settings.yml is told there, once
    for file in index.files:
        for id_, behind, *position in file.settings:
            setting, at = index.settings.get(id_), (position[0], position[1])
            if setting is None:
                yield file.at(at, "E-setting", id=id_, near=did_you_mean(id_, sorted(index.settings)))
            elif next((unit for unit in _UNITS if behind.startswith(unit)), "") == setting.unit:
                yield file.at(at, "E-setting", "twice", id=id_, shown=setting.shown, unit=setting.unit)


def words(index: Index) -> Iterator[Problem]:
    """No text uses a word for which the terms or the places have another one."""
    known: list[model.Term | model.KeepingPlace] = [*index.terms.values(), *index.keeping_places.values()]
    right = {word: one.name for one in known for word in one.instead_of}
    if not right:
        return
    wrong = re.compile("|".join(map(re.escape, sorted(right, key=len, reverse=True))))
    names = [name for one in known for name in (one.name, *one.aka) if name not in right]
    for file in index.files:
        if file.kind in THEIRS or not wrong.search(file.document.text):
            continue
        for loc, text, position in file.document.texts():
            if not _MAY_NAME.isdisjoint(loc):
                continue
            for match in wrong.finditer(text):
                if not _within(names, text, match.start(), match.end()):
                    yield file.at(position, "E-word", word=match[0], right=right[match[0]])


def _within(names: list[str], text: str, start: int, end: int) -> bool:
    """Whether a piece of a text is a part of one of the names, which stands there."""
    piece = text[start:end]
    return any(
        piece in name
        and any(found.start() <= start and end <= found.end() for found in re.finditer(re.escape(name), text))
        for name in names
    )
