"""Every id that the data gives or refers to is known, so that a rename finds it."""

from pathlib import Path
from typing import get_args, get_origin

import pytest
from pydantic.fields import FieldInfo

from macros import model
from macros.validation.references import FIELDS, references
from macros.yamltext import reader

PROJECT = Path(__file__).resolve().parent.parent.parent
ID_PATTERNS = {model.ID_PATTERN, model.ITEM_PATTERN, model.STEP_PATTERN}


def takes_an_id(info: FieldInfo) -> bool:
    rules = list(info.metadata)
    layers = [info.annotation]
    while layers:
        layer = layers.pop()
        layers += get_args(layer) if get_origin(layer) is not None else []
        rules += [one for rule in get_args(layer) if isinstance(rule, FieldInfo) for one in rule.metadata]
    return any(getattr(rule, "pattern", None) in ID_PATTERNS for rule in rules)


def test_every_field_that_takes_an_id_is_known() -> None:
    models = [thing for thing in vars(model).values() if isinstance(thing, type) and issubclass(thing, model.Model)]
    wanted = {
        (thing, info.alias or name)
        for thing in models
        for name, info in thing.model_fields.items()
        if takes_an_id(info)
    }
    assert wanted == FIELDS.keys()


def walk(path: str, thing: type[model.Model], id_: str) -> list[tuple[str, str]]:
    document = reader.read(PROJECT / path, path)
    return [(one.field, one.id) for one in references(thing, id_, document.data)]


def test_ids_of_items_are_given_in_full() -> None:
    found = walk("data/duties/data-monitoring.yml", model.Duty, "data-monitoring")
    assert ("own-item", "data-monitoring.morning-check") in found
    assert ("local-item", "data-monitoring.morning-check") in found
    assert ("template", "morning-check-log") in found
    assert ("someone", "control-ops") in found
    found = walk("data/duties/incident-response.yml", model.Duty, "incident-response")
    assert ("own-step", "incident-response.intake.register") in found
    found = walk("data/roles/control-ops.yml", model.Role, "control-ops")
    assert ("local-item", "goal-setting.quarter-goal-cards") in found


@pytest.mark.parametrize("data", [None, [], "x", {"tasks": "x"}, {"tasks": [None, {"steps": [7]}]}])
def test_data_of_another_shape_is_passed_over(data: object) -> None:
    assert list(references(model.Duty, "x", data)) == []
