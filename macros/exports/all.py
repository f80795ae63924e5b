"""Every file that the site has beside its pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from macros.addresses.revisions import Revision
from macros.exports import api, downloads, feed, markdown, redirects
from macros.exports.context import Context, Kept, written_anew
from macros.views.views import Views


def files(
    views: Views,
    base_url: str = "",
    published: Iterable[str] = (),
    revisions: Mapping[str, Revision] | None = None,
    assets: str = "assets/",
    drawn: Collection[str] = (),
    kept: Kept = written_anew,
) -> Iterator[tuple[str, bytes]]:
    """Every file to write beside the pages: its path below the site's root, and its bytes.

    `base_url` is the address under which the site is published, "" when that isn't known. `published` are the
    addresses of the ledger, `revisions` what it knows of calendars; `assets` is where the site has its scripts and
    styles, `drawn` are the kinds of things that have a picture for the cards of links; `kept` gives back files that were
    written before. The Markdown of a page is written with the page.
    """
    context = Context(views, base_url, revisions, kept)
    yield from downloads.files(context)
    yield from redirects.files(context, published, assets, drawn)
    yield from api.files(context)
    yield from feed.files(context)
    yield from markdown.files(context)
