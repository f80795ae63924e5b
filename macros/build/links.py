"""Every link and anchor of a finished site, followed on disk.

Nothing is asked of the network: links to other hosts are left alone.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

#: A link that leads out of the site: `https:`, `mailto:`, `//host`.
_AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_REFRESH = re.compile(r"\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
#: The page for addresses that lead nowhere is shown at any of them, so what is relative there means nothing.
_ANYWHERE = "404.html"
#: Between the path and the anchor of a target.
_APART = "\t"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the links of a page lead to within the site, and its anchors. A target is a path and an anchor, see `_target`."""

    targets: frozenset[str]
    anchors: frozenset[str]

    def as_data(self) -> list[list[str]]:
        """The same as JSON has it."""
        return [sorted(self.targets), sorted(self.anchors)]

    @classmethod
    def of(cls, data: Any) -> Facts:
        """What `as_data` wrote down."""
        targets, anchors = data
        return cls(frozenset(map(sys.intern, targets)), frozenset(anchors))


def broken_links(places: Mapping[str, str], known: Mapping[str, Facts] | None = None) -> list[str]:
    """Links and anchors in the HTML of a site that lead nowhere, one line each: the page, the link, and why.

    Also where a page sends its reader by itself, and the scripts, styles and pictures that it loads. `places` says
    where each file is, by its path; `known` has the facts of pages that were read already.
    """
    known = known or {}

    def content(page: str) -> bytes:
        return Path(places[page]).read_bytes()

    pages = sorted(path for path in places if path.endswith(".html"))
    read = {page: known[page] if page in known else facts(page, content(page)) for page in pages}
    targets = set().union(*(one.targets for one in read.values()))
    faults = {target: fault for target in targets if (fault := _fault(target, places, read))}
    found: list[str] = []
    for page in pages:
        if not read[page].targets.isdisjoint(faults):
            # Read again: how the links are written is not remembered of every page.
            links, _ = _read(page, content(page))
            found += [f"{page}: 链接 {link} 打不开，{faults[target]}" for link, target in links if target in faults]
    return sorted(set(found))


def facts(page: str, content: bytes) -> Facts:
    """What there is to know of the HTML of a page that lies at the path `page`."""
    links, anchors = _read(page, content)
    return Facts(frozenset(target for _, target in links), frozenset(anchors))


def _read(page: str, content: bytes) -> tuple[list[tuple[str, str]], set[str]]:
    """The links of a page within the site, as they are written and what they lead to, and its anchors."""
    links: set[str] = set()
    anchors = {""}
    for node in LexborHTMLParser(content).css("[id], [href], [src], a[name], meta[http-equiv=refresh]"):
        about = node.attributes
        anchors.add(about.get("id") or "")
        if node.tag == "a":
            anchors.add(about.get("name") or "")
        links.add(about.get("href") or "")
        links.add(about.get("src") or "")
        if node.tag == "meta" and (sent := _REFRESH.match(about.get("content") or "")):
            links.add(sent[1])
    if page == _ANYWHERE:
        links.clear()
    folder = posixpath.dirname(page)
    return [
        (link, f"{page}{_APART}{_anchor(link[1:])}" if link.startswith("#") else _target(folder, link))
        for link in links
        if link and not _AWAY.match(link)
    ], anchors


def _fault(target: str, places: Mapping[str, str], read: Mapping[str, Facts]) -> str:
    """What is wrong with a target; empty when nothing is."""
    path, _, anchor = target.partition(_APART)
    file = path if path in places else posixpath.join(path, "index.html")
    if file not in places:
        return "站点里没有这个文件。"
    return f"那一页上没有锚点 {anchor}。" if anchor and file in read and anchor not in read[file].anchors else ""


@lru_cache(maxsize=100_000)
def _target(folder: str, link: str) -> str:
    """What a link on a page in `folder` leads to: the path below the site's root, a tab, and the anchor there."""
    address, _, anchor = link.partition("#")
    path = unquote(address.partition("?")[0])
    whole = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
    if path.endswith("/") or whole == ".":
        whole = posixpath.join(whole, "index.html").removeprefix("./")
    return sys.intern(f"{whole}{_APART}{_anchor(anchor)}")


def _anchor(written: str) -> str:
    """The anchor that a link names; every page has a top."""
    return "" if written == "top" else unquote(written)
