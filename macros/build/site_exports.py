"""What a site has beside its pages, written by a process of its own while the rest of the data is looked at."""

from __future__ import annotations

from types import TracebackType

from mkdocs.config.defaults import MkDocsConfig

from macros.build import full_build, mkdocs
from macros.build.background import Apart
from macros.build.kept import kept_exports
from macros.build.new_site import NewSite, Stamp
from macros.build.session import Session
from macros.build.shared_work import processes
from macros.build.store import Store
from macros.model.playbook import Playbook
from macros.pages.render import Publication


class SiteExports:
    """The exports of one build, from the moment on at which there is a Playbook; at the end of the block nobody works."""

    def __init__(self, session: Session, site: NewSite, store: Store) -> None:
        """`store` has what builds before have made."""
        self._session = session
        self._site = site
        self._store = store
        self._playbook: Playbook | None = None
        #: MkDocs' config, once it was asked for.
        self._config: MkDocsConfig | None = None
        self.work = Apart(self._write)

    @property
    def config(self) -> MkDocsConfig:
        """The config of the build. Raises mkdocs' ConfigurationError when mkdocs.yml is wrong."""
        if self._config is None:
            self._config = mkdocs.configuration(self._session.root, self._site.folder, self._session, strict=True)
        return self._config

    def begin(self, playbook: Playbook) -> None:
        """Begin to write what a Playbook says, if it can be done beside the pages: MkDocs' own build clears the folder.

        Raises ConfigurationError when mkdocs.yml is wrong.
        """
        self._playbook = playbook
        if processes() < 2:
            return
        self.work.begin()  # before the configuration is read, of which the exports need one line
        if not full_build.can_share(self.config):
            self.work.end()
            self.work = Apart(self._write)

    def _write(self) -> dict[str, Stamp]:
        session = self._session
        if session.playbook is None:  # this process was begun before it was there
            assert self._playbook is not None
            session.cache.forget()
            session.take(self._playbook, Publication())
        kept = kept_exports(self._store, session.root)
        for path, content in mkdocs.exported(session, mkdocs.site_address(session.root), kept):
            self._site.write(path, content)
        return self._site.hand_over()

    def __enter__(self) -> SiteExports:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.work.end()
