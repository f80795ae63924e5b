"""What outlives one build of a process: files already parsed, Markdown already built, search entries.

A Session travels in MkDocs' config as `extra["playbook"]`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2.bccache import BytecodeCache
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
from macros.pages.marking import Mark, Marker, Spot, clean
from macros.pages.render import Publication, Renderer
from macros.problems.problem import Problem
from macros.timetable.load import Load
from macros.validation.check import Cache, DataError, check
from macros.validation.file import File as DataFile
from macros.views.views import Views


class Session:
    """What is kept between the builds of one process.

    A session for one build alone (not `lasting`) lets go of everything as soon as that build has no more use for it.
    Where the exports are written `apart`, the build leaves them to somebody else. A `lenient` session builds also what
    loses a published address; `lost` has the problems. An `editable` session knows where each text of a page is written.
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
        #: Whether what lies beside the pages is written by another process, or at another time.
        self.shared = False
        self.cache = cache or Cache()
        #: What each page prints of the data, by path; None where nobody can change it there.
        self.markers: dict[str, Marker] | None = {} if editable else None
        #: Renders pages with marks, in an editable session.
        self.marking: Renderer | None = None
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
        #: Search entries of the hand-written pages, by path; those of the others come from the data.
        self.entries: dict[str, list[dict[str, Any]]] = {}
        self.words = search.Words(search.cut, remember=lasting)
        #: Address of every page, by path, in the order in which MkDocs builds them.
        self.addresses: dict[str, str] = {}
        #: Called with the number of pages done and the number of all pages.
        self.progress: Callable[[int, int], None] = lambda _done, _total: None
        #: Paths of the pages that this build has turned into HTML.
        self.done: list[str] = []
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
        #: Where the site has the project's scripts and styles, below its root; ends in a slash.
        self.assets = ""
        #: The kinds of things that have a picture for the cards of links.
        self.pictures: frozenset[str] = frozenset()
        #: The theme's scripts, by the path of the file that each has been moved to.
        self.scripts: dict[str, str] = {}

    def prepare(self, source: Publication) -> None:
        """Load and check everything.

        Raises DataError; what was there before is kept then.
        """
        result = check(self.root, self.cache, lenient=self.lenient)
        playbook = result.playbook
        if playbook is None:
            raise DataError(result.errors)
        self.lost = result.errors
        self.take(playbook, source, self.cache.year.timetable)
        if not self.lasting:
            self.cache.forget()
        self.ready = True

    def take(self, playbook: Playbook, source: Publication, timetable: Load | None = None) -> None:
        """Take a Playbook for the one that is built, with the ledger and the pictures; `timetable` is that of its year."""
        self.published = [line.address for line in ledger.read(self.root)]
        self.revisions = revisions.read(self.root)
        self.assets = asset_folder.folder_of(self.root)
        self.pictures = link_card.pictures(self.root)
        renderer = Renderer(Views(playbook), source, self.published, timetable)
        pages = renderer.pages
        self.playbook, self.renderer, self.pages = playbook, renderer, pages
        self.marking = None if self.markers is None else renderer.marking(self.markers)

    def begin(self, files: list[File]) -> None:
        """Note the pages of the build that begins, in MkDocs' order."""
        self.scripts = {}
        self.order = [file.src_uri for file in files]
        self.addresses = {file.src_uri: file.url for file in files}
        self.done = []
        self.indexed = 0

    def page_built(self, path: str, entries: list[dict[str, Any]] | None, queries: Sequence[str] = ()) -> None:
        """Note that a page is HTML now.

        `entries` is the search index so far, None without one; `queries` what readers type who look for the page.
        """
        if entries is not None:
            found = [_clean(entry) for entry in entries[self.indexed :]]
            self.entries[path] = [one | {"queries": queries} if at == 0 else one for at, one in enumerate(found)]
            self.indexed = len(entries)
        self.done.append(path)
        self.progress(len(self.done), len(self.order))

    def text(self, path: str) -> str:
        """The Markdown of a generated page, in an editable session with marks."""
        return self._printer.page(self.pages[path])

    def compile_templates(self, known: BytecodeCache) -> None:
        """Read the templates of all pages, so that processes that share the work need not each do it.

        `known` has the code of those that were compiled before.
        """
        assert self.renderer is not None
        self.renderer.compile((page.kind for page in self.pages.values()), known)

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

    @property
    def _printer(self) -> Renderer:
        """What renders the pages that are built: with marks in an editable session."""
        renderer = self.marking or self.renderer
        assert renderer is not None
        return renderer

    def link(self, page: str, key: str, text: str | None) -> str:
        """A link on a hand-written page. Raises PluginError when nothing has that key."""
        target = self.views.targets.get(key)
        if target is None:
            raise PluginError(f"docs/{page}: 没有叫 `{key.partition(':')[2] or key}` 的条目。")
        return self._printer.inline(page).link(target, text)

    def about(self, page: Page) -> str:
        """What a generated page is about, without marks; empty when that is what the site is about."""
        assert self.renderer is not None
        return self.renderer.about(page)

    def fragment(self, template: str, page: str) -> str:
        """A template's Markdown for a hand-written page."""
        return self._printer.fragment(template, page)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page that was built: a digest of its file, where marks stood in it, and what each of them means."""

    digest: int
    marks: list[Mark]
    spots: list[Spot]


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
