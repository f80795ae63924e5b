"""What stands on the first screen of a role's page: what is handed in next, by when, where, and with which template."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from macros.rules.schedule import falls
from macros.views.tasks import RoleTask
from macros.views.views import Views
from tests.browser.conftest import Visits
from tests.browser.settled import go
from tests.browser.test_board import SHANGHAI, bounds, clock, recurring, standing

PHONE: dict[str, Any] = {"width": 390, "height": 844}
#: What a browser's clock may say.
CLOCKS = {
    "before the first of the day": dt.datetime(2026, 11, 23, 7, 0, tzinfo=SHANGHAI),
    "in the morning": dt.datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI),
    "after the last of the day": dt.datetime(2026, 11, 23, 23, 50, tzinfo=SHANGHAI),
    "on a Saturday": dt.datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI),
    "on a holiday": dt.datetime(2026, 10, 5, 9, 0, tzinfo=SHANGHAI),
    "on a weekend that is worked": dt.datetime(2026, 10, 10, 9, 0, tzinfo=SHANGHAI),
    "on the last evening of a month": dt.datetime(2026, 11, 30, 22, 0, tzinfo=SHANGHAI),
}


def next_three(views: Views, role: str, now: dt.datetime) -> list[tuple[dt.datetime, RoleTask]]:
    """What a role has to do from a moment on, up to the third time that it hands something in, five at most."""
    work, shift = views.calendar, views.shift(role)
    ahead = [
        (moment, task)
        for task in recurring(views, role)
        for moment in falls(
            task.cadence, task.time or "", now.date(), now.date() + dt.timedelta(days=31), work, shift, task.off_day
        )
        if moment.replace(tzinfo=SHANGHAI) >= now
    ]
    ahead.sort(key=lambda one: one[0])
    found: list[tuple[dt.datetime, RoleTask]] = []
    for one in ahead:
        found.append(one)
        if len([task for _, task in found if task.output]) == 3 or len(found) == 5:
            break
    return found


def words(moment: dt.datetime, task: RoleTask, now: dt.datetime) -> str:
    day = f"{moment.month} 月 {moment.day} 日 周{'一二三四五六日'[moment.weekday()]}"
    return f"{'今天' if moment.date() == now.date() else day} {clock(task)}"


def seen(page: Page) -> None:
    """The whole list is on the screen, without scrolling."""
    box = bounds(page.locator(".pb-next"))
    assert page.evaluate("scrollY") == 0
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= PHONE["height"], box
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("moment", CLOCKS.values(), ids=CLOCKS)
def test_the_first_screen_of_a_phone_has_the_next_three(visit: Visits, playbook: Views, moment: dt.datetime) -> None:
    page = visit("/404.html", now=moment, **PHONE)
    for role in playbook.playbook.roles:
        go(page, f"{visit.site}/roles/{role}/")
        standing(page)
        ahead = next_three(playbook, role, moment)
        assert len([task for _, task in ahead if task.output]) >= 1, role
        items = page.locator(".pb-next li")
        expect(items, role).to_have_count(len(ahead))
        assert items.locator("b").all_inner_texts() == [words(at, task, moment) for at, task in ahead], role
        # Of one moment, any order is right.
        shown = zip([at for at, _ in ahead], items.locator("p > a").all_inner_texts(), strict=True)
        assert sorted(shown) == sorted((at, task.task.name) for at, task in ahead), role
        seen(page)


def test_what_is_handed_in_says_where_and_has_its_template(visit: Visits, playbook: Views) -> None:
    moment = CLOCKS["before the first of the day"]
    page = standing(visit("/roles/control-ops/", now=moment, **PHONE))
    task = next(task for _, task in next_three(playbook, "control-ops", moment) if task.output)
    output = task.task.output
    assert output.template
    line = page.locator(".pb-next li", has_text=task.task.name)
    place = playbook.playbook.places[output.place].name
    template = playbook.playbook.templates[output.template].name
    expect(line.locator(".pb-hands")).to_have_text(f"交 {output.what}，到{place}的{output.where} · 模板 {template}")
    line.get_by_role("link", name=template).tap()
    expect(page).to_have_url(f"{visit.site}/templates/{output.template}/")
    page.go_back()
    standing(page).locator(".pb-next li", has_text=task.task.name).get_by_role("link", name=place).tap()
    expect(page).to_have_url(f"{visit.site}/places/#{output.place}")


def test_on_a_holiday_the_first_screen_says_so(visit: Visits) -> None:
    page = standing(visit("/roles/ops-lead/", now=CLOCKS["on a holiday"], **PHONE))
    expect(page.locator(".pb-next")).to_contain_text("这一天不上班。")
    seen(page)


def test_nothing_jumps_while_the_board_comes(visit: Visits) -> None:
    """What is on the screen stays where it is: the list without dates gives its place to the board unseen."""
    page = visit("/404.html", **PHONE)
    page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver((all) => shifts.push(...all.getEntries().map(({ value }) => value)))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    go(page, f"{visit.site}/roles/general-ops/")
    standing(page)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert sum(page.evaluate("shifts")) < 0.1


def test_without_its_script_the_list_of_rhythms_comes_into_sight(visit: Visits) -> None:
    """A page whose board doesn't come isn't left empty."""
    page = visit("/404.html", **PHONE)
    page.route("**/js/board/page.js", lambda route: route.fulfill(status=200, content_type="text/javascript", body=""))
    page.goto(f"{visit.site}/roles/control-ops/")
    expect(page.locator("#board-daily")).to_be_visible()
    expect(page.locator("[data-board] .pb-board > ul > li").first).to_be_visible()
    assert any("is not a function" in line for line in visit.complaints)
    visit.complaints.clear()


def test_a_duty_of_a_role_is_a_line_that_opens(visit: Visits, playbook: Views) -> None:
    page = standing(visit("/roles/control-ops/", **PHONE))
    lines = page.locator("details.pb-share")
    expect(lines).to_have_count(len(playbook.role_shares["control-ops"]))
    expect(lines.locator("p").first).to_be_hidden()
    share = playbook.role_shares["control-ops"][0]
    lines.first.locator("summary").tap()
    expect(lines.first).to_contain_text(share.entry.emphasis[:6])
    lines.first.get_by_role("link", name=share.duty.name, exact=False).first.tap()
    expect(page).to_have_url(f"{visit.site}/duties/{share.entry.duty}/")


@pytest.mark.parametrize("anchor", ["section-board", "board-daily", "board-per-event", "section-duties", "day-30"])
def test_an_anchor_still_leads_to_its_place(visit: Visits, anchor: str) -> None:
    page = standing(visit(f"/roles/control-ops/#{anchor}"))
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
