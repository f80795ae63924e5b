"""What changed, as readers must be told: entries of the data and of moved.yml, with the roles that they concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from macros.model.base import Change
from macros.model.kinds import KINDS
from macros.model.playbook import Move
from macros.views.moves import Moves, spot, target_of
from macros.views.scenarios import players
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
    for kind in filter(lambda kind: "changes" in kind.model.model_fields, KINDS.values()):
        for id_, thing in getattr(book, kind.folder).items():
            about = views.targets[f"{kind.id}:{id_}"]
            yield from _told(thing.changes, f"{kind.folder}/{id_}", about, _concerned(views, kind.id, id_))
    moves = Moves(views)
    for move in book.moved:
        destination = moves.destination(move.from_)
        target = destination.target if destination else None
        what_became = "changed" if target else "removed"
        yield News(move.date, what_became, move.why, move.from_, target, _of_move(views, move.from_, target), move)


def _told(changes: Iterable[Change], subject: str, target: Target | None, roles: tuple[str, ...]) -> Iterator[News]:
    for change in changes:
        yield News(change.date, change.kind_, change.what, subject, target, roles)


def _concerned(views: Views, kind: str, id_: str) -> tuple[str, ...]:
    """The roles that a page concerns; none means everybody."""
    match kind:
        case "duty":
            return _of_duty(views, id_)
        case "role":
            return _with_variants(views, [id_])
        case "checklist":
            checklist = views.playbook.checklists[id_]
            return _with_variants(views, [*checklist.who, *checklist.of])
        case "scenario":
            return players(views, views.playbook.scenarios[id_])
        case "scorecard":
            return (views.playbook.scorecards[id_].role,)
        case _:
            return ()


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
    return _concerned(views, there.kind, name) if there is not None else ()
