"""The forms of the preview in a browser: by keyboard, in both widths and both schemes, and nothing typed is lost."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect

from macros.editor.gate import PREFIX
from macros.yamltext.edit import load_value
from tests.browser import axe
from tests.browser.windows import Windows
from tests.editor.conftest import Desk
from tests.editor.test_sheets import DUTY, _as_it_was, book

__all__ = ["_as_it_was", "book"]

#: What a browser writes into its console of answers that refuse, and of none.
EXPECTED = re.compile(r"422|ERR_FAILED")
MISTAKES = json.dumps(["tasks", 1, "mistakes"])


def address(desk: Desk, name: str, **query: str) -> str:
    return f"{desk.url}{PREFIX}{name}?{urlencode(query)}"


def mistakes(desk: Desk) -> list[Any]:
    found: list[Any] = load_value((desk.root / DUTY).read_text(encoding="utf-8"))["tasks"][1]["mistakes"]
    return found


def is_expected(line: ConsoleMessage) -> bool:
    """Whether a line of the console is of an answer that is right; to count pages is given up when they change."""
    is_given_up = "410" in line.text and line.location["url"].endswith(f"{PREFIX}occurrences")
    return is_given_up or EXPECTED.search(line.text) is not None


@pytest.fixture
def page(browser: Browser, windows: Windows, desk: Desk) -> Iterator[Page]:
    """A page; an error in what it shows, or a request to another host, fails the test."""
    errors: list[str] = []
    with windows.one(browser, desk.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda line: errors.append(line.text) if line.type == "error" and not is_expected(line) else None,
        )
        page.on("request", lambda sent: errors.append(sent.url) if "//127.0.0.1" not in sent.url else None)
        yield page
    assert errors == []


def test_an_item_is_added_by_keyboard_with_errors_at_their_fields(page: Page, book: Desk) -> None:
    page.goto(address(book, "add", file=DUTY, path=MISTAKES, number="1", back="/duties/data-monitoring/"))
    first = page.get_by_label("错在哪里")
    first.focus()
    page.keyboard.type("漏看夜里的数")
    page.keyboard.press("Control+Enter")
    second = page.get_by_label("怎么看出来")
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-field=sign] .pb-field-wrong")).to_have_text("这一项不能空。")
    expect(first).to_have_value("漏看夜里的数")
    page.keyboard.type("09:30 的表缺一行")
    expect(second).not_to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Tab")
    page.keyboard.type("补看再交")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/duties/data-monitoring/")
    expect(page.locator(".pb-editor-bar [role=status]")).to_contain_text("加一条")
    assert mistakes(book)[1] == {"what": "漏看夜里的数", "sign": "09:30 的表缺一行", "fix": "补看再交"}


def test_a_word_that_an_input_method_confirms_sends_nothing(page: Page, book: Desk) -> None:
    page.goto(address(book, "move"))
    page.get_by_label("改哪一样").focus()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    expect(page.locator(".pb-form-said")).to_be_empty()
    assert sent == []


def test_items_move_by_buttons_and_the_change_is_taken_back(page: Page, book: Desk) -> None:
    before = mistakes(book)
    page.goto(address(book, "lists", file=DUTY))
    task = page.locator(".pb-list").filter(has=page.get_by_role("heading", name="任务")).first
    task.locator("summary").nth(1).click()
    page.get_by_role("button", name=f"下移：{before[0]['what']}").click()
    expect(page.locator(".pb-done")).to_contain_text("下移")
    assert mistakes(book) == [before[1], before[0], *before[2:]]
    page.goto(address(book, "changes"))
    expect(page.locator(".pb-changes")).to_contain_text("换了次序")
    expect(page.locator("[data-load=pages]")).to_contain_text("数据监控")
    page.get_by_role("button", name="撤销这一次").click()
    expect(page.locator(".pb-done")).to_contain_text("撤销了")
    expect(page.locator("article")).to_contain_text("没有改动")
    assert mistakes(book) == before


def test_at_an_open_field_the_item_around_it_moves(page: Page, book: Desk) -> None:
    before = mistakes(book)
    page.goto(f"{book.url}/duties/data-monitoring/#morning-check")
    page.locator(f"[data-edit*='mistakes'] >> text={before[0]['what']}").first.click()
    page.locator(".pb-editor summary").filter(has_text="这一条").click()
    page.locator(".pb-editor-item").first.get_by_role("button", name="↓ 下移").click()
    expect(page.locator(".pb-editor")).to_have_count(0)
    expect(page.locator("article")).to_contain_text(before[0]["what"])
    page.wait_for_function("() => document.readyState === 'complete'")
    assert mistakes(book) == [before[1], before[0], *before[2:]]


def test_a_new_thing_is_asked_for_until_nothing_is_open(page: Page, book: Desk) -> None:
    page.goto(address(book, "new", kind="check", back="/"))
    page.get_by_label("写进哪项职责").select_option("data-monitoring")
    expect(page.get_by_label("查的是哪项任务")).to_be_visible()
    page.get_by_label("检查项的 id").fill("all-read")
    page.get_by_label("查的是哪项任务").select_option("morning-check")
    expect(page.get_by_label("检查项的 id")).to_have_value("all-read")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="还有")).to_be_focused()
    for one in page.locator("[data-region=answer] textarea").all():
        one.fill(f"在表里逐行看，3 行里有 {one.get_attribute('id')} 这一处吗？")
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/duties/data-monitoring/#all-read")
    expect(page.locator("#all-read").first).to_be_attached()


def test_a_move_is_tried_and_nothing_is_done_before_the_second_button(page: Page, book: Desk) -> None:
    page.goto(address(book, "move"))
    page.get_by_label("改哪一样").fill("data-monitoring.peak-watch")
    page.get_by_label("新的 id").fill("peak-plan")
    page.get_by_label("为什么").fill("名字和模板统一")
    expect(page.get_by_role("button", name="就这样改")).to_be_hidden()
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="会这样改")).to_be_focused()
    assert "peak-watch" in (book.root / DUTY).read_text(encoding="utf-8")
    page.get_by_role("button", name="就这样改").click()
    expect(page.locator(".pb-done")).to_contain_text("改好了")
    assert "id: peak-watch" not in (book.root / DUTY).read_text(encoding="utf-8")


def test_leaving_with_something_typed_asks(page: Page, book: Desk) -> None:
    page.goto(address(book, "add", file=DUTY, path=MISTAKES, number="0"))
    page.get_by_label("错在哪里").press_sequentially("写到一半")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="不加了").click()
    page.wait_for_function("() => document.querySelector('textarea')?.value === '写到一半'")
    assert asked == ["beforeunload"]


def test_when_the_preview_has_stopped_what_was_typed_stays(page: Page, book: Desk) -> None:
    page.goto(address(book, "add", file=DUTY, path=MISTAKES, number="0"))
    page.get_by_label("错在哪里").fill("写好的一句")
    page.route(f"**{PREFIX}add", lambda route: route.abort())
    page.get_by_role("button", name="加上").click()
    expect(page.locator(".pb-form-said")).to_contain_text("没有应答")
    expect(page.get_by_label("错在哪里")).to_have_value("写好的一句")
    page.unroute_all()
    page.get_by_role("button", name="加上").click()
    expect(page.locator("[data-field=sign] .pb-field-wrong")).to_be_visible()


SHEETS = {
    "changes": {},
    "kinds": {},
    "new": {"kind": "task", "duty": "data-monitoring"},
    "move": {},
    "lists": {"file": DUTY},
    "add": {"file": DUTY, "path": json.dumps(["tasks", 1, "inputs"])},
    "change": {"file": DUTY, "path": json.dumps(["tasks", 1])},
    "delete": {"file": DUTY, "path": json.dumps(["checks", 1])},
}


@pytest.mark.parametrize("name", list(SHEETS))
def test_the_forms_are_accessible_and_fit_a_phone(page: Page, book: Desk, name: str) -> None:
    page.goto(address(book, "new" if name == "kinds" else name, **SHEETS[name]))
    expect(page.locator("article h1")).to_be_visible()
    if name == "add":
        page.get_by_role("button", name="加上").click()
        expect(page.locator("[aria-invalid]").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe.complaints(page, 1280, 390) == []
