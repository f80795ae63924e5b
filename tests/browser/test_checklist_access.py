"""Checklists for everyone: by keyboard alone, read aloud, on a phone, in the dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import runs
from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.browser.runs import (
    WEEKLY,
    answer,
    answer_all,
    earlier,
    expect_given,
    finish,
    item,
    open_list,
    start,
    the_list,
)
from tests.browser.settled import go


def idle(page: Page) -> None:
    """Nothing open yet."""


def form_with_mistakes(page: Page) -> None:
    start(page, of="长" * 300, by="")


def running(page: Page) -> None:
    start(page)
    answer_all(page)
    answer(page, 2, "na")
    answer(page, 3)
    answer(page, 4, "fail")
    page.get_by_role("button", name="再抽").click()
    expect(page.get_by_label("为什么再抽")).to_be_focused()


def unfinished(page: Page) -> None:
    """Asked whether to finish although something has no answer."""
    start(page)
    answer(page, 1)
    finish(page)
    page.get_by_role("group", name="还没答完").wait_for()


def finished(page: Page) -> None:
    the = the_list(page)
    runs.put(page, {f"run:{the['id']}:n{n:02}": runs.finished_run(the, n, of=f"第 {n % 3} 班") for n in range(1, 15)})
    runs.again(page)
    start(page)
    answer_all(page)
    answer(page, 4, "fail")
    finish(page)
    page.get_by_role("button", name="复制交接链接").click()
    page.get_by_label("交接链接").wait_for()


def offered(page: Page) -> None:
    finished(page)
    link = page.get_by_label("交接链接").input_value()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("删掉了这一份。")).to_be_visible()
    go(page, "about:blank")
    go(page, link)
    runs.ready(page)


def in_trouble(page: Page) -> None:
    page.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }")
    runs.again(page)
    start(page)
    answer(page, 1)
    page.get_by_text("改动没有存进这台设备").wait_for()


STATES = [idle, form_with_mistakes, running, unfinished, finished, offered, in_trouble]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_a_phone_shows_it_whole(visit: Visits, state: Callable[[Page], object]) -> None:
    """Every target can be hit with a thumb, nothing goes sideways, and axe has nothing to say, there and on a desk."""
    page = open_list(visit, width=390, height=844)
    state(page)
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    small = page.locator(".pb-run, .pb-answer, .pb-runbar, .pb-history").locator(
        "button:visible, input:visible, select:visible, textarea:visible"
    )
    boxes = small.evaluate_all(
        "(all) => all.map((one) => [one.innerText, ...['width', 'height'].map((side) => one.getBoundingClientRect()[side])])"
    )
    assert boxes
    assert [name for name, width, height in boxes if min(width, height) < 44] == []
    assert complaints(page, 390, 1280) == []


def press_until(page: Page, name: str, key: str = "Tab") -> None:
    """Go on by keyboard until something that is called so has the focus."""
    script = """() => {
        const one = document.activeElement;
        return one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
    }"""
    for _ in range(150):
        if page.evaluate(script).strip() == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard never came to {name}")


def test_the_keyboard_alone_is_enough(visit: Visits) -> None:
    page = open_list(visit)
    press_until(page, "开始检查")
    page.keyboard.press("Enter")
    expect(page.get_by_label("查谁、查什么")).to_be_focused()
    page.keyboard.type("中控早班")
    press_until(page, "谁来查")
    page.keyboard.type("王主管")
    page.keyboard.press("Enter")
    for place in range(10):
        press_until(page, "合格")
        if place == 3:
            press_until(page, "不合格")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    expect_given(page, ["合格", "合格", "合格", "不合格", *["合格"] * 6])
    press_until(page, "备注", "Shift+Tab")
    page.keyboard.type("客户先报")
    press_until(page, "撤销")
    page.keyboard.press("Enter")
    expect(item(page, 4).locator("textarea")).to_have_value("")
    press_until(page, "完成")
    page.keyboard.press("Enter")
    expect(page.locator(".pb-run-body")).to_be_focused()
    expect(earlier(page).first).to_have_text(re.compile(r"89\.1 分，合格\s+打开$"), use_inner_text=True)


def test_what_has_the_focus_is_never_under_the_bar(visit: Visits) -> None:
    page = open_list(visit, width=390, height=700)
    start(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        script = """() => {
            const one = document.activeElement.getBoundingClientRect();
            const bar = document.querySelector(".pb-running").getBoundingClientRect();
            return document.activeElement.closest(".pb-running") || one.top < bar.top && one.bottom > 48;
        }"""
        assert page.evaluate(script), page.evaluate("document.activeElement.outerHTML")


def test_what_happened_is_read_aloud(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 3, "fail")
    status = page.locator("[data-run-bar] [role=status]")
    expect(status).to_have_text("第 3 条不合格，已存。已答 1 / 10，0 分，不合格")
    page.get_by_role("button", name="撤销").click()
    expect(status).to_have_text("撤销了上一步，已存。已答 0 / 10，没答完")
    group = page.get_by_role("group", name=re.compile("^3. 每个异常都恰有一名责任人吗？"))
    expect(group.get_by_role("button", name="不合格")).to_have_attribute("aria-pressed", "false")


def test_nothing_moves_for_those_who_asked_for_rest(visit: Visits) -> None:
    page = open_list(visit, width=390)
    start(page)
    script = """() => document.querySelectorAll(".pb-run *, .pb-answer *, .pb-runbar *").values()
        .map((one) => getComputedStyle(one)).filter((one) => parseFloat(one.transitionDuration) > 0 || one.animationName !== "none")
        .toArray().length"""
    assert page.evaluate(script) == 0


def test_the_page_does_not_jump_when_it_starts(visit: Visits) -> None:
    page = visit("/404.html", width=390, height=844)
    page.add_init_script(
        """window.jumped = 0;
        new PerformanceObserver((all) => {
            for (const one of all.getEntries()) if (!one.hadRecentInput) window.jumped += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    go(page, visit.site + WEEKLY)
    runs.ready(page)
    assert page.evaluate("window.jumped") < 0.1
