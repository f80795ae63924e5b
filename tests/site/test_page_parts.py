"""What makes pages quicker and smaller changes nothing that a reader sees."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from jinja2 import Environment, UndefinedError, pass_context, pass_environment, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from macros.build import mkdocs, navigation
from macros.build.background import Apart, ApartError
from macros.build.quick_pages import QuickPages
from macros.build.session import Session
from macros.build.shared_work import share
from macros.build.structure import Structure, page_of
from macros.pages.quick_context import QuickContext
from tests.conftest import PROJECT

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


LINKS = """[self](data-monitoring.md) [here](data-monitoring.md#done) [list](index.md) [role](../roles/general-ops.md#day-30)
[up](../index.md) [odd](../duties/./data-monitoring.md) [with more](../roles/general-ops.md?a=b#c) [coded](../roles/general%2Dops.md)
[anchor](#x) [whole](https://example.com/a.md) [mail](mailto:a@example.com) <a@example.com> [folder](../roles/) [none](gone.md#x)
[root](/roles/index.md) [file](../assets/x.png) ![none](gone.png) [empty]() <a name="by-name" id='by-id'></a><b title="a > id=no" id=bare hidden>x</b>
"""


def test_quicker_pages_are_those_of_mkdocs(
    settings: tuple[Session, MkDocsConfig], caplog: pytest.LogCaptureFixture
) -> None:
    session, config = settings
    config.plugins.on_startup(command="build", dirty=False)
    site = Structure(config)
    quick = QuickPages(config, site.files)

    def rendered(file: File, text: str, render: Callable[[Page], None]) -> list[object]:
        """What is known of a page once its Markdown is HTML, and what was said of it."""
        caplog.clear()
        page = page_of(file)
        page.meta, page.markdown, page.content = {}, text, None
        render(page)
        anchors = {target.src_uri: links for target, links in (page.links_to_anchors or {}).items()}
        toc = [(one.title, one.id, one.level) for one in page.toc]
        return [page.content, toc, page.title, page.present_anchor_ids, anchors, caplog.messages]

    listed = [file for file in site.generated if file.src_uri.count("/") == 1]
    for file in site.generated:
        texts = [session.text(file.src_uri), *([LINKS] if file in listed else [])]
        for text in texts:
            as_ever = rendered(file, text, lambda page: page.render(config, site.files))
            assert rendered(file, text, quick.render) == as_ever
    assert any("gone.md" in message for message in caplog.messages)


LATE = """
import sys
from pathlib import Path
from macros.build import mkdocs
from macros.build.session import Session
root = Path(sys.argv[1])
mkdocs.configuration(root, root / "unused", Session(root), strict=True)
loaded = {"jieba.finalseg", "pkg_resources", "requests.models"} & sys.modules.keys()
assert not loaded, loaded
from macros.exports import search
import requests
from requests.exceptions import ReadTimeout
assert list(search.cut("\u8fd0\u8425\u624b\u518c")) == ["\u8fd0\u8425", "\u624b\u518c"]
assert issubclass(requests.Timeout, OSError) and issubclass(ReadTimeout, requests.Timeout)
assert "pkg_resources" not in sys.modules
"""


def test_what_no_page_uses_is_loaded_when_it_is_asked_for(playbook_root: Path) -> None:
    line = [sys.executable, "-c", LATE, str(playbook_root)]
    done = subprocess.run(line, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


class Called:
    """Something to call that wants to know where it is called."""

    @pass_context
    def __call__(self, context: Context, *given: object) -> str:
        return f"{context['name']} {given}"

    def method(self, *given: object, **named: object) -> str:
        return f"{given} {named}"


@pass_environment
def wants_environment(environment: Environment, given: int) -> str:
    return f"{environment.block_start_string} {given}"


@pass_eval_context
def wants_settings(settings: EvalContext, given: int) -> str:
    return f"{settings.autoescape} {given}"


@pass_context
def wants_context(context: Context, given: int) -> str:
    return f"{context['name']} {context.get('number')} {given}"


def ended() -> str:
    raise StopIteration


@pytest.mark.parametrize("autoescape", [False, True])
def test_quicker_calls_give_what_jinja_gives(*, autoescape: bool) -> None:
    text = """
        {% macro shown(text, more="<b>") %}{{ text }}{{ more }}{{ caller() if caller }}{{ varargs }}{{ kwargs }}{% endmacro %}
        {% for number in [1, 2] %}
        {{ plain(number, by=2) }} {{ thing.method(number, of=3) }} {{ thing(number) }} {{ dict(a=number) }} {{ len("abc") }}
        {{ wants_context(number) }} {{ wants_environment(number) }} {{ wants_settings(number) }}
        {{ shown("<i>", number, 4, five=6) }} {% call shown(number) %}<u>{% endcall %}
        {{ ended() is defined }} {{ range(number) | list }} {{ joiner(", ")() }} {{ name.upper() }} {{ loop.cycle(1, 2) }}
        {% endfor %}
    """
    values = {
        "plain": lambda value, by: value * by,
        "thing": Called(),
        "len": len,
        "name": "x",
        "wants_context": wants_context,
        "wants_environment": wants_environment,
        "wants_settings": wants_settings,
        "ended": ended,
    }
    usual, quick = Environment(autoescape=autoescape), Environment(autoescape=autoescape)
    quick.context_class = QuickContext
    assert quick.from_string(text).render(values) == usual.from_string(text).render(values)
    for wrong in ("{{ nothing() }}", "{{ plain() }}", "{{ name() }}"):
        faults = []
        for environment in (usual, quick):
            with pytest.raises((UndefinedError, TypeError)) as fault:
                environment.from_string(wrong).render(values)
            faults.append(str(fault.value))
        assert faults[0] == faults[1]


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
