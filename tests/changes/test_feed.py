"""The Atom feed: what RFC 4287 asks for, everything that changed, and ids that stay."""

import dataclasses
import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from macros.addresses.files import FEED
from macros.exports.context import Context
from macros.exports.feed import ATOM, feed
from macros.views.changes import news
from macros.views.views import Views
from tests.api.test_api import Site
from tests.links.conftest import ADDRESS, FEED_BEFORE, TOLD


def read(content: bytes) -> ET.Element:
    return ET.fromstring(content)


def tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def only(parent: ET.Element, name: str) -> str:
    """The text of the one element of that name; fails when there is none, or more than one."""
    (found,) = parent.findall(tag(name))
    assert found.text
    assert found.text.strip() == found.text
    return found.text


def ids(top: ET.Element) -> list[str]:
    return [only(entry, "id") for entry in top.findall(tag("entry"))]


@pytest.fixture(scope="module")
def top(later_site: Path) -> ET.Element:
    return read((later_site / FEED).read_bytes())


def test_the_feed_has_what_the_standard_asks_for(top: ET.Element) -> None:
    assert top.tag == tag("feed")
    assert only(top, "title") == "运营手册的变更"
    (author,) = top.findall(tag("author"))
    assert only(author, "name")
    links = {link.get("rel"): link for link in top.findall(tag("link"))}
    assert links["self"].get("href") == ADDRESS + FEED
    assert links["self"].get("type") == "application/atom+xml"
    assert links["alternate"].get("href") == f"{ADDRESS}changes/"
    entries = top.findall(tag("entry"))
    moments = [dt.datetime.fromisoformat(only(entry, "updated")) for entry in entries]
    assert all(moment.utcoffset() == dt.timedelta(hours=8) for moment in moments)
    assert moments == sorted(moments, reverse=True), "the newest first"
    assert dt.datetime.fromisoformat(only(top, "updated")) == moments[0]
    every = [only(top, "id"), *ids(top)]
    assert len(set(every)) == len(every)
    assert all(one.startswith("urn:uuid:") for one in every)
    for entry in entries:
        assert only(entry, "title")
        assert only(entry, "content")
        assert [link.get("rel") for link in entry.findall(tag("link"))] == ["alternate"]


def test_every_change_and_every_move_is_told(top: ET.Element, later_views: Views, later_site: Path) -> None:
    book = later_views.playbook
    told = [(only(entry, "updated")[:10], only(entry, "content")) for entry in top.findall(tag("entry"))]
    expected = [(str(one.date), one.what) for one in book.changes]
    expected += [(str(one["date"]), str(one["what"])) for entries in TOLD.values() for one in entries]
    text = Context(later_views).text
    expected += [(str(one.date), f"{one.from_} → {one.to or '取消'}。{text(one.why)}") for one in book.moved]
    assert sorted(told) == sorted(expected)
    assert len(told) == len(news(later_views)) > 15
    # What a reason refers to has its name there.
    assert any(content.endswith("应急一起看，见 每日早检核心指标") for _, content in told)


def test_every_link_leads_to_its_place(top: ET.Element, later_site: Path, playbook_site: Path) -> None:
    pages = Site(later_site)
    for link in top.iter(tag("link")):
        href = link.get("href", "")
        assert href.startswith(ADDRESS)
        assert pages.has(href.removeprefix(ADDRESS)), href
    # On a site that doesn't know its address links are relative to the feed's own.
    relative = [link.get("href", "") for link in read((playbook_site / FEED).read_bytes()).iter(tag("link"))]
    assert len(relative) > 2
    assert all(Site(playbook_site).has(href) for href in relative), relative


def test_who_is_concerned_is_named(top: ET.Element, later_views: Views) -> None:
    roles = later_views.playbook.roles
    concerned = {
        only(entry, "content"): [(one.get("term"), one.get("label")) for one in entry.findall(tag("category"))]
        for entry in top.findall(tag("entry"))
    }
    for one in news(later_views):
        said = next(
            terms for content, terms in concerned.items() if content.endswith(Context(later_views).text(one.what))
        )
        assert said == [(role, roles[role].name) for role in one.roles]
    lead = "不再批 <i>小额</i> 退款 & 补券"
    assert concerned[lead] == [("ops-lead", "运营主管")], "and a text stays the text it is"


def test_an_entry_keeps_its_id(top: ET.Element, later: Path, later_views: Views) -> None:
    """When things are renamed, the site moves, another entry comes, the playbook gets another title."""
    before = ids(read((later / FEED_BEFORE).read_bytes()))
    now = ids(top)
    assert len(before) == 10
    assert set(before) <= set(now)
    book = later_views.playbook
    duty = book.duties["goal-setting"]
    more = duty.model_copy(update={"changes": [book.duties["data-watch"].changes[0]]})
    changed = dataclasses.replace(book, title="别的名字", duties={**book.duties, "goal-setting": more})
    after = ids(read(feed(Context(Views(changed), "https://elsewhere.example/"))))
    assert set(now) <= set(after)
    assert len(after) == len(now) + 1


def test_an_empty_feed_is_a_feed(playbook: Views) -> None:
    book = playbook.playbook
    duties = {id_: duty.model_copy(update={"changes": []}) for id_, duty in book.duties.items()}
    empty = read(feed(Context(Views(dataclasses.replace(book, duties=duties, changes=(), moved=())))))
    assert empty.findall(tag("entry")) == []
    assert dt.datetime.fromisoformat(only(empty, "updated")).utcoffset() == dt.timedelta(hours=8)
