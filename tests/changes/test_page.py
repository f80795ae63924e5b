"""/changes/: everything that changed, and of it what a reader has yet to be told."""

import re

from playwright.sync_api import Page, expect

from macros.exports.context import Context
from macros.views.changes import News, news
from macros.views.views import Views
from tests.browser.conftest import Visits


def shown(page: Page) -> list[tuple[str, str]]:
    """The entries in sight: the day that each stands under, and its first line."""
    found = page.locator("[data-changes] [data-day]").evaluate_all(
        """(days) => days.filter((day) => day.checkVisibility()).flatMap((day) =>
            [...day.querySelectorAll("[data-for]")].filter((one) => one.checkVisibility())
                .map((one) => [day.querySelector("h2").firstChild.textContent.trim(), one.querySelector("p").innerText]))"""
    )
    return [(day, line) for day, line in found]


def agrees(found: list[tuple[str, str]], expected: list[News], views: Views) -> None:
    assert [day for day, _ in found] == [str(one.date) for one in expected]
    for (_, line), one in zip(found, expected, strict=True):
        assert Context(views).text(one.what) in re.sub(r"[ \u200b]+", " ", line), one


def test_the_page_tells_everything_without_a_script(visit: Visits, later_views: Views) -> None:
    page = visit("/changes/", javascript=False)
    every = list(news(later_views))
    assert len(every) > 10
    agrees(shown(page), every, later_views)
    expect(page.locator("[data-changes-filter]")).to_be_hidden()
    line = page.locator(".pb-change", has_text="早检提前到 09:15")
    line.get_by_role("link", name="运营中控", exact=True).click()
    page.wait_for_url(f"{visit.site}/roles/control-ops/")


def test_a_manager_sees_what_the_team_must_be_told(visit: Visits, later_views: Views) -> None:
    every = list(news(later_views))
    roles = later_views.playbook.roles
    page = visit("/changes/")
    output = page.locator("[data-changes-filter] output")
    since, role = page.get_by_label("从哪天起"), page.get_by_label("角色")
    expect(output).to_have_text(f"{len(every)} 条")

    since.fill("2027-02-01")
    recent = [one for one in every if str(one.date) >= "2027-02-01"]
    assert 0 < len(recent) < len(every)
    expect(output).to_have_text(f"{len(recent)} 条")
    agrees(shown(page), recent, later_views)

    met: set[int] = set()
    for id_ in roles:
        role.select_option(id_)
        mine = [one for one in recent if id_ in one.roles or not one.roles]
        expect(output).to_have_text(f"{len(mine)} 条" if mine else "没有这样的变更")
        agrees(shown(page), mine, later_views)
        met.add(len(mine))
    assert len(met) > 1, "roles that have other things to be told"

    # What was chosen is in the address, and can be sent on.
    role.select_option("control-ops")
    again = visit(page.url.removeprefix(visit.site))
    expect(again.locator("[data-changes-filter] output")).to_have_text(output.inner_text())
    agrees(shown(again), [one for one in recent if "control-ops" in one.roles or not one.roles], later_views)
    again.get_by_role("button", name="全部显示").click()
    expect(again.locator("[data-changes-filter] output")).to_have_text(f"{len(every)} 条")
    again.get_by_label("从哪天起").fill("2099-01-01")
    expect(again.locator("[data-changes-filter] output")).to_have_text("没有这样的变更")
    assert shown(again) == []


def test_the_feed_is_offered(visit: Visits) -> None:
    page = visit("/changes/")
    link = page.get_by_role("link", name="订阅", exact=True)
    assert link.evaluate("(link) => link.href") == f"{visit.site}/changes.atom"
    offered = page.locator('link[type="application/atom+xml"]').evaluate("(link) => link.href")
    assert offered == f"{visit.site}/changes.atom"
