"""The finished site as deploy/nginx.conf would serve it: with its headers, watched for anything that they refuse."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import crossplane
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visits, pytest_pyfunc_call, visits
from tests.browser.windows import Windows
from tests.conftest import PROJECT, served
from tests.links.conftest import later, later_site

__all__ = ["later", "later_site", "pytest_pyfunc_call", "visits"]

CONFIGURATION = PROJECT / "deploy/nginx.conf"
PREFIX = "/team/playbook"
#: What comes with nginx, as far as the site has such files.
MIME_TYPES = """types {
    text/html html; text/css css; application/javascript js; application/json json; text/plain txt;
    text/xml xml; application/atom+xml atom; image/png png; image/svg+xml svg; application/gzip gz;
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;
    application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
}"""

Block = list[dict[str, Any]]


def below_a_path(text: str) -> str:
    """The configuration for a site below a path, as the file itself tells to write it."""
    lines = [line.partition(" PATH: ") for line in text.splitlines()]
    return "".join(f"{path if mark else code}\n" for code, mark, path in lines)


def parsed(text: str, folder: Path) -> tuple[Block, list[str]]:
    """A configuration as nginx would read it where it includes such files, and what it finds wrong."""
    (folder / "mime.types").write_text(MIME_TYPES, encoding="utf-8")
    (folder / "playbook.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text("events {}\nhttp { include playbook.conf; }\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # crossplane leaves the closing of files to Python
        found = crossplane.parse(str(folder / "nginx.conf"), strict=True, combine=True)
    wrong = [error["error"] for error in found["errors"]]
    return ([] if wrong else found["config"][0]["parsed"]), wrong


def inside(block: Block, directive: str) -> list[list[str]]:
    """The arguments of every such directive in a block and in the blocks below it."""
    found: list[list[str]] = []
    for one in block:
        if one["directive"] == directive:
            found.append(one["args"])
        found += inside(one.get("block", []), directive)
    return found


@dataclass(frozen=True)
class Policy:
    """What the configuration sends with a file: its headers, and how long the file may be kept."""

    fixed: dict[str, str]
    cache: list[tuple[str, str]]

    def headers(self, path: str) -> dict[str, str]:
        """The headers of the file at a path of the site."""
        path = path.partition("?")[0]
        kept = next(value for pattern, value in self.cache if re.search(pattern, path))
        return {name: kept if value.startswith("$") else value for name, value in self.fixed.items()}

    @property
    def content(self) -> dict[str, list[str]]:
        """The Content-Security-Policy: what is allowed, by directive."""
        parts = [part.split() for part in self.fixed["Content-Security-Policy"].split(";")]
        return {name: allowed for name, *allowed in parts}


def policy_of(block: Block) -> Policy:
    (table,) = [one for one in block[-1]["block"] if one["directive"] == "map"]
    entries = {one["directive"]: one["args"][0] for one in table["block"]}
    patterns = [(name[1:], value) for name, value in entries.items() if name.startswith("~")]
    headers = inside(block, "add_header")
    assert all(len(header) == 3 and header[2] == "always" for header in headers), headers
    return Policy({name: value for name, value, _ in headers}, [*patterns, ("", entries["default"])])


@pytest.fixture(scope="session")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    block, wrong = parsed(CONFIGURATION.read_text(encoding="utf-8"), tmp_path_factory.mktemp("nginx"))
    assert wrong == []
    return policy_of(block)


#: A violation is written to the console, from where the watch over every page takes it.
WATCH = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`refused by ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`))"""


class Guarded(Visits):
    """Opens pages whose violations of the policy fail the test."""

    scripts = (WATCH,)


@pytest.fixture(scope="session")
def guarded_url(playbook_site: Path, policy: Policy) -> Iterator[str]:
    """Where the site of the tests' own playbook is served with the headers of the configuration."""
    with served(playbook_site, headers=policy.headers) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, guarded_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the tests' own playbook, as the configuration serves them."""
    visits.append(Guarded(browser, guarded_url, windows))
    return visits[-1]


@pytest.fixture
def visit_below(browser: Browser, later_site: Path, visits: list[Visits], policy: Policy) -> Iterator[Visits]:
    """Opens pages of a site that is served below a path, with the same headers."""
    with served(later_site, PREFIX, policy.headers) as url:
        visits.append(Guarded(browser, url))
        yield visits[-1]
