"""与实际不符: a reader's report on an item, in a browser, by hand and by keyboard, wide and on a phone."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.browser.settled import reload

PAGE = "/duties/data-monitoring/"
REF = "data-monitoring.one-owner"
PERMITTED: dict[str, Any] = {"permissions": ["clipboard-read", "clipboard-write"]}
NASTY = "第一行\n第二行 😀 <script>alert(1)</script> 100% & # ?"


def opened(page: Page, ref: str = REF) -> Locator:
    """The form of a report on an item, opened by its link."""
    page.locator(f'[data-report="{ref}"]').click()
    dialog = page.get_by_role("dialog", name="与实际不符")
    expect(dialog).to_be_visible()
    return dialog


def issue_of(dialog: Locator) -> dict[str, str]:
    """Title and body of the issue that the form's link would open."""
    link = dialog.get_by_role("link", name="提一张问题单")
    link.focus()
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query, strict_parsing=True, errors="strict")
    return {name: values[0] for name, values in query.items()}


def configured(page: Page, **settings: Any) -> None:
    """Let an open page have been built with other settings."""
    page.evaluate("(told) => { document.querySelector('meta[name=report]').content = told; }", json.dumps(settings))


@pytest.mark.parametrize("width", [1280, 390])
def test_one_tap_makes_a_report_with_all_that_is_to_be_known(visit: Visits, width: int) -> None:
    page = visit(PAGE, width=width, **PERMITTED)
    asked = set(visit.requests)
    dialog = opened(page)
    fetched = {Path(urlsplit(url).path).name for url in set(visit.requests) - asked}
    assert {"report.js", "report-text.js"} <= fetched, "not before the tap"
    box = dialog.get_by_label("实际是怎样")
    expect(box).to_be_focused()
    box.fill(NASTY)
    issue = issue_of(dialog)
    assert issue["title"] == f"与实际不符：每个异常都恰有一名责任人吗？（{REF}）"
    body = issue["body"]
    assert body.startswith(f"实际是：\n{NASTY.replace('<', '&lt;')}\n\n手册写的是：每个异常都恰有一名责任人吗？\n")
    assert "怎么查" in body
    assert f"编号：{REF}\n页面：{visit.site}{PAGE}#one-owner\n版本：" in body
    assert re.search(r"^版本：(\d{4}-\d\d-\d\d )?[0-9a-f]{8}$", body, re.MULTILINE)
    assert re.search(r"^在这里改：https://\S+data/duties/data-monitoring\.yml#L\d+$", body, re.MULTILINE)
    dialog.get_by_role("button", name="复制").click()
    expect(dialog.get_by_role("status")).to_contain_text("复制好了")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == f"{issue['title']}\n\n{body.replace('&lt;', '<')}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(dialog).to_be_in_viewport(ratio=1)


def test_what_was_typed_is_there_after_it_was_closed_by_mistake(visit: Visits) -> None:
    page = visit(PAGE)
    opened(page).get_by_label("实际是怎样").fill(NASTY)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="与实际不符")).to_have_count(0)
    expect(page.locator(f'[data-report="{REF}"]')).to_be_focused()
    expect(opened(page).get_by_label("实际是怎样")).to_have_value(NASTY)
    reload(page)
    expect(opened(page).get_by_label("实际是怎样")).to_have_value(NASTY)
    page.keyboard.press("Escape")
    expect(opened(page, "data-monitoring.faster-detection").get_by_label("实际是怎样")).to_have_value("")


def test_where_the_browser_keeps_nothing_it_is_there_too(visit: Visits) -> None:
    page = visit(PAGE)
    page.evaluate("() => { Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new Error('no'); }; }")
    opened(page).get_by_label("实际是怎样").fill("没地方存")
    page.keyboard.press("Escape")
    expect(opened(page).get_by_label("实际是怎样")).to_have_value("没地方存")


def test_by_keyboard_alone(visit: Visits) -> None:
    page = visit("/metrics/", **PERMITTED)
    page.locator('[data-report="metrics/csat"]').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("实际是怎样")).to_be_focused()
    page.keyboard.type("s/f 都是字，不是命令")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="提一张问题单")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("复制好了")
    assert "编号：metrics/csat" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-report="metrics/csat"]')).to_be_focused()


def test_five_thousand_signs_are_cut_in_the_link_and_copied_whole(visit: Visits) -> None:
    page = visit(PAGE, **PERMITTED)
    dialog = opened(page)
    said = "字😀" * 2500
    dialog.get_by_label("实际是怎样").fill(said)
    body = issue_of(dialog)["body"]
    assert "截断" in body
    assert "\ufffd" not in body
    link = dialog.get_by_role("link", name="提一张问题单")
    link.evaluate("(link) => link.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    expect(dialog.get_by_role("status")).to_contain_text("全文已经复制")
    assert said in page.evaluate("navigator.clipboard.readText()")


def test_where_the_clipboard_is_shut_the_whole_text_is_there_to_be_copied(visit: Visits) -> None:
    page = visit(PAGE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    dialog = opened(page)
    dialog.get_by_label("实际是怎样").fill(NASTY)
    dialog.get_by_role("button", name="复制").click()
    expect(dialog.get_by_label("报告全文")).to_have_value(re.compile(re.escape(NASTY)))
    assert complaints(page, 1280, 390) == []


def test_a_company_that_wants_mail_gets_mail(visit: Visits) -> None:
    page = visit(PAGE)
    configured(page, to=["mail"], mail="ops@example.com")
    dialog = opened(page)
    dialog.get_by_label("实际是怎样").fill(NASTY)
    link = dialog.get_by_role("link", name="写邮件")
    link.focus()
    href = link.get_attribute("href") or ""
    assert href.startswith("mailto:ops@example.com?subject=")
    assert parse_qs(urlsplit(href).query)["body"][0].startswith("实际是：\r\n第一行\r\n第二行 😀 <script>")
    expect(dialog.get_by_role("link", name="提一张问题单")).to_have_count(0)
    expect(dialog.get_by_role("button", name="复制")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "ref", "name", "place"),
    [
        (PAGE, "data-monitoring.morning-check", "每日早检核心指标", "#morning-check"),
        ("/terms/", None, None, None),
        ("/roles/control-ops/", "roles/control-ops.data-monitoring", "数据监控", ""),
        ("/roles/control-ops/", "roles/control-ops", "运营中控", ""),
        ("/checklists/monitoring-weekly/", REF, "每个异常都恰有一名责任人吗？", f"#{REF}"),
        ("/templates/morning-check-log/", "templates/morning-check-log", "早检记录", ""),
    ],
)
def test_a_report_names_what_it_stands_at(
    look: Visits, address: str, ref: str | None, name: str | None, place: str | None
) -> None:
    page = look(address)
    if ref is None:
        first = page.locator("[data-report]").first
        ref = first.get_attribute("data-report") or ""
        place = f"#{ref.partition('/')[2]}"
        name = re.sub(r"[#\s]+$", "", page.locator(f"h2{place}").inner_text())
    page.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    dialog = opened(page, ref)
    assert name is not None
    expect(dialog.locator("strong")).to_contain_text(name)
    body = issue_of(dialog)["body"]
    assert f"编号：{ref}\n页面：{look.site}{address}{place}\n版本：" in body
    told = body.partition("手册写的是：")[2].partition("\n\n编号：")[0]
    assert len(told) > len(name) + 4
    assert "与实际不符" not in told


def test_without_javascript_the_link_leads_to_the_repository(look: Visits) -> None:
    page = look(PAGE, javascript=False)
    link = page.locator(f'[data-report="{REF}"]')
    expect(link).to_have_attribute("href", re.compile(rf"^https://\S+/issues/new\?title={re.escape(REF)}$"))
    expect(link).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form(look: Visits, scheme: Any) -> None:
    page = look(PAGE, scheme=scheme)
    opened(page)
    assert complaints(page, 1280, 390) == []


def test_it_is_not_on_paper(look: Visits) -> None:
    page = look(PAGE)
    opened(page)
    page.emulate_media(media="print")
    expect(page.locator(".pb-report-form")).to_be_hidden()
    assert page.locator(".pb-report:visible").count() == 0
