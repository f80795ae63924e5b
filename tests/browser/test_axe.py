"""Every kind of page for everyone: axe-core finds nothing against WCAG 2.2 A and AA, wide and on a phone.

A checklist and its runs: see test_checklist_access.py; pages of what was given up: tests/links.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import runs
from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.search.conftest import SearchBox

WIDTHS = [1280, 390]


def as_it_comes(page: Page) -> None:
    """Nothing open yet."""


def cards_open(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    expect(page.locator("article details:not([open])")).to_have_count(0)


def read_aloud(page: Page) -> None:
    runs.start(runs.ready(page))
    expect(page.locator("[data-now]")).to_have_count(1)


def board_shown(page: Page) -> None:
    page.locator(".pb-work :is(.pb-day, .pb-week)").wait_for()
    cards_open(page)


def roles_side_by_side(page: Page) -> None:
    expect(page.locator("[data-compare] output")).to_contain_text("、")
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


def search_results(page: Page) -> None:
    SearchBox(page).type("数据")
    page.locator(".md-search-result__item").first.wait_for()
    for more in page.locator(".md-search-result__more > summary").all()[:2]:
        more.click()


#: Addresses with what a reader does there.
PAGES: list[tuple[str, Callable[[Page], None]]] = [
    ("/", as_it_comes),
    ("/?", search_results),
    ("/duties/", as_it_comes),
    ("/duties/data-monitoring/", cards_open),
    ("/roles/", as_it_comes),
    ("/roles/control-ops/", board_shown),
    ("/roles/control-ops/?view=week", board_shown),
    ("/roles/compare/?roles=general-ops,assistant-ops,control-ops", roles_side_by_side),
    ("/raci/?duty=data-monitoring", filter_shown),
    ("/checklists/", as_it_comes),
    ("/checklists/incident-readdo/", read_aloud),
    ("/scorecards/", as_it_comes),
    ("/scorecards/control-ops/", goals_filled_in),
    ("/templates/", as_it_comes),
    ("/templates/morning-check-log/", cards_open),
    ("/metrics/", calculators_open),
    ("/terms/", as_it_comes),
    ("/tools/", as_it_comes),
    ("/sources/", as_it_comes),
    ("/changes/", as_it_comes),
    ("/editing/", as_it_comes),
    ("/editing/cheatsheet/", as_it_comes),
    ("/editing/fields/", as_it_comes),
    ("/editing/errors/", cards_open),
]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("address", "act"), PAGES, ids=[f"{address}" for address, _ in PAGES])
def test_a_page(visit: Visits, address: str, act: Callable[[Page], None], width: int) -> None:
    page = visit(address, width=width)
    act(page)
    assert complaints(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_for_what_is_not_there(visit: Visits, width: int) -> None:
    assert complaints(visit("/duties/nothing/", width=width, status=404)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_short_address(visit: Visits, width: int) -> None:
    """It leads on at once; here it stays, as for a reader whose browser doesn't follow."""

    def stay(route: Route) -> None:
        route.fulfill(body=re.sub(r"<meta http-equiv=.refresh.*", "", route.fetch().text()), content_type="text/html")

    page = visit("/", width=width)
    page.route("**/go/**", stay)
    page.goto(f"{visit.site}/go/data-monitoring.morning-check/")
    expect(page.get_by_role("link")).to_have_text("每日早检核心指标")
    assert complaints(page) == []
