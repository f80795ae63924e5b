"""Questions of a duty: the same every time, about what stands there, kept by their words."""

import dataclasses
import re
from collections import Counter

import pytest

from macros.pages.practice import Card, cards, former_names
from macros.pages.render import Renderer
from macros.views.moves import Moves
from macros.views.questions import MOST, askers, questions
from macros.views.text import unmarked
from macros.views.views import Views


def of(views: Views, duty: str) -> dict[str, tuple[Card, ...]]:
    return cards(views, Moves(views), duty, lambda text: unmarked(text, views))


def test_every_duty_asks_three_to_five(shipped: Views, playbook: Views) -> None:
    for views in (shipped, playbook):
        for id_, duty in views.playbook.duties.items():
            asked = questions(id_, duty)
            assert 3 <= len(asked) <= MOST, id_
            assert asked == questions(id_, duty)
            items = {f"{id_}.{item.id}" for item in duty.items() if item.kind in ("task", "check")}
            assert {one.ref for one in asked} <= items
            examples = {task.example for task in duty.tasks}
            assert not examples & {text for one in asked for text in (*one.ask, *one.answer)}


def test_every_role_has_something_to_answer(shipped: Views) -> None:
    found = Counter(
        role
        for id_, duty in shipped.playbook.duties.items()
        for one in questions(id_, duty)
        for role in askers(shipped, one)
    )
    assert set(found) == set(shipped.playbook.roles)


def test_what_is_written_stands_for_what_would_be_made(playbook: Views) -> None:
    duty = playbook.playbook.duties["data-monitoring"]
    asked = questions("data-monitoring", duty)
    assert [one.ref for one in asked[:2]] == ["data-monitoring.morning-check", "data-monitoring.one-owner"]
    assert [one.kind for one in asked[:2]] == ["written", "written"]
    assert Counter(one.ref for one in asked)["data-monitoring.morning-check"] == 1
    bare = duty.model_copy(update={"questions": []})
    made = questions("data-monitoring", bare)
    assert {one.kind for one in made} == {"sign", "way", "check"}
    assert [one.ask for one in made if one.kind == "check"] == [("每个异常都恰有一名责任人吗？",)], "the gravest check"


def test_a_question_says_what_the_data_says(playbook: Views) -> None:
    shown = of(playbook, "data-monitoring")
    [setup] = shown["data-monitoring.metric-setup"]
    assert setup.ask == "做“定监控指标与阈值”时看到：看板要滚动两屏。错在哪里，先做什么？"
    assert setup.answer == "错在：指标越加越多。改法：加一个就移走一个。"
    [owner] = shown["data-monitoring.one-owner"]
    assert "$" not in owner.answer, "a setting is shown with its value"
    assert playbook.setting("recount-gap") in owner.answer
    assert "control-ops" in owner.roles
    assert all(re.fullmatch("[0-9a-f]{8}", card.hash) for those in shown.values() for card in those)


def test_other_words_are_another_question(playbook: Views) -> None:
    before = {card.hash for those in of(playbook, "data-monitoring").values() for card in those}
    duty = playbook.playbook.duties["data-monitoring"]
    first, second = duty.questions
    changed = duty.model_copy(update={"questions": [first.model_copy(update={"answer": "报。"}), second]})
    book = dataclasses.replace(playbook.playbook, duties={**playbook.playbook.duties, "data-monitoring": changed})
    after = {card.hash for those in of(Views(book), "data-monitoring").values() for card in those}
    assert len(before - after) == len(after - before) == 1


@pytest.mark.parametrize(
    ("ref", "names"),
    [
        ("data-monitoring.morning-check", ("metric-watch.morning-check",)),
        ("customer-service.first-reply", ("data-analysis.first-answer",)),
        ("customer-service.desk", ()),
    ],
)
def test_the_names_that_an_item_had(playbook: Views, ref: str, names: tuple[str, ...]) -> None:
    assert former_names(Moves(playbook), ref) == names


def test_a_duty_page_asks_where_the_text_stands(renderer: Renderer, playbook: Views) -> None:
    page = renderer.page(renderer.pages["duties/data-monitoring.md"])
    for ref, those in of(playbook, "data-monitoring").items():
        item = ref.partition(".")[2]
        for card in those:
            at = page.index(f'data-quiz="{ref}:{card.hash}"')
            anchors = re.findall(r"\{: #([\w-]+)", page[:at])
            assert anchors[-1] == item, f"{ref} is asked under {anchors[-1]}"
    assert 'data-was="metric-watch.one-owner"' in page
