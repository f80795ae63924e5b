"""The search box on a page: what it fetches and when, what it shows, and what it says when something is missing."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from macros.pages import my_role
from macros.views.views import Views
from tests.browser.conftest import Visits
from tests.browser.settled import go, reload
from tests.conftest import served
from tests.node import run_search
from tests.search.conftest import SearchBox


def test_nothing_is_fetched_before_somebody_types(visit: Visits) -> None:
    page = visit("/duties/data-monitoring/")
    box = SearchBox(page)
    assert not any(url.endswith("/entries.js") for url in visit.requests)
    with page.expect_request(lambda request: request.url.endswith("/search/entries.js")):
        box.type("早检")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reader_gets_to_a_task(visit: Visits, width: int) -> None:
    page = visit("/", width=width)
    box = SearchBox(page)
    box.type("异常 认领")
    box.follow("异常响应与认领")
    expect(page.get_by_role("heading", name="异常响应与认领", exact=False).first).to_be_in_viewport()
    url = urlsplit(page.url)  # Material takes the words to be marked out of it again, sooner or later
    assert (url.path, url.fragment) == ("/duties/data-monitoring/", "anomaly-response")


def test_another_name_is_shown_with_the_page_it_belongs_to(visit: Visits) -> None:
    page = visit("/")
    SearchBox(page).type("盯盘")
    first = page.locator(".md-search-result__item").first
    expect(first.locator("h1")).to_have_text("数据监控")
    expect(first.locator(".md-tag mark").first).to_have_text("盯盘")


def test_a_word_is_completed_with_the_arrow_key(visit: Visits) -> None:
    box = SearchBox(visit("/"))
    box.type("数据监")
    expect(box.page.locator(".md-search__suggest")).to_have_text("数据监控")
    box.box.press("ArrowRight")
    expect(box.box).to_have_value("数据监控")


def test_a_search_can_be_sent_as_a_link(visit: Visits) -> None:
    page = visit("/?q=客单价")
    expect(page.locator(".md-search-result__item h2").first).to_have_text("客单价")


def test_what_is_typed_is_never_run(visit: Visits) -> None:
    page = visit("/")
    SearchBox(page).type("<img src=x onerror=alert(1)> 早检")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert page.locator(".md-search-result img").count() == 0


def test_the_search_works_below_a_path(browser: Browser, playbook_site: Path) -> None:
    with served(playbook_site, "/team/playbook") as url:
        visit = Visits(browser, url)
        shown = SearchBox(visit("/roles/")).ask("盯盘")
        assert shown[0][0] == f"{url}/duties/data-monitoring/"
        assert visit.finish() == []
        visit.close()


@pytest.mark.parametrize("file", ["search/entries.js", "search/ranking.js"])
def test_a_file_that_does_not_come_is_named_and_asked_for_again(visit: Visits, file: str) -> None:
    page = visit("/")
    page.context.route(f"**/{file}", lambda route: route.fulfill(body="{", content_type="text/javascript"))
    box = SearchBox(page)
    box.type("早检")
    item = page.locator(".md-search-result__item").first
    expect(item).to_contain_text("搜索用的文件没有读到")
    page.context.unroute(f"**/{file}")
    box.type("早检记录")
    expect(item.locator("h1")).to_have_text("早检记录")


#: Short queries that several pages answer about equally well.
BROAD = ["投诉", "异常", "复盘", "指标", "目标", "早检", "内容", "客服", "数据", "分析", "记录", "每周", "事件", "检查"]


def test_what_my_role_does_comes_first_until_all_is_as_for_everybody(
    visit: Visits, playbook_site: Path, playbook: Views
) -> None:
    """Read from the device when somebody types; nobody else's search asks for it."""
    role = "general-ops"
    text = (playbook_site / "search/entries.js").read_text(encoding="utf-8")
    entries = json.loads(text.removeprefix("self.playbookEntries=").removesuffix(";\n"))
    code = """async ([entries, texts, own]) => {
        await loadParts();
        const engine = new self.PlaybookEngine(entries);
        const found = (text, own) => engine.search(text, new Set(own)).items.slice(0, 5);
        const order = (text, own) => found(text, own).map((item) => item[0].location.split("#")[0]);
        return texts.map((text) => [order(text, []), order(text, own)]);
    }"""
    orders = run_search(code, [entries, BROAD, my_role.own_places(playbook, role)])
    query, (everybody, mine) = next(one for one in zip(BROAD, orders, strict=True) if one[1][0] != one[1][1])
    page = visit("/")
    root = f"{visit.site}/"

    def shown() -> list[str]:
        return [item[0].removeprefix(root).partition("#")[0] for item in SearchBox(page).ask(query)[:5]]

    assert shown() == everybody
    assert not any(url.startswith(f"{root}my-role/") for url in visit.requests)
    go(page, f"{root}roles/{role}/")
    page.get_by_role("button", name="这是我的岗位").click()
    expect(page.locator("[data-choose]")).to_contain_text("记在这台设备上")
    go(page, root)
    expect(page.get_by_role("heading", name="我的今天")).to_be_visible()
    assert shown() == mine
    reload(page)
    page.get_by_role("button", name="按所有人的样子看").click()
    expect(page.get_by_role("button", name="按我的岗位看")).to_be_visible()
    assert shown() == everybody
