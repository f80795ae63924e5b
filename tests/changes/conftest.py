"""What changed in the playbook after a year, as the feed and the page tell it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visits, pytest_pyfunc_call, visits
from tests.conftest import served
from tests.links.conftest import later, later_site, later_views

__all__ = ["later", "later_site", "later_views", "pytest_pyfunc_call", "visits"]


@pytest.fixture
def visit(browser: Browser, later_site: Path, visits: list[Visits]) -> Iterator[Visits]:
    """Opens pages of the site after that year."""
    with served(later_site, "/team/playbook") as url:
        visits.append(Visits(browser, url))
        yield visits[-1]
