"""What the API promises, as text: one line for each path of keys, one for each value that a text may have.

    duties.duties[].tasks[].kind: required string
    duties.duties[].tasks[].kind = core

`python -m tests.api.shape` writes what the schemas say now to shape.v1.txt. Look at the difference before it is
committed: a line may come, none may go or change.
"""

from pathlib import Path
from typing import Any

from macros.addresses.files import API_VERSION
from macros.exports import api

FILE = Path(__file__).with_name(f"shape.v{API_VERSION}.txt")

Schema = dict[str, Any]


def shape(schema: Schema) -> list[str]:
    """The lines of one schema, in the order of its keys."""
    definitions = schema.get("$defs", {})
    found: list[str] = []

    def kinds(here: Schema) -> list[Schema]:
        if "$ref" in here:
            return kinds(definitions[here["$ref"].rpartition("/")[2]])
        return [kind for one in here["anyOf"] for kind in kinds(one)] if "anyOf" in here else [here]

    def name(kind: Schema) -> str:
        if kind.get("type") == "array":
            return f"array of {names(kind['items'])}"
        return str(kind.get("format") or kind.get("type") or "any")

    def names(here: Schema) -> str:
        return " or ".join(sorted({name(kind) for kind in kinds(here)}))

    def below(here: Schema, path: str) -> None:
        for kind in kinds(here):
            values = kind.get("enum") or ([kind["const"]] if "const" in kind else [])
            found.extend(f"{path} = {value}" for value in values)
            for key, value in kind.get("properties", {}).items():
                needed = "required" if key in kind.get("required", []) else "optional"
                found.append(f"{path}.{key}: {needed} {names(value)}")
                below(value, f"{path}.{key}")
            if kind.get("type") == "array":
                below(kind["items"], f"{path}[]")

    below(schema, schema["title"])
    return found


def now() -> list[str]:
    """What the schemas of all files say now."""
    return [line for schema in api.schemas().values() for line in shape(schema)]


def broken(promised: list[str], lines: list[str]) -> str:
    """What is wrong with the shape of today, "" when it is what was promised."""
    gone = [line for line in promised if line not in lines]
    new = [line for line in lines if line not in promised]
    said: list[str] = []
    if gone:
        said += [f"incompatible: make it v{API_VERSION + 1}. These were promised and are gone or changed:", *gone]
    if new:
        said += [f"add the line to {FILE.name} (python -m tests.api.shape does):", *new]
    return "\n  ".join(said)


if __name__ == "__main__":
    FILE.write_text("\n".join(now()) + "\n", encoding="utf-8", newline="\n")
