"""What forms ask for, of every model: words for every choice, and answers as plain data."""

import re

import pytest

from macros import model
from macros.editing.forms import AnswerError, answered, blanks, judged
from macros.editing.names import Names
from macros.editing.project import Project
from macros.model.introspect import models

KINDS = {"text", "duration", "supply", "when", "time", "date", "number", "id", "reference", "choice", "flag"}


@pytest.fixture(scope="module")
def names(real: Project) -> Names:
    return Names(real)


@pytest.mark.parametrize("kind", models(), ids=lambda kind: kind.__name__)
def test_every_field_of_every_model_can_be_asked_for(names: Names, kind: type[model.Model]) -> None:
    for one in blanks(names, kind, duty="data-monitoring"):
        assert one.kind in KINDS
        assert one.title
        assert bool(one.choices) == (one.kind in {"reference", "choice"}), one.key
        if one.kind == "choice":
            assert not [words for _, words in one.choices if re.fullmatch(r"[a-z_-]+", words)], one.key
        for value, words in one.choices if one.kind == "reference" else []:
            assert words
            assert judged(one, value) is None


def test_short_ids_are_those_of_the_duty(names: Names) -> None:
    (task,) = (one for one in blanks(names, model.Check, duty="data-analysis") if one.key == "task")
    assert [id_ for id_, _ in task.choices] == ["collect-clean", "monthly-analysis", "drop-diagnosis"]


def test_answers_become_plain_data(names: Names) -> None:
    asked = blanks(names, model.TeamSize)
    given = {"name": " 8 人 ", "people.0.role": "ops-lead", "people.0.people": "２"}
    assert answered(asked, given) == {"name": "8 人", "people": [{"role": "ops-lead", "people": 2}]}


def test_flags_and_several_values(names: Names) -> None:
    asked = blanks(names, model.CompanyDay)
    assert answered(asked, {"date": "2027-01-08", "name": "年会"})["work"] is False
    asked = [one for one in blanks(names, model.Output) if one.key == "audience"]
    assert answered(asked, {"audience": ["ops-lead", "data-team"]}) == {"audience": ["ops-lead", "data-team"]}


@pytest.mark.parametrize(
    ("given", "key", "words"),
    [
        ({"goal": "x.y", "weight": "5"}, "goal", "选一个"),
        ({"goal": "data-monitoring.faster-detection", "weight": "0"}, "weight", "小于 1"),
        ({"goal": "data-monitoring.faster-detection", "weight": "五"}, "weight", "要一个数"),
        ({"goal": "data-monitoring.faster-detection"}, "weight", "不能空"),
        ({"goal": "data-monitoring.faster-detection", "weight": "\u200b \u00a0"}, "weight", "不能空"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(names: Names, given: dict[str, str], key: str, words: str) -> None:
    with pytest.raises(AnswerError) as told:
        answered(blanks(names, model.ScorecardItem), given)
    assert list(told.value.wrong) == [key]
    assert words in told.value.wrong[key]
