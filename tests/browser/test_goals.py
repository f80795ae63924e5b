"""The library of goals on /scorecards/: filtered by family, duty and period."""

import re

from playwright.sync_api import expect

from macros.views.views import Views
from tests.browser.conftest import Visits


def test_every_family_shows_its_own_goals(look: Visits, playbook: Views) -> None:
    page = look("/scorecards/")
    rows = page.locator("[data-goals] tbody tr:visible")
    expect(rows).to_have_count(len(playbook.goal_library))
    assert len(playbook.playbook.goal_groups) > 1
    for group in playbook.playbook.goal_groups:
        page.get_by_label("类别").select_option(group.id)
        mine = [row.goal.name for row in playbook.goal_library if row.group == group.id]
        expect(rows).to_have_count(len(mine))
        expect(page.locator("[data-goals-filter] output")).to_have_text(
            f"{len(playbook.goal_library)} 个目标里的 {len(mine)} 个" if mine else "没有这样的目标，放宽一个条件"
        )
        expect(rows.locator("td:first-child")).to_have_text(mine)


def test_filters_together_stand_in_the_address(look: Visits, playbook: Views) -> None:
    page = look("/scorecards/", width=390)
    page.get_by_label("职责").select_option("incident-response")
    page.get_by_label("周期").select_option("quarterly")
    expect(page).to_have_url(re.compile("period=quarterly"))
    mine = [
        row.goal.name
        for row in playbook.goal_library
        if row.duty == "incident-response" and row.goal.period == "quarterly"
    ]
    assert 0 < len(mine) < len(playbook.goal_library)
    again = look(page.url.removeprefix(look.site))
    rows = again.locator("[data-goals] tbody tr:visible")
    expect(rows).to_have_count(len(mine))
    again.get_by_role("button", name="全部显示").click()
    expect(rows).to_have_count(len(playbook.goal_library))
    expect(again).to_have_url(f"{look.site}/scorecards/")


def test_an_address_that_names_nothing_shows_everything(look: Visits, playbook: Views) -> None:
    page = look("/scorecards/?group=constructor&duty=<img>&period=never")
    expect(page.locator("[data-goals] tbody tr:visible")).to_have_count(len(playbook.goal_library))


def test_without_javascript_the_whole_table_is_there(look: Visits, playbook: Views) -> None:
    page = look("/scorecards/", javascript=False)
    expect(page.locator("[data-goals] tbody tr:visible")).to_have_count(len(playbook.goal_library))
    expect(page.locator("[data-goals-filter]")).to_be_hidden()
