"""What went wrong for users of comparable tools: a playbook to break, and one built site for all browser tests."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visits, pytest_pyfunc_call, visits
from tests.browser.windows import Windows
from tests.conftest import once, served
from tests.field.playbooks import built, playbook, run, write

__all__ = ["pytest_pyfunc_call", "visits"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A playbook of the test's own, right in every way."""
    return playbook(tmp_path / "book")


@pytest.fixture
def new_root(tmp_path: Path) -> Callable[[str], Path]:
    """Makes as many playbooks as a test asks for, each under a name."""
    return lambda name: playbook(tmp_path / name)


@pytest.fixture(scope="session")
def shared_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A playbook with its site built and zipped once for all tests that only read."""

    def make(folder: Path) -> None:
        site = built(playbook(folder))
        answer = run(folder, "zip", "--site", str(site))
        assert answer.status == 0, answer.text
        write(folder, "zipped/.keep", "")
        shutil.unpack_archive(next((folder / "dist").glob("*.zip")), folder / "zipped")

    return once(tmp_path_factory, "field-book", make)


@pytest.fixture(scope="session")
def shared_site(shared_book: Path) -> Path:
    return shared_book / "site"


@pytest.fixture(scope="session")
def shared_url(shared_site: Path) -> Iterator[str]:
    with served(shared_site) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, shared_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the shared site; a page that complains fails the test."""
    visits.append(Visits(browser, shared_url, windows))
    return visits[-1]
