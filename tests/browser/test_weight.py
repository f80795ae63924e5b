"""What a page costs over the wire, each file gzipped as `gzip -9` does it."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from macros.build.offline import reachable, read
from tests.browser.conftest import Visits
from tests.browser.kinds import longest

ENTRANCE = "js/playbook.js"
SCRIPTS, STYLES, PAGE = 30_000, 15_000, 350_000  # bytes


def folder(site: Path) -> str:
    """Where the site has our scripts and styles: in a folder that is named by their content."""
    (entrance,) = site.glob(f"assets/*/{ENTRANCE}")
    return entrance.relative_to(site).as_posix().removesuffix(ENTRANCE)


def weight(site: Path, path: str) -> int:
    """Bytes of a file of the site, gzipped."""
    return len(gzip.compress((site / path).read_bytes(), 9))


def first_load(visit: Visits, site: Path, address: str, sign: str) -> dict[str, int]:
    """Every file that a page asks for before anybody touches it, with its weight; `sign` is there once it stands."""
    page = visit(address)
    page.locator(sign).first.wait_for()
    page.wait_for_load_state("networkidle")
    paths = {unquote(urlsplit(url).path).lstrip("/") for url in visit.requests if url.startswith(visit.site)}
    return {path: weight(site, path if (site / path).is_file() else f"{path}index.html") for path in paths}


@pytest.mark.parametrize(
    ("kind", "module", "sign"),
    [
        ("duties", "js/practice/inplace.js", "article h1"),
        ("roles", "js/board/page.js", ".pb-work"),
        ("checklists", "js/checklist/page.js", "html[data-ready] [data-checklist]"),
        ("scorecards", "js/scorecard/page.js", ".pb-score"),
        ("scenarios", "js/play/page.js", "html[data-ready] [data-play]"),
        ("templates", ENTRANCE, "article h1"),
    ],
)
def test_a_first_visit_is_light(visit_shipped: Visits, site: Path, kind: str, module: str, sign: str) -> None:
    """Of each kind, the longest page."""
    assert_light(visit_shipped, site, longest(site, kind), module, sign)


def test_the_page_of_all_questions_is_light(visit_shipped: Visits, site: Path) -> None:
    assert_light(visit_shipped, site, "/practice/", "js/practice/page.js", ".pb-ask h2")


def assert_light(visit: Visits, site: Path, address: str, module: str, sign: str) -> None:
    """A page that is opened has a module of ours, and no more than it may weigh."""
    files = first_load(visit, site, address, sign)
    ours = folder(site)
    own = {path: size for path, size in files.items() if path.startswith(f"{ours}js/")}
    assert {f"{ours}{ENTRANCE}", f"{ours}{module}"} <= own.keys()
    assert sum(own.values()) <= SCRIPTS, own
    assert sum(size for path, size in files.items() if path.startswith(f"{ours}css/")) <= STYLES
    assert sum(files.values()) <= PAGE, files
    assert "search/entries.js" not in files


def test_whatever_is_done_on_a_page_its_scripts_stay_light(site: Path) -> None:
    """Also with everything that a page fetches when it is asked for; of the parts of the site, a page has one.

    What any page fetches once something is amiss, or for one tap, counts as a part of its own.
    """
    files = read(site)
    ours = folder(site)
    text = files[f"{ours}{ENTRANCE}"].decode()
    parts = re.findall(r'import\("\./([^"]+)"\)', text)
    common = reachable([f"{ours}js/{name}" for name in re.findall(r'from\s*"\./([^"]+)"', text)], files)
    assert len(parts) >= 8
    for part in parts:
        own = {f"{ours}{ENTRANCE}", *common, *reachable([f"{ours}js/{part}"], files)}
        assert sum(weight(site, path) for path in own if "/vendor/" not in path) <= SCRIPTS, part


def test_scripts_are_sent_without_comments(site: Path, project: Path) -> None:
    sent, written = site / folder(site) / "js/store/store.js", project / "docs/assets/js/store/store.js"
    assert "One store for everything" in written.read_text(encoding="utf-8")
    assert "One store for everything" not in sent.read_text(encoding="utf-8")
