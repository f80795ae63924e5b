"""Bad input of every kind that happens: its line is named, the exit status is 1, and it takes no time."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import commands
from tests.data.trees import small, swap

DUTY = "data/duties/data-analysis.yml"
ROLE = "data/roles/ops-lead.yml"


def laughs(root: Path) -> None:
    lines = ["name: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    (root / DUTY).write_text("\n".join(lines) + "\n", encoding="utf-8")


def folder(root: Path) -> None:
    (root / DUTY).unlink()
    (root / DUTY).mkdir()


def dangling(root: Path) -> None:
    (root / DUTY).unlink()
    (root / DUTY).symlink_to("gone.yml")


def cycle(root: Path) -> None:
    swap(root, ROLE, "mission:", "base: control-ops\nmission:")


def many_mistakes(root: Path) -> None:
    """As large as a file may be, with a mistake in every line."""
    (root / DUTY).write_text("name：数据分析\n\tx: y\n - z\n" * 60_000, encoding="utf-8")


def one_long_line(root: Path) -> None:
    (root / DUTY).write_text("name: " + "长" * 600_000 + "\n", encoding="utf-8")


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda root: (root / DUTY).write_bytes(b""), f"{DUTY}:1:1: E-empty"),
    "gbk": (
        lambda root: (root / DUTY).write_bytes((root / DUTY).read_text(encoding="utf-8").encode("gbk")),
        f"{DUTY}:2:",
    ),
    "5 MB": (lambda root: (root / DUTY).write_bytes(b"name: " + b"x" * 5_000_000), f"{DUTY}:1:1: E-size"),
    "billion laughs": (laughs, f"{DUTY}:1:7: E-anchor"),
    "a mistake in every line": (many_mistakes, f"{DUTY}:1:5: E-wide-colon"),
    "one long line": (one_long_line, f"{DUTY}:1:7: E-length"),
    "folder": (folder, f"{DUTY}:1:1: E-file"),
    "dangling link": (dangling, f"{DUTY}:1:1: E-link"),
    "duplicate id": (lambda root: swap(root, DUTY, "id: monthly-review", "id: drop-diagnosis"), f"{DUTY}:38:9: E-dupl"),
    "capital id": (lambda root: swap(root, DUTY, "id: monthly-review", "id: Monthly-Review"), f"{DUTY}:38:9: E-id"),
    "id with blanks": (lambda root: swap(root, DUTY, "id: monthly-review", "id: monthly review"), f"{DUTY}:38:9: E-id"),
    "file name with blanks": (
        lambda root: (root / DUTY).rename(root / "data/duties/Data Analysis.yml"),
        "data/duties/Data Analysis.yml:1:1: E-file-name",
    ),
    "role with the name of a page": (
        lambda root: (root / ROLE).rename(root / "data/roles/compare.yml"),
        "data/roles/compare.yml:1:1: E-file-name",
    ),
    "duty with the name of its list": (
        lambda root: (root / DUTY).rename(root / "data/duties/index.yml"),
        "data/duties/index.yml:1:1: E-file-name",
    ),
    "reference to nothing": (lambda root: swap(root, DUTY, "see: data-mon", "see: date-mon"), f"{DUTY}:6:25: E-refer"),
    "hours that end before they begin": (
        lambda root: swap(root, ROLE, 'to: "18:00"', 'to: "08:00"'),
        f"{ROLE}:6:52: E-hours",
    ),
    "a week of one hour": (lambda root: swap(root, ROLE, "week: 40", "week: 1"), f"{ROLE}:6:1: E-too-much"),
    "nothing makes an input": (
        lambda root: swap(root, DUTY, ", task: data-monitoring.morning-check}", "}"),
        f"{DUTY}:15:16: E-maker",
    ),
    "no calendar": (lambda root: (root / "data/calendar.yml").unlink(), "data/calendar.yml:1:1: E-file"),
    "cycle of bases": (cycle, f"{ROLE}:4:7: E-cycle"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_named(case: str, tmp_path: Path) -> None:
    root = small(tmp_path)
    do, line = CASES[case]
    do(root)
    start = time.monotonic()
    answer = commands.run(root, "check")
    took = time.monotonic() - start
    assert answer.status == 1
    assert "Traceback" not in answer.text
    said = answer.out.decode("utf-8")
    assert any(one.startswith(line) for one in said.splitlines()), said[:2000]
    assert len(said) < 100_000
    assert took < 30  # five seconds on a quiet machine; a machine that runs other tests as well is not one
