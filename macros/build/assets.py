"""What a page is made of beside its HTML: scripts and styles, and what the search looks through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.utils import write_file

from macros.build import external_scripts, minify
from macros.build.asset_folder import placed
from macros.build.session import Session, session_of
from macros.exports import search, sounds

#: Where the project's own scripts are; those of others come as small as they are.
SCRIPTS, STYLES = "assets/js/", "assets/css/"


def place(files: Files, config: MkDocsConfig) -> None:
    """Give MkDocs the project's scripts and styles where the site has them, its own ones without comments."""
    session = session_of(config)
    for file in list(files):
        place = placed(file.src_uri, session.assets)
        if place == file.src_uri:
            continue
        if file.src_uri.startswith((SCRIPTS, STYLES)):
            small = _small(file)
            files.remove(file)
            file = File.generated(config, file.src_uri, content=small)  # noqa: PLW2901
            files.append(file)
        file.dest_uri = place
    config.extra_css = [placed(path, session.assets) for path in config.extra_css]
    for script in config.extra_javascript:
        if not isinstance(script, str):
            script.path = placed(script.path, session.assets)


def _small(file: File) -> str:
    """A script or style sheet of the project as it is sent. Raises PluginError where a script can't be read."""
    if file.src_uri.startswith(STYLES):
        return minify.style(file.content_string)
    try:
        return minify.script(file.content_string, f"docs/{file.src_uri}")
    except minify.ShrinkError as error:
        raise PluginError(str(error)) from None


def without_scripts(html: str, root: str, config: MkDocsConfig) -> str:
    """A page whose inline scripts are files beside it. `root` leads from the page to the site's root."""
    session = session_of(config)
    html, scripts = external_scripts.moved_out(html, root)
    for path in scripts.keys() - session.scripts.keys():
        session.scripts[path] = scripts[path]
        write_file(scripts[path].encode(), str(Path(config.site_dir) / path))
    return html


def search_script(session: Session, known: search.Known | None = None) -> str:
    """The file that the search loads: entries of all pages, also of those that were not built again.

    `known` has what was made of the same texts before.
    """
    known = known or search.Known()
    pages: list[list[dict[str, Any]]] = []
    for path, address in session.addresses.items():
        if page := session.pages.get(path):
            found = search.entries(session.views, page.kind, page.id, page.title)
            pages.append([search.place(address, entry, page.kind) for entry in found])
        else:
            pages.append([search.place_of_html(entry) for entry in session.entries.get(path, [])])
    names = search.names(session.views)
    synonyms = search.synonyms(session.views.playbook)
    words = session.words.of(map(search.texts, pages), known, names)
    words |= {word for word in synonyms if len(word) > 1 and search.is_chinese(word)}
    places = [place for page in pages for place in page]
    return search.script(places, words, synonyms, known.of("sounds", names, sounds.sounds))


def leave_uncut(config: MkDocsConfig) -> None:
    """Let Material's search leave texts as they are: what it cuts into words would be put together again."""
    if (index := search_index(config)) is not None:
        index._segment_chinese = str


def search_index(config: MkDocsConfig) -> Any:
    """The index of Material's search plugin; None where it is switched off."""
    return getattr(config.plugins.get("material/search"), "search_index", None)
