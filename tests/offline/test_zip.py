"""The zip, unpacked into a folder with a blank and Chinese signs in its name, and opened from there in a browser."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from scripts.zip import date_of_data, pack
from tests.browser import runs
from tests.browser.settled import settled
from tests.browser.test_board import kept
from tests.search.conftest import SearchBox


@pytest.fixture(scope="module")
def packed(playbook_site: Path, playbook_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the finished site."""
    return pack(playbook_site, tmp_path_factory.mktemp("dist"), date_of_data(playbook_root))


@pytest.fixture(scope="module")
def folder(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked zip."""
    place = tmp_path_factory.mktemp("disk") / "运营 手册（离线）"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(place)
    return place / packed.stem


class Opened:
    """Opens pages of the folder, and notes what they ask for and complain of."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self.context = context
        self.folder = folder
        self.outside: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("console", self._wrote)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, request: Request) -> None:
        inside = "file://" + quote(self.folder.as_posix())
        if not request.url.startswith((inside, "data:", "blob:")):
            self.outside.append(request.url)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left drops what it was still loading
            self.complaints.append(f"{request.url} {request.failure}")

    def _wrote(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def __call__(self, path: str, anchor: str = "", now: str = "") -> Page:
        page = self.context.new_page()
        if now:  # only where it matters: the search box waits by the clock
            page.clock.set_fixed_time(now)
        page.goto((self.folder / path).as_uri() + anchor)
        return settled(page)


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opened]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True)
    pages = Opened(context, folder)
    yield pages
    context.close()
    assert pages.outside == []
    assert pages.complaints == []


def arrives(page: Page, folder: Path, path: str) -> None:
    """Wait until a page of the folder is open, whatever it marks or is scrolled to."""
    expect(page).to_have_url(re.compile(re.escape(f"{folder.as_uri()}/{path}") + "([?#].*)?$"))


def test_the_name_says_of_which_day_it_is(packed: Path, folder: Path, playbook_root: Path) -> None:
    assert packed.name == f"playbook-{date_of_data(playbook_root)}.zip"
    assert (folder / "index.html").is_file()


def test_packed_twice_it_is_the_same(playbook_site: Path, packed: Path, playbook_root: Path, tmp_path: Path) -> None:
    assert pack(playbook_site, tmp_path, date_of_data(playbook_root)).read_bytes() == packed.read_bytes()


def test_every_link_leads_to_a_file(folder: Path) -> None:
    """A browser shows a folder on a disk as a list of files: no link may end at one."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")))
    ends_at_folder = re.findall(r'<a [^>]*href="(?![a-z]+:)[^"#?]*/(?:[#?][^"]*)?"', text)
    assert ends_at_folder == []


def test_a_chinese_word_is_searched_and_found(opened: Opened, folder: Path) -> None:
    page = opened("index.html")
    box = SearchBox(page)
    box.type("盯盘")
    box.follow("数据监控")
    expect(page.locator("h1")).to_contain_text("数据监控")
    arrives(page, folder, "duties/data-monitoring/index.html")


def test_a_reader_gets_around(opened: Opened, folder: Path) -> None:
    page = opened("index.html")
    page.get_by_role("link", name="看我的岗位").click()
    page.locator("article").get_by_role("link", name="打开运营中控").click()
    expect(page.locator("h1")).to_contain_text("运营中控")
    page.locator("article").get_by_role("link", name="数据监控", exact=True).first.click()
    arrives(page, folder, "duties/data-monitoring/index.html")
    page.locator(".md-header .md-logo").click()
    arrives(page, folder, "index.html")


def test_the_address_of_a_task_opens_its_card(opened: Opened) -> None:
    page = opened("duties/data-monitoring/index.html", "#anomaly-response")
    card = page.locator("details", has=page.locator("#anomaly-response"))
    expect(card).to_have_attribute("open", "")
    expect(card.get_by_text("步骤", exact=True)).to_be_visible()


def test_a_run_is_kept_when_the_page_is_opened_again(opened: Opened) -> None:
    path = "checklists/monitoring-weekly/index.html"
    page = runs.ready(opened(path, now=runs.NOW))
    runs.start(page, of="中控早班", by="王主管")
    runs.answer(page, 1)
    runs.saved(page)
    again = runs.ready(opened(path, now=runs.NOW))
    again.get_by_role("button", name="继续").first.click()
    expect(again.locator(".pb-figures")).to_contain_text("已答 1")


def test_a_tick_on_the_board_is_kept(opened: Opened) -> None:
    path = "roles/control-ops/index.html"
    page = opened(path, now=runs.NOW)
    page.locator(".pb-work").get_by_role("checkbox").first.check()
    kept(page, 1)
    expect(opened(path, now=runs.NOW).locator(".pb-work input:checked")).not_to_have_count(0)


def test_my_role_is_kept_and_its_day_comes(opened: Opened) -> None:
    page = opened("roles/control-ops/index.html", now=runs.NOW)
    page.get_by_role("button", name="这是我的岗位").click()
    expect(page.locator("[data-choose]")).to_contain_text("记在这台设备上，不上传。")
    page = opened("index.html", now=runs.NOW)
    page.locator(".pb-next a").first.click()
    expect(page).to_have_url(re.compile(r"/duties/[a-z-]+/index\.html#"))


def test_a_scorecard_is_kept_and_calculates(opened: Opened) -> None:
    path = "scorecards/control-ops/index.html"
    page = opened(path, now=runs.NOW)
    goal = page.locator(".pb-fill").first
    goal.get_by_label(re.compile("^底线")).fill("30")
    goal.get_by_label(re.compile("^目标")).fill("20")
    goal.get_by_label(re.compile("^实际")).first.fill("20")
    expect(goal).to_contain_text("达成率 100%")
    expect(page.locator(".pb-score")).to_contain_text("已存在这台设备上。")
    expect(opened(path, now=runs.NOW).locator(".pb-fill").first).to_contain_text("达成率 100%")


def test_what_one_page_keeps_another_can_read(opened: Opened) -> None:
    """Chromium has one storage for all pages on the disk; a checklist and a board live in different files."""
    page = opened("checklists/monitoring-weekly/index.html")
    page.evaluate("localStorage.setItem('kept', 'here')")
    assert opened("roles/control-ops/index.html").evaluate("localStorage.getItem('kept')") == "here"
