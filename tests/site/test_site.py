"""The finished site: its links and anchors, its edit links, whom it asks for anything, and how it is built."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

import scripts.build
from macros.build import mkdocs
from macros.build.session import Session
from macros.validation.check import Cache, check
from tests import commands
from tests.copies import copy_playbook, copy_project, differences

EDIT = "https://git.example.com/ops/playbook/blob/main/"
ADDRESSES = [
    "", "duties/", "duties/data-monitoring/", "roles/", "roles/control-ops/", "checklists/",
    "checklists/monitoring-weekly/", "scorecards/", "scorecards/control-ops/", "templates/",
    "templates/morning-check-log/", "metrics/", "terms/", "tools/", "sources/", "editing/",
]  # fmt: skip


@pytest.fixture(scope="session")
def parsed(site: Path) -> dict[str, LexborHTMLParser]:
    """Every page of the shipped site by its address below the root."""
    return {
        "/" + path.relative_to(site).as_posix().removesuffix("index.html"): LexborHTMLParser(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_of_the_design_is_there(playbook_site: Path, address: str) -> None:
    assert (playbook_site / address / "index.html").is_file()


def test_ids_are_unique_on_each_page(parsed: dict[str, LexborHTMLParser]) -> None:
    for address, page in parsed.items():
        count: dict[str, int] = defaultdict(int)
        for node in page.css("article [id]"):
            count[node.attributes["id"] or ""] += 1
        assert {id_: times for id_, times in count.items() if times > 1} == {}, address


def test_edit_links_lead_to_the_file_and_the_line(project: Path, parsed: dict[str, LexborHTMLParser]) -> None:
    seen = 0
    for address, page in parsed.items():
        for node in page.css("a.pb-edit"):
            link = node.attributes["href"] or ""
            assert link.startswith(EDIT), address
            file, _, line = link.removeprefix(EDIT).partition("#L")
            lines = (project / file).read_text(encoding="utf-8").splitlines()
            assert 1 <= int(line) <= len(lines), link
            seen += 1
        for node in page.css("a.md-content__button[rel=edit]"):
            assert (project / (node.attributes["href"] or "").removeprefix(EDIT)).is_file(), address
    assert seen > 100


def test_a_task_s_edit_link_opens_the_line_where_it_begins(playbook_root: Path, playbook_site: Path) -> None:
    page = LexborHTMLParser((playbook_site / "duties/data-monitoring/index.html").read_bytes())
    card = next(node for node in page.css("details.pb-task") if node.css_first("#morning-check"))
    link = card.css("a.pb-edit")[-1].attributes["href"] or ""
    file, _, line = link.removeprefix(EDIT).partition("#L")
    assert "id: morning-check" in (playbook_root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_no_page_asks_another_host(site: Path, parsed: dict[str, LexborHTMLParser]) -> None:
    asked: set[str] = set()
    for page in parsed.values():
        selectors = "script[src], img[src], iframe[src], source[src], link[href]:not([rel=canonical])"
        for node in page.css(selectors):
            link = node.attributes.get("src") or node.attributes.get("href") or ""
            if urlsplit(link).netloc:
                asked.add(link)
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        asked |= {link for link in re.findall(r"url\(['\"]?(https?:)?//[^)]*\)", text) if link}
        asked |= set(re.findall(r"@import\s+['\"]?https?://\S+", text))
    assert asked == set()


def test_macros_and_errors_never_reach_a_page(parsed: dict[str, LexborHTMLParser]) -> None:
    for address, page in parsed.items():
        article = page.css_first("article")
        text = article.text() if article else ""
        assert "Macro Rendering Error" not in text, address
        assert "{{" not in text, address
        assert "{%" not in text, address
        assert "{:" not in text, f"{address}: an attribute list was not taken"


def test_every_page_has_one_heading_and_a_title(parsed: dict[str, LexborHTMLParser]) -> None:
    for address, page in parsed.items():
        if page.css_first("article") is None or address == "/404.html":
            continue
        assert len(page.css("article h1")) == 1, address
        assert page.css("title")[0].text().strip(), address


def test_all_content_is_in_the_page_without_javascript(playbook_site: Path) -> None:
    page = LexborHTMLParser((playbook_site / "duties/data-monitoring/index.html").read_bytes())
    text = page.css("article")[0].text()
    assert "先看数据是否就绪" in text
    assert "把“数据没跑完”当成业务下跌上报" in text
    assert not page.css("article [hidden]")


def test_search_index_has_every_page(site: Path, parsed: dict[str, LexborHTMLParser]) -> None:
    script = (site / "search/entries.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("self.playbookEntries=").removesuffix(";\n"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    for folder in ("duties", "roles", "checklists"):
        for path in sorted((site / folder).glob("*/index.html")):
            if not LexborHTMLParser(path.read_bytes()).css_first("meta[http-equiv=refresh]"):
                assert f"{folder}/{path.parent.name}/" in found


def typed(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build as it is typed, in a process that has nothing of this one's but what it was started with."""
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    return subprocess.run(
        [sys.executable, "-m", "scripts.build", "--root", str(root), "--site", str(site)],
        cwd=root, capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's own files in another folder."""
    return copy_project(tmp_path / "copy")


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A project with the tests' own playbook, to be broken."""
    return copy_playbook(tmp_path / "copy")


def test_two_builds_are_the_same_byte_for_byte(site: Path, copy: Path, project: Path, tmp_path: Path) -> None:
    """In another folder, with files of another age, in another process."""
    if (project / ".git").exists():  # pages say when git saw their file change
        (copy / ".git").symlink_to(project / ".git")
    for path in copy.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            os.utime(path, (1_700_000_000, 1_700_000_000))
    done = typed(copy, tmp_path / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    assert differences(site, tmp_path / "site") == []


def test_what_is_found_wrong_when_the_downloads_are_begun_ends_them(little: Path) -> None:
    """Sentences are compared while another process writes: it may not go on, nor leave anything."""
    said = "每天早上九点半以前把昨天的核心指标和前七天的平均数逐项比一遍。"
    for name, text in (("data-monitoring", said), ("data-analysis", said.replace("逐项", "一项一项"))):
        file = little / f"data/duties/{name}.yml"
        file.write_text(
            re.sub(r"(?m)^outcome: .*$", f"outcome: {text}", file.read_text(encoding="utf-8")), encoding="utf-8"
        )
    begun: list[object] = []
    found = check(little, promising=begun.append)
    assert [problem.code for problem in found.errors] == ["E-nearly-same"]
    assert (len(begun), found.playbook) == (1, None)
    (little / "site").mkdir()
    (little / "site/index.html").write_text("old", encoding="utf-8")
    done = typed(little, little / "site")
    assert (done.returncode, done.stdout.count("E-nearly-same")) == (1, 1)
    assert "1 处错误，没有建站，原来的 site/ 没有动" in done.stderr
    assert [path.name for path in (little / "site").iterdir()] == ["index.html"]
    assert not [path.name for path in little.iterdir() if path.name.startswith(".site")]


def test_what_is_promising_is_the_playbook_and_is_told_once(little: Path) -> None:
    told: list[object] = []
    cache = Cache()
    found = check(little, cache, promising=told.append)
    assert found.playbook is not None
    assert told == [found.playbook]
    check(little, cache, promising=told.append)
    assert len(told) == 1
    (little / "data/duties/data-monitoring.yml").write_text("name:", encoding="utf-8")
    assert check(little, cache, promising=told.append).errors
    assert len(told) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("data/duties/data-monitoring.yml", "name: 数据监控", "name：数据监控", ["data-monitoring.yml:"]),
        ("data/scorecards/control-ops.yml", "weight: 20", "weight: 21", ["control-ops.yml:"]),
        ("docs/index.md", "{{ duty_map() }}", "{{ duty_mop() }}", ["docs/index.md", "duty_mop"]),
        ("docs/index.md", "(roles/index.md)", "(roles/no.md) [b](roles/index.md#nix)", ["no.md", "#nix"]),
    ],
    ids=["yaml", "sum", "macro", "link and anchor"],
)
def test_a_failed_build_says_why_and_leaves_the_old_site(
    little: Path, file: str, old: str, new: str, named: list[str]
) -> None:
    site = little / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    text = (little / file).read_text(encoding="utf-8")
    assert old in text
    (little / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    answer = commands.run(little, "build", "--site", str(site))
    assert answer.status == 1
    assert "Traceback" not in answer.text
    assert "没有" in answer.text
    for what in named:
        assert what in answer.text
    assert [path.name for path in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    assert not [path.name for path in little.iterdir() if path.name.startswith(".site")]


def test_a_build_whose_downloads_fail_says_why_and_leaves_the_old_site(
    little: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are written by one of the processes that share the work."""

    def full_disk(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.chdir(little)
    monkeypatch.setattr("macros.build.mkdocs.exported", full_disk)
    site = little / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    assert scripts.build.build(little, site, quiet=True) == 1
    said = capsys.readouterr().err
    assert "no space left" in said
    assert "原来的 site/ 没有动" in said
    assert [path.name for path in site.iterdir()] == ["index.html"]
    assert not [path.name for path in little.iterdir() if path.name.startswith(".site")]


def test_a_build_alone_holds_nothing_longer_than_it_needs_it(
    little: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a large playbook takes twice the memory that plain MkDocs does."""
    monkeypatch.chdir(little)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    session = Session(little, lasting=False, apart=True)
    config = mkdocs.configuration(little, tmp_path / "site", session, strict=False)
    held: list[int] = []
    session.progress = lambda _done, _total: held.append(len(session.cache.files))
    mkdocs.make(config)
    assert len(held) == len(session.order)
    assert set(held) == {0}
