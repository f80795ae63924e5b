"""data/search.yml: what readers type. It is checked like any other file, and an id that moves is followed."""

import datetime as dt
from pathlib import Path

import pytest

from macros.editing.move import move
from macros.editing.project import Project
from macros.exports import search
from macros.validation.check import Cache, check, load_playbook
from macros.views.views import Views
from tests.copies import copy_with_little_data

WRITTEN = """synonyms:
  - {words: [看板], queries: [大屏, BOSS]}
duties:
  - {id: data-monitoring, queries: [盯数]}
tasks:
  - {id: data-monitoring.morning-check, queries: [早上看数]}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_with_little_data(tmp_path)
    (tmp_path / "data/search.yml").write_text(WRITTEN, encoding="utf-8")
    return tmp_path


def problems(root: Path, old: str, new: str) -> list[str]:
    path = root / "data/search.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return [f"{one.file}:{one.line} {one.code}" for one in check(root, Cache()).problems if "search" in one.file]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("盯数", "看数", []),
        ("{id: data-monitoring,", "{id: data-montoring,", ["data/search.yml:4 E-reference"]),
        (".morning-check", ".morning-chek", ["data/search.yml:6 E-reference"]),
        ("words: [看板]", "words: [火箭筒]", ["data/search.yml:2 E-reference"]),
        ("tasks:\n", "  - {id: data-monitoring, queries: [看数]}\ntasks:\n", ["data/search.yml:5 E-duplicate-id"]),
        ("queries: [盯数]", "queries: []", ["data/search.yml:4 E-count"]),
        ("queries: [盯数]", "query: [盯数]", ["data/search.yml:4 E-unknown-key"]),
    ],
)
def test_it_is_checked(root: Path, old: str, new: str, found: list[str]) -> None:
    assert problems(root, old, new) == found


def test_a_playbook_does_without_it(root: Path) -> None:
    (root / "data/search.yml").unlink()
    assert Views(load_playbook(root)).queries == {}


def test_who_looks_for_a_task_is_also_led_to_its_template(root: Path) -> None:
    views = Views(load_playbook(root))
    assert views.queries == {"duty:data-monitoring": ("盯数",), "data-monitoring.morning-check": ("早上看数",)}
    assert search.entries(views, "template", "morning-check-log", "")[0].of == ("data-monitoring.morning-check",)


def test_synonyms_are_compared_in_lower_case(root: Path) -> None:
    assert search.synonyms(load_playbook(root)) == {"大屏": ["看板"], "boss": ["看板"]}


def test_an_id_that_moves_is_followed(root: Path) -> None:
    book = Project(root)
    change = move(book, "duties/data-monitoring", "metric-lookout", why="名字和别处统一", date=dt.date(2026, 11, 22))
    book.verify(change)
    book.write(change)
    assert (root / "data/search.yml").read_text(encoding="utf-8") == WRITTEN.replace(
        "data-monitoring", "metric-lookout"
    )
