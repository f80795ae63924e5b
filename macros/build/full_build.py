"""A build of everything: the pages shared by several processes, and what was made before taken from the store.

MkDocs' own loop over the pages makes them one after the other. This one does the same work page by page, with MkDocs'
functions; what it leaves out are the events of plugins, of which it knows that they do nothing to a generated page.
So a project with a plugin, a hook or a Markdown extension of its own is built by MkDocs' loop: see `can_share`.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands import build as steps
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler

from macros.build import inputs, links, mkdocs
from macros.build.background import Apart
from macros.build.kept import KeptInStore, KeptTemplates
from macros.build.new_site import NewSite, Stamp
from macros.build.quick_pages import QuickPages
from macros.build.session import session_of
from macros.build.shared_work import processes, share
from macros.build.store import Store, key
from macros.build.structure import Structure, page_of
from macros.exports import markdown

#: What this loop knows: it is right with these alone.
_PLUGINS = {"material/search", "macros"}
_HOOKS = {"macros/site.py"}
_EXTENSIONS = {"toc", "tables", "fenced_code", "attr_list", "md_in_html", "pymdownx.emoji"}

_log = logging.getLogger("mkdocs.macros.build")


def can_share(config: MkDocsConfig) -> bool:
    """Whether nothing in mkdocs.yml asks for what only MkDocs' own loop does."""
    extensions = {str(one) for one in config.markdown_extensions if one is not mkdocs.QUICKER}
    return (
        set(config.plugins) - set(config.hooks) <= _PLUGINS
        and set(config.hooks) <= _HOOKS
        and extensions <= _EXTENSIONS
    )


def places(config: MkDocsConfig) -> list[Path]:
    """Where lies what goes into a build, beside packages: the configuration, the pages, the theme's own templates."""
    theme = [Path(folder) for folder in config.theme.dirs]
    own = [folder for folder in theme if not folder.resolve().is_relative_to(Path(sys.prefix).resolve())]
    return [Path(config.config_file_path), Path(config.docs_dir), *own]


def make(config: MkDocsConfig, store: Store, site: NewSite, beside: Apart[dict[str, Stamp]]) -> dict[str, links.Facts]:
    """Build every page of a new site, in whose folder `config` has its own; `beside` writes what lies beside the pages.

    Gives back what the links of the pages lead to, by path, for those of which it was found out. Raises what MkDocs
    raises: Abort or PluginError when something is wrong, with the message to show; ApartError when a process fails.
    """
    session = session_of(config)
    session.shared = True
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(counter)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        found = _Build(config, store, site).make(beside)
        config.plugins.on_shutdown()
        if config.strict and counter.get_counts():
            raise Abort("Aborted with warnings in strict mode!")
    except BuildError as error:
        _log.error(str(error))
        raise Abort("Aborted with a BuildError!") from error
    finally:
        logger.removeHandler(counter)
    return found


class _Build(Structure):
    """One build: its files, its navigation, and the keys of what it makes."""

    def __init__(self, config: MkDocsConfig, store: Store, site: NewSite) -> None:
        super().__init__(config)
        self.store = store
        self.site = site
        compiled = KeptTemplates(store, self.session.root)
        self.env.bytecode_cache = compiled
        self.session.compile_templates(compiled)
        compiled.trim()
        self._quick = QuickPages(config, self.files)
        #: The theme's scripts that this process has written.
        self._scripts: set[str] = set()

    def make(self, beside: Apart[dict[str, Stamp]]) -> dict[str, links.Facts]:
        """Make everything. What is to be written by hand-written pages comes first: it is little, and others need it."""
        written, generated = self.written, self.generated
        for file in written:
            self.read(file)
        self.copy()
        for file in written:
            self.write(file)
        self._keys(written)
        folder = Path(self.config.site_dir)
        # The first with a dictionary of its own.
        known = KeptInStore(self.store, self.session.root)
        jobs: list[Callable[[], Any]] = [partial(mkdocs.write_search, self.session, folder, known)]
        jobs += [partial(self.write_template, name) for name in self.config.theme.static_templates]
        others = len(jobs)
        jobs += [partial(self._generated, file) for file in generated]

        def progress(number: int) -> None:
            self.session.progress(max(0, number - others) + len(written), len(self.documents))

        done = share(jobs, processes(), progress, apart=1, begun=[beside])
        self.session.progress(len(self.documents), len(self.documents))
        facts: dict[str, links.Facts] = {}
        self.site.take(self.site.hand_over() | beside.wait())
        for file, (heard, ids, found, kept) in zip(generated, done[others:], strict=True):
            self.site.take(kept)
            for level, name, message in heard:
                logging.getLogger(name).log(level, "%s", message)
            page_of(file).present_anchor_ids = set(ids)
            facts[file.dest_uri] = links.Facts.of(found)
        for file in written:
            page_of(file).validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)
        self.config.plugins.on_post_build(config=self.config)
        return facts

    def _keys(self, written: list[File]) -> None:
        """Find out the part that the keys of all pages share.

        The HTML of a text depends on what makes it and on where each page is; a finished page also on the theme and on
        what stands on every page: the navigation, the title, the addresses.
        """
        root, config = self.session.root, self.config
        made_with = [inputs.machine(), inputs.environment(root), inputs.digest(root / "mkdocs.yml", root / "macros")]
        self._content_key = key("content", *made_with)
        theme = [inputs.digest(Path(folder)) for folder in config.theme.dirs[:1] if Path(folder).is_relative_to(root)]
        about = [config.site_name, config.site_description, config.site_url or "", config.copyright or ""]
        metas = {file.src_uri: json.dumps(page_of(file).meta, default=str, sort_keys=True) for file in written}
        self._page_key = key("page", *made_with, theme, about, metas, config.nav, self.session.assets)

    def copy_files(self) -> None:
        """Copy what the old site does not have already."""
        for file in self.files:
            if not file.is_documentation_page() and file.inclusion.is_included():  # type: ignore[no-untyped-call]
                self.site.write(file.dest_uri, file.content_bytes)

    def _generated(self, file: File) -> tuple[list[tuple[int, str, str]], list[str], Any, dict[str, Stamp]]:
        """Make a generated page.

        Gives back what MkDocs said of it, its anchors, the facts of its links, and what of it stood already.
        """
        page, path = page_of(file), file.src_uri
        with _heard() as heard:
            try:
                text = self.session.text(path)
                thing = self.session.pages[path]
                page.meta = mkdocs.meta_of(thing, self.session.about(thing))
                page.meta["version"] = mkdocs.version_of(text, path, self.config)
                name = key(self._page_key, path, page.meta, page.edit_url, mkdocs.values_of(page, self.config), text)
                known = _parts(self.store.get("page", name))
                if known is None:
                    known = self._make(page, text)
                    if not heard:
                        self.store.put("page", name, _whole(*known))
                about, html = known
                for script in about["scripts"].keys() - self._scripts:
                    self.site.write(script, about["scripts"][script].encode())
                    self._scripts.add(script)
                self.site.write(markdown.beside(path), about["markdown"].encode())
                self.site.write(file.dest_uri, html)
            except Exception as error:
                logging.getLogger("mkdocs").error(f"Error building page '{path}': {error}")
                raise
        return heard, about["ids"], about["links"], self.site.hand_over()

    def _make(self, page: Page, text: str) -> tuple[dict[str, Any], bytes]:
        """A page that was not made before: what there is to know about it, and its HTML."""
        config, file = self.config, page.file
        name = key(self._content_key, file.src_uri, text)
        content = self.store.get_data("content", name)
        page.markdown = text
        config._current_page = page
        try:
            if content is None:
                self._quick.render(page)
                content = {
                    "html": page.content,
                    "toc": _outline(page.toc),
                    "ids": sorted(page.present_anchor_ids or ()),
                    "markdown": mkdocs.markdown_of(text, file.src_uri),
                }
                self.store.put_data("content", name, content)
            page.content, page.toc = content["html"], _toc(content["toc"])
            page.markdown = None
            page.active = True
            context = steps.get_context(self.nav, self.documents, config, page)
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            output = self.env.get_template("main.html").render(context)
            output = config.plugins.on_post_page(output, page=page, config=config)
        finally:
            page.active = False
            config._current_page = None
        html = output.encode("utf-8", errors="xmlcharrefreplace")
        scripts = {path: text for path, text in self.session.scripts.items() if path.encode() in html}
        about = {
            "scripts": scripts,
            "markdown": content["markdown"],
            "ids": content["ids"],
            "links": links.facts(file.dest_uri, html).as_data(),
        }
        return about, html


def _whole(about: dict[str, Any], html: bytes) -> bytes:
    """A page as it is kept: a line of JSON, then the HTML."""
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + html


def _parts(content: bytes | None) -> tuple[dict[str, Any], bytes] | None:
    """What `_whole` put together."""
    if content is None:
        return None
    head, _, html = content.partition(b"\n")
    return json.loads(head), html


def _outline(toc: TableOfContents | list[AnchorLink]) -> list[Any]:
    """A table of contents as data."""
    return [[link.title, link.id, link.level, _outline(link.children)] for link in toc]


def _toc(outline: list[Any]) -> TableOfContents:
    """The table of contents that `_outline` wrote down. The first entry is the active one, as MkDocs has it."""

    def linked(entry: list[Any]) -> AnchorLink:
        title, id_, level, below = entry
        link = AnchorLink(title, id_, level)
        link.children = [linked(one) for one in below]
        return link

    items = [linked(entry) for entry in outline]
    if items:
        items[0].active = True  # type: ignore[attr-defined]
    return TableOfContents(items)


@contextmanager
def _heard() -> Iterator[list[tuple[int, str, str]]]:
    """Keep what is logged meanwhile: level, logger, message. Whoever shares the work says it, in the order of pages."""
    heard: list[tuple[int, str, str]] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append((record.levelno, record.name, record.getMessage()))

    logger = logging.getLogger("mkdocs")
    before, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [Keeper(logging.WARNING)], False
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = before, propagate
