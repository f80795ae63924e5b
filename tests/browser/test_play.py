"""A case that is played: by its clock, on one screen and on two, with a debrief of what was ticked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.browser.settled import go, reload

NOON = "2026-11-28T12:00:00"
CASE = "/scenarios/no-orders/"


def ready(page: Page) -> Page:
    page.locator("html[data-ready] [data-play]").wait_for()
    return page


def saved(page: Page) -> None:
    """Wait until what was done stands in the store: an export comes after it."""
    with page.expect_download():
        page.get_by_role("button", name="导出全部记录").click()


def at(page: Page, minute: int) -> None:
    """Let so many minutes be over since noon."""
    page.clock.set_fixed_time(f"2026-11-28T12:{minute:02}:00")


def test_what_arrives_comes_by_the_clock(visit: Visits) -> None:
    page = ready(visit(CASE, now=NOON))
    entries = page.locator(".pb-log .pb-entry")
    expect(page.locator(".pb-clock")).to_have_text("09:05")
    expect(entries).to_have_count(0)
    page.get_by_role("button", name="开始").click()
    expect(entries).to_have_count(1)
    at(page, 6)
    expect(page.locator(".pb-clock")).to_have_text("09:11")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("3 位客户说点“提交”没反应")
    expect(page.get_by_text("昨晚误下架了 12 个商品")).to_be_hidden()
    page.get_by_role("button", name="暂停").click()
    saved(page)
    at(page, 20)
    reload(page)
    ready(page)
    expect(page.locator(".pb-clock")).to_have_text("09:11")
    page.get_by_role("button", name="接着演").click()
    page.get_by_role("button", name="下一件马上来").click()
    expect(page.locator(".pb-clock")).to_have_text("09:23")
    expect(entries).to_have_count(3)
    at(page, 59)
    expect(page.locator(".pb-clock")).to_have_text("09:35")
    expect(page.get_by_role("button", name="暂停")).to_have_count(0)


def test_the_host_has_a_window_of_his_own(visit: Visits) -> None:
    page = ready(visit(CASE))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在另一个窗口开主持人看的").click()
    host = ready(opened.value)
    expect(host.get_by_text("昨晚误下架了 12 个商品")).to_be_visible()
    host.get_by_role("button", name="开始").click()
    expect(page.locator(".pb-log .pb-entry")).to_have_count(1)
    host.get_by_role("button", name="下一件马上来").click()
    expect(page.locator(".pb-log .pb-entry")).to_have_count(2)
    expect(host.locator(".pb-coming .pb-event-when")).to_contain_text("09:23")
    host.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="复盘", exact=True).click()
    expect(page.locator(".pb-tally")).to_contain_text("按时 0 条，晚了 1 条，没做到 2 条")


def test_the_debrief_has_the_steps_of_the_tasks(visit: Visits) -> None:
    page = ready(visit(CASE, now=NOON))
    page.get_by_role("button", name="开始").click()
    page.get_by_role("button", name="主持人看的").click()
    page.get_by_role("checkbox", name=re.compile("一个人在群里写")).check()
    expect(page.locator("[data-expected]").first).to_contain_text("09:05 做到")
    page.get_by_role("button", name="收场，去复盘").click()
    expect(page.locator(".pb-tally")).to_have_text("应当做到的 3 条：按时 1 条，晚了 0 条，没做到 2 条。")
    debrief = page.locator("[data-debrief]")
    expect(debrief).to_contain_text("10 分钟内在群里认领")
    expect(debrief).to_contain_text("异常单有开始、发现、恢复三个时刻")
    line = debrief.get_by_role("checkbox").first
    line.check()
    saved(page)
    reload(page)
    expect(ready(page).locator("[data-debrief]").get_by_role("checkbox").first).to_be_checked()
    page.get_by_role("button", name="从头再来").click()
    expect(page.locator(".pb-log .pb-entry")).to_have_count(0)
    page.get_by_role("button", name="复盘", exact=True).click()
    expect(page.locator("[data-debrief]").get_by_role("checkbox").first).not_to_be_checked()


def test_it_is_played_by_keyboard_alone(visit: Visits) -> None:
    page = ready(visit(CASE, now=NOON))
    page.get_by_role("button", name="开始").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="暂停")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".pb-log .pb-entry")).to_have_count(2)
    page.get_by_role("button", name="主持人看的").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="主持人看的")).to_be_focused()
    expect(page.locator("[data-host]")).to_have_attribute("open", "")


def test_a_case_that_has_changed_begins_anew(visit: Visits) -> None:
    page = ready(visit(CASE, now=NOON))
    page.get_by_role("button", name="开始").click()
    saved(page)
    page.route(
        "**/scenarios/no-orders/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=re.sub(r"no-orders:[0-9a-f]{8}", "no-orders:ffffffff", answer.text()),
        ),
    )
    reload(page)
    expect(ready(page).locator(".pb-play")).to_contain_text("这个案子改过了")
    expect(page.get_by_role("button", name="开始")).to_be_visible()


def test_it_is_read_without_a_script(look: Visits) -> None:
    page = look(CASE, javascript=False)
    expect(page.get_by_text("主管 09:20 才到")).to_be_visible()
    expect(page.get_by_text("昨晚误下架了 12 个商品")).to_be_hidden()
    page.get_by_text("来练的人演完再打开").click()
    expect(page.get_by_text("昨晚误下架了 12 个商品")).to_be_visible()


@pytest.mark.parametrize(("who", "seen"), [("选手", False), ("主持人", True)])
def test_each_prints_a_sheet(visit: Visits, who: str, seen: bool) -> None:
    visit.scripts = ("window.print = () => { window.printed = true; };",)
    page = ready(visit(CASE))
    page.get_by_role("button", name=f"打印给{who}").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("主管 09:20 才到")).to_be_visible()
    expect(page.get_by_text("昨晚误下架了 12 个商品")).to_be_visible(visible=seen)
    expect(page.get_by_text("异常单有开始、发现、恢复三个时刻")).to_be_visible(visible=seen)
    expect(page.get_by_text("几点", exact=True)).to_be_visible(visible=not seen)
    expect(page.locator(".pb-play")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.get_by_text("昨晚误下架了 12 个商品")).to_be_hidden()


NO_STORE = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('', 'SecurityError'); } });"


def test_without_storage_one_screen_still_plays(visit: Visits) -> None:
    visit.scripts = (NO_STORE,)
    page = ready(visit(CASE, now=NOON))
    page.get_by_role("button", name="开始").click()
    page.get_by_role("button", name="下一件马上来").click()
    expect(page.locator(".pb-log .pb-entry")).to_have_count(2)
    expect(page.get_by_role("alert").filter(has_text="记下的只在这个标签页里")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())


@pytest.mark.parametrize("view", ["players", "host", "debrief"])
def test_anybody_can_play(visit: Visits, view: Any) -> None:
    page = ready(visit(f"{CASE}?view={view}", now=NOON))
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_role("button", name="暂停")).to_be_attached()
    assert complaints(page, 1280, 390) == []


def test_a_case_is_drawn_for_a_role(visit: Visits) -> None:
    page = visit("/practice/?role=control-ops")
    page.get_by_role("button", name="抽一个").click()
    page.get_by_role("status").get_by_role("link", name="早上九点，小程序没有订单").click()
    expect(page).to_have_url(re.compile("/scenarios/no-orders/$"))
    go(page, visit.site + "/practice/?role=assistant-ops")
    page.get_by_role("button", name="抽一个").click()
    expect(page.get_by_text("这个岗位还没有案子。")).to_be_visible()
