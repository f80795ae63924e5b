"""The engine by itself, on a few made-up entries."""

from typing import Any

from tests.node import run

DOCS = [
    {"location": "duties/data-monitoring/", "title": "数据监控", "tags": ["盯盘", "看板巡检"], "boost": 10},
    {"location": "duties/data-monitoring/#morning-check", "title": "每日早检", "text": "打开看板\n写结论 <b>5 < 6</b>"},
    {"location": "metrics/", "title": "指标", "boost": 9},
    {"location": "metrics/#retention-d1", "title": "次日留存率", "tags": ["D1"], "text": "第二天还来的人"},
    {"location": "metrics/#roi", "title": "投资回报率", "tags": ["ROI"], "text": "挣回来多少"},
    {"location": "templates/sop.html", "title": "SOP 一页表", "boost": 8},
]
WORDS = "数据 监控 盯盘 看板 巡检 每日 早检 指标 次日留存率 次日 留存率 投资 回报率 结论 打开"

Found = list[list[dict[str, Any]]]


def ask(*queries: str) -> list[Found]:
    """What the engine finds for each of some queries."""
    script = """(_, [data, queries]) => {
        const engine = new self.PlaybookEngine(data);
        return queries.map((query) => engine.search(query).items);
    }"""
    found: list[Found] = run("search/engine.js", script, [{"docs": DOCS, "words": WORDS}, queries])
    return found


def first(found: Found) -> str:
    return str(found[0][0]["location"]) if found else ""


PLACES = {
    "数据监控": "duties/data-monitoring/",
    "盯盘": "duties/data-monitoring/",
    "留存率": "metrics/#retention-d1",  # the last part of a longer word
    "次日": "metrics/#retention-d1",
    "存率": "metrics/#retention-d1",  # not a word at all
    "怎么看次日留存率？": "metrics/#retention-d1",
    "咋做早检": "duties/data-monitoring/#morning-check",  # begins with what stands nowhere
    "roi": "metrics/#roi",
    "ＲＯＩ": "metrics/#roi",  # full width
    "SOP一页表": "templates/sop.html",
    "data-montoring": "duties/data-monitoring/",
    "data-monitoring.morning-chekc": "duties/data-monitoring/#morning-check",
    "看板 结论": "duties/data-monitoring/#morning-check",
}
NOTHING = ["", "  ", "？！", "火箭", "xqzvw", "+*~^:-", '"', "(((", "\\"]


def test_a_query_finds() -> None:
    found = dict(zip(PLACES, map(first, ask(*PLACES)), strict=True))
    assert found == PLACES


def test_a_query_finds_nothing_and_breaks_nothing() -> None:
    assert ask(*NOTHING) == [[]] * len(NOTHING)


def test_an_abbreviation_is_not_found_inside_a_word() -> None:
    assert ask("oi") == [[]]


def test_a_page_is_shown_with_its_place() -> None:
    assert {one["location"] for one in ask("早检")[0][0]} == {
        "duties/data-monitoring/",
        "duties/data-monitoring/#morning-check",
    }


def test_the_data_is_shown_and_never_run() -> None:
    place = ask("结论")[0][0][0]
    assert place["text"] == "<p>写<mark>结论</mark> &#60;b&#62;5 &#60; 6&#60;/b&#62;</p>"


def test_another_name_is_shown_when_it_was_typed() -> None:
    assert ask("盯盘")[0][0][0]["tags"] == ["<mark>盯盘</mark>"]
    assert ask("监控")[0][0][0].get("tags") is None


def test_words_that_are_missing_are_named() -> None:
    assert ask("早检 投资")[0][0][0]["terms"] in ({"早检": True, "投资": False}, {"早检": False, "投资": True})


def test_a_long_query_is_answered() -> None:
    assert first(ask("数据监控" * 200)[0]) == "duties/data-monitoring/"
