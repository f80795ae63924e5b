"""What the page for addresses that lead nowhere knows: every address that leads somewhere, and what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from macros.addresses.pages import address_of
from macros.build.session import Session
from macros.model.kinds import ITEMS
from macros.views.moves import Moves


def places(session: Session) -> str:
    """Addresses below the site's root and the names of what is there, as JSON that can stand in a page.

    Those that something has left are among them: what is there says where it went.
    """
    found: dict[str, str] = {}
    for address, name in _places(session):
        found.setdefault(address.lstrip("/"), name)
    return json.dumps(list(found.items()), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _places(session: Session) -> Iterator[tuple[str, str]]:
    for path in session.order:
        page = session.pages.get(path)
        yield address_of(path), page.title if page else session.titles[path]
    targets = session.views.targets
    for ref, target in targets.items():
        if target.kind in ITEMS:
            yield f"go/{ref}/", target.name
    moves = Moves(session.views)
    for gone in moves.removed_pages:
        now = gone.destination.target
        yield address_of(gone.path), now.name if now else gone.id
    for id_ in moves.entries:
        destination = moves.destination(id_)
        if "/" not in id_ and id_.count(".") == 1 and destination and destination.target:
            yield f"go/{id_}/", destination.target.name
