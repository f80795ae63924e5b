"""A site before its pages: its files, its navigation, and the theme's templates, as MkDocs' own build begins."""

from __future__ import annotations

import os

from jinja2 import FileSystemLoader
from mkdocs.commands import build as steps
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from macros.build.session import Session, session_of
from macros.pages.quick_context import QuickContext


class Structure:
    """What a build lays out before it makes a page."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Raises what MkDocs and the plugins raise: Abort or PluginError, with the message to show."""
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        self.config = config
        self.session: Session = session_of(config)
        files = get_files(config)
        self.env = config.theme.get_env()
        self.env.loader = _ThemeLoader(config.theme.dirs)
        self.env.context_class = QuickContext
        files.add_files_from_theme(self.env, config)
        self.files: Files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.nav: Navigation = config.plugins.on_nav(
            get_navigation(self.files, config), config=config, files=self.files
        )
        self.documents = list(self.files.documentation_pages())
        for file in self.documents:
            if file.page is None:
                Page(None, file, config)
        #: Those that people write, and those that come from the data.
        self.written = [file for file in self.documents if file.src_uri not in self.session.pages]
        self.generated = [file for file in self.documents if file.src_uri in self.session.pages]

    def read(self, file: File) -> None:
        """Turn a page's Markdown into HTML. Raises what MkDocs raises."""
        steps._populate_page(page_of(file), self.config, self.files)

    def write(self, file: File) -> None:
        """Write a page that was read, in the theme's look. Raises what MkDocs raises."""
        steps._build_page(page_of(file), self.config, self.documents, self.nav, self.env)

    def write_template(self, name: str) -> None:
        """One of the theme's pages that are no document: 404.html, the site map."""
        steps._build_theme_template(name, self.env, self.files, self.config, self.nav)

    def copy(self) -> None:
        """Copy what is no page, once every page that may add to it was read."""
        self.env = self.config.plugins.on_env(self.env, config=self.config, files=self.files)
        self.copy_files()

    def copy_files(self) -> None:
        """Copy them all."""
        self.files.copy_static_files()


class _ThemeLoader(FileSystemLoader):
    """The theme's templates, listed without hidden folders: MkDocs leaves them out, and they hold thousands of icons."""

    def list_templates(self) -> list[str]:
        """The names of all that is not hidden, in order."""
        found: set[str] = set()
        for place in self.searchpath:
            for folder, below, names in os.walk(place):
                below[:] = [name for name in below if not name.startswith(".")]
                found |= {os.path.relpath(f"{folder}{os.sep}{name}", place).replace(os.sep, "/") for name in names}
        return sorted(found)


def page_of(file: File) -> Page:
    """MkDocs' page of a file that has one."""
    assert file.page is not None
    return file.page
