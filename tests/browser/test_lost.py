"""Addresses that lead nowhere, and dates in the reader's own language: what a page makes of them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.conftest import Visits

PAGE = "/duties/data-monitoring/"
#: Whether the longest day has room in a date box, beside the sign that opens the calendar.
IS_WHOLE = """(box) => {
  const day = document.createElement("span");
  day.textContent = "2026年12月30日星期三";
  day.style.whiteSpace = "nowrap";
  box.append(day);
  const cover = getComputedStyle(box, "::after");
  const room = parseFloat(cover.width) - parseFloat(cover.paddingLeft) - parseFloat(cover.paddingRight);
  const needed = day.getBoundingClientRect().width;
  day.remove();
  return needed > 100 && needed <= (cover.boxSizing === "border-box" ? room : parseFloat(cover.width));
}"""


def test_a_place_that_a_page_lacks_is_told_with_the_nearest(look: Visits) -> None:
    page = look(f"{PAGE}#morning-chek")
    box = page.locator(".pb-no-place")
    expect(box).to_contain_text("这一页上没有“morning-chek”这一处")
    expect(box).to_be_in_viewport()
    first = box.locator("li a").first
    expect(first).to_have_text("每日早检核心指标")
    assert complaints(look(f"{PAGE}#morning-chek"), 1280, 390) == []
    first.click()
    expect(page).to_have_url(f"{look.site}{PAGE}#morning-check")
    expect(page.locator("#morning-check")).to_be_in_viewport()
    expect(box).to_have_count(0)


def test_the_full_id_of_an_item_is_understood_on_its_page(look: Visits) -> None:
    page = look(f"{PAGE}#data-monitoring.morning-check")
    expect(page.locator(".pb-no-place li a").first).to_have_attribute("href", "#morning-check")


def test_a_place_that_comes_to_be_missed_while_the_page_is_open_is_told_once(look: Visits) -> None:
    page = look(PAGE)
    for hash_ in ("nothing-like-it", "<img src=x onerror=alert(1)>", "%E0%A4%A"):
        page.evaluate("(hash) => { location.hash = hash; }", hash_)
        expect(page.locator(".pb-no-place")).to_contain_text(hash_)
        expect(page.locator(".pb-no-place")).to_have_count(1)
        expect(page.locator(".pb-no-place img")).to_have_count(0)


@pytest.mark.parametrize("address", ["/checklists/monitoring-weekly/#run=1.00000000.A", f"{PAGE}#top", f"{PAGE}#"])
def test_what_names_no_place_is_not_missed(look: Visits, address: str) -> None:
    page = look(address)
    page.evaluate("() => import(document.querySelector('script[type=module]').src)")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".pb-no-place")).to_have_count(0)


def test_the_search_is_offered_with_the_words_of_the_address(visit: Visits) -> None:
    page = visit("/duties/%E6%97%A9%E6%A3%80/", status=404)
    page.get_by_role("link", name="搜“早检”").click()
    page.wait_for_url(re.compile(re.escape(f"{visit.site}/?q=")))
    expect(page.get_by_role("textbox", name="搜索")).to_have_value("早检")
    expect(page.locator(".md-search-result__item").first).to_contain_text("早检")


def test_an_item_is_found_where_its_page_is_not(visit: Visits) -> None:
    page = visit("/tasks/data-monitoring/#morning-chek", status=404)
    found = page.locator("[data-not-found] li a")
    expect(found.filter(has_text="每日早检核心指标").first).to_have_attribute(
        "href", "/go/data-monitoring.morning-check/"
    )
    expect(found.first).to_have_attribute("href", "/duties/data-monitoring/#morning-chek")


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "zh-CN"])
def test_a_date_reads_in_chinese_whatever_the_browser_speaks(visit: Visits, locale: str) -> None:
    page = visit("/roles/control-ops/?date=2026-11-05", locale=locale)
    box = page.locator(".pb-work .pb-date")
    expect(box).to_have_attribute("data-day", "2026年11月5日星期四")
    shown = "(box) => [getComputedStyle(box, '::after').display, getComputedStyle(box, '::after').content]"
    assert box.evaluate(shown) == ["flex", '"2026年11月5日星期四"']
    assert box.evaluate(IS_WHOLE), "no sign of it is cut off"
    page.get_by_role("button", name="往后").click()
    expect(box).to_have_attribute("data-day", "2026年11月6日星期五")
    # Who types sees what is typed.
    page.get_by_label("日期").focus()
    assert box.evaluate(shown)[0] == "none"
    page.get_by_label("日期").fill("2026-12-31")
    expect(box).to_have_attribute("data-day", "2026年12月31日星期四")


def test_a_date_that_nobody_chose_says_what_belongs_there(visit: Visits) -> None:
    page = visit("/changes/", locale="en-US", width=390)
    box = page.locator(".pb-date")
    expect(box).to_have_attribute("data-day", "年/月/日")
    page.get_by_label("从哪天起").fill("2026-10-01")
    expect(box).to_have_attribute("data-day", "2026年10月1日星期四")
    # A finger chooses from a calendar and types nothing: the day stays.
    assert box.evaluate("(box) => getComputedStyle(box, '::after').display") == "flex"
    page.get_by_role("button", name="全部显示").click()
    expect(box).to_have_attribute("data-day", "年/月/日")
