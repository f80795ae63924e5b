"""What can be found, and which words the search is taught."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jieba
import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.addresses.pages import pages
from macros.exports import search
from macros.views.views import Views

#: What the finished index may weigh, in bytes; it was 6.2 million when Material's plugin wrote it from the pages.
MOST = 1_400_000


def cut(text: str) -> Iterator[str]:
    yield from jieba.cut(text, HMM=False)


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, Any]:
    text = (site / "search/entries.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix("self.playbookEntries=").removesuffix(";\n"))
    return found


def test_only_names_are_taught_that_jieba_tears_apart() -> None:
    assert list(cut("客单价")) == ["客", "单价"]
    assert search.taught(["客单价", "盯盘", "数据监控", "用户画像"], cut) == {"客单价", "盯盘"}


def test_a_phrase_or_a_sentence_is_not_taught() -> None:
    assert search.taught(["做大促的", "合作与联盟", "7日留存率", "SOP 一页表", "沉默用户召回率统计"], cut) == set()


def test_the_data_teaches_what_readers_type(playbook: Views) -> None:
    taught = search.taught(search.names(playbook), cut)
    assert {"客单价", "盯盘", "首响", "完播率", "排期"} <= taught


def test_words_are_cut_once_and_forgotten_with_their_text() -> None:
    asked: list[str] = []

    def counting(text: str) -> Iterator[str]:
        asked.append(text)
        return cut(text)

    words = search.Words(counting)
    assert words.of([["数据监控"], ["SLA 达成"]]) == {"数据", "监控", "达成"}
    assert words.of([["数据监控"]]) == {"数据", "监控"}
    assert asked == ["数据监控", "达成"]


def test_a_part_of_the_dictionary_cuts_as_all_of_it(shipped: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [one for page in pages(shipped) for one in search.entries(shipped, page.kind, page.id, page.title)]
    texts = list(search.texts([search.place("", entry, "") for entry in entries]))
    whole = [list(cut(text)) for text in texts]
    assert jieba.dt.total == search.COUNTED
    monkeypatch.setattr(jieba.dt, "initialized", False)
    for some in (texts, texts[:30]):
        quick = search.cut_of(some)
        assert quick is not search.cut
        assert [list(quick(text)) for text in some] == whole[: len(some)]


def test_what_is_known_of_a_page_is_not_cut_again() -> None:
    class Kept(search.Known):
        def __init__(self) -> None:
            self.found: dict[str, Any] = {}

        def get(self, kind: str, texts: list[str]) -> Any:
            return self.found.get(f"{kind} {texts}")

        def put(self, kind: str, texts: list[str], data: Any) -> None:
            self.found[f"{kind} {texts}"] = data

    def never(text: str) -> Iterator[str]:
        raise AssertionError(text)

    pages, kept = [["数据监控"], ["SLA 达成"], []], Kept()
    first = search.Words(cut, remember=False).of(pages, kept)
    kept.found["words ['SLA 达成']"] = ["达成率"]
    assert first == {"数据", "监控", "达成"}
    assert search.Words(never, remember=False).of(pages, kept) == {"数据", "监控", "达成率"}


def test_every_page_is_found_and_first_by_itself(shipped: Views) -> None:
    for page in pages(shipped):
        found = search.entries(shipped, page.kind, page.id, page.title)
        assert found[0].anchor == "", page.path
        assert page.title in found[0].title, page.path
        assert all(entry.anchor for entry in found[1:]), page.path


def test_aliases_of_duties_and_roles_are_indexed(shipped: Views) -> None:
    for kind, things in (("duty", shipped.playbook.duties), ("role", shipped.playbook.roles)):
        for id_, thing in things.items():
            assert set(thing.aka) == set(search.entries(shipped, kind, id_, "")[0].tags)


def test_a_text_is_found_as_it_is_read(shipped: Views) -> None:
    texts = [entry.text for page in pages(shipped) for entry in search.entries(shipped, page.kind, page.id, page.title)]
    assert not any("**" in text or "`" in text for text in texts)


def test_what_is_repeated_is_found_in_one_place(playbook: Views) -> None:
    checklist = search.entries(playbook, "checklist", "monitoring-weekly", "")
    duty = search.entries(playbook, "duty", "data-monitoring", "")
    asks = {check.ask for check in playbook.playbook.duties["data-monitoring"].checks}
    assert asks & {entry.title for entry in duty} == asks
    assert not asks & {entry.title for entry in checklist}


def test_every_place_is_on_the_site(site: Path, index: dict[str, Any]) -> None:
    anchors: dict[str, set[str | None]] = {}
    for place in index["docs"]:
        page, _, anchor = place["location"].partition("#")
        if page not in anchors:
            tree = LexborHTMLParser((site / page / "index.html").read_bytes())
            anchors[page] = {node.attributes.get("id") for node in tree.css("[id]")}
        assert not anchor or anchor in anchors[page], place["location"]


def test_every_page_of_the_navigation_is_indexed(site: Path, shipped: Views, index: dict[str, Any]) -> None:
    found = {place["location"].partition("#")[0] for place in index["docs"]}
    addresses = {re.sub(r"(?<=/)index\.md$|\.md$", "/", page.path).replace("//", "/") for page in pages(shipped)}
    assert addresses <= found
    assert "editing/" in found


def test_a_page_comes_before_its_places(index: dict[str, Any]) -> None:
    seen: set[str] = set()
    for place in index["docs"]:
        page, _, anchor = place["location"].partition("#")
        assert bool(anchor) == (page in seen), place["location"]
        seen.add(page)


def test_no_page_downloads_the_index_before_somebody_searches(site: Path) -> None:
    assert json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"] == []
    assert (site / "search/entries.js").stat().st_size <= MOST


def test_markup_of_a_hand_written_page_is_taken_off() -> None:
    found = search.place_of_html(
        {
            "location": "editing/#steps",
            "title": "\u200b五步\u200b改一条\u200b",
            "text": "<p>写 <code>a &lt; b</code></p><ul> <li>二</li></ul>",
        }
    )
    assert found == {"location": "editing/#steps", "title": "五步改一条", "text": "写 a < b\n二"}
