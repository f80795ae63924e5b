"""What outlives one build of a process: files already parsed, Markdown already built, search entries.

A Session travels in MkDocs' config as `extra["playbook"]`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from macros.addresses import ledger, revisions
from macros.addresses.pages import Page
from macros.addresses.revisions import Revision
from macros.build import asset_folder
from macros.build.git_dates import History
from macros.exports import link_card, search
from macros.model.origin import attach
from macros.model.playbook import Playbook
from macros.pages.inline import forget_mentions
from macros.pages.marking import Mark, Marker, Spot, clean
from macros.pages.render import Publication, Renderer
from macros.problems.problem import Problem
from macros.validation.check import Cache, DataError, check
from macros.validation.file import File as DataFile
from macros.views.views import Views


class Session:
    """What is kept between the builds of one process.

    A session for one build alone (not `lasting`) lets go of everything as soon as that build has no more use for it:
    of the files once they are checked, of a page's Markdown, which is not made before, once it is HTML. Where the
    exports are written `apart`, the build leaves them to somebody else. A `lenient` session builds also what loses a
    published address; `lost` has the problems. An `editable` session knows where each text of a page is written.
    """

    def __init__(
        self,
        root: Path,
        cache: Cache | None = None,
        *,
        lasting: bool = True,
        apart: bool = False,
        lenient: bool = False,
        editable: bool = False,
    ) -> None:
        self.root = root
        self.lenient = lenient
        self.lost: list[Problem] = []
        self.lasting = lasting
        self.apart = apart
        #: Whether the work of this build is shared, so that what lies beside the pages is written elsewhere.
        self.shared = False
        self.cache = cache or Cache()
        #: What each page prints of the data, by path; None where nobody can change it there.
        self.markers: dict[str, Marker] | None = {} if editable else None
        #: Renders pages with marks, in an editable session.
        self.marking: Renderer | None = None
        #: Pages that were rendered with marks before MkDocs came to them.
        self._ahead: dict[str, str] = {}
        #: The Playbook by which each generated page was rendered with marks last.
        self.marked_of: dict[str, Playbook | None] = {}
        #: Where marks stood in each page that was built, by its file below the site's root.
        self.marked: dict[str, MarkedPage] = {}
        if editable:
            self.cache.prepare = _with_origins
        self.history = History(root)
        self.playbook: Playbook | None = None
        self.renderer: Renderer | None = None
        #: True between a `prepare` and the build that uses it, so that nothing is rendered twice.
        self.ready = False
        self.pages: dict[str, Page] = {}
        #: Markdown of every generated page, by path; in a session that does not last it is made when it is asked for.
        self.markdown: dict[str, str] = {}
        #: Markdown of every page as it was last turned into HTML.
        self.built: dict[str, str] = {}
        #: Search entries of the hand-written pages, by path; those of the others come from the data.
        self.entries: dict[str, list[dict[str, Any]]] = {}
        self.words = search.Words(search.cut, remember=lasting)
        #: Address of every page, by path, in the order in which MkDocs builds them.
        self.addresses: dict[str, str] = {}
        #: Called with the number of pages done and the number of all pages.
        self.progress: Callable[[int, int], None] = lambda _done, _total: None
        #: Paths of the pages that this build has turned into HTML.
        self.done: list[str] = []
        #: The theme's templates, compiled; None when the next build is to read them anew.
        self.theme: Environment | None = None
        #: Paths of all pages in the order in which MkDocs builds them.
        self.order: list[str] = []
        #: What the pages are called that people write, by path.
        self.titles: dict[str, str] = {}
        #: How many entries of the search index are already known by page.
        self.indexed = 0
        #: The addresses that the ledger keeps.
        self.published: list[str] = []
        #: How often each entry of a calendar has changed.
        self.revisions: dict[str, Revision] = {}
        #: Paths of the hand-written pages that have been built.
        self.written: set[str] = set()
        #: What the macros of each hand-written page asked for when it was built, and what they got.
        self.asked: dict[str, dict[tuple[str, str | None], str]] = {}
        #: Where the site has the project's scripts and styles, below its root; ends in a slash.
        self.assets = ""
        #: The kinds of things that have a picture for the cards of links.
        self.pictures: frozenset[str] = frozenset()
        #: The theme's scripts, by the path of the file that each has been moved to.
        self.scripts: dict[str, str] = {}
        #: Whether everything is built, and not only the pages that changed.
        self.whole = True

    def prepare(self, source: Publication) -> None:
        """Load and check everything, and render it unless each page is to be rendered when MkDocs comes to it.

        Raises DataError; what was there before is kept then.
        """
        result = check(self.root, self.cache, lenient=self.lenient)
        playbook = result.playbook
        if playbook is None:
            raise DataError(result.errors)
        self.lost = result.errors
        timetable = self.cache.year.timetable
        if not self.lasting:
            self.cache.forget()
        self.published = [line.address for line in ledger.read(self.root)]
        self.revisions = revisions.read(self.root)
        self.assets = asset_folder.folder_of(self.root)
        self.pictures = link_card.pictures(self.root)
        renderer = Renderer(Views(playbook), source, self.published, timetable)
        pages = renderer.pages
        self.playbook, self.renderer, self.pages = playbook, renderer, pages
        self.marking = None if self.markers is None else renderer.marking(self.markers)
        self._ahead = {}
        if self.marking is not None and not self.built:  # everything will be built, so each page is rendered only once
            self._ahead = {path: self.marking.page(page) for path, page in pages.items()}
            self.markdown = {path: clean(text) for path, text in self._ahead.items()}
        elif self.lasting:
            self.markdown = {path: renderer.page(page) for path, page in pages.items()}
        self.ready = True

    def begin(self, files: list[File]) -> None:
        """Note the pages of the build that begins, in MkDocs' order."""
        if self.whole:
            self.scripts, self.asked = {}, {}
        self.order = [file.src_uri for file in files]
        self.addresses = {file.src_uri: file.url for file in files}
        self.done = []
        self.indexed = 0

    def templates(self, fresh: Environment) -> Environment:
        """The theme's templates: those compiled before, or the fresh ones when the next build is to read them anew."""
        if not self.lasting:
            forget_mentions()  # every page has its text by now
        if self.theme is None:
            self.theme = fresh
        return self.theme

    def page_built(self, path: str, entries: list[dict[str, Any]] | None, queries: Sequence[str] = ()) -> None:
        """Note that a page is HTML now.

        `entries` is the search index so far, None without one; `queries` what readers type who look for the page.
        """
        if path not in self.pages:
            self.written.add(path)
        elif self.lasting:
            self.built[path] = self.markdown[path]
        if entries is not None:
            found = [_clean(entry) for entry in entries[self.indexed :]]
            self.entries[path] = [one | {"queries": queries} if at == 0 else one for at, one in enumerate(found)]
            self.indexed = len(entries)
        self.done.append(path)
        self.progress(len(self.done), len(self.order))

    def text(self, path: str) -> str:
        """The Markdown of a generated page, in an editable session with marks.

        Only what is built has marks: to render all pages with them takes twice as long.
        """
        if self.marking is not None:
            self.marked_of[path] = self.playbook
            return self._ahead.pop(path, None) or self.marking.page(self.pages[path])
        if self.lasting:
            return self.markdown[path]
        assert self.renderer is not None
        return self.renderer.page(self.pages[path])

    def compile_templates(self) -> None:
        """Read the templates of all pages, so that processes that share the work need not each do it."""
        assert self.renderer is not None
        self.renderer.compile(page.kind for page in self.pages.values())

    def spots(self, path: str) -> list[Spot]:
        """What the marks of a page mean that was built: of the Playbook as it is now, if the page still says the same.

        What a page prints may stand elsewhere by now, though it is the same: an item was put before it in its list.
        """
        marker = (self.markers or {}).get(path)
        is_older = path in self.pages and self.marked_of.get(path) is not self.playbook
        if marker is not None and is_older and self.built.get(path) == self.markdown.get(path):
            count = len(marker.spots)
            self.text(path)
            assert self.markers is not None
            marker = self.markers[path]
            if len(marker.spots) != count:
                return []
        return marker.spots if marker is not None else []

    @property
    def views(self) -> Views:
        """The views of the Playbook that was prepared last."""
        assert self.renderer is not None
        return self.renderer.views

    @property
    def publication(self) -> Publication:
        """Where pages are edited, published and reported on."""
        assert self.renderer is not None
        return self.renderer.source

    def link(self, page: str, key: str, text: str | None) -> str:
        """A link on a hand-written page. Raises PluginError when nothing has that key."""
        assert self.renderer is not None
        if key not in self.views.targets:
            raise PluginError(f"docs/{page}: 没有叫 `{key.partition(':')[2] or key}` 的条目。")
        return self._answered(page, key, text)

    def about(self, page: Page) -> str:
        """What a generated page is about, without marks; empty when that is what the site is about."""
        assert self.renderer is not None
        return self.renderer.about(page)

    def fragment(self, template: str, page: str) -> str:
        """A template's Markdown for a hand-written page."""
        return self._answered(page, template, None)

    def is_as_built(self, page: str) -> bool:
        """Whether the macros of a hand-written page would still get what they got when it was built."""
        return page in self.written and all(
            self._answer(page, *question) == answer for question, answer in self.asked.get(page, {}).items()
        )

    def _answered(self, page: str, key: str, text: str | None) -> str:
        answer = self.asked.setdefault(page, {})[key, text] = self._answer(page, key, text) or ""
        return answer if self.marking is None else self._answer(page, key, text, self.marking) or ""

    def _answer(self, page: str, key: str, text: str | None, renderer: Renderer | None = None) -> str | None:
        """A fragment by its template, or a link by what it leads to; None when that is gone."""
        renderer = renderer or self.renderer
        assert renderer is not None
        if key.endswith(".j2"):
            return renderer.fragment(key, page)
        target = self.views.targets.get(key)
        return renderer.inline(page).link(target, text) if target else None


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page that was built: its path, a digest of its file, and where marks stood in it."""

    path: str
    digest: int
    marks: list[Mark]


def digest(content: bytes) -> int:
    """What tells one content of a file from another."""
    return zlib.crc32(content)


def _with_origins(file: DataFile) -> None:
    if file.content is not None:
        attach(file.content, file.document.data, file.path)


def _clean(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of the search index without marks."""
    return {key: clean(value) if isinstance(value, str) else value for key, value in entry.items()}


def session_of(config: MkDocsConfig) -> Session:
    """The Session that travels in MkDocs' config."""
    session: Session = config.extra["playbook"]
    return session
