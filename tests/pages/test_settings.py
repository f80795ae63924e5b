"""Settings on the pages: a text shows the value with its unit, and leads to where it is set."""

import re

import pytest

from macros.pages.render import Renderer
from macros.views.views import Views


def markdown(renderer: Renderer, path: str) -> str:
    return renderer.page(renderer.pages[path])


def test_a_text_shows_the_value_and_leads_to_the_setting(renderer: Renderer) -> None:
    duty = markdown(renderer, "duties/customer-service.md")
    assert "没有等过 [30 分钟](../settings/index.md#desk-wait){ .pb-setting }的。" in duty
    monitoring = markdown(renderer, "duties/data-monitoring.md")
    assert r"误差不到 [0\.5%](../settings/index.md#recount-gap){ .pb-setting } 为合格" in monitoring
    role = markdown(renderer, "roles/assistant-ops.md")
    assert "让客户等过 [30 分钟](../settings/index.md#desk-wait){ .pb-setting }" in role


def test_a_heading_shows_the_value_alone(renderer: Renderer) -> None:
    """The question of a check is a heading: no link in it."""
    for path in ("duties/customer-service.md", "checklists/service-weekly.md"):
        assert "首句都在 60 秒内吗？" in markdown(renderer, path), path


def test_the_form_of_a_checklist_shows_the_value(renderer: Renderer) -> None:
    page = markdown(renderer, "checklists/service-weekly.md")
    form = page[page.index("pb-run") :]
    assert "首句都在 60 秒内吗？" in form


def test_the_page_of_settings_says_where_each_is_used(renderer: Renderer) -> None:
    page = markdown(renderer, "settings/index.md")
    assert "### 客户最多等几分钟：30 分钟 {: #desk-wait }" in page
    part = page[page.index("#desk-wait") :]
    assert "[守客服台](../duties/customer-service.md#desk)" in part
    assert "[辅助运营](../roles/assistant-ops.md)" in part


@pytest.mark.parametrize("which", ["renderer", "shipped_renderer"])
def test_no_page_shows_the_id_of_a_setting(which: str, request: pytest.FixtureRequest) -> None:
    one: Renderer = request.getfixturevalue(which)
    ids = "|".join(map(re.escape, one.views.playbook.settings))
    raw = re.compile(rf"\$(?:{ids})\b")
    for path, page in one.pages.items():
        assert not raw.search(one.page(page)), path


def test_every_setting_is_used_and_has_its_rule(shipped: Views) -> None:
    book = shipped.playbook
    assert len(book.settings) >= 80
    for id_, setting in book.settings.items():
        assert shipped.setting_users.get(id_), id_
        if setting.more_than:
            assert setting.value > book.settings[setting.more_than].value, id_
