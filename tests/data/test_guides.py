"""/editing/errors/ and /editing/fields/: made from the table of codes and from the models, with nothing left out."""

import re

import pytest

from macros import model
from macros.model.introspect import keys_of
from macros.pages.field_guide import guides
from macros.pages.render import Renderer
from macros.problems import catalogue
from macros.views.views import Views
from tests.shipped import shipped_playbook


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Views(shipped_playbook()))


def test_every_code_is_explained(renderer: Renderer) -> None:
    page = renderer.page(renderer.pages["editing/errors.md"])
    for code in catalogue.CODES.values():
        section = page.partition(f"{{: #{code.id.lower()} }}")[2].partition("\n### ")[0]
        assert code.why in section, code.id
        for piece in (code.example.right, code.example.wrong):
            assert (catalogue.shown(piece) or "（没有这一行）") in section, code.id
        assert catalogue.address(code.id) == f"/editing/errors/#{code.id.lower()}"


def test_the_sample_on_the_page_is_what_the_check_says(renderer: Renderer) -> None:
    page = renderer.page(renderer.pages["editing/errors.md"])
    assert f"E-wide-colon {catalogue.text('E-wide-colon', key='name')}" in page


def test_every_field_is_explained(renderer: Renderer) -> None:
    page = renderer.page(renderer.pages["editing/fields.md"])
    kinds = {*model.FOLDERS.values(), *model.FILES.values()}
    assert {guide.id for guide in guides()} == {kind.kind for kind in kinds}
    for kind in kinds:
        section = page.partition(f"{{: #{kind.kind} }}")[2].partition("\n## ")[0]
        for key in keys_of(kind):
            assert f"- `{key}` **" in section, f"{kind.kind}.{key}"


def test_every_field_with_a_value_has_an_example() -> None:
    for guide in guides():
        for group in guide.groups:
            for field in group.fields:
                inner = field.shape.inside or field.shape
                assert field.description, f"{group.id}.{field.key}"
                assert inner.form == "fields" or field.example, f"{group.id}.{field.key}"


def test_links_inside_the_field_guide_lead_somewhere(renderer: Renderer) -> None:
    page = renderer.page(renderer.pages["editing/fields.md"])
    anchors = re.findall(r"\{: #([a-z-]+) \}", page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([a-z-]+)\)", page)) <= set(anchors)


def test_required_and_optional_are_told_apart(renderer: Renderer) -> None:
    page = renderer.page(renderer.pages["editing/fields.md"])
    assert "- `outcome` **成果** · 一段文字，至多 40 个字" in page
    assert "- `escalate` **升级**（可不写） · 一组字段：[升级](#duty-escalate)" in page
    assert "- `importance` **重要程度** · 整数，1–5" in page
