"""Pages at addresses that something has left, and short addresses for every item: `/go/<duty.item>/`.

They are pages of a few lines, outside of the theme, the navigation, the search and the site map. A browser follows
them without JavaScript; with it, `moved-page.js` also follows an anchor that the old address had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from posixpath import relpath

from macros.addresses.pages import LISTS
from macros.exports.context import Context, path_of
from macros.exports.link_card import PLAYBOOK, LinkCard, LinkCards, template
from macros.model.kinds import ITEMS
from macros.views.moves import Destination, Moves, RemovedPage, spot
from macros.views.targets import Target

#: The title of a page that says of something that it was given up.
GIVEN_UP = "这里的内容取消了"


@dataclass(frozen=True, slots=True)
class MovedEntry:
    """An entry of moved.yml as a page tells it. `href` is empty for what was given up."""

    id: str
    anchor: str
    name: str
    href: str
    date: dt.date
    why: str


@dataclass(frozen=True, slots=True)
class Sign:
    """What a page at an old or short address says: where to go on to, and why.

    `goal` is the address that the browser goes on to, empty for what was given up; `up` is then where to look.
    `follows` is true for a page that had anchors, which a script goes on to. `card` is what a chat shows of it.
    """

    title: str
    goal: str
    canonical: str
    up: str
    up_name: str
    entries: tuple[MovedEntry, ...]
    follows: bool
    card: LinkCard


def files(
    context: Context, published: Iterable[str] = (), assets: str = "assets/", drawn: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """A page for every short address, and one for every page that is gone.

    `published` are the addresses of the ledger: the short ones among them keep a page of their own.
    `assets` is where the site has its scripts and styles, `drawn` are the kinds of things that have a picture.
    """
    cards = LinkCards(context, drawn)
    moves = Moves(context.views)
    for ref, target in context.views.targets.items():
        if target.kind in ITEMS:
            yield _written(f"go/{ref}/", _sign(cards, f"go/{ref}/", target, ()), assets)
    old = {id_ for id_ in moves.entries if "/" not in id_ and id_.count(".") == 1}
    old |= {address.removeprefix("/go/").rstrip("/") for address in published if address.startswith("/go/")}
    for ref in sorted(old - context.views.targets.keys()):
        if (destination := moves.destination(ref)) is not None:
            address = f"go/{ref}/"
            entry = _entry(context, address, ref, "", destination)
            yield _written(address, _sign(cards, address, destination.target, (entry,)), assets)
    for page in moves.removed_pages:
        yield _gone(cards, page, assets)


def _gone(cards: LinkCards, page: RemovedPage, assets: str) -> tuple[str, bytes]:
    context = cards.context
    address = path_of(Target("", "", "", page.path))
    entries = [_entry(context, address, page.id, "", page.destination)]
    entries += [_entry(context, address, one.id, one.anchor, one.destination) for one in page.anchors]
    return _written(address, _sign(cards, address, page.destination.target, tuple(entries), follows=True), assets)


def _entry(context: Context, address: str, id_: str, anchor: str, destination: Destination) -> MovedEntry:
    href = relative(path_of(destination.target), address) if destination.target else ""
    name = context.text(destination.target.name) if destination.target else ""
    assert destination.move is not None
    return MovedEntry(id_, anchor, name, href, destination.move.date, context.text(destination.move.why))


def _sign(
    cards: LinkCards, address: str, target: Target | None, entries: tuple[MovedEntry, ...], *, follows: bool = False
) -> Sign:
    context = cards.context
    if target is not None:
        goal = relative(path_of(target), address)
        canonical = context.base + path_of(target).partition("#")[0] if context.base else goal.partition("#")[0]
        card = cards.of_target(target, address)
        return Sign(context.text(target.name), goal, canonical, "", "", entries, follows, card)
    up, name = _above(context, entries[0].id)
    card = cards.card(address, GIVEN_UP, f"{entries[0].date} 取消，因为：{entries[0].why}", PLAYBOOK)
    return Sign(GIVEN_UP, "", "", relative(up, address), name, entries, follows, card)


def _above(context: Context, id_: str) -> tuple[str, str]:
    """Where to look for something like what was given up: its duty, else the list it was in, else the start."""
    page, _ = spot(id_)
    duty = context.views.targets.get(f"duty:{id_.partition('.')[0]}")
    if duty is not None and duty.page == page:
        return path_of(duty), duty.name
    folder = page.partition("/")[0]
    return (f"{folder}/", LISTS[folder]) if folder in LISTS else ("", context.book.title)


def relative(address: str, here: str) -> str:
    """An address below the site's root as a link on the page at the address `here`; both end in a slash."""
    path, mark, anchor = address.partition("#")
    way = relpath(path or ".", here or ".")
    return ("./" if way == "." else f"{way}/") + mark + anchor


def _written(address: str, sign: Sign, assets: str) -> tuple[str, bytes]:
    page = template("redirect.html.j2").render(sign=sign, root="../" * address.count("/"), assets=assets)
    return f"{address}index.html", page.encode()
