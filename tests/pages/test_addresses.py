"""Where a page is: one function says it, as MkDocs does, and every part of the product asks it."""

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from macros.addresses.pages import address_of, pages
from macros.exports.context import path_of
from macros.pages.render import Publication, Renderer
from macros.views.targets import Target
from macros.views.views import Views

#: Ids that look like a page of MkDocs' own, and ordinary ones.
PATHS = (
    "index.md",
    "duties/index.md",
    "duties/data-monitoring.md",
    "checklists/document-index.md",
    "checklists/index-check.md",
    "roles/md.md",
    "editing/errors.md",
)


@pytest.mark.parametrize("path", PATHS)
def test_an_address_is_the_one_that_mkdocs_serves(path: str) -> None:
    url = File(path, "docs", "site", use_directory_urls=MkDocsConfig().use_directory_urls).url
    assert address_of(path) == ("/" if url == "./" else f"/{url}")


@pytest.mark.parametrize("path", PATHS)
def test_paper_exports_and_pages_name_the_same_address(path: str) -> None:
    assert Publication(site="https://a.example/team/").published(path) == f"https://a.example/team{address_of(path)}"
    assert f"/{path_of(Target('', '', '', path, 'spot'))}" == f"{address_of(path)}#spot"


def test_a_page_prints_its_own_address(shipped: Views) -> None:
    renderer = Renderer(shipped, Publication(site="https://a.example/"))
    printed = [page for page in pages(shipped) if page.kind in ("checklist", "role")]
    assert printed
    for page in printed:
        assert f"https://a.example{address_of(page.path)}" in renderer.page(page), page.path
