"""The engine by itself, on a few made-up entries: in a browser, as that is where it runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

DOCS = [
    {"location": "duties/data-monitoring/", "title": "数据监控", "tags": ["盯盘", "看板巡检"], "boost": 10},
    {"location": "duties/data-monitoring/#morning-check", "title": "每日早检", "text": "打开看板\n写结论 <b>5 < 6</b>"},
    {"location": "metrics/", "title": "指标", "boost": 9},
    {"location": "metrics/#retention-d1", "title": "次日留存率", "tags": ["D1"], "text": "第二天还来的人"},
    {"location": "metrics/#roi", "title": "投资回报率", "tags": ["ROI"], "text": "挣回来多少"},
    {"location": "templates/sop.html", "title": "SOP 一页表", "boost": 8},
]
WORDS = "数据 监控 盯盘 看板 巡检 每日 早检 指标 次日留存率 次日 留存率 投资 回报率 结论 打开"

Ask = Callable[[str], list[list[dict[str, Any]]]]


@pytest.fixture
def ask(browser: Browser, project: Path) -> Ask:
    page = browser.new_page()
    page.add_script_tag(path=project / "docs/assets/js/search/engine.js")
    page.evaluate("data => { self.engine = new PlaybookEngine(data) }", {"docs": DOCS, "words": WORDS})

    def asked(query: str) -> list[list[dict[str, Any]]]:
        items: list[list[dict[str, Any]]] = page.evaluate("query => engine.search(query).items", query)
        return items

    return asked


def first(found: list[list[dict[str, Any]]]) -> str:
    return str(found[0][0]["location"]) if found else ""


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("数据监控", "duties/data-monitoring/"),
        ("盯盘", "duties/data-monitoring/"),
        ("留存率", "metrics/#retention-d1"),  # the last part of a longer word
        ("次日", "metrics/#retention-d1"),
        ("存率", "metrics/#retention-d1"),  # not a word at all
        ("怎么看次日留存率？", "metrics/#retention-d1"),
        ("咋做早检", "duties/data-monitoring/#morning-check"),  # begins with what stands nowhere
        ("roi", "metrics/#roi"),
        ("ＲＯＩ", "metrics/#roi"),  # full width
        ("SOP一页表", "templates/sop.html"),
        ("data-montoring", "duties/data-monitoring/"),
        ("data-monitoring.morning-chekc", "duties/data-monitoring/#morning-check"),
        ("看板 结论", "duties/data-monitoring/#morning-check"),
    ],
)
def test_a_query_finds(ask: Ask, query: str, place: str) -> None:
    assert first(ask(query)) == place


@pytest.mark.parametrize("query", ["", "  ", "？！", "火箭", "xqzvw", "+*~^:-", '"', "(((", "\\"])
def test_a_query_finds_nothing_and_breaks_nothing(ask: Ask, query: str) -> None:
    assert ask(query) == []


def test_an_abbreviation_is_not_found_inside_a_word(ask: Ask) -> None:
    assert ask("oi") == []


def test_a_page_is_shown_with_its_place(ask: Ask) -> None:
    assert {one["location"] for one in ask("早检")[0]} == {
        "duties/data-monitoring/",
        "duties/data-monitoring/#morning-check",
    }


def test_the_data_is_shown_and_never_run(ask: Ask) -> None:
    place = ask("结论")[0][0]
    assert place["text"] == "<p>写<mark>结论</mark> &#60;b&#62;5 &#60; 6&#60;/b&#62;</p>"


def test_another_name_is_shown_when_it_was_typed(ask: Ask) -> None:
    assert ask("盯盘")[0][0]["tags"] == ["<mark>盯盘</mark>"]
    assert ask("监控")[0][0]["tags"] is None


def test_words_that_are_missing_are_named(ask: Ask) -> None:
    assert ask("早检 投资")[0][0]["terms"] in ({"早检": True, "投资": False}, {"早检": False, "投资": True})


def test_a_long_query_is_answered(ask: Ask) -> None:
    assert first(ask("数据监控" * 200)) == "duties/data-monitoring/"
