"""The watch that every browser test relies on sees what it should."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visits
from tests.browser.windows import Windows
from tests.conftest import served


@pytest.fixture
def watched(browser: Browser, tmp_path: Path) -> Iterator[tuple[Path, Visits]]:
    with served(tmp_path) as url:
        visits = Visits(browser, url)
        yield tmp_path, visits
        visits.close()


def page(body: str) -> str:
    return f"<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><title>t</title>{body}"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<img src='http://example.invalid/a.png'>", "another host: http://example.invalid/a.png"),
        (
            "<script>fetch('//example.invalid/b').catch(() => 0)</script>",
            "another host: http://example.invalid/b",
        ),
        ("<script>new WebSocket('ws://example.invalid/c')</script>", "another host: ws://example.invalid/c"),
        ("<script>console.error('dear me')</script>", "console: dear me"),
        ("<script>throw new Error('oh no')</script>", "error: oh no"),
        ("<img src=/gone.png>", "status 404: {site}/gone.png"),
    ],
)
def test_a_page_that_misbehaves_is_told_on(watched: tuple[Path, Visits], body: str, complaint: str) -> None:
    folder, visit = watched
    (folder / "index.html").write_text(page(body), encoding="utf-8")
    visit("/").wait_for_load_state("networkidle")
    assert complaint.format(site=visit.site) in visit.finish()


def test_a_page_that_behaves_is_left_alone(watched: tuple[Path, Visits]) -> None:
    folder, visit = watched
    (folder / "index.html").write_text(page("<h1>手册</h1><img src=a.svg>"), encoding="utf-8")
    (folder / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    visit("/", width=390).wait_for_load_state("networkidle")
    assert visit.finish() == []
    assert visit.requests == [f"{visit.site}/", f"{visit.site}/a.svg"]


def test_a_missing_page_shows_the_sites_own(watched: tuple[Path, Visits]) -> None:
    folder, visit = watched
    (folder / "404.html").write_text(page("<h1>没有这一页</h1>"), encoding="utf-8")
    assert visit("/gone/", status=404).text_content("h1") == "没有这一页"
    assert visit.finish() == []


@pytest.mark.parametrize("is_shared", [False, True], ids=["own", "shared"])
def test_a_window_tells_each_user_alone_and_keeps_nothing(browser: Browser, tmp_path: Path, is_shared: bool) -> None:
    keep = """localStorage.kept = document.cookie = "kept=1"; indexedDB.open("kept");"""
    (tmp_path / "index.html").write_text(page("<h1>手册</h1>"), encoding="utf-8")
    (tmp_path / "bad.html").write_text(page(f"<script>{keep} console.error('dear me')</script>"), encoding="utf-8")
    windows = Windows()
    with served(tmp_path) as url:
        first = Visits(browser, url, windows, is_shared=is_shared)
        first("/bad.html").wait_for_function("async () => (await indexedDB.databases()).length === 1")
        assert first.finish() == ["console: dear me"]
        first.close()
        second = Visits(browser, url, windows, is_shared=is_shared)
        opened = second("/")
        assert opened.evaluate("[localStorage.length, document.cookie]") == [0, ""]
        assert opened.evaluate("indexedDB.databases()") == []
        assert second.finish() == []
        assert second.requests == [f"{url}/"]
        assert len(first.requests) == 1
        assert second.contexts == first.contexts
        second.close()
        windows.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.context.add_init_script("window.kept = 1"),
        lambda page: page.context.route("**/*", lambda route: route.abort()),
        lambda page: page.context.grant_permissions(["clipboard-read"]),
        lambda page: page.clock.set_fixed_time("2026-11-02T09:00:00+08:00"),
    ],
    ids=["script", "route", "permission", "clock"],
)
def test_a_window_that_was_changed_has_no_second_user(
    browser: Browser, tmp_path: Path, change: Callable[[Page], None]
) -> None:
    (tmp_path / "index.html").write_text(page("<h1>手册</h1>"), encoding="utf-8")
    windows = Windows()
    with served(tmp_path) as url:
        visits = Visits(browser, url, windows)
        change(visits("/"))
        visits.close()
        assert windows.idle == []


def test_pages_of_one_test_share_a_window_only_when_they_may(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page("<h1>手册</h1>"), encoding="utf-8")
    windows = Windows()
    with served(tmp_path) as url:
        for is_shared in (False, True):
            visits = Visits(browser, url, windows, is_shared=is_shared)
            assert (visits("/").context == visits("/").context) == is_shared
            visits.close()
        windows.close()
