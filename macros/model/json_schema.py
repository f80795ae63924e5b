"""The models → JSON Schemas, so that an editor with a YAML extension helps while typing.

A schema holds the shape of one file: fields, kinds of values, how many, which words. References, sums and whatever
else needs a second file are the checker's alone. The dialect is draft-07, which every editor knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from macros import model
from macros.model import types

#: A text: not blank, and without characters that no spreadsheet can hold.
_TEXT = r"^(?=[\s\S]*\S)[^\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\ufffe\uffff]*$"
#: Numbers are taken as the text they are written in, in texts and in ids.
_TEXT_TYPES = ["string", "number"]

#: What the functions that judge one value come to in a schema.
_VALUES: dict[Callable[..., Any], JsonSchemaValue] = {
    types._not_blank: {"type": _TEXT_TYPES, "pattern": _TEXT},
    types._duration: {"type": "string", "pattern": model.DURATION_PATTERN},
    types._date: {"type": "string", "pattern": model.DATE_PATTERN, "format": "date"},
    types._true_or_false: {"type": "boolean"},
    types._number: {"type": _TEXT_TYPES, "pattern": model.NUMBER_PATTERN},
    types._whole: {"type": "integer"},
}


def _has(name: str) -> JsonSchemaValue:
    """A mapping in which a field is written and isn't null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


#: What the rules between the fields of one model come to.
_RULES: dict[type[model.Model], JsonSchemaValue] = {
    model.Task: {"oneOf": [_has("rhythm"), _has("trigger")]},
    model.RoleTask: {
        "anyOf": [
            *(_has(name) for name in ("cadence", "due", "minutes", "scope")),
            {"required": ["skip"], "properties": {"skip": {"const": True}}},
        ]
    },
    model.Sample: {
        "if": {"required": ["draw"], "properties": {"draw": {"const": "all"}}},
        "then": {"not": _has("pick")},
        "else": _has("pick"),
    },
    model.Rhythm: {
        "allOf": [
            {
                "if": {"required": ["cadence"], "properties": {"cadence": {"const": cadence}}},
                "then": {"properties": {"due": {"type": "string", "pattern": pattern}}},
            }
            for cadence, pattern in model.DUE_PATTERNS.items()
        ]
    },
}


class _Generator(GenerateJsonSchema):
    """Pydantic's own generator, told what our validators mean."""

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        return self._judged(schema, super().function_after_schema(schema))

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        return self._judged(schema, super().function_before_schema(schema))

    def _judged(self, schema: Any, plain: JsonSchemaValue) -> JsonSchemaValue:
        known = _VALUES.get(schema["function"]["function"])
        if known is None:
            return plain
        limits = {key: value for key, value in plain.items() if key in {"minLength", "maxLength", "minimum", "maximum"}}
        return {**known, **limits}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        plain = super().str_schema(schema)
        if plain.get("pattern") == model.ID_PATTERN:
            return {**plain, "type": ["string", "integer"], "minimum": 0}
        return plain

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        plain = super().enum_schema(schema)
        return {key: value for key, value in plain.items() if key not in {"title", "description"}}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        plain = super().model_schema(schema)
        thing: type[model.Model] = schema["cls"]
        plain.pop("description", None)  # docstrings are for people who read code
        return {**plain, "title": thing.kind_name, **_RULES.get(thing, {})}


def schema_of(thing: type[model.Model]) -> JsonSchemaValue:
    """The schema of one kind of file."""
    found = thing.model_json_schema(
        by_alias=True, ref_template="#/definitions/{model}", schema_generator=_Generator, mode="validation"
    )
    found = _draft_7(found)
    definitions = found.pop("$defs", {})
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **found,
        **({"definitions": definitions} if definitions else {}),
    }


def _draft_7(node: Any) -> Any:
    """What stands beside a $ref counts in draft-07 only when the $ref is wrapped up."""
    if isinstance(node, list):
        return [_draft_7(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {key: _draft_7(value) for key, value in node.items()}
    if "$ref" in inner and len(inner) > 1 and isinstance(inner["$ref"], str):
        return {"allOf": [{"$ref": inner.pop("$ref")}], **inner}
    return inner


def schemas() -> dict[str, str]:
    """Every schema as text, by the name of its file in schemas/."""
    kinds: list[type[model.Model]] = [*model.FOLDERS.values(), *model.FILES.values()]
    return {f"{thing.kind}.json": json.dumps(schema_of(thing), ensure_ascii=False, indent=2) + "\n" for thing in kinds}
