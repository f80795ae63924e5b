"""The link check of the build: what leads nowhere is named with its page, what leads somewhere is not."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.build.folders import places_below
from macros.build.links import broken_links

PAGE = '<!doctype html><title>页</title><body id="body"><a name="old"></a><h2 id="第一节">一</h2>{}</body>'


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of a home page, two pages below folders, a page for lost addresses, and two files."""
    for path in ("index.html", "duties/one/index.html", "roles/index.html", "404.html", "go/x/index.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(PAGE.format(""), encoding="utf-8")
    for path in ("assets/扫码 1.svg", "downloads/one.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", encoding="utf-8")
    return tmp_path


def with_links(site: Path, *tags: str, page: str = "duties/one/index.html") -> list[str]:
    (site / page).write_text(PAGE.format("".join(tags)), encoding="utf-8")
    return broken_links(places_below(site))


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="../../roles/">',
        '<a href="../../roles">',
        '<a href="../../roles/?q=1&amp;r=2#body">',
        '<a href="../../roles/index.html#old">',
        '<a href="#第一节">',
        '<a href="#%E7%AC%AC%E4%B8%80%E8%8A%82">',
        '<a href="#top">',
        '<a href="#">',
        '<a href="">',
        '<a href=".">',
        '<a href="?q=1#body">',
        '<a href="../..">',
        '<a href="/roles/#body">',
        '<a href="/">',
        '<img src="../../assets/扫码 1.svg">',
        '<img src="../../assets/%E6%89%AB%E7%A0%81%201.svg#view">',
        '<a href="../../downloads/one.csv#row=2">',
        '<meta http-equiv="refresh" content="0; url=../../roles/#body">',
        '<meta http-equiv="refresh" content="30">',
        '<a href="https://example.com/x#y">',
        '<a href="//example.com/x">',
        '<a href="mailto:ops@example.com">',
        '<a href="data:text/plain,x">',
    ],
)
def test_a_link_that_leads_somewhere(small: Path, tag: str) -> None:
    assert with_links(small, tag) == []


@pytest.mark.parametrize(
    ("tag", "link", "anchor"),
    [
        ('<a href="../../nowhere/">', "../../nowhere/", ""),
        ('<a href="../../../roles/">', "../../../roles/", ""),
        ('<a href="/nowhere">', "/nowhere", ""),
        ('<a href="../../downloads/one.csv/">', "../../downloads/one.csv/", ""),
        ('<a href="../../downloads/">', "../../downloads/", ""),
        ('<a href="../../roles/#nothing">', "../../roles/#nothing", "nothing"),
        ('<a href="../../roles#Body">', "../../roles#Body", "Body"),
        ('<a href="#第二节">', "#第二节", "第二节"),
        ('<a href="#%E7%AC%AC">', "#%E7%AC%AC", "第"),
        ('<link rel="stylesheet" href="../../no.css">', "../../no.css", ""),
        ('<script src="../../no.js"></script>', "../../no.js", ""),
        ('<img src="no.png">', "no.png", ""),
        ('<noscript><a href="../no/">x</a></noscript>', "../no/", ""),
        ('<meta http-equiv="refresh" content="0; url=../../roles/#gone">', "../../roles/#gone", "gone"),
        ('<meta http-equiv="Refresh" content="0;URL=\'../../no/\'">', "../../no/", ""),
    ],
)
def test_a_link_that_leads_nowhere(small: Path, tag: str, link: str, anchor: str) -> None:
    why = f"那一页上没有锚点 {anchor}。" if anchor else "站点里没有这个文件。"
    assert with_links(small, tag, tag) == [f"duties/one/index.html: 链接 {link} 打不开，{why}"]


def test_every_page_with_the_link_is_named(small: Path) -> None:
    with_links(small, '<a href="../#nothing">', page="go/x/index.html")
    (small / "go/index.html").write_text(PAGE.format('<a href="#nothing">'), encoding="utf-8")
    assert [line.partition(":")[0] for line in broken_links(places_below(small))] == [
        "go/index.html",
        "go/x/index.html",
    ]


def test_what_is_relative_on_the_page_for_lost_addresses_means_nothing(small: Path) -> None:
    assert with_links(small, '<a href="../no/">', page="404.html") == []


def test_every_link_and_anchor_of_the_site_leads_somewhere(site: Path) -> None:
    """A second opinion beside the link check that the build has made: by lychee."""
    lychee = shutil.which("lychee", path=str(Path(sys.executable).parent))
    assert lychee, "make env-tests installs it"
    done = subprocess.run(
        [
            lychee, "--offline", "--include-fragments", "--no-progress", "--format", "compact", "--mode", "plain",
            "--root-dir", str(site), "--index-files", "index.html", "--cache=false",
            "--exclude-path", "404.html", str(site / "**" / "*.html"),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) OK", done.stdout)[1]) > 1_000  # type: ignore[index]
