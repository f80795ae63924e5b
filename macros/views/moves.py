"""Where things went: the entries of moved.yml, read against what there is today.

An id is written as moved.yml writes it: `duties/x` for a page, `metrics/x` for an entry of a dictionary, `x.item` for
an item of a duty, `x.task.step` for a step of a task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from macros.model.kinds import BY_FOLDER, ITEMS, KINDS
from macros.model.playbook import Move
from macros.views.targets import Target
from macros.views.views import Views


@dataclass(frozen=True, slots=True)
class Destination:
    """What became of an id that is gone: where it is now (None when it was given up), and the entry that says so.

    There is no entry for a line of a checklist whose item is still there.
    """

    target: Target | None
    move: Move | None


@dataclass(frozen=True, slots=True)
class Departure:
    """An anchor that was on a page and is gone from it."""

    id: str
    anchor: str
    destination: Destination


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """A page that is gone: its path as Markdown, what became of it, and the anchors that went elsewhere."""

    id: str
    path: str
    destination: Destination
    anchors: tuple[Departure, ...]


def target_of(views: Views, id_: str) -> Target | None:
    """What an id of moved.yml names today; None when there is no such thing."""
    folder, slash, name = id_.partition("/")
    if slash:
        return views.targets.get(f"{BY_FOLDER[folder].id}:{name}") if folder in BY_FOLDER else None
    duty, _, rest = id_.partition(".")
    item, dot, step = rest.partition(".")
    found = views.targets.get(f"{duty}.{item}")
    if not dot or found is None or found.kind != "task":
        return None if dot else found
    steps = views.find_task(f"{duty}.{item}")[1].steps
    do = next((one.do for one in steps if one.id == step), None)
    return None if do is None else Target("step", step, do, found.page, f"{item}.{step}")


def spot(id_: str) -> tuple[str, str]:
    """The page, as the path of its Markdown, and the anchor on it at which an id stands or stood."""
    folder, slash, name = id_.partition("/")
    if slash:
        return BY_FOLDER[folder].spot(name) if folder in BY_FOLDER else (f"{folder}/{name}.md", "")
    duty, dot, item = id_.partition(".")
    return (KINDS["duty"].spot(duty)[0], item) if dot else (f"{id_}/index.md", "")


class Moves:
    """Answers about the entries of moved.yml. Each answer is worked out once.

    `published` are the addresses of the ledger. From them it is known which lines a checklist once had.
    """

    def __init__(self, views: Views, published: Iterable[str] = ()) -> None:
        self.views = views
        self.published = published
        self.entries = {move.from_: move for move in views.playbook.moved}

    def destination(self, id_: str) -> Destination | None:
        """What became of an id that is gone; None when moved.yml doesn't say.

        Its own entry counts first. Without one, a step goes with its task and an item with its duty, provided
        that it is there under the same name.
        """
        if (move := self.entries.get(id_)) is not None:
            return Destination(target_of(self.views, move.to) if move.to else None, move)
        above, _, last = id_.rpartition(".")
        if not above or target_of(self.views, above) is not None:
            return None
        if "." not in above:
            above = f"duties/{above}"
        destination = self.destination(above)
        if destination is None or destination.target is None:
            return destination
        if destination.target.kind == "duty":
            found = target_of(self.views, f"{destination.target.id}.{last}")
            return Destination(found, destination.move) if found else None
        duty = destination.target.page_id
        step = (
            target_of(self.views, f"{duty}.{destination.target.id}.{last}")
            if destination.target.kind == "task"
            else None
        )
        return Destination(step or destination.target, destination.move)

    @cached_property
    def _left(self) -> dict[str, tuple[Departure, ...]]:
        """For each page, by the path of its Markdown, the anchors that are gone from it; also for gone pages."""
        found: dict[str, list[Departure]] = defaultdict(list)
        for id_ in self.entries:
            page, anchor = spot(id_)
            destination = self.destination(id_)
            if anchor and destination is not None:
                found[page].append(Departure(id_, anchor, destination))
        return {page: tuple(sorted(gone, key=lambda one: one.anchor)) for page, gone in found.items()}

    @cached_property
    def removed_pages(self) -> tuple[RemovedPage, ...]:
        """The pages that are gone, by id."""
        found: list[RemovedPage] = []
        for id_ in sorted(self.entries):
            path, anchor = spot(id_)
            destination = self.destination(id_)
            if not anchor and destination is not None:
                found.append(RemovedPage(id_, path, destination, self._left.get(path, ())))
        return tuple(found)

    @cached_property
    def departures(self) -> dict[str, tuple[Departure, ...]]:
        """For each page there is, the anchors that are gone from it.

        Also those that were gone from a page that has moved to it: their old addresses arrive there.
        """
        taken = {(target.page, target.anchor) for target in self.views.targets.values()}
        found = {page: list(gone) for page, gone in self._left.items()}
        for page in self.removed_pages:
            found.pop(page.path, None)
        for page in self.removed_pages:
            if (target := page.destination.target) is None or target.anchor:
                continue
            here = found.setdefault(target.page, [])
            anchors = {one.anchor for one in here}
            here += [
                one for one in page.anchors if one.anchor not in anchors and (target.page, one.anchor) not in taken
            ]
        for path, line in self._lines_left:
            found.setdefault(path, []).append(line)
        return {page: tuple(gone) for page, gone in found.items() if gone}

    @cached_property
    def _lines_left(self) -> list[tuple[str, Departure]]:
        """The lines that are gone from a checklist, with the path of the page that it has now."""
        lists = self.views.playbook.checklists
        found: dict[tuple[str, str], Departure] = {}
        for address in self.published:
            id_, mark, ref = address.removeprefix("/checklists/").partition("/#")
            if not mark or not address.startswith("/checklists/"):
                continue
            if id_ not in lists:
                moved = self.destination(f"checklists/{id_}")
                id_ = moved.target.id if moved and moved.target else ""
            if id_ not in lists or ref in lists[id_].items:
                continue
            there = target_of(self.views, ref)
            destination = Destination(there, None) if there else self.destination(ref)
            if destination is not None:
                page = KINDS["checklist"].spot(id_)[0]
                found[page, ref] = Departure(ref, ref, _line_for(destination, page, lists[id_].items))
        return [(path, line) for (path, _), line in sorted(found.items())]

    @cached_property
    def arrivals(self) -> dict[tuple[str, str], tuple[Move, ...]]:
        """For each place, as page and anchor, the entries that lead to it, the newest first."""
        found: dict[tuple[str, str], list[Move]] = defaultdict(list)
        for id_, move in self.entries.items():
            destination = self.destination(id_)
            if destination is not None and destination.target is not None:
                found[destination.target.page, destination.target.anchor].append(move)
        return {
            place: tuple(sorted(moves, key=lambda move: (move.date, move.from_), reverse=True))
            for place, moves in found.items()
        }


def _line_for(destination: Destination, page: str, refs: list[str]) -> Destination:
    """What became of a line of a checklist: its new line there, when the list names its item by a new id."""
    if (target := destination.target) is None or (target.kind not in ITEMS and target.kind != "step"):
        return destination
    ref = f"{target.page_id}.{target.anchor}"
    return Destination(replace(target, page=page, anchor=ref), destination.move) if ref in refs else destination
