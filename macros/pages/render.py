"""A page → Markdown, through templates/*.md.j2."""

from __future__ import annotations

import copy
import datetime
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import BytecodeCache
from jinja2.runtime import Context

from macros.addresses.pages import Page, address_of, pages
from macros.model.kinds import KINDS
from macros.model.origin import OriginDate, OriginNumber, OriginWhole
from macros.model.playbook import Move, Place
from macros.pages import reports
from macros.pages.field_guide import guides
from macros.pages.inline import Inline, Names, escape
from macros.pages.marking import Marker
from macros.pages.practice import cards, every_card, version_of
from macros.pages.quick_context import QuickContext
from macros.pages.script_data import act, run_form, shift, work_calendar
from macros.pages.year import year_values
from macros.problems import catalogue
from macros.qr import svg
from macros.timetable.load import Load
from macros.views import abstracts, labels, phrases
from macros.views.changes import by_day, news
from macros.views.moves import Moves
from macros.views.scenarios import players
from macros.views.views import Views

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Publication:
    """Where the data can be edited, when it was, and where the pages are published.

    `edit` is the address of the repository's edit view, with `{file}` and `{line}`; `changed` the day of the last
    change by file, for the files of which it is known; `site` the address of the home page, empty when nobody said. `reports` is how a reader's report goes.
    """

    edit: str = ""
    changed: Mapping[str, datetime.date] = field(default_factory=dict)
    site: str = ""
    reports: reports.Reports = field(default_factory=reports.Reports)

    def link(self, place: Place) -> str:
        """Address that opens the file at the line; empty when there is no repository."""
        return self.edit.replace("{file}", place.file).replace("{line}", str(place.line)) if self.edit else ""

    def published(self, path: str) -> str:
        """The full address of the page at `path`; empty when nobody said where the site is published."""
        return self.site.rstrip("/") + address_of(path) if self.site else ""


class Renderer:
    """Renders the pages of one Playbook."""

    def __init__(
        self,
        views: Views,
        source: Publication | None = None,
        published: Iterable[str] = (),
        timetable: Load | None = None,
    ) -> None:
        """`timetable` is one that was worked out of the same facts already."""
        #: What the pages print of the data, by path; None where it has no marks.
        self.markers: dict[str, Marker] | None = None
        self.views = views
        self.names = Names(views)
        self.moves = Moves(views, published)
        self.source = source or Publication()
        self.environment = _environment()
        #: Worked out when a page asks for it first.
        self.load = Load(views)
        if timetable is not None:
            self.load.adopt(timetable)

    def marking(self, markers: dict[str, Marker]) -> Renderer:
        """The same with marks around what the pages print of the data: each page's are in `markers`, by its path."""
        other = copy.copy(self)
        other.markers = markers
        other.environment = _environment(marked=True)
        return other

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The generated pages by path."""
        return {page.path: page for page in pages(self.views)}

    def inline(self, path: str) -> Inline:
        """What turns texts into Markdown for the page at `path`."""
        marker = self.markers.setdefault(path, Marker()) if self.markers is not None else None
        return Inline(self.views, self.names, path, marker)

    def page(self, page: Page) -> str:
        """The Markdown of a generated page."""
        if self.markers is not None:
            self.markers[page.path] = Marker()
        values: dict[str, Any] = {"forms": KINDS[page.kind].formats if page.kind in KINDS else ()}
        if page.kind == "changes":
            values["changes"] = by_day(news(self.views))
        elif page.kind == "errors":
            values.update(groups=catalogue.by_group(), shown=catalogue.shown)
        elif page.kind == "fields":
            values["guides"] = guides()
        elif page.kind == "checklist":
            values["run_form"] = run_form(self.views, page.id, self.inline(page.path).bare)
        elif page.kind == "duty":
            values["cards"] = cards(self.views, self.moves, page.id, self.inline(page.path).bare)
        elif page.kind == "scenario":
            values["version"] = version_of(self.views, page.id)
        elif page.kind == "practice":
            values["players"] = partial(players, self.views)
            values["asked"] = every_card(self.views, self.moves, self.inline(page.path).bare)
        elif page.kind == "role":
            values.update(work=work_calendar(self.views), shift=shift(self.views, page.id), act=act)
        values |= year_values(self.load, page.kind, page.id)
        text = self.fragment(f"{page.kind}.md.j2", page.path, page=page, id=page.id, **values)
        departures = self.moves.departures.get(page.path)
        return text + self.fragment("moved.md.j2", page.path, departures=departures) if departures else text

    def compile(self, kinds: Iterable[str], known: BytecodeCache) -> None:
        """Read the templates of these kinds of pages, which are otherwise read when the first page needs them.

        `known` has the code of those that were compiled before.
        """
        self.environment.bytecode_cache = known
        for kind in sorted(set(kinds)):
            self.environment.get_template(f"{kind}.md.j2")

    def about(self, page: Page) -> str:
        """What a page is about in a sentence or two, without marks."""
        return self.inline(page.path).bare(abstracts.of_page(self.views, page.kind, page.id))

    def fragment(self, template: str, path: str, **values: Any) -> str:
        """A template's Markdown as part of the page at `path`."""
        inline = self.inline(path)
        views = self.views

        def link(key: str, text: str | None = None) -> str:
            return inline.link(views.targets[key], text)

        def href(key: str) -> str:
            return inline.address(views.targets[key])

        def who(id_: str) -> str:
            return inline.link(views.person(id_))

        def arrivals(anchor: str = "") -> tuple[Move, ...]:
            return self.moves.arrivals.get((path, anchor), ())

        def edit(kind: str, id_: str) -> str:
            return self.source.link(views.place(kind, id_))

        def changed(kind: str, id_: str) -> datetime.date | None:
            return self.source.changed.get(views.place(kind, id_).file)

        return self.environment.get_template(template).render(
            book=views.playbook,
            views=views,
            label=inline.marker.worded(labels) if inline.marker else labels,
            say=inline.marker.worded(phrases) if inline.marker else phrases,
            marker=inline.marker,
            text=inline.rich,
            plain=inline.plain,
            bare=inline.bare,
            link=link,
            href=href,
            who=who,
            edit=edit,
            changed=changed,
            arrivals=arrivals,
            address=inline.address,
            reports=self.source.reports,
            ref_of=reports.ref_of,
            published=self.source.published(path),
            qr=svg,
            **values,
        )


def compile_all(known: BytecodeCache) -> None:
    """Compile every template, for whoever asks `known` for them afterwards."""
    environment = _environment()
    environment.bytecode_cache = known
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


_environments: dict[bool, Environment] = {}


def _environment(*, marked: bool = False) -> Environment:
    """The Jinja environment; compiled templates are kept for the life of the process.

    With `marked`, numbers and dates are printed between marks.
    """
    if marked not in _environments:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=False,  # the output is Markdown; `text` and `plain` escape what comes from the data
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_printed if marked else None,
        )
        environment.context_class = QuickContext
        environment.filters["escape_md"] = escape
        environment.filters["attribute"] = html.escape
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        _environments[marked] = environment
    return _environments[marked]


@pass_context
def _printed(context: Context, value: Any) -> Any:
    return context["marker"].printed(value) if isinstance(value, OriginWhole | OriginNumber | OriginDate) else value
