"""What changed, as readers must be told: entries of the data and of moved.yml, with the roles that they concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from macros.model.base import Change
from macros.model.playbook import Move
from macros.views.moves import Moves, spot, target_of
from macros.views.targets import Target
from macros.views.views import Views


@dataclass(frozen=True, slots=True)
class News:
    """Something that changed.

    `subject` is how moved.yml writes what it is about, "" for the whole playbook; `target` is where that is now, None
    for what is gone. `roles` are those whom it concerns; none means everybody. `move` is the entry of moved.yml that
    it comes from, when it comes from one.
    """

    date: dt.date
    kind: str
    what: str
    subject: str
    target: Target | None
    roles: tuple[str, ...]
    move: Move | None = None


def news(views: Views) -> tuple[News, ...]:
    """Everything that changed, the newest first; of one day, in the order of the data."""
    return tuple(sorted(_all(views), key=lambda one: one.date, reverse=True))


def by_day(every: Iterable[News]) -> dict[dt.date, tuple[News, ...]]:
    """The same by day."""
    return {day: tuple(entries) for day, entries in groupby(every, key=lambda one: one.date)}


def _all(views: Views) -> Iterator[News]:
    book = views.playbook
    yield from _told(book.changes, "", None, ())
    for id_, duty in book.duties.items():
        yield from _told(duty.changes, f"duties/{id_}", views.targets[f"duty:{id_}"], _of_duty(views, id_))
    for id_, role in book.roles.items():
        yield from _told(role.changes, f"roles/{id_}", views.targets[f"role:{id_}"], _with_variants(views, [id_]))
    for id_, checklist in book.checklists.items():
        people = _with_variants(views, [*checklist.who, *checklist.of])
        yield from _told(checklist.changes, f"checklists/{id_}", views.targets[f"checklist:{id_}"], people)
    for id_, card in book.scorecards.items():
        yield from _told(card.changes, f"scorecards/{id_}", views.targets[f"scorecard:{id_}"], (card.role,))
    moves = Moves(views)
    for move in book.moved:
        destination = moves.destination(move.from_)
        target = destination.target if destination else None
        kind = "changed" if target else "removed"
        yield News(move.date, kind, move.why, move.from_, target, _of_move(views, move.from_, target), move)


def _told(changes: Iterable[Change], subject: str, target: Target | None, roles: tuple[str, ...]) -> Iterator[News]:
    for change in changes:
        yield News(change.date, change.kind_, change.what, subject, target, roles)


def _of_duty(views: Views, id_: str) -> tuple[str, ...]:
    has = {row.role for row in views.duty_roles.get(id_, ())}
    return tuple(role for role in views.playbook.roles if role in has)


def _with_variants(views: Views, people: Iterable[str]) -> tuple[str, ...]:
    """The roles among some people, and the roles that are based on them."""
    named = set(people)
    return tuple(role for role in views.playbook.roles if named & set(views.lineage(role)))


def _of_move(views: Views, old: str, target: Target | None) -> tuple[str, ...]:
    """The roles whom a move concerns: those of the page that it leads to, else of the page where it was."""
    page = target.page if target else spot(old)[0]
    folder, _, name = page.removesuffix(".md").partition("/")
    there = target_of(views, f"{folder}/{name}")
    if there is None:
        return ()
    if there.kind == "duty":
        return _of_duty(views, name)
    if there.kind == "role":
        return _with_variants(views, [name])
    if there.kind == "checklist":
        checklist = views.playbook.checklists[name]
        return _with_variants(views, [*checklist.who, *checklist.of])
    return (views.playbook.scorecards[name].role,) if there.kind == "scorecard" else ()
