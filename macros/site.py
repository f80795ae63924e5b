"""MkDocs hooks: add the pages, the navigation and the edit links; keep the search index whole.

MkDocs loads this file as a hook. What must outlive one build (files already parsed, Markdown already built,
search entries) is kept in a Session that travels in MkDocs' config as `extra["playbook"]`.
"""

from __future__ import annotations

import gc
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file

from macros.addresses import ledger
from macros.addresses.pages import Branch, Page, navigation
from macros.build import external_scripts, minify
from macros.build.git_dates import History
from macros.exports import markdown, search
from macros.model.playbook import Playbook
from macros.pages.inline import forget_mentions
from macros.pages.render import Renderer, Source
from macros.validation.check import Cache, DataError, load_playbook
from macros.views.views import Views

logging.getLogger("jieba").setLevel(logging.WARNING)

HOME = {"首页": "index.md"}
#: Where the project's own scripts are; those of others come as small as they are.
SCRIPTS = ("assets/js/", "assets/search/")
#: The pages of the guide for editors that people write; the generated ones come after them.
EDITING = [{"编辑": "editing.md"}, {"速查卡": "editing/cheatsheet.md"}, {"发布": "editing/publishing.md"}]


#: How many objects are made before Python looks for rings of them that nothing needs. A build keeps nearly all that
#: it makes until its end; to look as often as Python does by itself takes a tenth of the time and finds next to nothing.
_GC = (10_000, 10, 10)


class Session:
    """What is kept between the builds of one process.

    A session for one build alone (not `lasting`) lets go of everything as soon as that build has no more use for it:
    of the files once they are checked, of a page's Markdown, which is not made before, once it is HTML. Where the
    exports are written `apart`, the build leaves them to somebody else.
    """

    def __init__(self, root: Path, cache: Cache | None = None, *, lasting: bool = True, apart: bool = False) -> None:
        self.root = root
        self.lasting = lasting
        self.apart = apart
        self.cache = cache or Cache()
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
        self.words = search.Words(_cut, remember=lasting)
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
        #: How many entries of the search index are already known by page.
        self.indexed = 0
        #: The addresses that the ledger keeps.
        self.published: list[str] = []
        #: Paths of the hand-written pages that have been built.
        self.written: set[str] = set()
        #: What the macros of each hand-written page asked for when it was built, and what they got.
        self.asked: dict[str, dict[tuple[str, str | None], str]] = {}
        #: The theme's scripts, by the path of the file that each has been moved to.
        self.scripts: dict[str, str] = {}
        #: Whether everything is built, and not only the pages that changed.
        self.whole = True

    def prepare(self, source: Source) -> None:
        """Load and check everything, and render it unless each page is to be rendered when MkDocs comes to it.

        Raises DataError; what was there before is kept then.
        """
        playbook = load_playbook(self.root, self.cache)
        if not self.lasting:
            self.cache.forget()
        self.published = [line.address for line in ledger.read(self.root)]
        renderer = Renderer(Views(playbook), source, self.published)
        pages = renderer.pages
        if self.lasting:
            self.markdown = {path: renderer.page(page) for path, page in pages.items()}
        self.playbook, self.renderer, self.pages = playbook, renderer, pages
        self.ready = True

    def text(self, path: str) -> str:
        """The Markdown of a generated page."""
        if self.lasting:
            return self.markdown[path]
        assert self.renderer is not None
        return self.renderer.page(self.pages[path])

    @property
    def views(self) -> Views:
        """The views of the Playbook that was prepared last."""
        assert self.renderer is not None
        return self.renderer.views

    def link(self, page: str, key: str, text: str | None) -> str:
        """A link on a hand-written page. Raises PluginError when nothing has that key."""
        assert self.renderer is not None
        if key not in self.views.targets:
            raise PluginError(f"docs/{page}: 没有叫 `{key.partition(':')[2] or key}` 的条目。")
        return self._answered(page, key, text)

    def about(self, page: Page) -> str:
        """What a generated page is about, fit for an HTML attribute; empty when that is what the site is about."""
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
        return answer

    def _answer(self, page: str, key: str, text: str | None) -> str | None:
        """A fragment by its template, or a link by what it leads to; None when that is gone."""
        assert self.renderer is not None
        if key.endswith(".j2"):
            return self.renderer.fragment(key, page)
        target = self.views.targets.get(key)
        return self.renderer.inline(page).link(target, text) if target else None


def session_of(config: MkDocsConfig) -> Session:
    """The Session that travels in MkDocs' config."""
    session: Session = config.extra["playbook"]
    return session


def edit_source(config: MkDocsConfig) -> Source:
    """Where data is edited and pages are published, as mkdocs.yml says, and when data was changed, as git says."""
    changed = session_of(config).history.changed()
    if not config.repo_url or not config.edit_uri:
        return Source(changed=changed, site=config.site_url or "")
    base = config.repo_url.rstrip("/") + "/" + config.edit_uri.strip("/") + "/"
    return Source(base + "{file}#L{line}", changed, config.site_url or "")


def nav_of(branches: list[Branch]) -> list[Any]:
    """The navigation as MkDocs' config writes it."""

    def entry(one: Branch | Page) -> dict[str, Any]:
        if isinstance(one, Page):
            return {one.title: one.path}
        # An index page needs its title here: MkDocs reads no title from a page that it does not build again.
        below: list[Any] = [{one.title: one.index}] if one.index else []
        return {one.title: below + [entry(child) for child in one.below]}

    *others, guide = branches
    return [HOME, *(entry(branch) for branch in others), {guide.title: [*EDITING, *map(entry, guide.below)]}]


def build_date(playbook: Playbook) -> str:
    """The day the data was last looked through, as SOURCE_DATE_EPOCH wants it: the site knows no clock."""
    import calendar

    newest = max(
        *(duty.reviewed_on for duty in playbook.duties.values()),
        *(role.reviewed_on for role in playbook.roles.values()),
        *(checklist.reviewed_on for checklist in playbook.checklists.values()),
    )
    return str(calendar.timegm(newest.timetuple()))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the data, render every page's Markdown, and lay out the navigation."""
    if "playbook" not in config.extra:
        config.extra["playbook"] = Session(Path(config.config_file_path).parent)
    session = session_of(config)
    if not session.ready:
        try:
            session.prepare(edit_source(config))
        except DataError as error:
            raise PluginError(f"数据有 {len(error.problems)} 处错误：\n{error}") from None
    session.ready = False
    assert session.playbook is not None
    os.environ.setdefault("SOURCE_DATE_EPOCH", build_date(session.playbook))
    config.site_name = session.playbook.title
    config.site_description = escape(session.playbook.about)
    config.nav = nav_of(navigation(session.views))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give MkDocs a page for each object, and every page an edit link to where it is written."""
    session = session_of(config)
    for file in files.documentation_pages():
        file.edit_uri = f"docs/{file.src_uri}"
        # Of its own text a change builds everything anew; what its macros print may change without it.
        file.is_modified = _answer(not session.is_as_built(file.src_uri))  # type: ignore[method-assign]
    for path, page in session.pages.items():
        wide = "hide: [navigation, toc]\n" if page.wide else ""
        said = session.about(page)
        about = f"description: {json.dumps(said, ensure_ascii=False)}\n" if said else ""
        head = f"---\n{wide}{about}search: {{exclude: true}}\n---\n\n"  # what is found of it comes from the data
        file = File.generated(config, path, content=head + "{{ " + page.macro + " }}\n")
        file.edit_uri = page.place.file
        modified = not session.lasting or session.built.get(path) != session.markdown[path]
        file.is_modified = _answer(modified)  # type: ignore[method-assign]
        files.append(file)
    _shrink_scripts(files, config)
    if session.whole:
        session.scripts, session.asked = {}, {}
    session.order = [file.src_uri for file in files.documentation_pages()]
    session.addresses = {file.src_uri: file.url for file in files.documentation_pages()}
    session.done = []
    session.indexed = 0
    return files


def _shrink_scripts(files: Files, config: MkDocsConfig) -> None:
    """Give MkDocs the project's own scripts without comments. They change only when everything is built."""
    for file in list(files.javascript_files()):
        if not file.src_uri.startswith(SCRIPTS):
            continue
        if not session_of(config).whole:
            file.is_modified = _answer(False)  # type: ignore[method-assign]
            continue
        try:
            small = minify.script((Path(config.docs_dir) / file.src_uri).read_bytes(), f"docs/{file.src_uri}")
        except minify.ShrinkError as error:
            raise PluginError(str(error)) from None
        files.remove(file)
        files.append(File.generated(config, file.src_uri, content=small))


def on_env(env: Environment, config: MkDocsConfig, **_: Any) -> Environment:
    """Go on with the theme's templates as compiled before, where a build of everything has not thrown them away."""
    session = session_of(config)
    if not session.lasting:
        forget_mentions()  # every page has its text by now
    if session.theme is None:
        session.theme = env
    return session.theme


def _answer(modified: bool) -> Callable[[], bool]:
    """What a file says when MkDocs asks whether it changed."""
    return lambda: modified


@event_priority(-100)
def on_page_markdown(text: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Write what a page says after its macros: it is published as Markdown too."""
    path = page.file.src_uri
    beside = markdown.plain(text, path)
    write_file(beside.encode(), str(Path(config.site_dir) / markdown.beside(path)))


@event_priority(-100)
def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Let go of a page's Markdown, which is HTML by now: no page is written before every page has come so far."""
    page.markdown = None


@event_priority(-100)
def on_page_context(context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Remember what was built, and the search entries that the search plugin has just made of it."""
    session = session_of(config)
    path = page.file.src_uri
    if path not in session.pages:
        session.written.add(path)
    elif session.lasting:
        session.built[path] = session.markdown[path]
    if (index := _search_index(config)) is not None:
        session.entries[path] = index.entries[session.indexed :]
        session.indexed = len(index.entries)
    session.done.append(path)
    session.progress(len(session.done), len(session.order))
    return context


@event_priority(-100)
def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Move the theme's scripts out of a page, and let go of its content: all others are still to be written."""
    page.content = None
    return _without_scripts(output, "../" * page.file.dest_uri.count("/"), config)


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Move the theme's scripts out of 404.html, which is shown at any address and so knows the site's own path."""
    if not template_name.endswith(".html"):
        return output_content
    return _without_scripts(output_content, urlsplit(config.site_url or "").path.rstrip("/") + "/", config)


def _without_scripts(html: str, root: str, config: MkDocsConfig) -> str:
    session = session_of(config)
    html, scripts = external_scripts.moved_out(html, root)
    for path in scripts.keys() - session.scripts.keys():
        session.scripts[path] = scripts[path]
        write_file(scripts[path].encode(), str(Path(config.site_dir) / path))
    return html


@event_priority(100)
def on_post_build(config: MkDocsConfig) -> None:
    """Write what the search looks through. Material's own index stays empty: docs/assets/search/ answers."""
    session = session_of(config)
    if (index := _search_index(config)) is not None:
        index.entries = []
        write_file(search_script(session).encode(), str(Path(config.site_dir) / "search" / "entries.js"))
        if not session.lasting:
            _forget_dictionary()
    if session.whole and not session.apart:
        write_exports(session.views, session.published, config.site_url or "", Path(config.site_dir))


def search_script(session: Session) -> str:
    """The file that the search loads: entries of all pages, also of those that were not built again."""
    places: list[dict[str, Any]] = []
    for path, address in session.addresses.items():
        if page := session.pages.get(path):
            found = search.entries(session.views, page.kind, page.id, page.title)
            places += [search.place(address, entry, search.boost(page.kind)) for entry in found]
        else:
            places += [search.place_of_html(entry) for entry in session.entries.get(path, [])]
    return search.script(
        places, session.words.of(search.texts(places)) | search.taught(search.names(session.views), _cut)
    )


def _cut(text: str) -> Iterable[str]:
    """Chinese words by jieba's dictionary, without guessing at words that are not in it."""
    import jieba

    words: Iterable[str] = jieba.cut(text, HMM=False)
    return words


def _forget_dictionary() -> None:
    """Let go of jieba's dictionary, 50 MiB, which it reads again when it is asked again."""
    import jieba

    jieba.dt.FREQ, jieba.dt.initialized = {}, False


def write_exports(views: Views, published: list[str], site_url: str, folder: Path) -> None:
    """Write what the site has beside its pages into `folder`."""
    # Here, since a build that leaves this to another process has no need of the libraries for office files.
    from macros.exports import all

    for path, content in all.files(views, site_url, published):
        write_file(content, str(folder / path))


def _search_index(config: MkDocsConfig) -> Any:
    return getattr(config.plugins.get("material/search"), "search_index", None)


def configuration(root: Path, site_dir: Path, session: Session, *, strict: bool) -> MkDocsConfig:
    """MkDocs' config for a build of the project under `root` into `site_dir` that goes on with `session`.

    Raises mkdocs' ConfigurationError when mkdocs.yml is wrong.
    """
    config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(site_dir), strict=strict)
    config.extra["playbook"] = session
    return config


def make(config: MkDocsConfig, *, dirty: bool = False) -> None:
    """Let MkDocs build the pages: all of them, or with `dirty` those whose Markdown changed.

    Raises what MkDocs raises: Abort or PluginError when something is wrong, with the message to show.
    """
    session_of(config).whole = not dirty
    with few_collections():
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config, dirty=dirty)
        config.plugins.on_shutdown()


@contextmanager
def few_collections() -> Iterator[None]:
    """Let Python look for garbage less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(*_GC)
    try:
        yield
    finally:
        gc.set_threshold(*before)
