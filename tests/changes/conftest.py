"""What changed in the playbook after a year, as the feed and the page tell it."""

from tests.browser.conftest import pytest_pyfunc_call, visits
from tests.links.conftest import later, later_site, later_url, later_views, visit

__all__ = ["later", "later_site", "later_url", "later_views", "pytest_pyfunc_call", "visit", "visits"]
