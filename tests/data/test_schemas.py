"""schemas/*.json: written from the models, right about all real data, and as strict as the checker about shape."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema import Draft7Validator, FormatChecker
from pydantic import ValidationError
from ruamel.yaml import YAML

from macros import model
from macros.model.json_schema import schemas
from macros.validation.file import File
from macros.yamltext import reader
from scripts.schemas import main
from tests.data.damage import KINDS, Damage
from tests.data.judging import PROJECT, own, real
from tests.data.trees import SMALL

Data = dict[str, Any]

WRITTEN = {name: json.loads(text) for name, text in schemas().items()}
VALIDATORS = {
    name.removesuffix(".json"): Draft7Validator(schema, format_checker=FormatChecker())
    for name, schema in WRITTEN.items()
}


def schema_takes(kind: type[model.Model], data: object) -> bool:
    return bool(VALIDATORS[kind.kind].is_valid(data))


def checker_takes(kind: type[model.Model], data: object) -> bool:
    try:
        kind.model_validate(data)
    except ValidationError:
        return False
    return True


def test_the_written_schemas_are_those_of_the_models(project: Path) -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (project / "schemas").glob("*.json")}
    assert kept == schemas(), "run make schemas"


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/old.json").write_text("{}", encoding="utf-8")
    assert main(["--root", str(tmp_path)]) == 0
    assert {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "schemas").iterdir()} == schemas()
    assert "删了 schemas/old.json" in capsys.readouterr().out
    assert main(["--root", str(tmp_path)]) == 0
    assert "都是最新的" in capsys.readouterr().out


@pytest.mark.parametrize("name", WRITTEN)
def test_a_schema_is_one_and_speaks_chinese(name: str) -> None:
    Draft7Validator.check_schema(WRITTEN[name])

    def walk(node: Any, fields: bool = False) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            if fields:
                for key, field in node.items():
                    words = f"{field.get('title', '')}{field['description']}"
                    assert "title" in field or "allOf" in field, key  # a title like its model's stands there
                    assert any("\u4e00" <= character <= "\u9fff" for character in words), key
            for key, value in node.items():
                if key == "properties" and "additionalProperties" in node:
                    walk(value, fields=True)
                elif key not in {"properties", "examples"}:
                    walk(value)

    walk(WRITTEN[name])


@pytest.mark.parametrize("file", real(), ids=lambda file: file.path.removeprefix("data/"))
def test_real_data_fits_its_schema(file: File) -> None:
    """As another reader of YAML 1.2 and another validator see it: the ones that editors have."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    text = (PROJECT / file.path).read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first == f"# yaml-language-server: $schema={'../' * file.path.count('/')}schemas/{file.kind.kind}.json"
    data = json.loads(json.dumps(yaml.load(text), default=str))
    jsonschema.validate(data, WRITTEN[f"{file.kind.kind}.json"], cls=Draft7Validator, format_checker=FormatChecker())


# ---------------------------------------------------------------------------------- schema and checker agree


def small(path: str) -> tuple[type[model.Model], Data]:
    folder, _, name = path.rpartition("/")
    kind = model.FOLDERS[folder] if folder else model.FILES[name]
    return kind, reader.read(SMALL / "data" / path, path).data


DUTY = "duties/data-monitoring.yml"
ROLE = "roles/control-ops.yml"
LIST = "checklists/monitoring-weekly.yml"
CARD = "scorecards/control-ops.yml"
FORM = "templates/morning-check-log.yml"

#: Wrong files: what is done to which right one. Only rules of shape: what a value is, how many, which fields.
#: References, sums, ids given twice and wording need more than one value; only the checker knows them.
WRONG: list[tuple[str, str, Callable[[Data], object]]] = [
    ("no name", DUTY, lambda d: d.pop("name")),
    ("no tasks", DUTY, lambda d: d.pop("tasks")),
    ("unknown field", DUTY, lambda d: d.update(remark="x")),
    ("field of a task in a duty", DUTY, lambda d: d.update(evidence="x")),
    ("name is a list", DUTY, lambda d: d.update(name=["x"])),
    ("name is true", DUTY, lambda d: d.update(name=True)),
    ("name is null", DUTY, lambda d: d.update(name=None)),
    ("name is blank", DUTY, lambda d: d.update(name="  ")),
    ("name is empty", DUTY, lambda d: d.update(name="")),
    ("name has a control character", DUTY, lambda d: d.update(name="a\x07b")),
    ("name is a novel", DUTY, lambda d: d.update(name="长" * 2001)),
    ("outcome too long", DUTY, lambda d: d.update(outcome="长" * 41)),
    ("aka is a text", DUTY, lambda d: d.update(aka="x")),
    ("aka is empty", DUTY, lambda d: d.update(aka=[])),
    ("aka has a null", DUTY, lambda d: d.update(aka=[None])),
    ("two tasks", DUTY, lambda d: d["tasks"].pop()),
    ("seven tasks", DUTY, lambda d: d.update(tasks=d["tasks"] * 3)),
    ("four checks", DUTY, lambda d: d["checks"].pop()),
    ("task is a text", DUTY, lambda d: d["tasks"].__setitem__(0, "x")),
    ("capital id", DUTY, lambda d: d["tasks"][0].update(id="Morning")),
    ("id with blanks", DUTY, lambda d: d["tasks"][0].update(id="a b")),
    ("id below zero", DUTY, lambda d: d["tasks"][0].update(id=-5)),
    ("id ends in a hyphen", DUTY, lambda d: d["tasks"][0].update(id="a-")),
    ("kind of no kind", DUTY, lambda d: d["tasks"][0].update(kind="main")),
    ("importance 6", DUTY, lambda d: d["tasks"][0].update(importance=6)),
    ("importance 0", DUTY, lambda d: d["tasks"][0].update(importance=0)),
    ("importance in quotes", DUTY, lambda d: d["tasks"][0].update(importance="5")),
    ("importance true", DUTY, lambda d: d["tasks"][0].update(importance=True)),
    ("neither rhythm nor trigger", DUTY, lambda d: d["tasks"][0].pop("rhythm")),
    ("rhythm null and no trigger", DUTY, lambda d: d["tasks"][0].update(rhythm=None)),
    ("rhythm and trigger", DUTY, lambda d: d["tasks"][0].update(trigger=d["tasks"][1]["trigger"])),
    ("due that isn't daily", DUTY, lambda d: d["tasks"][0]["rhythm"].update(due="周四 09:30")),
    ("due at 25:00", DUTY, lambda d: d["tasks"][0]["rhythm"].update(due="25:00")),
    ("due in wide digits", DUTY, lambda d: d["tasks"][0]["rhythm"].update(due="０9:30")),
    ("due is a number", DUTY, lambda d: d["tasks"][0]["rhythm"].update(due=930)),
    ("cadence hourly", DUTY, lambda d: d["tasks"][0]["rhythm"].update(cadence="hourly")),
    ("no minutes", DUTY, lambda d: d["tasks"][0]["rhythm"].pop("minutes")),
    ("minutes without end", DUTY, lambda d: d["tasks"][0]["rhythm"].update(minutes=4801)),
    ("duration in words", DUTY, lambda d: d["tasks"][1]["trigger"].update(respond_within="15 分钟")),
    ("duration P", DUTY, lambda d: d["tasks"][1]["trigger"].update(respond_within="P")),
    ("duration P1DT", DUTY, lambda d: d["tasks"][1]["trigger"].update(respond_within="P1DT")),
    ("duration with a sign", DUTY, lambda d: d["tasks"][1]["trigger"].update(respond_within="-P1D")),
    ("duration is a number", DUTY, lambda d: d["tasks"][1]["trigger"].update(respond_within=15)),
    ("two steps", DUTY, lambda d: d["tasks"][0]["steps"].pop()),
    ("no else", DUTY, lambda d: d["tasks"][0]["steps"][0].pop("else")),
    ("one done_when", DUTY, lambda d: d["tasks"][0]["done_when"].pop()),
    ("two who are accountable", DUTY, lambda d: d["tasks"][0]["raci"].update(A=["a", "b"])),
    ("nobody responsible", DUTY, lambda d: d["tasks"][0]["raci"].update(R=[])),
    ("five mistakes", DUTY, lambda d: d["tasks"][0].update(mistakes=d["tasks"][0]["mistakes"] * 5)),
    ("no source", DUTY, lambda d: d["tasks"][0].update({"from": []})),
    ("source of no form", DUTY, lambda d: d["tasks"][0].update({"from": ["s4a1-1"]})),
    ("na is yes", DUTY, lambda d: d["checks"][0].update(na="yes")),
    ("grade fatal", DUTY, lambda d: d["checks"][0].update(grade="fatal")),
    ("date in Chinese", DUTY, lambda d: d.update(reviewed_on="2026年11月22日")),
    ("date that isn't", DUTY, lambda d: d.update(reviewed_on="2026-02-30")),
    ("date is a number", DUTY, lambda d: d.update(reviewed_on=20261122)),
    ("date is null", DUTY, lambda d: d.update(reviewed_on=None)),
    ("two levels of knowledge", DUTY, lambda d: d["knowledge"].pop()),
    ("share 0", ROLE, lambda d: d["duties"][0].update(share=0)),
    ("share 101", ROLE, lambda d: d["duties"][0].update(share=101)),
    ("part helper", ROLE, lambda d: d["duties"][0].update(part="helper")),
    ("override of nothing", ROLE, lambda d: d["duties"][0].update(tasks=[{"task": "a"}])),
    ("override that skips nothing", ROLE, lambda d: d["duties"][0].update(tasks=[{"task": "a", "skip": False}])),
    ("no day 30", ROLE, lambda d: d["onboarding"].pop("day_30")),
    ("reference to half an item", ROLE, lambda d: d["onboarding"]["day_1"][0].update(tasks=["data-monitoring"])),
    ("base is a list", ROLE, lambda d: d.update(base=["ops-lead"])),
    ("four items", LIST, lambda d: d["items"].pop()),
    ("item of four parts", LIST, lambda d: d["items"].__setitem__(0, "a.b.c.d")),
    ("thirty minutes", LIST, lambda d: d.update(minutes=30)),
    ("pick without a draw", LIST, lambda d: d["sample"].update(draw="all")),
    ("draw without a pick", LIST, lambda d: d["sample"].pop("pick")),
    ("pick of nothing", LIST, lambda d: d["sample"].update(pick=None)),
    ("score above 100", LIST, lambda d: d["pass"].update(min_score=101)),
    ("pass by another name", LIST, lambda d: d.update(pass_=d.pop("pass"))),
    ("weight is a share", CARD, lambda d: d["items"][0].update(weight="100%")),
    ("nothing left out", CARD, lambda d: d.update(not_counted=[])),
    ("period daily", CARD, lambda d: d.update(period="daily")),
    ("one column", FORM, lambda d: d.update(columns=d["columns"][:1])),
    ("four rows", FORM, lambda d: d.update(sample=d["sample"] * 2)),
    ("row is a text", FORM, lambda d: d.update(sample=["a, b"])),
    ("cell is a list", FORM, lambda d: d["sample"][0].__setitem__(0, ["a"])),
    ("metric without English", "metrics.yml", lambda d: d["metrics"][0]["name"].pop("en")),
    ("figure in words", "metrics.yml", lambda d: d["metrics"][0]["calc"].update(eg="十五")),
    ("figure with a comma", "metrics.yml", lambda d: d["metrics"][0]["calc"].update(eg="1,500")),
    ("figure is true", "metrics.yml", lambda d: d["metrics"][0]["calc"].update(eg=True)),
    ("capital input", "metrics.yml", lambda d: d["metrics"][0]["calc"]["inputs"][0].update(k="Minutes")),
    ("direction up", "metrics.yml", lambda d: d["metrics"][0].update(direction="up")),
    ("no pair", "metrics.yml", lambda d: d["metrics"][0].update(pair=[])),
    ("terms are fields", "terms.yml", lambda d: d.update(terms={"a": 1})),
    ("no terms", "terms.yml", lambda d: d.update(terms=[])),
    ("tool without care", "tools.yml", lambda d: d["tools"][0].pop("care")),
    ("points below zero", "sources.yml", lambda d: d["sources"][0]["answers"][0]["sections"][0].update(points=-1)),
    ("article of no form", "sources.yml", lambda d: d["sources"][0].update(id="a0")),
    ("move without a reason", "moved.yml", lambda d: d["moved"][0].pop("why")),
    ("group without duties", "playbook.yml", lambda d: d["groups"][0].update(duties=[])),
    ("title is a number of things", "playbook.yml", lambda d: d.update(title={"a": 1})),
]

#: Files that look odd and are right: what is done to which.
RIGHT: list[tuple[str, str, Callable[[Data], object]]] = [
    ("as it is", DUTY, lambda d: d),
    ("name is a number", DUTY, lambda d: d.update(name=7)),
    ("name in blanks", DUTY, lambda d: d.update(name="  监控  ")),
    ("outcome of 40", DUTY, lambda d: d.update(outcome="长" * 40)),
    ("no changes", DUTY, lambda d: d.pop("changes")),
    ("escalate is null", DUTY, lambda d: d["tasks"][0].update(escalate=None)),
    ("id is a number", DUTY, lambda d: d["tasks"][0].update(id=7)),
    ("at once", DUTY, lambda d: d["checks"][0]["if_fail"].update(within="P0D")),
    ("a year and a half", DUTY, lambda d: d.update(review_in="P1Y6M")),
    ("last working day", DUTY, lambda d: d["tasks"][0]["rhythm"].update(cadence="monthly", due="最后一个工作日 18:00")),
    ("no drop", ROLE, lambda d: d.pop("drop")),
    ("override that skips", ROLE, lambda d: d["duties"][0].update(tasks=[{"task": "a", "skip": True}])),
    ("all are drawn", LIST, lambda d: d.update(sample={"rule": "全查", "draw": "all"})),
    ("a step", LIST, lambda d: d["items"].__setitem__(0, "a.b.c")),
    ("numbers in cells", FORM, lambda d: d["sample"][0].__setitem__(0, 7)),
    ("figure as text", "metrics.yml", lambda d: d["metrics"][0]["calc"].update(eg="15.5")),
    ("no moves", "moved.yml", lambda d: d.update(moved=[])),
]


@pytest.mark.parametrize(("path", "do"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_schema_and_checker_refuse(path: str, do: Callable[[Data], object]) -> None:
    kind, data = small(path)
    do(data)
    assert not checker_takes(kind, data), "the checker takes it"
    assert not schema_takes(kind, data), "the schema takes it"


@pytest.mark.parametrize(("path", "do"), [case[1:] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_schema_and_checker_take(path: str, do: Callable[[Data], object]) -> None:
    kind, data = small(path)
    do(data)
    assert checker_takes(kind, data), "the checker refuses it"
    assert schema_takes(kind, data), f"the schema refuses it: {list(VALIDATORS[kind.kind].iter_errors(data))[:1]}"


@pytest.fixture(scope="module")
def one_of_each(request: pytest.FixtureRequest) -> list[File]:
    """A file of each kind: of the tests' own playbook, whose files are short, else of the shipped data.

    With --all-damages, one of each kind of the shipped data too.
    """
    shipped = {file.kind: file for file in reversed(real())}
    short = shipped | {file.kind: file for file in reversed(own())}
    return [*short.values(), *(shipped.values() if request.config.getoption("--all-damages") else ())]


def test_there_is_a_file_of_each_kind(one_of_each: list[File]) -> None:
    assert {file.kind for file in one_of_each} == {*model.FOLDERS.values(), *model.FILES.values()}


@pytest.mark.parametrize("damage", KINDS, ids=lambda damage: damage.name)
def test_schema_and_checker_agree_about_damaged_files(damage: Damage, one_of_each: list[File]) -> None:
    """Whatever can still be read of a damaged file: both take its shape, or neither does."""
    for file in one_of_each:
        done = damage.to(file.document.text, file.path)
        if done is None:
            continue
        data = copy.deepcopy(reader.read_raw(done[0], file.path).data)
        if data is not None:
            assert schema_takes(file.kind, data) == checker_takes(file.kind, data), (file.path, damage.name)
