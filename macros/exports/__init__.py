"""What the site has beside its pages: one module a format, all from the same views in the same build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macros.exports import api, downloads, feed, markdown, redirects
from macros.exports.context import Context
from macros.views import Views


def files(
    views: Views, base_url: str = "", texts: Mapping[str, str] | None = None, published: Iterable[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Every file to write beside the pages: its path below the site's root, and its bytes.

    `base_url` is the address under which the site is published, "" when that isn't known. `texts` has the Markdown
    of the pages by their path below docs/. `published` are the addresses of the ledger.
    """
    context = Context(views, base_url)
    yield from redirects.files(context, published)
    yield from api.files(context)
    yield from feed.files(context)
    yield from markdown.files(context, texts or {})
    yield from downloads.files(context)
