"""Editing in the browser, on the tests' own playbook."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.browser import axe
from tests.browser.settled import go
from tests.browser.windows import Windows
from tests.editor import edits
from tests.editor.conftest import Desk
from tests.editor.test_fields import DUTY, kept

__all__ = ["kept"]

FIELD = ".pb-editor :is(textarea, input)"
SAID = ".pb-editor-said"
#: Where something stands in the window.
TOP = "(one) => one.getBoundingClientRect().top"


@pytest.fixture
def page(browser: Browser, windows: Windows, desk: Desk, kept: dict[str, bytes]) -> Iterator[Page]:
    """The page of a duty; an error in its console fails the test."""
    errors: list[str] = []
    with windows.one(browser, desk.url, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        go(page, f"{desk.url}/duties/data-monitoring/")
        expect(page.locator(".pb-editor-toggle")).to_be_visible()
        yield page
    assert errors == []


def outcome(desk: Desk) -> str:
    return str(edits.node_at((desk.root / DUTY).read_text(encoding="utf-8"), ("outcome",)).value)


def open_outcome(page: Page) -> None:
    page.locator(".pb-outcome [data-edit]").click()
    expect(page.locator(FIELD)).to_be_focused()


def test_by_keyboard_alone_a_text_is_changed_and_the_focus_stays(page: Page, desk: Desk) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.closest('.pb-outcome') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(".pb-editor")).to_contain_text("成果")
    expect(page.locator(".pb-editor-count")).to_have_text(re.compile(r"^\d+ / 40 字$"))
    expect(page.locator(".pb-editor summary")).to_have_text(re.compile("这句也出现在 [2-9] 页"))
    page.keyboard.press("Control+a")
    page.keyboard.type("按键改的一句。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pb-outcome")).to_have_text("按键改的一句。")
    expect(page.locator(".pb-outcome [data-edit]")).to_be_focused()
    expect(page.locator(".pb-editor-toast")).to_contain_text("已保存")
    assert outcome(desk) == "按键改的一句。"


def test_the_page_stays_where_it_was_also_inside_what_was_folded(page: Page, desk: Desk) -> None:
    task = page.locator("details.pb-task").nth(1)
    task.locator("summary").first.click(position={"x": 400, "y": 5})
    line = task.locator(".pb-done [data-edit]").first
    line.scroll_into_view_if_needed()
    top = line.evaluate(TOP)
    line.click()
    page.locator(FIELD).fill("打开的任务里改的一条")
    page.keyboard.press("Control+Enter")
    fresh = page.locator(".pb-done [data-edit]", has_text="打开的任务里改的一条")
    expect(fresh).to_be_focused()
    page.wait_for_function(f"([line, top]) => Math.abs(({TOP})(line) - top) < 5", arg=[fresh.element_handle(), top])


def test_escape_gives_up_and_leaving_saves(page: Page, desk: Desk, kept: dict[str, bytes]) -> None:
    open_outcome(page)
    page.locator(FIELD).fill("不要的")
    page.keyboard.press("Escape")
    expect(page.locator(".pb-editor")).to_have_count(0)
    assert edits.data_of(desk.root) == kept
    open_outcome(page)
    page.locator(FIELD).fill("离开就存。")
    page.locator("h1").click(position={"x": 400, "y": 5})
    expect(page.locator(".pb-outcome")).to_have_text("离开就存。")
    assert outcome(desk) == "离开就存。"


def test_who_goes_on_to_another_text_finds_it_open_when_the_first_is_saved(page: Page, desk: Desk) -> None:
    open_outcome(page)
    page.locator(FIELD).fill("先改的一句。")
    page.locator("h1 [data-edit]").click()
    expect(page.locator(".pb-outcome")).to_have_text("先改的一句。")
    expect(page.locator(FIELD)).to_have_value("数据监控")
    expect(page.locator(FIELD)).to_be_focused()


def test_links_are_followed_and_edited_by_the_pencil_or_alt(page: Page) -> None:
    link = page.locator(".pb-borders a").first
    link.click(modifiers=["Alt"])
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    link.hover()
    page.locator(".pb-editor-pencil").click()
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    link.click()
    page.wait_for_url("**/duties/data-analysis/")


def test_a_derived_text_leads_to_its_values(page: Page, desk: Desk) -> None:
    derived = page.locator("summary [data-derived]", has_text="每天 09:30").first
    derived.hover()
    page.locator(".pb-editor-pencil").click()
    page.locator(".pb-editor button", has_text="截止时刻").click()
    page.locator(FIELD).fill("０９：４０")
    expect(page.locator(FIELD)).to_have_value("09:40")
    page.keyboard.press("Enter")
    expect(page.locator("summary [data-derived]", has_text="每天 09:40").first).to_be_visible()


@pytest.mark.parametrize("order", ["keydown-first", "composition-first"])
@pytest.mark.parametrize("key", [{"isComposing": True}, {"keyCode": 229}])
def test_enter_that_confirms_a_word_saves_nothing(
    page: Page, desk: Desk, kept: dict[str, bytes], order: str, key: dict[str, object]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/save") else None)
    open_outcome(page)
    page.locator(FIELD).evaluate(
        """(input, { order, key }) => {
          input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          input.value += "字";
          const end = () => input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
          const enter = (more) => {
            const init = { key: "Enter", bubbles: true, cancelable: true, ...key, ...more };
            const event = new KeyboardEvent("keydown", init);
            if (key.keyCode) Object.defineProperty(event, "keyCode", { value: 229 });
            input.dispatchEvent(event);
          };
          if (order === "composition-first") end();
          enter({});
          enter({ ctrlKey: true });
          if (order === "keydown-first") end();
        }""",
        {"order": order, "key": key},
    )
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pb-editor")).to_have_count(0)
    assert asked == []
    assert edits.data_of(desk.root) == kept


def test_a_real_input_method_confirms_words_and_saves_nothing(page: Page, desk: Desk, kept: dict[str, bytes]) -> None:
    open_outcome(page)
    page.locator(FIELD).fill("")
    typed = page.context.new_cdp_session(page)
    typed.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    typed.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    typed.send("Input.insertText", {"text": "你"})
    expect(page.locator(FIELD)).to_have_value("你")
    expect(page.locator(".pb-editor")).to_be_visible()
    assert edits.data_of(desk.root) == kept


def test_what_is_refused_stays_in_the_field_with_the_checker_s_words(
    page: Page, desk: Desk, kept: dict[str, bytes]
) -> None:
    open_outcome(page)
    page.locator(FIELD).fill("看 data-monitoring.no-such-task")
    page.keyboard.press("Control+Enter")
    expect(page.locator(SAID)).to_contain_text("no-such-task")
    expect(page.locator(FIELD)).to_have_value("看 data-monitoring.no-such-task")
    assert edits.data_of(desk.root) == kept
    page.locator(FIELD).fill("改好的一句。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pb-outcome")).to_have_text("改好的一句。")


def test_a_change_elsewhere_waits_under_an_open_field_and_both_texts_are_shown(page: Page, desk: Desk) -> None:
    open_outcome(page)
    page.locator(FIELD).fill("我写的一句。")
    file = desk.root / DUTY
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^outcome: .*$", "outcome: 别处写的一句。", text), encoding="utf-8")
    expect(page.locator(SAID)).to_contain_text("新的内容")
    expect(page.locator(FIELD)).to_have_value("我写的一句。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(SAID)).to_contain_text("别处写的一句。")
    expect(page.locator(SAID)).to_contain_text("我写的一句。")
    page.locator(f"{SAID} button").first.click()
    expect(page.locator(".pb-outcome")).to_have_text("我写的一句。")
    assert outcome(desk) == "我写的一句。"


def test_a_field_that_is_only_open_is_not_closed_by_a_change_elsewhere(page: Page, desk: Desk) -> None:
    open_outcome(page)
    file = desk.root / DUTY
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^outcome: .*$", "outcome: 别处写的一句。", text), encoding="utf-8")
    expect(page.locator(SAID)).to_contain_text("新的内容")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pb-outcome")).to_have_text("别处写的一句。")


def test_the_values_of_a_derived_text_stay_to_choose_from_until_they_are_left(page: Page, desk: Desk) -> None:
    page.locator("summary [data-derived]", has_text="每天 09:30").first.hover()
    page.locator(".pb-editor-pencil").click()
    expect(page.locator(".pb-editor button").first).to_be_focused()
    desk.server.wake()
    expect(page.locator(".pb-editor-toast")).to_contain_text("新的内容")
    expect(page.locator(".pb-editor button").first).to_be_focused()
    with page.expect_navigation():
        page.locator("h1").click(position={"x": 400, "y": 5})
    expect(page.locator(".pb-editor")).to_have_count(0)


def test_a_server_that_stopped_is_told_and_the_text_is_kept(page: Page, desk: Desk) -> None:
    def stopped(route: Route) -> None:
        route.abort("connectionrefused")

    open_outcome(page)
    page.route("**/-/editor/save", stopped)
    page.locator(FIELD).fill("停的时候写的。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(SAID)).to_contain_text("make serve")
    expect(page.locator(FIELD)).to_have_value("停的时候写的。")
    page.unroute("**/-/editor/save")
    desk.server.gate.token = "of-the-preview-that-was-started-anew"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pb-outcome")).to_have_text("停的时候写的。")


def test_to_leave_the_page_with_a_changed_field_asks(page: Page, desk: Desk) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    open_outcome(page)
    page.keyboard.type("写了一半")
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.assign('/'))")
    expect(page.locator(FIELD)).to_have_value(re.compile("写了一半"))
    assert asked == ["beforeunload"]
    page.keyboard.press("Escape")


def test_it_can_be_switched_off(page: Page) -> None:
    page.locator(".pb-editor-toggle").click()
    page.locator(".pb-outcome [data-edit]").click()
    expect(page.locator(".pb-outcome [data-edit]")).not_to_have_attribute("tabindex", re.compile(""))
    page.reload()
    expect(page.locator(".pb-editor-toggle")).to_have_text("改字：关")
    expect(page.locator(".pb-editor")).to_have_count(0)


def test_an_open_field_has_nothing_that_axe_finds(page: Page) -> None:
    open_outcome(page)
    assert axe.complaints(page, 1280, 390) == []
