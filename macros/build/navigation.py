"""What of the navigation stands on a page: all of it, but of a long list only what is near the page.

Otherwise every page would grow with the number of pages.
"""

from __future__ import annotations

import copy

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from macros.views import labels

#: A list with more entries is shown in part: this many before the page's own and after it.
ROOM = 40
AROUND = 8


def near(nav: Navigation, page: Page) -> Navigation:
    """The navigation as it stands on a page that is the active one."""
    items = [_shown(item, page, None) for item in nav.items]
    if all(one is other for one, other in zip(items, nav.items, strict=True)):
        return nav
    shown = copy.copy(nav)
    shown.items = items
    return shown


def _shown(item: StructureItem, page: Page, index: Page | None) -> StructureItem:
    """An entry of the navigation as it stands on a page. `index` is the page of the nearest list around it."""
    if not isinstance(item, Section) or not item.active:
        return item
    own = item.children[0] if item.children else None
    if isinstance(own, Page) and own.is_index:
        index = own
    children = [_shown(child, page, index) for child in _window(item.children, index)]
    if list(map(id, children)) == list(map(id, item.children)):
        return item
    shown = copy.copy(item)
    shown.children = children
    return shown


def _window(children: list[StructureItem], index: Page | None) -> list[StructureItem]:
    """Of a long list the first entry, what is near the active one, and a link to the page that lists all."""
    if len(children) <= ROOM or index is None:
        return children
    at = next((number for number, child in enumerate(children) if getattr(child, "active", False)), 0)
    first = max(1, min(at - AROUND, len(children) - 2 * AROUND - 1))
    count = sum(child is not index for child in children)
    return [children[0], *children[first : first + 2 * AROUND + 1], Link(labels.ALL.format(count=count), index.url)]
