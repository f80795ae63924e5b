"""What readers type finds what they mean, on the finished site.

The engine runs under Node here; a few queries are typed into the search box of a real browser.
`make test ARGS="tests/search --log-cli-level=info"` names the queries that miss, also when they are few enough.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser

from macros.pages import my_role
from macros.views.views import Views
from tests.browser.conftest import Visits
from tests.node import run_search
from tests.search.conftest import SearchBox

log = logging.getLogger(__name__)

#: Of a hundred queries of a file, as many must have their page among the first three.
NEEDED = {
    "queries.yml": 99,
    "queries-cold.yml": 99,
    "queries-cold-2.yml": 99,
    "queries-cold-3.yml": 97,
    "queries-cold-4.yml": 98,
    "queries-cold-5.yml": 96,
    "queries-cold-6.yml": 98,
    "queries-cold-7.yml": 98,
    "queries-situations.yml": 67,
}
#: The same of the queries whose misses nobody reads.
HELD_OUT = {"queries-held-out.yml": 95, "queries-held-out-2.yml": 97}
FILES = [*NEEDED, *HELD_OUT]
#: The same of all the queries of people who didn't know the search, and how many there are at least of each file.
NEEDED_OF_COLD, COLD = 98, [file for file in FILES if "cold" in file or "held-out" in file]
LEAST = {
    "queries.yml": 170,
    "queries-cold.yml": 180,
    "queries-cold-3.yml": 100,
    "queries-cold-4.yml": 150,
    "queries-cold-5.yml": 150,
    "queries-cold-6.yml": 150,
    "queries-held-out.yml": 80,
    "queries-situations.yml": 50,
} | dict.fromkeys(("queries-cold-2.yml", "queries-held-out-2.yml"), 110)


class Query(NamedTuple):
    kind: str
    text: str
    wanted: tuple[str, ...]

    def pages(self) -> set[str]:
        return {address.partition("#")[0] for address in self.wanted}


def queries(file: str) -> list[Query]:
    groups = yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return [Query(kind, str(text), tuple(wanted)) for kind, group in groups.items() for text, wanted in group.items()]


#: The first three pages that are found, with the best places of each, as addresses on the site; by query.
Answers = dict[str, list[list[str]]]


def answers_of(site: Path, files: Iterable[str], own: Iterable[str] = ()) -> Answers:
    """What the search finds for all queries of some files; `own` are the places of the reader's own roles."""
    script = (site / "search/entries.js").read_text(encoding="utf-8")
    entries = json.loads(script.removeprefix("self.playbookEntries=").removesuffix(";\n"))
    code = """async ([entries, texts, own]) => {
        await loadParts();
        const engine = new self.PlaybookEngine(entries);
        const first = (text) => engine.search(text, new Set(own)).items.slice(0, 3);
        const found = (text) => first(text).map((item) => item.map((one) => one.location));
        return Object.fromEntries(texts.map((text) => [text, found(text)]));
    }"""
    found: Answers = {}
    for file in files:
        found |= run_search(code, [entries, [query.text for query in queries(file)], list(own)])
    return found


@pytest.fixture(scope="module")
def answers(site: Path) -> Answers:
    return answers_of(site, FILES)


def misses(answers: Answers, asked: list[Query]) -> list[Query]:
    """The queries that have none of their pages among the first three."""
    pages = {text: {item[0].partition("#")[0] for item in items} for text, items in answers.items()}
    return [query for query in asked if not query.pages() & pages[query.text]]


@pytest.mark.parametrize(("file", "least"), LEAST.items())
def test_there_are_enough_queries_and_none_twice(file: str, least: int) -> None:
    texts = [query.text for query in queries(file)]
    assert len(texts) >= least
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("file", FILES)
def test_every_wanted_place_is_on_the_site(site: Path, file: str) -> None:
    missing = []
    for query in queries(file):
        for wanted in query.wanted:
            page, _, anchor = wanted.partition("#")
            html = site / page / "index.html"
            if not html.is_file() or (anchor and f'id="{anchor}"' not in html.read_text(encoding="utf-8")):
                missing.append(f"{query.text}: {wanted}")
    assert missing == []


@pytest.mark.parametrize("file", NEEDED)
def test_the_right_page_is_among_the_first_three(answers: Answers, file: str) -> None:
    asked = queries(file)
    missed = misses(answers, asked)
    for query in missed:
        shown = " ".join(item[0] for item in answers[query.text]) or "nothing"
        log.info("%s: %s → %s; wanted %s", query.kind, query.text, shown, " ".join(query.wanted))
    assert len(missed) <= len(asked) * (100 - NEEDED[file]) / 100


def test_queries_that_nobody_looked_at_find_their_page_too(answers: Answers) -> None:
    for file, needed in HELD_OUT.items():
        held_out = queries(file)
        missed = len(misses(answers, held_out))
        log.info("%s: %d of %d found that nobody looked at", file, len(held_out) - missed, len(held_out))
        assert missed <= len(held_out) * (100 - needed) / 100, file


def test_people_who_do_not_know_the_search_find_their_page(answers: Answers) -> None:
    cold = [query for file in COLD for query in queries(file)]
    assert len(misses(answers, cold)) <= len(cold) * (100 - NEEDED_OF_COLD) / 100


def test_whose_role_it_is_does_not_hide_what_was_asked_for(site: Path, shipped: Views) -> None:
    """What a role does comes before what answers as well; nobody's page falls out of the first three for it."""
    (file, needed), *_ = NEEDED.items()
    asked = queries(file)
    for role in list(shipped.playbook.roles)[:2]:
        found = answers_of(site, [file], my_role.own_places(shipped, role))
        assert len(misses(found, asked)) <= len(asked) * (100 - needed) / 100, role


def test_the_box_shows_the_place_that_was_meant_without_unfolding(browser: Browser, site_url: str) -> None:
    meant = [query for query in queries("queries.yml") if all("#" in address for address in query.wanted)][::4]
    visit = Visits(browser, site_url)
    box = SearchBox(visit("/editing/"))
    root = f"{site_url}/"
    shown = {
        query.text: {address.removeprefix(root) for item in box.ask(query.text)[:3] for address in item}
        for query in meant
    }
    assert [query for query in meant if not set(query.wanted) & shown[query.text]] == []
    assert visit.finish() == []
    visit.close()
