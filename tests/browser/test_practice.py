"""Questions where the text stands, and the page that asks what is due: kept on the device, asked again in time."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import runs
from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.browser.settled import go, reload

NOON = "2026-11-28T12:00:00"
DUTY = "/duties/data-monitoring/"
CHECK = "data-monitoring.one-owner"


def question(page: Page, item: str) -> Locator:
    return page.locator(f'details[data-quiz^="{item}:"]')


def ready(page: Page) -> Page:
    page.locator(".pb-ask h2").wait_for()
    return page


def entries(page: Page) -> dict[str, Any]:
    """What an export has of the answers."""
    with page.expect_download() as info:
        page.get_by_role("button", name="导出全部记录").click()
    found: dict[str, Any] = json.loads(Path(info.value.path()).read_text(encoding="utf-8"))["entries"]
    return {key: entry["v"] for key, entry in found.items() if key.startswith("answer:")}


def bring_in(page: Page, kept: dict[str, Any]) -> None:
    data = {
        "format": "ops-playbook",
        "version": 1,
        "entries": {key: {"v": value, "seen": {"other": 1}} for key, value in kept.items()},
    }
    page.locator('input[type="file"]').set_input_files(
        {"name": "kept.json", "mimeType": "application/json", "buffer": json.dumps(data).encode()}
    )
    page.get_by_role("button", name="导入这些").click()
    expect(page.locator(".pb-kept")).to_contain_text("导入了")


def test_a_question_is_answered_where_it_stands(visit: Visits) -> None:
    page = visit(DUTY + "#one-owner", now=NOON)
    one = question(page, CHECK)
    one.locator("summary").click()
    expect(one.get_by_text("不合格。当场指定一个人")).to_be_visible()
    one.get_by_role("button", name="还不会").click()
    expect(one).not_to_have_attribute("open", "")
    status = page.locator(f'details[data-quiz^="{CHECK}:"] + .pb-state')
    expect(status).to_have_text("还不会：再答一次。")
    one.locator("summary").click()
    one.get_by_role("button", name="会", exact=True).click()
    expect(status).to_have_text("会。11 月 30 日再问一次。")
    page.clock.set_fixed_time("2026-11-30T08:00:00")
    reload(page)
    expect(status).to_have_text("该再答一次了。")
    one.locator("summary").click()
    one.get_by_role("button", name="会", exact=True).click()
    expect(status).to_have_text("会。12 月 5 日再问一次。")


def test_no_case_is_drawn_before_the_page_knows_for_whom(visit: Visits) -> None:
    page = runs.open_delayed(visit, "/practice/", "role:", now=NOON)
    expect(page.get_by_label("岗位")).to_be_visible()
    expect(page.get_by_role("button", name="抽一个")).to_have_count(0)
    runs.arrive(page)
    expect(page.get_by_role("button", name="抽一个")).to_be_visible()


def test_a_question_needs_no_script(look: Visits) -> None:
    page = look(DUTY + "#one-owner", javascript=False)
    one = question(page, CHECK)
    expect(one.locator("p")).to_be_hidden()
    one.locator("summary").click()
    expect(one.locator("p")).to_be_visible()


def test_what_is_due_is_asked_by_keyboard_alone(visit: Visits) -> None:
    page = ready(visit("/practice/?role=assistant-ops", now=NOON))
    output = page.locator("[data-practice] output")
    total = int(re.findall(r"没答过 (\d+) 题", output.inner_text())[0])
    assert total == page.locator(".pb-asked:visible").count() > 2
    heading = page.locator(".pb-ask h2")
    first = heading.inner_text()
    page.keyboard.press("Space")
    expect(page.locator(".pb-solution")).to_be_visible()
    page.keyboard.press("2")
    expect(output).to_contain_text("到期 1 题")
    expect(heading).not_to_have_text(first)
    expect(heading).to_be_focused()
    for left in range(total - 1, 0, -1):
        expect(page.locator(".pb-ask .pb-count")).to_have_text(f"今天还有 {left + 1} 题")
        page.keyboard.press("Space")
        page.keyboard.press("1")
    expect(heading).to_have_text(first)  # asked again as soon as the others were
    page.keyboard.press("Space")
    page.keyboard.press("1")
    expect(heading).to_contain_text("今天的题答完了。下一次是 11 月 30 日")
    assert len(entries(page)) == total  # whoever reads the store waits for what is being written
    page.clock.set_fixed_time("2026-11-30T08:00:00")
    reload(page)
    expect(output).to_contain_text(f"到期 {total} 题 · 没答过 0 题")


def test_the_address_chooses_the_roles(visit: Visits) -> None:
    page = ready(visit("/practice/?role=assistant-ops,ops-lead,nobody"))
    select = page.get_by_label("岗位")
    expect(select.locator("option:checked")).to_contain_text("、")
    both = page.locator(".pb-asked:visible").count()
    select.select_option("ops-lead")
    expect(page).to_have_url(re.compile(r"\?role=ops-lead$"))
    assert 0 < page.locator(".pb-asked:visible").count() < both
    select.select_option("")
    expect(page).to_have_url(re.compile(r"\?role=all$"))
    expect(page.locator(".pb-asked:visible")).to_have_count(page.locator(".pb-asked").count())


def test_without_a_choice_the_own_roles_are_asked(visit: Visits) -> None:
    page = ready(visit("/practice/", now=NOON))
    every = page.locator(".pb-asked").count()
    own = {"format": 1, "at": 1, "from": ""}
    bring_in(page, {"role:ops-lead": {**own, "name": "运营主管"}, "role:nobody": {**own, "name": "没有了"}})
    reload(page)
    select = ready(page).get_by_label("岗位")
    expect(select).to_have_value("ops-lead")
    expect(page).to_have_url(re.compile(r"/practice/$"))
    select.select_option("")
    reload(page)
    expect(ready(page).get_by_label("岗位")).to_have_value("")
    expect(page.locator(".pb-asked:visible")).to_have_count(every)


def test_what_was_answered_under_an_old_name_counts(visit: Visits) -> None:
    """The item moved with its duty (moved.yml): the answer goes with it, and the old name is let go of."""
    page = ready(visit("/practice/", now=NOON))
    name = page.locator(f'details[data-quiz^="{CHECK}:"]').get_attribute("data-quiz") or ""
    hash_ = name.rpartition(":")[2]
    old = f"answer:metric-watch.one-owner:{hash_}"
    bring_in(page, {old: {"stage": 2, "day": "2026-11-27"}})
    reload(page)
    expect(page.locator("[data-practice] output")).to_contain_text("等着再问 1 题")
    assert entries(page) == {f"answer:{name}": {"stage": 2, "day": "2026-11-27"}}


def test_other_words_are_asked_anew_and_nothing_is_lost(visit: Visits) -> None:
    page = ready(visit("/practice/", now=NOON))
    kept = {
        f"answer:{CHECK}:00000000": {"stage": 3, "day": "2026-11-27"},
        "answer:data-monitoring.night-watch:11111111": {"stage": 1, "day": "2026-11-27"},
    }
    bring_in(page, kept)
    reload(page)
    output = page.locator("[data-practice] output")
    expect(output).to_contain_text("文字改过、重新问 1 题 · 不再问 1 题，答过的记录还在")
    expect(output).to_contain_text("到期 0 题")
    assert entries(page) == kept


def test_what_is_no_answer_counts_for_nothing(visit: Visits) -> None:
    page = ready(visit("/practice/", now=NOON))
    names = [one.get_attribute("data-quiz") for one in page.locator("details[data-quiz]").all()]
    bad = [{"stage": -1, "day": "2026-11-27"}, {"stage": 1, "day": "soon"}, {"stage": "<script>"}, "😀", None, 7]
    bring_in(page, {f"answer:{name}": value for name, value in zip(names, bad, strict=False) if value is not None})
    reload(page)
    expect(page.locator("[data-practice] output")).to_contain_text(f"到期 0 题 · 没答过 {len(names)} 题")
    page.keyboard.press("Space")
    page.keyboard.press("1")
    expect(page.locator("[data-practice] output")).to_contain_text("等着再问 1 题")


NO_STORE = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('', 'SecurityError'); } });"


@pytest.mark.parametrize("address", [DUTY, "/practice/"])
def test_without_storage_it_works_and_says_so(visit: Visits, address: str) -> None:
    visit.scripts = (NO_STORE,)
    page = visit(address, now=NOON)
    if address == DUTY:
        go(page, page.url + "#one-owner")
        one = question(page, CHECK)
        one.locator("summary").click()
        one.get_by_role("button", name="会", exact=True).click()
    else:
        ready(page)
        page.keyboard.press("Space")
        page.keyboard.press("1")
        expect(page.locator("[data-practice] output")).to_contain_text("等着再问 1 题")
    expect(page.get_by_role("alert").filter(has_text="记下的只在这个标签页里")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())


@pytest.mark.parametrize("is_open", [False, True])
def test_anybody_can_practise(visit: Visits, is_open: bool) -> None:
    page = ready(visit("/practice/?role=control-ops"))
    if is_open:
        page.keyboard.press("Space")
        page.locator(".pb-solution").wait_for()
    assert complaints(page, 1280, 390) == []


def test_anybody_can_answer_in_place(visit: Visits) -> None:
    page = visit(DUTY + "#one-owner", now=NOON)
    one = question(page, CHECK)
    one.locator("summary").click()
    one.get_by_role("button", name="还不会").click()
    expect(one).not_to_have_attribute("open", "")
    one.locator("summary").click()
    expect(one).to_have_attribute("open", "")
    assert complaints(page, 1280, 390) == []
