"""MkDocs hooks, and nothing else: each hands over to macros/build/.

MkDocs runs this file as a module of its own, beside the package; so nothing is kept here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from macros.build import assets, mkdocs, navigation, not_found
from macros.build.session import session_of
from macros.yamltext import signs


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the data, and render every page's Markdown."""
    mkdocs.prepare(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give MkDocs a page for each object, and lay out the navigation."""
    mkdocs.add_pages(files, config)
    return files


@event_priority(100)
def _read_page(text: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Take signs of a written page that only look like ordinary ones for those, as in the data."""
    return signs.plain(text)


@event_priority(-100)
def _publish_markdown(text: str, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Publish a page as Markdown too, and note what it is called in a report."""
    page.meta["version"] = mkdocs.version_of(text, page.file.src_uri, config)
    mkdocs.write_markdown(text, page.file.src_uri, config)


on_page_markdown = CombinedEvent(_read_page, _publish_markdown)


@event_priority(-100)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Let go of a page's Markdown, which is HTML by now: no page is written before every page has come so far."""
    page.markdown = None


@event_priority(-100)
def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Remember what was built, and give the page what its head and its sides say."""
    mkdocs.page_built(page, config)
    return context | {"nav": navigation.near(nav, page)} | mkdocs.values_of(page, config)


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Tell 404.html which addresses lead somewhere."""
    if template_name == "404.html":
        context["places"] = not_found.places(session_of(config))
    return context


@event_priority(-100)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Move the theme's scripts out of a page, and let go of its content: all others are still to be written."""
    page.content = None
    return mkdocs.without_marks(
        assets.without_scripts(output, "../" * page.file.dest_uri.count("/"), config), page, config
    )


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Move the theme's scripts out of 404.html, which is shown at any address and so knows the site's own path."""
    if not template_name.endswith(".html"):
        return output_content
    return assets.without_scripts(output_content, urlsplit(config.site_url or "").path.rstrip("/") + "/", config)


@event_priority(100)
def on_post_build(config: MkDocsConfig) -> None:
    """Write what the search looks through, and what there is to take away."""
    mkdocs.finish(config)
