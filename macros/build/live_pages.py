"""The pages of the preview, each made when somebody asks for it, and again when something has changed since.

So an edit costs the page that is looked at, however many there are, and nobody has to know on what a page depends.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from macros.build import mkdocs
from macros.build.session import session_of
from macros.build.structure import Structure, page_of
from macros.exports import markdown
from macros.exports.search import Known
from macros.pages import my_role
from macros.pages.marking import Marker


class LivePages(Structure):
    """Pages and what they load, made in `config.site_dir` one by one; `age` says that what they are made of changed."""

    def __init__(self, config: MkDocsConfig, known: Known) -> None:
        """Begin a site, with the pages that people write: what is wrong with their links is said by MkDocs' logger.

        `known` has the words that were found in texts before.
        Raises what MkDocs raises: Abort or PluginError when something is wrong, with the message to show.
        """
        session_of(config).shared = True
        config.plugins.on_startup(command="build", dirty=False)
        super().__init__(config)
        self._known = known
        #: How each file of the site is made that something of the data goes into, by its path below the site's root.
        self._makers: dict[str, Callable[[], None]] = {}
        for file in self.documents:
            for name in (file.dest_uri, markdown.beside(file.src_uri)):
                self._makers[name] = partial(self._make, file)
        for name in config.theme.static_templates:
            self._makers[name] = partial(self.write_template, name)
        self._makers[mkdocs.SEARCH] = self._write_search
        self._days = [name for name, _ in my_role.scripts(self.session.views)]
        self._makers |= dict.fromkeys(self._days, self._write_days)
        #: What is as the data is now, and the paths of the pages of which it is known what they print of it.
        self._fresh: set[str] = set()
        self._marked: set[str] = set()
        for file in self.written:
            self.read(file)
        self.copy()
        for file in self.written:
            self.write(file)
            self._fresh.add(file.dest_uri)
        self._check_anchors()
        config.plugins.on_post_build(config=config)

    def age(self) -> None:
        """Every page is to be made again when somebody asks for it."""
        self._fresh.clear()
        self._marked.clear()

    def name_of(self, path: str) -> str | None:
        """The file that a request for a path gets, as far as it is made here; None when it is not."""
        path = path.lstrip("/")
        return next(
            (name for name in (path, f"{path.rstrip('/')}/index.html".lstrip("/")) if name in self._makers), None
        )

    def refresh(self, name: str) -> None:
        """Make a file of the site unless it is as the data is now. Raises what MkDocs raises."""
        if name not in self._fresh:
            self._makers[name]()
            self._fresh.add(name)

    def refresh_all(self) -> None:
        """Make whatever is not as the data is now."""
        for name in self._makers:
            self.refresh(name)

    def marker(self, path: str) -> Marker | None:
        """What a page prints of the data as it is now; None where it prints nothing of it."""
        known = self.session.markers
        if known is None:
            return None
        if path not in self._marked:
            if path in self.session.pages:
                self.session.text(path)
            elif path in known and (file := self.files.get_file_from_path(path)) is not None:
                self._make(file)
            self._marked.add(path)
        return known.get(path)

    def _make(self, file: File) -> None:
        if (page := self.session.pages.get(file.src_uri)) is not None:
            file.content_string = mkdocs.content_of(page, self.session)
        elif self.session.markers is not None:
            self.session.markers.pop(file.src_uri, None)  # it is marked anew
        self.read(file)
        self.write(file)
        self._fresh |= {file.dest_uri, markdown.beside(file.src_uri)}
        self._marked.add(file.src_uri)

    def _write_search(self) -> None:
        for file in self.written:
            self.refresh(file.dest_uri)
        mkdocs.write_search(self.session, Path(self.config.site_dir), self._known)

    def _write_days(self) -> None:
        mkdocs.write_days(self.session, Path(self.config.site_dir))
        self._fresh.update(self._days)

    def _check_anchors(self) -> None:
        """Say which links of written pages lead to no place on their page."""
        for file in self.written:
            for target in page_of(file).links_to_anchors or ():
                if target.src_uri in self.session.pages:
                    self.refresh(target.dest_uri)
            page_of(file).validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)
