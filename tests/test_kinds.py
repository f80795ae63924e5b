"""A kind of thing is whole: whatever one of them has, each of them has, and what is lacking is named."""

import json
from pathlib import Path

import pytest

from macros import model
from macros.addresses.pages import page_kinds
from macros.editing.questions import QUESTIONS
from macros.exports import api_shapes, downloads, search_pages
from macros.model.kinds import FORMATS
from macros.pages.render import TEMPLATES

KINDS = list(model.KINDS.values())


def page_kind_of(kind: model.Kind) -> str:
    """The kind of page that things of a kind are on."""
    return kind.id if kind.has_own_files else kind.folder


@pytest.mark.parametrize("page_kind", page_kinds())
def test_a_page_has_a_template(page_kind: str) -> None:
    assert (TEMPLATES / f"{page_kind}.md.j2").is_file(), f"macros/pages/templates/{page_kind}.md.j2 is missing"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_playbook_has_its_things(kind: model.Kind) -> None:
    assert kind.folder in model.Playbook.__dataclass_fields__, (
        f"Playbook (macros/model/playbook.py) lacks {kind.folder}"
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_search_can_find_it(kind: model.Kind) -> None:
    assert page_kind_of(kind) in search_pages.MAKERS, (
        f"MAKERS (macros/exports/search_pages.py) lacks {page_kind_of(kind)}"
    )


def test_what_is_written_for_a_kind_has_its_row() -> None:
    known = {page_kind_of(kind) for kind in KINDS} | {kind.id for kind in KINDS} | set(model.ITEMS)
    lacking = (set(search_pages.MAKERS) | set(QUESTIONS)) - known
    assert not lacking, f"KINDS (macros/model/kinds.py) lacks {lacking}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_it_can_be_taken_away_in_its_forms(kind: model.Kind) -> None:
    written, named = set(downloads.WRITERS.get(kind.folder, {})), set(kind.formats)
    assert not written - named, f"formats of {kind.id} (macros/model/kinds.py) lacks {written - named}"
    assert not named - written, f"WRITERS of {kind.folder} (macros/exports/downloads.py) lacks {named - written}"
    assert not named - set(FORMATS), f"FORMATS (macros/model/kinds.py) lacks {named - set(FORMATS)}"
    if named:
        template = (TEMPLATES / f"{kind.id}.md.j2").read_text(encoding="utf-8")
        assert "parts.take(" in template, f"macros/pages/templates/{kind.id}.md.j2 offers no file"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_api_has_it(kind: model.Kind) -> None:
    assert set(api_shapes.KINDS[kind.folder].model_fields) >= set(kind.model.model_fields) or kind.id == "section"


@pytest.mark.parametrize("kind", [*KINDS, *model.ITEMS.values()], ids=lambda kind: kind.id)
def test_it_can_be_made_anew(kind: model.Kind | model.ItemKind) -> None:
    if kind.id != "section":  # sources are articles that others wrote: they are copied in by hand
        assert kind.id in QUESTIONS, f"QUESTIONS (macros/editing/questions.py) lacks {kind.id}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_its_files_have_a_schema(kind: model.Kind, project: Path) -> None:
    top = kind.model if kind.has_own_files else kind.dictionary
    assert top is not None
    schema = project / f"schemas/{top.kind}.json"
    assert schema.is_file(), f"{schema.name} is missing: run make schemas"
    assert json.loads(schema.read_text(encoding="utf-8"))["title"]
