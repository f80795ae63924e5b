"""What is due to be looked through again, and by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from macros.model.kinds import KINDS
from macros.model.playbook import Playbook
from macros.views.views import Views


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """A page that somebody looks through regularly: when it is due, what it is, and where it is written."""

    due: dt.date
    owner: str
    kind: str
    id: str
    name: str
    file: str
    last: dt.date

    def late(self, day: dt.date) -> int:
        """How many days it has been due; negative before."""
        return (day - self.due).days


def reviews(playbook: Playbook) -> list[Review]:
    """Every page with an owner and an interval, the one due first at the top."""
    views = Views(playbook)
    found = []
    for kind in filter(lambda kind: kind.is_reviewed, KINDS.values()):
        for id_, thing in getattr(playbook, kind.folder).items():
            found.append(
                Review(
                    due=views.review_due(thing),
                    owner=thing.owner,
                    kind=kind.id,
                    id=id_,
                    name=views.targets[f"{kind.id}:{id_}"].name,
                    file=views.place(kind.id, id_).file,
                    last=thing.reviewed_on,
                )
            )
    return sorted(found)


def by_owner(listed: list[Review]) -> dict[str, list[Review]]:
    """Reviews by who owns the page; whoever has the oldest comes first."""
    found: dict[str, list[Review]] = {}
    for one in sorted(listed):
        found.setdefault(one.owner, []).append(one)
    return found
