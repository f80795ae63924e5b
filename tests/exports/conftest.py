"""Every file to take away that is made of the tests' own playbook. test_pages.py looks at those of the shipped data."""

import pytest

from macros.exports import downloads
from macros.exports.context import Context
from macros.views.views import Views

ADDRESS = "https://ops.example.com/handbook/"


@pytest.fixture(scope="session")
def context(playbook: Views) -> Context:
    return Context(playbook, ADDRESS)


@pytest.fixture(scope="session")
def files(context: Context) -> dict[str, bytes]:
    """Every file by its path below the site's root."""
    return dict(downloads.files(context))
