"""What `make tree` writes is built by others, and says what the site says. What differs is listed on the page on publishing."""

import os
import posixpath
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.copies import copy_playbook, differences

#: Below this lies what an editor changes: other tools know only the Markdown.
EDIT = "https://git.example.com/ops/playbook/"


@dataclass(frozen=True)
class Said:
    """What a page says: its title, its anchors, where its links lead, and its text without blanks."""

    title: str
    ids: Counter[str]
    links: Counter[str]
    text: str


def said(page: Path) -> Said:
    tree = LexborHTMLParser(page.read_bytes())
    title, article = tree.css_first("title"), tree.css_first("article")
    assert title is not None, page
    assert article is not None, page
    ids = Counter(node.attributes["id"] or "" for node in article.css("[id]"))
    links = Counter(node.attributes["href"] or "" for node in article.css("a[href]"))
    for node in article.css("script, style"):
        node.decompose()
    return Said(
        title.text(),
        ids,
        +Counter({link: n for link, n in links.items() if not link.startswith(EDIT)}),
        "".join(article.text().split()),
    )


def led(page: str, links: Counter[str]) -> Counter[str]:
    """Where the links of a page lead below the site's root, however they are written; those that lead nowhere less."""
    found: Counter[str] = Counter()
    for link, count in links.items():
        path, mark, anchor = link.partition("#")
        if link:
            found[posixpath.normpath(posixpath.join("/site", posixpath.dirname(page), path)) + mark + anchor] += count
    return found


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    root = copy_playbook(tmp_path_factory.mktemp("tree") / "project")
    out = root.parent / "out"
    command = [sys.executable, "-m", "scripts.tree", "--root", str(root), "--to", str(out)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def built(tree: Path, *command: str) -> Path:
    """The site that a tool makes of the tree, away from the project and its code."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["NO_MKDOCS_2_WARNING"] = "1"
    line = [sys.executable, "-m", *command]
    done = subprocess.run(line, cwd=tree, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "site"


def pages(site: Path) -> list[str]:
    """The pages of a site that have a text: not those that only send their reader on."""
    found = [path for path in site.rglob("index.html") if LexborHTMLParser(path.read_bytes()).css_first("article")]
    return sorted(path.relative_to(site).as_posix() for path in found)


def test_nothing_of_ours_is_needed(tree: Path) -> None:
    text = (tree / "mkdocs.yml").read_text(encoding="utf-8")
    for ours in ("hooks", "macros", "custom_dir", "watch"):
        assert f"{ours}:" not in text
    for page in (tree / "docs").rglob("*.md"):
        assert "{{" not in page.read_text(encoding="utf-8"), page


def test_mkdocs_makes_the_same_pages_of_it(tree: Path, playbook_site: Path) -> None:
    site = built(tree, "mkdocs", "build")
    assert pages(site) == pages(playbook_site)
    for page in pages(site):
        assert said(site / page) == said(playbook_site / page), page


def test_zensical_makes_the_same_pages_of_it(tree: Path, playbook_site: Path) -> None:
    site = built(tree, "zensical", "build")
    assert pages(site) == pages(playbook_site)
    for page in pages(site):
        theirs, ours = said(site / page), said(playbook_site / page)
        assert theirs.text == ours.text, page
        assert theirs.ids - Counter(["__skip"]) == ours.ids, page
        assert theirs.title == (f"首页 - {ours.title}" if page == "index.html" else ours.title)
        # Links that a page has as HTML are taken for those of its Markdown, which may lie one folder higher.
        up = "" if (tree / "docs" / page).with_suffix(".md").is_file() else "../"
        deeper = Counter({up + link if "downloads/" in link else link: n for link, n in ours.links.items()})
        assert led(page, theirs.links) == led(page, deeper), page


def test_what_is_beside_the_pages_is_in_it_too(tree: Path, playbook_site: Path) -> None:
    beside = {name for name in differences(tree / "docs", playbook_site) if name.startswith(("downloads/", "api/"))}
    assert beside == set()


def test_a_folder_with_something_else_is_left_alone(tree: Path, tmp_path: Path, project: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, "-m", "scripts.tree", "--root", str(tree.parent / "project"), "--to", str(tmp_path)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "有别的东西" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
