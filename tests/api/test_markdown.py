"""Every page as Markdown, and llms.txt, which lists them."""

import re
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.addresses import ledger
from macros.views.views import Views
from tests.exports.reading import words
from tests.links.conftest import ADDRESS

_LINK = re.compile(r"\]\(([^)\s]+)\)")


def title_of(page: LexborHTMLParser) -> str:
    heading = page.css_first("article h1")
    assert heading is not None
    for node in heading.css(".headerlink, button, .pb-edit, svg"):
        node.decompose()
    return heading.text().strip()


@pytest.mark.parametrize("whole", [False, True], ids=["relative", "whole"])
def test_llms_txt_lists_pages_that_are_there(site: Path, later_site: Path, whole: bool) -> None:
    folder, base = (later_site, ADDRESS) if whole else (site, "")
    text = (folder / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# \S.*\n\n> \S", text)
    links = _LINK.findall(text)
    assert len(links) == len(set(links)) > 30
    for link in links:
        assert link.startswith(base)
        assert (folder / link.removeprefix(base)).is_file(), link


def test_every_page_is_there_as_markdown_under_its_title(site: Path, project: Path, shipped: Views) -> None:
    pages = [line.address for line in ledger.read(project) if line.address.endswith("/")]
    old = {f"/{move.from_}/" for move in shipped.playbook.moved}
    pages = [address for address in pages if not address.startswith("/go/") and address not in old]
    assert len(pages) > 50
    for address in pages:
        folder = site / address.strip("/")
        text = (folder / "index.md").read_text(encoding="utf-8")
        page = LexborHTMLParser((folder / "index.html").read_bytes())
        first, *rest = text.splitlines()
        assert first.startswith("# "), address
        assert words(re.sub(r"<a id=[^>]*></a>|[*`]", "", first[2:])) == words(title_of(page)), address
        assert not [line for line in rest if line.startswith("# ") and "```" not in text], address
        link = page.css_first('link[type="text/markdown"]')
        assert link is not None
        assert link.attributes["href"] == "index.md", address
        assert not re.search(r"<(?!a id=|/a>|https?:)[a-z]+[ >]|\{[:{%]", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)), address  # fmt: skip


def test_links_between_the_markdown_files_lead_on(site: Path) -> None:
    followed = 0
    for file in sorted(site.rglob("*.md")):
        text = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in _LINK.findall(text):
            path = urldefrag(link)[0].partition("?")[0]
            if not path or "://" in path or path.startswith("mailto:"):
                continue
            assert (file.parent / path).exists(), f"{file.relative_to(site)}: {link}"
            followed += 1
    assert followed > 1000
