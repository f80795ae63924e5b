"""The real playbook, and every file to take away that is made of it."""

from pathlib import Path

import pytest

from macros.exports import downloads
from macros.exports.context import Context
from macros.validation.check import load_playbook
from macros.views.views import Views

ADDRESS = "https://ops.example.com/handbook/"


@pytest.fixture(scope="session")
def views(project: Path) -> Views:
    return Views(load_playbook(project))


@pytest.fixture(scope="session")
def context(views: Views) -> Context:
    return Context(views, ADDRESS)


@pytest.fixture(scope="session")
def files(context: Context) -> dict[str, bytes]:
    """Every file by its path below the site's root."""
    return dict(downloads.files(context))
