"""A duty, a role and a checklist in a real browser, wide and on a phone."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.kinds import WRITTEN, longest

WIDTHS = [1280, 390]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def as_phone(page: Page) -> None:
    """Make the window of an open page that of a phone, with touch."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})


def test_a_page_fits_its_window(look_shipped: Visits, site: Path) -> None:
    """Of each kind the longest, the lists of all, and what people wrote."""
    kinds = ("duties", "roles", "checklists", "scorecards", "templates")
    lists = [
        f"/{name}/"
        for name in (
            *kinds,
            "metrics",
            "terms",
            "tools",
            "sources",
            "raci",
            "team",
            "calendar",
            "changes",
            "roles/compare",
        )
    ]
    for address in [*(longest(site, kind) for kind in kinds), *lists, *WRITTEN]:
        page = look_shipped(address)
        expect(page.locator("article h1")).to_be_visible()
        assert overflow(page) <= 0, address
        as_phone(page)
        assert page.evaluate("matchMedia('(hover: none)').matches"), "a phone has nothing that hovers"
        assert overflow(page) <= 0, f"{address} on a phone"
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_card_opens_when_its_anchor_is_the_address(look: Visits, width: int) -> None:
    page = look("/duties/data-monitoring/#morning-check", width=width)
    card = page.locator("details.pb-task", has=page.locator("#morning-check"))
    expect(card).to_have_attribute("open", "")
    expect(card.get_by_text("先看数据是否就绪")).to_be_visible()
    expect(page.locator("#morning-check")).to_be_in_viewport()
    expect(page.locator("details.pb-task", has=page.locator("#peak-watch"))).not_to_have_attribute("open", "")


def test_a_link_to_a_step_opens_the_card_around_it(look: Visits) -> None:
    page = look("/duties/incident-response/#restore.contain")
    expect(page.locator('[id="restore.contain"]')).to_be_in_viewport()


def test_a_card_opens_by_keyboard(look: Visits) -> None:
    page = look("/duties/data-monitoring/")
    summary = page.locator("details.pb-task > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.pb-task").first).to_have_attribute("open", "")


def test_the_link_icon_copies_the_full_address(visit: Visits) -> None:
    page = visit("/duties/data-monitoring/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".pb-card", has=page.locator("#morning-check")).locator("> p > .headerlink").click()
    expect(page.get_by_role("status").filter(has_text="地址已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    expect(page).to_have_url(copied)
    assert copied.endswith("/duties/data-monitoring/#morning-check")
    expect(page.locator("details.pb-task", has=page.locator("#morning-check"))).to_have_attribute("open", "")


def test_where_the_clipboard_is_shut_the_address_is_shown(look: Visits) -> None:
    page = look("/duties/data-monitoring/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("#one-owner .headerlink").click()
    expect(page.get_by_role("status").filter(has_text="#one-owner")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_role_page_leads_to_its_tasks(look: Visits, width: int) -> None:
    page = look("/roles/control-ops/", width=width)
    expect(page.get_by_role("heading", name=re.compile("时间花在哪里"))).to_be_visible()
    # The list that is there without JavaScript gives way to the board.
    page.locator("article .pb-work").get_by_role("link", name="每日早检核心指标").first.click()
    expect(page).to_have_url(re.compile(r"/duties/data-monitoring/#morning-check$"))
    expect(page.get_by_text("先看数据是否就绪")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_door_to_a_checklist(look: Visits, width: int) -> None:
    page = look("/", width=width)
    page.get_by_role("link", name="打开清单").click()
    page.locator("article").get_by_role("link", name="数据监控周抽查").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("数据监控周抽查")
    expect(page.locator("article").get_by_text("每个异常都恰有一名责任人吗？").first).to_be_visible()


def test_everything_can_be_read_without_javascript(look: Visits) -> None:
    page = look("/duties/data-monitoring/", javascript=False)
    page.locator("details.pb-task > summary").nth(1).click()
    expect(page.get_by_text("先看数据是否就绪")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_group_has_a_colour_that_can_be_read(
    look: Visits, project: Path, scheme: Literal["light", "dark"]
) -> None:
    """Contrast of the headings of the map against their card: 4.5:1 (WCAG 2.2, 1.4.3), for every colour that there is."""
    css = (project / "docs/assets/css/playbook.css").read_text(encoding="utf-8")
    groups = sorted(set(re.findall(r"^\.(pb-g-[a-z-]+) \{", css, re.MULTILINE)))
    assert len(groups) >= 7
    page = look("/", scheme=scheme)
    colours, ratios = page.evaluate(
        """(groups) => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
          const pen = canvas.getContext("2d", { willReadFrequently: true });
          const light = (colour) => {
            pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((v) => {
              v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const card = document.querySelector(".pb-map");
          const cards = groups.map((group) => {
            const one = card.cloneNode(true);
            one.className = `pb-map ${group}`;
            card.after(one);
            return one;
          });
          const colours = cards.map((one) => getComputedStyle(one.querySelector("h3")).color);
          return [colours, cards.map((one, at) => {
            const [a, b] = [light(colours[at]), light(getComputedStyle(one).backgroundColor)];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          })];
        }""",
        groups,
    )
    assert len(set(colours)) == len(ratios) == len(groups)
    assert min(ratios) >= 4.5


def test_on_paper_every_card_is_open(look: Visits) -> None:
    page = look("/duties/data-monitoring/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.get_by_text("先看数据是否就绪")).to_be_visible()
    expect(page.locator(".md-header")).to_be_hidden()
