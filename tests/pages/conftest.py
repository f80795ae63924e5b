"""The real playbook, checked, and its pages as Markdown."""

from pathlib import Path

import pytest

from macros.pages.render import Publication, Renderer
from macros.validation.check import load_playbook
from macros.views.views import Views


@pytest.fixture(scope="session")
def views(project: Path) -> Views:
    return Views(load_playbook(project))


@pytest.fixture(scope="session")
def renderer(views: Views) -> Renderer:
    return Renderer(views, Publication("https://git.example.com/edit/{file}#L{line}"))
