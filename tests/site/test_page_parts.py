"""What makes pages quicker and smaller changes nothing that a reader sees."""

import os
from pathlib import Path

import markdown
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from macros.build import mkdocs, navigation
from macros.build.background import Apart, ApartError
from macros.build.session import Session
from macros.build.shared_work import share

pytestmark = pytest.mark.filterwarnings(
    # Newer Pythons warn of any other thread; the test runner has some.
    "ignore:This process .* is multi-threaded:DeprecationWarning"
)

SIGNS = r"""# A *title* with `code`

Two<BLANKS>
lines, \*not bold\*, **bold**, _em_, ***both***, `a \` b`, &amp; &copy; < > <https://example.com> <a@example.com>

![picture](x.png) ![by name][one] [link](y.md "title") [by name][one] [one] \[no link\] :material-pencil: 12:30

<div markdown="1">inside **bold** <b>raw</b> [link](z.md)</div>

[TOC]

## A \* & `\*` [TOC] {: #here title="a \* <b> & &amp;" }

[a\*b](c\*d.md "e \* 'f' & <g>"){ .one key=value } <input disabled value="&quot;a&quot;"><br>line

| a | b |
|---|--:|
| \| `c` | &lt; > |

***

<!-- a & b --> <script>if (a < b && c) {}</script>

[one]: https://example.com/?a=1&b=2
""".replace("<BLANKS>", "  ")


@pytest.fixture(scope="module")
def settings(playbook_root: Path) -> tuple[Session, MkDocsConfig]:
    session = Session(playbook_root)
    config = mkdocs.configuration(playbook_root, playbook_root / "unused", session, strict=True)
    session.prepare(mkdocs.edit_source(config))
    return session, config


def test_the_quicker_markdown_writes_the_same(settings: tuple[Session, MkDocsConfig]) -> None:
    session, config = settings
    usual = [one for one in config.markdown_extensions if one is not mkdocs.QUICKER]
    assert len(usual) + 1 == len(config.markdown_extensions)
    for text in [SIGNS, *map(session.text, session.pages)]:
        converters = [
            markdown.Markdown(extensions=extensions, extension_configs=config.mdx_configs)
            for extensions in (usual, config.markdown_extensions)
        ]
        assert converters[0].convert(text) == converters[1].convert(text)
        assert converters[0].toc == converters[1].toc
        assert converters[0].toc_tokens == converters[1].toc_tokens


def site_with(count: int) -> tuple[Navigation, list[Page]]:
    """A navigation with a list of that many pages, and those pages."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "x"})

    def page(path: str) -> Page:
        return Page(path, File(path, "docs", "site", use_directory_urls=True), config)

    pages = [page("list/index.md"), *(page(f"list/{number}.md") for number in range(count))]
    section = Section("list", list(pages))
    for one in pages:
        one.parent = section
    return Navigation([section, page("other.md")], pages), pages


@pytest.mark.parametrize("at", [0, 1, 5, 50, 99, 100])
def test_of_a_long_list_a_page_shows_what_is_near(at: int) -> None:
    nav, pages = site_with(100)
    pages[at].active = True
    section = navigation.near(nav, pages[at]).items[0]
    *shown, last = section.children
    assert len(shown) <= navigation.ROOM
    assert shown[0] is pages[0]
    assert pages[at] in shown
    assert isinstance(last, Link)
    assert (last.url, last.title) == (pages[0].url, "全部 100 个")
    numbers = [pages.index(one) for one in shown[1:]]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(nav.items[0].children) == 101  # that of all pages stays what it is


def test_a_short_list_is_shown_whole() -> None:
    nav, pages = site_with(navigation.ROOM - 1)
    pages[3].active = True
    assert navigation.near(nav, pages[3]) is nav


@pytest.mark.parametrize("count", [1, 3])
def test_shared_work_comes_back_in_its_order(count: int) -> None:
    assert share([lambda number=number: number * number for number in range(50)], count) == [  # type: ignore[misc]
        number * number for number in range(50)
    ]


@pytest.mark.parametrize("count", [2, 3, 9])
def test_what_is_done_apart_has_a_process_of_its_own(count: int) -> None:
    found = share([os.getpid] * 12, count, apart=4)
    assert len({*found[:4], os.getpid()}) == 5
    assert not set(found[:4]) & set(found[4:])


def test_what_is_done_apart_is_all_there_is() -> None:
    assert len({*share([os.getpid] * 3, 2, apart=3), os.getpid()}) == 4


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("is_begun", [False, True])
def test_what_was_begun_before_is_through_at_the_end(tmp_path: Path, count: int, is_begun: bool) -> None:
    with Apart(lambda: (tmp_path / "made").write_text("it is there")) as work:
        if is_begun:
            work.begin()
        assert len(share([os.getpid] * 12, count, apart=1, begun=[work])) == 12
        assert (tmp_path / "made").read_text() == "it is there"


def test_a_fault_of_what_was_begun_before_is_told() -> None:
    def fault() -> None:
        raise ValueError("no such sheet")

    with Apart(fault) as work:
        work.begin()
        with pytest.raises(ApartError, match="ValueError: no such sheet"):
            share([os.getpid] * 12, 2, begun=[work])


@pytest.mark.parametrize("apart", [0, 1, 20])
@pytest.mark.parametrize("count", [1, 3])
def test_a_fault_of_shared_work_is_told_with_its_place(count: int, apart: int) -> None:
    def fault() -> None:
        raise ValueError("no such sheet")

    with pytest.raises(ApartError, match=r"(?s)test_page_parts\.py.*ValueError: no such sheet"):
        share([fault] * 20, count, apart=apart)
