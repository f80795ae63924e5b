"""The models → JSON Schemas, so that an editor with a YAML extension helps while typing.

A schema holds the shape of one file: fields, kinds of values, how many, which words. References, sums and whatever
else needs a second file are the checker's alone. The dialect is draft-07, which every editor knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from macros import model

#: Bounds that pydantic leaves under its own names where a number may be left out.
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


class _Generator(GenerateJsonSchema):
    """Pydantic's own generator, without what it says of Python. What a value looks like stands beside its type."""

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        plain = super().enum_schema(schema)
        return {key: value for key, value in plain.items() if key not in {"title", "description"}}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        plain = super().model_schema(schema)
        kind: type[model.Model] = schema["cls"]
        plain.pop("description", None)  # docstrings are for people who read code
        return {**plain, "title": kind.kind_name, **kind.schema_rule}


def schema_of(kind: type[model.Model]) -> JsonSchemaValue:
    """The schema of one kind of file."""
    found = kind.model_json_schema(
        by_alias=True, ref_template="#/definitions/{model}", schema_generator=_Generator, mode="validation"
    )
    found = _draft_7(found)
    definitions = found.pop("$defs", {})
    for owner in (found, *definitions.values()):
        for described in owner.get("properties", {}).values():
            _add_snippet(described, definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **found,
        **({"definitions": definitions} if definitions else {}),
    }


def _add_snippet(described: JsonSchemaValue, definitions: JsonSchemaValue) -> None:
    """Beside a field that holds fields, what an editor fills in for it: the required ones, each a place to type at."""
    target = _target(described, definitions)
    if target.get("items") is not None:
        target = _target(target["items"], definitions)
    if target.get("required"):
        body = _body(described, definitions, count(1))
        described["defaultSnippets"] = [{"label": described.get("title", target["title"]), "body": body}]


def _target(described: JsonSchemaValue, definitions: JsonSchemaValue) -> JsonSchemaValue:
    """What a schema says of a value, through references and through the choice of leaving it out."""
    for choice in (*described.get("allOf", []), *described.get("anyOf", [])):
        if choice.get("type") != "null":
            return _target(choice, definitions)
    if "$ref" in described:
        target: JsonSchemaValue = definitions[described["$ref"].rpartition("/")[2]]
        return target
    return described


def _body(described: JsonSchemaValue, definitions: JsonSchemaValue, places: Iterator[int]) -> Any:
    """A value to be filled in: mappings with their required fields, lists with one item, `$1`, `$2` … for the rest."""
    target = _target(described, definitions)
    if target.get("type") == "array" and "items" in target:
        return [_body(target["items"], definitions, places)]
    if target.get("required"):
        return {name: _body(target["properties"][name], definitions, places) for name in target["required"]}
    return f"${next(places)}"


def _draft_7(node: Any) -> Any:
    """What stands beside a $ref counts in draft-07 only when the $ref is wrapped up; bounds have the names they have there."""
    if isinstance(node, list):
        return [_draft_7(item) for item in node]
    if not isinstance(node, dict):
        return node
    named = _BOUNDS if "type" in node else {}
    inner = {named.get(key, key): _draft_7(value) for key, value in node.items()}
    if "$ref" in inner and len(inner) > 1 and isinstance(inner["$ref"], str):
        return {"allOf": [{"$ref": inner.pop("$ref")}], **inner}
    return inner


def schemas() -> dict[str, str]:
    """Every schema as text, by the name of its file in schemas/."""
    kinds: list[type[model.Model]] = [*model.FOLDERS.values(), *model.FILES.values()]
    return {f"{kind.kind}.json": json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n" for kind in kinds}
