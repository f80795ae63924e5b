"""Cases to be played: what only the host sees stays with the host, and the debrief is that of the tasks."""

import re

import pytest

from macros.exports.search_pages import MAKERS
from macros.pages.practice import version_of
from macros.pages.render import Renderer
from macros.views.scenarios import players
from macros.views.views import Views
from tests.pages.test_pages import markdown, plain, visible


def parts(page: str) -> tuple[str, str, str]:
    """What everybody sees, what the host sees, and the debrief."""
    start, host = page.split('<details class="pb-fold pb-host"')
    host, debrief = host.split('<details class="pb-fold pb-debrief"')
    return visible(start), visible(host), visible(debrief)


def test_every_case_keeps_its_secrets_for_the_host(shipped_renderer: Renderer, shipped: Views) -> None:
    for id_, scenario in shipped.playbook.scenarios.items():
        start, host, debrief = parts(markdown(shipped_renderer, f"scenarios/{id_}.md"))
        assert plain(scenario.situation, shipped) in start
        found = "".join(entry.text for entry in MAKERS["scenario"](shipped, id_))
        for event in scenario.events:
            assert plain(event.what, shipped) in host
            for secret in filter(None, (event.host, *(way.then for way in event.ways))):
                assert plain(secret, shipped) in host
                assert plain(secret, shipped) not in start
                assert plain(secret, shipped) not in found, "the search would tell it"
        for one in scenario.expected:
            assert plain(one.do, shipped) in host
        for ref in scenario.tasks:
            task = shipped.find_task(ref)[1]
            told = [text for step in task.steps for text in (step.do, step.expect, step.else_)] + task.done_when
            told += [task.escalate.when] if task.escalate else []
            for text in told:
                assert plain(text, shipped) in debrief
                assert plain(text, shipped) not in start


def test_what_is_ticked_has_a_name_of_its_own(renderer: Renderer) -> None:
    page = markdown(renderer, "scenarios/no-orders.md")
    names = re.findall(r'data-(?:expected|tried)="([\w-]+)"', page)
    assert len(names) == len(set(names)) > 8


def test_a_case_is_for_roles_and_their_variants(playbook: Views) -> None:
    found = players(playbook, playbook.playbook.scenarios["no-orders"])
    assert sorted(found) == ["control-ops", "ops-lead"]
    assert all({"control-ops", "ops-lead"} & set(playbook.lineage(role)) for role in found)


def test_another_word_is_another_version(playbook: Views) -> None:
    before = version_of(playbook, "no-orders")
    assert before == version_of(playbook, "no-orders")
    scenario = playbook.playbook.scenarios["no-orders"]
    playbook.playbook.scenarios["no-orders"] = scenario.model_copy(update={"situation": "周四。"})
    try:
        assert version_of(playbook, "no-orders") != before
    finally:
        playbook.playbook.scenarios["no-orders"] = scenario


@pytest.mark.parametrize("kind", ["scenario-list", "practice"])
def test_cases_are_listed(renderer: Renderer, kind: str) -> None:
    path = {"scenario-list": "scenarios/index.md", "practice": "practice/index.md"}[kind]
    assert "早上九点，小程序没有订单" in markdown(renderer, path)
