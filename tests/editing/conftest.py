"""A copy of the tests' own playbook to edit: data/ and the pages in docs/. Nothing of it is published, nothing moved."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macros.editing.project import MARK, TODO, Project
from macros.validation.check import Cache, check
from tests.copies import PLAYBOOK

_MARKED = re.compile(MARK + r"[^\n,\]}#]*?(?=\s+#|\s*[,\]}\n])")


@pytest.fixture(scope="session")
def master(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for a worker, never changed: the others are links to it."""
    folder = tmp_path_factory.mktemp("master")
    for name in ("data", "docs"):
        shutil.copytree(PLAYBOOK / name, folder / name)
    (folder / "data/moved.yml").write_text("moved: []\n", encoding="utf-8")
    for name in ("README.md", "README.zh.md"):
        shutil.copy2(project / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def cache(master: Path) -> Cache:
    """The files of the copy as they were checked once, so that each test checks only what it changed."""
    known = Cache()
    check(master, known)
    return known


@pytest.fixture
def root(master: Path, tmp_path: Path) -> Path:
    """A playbook of the test's own. Hard links: what a command writes is a new file."""
    folder = tmp_path / "book"
    shutil.copytree(master, folder, copy_function=os.link)
    return folder


@pytest.fixture
def open_project(root: Path, cache: Cache) -> Callable[[], Project]:
    """Reads the playbook as it is now."""
    return lambda: Project(root, replace(cache, files=dict(cache.files)))


@pytest.fixture(scope="session")
def real(master: Path, cache: Cache) -> Project:
    """The playbook as it is, to plan changes on; nothing writes to it."""
    book = Project(master, cache)
    assert [problem for problem in book.check().errors if problem.code != TODO] == []
    return book


def texts(root: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def rewrite(root: Path, path: str, change: Callable[[str], str]) -> None:
    """Change a file by hand. The copy is made of links, so the old file is taken away first."""
    file = root / path
    text = file.read_bytes().decode("utf-8")
    changed = change(text)
    assert changed != text, f"nothing changed in {path}"
    file.unlink()
    file.write_bytes(changed.encode("utf-8"))


def fill(root: Path) -> int:
    """Write something for every mark, as an editor would; give back how many there were."""
    count = 0

    def answer(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"在第 {count} 页记 3 笔"

    for path in sorted((root / "data").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if MARK in text:
            rewrite(root, path.relative_to(root).as_posix(), lambda text: _MARKED.sub(answer, text))
    return count
