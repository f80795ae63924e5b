"""Pages as Markdown: those of the tests' own playbook, and those of the shipped data."""

import pytest

from macros.pages.render import Publication, Renderer
from macros.views.views import Views

SOURCE = Publication("https://git.example.com/edit/{file}#L{line}")


@pytest.fixture(scope="session")
def renderer(playbook: Views) -> Renderer:
    """Renders the tests' own playbook."""
    return Renderer(playbook, SOURCE)


@pytest.fixture(scope="session")
def shipped_renderer(shipped: Views) -> Renderer:
    """Renders the shipped data: for what must hold of any content."""
    return Renderer(shipped, SOURCE)
