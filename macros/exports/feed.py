"""What changed, as an Atom feed (RFC 4287): `/changes.atom`."""

from __future__ import annotations

import datetime as dt
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from macros.addresses.files import FEED as PATH
from macros.exports.context import Context, path_of
from macros.views import labels
from macros.views.changes import News, news

#: What ids are made from; no title, which may change.
NAME = "operations-playbook"
ATOM = "http://www.w3.org/2005/Atom"
#: Days of the data are days in Shanghai.
_ZONE = dt.timezone(dt.timedelta(hours=8))

ET.register_namespace("", ATOM)


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """The feed."""
    yield PATH, feed(context)


def feed(context: Context) -> bytes:
    """Everything that changed, the newest first.

    Links are whole where the site's address is known, else relative to the feed's own address, which RFC 4287 allows.
    Ids are made from what an entry is about and its day, so that they stay when the site moves to another host, and
    from the name that it had on that day, so that they stay when it is renamed.
    """
    every = news(context.views)
    top = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh"})
    _add(top, "id", _urn(NAME))
    _add(top, "title", f"{context.book.title}的变更")
    _add(top, "updated", _time(every[0].date if every else context.newest))
    _add(top, "link", rel="self", type="application/atom+xml", href=context.base + PATH)
    _add(top, "link", rel="alternate", type="text/html", href=f"{context.base}changes/")
    ET.SubElement(_add(top, "author"), f"{{{ATOM}}}name").text = context.book.title
    met: dict[str, int] = {}
    for one in every:
        key = f"{_name_then(context, one)} {one.date}"
        met[key] = met.get(key, 0) + 1
        _entry(context, top, one, f"{NAME} {key} {met[key]}")
    ET.indent(top, " ")
    text: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _name_then(context: Context, one: News) -> str:
    """How moved.yml would have written, on the day of a change, what it is about."""
    later = [move for move in context.book.moved if move.to == one.subject and move.date > one.date]
    return one.subject if one.move or not later else min(later, key=lambda move: move.date).from_


def _entry(context: Context, top: ET.Element, one: News, name: str) -> None:
    entry = _add(top, "entry")
    _add(entry, "id", _urn(name))
    about = context.text(one.target.name) if one.target else one.subject or context.book.title
    _add(entry, "title", f"{labels.CHANGE[one.kind]}：{about}")
    _add(entry, "updated", _time(one.date))
    where = path_of(one.target) if one.target else f"changes/#on-{one.date}"
    _add(entry, "link", rel="alternate", type="text/html", href=context.base + where)
    for role in one.roles:
        _add(entry, "category", term=role, label=context.book.roles[role].name)
    moved = f"{one.move.from_} → {one.move.to or '取消'}。" if one.move else ""
    _add(entry, "content", moved + context.text(one.what), type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = text
    return made


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _time(day: dt.date) -> str:
    return dt.datetime(day.year, day.month, day.day, tzinfo=_ZONE).isoformat()
