"""The table of codes: every code is told by its wrong example, and its right example is right."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.problems import catalogue
from macros.validation.check import check
from tests.data.trees import SMALL, small, swap

DUTY = "data/duties/data-analysis.yml"


def gbk(file: Path) -> None:
    file.write_bytes(file.read_text(encoding="utf-8").encode("gbk"))


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("../gone.yml")


def huge(file: Path) -> None:
    file.write_bytes(b"# " + b"x" * 5_000_000)


def renamed(file: Path) -> None:
    file.rename(file.with_name("Data Analysis.yml"))


def emptied(file: Path) -> None:
    file.write_text("# nothing but this\n", encoding="utf-8")


def unended(file: Path) -> None:
    file.write_bytes(file.read_bytes().rstrip(b"\n"))


#: How the examples that are something done to a file are done.
ACTS: dict[str, Callable[[Path], None]] = {
    "E-file": folder,
    "E-file-name": renamed,
    "E-link": dangling,
    "E-size": huge,
    "E-encoding": gbk,
    "E-empty": emptied,
    "W-cut": unended,
}
TEXTS = [code for code in catalogue.CODES.values() if code.example.file]


def test_the_small_playbook_is_right() -> None:
    result = check(SMALL)
    assert result.problems == []
    assert result.playbook is not None


@pytest.mark.parametrize("code", TEXTS, ids=lambda code: code.id)
def test_the_wrong_example_is_told(code: catalogue.Code, tmp_path: Path) -> None:
    root = small(tmp_path)
    example = code.example
    first = swap(root, example.file, example.right, example.wrong)
    last = first + max(example.right.count("\n"), example.wrong.count("\n"))
    told = [problem for problem in check(root).problems if problem.code == code.id]
    assert told, f"{code.id} is not told by its own example"
    if code.id not in {
        "E-weights",
        "E-list-minutes",
        "E-not-listed",
        "E-level",
        "E-team",
    }:  # these stand at the key of the whole
        at = [(problem.file, problem.line) for problem in told]
        assert any(file == example.file and first <= line <= last for file, line in at) or code.id == "E-own-figures", (
            at
        )


#: What is something done to a file of the data; E-address is about the ledger, and tests/links tells it.
DONE = [code for code in catalogue.CODES.values() if not code.example.file and code.id != "E-address"]


@pytest.mark.parametrize("code", DONE, ids=lambda code: code.id)
def test_the_wrong_act_is_told(code: catalogue.Code, tmp_path: Path) -> None:
    root = small(tmp_path)
    ACTS[code.id](root / DUTY)
    told = [problem for problem in check(root).problems if problem.code == code.id]
    assert told
    assert {problem.file for problem in told} <= {DUTY, "data/duties/Data Analysis.yml"}


@pytest.mark.parametrize("code", catalogue.CODES.values(), ids=lambda code: code.id)
def test_a_code_explains_itself(code: catalogue.Code) -> None:
    assert re.fullmatch(r"[EW]-[a-z]+(-[a-z]+)*", code.id)
    assert code.group in catalogue.GROUPS
    assert code.title
    assert code.why.endswith("。")
    for said in code.says.values():
        assert said.must
        assert said.found
        assert said.mend


def test_every_code_in_the_code_is_in_the_table(project: Path) -> None:
    named: set[str] = set()
    for module in (project / "macros").rglob("*.py"):
        if module.name != "catalogue.py":
            text = module.read_text(encoding="utf-8")
            named |= set(re.findall(r'"([EW]-[a-z]+(?:-[a-z]+)*)"', text))
    assert named == set(catalogue.CODES)


def test_what_no_table_has_is_refused() -> None:
    with pytest.raises(KeyError):
        catalogue.text("E-nothing")
    with pytest.raises(KeyError):
        catalogue.text("E-type", "nothing")
