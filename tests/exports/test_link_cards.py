"""What a chat shows of a link: every page and every short address says what it is."""

import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.addresses.pages import pages
from macros.build.mkdocs import title_of
from macros.exports import link_card, redirects
from macros.exports.context import Context, units
from macros.exports.link_card import FOLDER, LENGTH, LinkCards, pictures, tags
from macros.model.kinds import ITEMS, KINDS
from macros.model.playbook import Move
from macros.views.views import Views
from tests.conftest import PROJECT, build_site
from tests.copies import copy_with_little_data

BASE = "https://ops.example.com/team/playbook/"
#: What every card has, wherever the site is published.
ALWAYS = {"og:type", "og:site_name", "og:title", "og:description"}


def card_of(html: str) -> dict[str, str]:
    """The Open Graph tags of a page."""
    nodes = LexborHTMLParser(html).css("meta[property^='og:']")
    found = {node.attributes["property"] or "": node.attributes["content"] or "" for node in nodes}
    assert len(found) == len(nodes), "each once"
    return found


@pytest.fixture(scope="module")
def short(playbook: Views) -> dict[str, str]:
    """The pages of short addresses, by path, of a site whose address is known."""
    drawn = pictures(PROJECT)
    return {path: page.decode() for path, page in redirects.files(Context(playbook, BASE), (), "assets/", drawn)}


@pytest.mark.parametrize(
    ("ref", "title", "about", "picture"),
    [
        ("data-monitoring.morning-check", "每日早检核心指标 · 任务", "每天 09:30 前交", "task"),
        ("data-monitoring.one-owner", "每个异常都恰有一名责任人吗？ · 检查项", "怎么查：", "check"),
        ("data-monitoring.faster-detection", " · 绩效目标", "同时守住", "goal"),
        ("goal-setting.nobody-looks", " · 风险", "管住。", "risk"),
    ],
)
def test_a_short_address_has_the_sentence_of_its_item(
    short: dict[str, str], ref: str, title: str, about: str, picture: str
) -> None:
    card = card_of(short[f"go/{ref}/index.html"])
    assert card["og:title"].endswith(title)
    assert about in card["og:description"]
    assert card["og:url"] == f"{BASE}go/{ref}/", "its own: a chat that went on to the page would show the page's"
    assert card["og:image"] == f"{BASE}{FOLDER}/{picture}.png"


def test_every_short_address_has_a_card_without_marks(short: dict[str, str], playbook: Views) -> None:
    items = {f"go/{ref}/index.html" for ref, target in playbook.targets.items() if target.kind in ITEMS}
    assert items <= short.keys()
    for path, html in short.items():
        card = card_of(html)
        assert card.keys() == ALWAYS | {"og:url", "og:image"}, path
        assert not re.search(r"\*\*|`|\$[a-z]", "".join(card.values())), path
        assert units(card["og:description"]) <= LENGTH
        assert len(html.encode()) < 4000


@pytest.mark.parametrize("which", ["playbook", "shipped"])
def test_every_generated_page_says_what_it_is(which: str, request: pytest.FixtureRequest) -> None:
    views: Views = request.getfixturevalue(which)
    cards = LinkCards(Context(views, BASE), pictures(PROJECT))
    seen: dict[str, str] = {}
    for page in pages(views):
        card = cards.of_page(page, page.path)
        assert card.about, f"{page.path} has nothing to say of itself"
        assert units(card.about) <= LENGTH
        assert seen.setdefault(card.about, page.path) == page.path, "another page's sentence"
        assert card.picture


def test_every_page_of_the_site_has_its_card(playbook_site: Path) -> None:
    """Its address is not known: no picture and no address, for half of one leads nowhere."""
    found = sorted(path for path in playbook_site.rglob("*.html") if path.name != "404.html")
    for path in found:
        html = path.read_text(encoding="utf-8")
        card = card_of(html)
        assert card.keys() == ALWAYS, path
        assert all(card.values()), path
        assert sum(len(line) for line in html.splitlines() if "og:" in line) < 2000
    home = card_of((playbook_site / "index.html").read_text(encoding="utf-8"))
    assert (home["og:type"], home["og:title"]) == ("website", "运营手册")
    guide = playbook_site / "editing/index.html"
    assert card_of(guide.read_text(encoding="utf-8"))["og:title"] == title_of(
        (PROJECT / "tests/fixtures/playbook/docs/editing.md").read_text(encoding="utf-8"), "editing.md"
    )


def test_where_the_address_is_known_the_card_has_it_and_a_picture_that_is_there(tmp_path: Path) -> None:
    root, site = copy_with_little_data(tmp_path / "project"), tmp_path / "site"
    build_site(root, site, SITE_URL=BASE)
    for path in sorted(site.rglob("*.html")):
        if path.name == "404.html":
            continue
        card = card_of(path.read_text(encoding="utf-8"))
        assert card["og:url"] == BASE + path.relative_to(site).as_posix().removesuffix("index.html")
        picture = card["og:image"]
        assert picture.startswith(BASE)
        assert (site / picture.removeprefix(BASE)).is_file(), picture


def test_a_kind_without_a_picture_has_that_of_the_playbook_and_without_any_there_is_none(playbook: Views) -> None:
    context = Context(playbook, BASE)
    target = playbook.targets["duty:data-monitoring"]
    assert LinkCards(context, {"playbook"}).of_target(target, "duties/x/").picture == f"{BASE}{FOLDER}/playbook.png"
    assert LinkCards(context, ()).of_target(target, "duties/x/").picture == ""
    assert "og:image" not in tags(LinkCards(context, ()).of_target(target, "duties/x/"))


def test_pictures_are_what_chats_take() -> None:
    """Square PNG of at least 300 pixels (微信), of a few KB; one for each kind that people send links of."""
    found = pictures(PROJECT)
    assert {"playbook", *ITEMS, *(set(KINDS) - {"section"})} == found
    for name in found:
        data = (PROJECT / "docs" / FOLDER / f"{name}.png").read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", data[16:24])
        assert width == height >= 300
        assert len(data) < 8000, name


def test_what_was_given_up_says_so_and_marks_are_escaped(playbook: Views) -> None:
    gone = Move.model_validate({"from": "goal-setting.old", "date": "2027-05-01", "why": 'nobody "looked" <b>here</b>'})
    views = Views(replace(playbook.playbook, moved=(*playbook.playbook.moved, gone)))
    html = dict(redirects.files(Context(views, BASE)))["go/goal-setting.old/index.html"].decode()
    assert "<b>" not in html
    card = card_of(html)
    assert card["og:title"] == redirects.GIVEN_UP
    assert card["og:description"] == '2027-05-01 取消，因为：nobody "looked" <b>here</b>'


def test_a_long_sentence_is_cut_with_a_sign(playbook: Views) -> None:
    card = LinkCards(Context(playbook), ()).card("x/", "x", "😀长" * 200)
    assert card.about.endswith("…")
    assert units(card.about) <= LENGTH
    assert link_card.tags(card).encode("utf-8"), "no half of a sign"
