"""What every export is made from: the views, the site's address, and texts without marks."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from macros.addresses.pages import address_of
from macros.addresses.revisions import Revision
from macros.views.targets import Target
from macros.views.text import unmarked
from macros.views.views import Views

Said = TypeVar("Said")
#: Gives back the file that a function writes of what it says: it may know it from before.
Kept = Callable[[Callable[[Any], bytes], Any], bytes]

#: The oldest date a zip entry can have; every entry gets it, so that the same content makes the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def written_anew(write: Callable[[Any], bytes], said: Any) -> bytes:
    """The file that `write` makes of what it says: nothing is kept."""
    return write(said)


class Context:
    """The views and the address under which the site is published ("" when that isn't known).

    `revisions` are those of the entries of calendars that were published before, by UID. `kept` gives back files that
    were written before.
    """

    def __init__(
        self,
        views: Views,
        site_url: str = "",
        revisions: Mapping[str, Revision] | None = None,
        kept: Kept = written_anew,
    ) -> None:
        self.views = views
        self.revisions = revisions or {}
        self.book = views.playbook
        self.newest = views.newest_review
        self.base = site_url.rstrip("/") + "/" if site_url else ""
        self._kept = kept

    def file(self, write: Callable[[Said], bytes], said: Said) -> bytes:
        """The file that `write`, a function of a module, makes of `said` and of nothing else.

        `said` is plain: texts, numbers, days, and data classes, lists and dictionaries of them.
        """
        return self._kept(write, said)

    def text(self, text: str) -> str:
        """A text of the data as a reader sees it."""
        return unmarked(text, self.views)

    def lines(self, texts: Iterable[str]) -> str:
        """Texts of the data, one a line."""
        return "\n".join(map(self.text, texts))

    def name(self, key: str) -> str:
        """The name of what has that key: `duty:x`, `metric:x`, `duty.item`."""
        return self.text(self.views.targets[key].name)

    def people(self, ids: Iterable[str]) -> str:
        """The names of roles and teams."""
        return "、".join(self.views.person(id_).name for id_ in ids)

    def address(self, key: str) -> str:
        """Where the site shows what has that key: a whole address, or the path below an unknown one."""
        return self.base + path_of(self.views.targets[key])

    def of_template(self, id_: str) -> dt.date:
        """When a template was last looked through: with the newest of the duties that use it."""
        duties = {ref.partition(".")[0] for ref in self.views.template_users.get(id_, ())}
        return max((self.book.duties[duty].reviewed_on for duty in duties), default=self.views.newest_review)


def path_of(target: Target) -> str:
    """The path of a target below the site's address: `duties/x/#item`."""
    return address_of(target.page, target.anchor).lstrip("/")


def version(texts: Iterable[str]) -> str:
    """A short name for a wording: it changes when, and only when, one of the texts does."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8]


def midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day, for file properties that want a time."""
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 (the libraries take it as UTC)


def units(text: str) -> int:
    """The length of a text as Excel counts it: in UTF-16 units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, limit: int) -> str:
    """A text of at most `limit` UTF-16 units; one that is longer ends in an ellipsis."""
    # No sign takes more than two units.
    if 2 * len(text) <= limit or units(text) <= limit:
        return text
    room = limit - 1
    kept: list[str] = []
    for sign in text:
        room -= units(sign)
        if room < 0:
            break
        kept.append(sign)
    return "".join(kept) + "…"


def undated(archive: bytes) -> bytes:
    """The same zip archive without the clock's traces: every entry has one date and one origin."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, old.read(entry))
    return found.getvalue()
