"""Every link and anchor of a finished site, followed on disk.

Nothing is asked of the network: links to other hosts are left alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Set
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


@dataclass(frozen=True, slots=True)
class Facts:
    """The links of a page within the site, and its anchors."""

    links: frozenset[str]
    anchors: frozenset[str]

    def as_data(self) -> list[list[str]]:
        """The same as JSON has it."""
        return [sorted(self.links), sorted(self.anchors)]

    @classmethod
    def of(cls, data: Any) -> Facts:
        """What `as_data` wrote down."""
        links, anchors = data
        return cls(frozenset(links), frozenset(anchors))


def broken_links(places: Mapping[str, str], known: Mapping[str, Facts] | None = None) -> list[str]:
    """Links and anchors in the HTML of a site that lead nowhere, one line each: the page, the link, and why.

    Also where a page sends its reader by itself, and the scripts, styles and pictures that it loads. `places` says
    where each file is, by its path; `known` has the facts of pages that were read already.
    """
    known = known or {}

    def read(page: str) -> Facts:
        return known[page] if page in known else facts(Path(places[page]).read_bytes())

    files = places.keys()
    anchors: dict[str, Set[str]] = {}
    wanted: set[tuple[str, str]] = set()
    found: list[str] = []
    pages = sorted(path for path in files if path.endswith(".html"))
    for page in pages:
        found_there = read(page)
        anchors[page] = found_there.anchors
        for link, file, anchor in _followed(page, found_there.links, files):
            if file not in files:
                found.append(f"{page}: 链接 {link} 打不开，站点里没有这个文件。")
            elif anchor and file.endswith(".html"):
                wanted.add((file, anchor))
    if missing := {(file, anchor) for file, anchor in wanted if anchor not in anchors[file]}:
        # The pages are read again: to remember every link of every page would fill the memory.
        for page in pages:
            for link, file, anchor in _followed(page, read(page).links, files):
                if (file, anchor) in missing:
                    found.append(f"{page}: 链接 {link} 打不开，那一页上没有锚点 {anchor}。")
    return sorted(found)


def _followed(page: str, links: Iterable[str], files: Set[str]) -> Iterator[tuple[str, str, str]]:
    """Each link of a page, with the file that it leads to and the anchor there; of files that are there if it can."""
    if page == _ANYWHERE:
        return
    folder = posixpath.dirname(page)
    for link in links:
        if link.startswith("#"):
            yield link, page, _anchor(link[1:])
        else:
            path, anchor = _target(folder, link)
            yield link, path if path in files else posixpath.join(path, "index.html"), anchor


def facts(page: bytes) -> Facts:
    """What there is to know of a page's HTML."""
    links: set[str] = set()
    anchors = {""}
    for node in LexborHTMLParser(page).css("[id], [href], [src], a[name], meta[http-equiv=refresh]"):
        about = node.attributes
        anchors.add(about.get("id") or "")
        if node.tag == "a":
            anchors.add(about.get("name") or "")
        links.add(about.get("href") or "")
        links.add(about.get("src") or "")
        if node.tag == "meta" and (sent := _REFRESH.match(about.get("content") or "")):
            links.add(sent[1])
    return Facts(frozenset(link for link in links if link and not _AWAY.match(link)), frozenset(anchors))


@lru_cache(maxsize=100_000)
def _target(folder: str, link: str) -> tuple[str, str]:
    """The path below the site's root that a link on a page in `folder` leads to, and the anchor there."""
    address, _, anchor = link.partition("#")
    path = unquote(address.partition("?")[0])
    whole = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
    if path.endswith("/") or whole == ".":
        whole = posixpath.join(whole, "index.html").removeprefix("./")
    return whole, _anchor(anchor)


def _anchor(written: str) -> str:
    """The anchor that a link names; every page has a top."""
    return "" if written == "top" else unquote(written)
