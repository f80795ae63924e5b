"""MkDocs' pages from Markdown to HTML as they are, without the work that each page would do again.

MkDocs parses a page's HTML once more for its anchors, and finds out about each link anew, though most pages of a folder
have the same ones. What comes out is the same; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, normpath

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

#: A tag of HTML that stands in Markdown, with its attributes; and each of these.
_TAG = re.compile(r"""<([a-z][\w-]*)((?:\s+[\w:.-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)+)""")
_ATTRIBUTE = re.compile(r"""\s+([\w:.-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
#: An address of a page, and of a place on it, in which nothing stands for something else.
_PLAIN = re.compile(r"(?!/)([^:?%&\\#\x02]+\.md)(?:#([^:?%&\\#\x02]+))?")
#: So many links are remembered.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Link:
    """Where a link leads from every page of a folder: to which page, to which place on it, and how that is written."""

    target: File
    anchor: str
    url: str


class QuickPages:
    """Turns the Markdown of pages into HTML, as `Page.render` does."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        """`files` are all those of the site."""
        self._config = config
        self._files = files
        self._links: dict[tuple[str, bool, str], _Link] = {}
        self._md = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)

    def render(self, page: Page) -> None:
        """Give a page its content, its table of contents and its anchors. Its Markdown has to be there."""
        assert page.markdown is not None
        md = self._md.reset()
        anchors = _ExtractAnchorsTreeprocessor(page.file, self._files, self._config)
        links = _Links(page.file, self._files, self._config, self._links)
        title = _ExtractTitleTreeprocessor()
        for processor in (anchors, links, title):
            processor._register(md)
        page.content = md.convert(page.markdown)
        page.toc = get_toc(getattr(md, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids.union(_anchors(page.markdown))
        page.links_to_anchors = links.links_to_anchors


def _anchors(text: str) -> Iterator[str]:
    """The anchors of the HTML that stands in a page's Markdown."""
    for tag, attributes in _TAG.findall(text):
        for name, *values in _ATTRIBUTE.findall(attributes):
            if name == "id" or (name == "name" and tag == "a"):
                yield "".join(values)


class _Links(_RelativePathTreeprocessor):
    """MkDocs' own, which asks only once about a plain link of the pages of a folder."""

    def __init__(
        self, file: File, files: Files, config: MkDocsConfig, known: dict[tuple[str, bool, str], _Link]
    ) -> None:
        super().__init__(file, files, config)
        self._known = known
        self._folder, self._is_index = dirname(file.src_uri), file.name == "index"

    def path_to_url(self, url: str) -> str:
        """How a link of the page is written in HTML. What is wrong with it, MkDocs' logger says."""
        key = self._folder, self._is_index, url
        link = self._known.get(key) or self._found(url)
        if link is None or link.target is self.file:
            return super().path_to_url(url)
        if len(self._known) > _MOST:
            self._known.clear()  # a playbook of a thousand duties has more than is worth its room
        self._known[key] = link
        if link.anchor:
            self.links_to_anchors.setdefault(link.target, {}).setdefault(link.anchor, url)
        return link.url

    def _found(self, url: str) -> _Link | None:
        """Where a link leads that is plain and leads to a page; None for all others."""
        if (match := _PLAIN.fullmatch(url)) is None:
            return None
        path, anchor = match[1], match[2] or ""
        target = self.files.get_file_from_path(normpath(f"{self._folder}/{path}" if self._folder else path))
        if target is None or target.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            return None
        return _Link(target, anchor, get_relative_url(target.url, self.file.url) + (f"#{anchor}" if anchor else ""))
