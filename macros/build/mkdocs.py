"""MkDocs' side of a build: its config, its files, its navigation, and the act itself.

The hooks in macros/site.py hand over to the functions here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import importlib
import json
import os
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import meta, write_file
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from selectolax.lexbor import LexborHTMLParser

from macros.addresses.leftovers import is_stray
from macros.addresses.pages import Branch, Page, address_of, navigation
from macros.build import assets
from macros.build.new_site import NewSite
from macros.build.quick_markdown import QuickMarkdown
from macros.build.session import MarkedPage, Session, digest, session_of
from macros.exports import link_card, markdown, search
from macros.exports.context import Context, Kept, version, written_anew
from macros.pages import my_role, reports
from macros.pages.marking import clean, taken_out
from macros.pages.render import Publication
from macros.validation.check import DataError
from macros.yamltext import signs

HOME = {"首页": "index.md"}
#: The pages of the guide for editors that people write; the generated ones come after them.
EDITING = [{"编辑": "editing.md"}, {"速查卡": "editing/cheatsheet.md"}, {"发布": "editing/publishing.md"}]

#: The folder of docs/ whose pages are the guide's; what people write elsewhere has a heading of its own.
GUIDE = "editing/"
MORE = "更多"
#: What the search looks through, below the site's root.
SEARCH = "search/entries.js"
#: What every build adds to the Markdown extensions of mkdocs.yml.
QUICKER: Any = QuickMarkdown()


def edit_source(config: MkDocsConfig) -> Publication:
    """Where data is edited and pages are published, as mkdocs.yml says, and when data was changed, as git says.

    Raises PluginError when mkdocs.yml says of reports what can't be.
    """
    changed = session_of(config).history.changed()
    try:
        ways = reports.read(config.extra.get("report"), config.repo_url)
    except reports.ReportError as error:
        raise PluginError(str(error)) from None
    edit = ""
    if config.repo_url and config.edit_uri:
        edit = f"{config.repo_url.rstrip('/')}/{config.edit_uri.strip('/')}/{{file}}#L{{line}}"
    return Publication(edit, changed, config.site_url or "", ways)


def nav_of(branches: list[Branch], more: Mapping[str, str] = MappingProxyType({})) -> list[Any]:
    """The navigation as MkDocs' config writes it. `more` are pages of docs/ that are listed nowhere: titles by path."""

    def entry(one: Branch | Page) -> dict[str, Any]:
        if isinstance(one, Page):
            return {one.title: one.path}
        # An index page needs its title here: MkDocs reads no title from a page that it does not build again.
        below: list[Any] = [{one.title: one.index}] if one.index else []
        return {one.title: below + [entry(child) for child in one.below]}

    *others, guide = branches
    listed = {path for one in (HOME, *EDITING) for path in one.values()}
    own = [{title: path} for path, title in sorted(more.items()) if path not in listed]
    editing = [one for one in own if next(iter(one.values())).startswith(GUIDE)]
    rest = [one for one in own if one not in editing]
    return [
        HOME,
        *(entry(branch) for branch in others),
        *([{MORE: rest}] if rest else []),
        {guide.title: [*EDITING, *editing, *map(entry, guide.below)]},
    ]


def title_of(text: str, path: str) -> str:
    """What a page that people write is called: as its front matter says, else its first heading, else its file."""
    body, about = meta.get_data(signs.plain(text))
    heading = re.search(r"^#[ \t]+(.+?)(?:[ \t]*\{[^{}]*\})?[ \t]*#*[ \t]*$|^(.+)\n=+[ \t]*$", body, re.MULTILINE)
    found = about.get("title") or (heading and (heading[1] or heading[2])) or ""
    return re.sub(r":[\w-]+:|[*`]", "", str(found)).strip() or posixpath.basename(path).removesuffix(".md")


def build_date(day: dt.date) -> str:
    """A day as SOURCE_DATE_EPOCH wants it, in seconds: the site knows no clock."""
    return str(calendar.timegm(day.timetuple()))


def prepare(config: MkDocsConfig) -> None:
    """Load and check the data unless that is done, and render every page's Markdown.

    Raises PluginError with every problem of the data.
    """
    if "playbook" not in config.extra:
        config.extra["playbook"] = Session(Path(config.config_file_path).parent)
    session = session_of(config)
    if not session.ready:
        try:
            session.prepare(edit_source(config))
        except DataError as error:
            raise PluginError(f"数据有 {len(error.problems)} 处错误：\n{error}") from None
    session.ready = False
    views = session.views
    os.environ.setdefault("SOURCE_DATE_EPOCH", build_date(views.newest_review))
    config.site_name = views.playbook.title
    config.site_description = escape(views.playbook.about)


def add_pages(files: Files, config: MkDocsConfig) -> None:
    """Give MkDocs a page for each object, every page an edit link to where it is written, and the navigation.

    Raises PluginError when a page that people wrote stands where a generated one belongs.
    """
    session = session_of(config)
    _leave_out_strays(files)
    written = list(files.documentation_pages())
    for file in written:
        if page := session.pages.get(file.src_uri):
            raise PluginError(f"docs/{file.src_uri}: 这个地址上已经有从 {page.place.file} 生成的页面。给文件换个名字。")
    session.titles = {file.src_uri: title_of(file.content_string, file.src_uri) for file in written}
    config.nav = nav_of(navigation(session.views), session.titles)
    for file in written:
        file.edit_uri = f"docs/{file.src_uri}"
    for path, page in session.pages.items():
        file = File.generated(config, path, content=content_of(page, session))
        file.edit_uri = page.place.file
        files.append(file)
    assets.place(files, config)
    assets.leave_uncut(config)
    session.begin(list(files.documentation_pages()))


def _leave_out_strays(files: Files) -> None:
    """Forget what editors and systems left in docs/, and links that lead nowhere."""
    for file in list(files):
        source = file.abs_src_path
        if source is not None and (is_stray(Path(source).name) or not Path(source).exists()):
            files.remove(file)


def meta_of(page: Page, about: str) -> dict[str, Any]:
    """What the front matter of a generated page says. What the search finds of it comes from the data."""
    found: dict[str, Any] = {"hide": ["navigation", "toc"]} if page.wide else {}
    # The theme puts it into an attribute as it is.
    return found | ({"description": escape(about)} if about else {}) | {"search": {"exclude": True}}


def content_of(page: Page, session: Session) -> str:
    """What MkDocs reads of a generated page: its front matter, which is JSON, and the macro that prints the rest."""
    head = json.dumps(meta_of(page, session.about(page)), ensure_ascii=False)
    return f"---\n{head}\n---\n\n{{{{ {page.macro} }}}}\n"


def write_markdown(text: str, path: str, config: MkDocsConfig) -> None:
    """Write what the page at `path` says after its macros: it is published as Markdown too."""
    write_file(markdown_of(text, path).encode(), str(Path(config.site_dir) / markdown.beside(path)))


def markdown_of(text: str, path: str) -> str:
    """What the page at `path` says after its macros, as it is published."""
    return markdown.plain(clean(text), path)


def version_of(text: str, path: str, config: MkDocsConfig) -> str:
    """What a report calls the page that it is about: the day of its last change, if git knows it, and a digest."""
    session = session_of(config)
    file = session.pages[path].place.file if path in session.pages else f"docs/{path}"
    changed = session.publication.changed.get(file)
    return " ".join([*([str(changed)] if changed else []), version([clean(text)])])


def page_built(page: MkDocsPage, config: MkDocsConfig) -> None:
    """Remember what was built, and the search entries that the search plugin has just made of it."""
    index = assets.search_index(config)
    entries = index.entries if index is not None else None
    session_of(config).page_built(page.file.src_uri, entries, page.meta.get("queries", []))


def values_of(page: MkDocsPage, config: MkDocsConfig) -> dict[str, Any]:
    """What the theme's templates need to know of a page beside what MkDocs gives them.

    All that the finished page depends on goes here: a page is taken from what was made before by these values.
    """
    return {"link_card": card_of(page, config), "reports": session_of(config).publication.reports.settings()}


def card_of(page: MkDocsPage, config: MkDocsConfig) -> str:
    """What a chat shows of a link to a page, as the page's head has it. Asked for when the page has its content."""
    session = session_of(config)
    cards = link_card.LinkCards(Context(session.views, config.site_url or ""), session.pictures)
    path = page.file.src_uri
    address = address_of(path).lstrip("/")
    if found := session.pages.get(path):
        return link_card.tags(cards.of_page(found, address))
    book = session.views.playbook
    if not address:
        return link_card.tags(cards.card(address, book.title, book.about))
    first = LexborHTMLParser(page.content or "").css_first("p")
    about = str(page.meta.get("description") or (first.text() if first else "") or book.about)
    return link_card.tags(cards.card(address, session.titles[path], " ".join(about.split())))


def without_marks(html: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """A page as it is written, without marks; where they stood is kept in an editable session."""
    session = session_of(config)
    if session.markers is None:
        return html
    html, marks = taken_out(html)
    content = html.encode("utf-8", errors="xmlcharrefreplace")  # as MkDocs writes it
    spots = session.markers[page.file.src_uri].spots if marks else []
    session.marked[page.file.dest_uri] = MarkedPage(digest(content), marks, spots)
    return html


def finish(config: MkDocsConfig) -> None:
    """Write what the search looks through, the days of the roles, and the exports.

    Material's own index stays empty: ours answers.
    """
    session = session_of(config)
    write_days(session, Path(config.site_dir))
    if (index := assets.search_index(config)) is not None:
        index.entries, session.indexed = [], 0
        if not session.shared:
            write_search(session, Path(config.site_dir))
    if not session.apart:
        write_exports(session, config.site_url or "", Path(config.site_dir))


def write_days(session: Session, folder: Path) -> None:
    """Write the days of the roles, which a page fetches that knows its reader's role, into the site in `folder`."""
    for path, text in my_role.scripts(session.views):
        write_file(text.encode(), str(folder / path))


def write_search(session: Session, folder: Path, known: search.Known | None = None) -> None:
    """Write what the search looks through into the site in `folder`; `known` has what was made before."""
    write_file(assets.search_script(session, known).encode(), str(folder / SEARCH))


def exported(session: Session, site_url: str, kept: Kept = written_anew) -> Iterator[tuple[str, bytes]]:
    """What the site has beside its pages: paths and bytes. `kept` gives back files that were written before."""
    # Here, since a build that leaves this to another process has no need of the libraries for office files.
    from macros.exports import all as exports

    drawn = session.pictures
    return exports.files(session.views, site_url, session.published, session.revisions, session.assets, drawn, kept)


def write_exports(session: Session, site_url: str, folder: Path, kept: Kept = written_anew) -> None:
    """Write what the site has beside its pages into `folder`; `kept` gives back files that were written before."""
    new = NewSite(folder)
    for path, content in exported(session, site_url, kept):
        new.write(path, content)


def configuration(root: Path, site_dir: Path, session: Session, *, strict: bool) -> MkDocsConfig:
    """MkDocs' config for a build of the project under `root` into `site_dir` that goes on with `session`.

    Raises mkdocs' ConfigurationError when mkdocs.yml is wrong.
    """
    with _loaded_late("jieba", "requests"):
        config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(site_dir), strict=strict)
    config.extra["playbook"] = session
    config.markdown_extensions.append(QUICKER)
    return config


def site_address(root: Path) -> str:
    """Where mkdocs.yml says that the site of the project under `root` is published, as it is written; "" when it doesn't.

    Takes a tenth of the time of `configuration`, which says what is wrong with it. Raises mkdocs' ConfigurationError when
    mkdocs.yml can't be read.
    """
    with (root / "mkdocs.yml").open("rb") as file:
        return str(yaml_load(file, get_yaml_loader(yaml.BaseLoader)).get("site_url") or "")


class _Late(ModuleType):
    """What stands for a module until something of it is used.

    Not importlib's LazyLoader: the import statement itself asks a module for its `__spec__`, and that loads it.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _loaded_late(*names: str) -> Iterator[None]:
    """Let whoever imports these modules meanwhile load them when he uses something of them.

    Material's search brings jieba, which it never asks since `assets.leave_uncut`, and mkdocs-macros brings requests for
    what no page uses: a tenth of a second and 25 MiB.
    """
    late = {name: _Late(name) for name in names if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name, module in late.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def make(config: MkDocsConfig) -> None:
    """Let MkDocs build the site.

    Raises what MkDocs raises: Abort or PluginError when something is wrong, with the message to show.
    """
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    config.plugins.on_shutdown()
