"""Pages read in other ways than their makers do: without keys, with other colours, other browsers, on paper."""

import re
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.settled import go
from tests.field.playbooks import files

DUTY = "/duties/data-monitoring/"
ROLE = "/roles/control-ops/"
CARD = "/scorecards/control-ops/"
WEEKLY = runs.WEEKLY
#: One page of each kind.
PAGES = ["/", DUTY, "/duties/", ROLE, "/roles/", "/roles/compare/", WEEKLY, CARD, "/templates/morning-check-log/",
         "/metrics/", "/terms/", "/raci/", "/changes/", "/editing/fields/", "/editing/errors/"]  # fmt: skip


# ------------------------------------------------------------------------------------- search


class Search:
    """The search box of a page, into which texts come without a key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_role("textbox", name="搜索")
        self.box.click()
        self.items = page.locator(".md-search-result__item")
        expect(page.locator(".md-search-result__meta")).to_have_text("键入以开始搜索")

    def put(self, text: str, kind: str = "insertFromPaste") -> None:
        """As the mouse does it: the text stands there, and `input` is all that is heard of it."""
        self.box.evaluate(
            """(box, [text, kind]) => {
                box.value = text;
                box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: kind, data: text }));
            }""",
            [text, kind],
        )

    def compose(self, steps: list[tuple[str, str]]) -> None:
        """As an input method does it: events in a browser's own order, each with the text in the box by then."""
        self.box.evaluate(
            """(box, steps) => {
                for (const [type, text] of steps) {
                    box.value = text;
                    const all = { bubbles: true, cancelable: true };
                    if (type === "input")
                        box.dispatchEvent(new InputEvent(type, { ...all, isComposing: true, inputType: "insertCompositionText", data: text }));
                    else if (type === "final input")
                        box.dispatchEvent(new InputEvent("input", { ...all, inputType: "insertFromComposition", data: text }));
                    else if (type.startsWith("key"))
                        box.dispatchEvent(new KeyboardEvent(type.split(" ")[0], { ...all, key: type.split(" ")[1] ?? "Process", keyCode: 229 }));
                    else box.dispatchEvent(new CompositionEvent(type, { ...all, data: text }));
                }
            }""",
            steps,
        )

    def empty(self) -> None:
        """As it was when the page came: nothing in the box, nothing found."""
        self.put("", "deleteByCut")
        expect(self.items).to_have_count(0)

    def shows(self, words: str) -> None:
        expect(self.items.filter(has_text=words).first).to_be_visible()


def test_text_that_comes_without_a_key_is_searched_for(visit: Visits) -> None:
    search = Search(visit("/"))
    for kind in ("insertFromPaste", "insertFromDrop", "insertText", "insertReplacementText"):
        search.put("数据监控", kind)
        search.shows("数据监控")
        search.empty()


def test_a_box_emptied_by_mouse_shows_no_old_results(visit: Visits) -> None:
    search = Search(visit("/"))
    search.box.fill("数据监控")
    search.box.press("End")
    search.shows("数据监控")
    search.put("", "deleteByCut")
    expect(search.items).to_have_count(0)
    expect(search.page.locator(".md-search-result__meta")).to_have_text("键入以开始搜索")


#: What browsers send when a word is chosen in an input method: by the space key, and by mouse.
ORDERS: dict[str, list[tuple[str, str]]] = {
    "chrome": [
        ("keydown", ""), ("compositionstart", ""), ("compositionupdate", "yuzhi"), ("input", "yuzhi"),
        ("keydown", "yuzhi"), ("compositionupdate", "阈值"), ("input", "阈值"), ("compositionend", "阈值"),
    ],
    "firefox": [
        ("keydown", ""), ("compositionstart", ""), ("compositionupdate", "yuzhi"), ("input", "yuzhi"),
        ("compositionend", "阈值"), ("final input", "阈值"),
    ],
    "safari": [
        ("compositionstart", ""), ("compositionupdate", "yuzhi"), ("input", "yuzhi"), ("keydown", "yuzhi"),
        ("final input", "阈值"), ("compositionend", "阈值"), ("keydown Enter", "阈值"), ("keyup Enter", "阈值"),
    ],
    "no-composition": [("keydown", ""), ("final input", "阈值")],
}  # fmt: skip


@pytest.mark.parametrize("browser_name", ORDERS)
def test_a_word_of_an_input_method_is_searched_for_in_every_order_of_events(visit: Visits, browser_name: str) -> None:
    search = Search(visit("/"))
    search.compose(ORDERS[browser_name])
    search.shows("阈值")
    assert search.page.url == f"{visit.site}/", "the key that chooses a word opens no page"


def test_enter_still_opens_the_first_result(visit: Visits) -> None:
    search = Search(visit("/"))
    search.box.fill("阈值")
    search.box.press("End")
    search.shows("阈值")
    search.box.press("Enter")
    search.page.wait_for_url("**/terms/**")


def test_a_query_in_signs_that_look_alike_finds_the_same(visit: Visits) -> None:
    search = Search(visit("/"))
    search.put("⽇")  # U+2F47, a radical that looks like 日
    search.box.press("End")
    search.shows("早检")
    search.put("ｓｑｌ")
    search.box.press("End")
    search.shows("SQL")


@pytest.mark.parametrize("place", ["answer", "page"])
def test_a_single_letter_leads_nowhere(visit: Visits, place: str) -> None:
    page = runs.open_list(visit)
    runs.start(page)
    target = runs.item(page, 1).locator("[data-answer=pass]") if place == "answer" else page.locator("body")
    before = page.url
    for key in ("n", "p", ".", ",", "f", "s", "/"):
        if place == "answer":
            target.focus()
        page.keyboard.press(key)
        page.keyboard.up(key)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.url == before
    expect(page.locator("#__search")).not_to_be_checked()
    if place == "answer":
        expect(target).to_be_focused()
    runs.answer(page, 1)
    runs.saved(page)


def test_letters_typed_into_a_note_are_kept(visit: Visits) -> None:
    page = runs.open_list(visit)
    runs.start(page)
    runs.answer(page, 1, "fail")
    note = runs.item(page, 1).locator("textarea")
    note.press_sequentially("np.,fs/")
    expect(note).to_have_value("np.,fs/")


# ------------------------------------------------------------------------------------- copied addresses


def copied(page: Page, link: Locator) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link.click()
    expect(page.locator(".pb-toast")).to_contain_text("地址已复制")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_an_address_copied_after_a_search_is_clean(visit: Visits) -> None:
    search = Search(visit("/"))
    search.box.fill("早检")
    search.box.press("End")
    search.shows("早检")
    search.items.locator("a[href*='duties/data-monitoring']").first.dispatch_event("click")  # see SearchBox.follow
    page = search.page
    page.wait_for_url("**/duties/data-monitoring/**")
    address = copied(page, page.locator(".md-content .headerlink:visible").first)
    assert address.startswith(f"{visit.site}{DUTY}#")
    assert "h=" not in address


def test_a_run_handed_over_after_a_search_has_a_clean_link(visit: Visits) -> None:
    page = runs.open_list(visit, f"{WEEKLY}?h=%E6%97%A9%E6%A3%80")
    runs.start(page)
    runs.answer(page, 1)
    page.get_by_role("button", name="复制交接链接").click()
    link = page.get_by_label("交接链接").input_value()
    assert link.startswith(f"{visit.site}{WEEKLY}#run=")


def test_what_a_reader_chose_stays_in_a_copied_address(visit: Visits) -> None:
    page = visit("/roles/compare/?roles=ops-lead&h=%E6%97%A9%E6%A3%80")
    address = copied(page, page.locator(".md-content .headerlink:visible").first)
    assert "h=" not in address
    kept = page.evaluate("[...new URLSearchParams(location.search).keys()].filter((name) => name !== 'h')")
    assert all(f"{name}=" in address for name in kept)


# ------------------------------------------------------------------------------------- colours


#: Marks drawn by a mask or a background alone: in forced colours they need a colour of the system.
VANISHED = """() => {
    const found = [];
    const shade = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
    const behind = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = shade(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3).join();
        }
        return "255,255,255";
    };
    for (const node of document.querySelectorAll("main *, .pb-bar, .pb-bar *, [data-run-bar] *")) {
        if (!node.getClientRects().length) continue;
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(node, part);
            if (part && (style.content === "none" || style.display === "none")) continue;
            const mask = style.maskImage || style.webkitMaskImage;
            if (!mask || mask === "none" || style.opacity === "0" || style.visibility === "hidden") continue;
            if (shade(style.backgroundColor).slice(0, 3).join() === behind(part ? node : node.parentElement))
                found.push(`${node.tagName}.${node.className}${part ?? ""}`);
        }
    }
    return [...new Set(found)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_mark_vanishes_in_forced_colours(visit: Visits, scheme: Literal["light", "dark"]) -> None:
    page = visit("/", scheme=scheme, forced_colors="active")
    vanished: dict[str, list[str]] = {}
    for address in PAGES:
        go(page, visit.site + address)
        page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
        page.locator(".md-content .headerlink").first.hover()
        if found := page.evaluate(VANISHED):
            vanished[address] = found
    assert vanished == {}


def test_the_mark_of_a_veto_stands_out_in_forced_colours(visit: Visits) -> None:
    """A small square of colour alone: where colours are forced it needs one of the system's, or an edge."""
    page = visit(WEEKLY, forced_colors="active")
    look = """(node) => {
        const mark = getComputedStyle(node, "::before");
        const canvas = getComputedStyle(document.body).backgroundColor;
        const filled = mark.backgroundColor !== canvas && mark.backgroundColor !== "rgba(0, 0, 0, 0)";
        return filled || (parseFloat(mark.borderTopWidth) > 0 && mark.borderTopStyle !== "none") || /\\S/.test(mark.content.replaceAll('"', ""));
    }"""
    marks = page.locator(".pb-veto > .pb-when")
    assert marks.count() > 0
    assert all(marks.nth(place).evaluate(look) for place in range(marks.count()))


def paper(page: Page, **options: Any) -> list[Any]:
    """A page as it is printed, sheet by sheet in shades of grey."""
    pdf = pypdfium2.PdfDocument(
        page.pdf(**{"format": "A4", "print_background": True, "prefer_css_page_size": True, **options})
    )
    return [sheet.render(scale=0.5, grayscale=True).to_numpy() for sheet in pdf]


@pytest.mark.parametrize("address", [DUTY, ROLE, WEEKLY, CARD, "/metrics/", "/raci/"])
def test_a_dark_screen_prints_as_a_light_one(visit: Visits, address: str) -> None:
    light, dark = visit(address), visit(address, scheme="dark")
    expect(dark.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    for page in (light, dark):
        page.wait_for_function("[...document.images].every((one) => one.complete)")
    on_light, on_dark = paper(light), paper(dark)
    assert len(on_light) == len(on_dark)
    for number, (one, other) in enumerate(zip(on_light, on_dark, strict=True), 1):
        differs = abs(one.astype(int) - other.astype(int)) > 24
        assert differs.mean() < 0.002, f"sheet {number}: {differs.mean():.1%} of it has another shade"
        assert (other > 200).mean() > 0.6, f"sheet {number} is dark"


@pytest.mark.parametrize("height", ["297mm", "279mm", "250mm"])
def test_no_third_of_a_sheet_stays_empty_before_a_sample(visit: Visits, height: str) -> None:
    for address in (DUTY, "/duties/data-analysis/"):
        page = visit(address)
        sheets = paper(page, format=None, width="210mm", height=height, prefer_css_page_size=False)
        for number, sheet in enumerate(sheets[:-1], 1):
            ink = (
                (sheet < 200).any(axis=2 if sheet.ndim == 3 else 1).nonzero()[0]
                if sheet.ndim == 2
                else (sheet[..., 0] < 200).any(axis=1).nonzero()[0]
            )
            filled = (ink.max() + 1) / sheet.shape[0]
            assert filled > 0.62, f"{address}: sheet {number} of {len(sheets)} is filled to {filled:.0%}"


# ------------------------------------------------------------------------------------- other browsers


def test_browsers_with_two_engines_take_the_new_one_on_every_page(shared_site: Path) -> None:
    lacking = [
        name
        for name, content in files(shared_site).items()
        if name.endswith(".html") and not re.search(rb'<meta name="?renderer"? content="?webkit"?', content)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("address", "panel"),
    [(WEEKLY, "[data-checklist]"), (ROLE, "[data-board]"), (CARD, "[data-scorecard]"), ("/metrics/", "main")],
    ids=["checklist", "board", "scorecard", "calculator"],
)
def test_where_modules_are_blocked_the_panel_says_what_is_missing(
    browser: Browser, shared_url: str, address: str, panel: str
) -> None:
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        for route in ("**/assets/*/js/**", "**/assets/*.js"):
            page.route(route, lambda route: route.abort())
        page.goto(shared_url + address)
        expect(page.locator(panel).first).to_contain_text(re.compile("浏览器|没有加载"))
    finally:
        context.close()


def test_where_modules_work_no_panel_complains(visit: Visits) -> None:
    page = runs.open_list(visit)
    expect(page.locator("[data-checklist]")).not_to_contain_text("没有加载")


HIDDEN = """() => {
    const node = document.activeElement;
    if (!node || node === document.body) return "";
    const box = node.getBoundingClientRect();
    const steps = [0.02, 0.25, 0.5, 0.75, 0.98];
    for (const x of steps) for (const y of steps) {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        if (top && (node.contains(top) || top.contains(node) && !top.closest("header, .md-header, [data-run-bar]") )) return "";
    }
    return node.outerHTML.slice(0, 90);
}"""


def test_at_400_percent_nothing_focused_lies_behind_header_or_bar(visit: Visits) -> None:
    page = runs.open_list(visit, width=320, height=256)
    runs.start(page)
    runs.item(page, 1).locator("[data-answer=pass]").focus()
    hidden = []
    for key in (*["Tab"] * 25, *["Shift+Tab"] * 25):
        page.keyboard.press(key)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if found := page.evaluate(HIDDEN):
            hidden.append(found)
    assert hidden == []
