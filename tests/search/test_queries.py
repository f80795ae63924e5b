"""What readers type finds what they mean: in a real browser, in the search box of the finished site.

`make test ARGS="tests/search --log-cli-level=info"` names the queries that miss, also when they are few enough.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser

from tests.browser.conftest import Visits
from tests.search.conftest import SearchBox

log = logging.getLogger(__name__)

QUERIES = Path(__file__).with_name("queries.yml")
#: Of a hundred queries, as many must have their page among the first three.
NEEDED = 95


class Query(NamedTuple):
    kind: str
    text: str
    wanted: tuple[str, ...]

    def pages(self) -> set[str]:
        return {address.partition("#")[0] for address in self.wanted}


def queries() -> list[Query]:
    groups = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return [Query(kind, str(text), tuple(wanted)) for kind, group in groups.items() for text, wanted in group.items()]


@pytest.fixture(scope="module")
def answers(browser: Browser, site_url: str) -> Iterator[dict[str, list[list[str]]]]:
    """For each query the first three pages shown, with the places shown of each, as addresses on the site."""
    visit = Visits(browser, site_url)
    box = SearchBox(visit("/editing/"))
    root = f"{site_url}/"
    yield {
        query.text: [[address.removeprefix(root) for address in item] for item in box.ask(query.text)[:3]]
        for query in queries()
    }
    assert visit.finish() == []
    visit.close()


def test_there_are_enough_queries_and_none_twice() -> None:
    texts = [query.text for query in queries()]
    assert len(texts) >= 80
    assert len(set(texts)) == len(texts)


def test_every_wanted_place_is_on_the_site(site: Path) -> None:
    missing = []
    for query in queries():
        for wanted in query.wanted:
            page, _, anchor = wanted.partition("#")
            html = site / page / "index.html"
            if not html.is_file() or (anchor and f'id="{anchor}"' not in html.read_text(encoding="utf-8")):
                missing.append(f"{query.text}: {wanted}")
    assert missing == []


def test_the_right_page_is_among_the_first_three(answers: dict[str, list[list[str]]]) -> None:
    pages = {text: [item[0].partition("#")[0] for item in items] for text, items in answers.items()}
    misses = [query for query in queries() if not query.pages() & set(pages[query.text])]
    first = sum(bool(query.pages() & set(pages[query.text][:1])) for query in queries())
    for query in misses:
        shown = " ".join(pages[query.text]) or "nothing"
        log.info("%s: %s → %s; wanted %s", query.kind, query.text, shown, " ".join(query.wanted))
    log.info("%d of %d found, %d of them first", len(queries()) - len(misses), len(queries()), first)
    assert len(misses) <= len(queries()) * (100 - NEEDED) / 100


def test_the_place_that_was_meant_is_shown_without_unfolding(answers: dict[str, list[list[str]]]) -> None:
    meant = [query for query in queries() if any("#" in address for address in query.wanted)]
    misses = [
        query for query in meant if not set(query.wanted) & {place for item in answers[query.text] for place in item}
    ]
    for query in misses:
        log.info("%s: %s → %s; wanted %s", query.kind, query.text, answers[query.text], " ".join(query.wanted))
    assert len(misses) <= len(meant) * (100 - NEEDED) / 100
