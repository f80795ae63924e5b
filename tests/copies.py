"""Copies of the project to be edited or broken, and folders compared."""

import filecmp
import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
#: The playbook that the tests stand on; its ids never change. What is in data/ and docs/ belongs to editors.
PLAYBOOK = PROJECT / "tests/fixtures/playbook"
#: What a build needs.
KEEP = ("data", "docs", "macros", "scripts", "overrides", "mkdocs.yml", "schemas", "ledger")


def copy_project(root: Path, *without: str) -> Path:
    """Copy what a build needs into the folder `root`, which may be there and empty; give it back.

    Names of `without` are left out: of KEEP, and of the files and folders in it.
    """
    root.mkdir(parents=True, exist_ok=True)
    for name in set(KEEP) - {*without}:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", *without))
        else:
            shutil.copy2(source, root / name)
    return root


def copy_playbook(root: Path) -> Path:
    """Copy what a build needs, with the tests' own playbook instead of the shipped data and pages; give it back."""
    copy_project(root, "data", "ledger", "*.md")
    shutil.copytree(PLAYBOOK, root, dirs_exist_ok=True)
    return root


def copy_with_little_data(root: Path) -> Path:
    """Copy what a build needs, with two duties and two roles for data, and nothing published or moved by anybody."""
    copy_project(root, "data", "ledger", "*.md")
    shutil.copytree(PLAYBOOK / "docs", root / "docs", dirs_exist_ok=True)
    shutil.copytree(PROJECT / "tests/fixtures/small/data", root / "data")
    (root / "docs/editing.md").write_text("# 编辑\n", encoding="utf-8")  # it names a metric that this data lacks
    return root


def differences(one: Path, two: Path) -> list[str]:
    """Files that are not the same byte for byte in both folders."""
    files = {path.relative_to(folder) for folder in (one, two) for path in folder.rglob("*") if path.is_file()}
    return sorted(
        file.as_posix()
        for file in files
        if not ((one / file).is_file() and (two / file).is_file())
        or not filecmp.cmp(one / file, two / file, shallow=False)
    )
