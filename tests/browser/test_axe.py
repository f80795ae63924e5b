"""Every kind of page for everyone: axe-core finds nothing against WCAG 2.2 A and AA, wide and on a phone.

Of each kind, the longest page of the shipped data. A checklist and its runs: see test_checklist_access.py; pages of what
was given up: tests/links.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from macros.views.views import Views
from tests.browser import runs
from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.browser.kinds import WRITTEN, longest
from tests.browser.settled import go
from tests.search.conftest import SearchBox

WIDTHS = (1280, 390)


def as_it_comes(page: Page) -> None:
    """Nothing open yet."""


def cards_open(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    expect(page.locator("article details:not([open])")).to_have_count(0)


def board_shown(page: Page) -> None:
    page.locator(".pb-work :is(.pb-day, .pb-week)").wait_for()
    cards_open(page)


def roles_side_by_side(page: Page) -> None:
    expect(page.locator("[data-compare] output")).to_contain_text("、")
    cards_open(page)


def chains_shown(page: Page) -> None:
    page.locator("[data-chain-filter]").wait_for()
    cards_open(page)


def team_chosen(page: Page) -> None:
    page.locator("[data-team-result] table").first.wait_for()
    cards_open(page)


def case_played(page: Page) -> None:
    page.locator("html[data-ready] [data-play]").wait_for()


def question_asked(page: Page) -> None:
    page.locator(".pb-ask h2").wait_for()
    cards_open(page)


def filter_shown(page: Page) -> None:
    page.locator("[data-raci-filter]").wait_for()


def calculators_open(page: Page) -> None:
    page.locator(".pb-calc").last.wait_for()
    cards_open(page)
    page.locator(".pb-calc output").first.wait_for()


def goals_filled_in(page: Page) -> None:
    page.locator(".pb-fill input").first.fill("90")
    cards_open(page)


def run_started(page: Page) -> None:
    runs.ready(page).locator(".pb-run-body > .pb-main").click()
    page.locator("form.pb-start").wait_for()


#: Kinds of pages with a page for each object of the data, what is asked for in the address, and what a reader does there.
KINDS: list[tuple[str, str, Callable[[Page], None]]] = [
    ("duties", "", cards_open),
    ("roles", "", board_shown),
    ("roles", "?view=week", board_shown),
    ("checklists", "", run_started),
    ("scorecards", "", goals_filled_in),
    ("scenarios", "", case_played),
    ("scenarios", "?view=host", case_played),
    ("templates", "", cards_open),
]
#: Addresses of pages that are there whatever the data is, with what a reader does there.
PAGES: list[tuple[str, Callable[[Page], None]]] = [
    *((address, as_it_comes) for address in WRITTEN),
    ("/duties/", as_it_comes),
    ("/roles/", as_it_comes),
    ("/checklists/", as_it_comes),
    ("/scorecards/", as_it_comes),
    ("/scenarios/", as_it_comes),
    ("/templates/", as_it_comes),
    ("/metrics/", calculators_open),
    ("/terms/", as_it_comes),
    ("/tools/", as_it_comes),
    ("/sources/", as_it_comes),
    ("/calendar/", chains_shown),
    ("/team/?team=general-ops:1,ops-lead:1:10", team_chosen),
    ("/practice/", question_asked),
    ("/changes/", as_it_comes),
    ("/editing/fields/", as_it_comes),
    ("/editing/errors/", cards_open),
]


@pytest.mark.parametrize(("kind", "query", "act"), KINDS, ids=[f"{kind}{query}" for kind, query, _ in KINDS])
def test_a_page_of_each_kind(
    look_shipped: Visits, site: Path, kind: str, query: str, act: Callable[[Page], None]
) -> None:
    page = look_shipped(longest(site, kind) + query)
    act(page)
    assert complaints(page, *WIDTHS) == []


@pytest.mark.parametrize(("address", "act"), PAGES, ids=[address for address, _ in PAGES])
def test_a_page(look_shipped: Visits, address: str, act: Callable[[Page], None]) -> None:
    page = look_shipped(address)
    act(page)
    assert complaints(page, *WIDTHS) == []


def test_the_search(look_shipped: Visits, shipped: Views) -> None:
    page = look_shipped("/?")
    SearchBox(page).type(next(iter(shipped.playbook.duties.values())).name)
    page.locator(".md-search-result__item").first.wait_for()
    for more in page.locator(".md-search-result__more > summary").all()[:2]:
        more.dispatch_event("click")  # at once: the list may be drawn anew between a button's down and up
    assert complaints(page, *WIDTHS) == []


def test_roles_side_by_side(look_shipped: Visits, shipped: Views) -> None:
    page = look_shipped(f"/roles/compare/?roles={','.join(list(shipped.playbook.roles)[:3])}")
    roles_side_by_side(page)
    assert complaints(page, *WIDTHS) == []


def test_the_matrix_of_a_duty(look_shipped: Visits, shipped: Views) -> None:
    duty = max(shipped.playbook.duties.items(), key=lambda item: len(item[1].tasks))[0]
    page = look_shipped(f"/raci/?duty={duty}")
    filter_shown(page)
    assert complaints(page, *WIDTHS) == []


def test_a_list_read_aloud(visit: Visits) -> None:
    page = visit("/checklists/incident-readdo/")
    runs.start(runs.ready(page))
    expect(page.locator("[data-now]")).to_have_count(1)
    assert complaints(page, *WIDTHS) == []


def test_the_page_for_what_is_not_there(look_shipped: Visits) -> None:
    assert complaints(look_shipped("/duties/nothing/", status=404), *WIDTHS) == []


def test_a_short_address(look: Visits) -> None:
    """It leads on at once; here it stays, as for a reader whose browser doesn't follow."""

    def stay(route: Route) -> None:
        route.fulfill(body=re.sub(r"<meta http-equiv=.refresh.*", "", route.fetch().text()), content_type="text/html")

    page = look("/")
    page.route("**/go/**", stay)
    go(page, f"{look.site}/go/data-monitoring.morning-check/")
    expect(page.get_by_role("link")).to_have_text("每日早检核心指标")
    assert complaints(page, *WIDTHS) == []
