"""The library of goals on /scorecards/: filtered by family, duty and period."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from macros.validation.check import load_playbook
from macros.views.views import Views
from tests.browser.conftest import Visits


@pytest.fixture(scope="module")
def views() -> Views:
    return Views(load_playbook(Path(__file__).resolve().parents[2]))


def test_every_family_shows_its_own_goals(visit: Visits, views: Views) -> None:
    page = visit("/scorecards/")
    rows = page.locator("[data-goals] tbody tr:visible")
    expect(rows).to_have_count(len(views.goal_library))
    assert len(views.playbook.goal_groups) == 10
    for group in views.playbook.goal_groups:
        page.get_by_label("类别").select_option(group.id)
        mine = [row.goal.name for row in views.goal_library if row.group == group.id]
        expect(rows).to_have_count(len(mine))
        expect(page.locator("[data-goals-filter] output")).to_have_text(
            f"{len(views.goal_library)} 个目标里的 {len(mine)} 个" if mine else "没有这样的目标，放宽一个条件"
        )
        assert [row.locator("td").first.inner_text() for row in rows.all()] == mine


def test_filters_together_stand_in_the_address(visit: Visits, views: Views) -> None:
    page = visit("/scorecards/", width=390)
    page.get_by_label("职责").select_option("incident-response")
    page.get_by_label("周期").select_option("quarterly")
    mine = [
        row.goal.name
        for row in views.goal_library
        if row.duty == "incident-response" and row.goal.period == "quarterly"
    ]
    assert 0 < len(mine) < len(views.goal_library)
    again = visit(page.url.removeprefix(visit.site))
    rows = again.locator("[data-goals] tbody tr:visible")
    expect(rows).to_have_count(len(mine))
    again.get_by_role("button", name="全部显示").click()
    expect(rows).to_have_count(len(views.goal_library))
    assert "?" not in again.url


def test_an_address_that_names_nothing_shows_everything(visit: Visits, views: Views) -> None:
    page = visit("/scorecards/?group=constructor&duty=<img>&period=never")
    expect(page.locator("[data-goals] tbody tr:visible")).to_have_count(len(views.goal_library))


def test_without_javascript_the_whole_table_is_there(visit: Visits, views: Views) -> None:
    page = visit("/scorecards/", javascript=False)
    expect(page.locator("[data-goals] tbody tr:visible")).to_have_count(len(views.goal_library))
    expect(page.locator("[data-goals-filter]")).to_be_hidden()
