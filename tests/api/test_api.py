"""The JSON files: each is what its schema says, leads to the pages, has everything, and keeps its shape."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser

from macros.addresses.files import API, API_FILES, API_VERSION
from macros.exports import api_shapes
from macros.views.views import Views
from tests.api import shape
from tests.api.conftest import Files, files_of
from tests.links.conftest import ADDRESS


def things(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object of a file, at any depth."""
    waiting: list[Any] = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


@pytest.mark.parametrize("name", API_FILES)
def test_a_file_is_what_its_schema_says(site: Path, files: Files, name: str) -> None:
    data = files[name]
    assert data["version"] == API_VERSION
    schema = json.loads((site / API / str(data["$schema"])).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(data)] == []
    # The schema is no sieve: a field that is missing, and one of another type, are seen.
    for key in data:
        assert not validator.is_valid({field: value for field, value in data.items() if field != key}), key
        assert not validator.is_valid({**data, key: 1.5}), key


def test_every_thing_has_an_id_and_an_address(files: Files) -> None:
    for name in api_shapes.KINDS:
        if name == "sources":
            own = [section for one in files[name][name] for answer in one["answers"] for section in answer["sections"]]
        else:
            own = files[name][name]
        assert all(one["id"] and one["address"] for one in own), name
        assert len({one["id"] for one in own}) == len({one["address"] for one in own}) == len(own), name
    for duty in files["duties"]["duties"]:
        for kind in ("tasks", "checks", "goals", "risks"):
            for item in duty[kind]:
                assert item["ref"] == f"{duty['id']}.{item['id']}"
                assert item["address"].endswith(f"duties/{duty['id']}/#{item['id']}")
                assert item["short"].endswith(f"go/{item['ref']}/")


def test_there_is_as_much_as_in_the_playbook(files: Files, shipped: Views) -> None:
    book = shipped.playbook
    expected = {name: len(getattr(book, name)) for name in api_shapes.KINDS}
    assert {name: len(files[name][name]) for name in api_shapes.KINDS} == expected
    assert {one["name"]: one["count"] for one in files["index"]["files"]} == expected
    duties = files["duties"]["duties"]
    for kind in ("tasks", "checks", "goals", "risks"):
        assert sum(len(duty[kind]) for duty in duties) == sum(len(getattr(one, kind)) for one in book.duties.values())
    for one in files["checklists"]["checklists"]:
        assert [item["ref"] for item in one["items"]] == list(book.checklists[one["id"]].items)
    for one in files["roles"]["roles"]:
        held = sorted(entry.duty for entry in book.role_duties[one["id"]])
        assert sorted(entry["duty"] for entry in one["duties"]) == held
        assert len(one["tasks"]) == sum(map(len, shipped.board(one["id"]).values()))
    for one in files["scorecards"]["scorecards"]:
        assert [item["goal"] for item in one["items"]] == [item.goal for item in book.scorecards[one["id"]].items]
        assert sum(item["weight"] for item in one["items"]) == 100
    assert len(files["index"]["moved"]) == len(book.moved)


class Site:
    """A site by its addresses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._anchors: dict[Path, set[str]] = {}

    def has(self, path: str) -> bool:
        """Whether an address below the site's root leads to a page or file, and to its anchor there."""
        address, anchor = urldefrag(path)
        file = self.folder / unquote(address)
        file = file / "index.html" if address.endswith("/") or not address else file
        if not file.is_file():
            return False
        if file not in self._anchors:
            nodes = LexborHTMLParser(file.read_bytes()).css("[id]") if file.suffix == ".html" else []
            self._anchors[file] = {node.attributes["id"] or "" for node in nodes}
        return not anchor or anchor in self._anchors[file]


@pytest.mark.parametrize("whole", [False, True], ids=["relative", "whole"])
def test_every_address_leads_to_its_place(site: Path, later_site: Path, whole: bool, subtests: pytest.Subtests) -> None:
    """On a site that doesn't know its own address, and on one that does."""
    folder, base = (later_site, ADDRESS) if whole else (site, "https://somewhere.example/")
    pages = Site(folder)
    for name, data in files_of(folder).items():
        with subtests.test(name):
            own = [(key, one[key]) for one in things(data) for key in ("address", "short") if key in one]
            assert len(own) >= len(data.get(name, []))
            assert own or name == "places"  # a playbook may do without places
            here = f"{base}{API}/{name}.json"
            for key, address in own:
                assert address.startswith(ADDRESS) or not whole or (key == "address" and name == "index"), address
                found = urljoin(here, address)
                assert found.startswith(base), address
                assert pages.has(found.removeprefix(base)), address


def test_ids_lead_to_each_other(files: Files) -> None:
    """What one file names, another has."""
    ids = {name: {one["id"] for one in files[name][name]} for name in api_shapes.KINDS if name != "sources"}
    refs = {item["ref"] for duty in files["duties"]["duties"] for kind in ("tasks", "checks", "goals", "risks") for item in duty[kind]}  # fmt: skip
    groups = {group["id"] for group in files["index"]["groups"]}
    people = ids["roles"] | {team["id"] for team in files["index"]["teams"]}
    for duty in files["duties"]["duties"]:
        assert duty["group"] in groups
        assert {row["role"] for row in duty["roles"]} <= ids["roles"]
        assert {one for item in (*duty["tasks"], *duty["checks"]) for one in item["checklists"]} <= ids["checklists"]
        assert {one["scorecard"] for goal in duty["goals"] for one in goal["scorecards"]} <= ids["scorecards"]
    for role in files["roles"]["roles"]:
        assert {task["ref"] for task in role["tasks"]} <= refs
        assert {*role["inspected"], *role["inspects"]} <= ids["checklists"]
    for checklist in files["checklists"]["checklists"]:
        assert {*checklist["who"], *checklist["of"]} <= people
        assert {".".join(line["ref"].split(".")[:2]) for line in checklist["items"]} <= refs
    for card in files["scorecards"]["scorecards"]:
        assert card["role"] in ids["roles"]
        assert {item["goal"] for item in card["items"]} <= refs
        assert {item[key] for item in card["items"] for key in ("metric", "guard")} <= ids["metrics"]


# ------------------------------------------------------------------------------------------------- the shape


def test_the_shape_is_kept() -> None:
    promised = shape.FILE.read_text(encoding="utf-8").splitlines()
    wrong = shape.broken(promised, shape.now())
    assert not wrong, wrong


def test_a_change_of_the_shape_is_told() -> None:
    lines = shape.now()
    assert len(lines) > 300
    assert "duties.duties[].tasks[].name: required string" in lines
    assert "roles.roles[].tasks[].due: required null or string" in lines
    assert "checklists.checklists[].items[].kind = step" in lines
    assert "duties.duties[].aka: required array of string" in lines
    # A field goes, a field changes its type, a value goes, a field comes.
    field, value = "roles.roles[].mission: required string", "checklists.checklists[].items[].kind = step"
    assert "incompatible: make it v2" in shape.broken([*lines, "roles.roles[].motto: required string"], lines)
    changed = [line.replace(field, field.replace("string", "array of string")) for line in lines]
    told = shape.broken(lines, changed)
    assert told.index("incompatible: make it v2") < told.index(field) < told.index("add the line")
    assert value in shape.broken(lines, [line for line in lines if line != value])
    added = shape.broken(lines, [*lines, "roles.roles[].motto: required string"])
    assert "incompatible" not in added
    assert "add the line" in added
    assert "roles.roles[].motto" in added
    assert shape.broken(lines, lines) == ""
