"""The engine by itself, on a few made-up entries."""

import json
from collections.abc import Sequence
from typing import Any

from tests.node import run_search

DOCS = [
    {"location": "duties/data-monitoring/", "title": "数据监控", "tags": ["盯盘", "看板巡检"], "boost": 10},
    {"location": "duties/data-monitoring/#morning-check", "title": "每日早检", "text": "打开看板\n写结论 <b>5 < 6</b>"},
    {"location": "metrics/", "title": "指标", "boost": 9},
    {"location": "metrics/#retention-d1", "title": "次日留存率", "tags": ["D1"], "text": "第二天还来的人"},
    {"location": "metrics/#roi", "title": "投资回报率", "tags": ["ROI"], "text": "挣回来多少"},
    {"location": "templates/sop.html", "title": "SOP 一页表", "boost": 8},
    {"location": "duties/customer-service/", "title": "客户服务", "queries": "顾客骂人\n买家要退钱怎么办", "boost": 10},
    {"location": "duties/customer-service/#visit", "title": "上门", "queries": "去看看老主顾"},
    {"location": "templates/visit-sheet/", "title": "上门单", "of": ["customer-service.visit"], "boost": 8},
    {
        "location": "settings/",
        "title": "设置",
        "mixed": True,
        "asked": ["上限"],
        "maybe": ["几"],
        "boost": 5,
    },
    {"location": "settings/#visit-days", "title": "上门间隔", "text": "上门间隔"},
    {"location": "templates/customer-visit-log/", "title": "客户回访单", "tags": ["长期回访"], "boost": 8},
]
WORDS = "数据 监控 盯盘 看板 巡检 每日 早检 指标 次日留存率 次日 留存率 投资 回报率 结论 打开 客户 服务 回访 长期 顾客 骂人 买家 怎么办 老板"
SYNONYMS = {"老板": ["看板"], "upkeep": ["巡检"], "follow up": ["回访"]}
SOUNDS = "ban板版 cha查 chang长 dan单 fang访仿 fu服福 guan官 hu户护 hui回 ke客课 kan看 pan盘 qi期 shu数书 xun巡 zao早 ding盯 jian检监 ju据 wu务 kong控 zhang长"

DATA = {"docs": DOCS, "words": WORDS, "synonyms": SYNONYMS, "sounds": SOUNDS, "twins": "⻓长"}

Found = list[list[dict[str, Any]]]


def ask(*queries: str, own: Sequence[str] = ()) -> list[Found]:
    """What the engine finds for each of some queries; `own` are the places of the reader's own roles."""
    script = """async ([data, queries, own]) => {
        await loadParts();
        const engine = new self.PlaybookEngine(data);
        return queries.map((query) => engine.search(query, new Set(own)).items);
    }"""
    found: list[Found] = run_search(script, [DATA, queries, list(own)])
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
    "kehufuwu": "duties/customer-service/",  # pinyin
    "ke hu fu wu": "duties/customer-service/",
    "khhfd": "templates/customer-visit-log/",  # initials
    "dingpan": "duties/data-monitoring/",
    "huifan": "templates/customer-visit-log/",  # an for ang
    "课护服务": "duties/customer-service/",  # wrong signs of the same sound
    "客户回坊单": "templates/customer-visit-log/",  # a sign that only looks alike
    "⻓期回访": "templates/customer-visit-log/",  # a radical
    "买家退钱": "duties/customer-service/",  # what readers type, in other words
    "顾客又骂人了咋办": "duties/customer-service/",
    "upkeep": "duties/data-monitoring/",  # a synonym
    "follow up": "templates/customer-visit-log/",  # of two words
    "please follow-up": "templates/customer-visit-log/",  # among others, joined by a sign
    "上门单": "templates/visit-sheet/",
}
NOTHING = ["", "  ", "？！", "火箭", "xqzvw", "+*~^:-", '"', "(((", "\\"]


def test_a_query_finds() -> None:
    found = dict(zip(PLACES, map(first, ask(*PLACES)), strict=True))
    assert found == PLACES


def test_what_my_role_does_comes_before_what_answers_as_well() -> None:
    """One that answers clearly better stays first, and an address from a disk is the same place."""
    roi, retention, service = "metrics/#roi", "metrics/#retention-d1", "duties/customer-service/"
    pages = [found[0]["location"].partition("#")[0] for found in ask("客户")[0]]
    other = "templates/customer-visit-log/" if pages[0] == service else service
    assert other in pages
    assert first(ask("客户", own=[other])[0]) == other
    assert first(ask("ROI", own=[retention])[0]) == roi
    assert first(ask("客户服务", own=["templates/customer-visit-log/"])[0]) == service
    everywhere = [item for item in PLACES if PLACES[item]]
    assert ask(*everywhere, own=["duties/none/"]) == ask(*everywhere)


def test_a_query_finds_nothing_and_breaks_nothing() -> None:
    assert ask(*NOTHING) == [[]] * len(NOTHING)


def test_a_form_is_found_by_what_is_typed_for_its_task_behind_it() -> None:
    assert [page[0]["location"] for page in ask("看看老主顾")[0]][:2] == [
        "duties/customer-service/#visit",
        "templates/visit-sheet/",
    ]


def test_a_page_that_may_be_asked_for_counts_between() -> None:
    score = {
        query: {page[0]["location"]: page[0]["score"] for page in ask(query)[0]} for query in ("上门间隔", "几天上门")
    }
    assert "settings/#visit-days" in score["几天上门"]
    assert first(ask("上门间隔几")[0]) == "settings/#visit-days"


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


def test_what_readers_type_is_found_and_never_shown() -> None:
    assert "骂人" not in json.dumps(ask("骂人")[0][0][0]["text"], ensure_ascii=False)


def test_another_name_is_shown_when_it_was_typed() -> None:
    assert ask("盯盘")[0][0][0]["tags"] == ["<mark>盯盘</mark>"]
    assert ask("监控")[0][0][0].get("tags") is None


def test_words_that_are_missing_are_named() -> None:
    assert ask("早检 投资")[0][0][0]["terms"] in ({"早检": True, "投资": False}, {"早检": False, "投资": True})


def test_a_long_query_is_answered() -> None:
    assert first(ask("数据监控" * 200)[0]) == "duties/data-monitoring/"
