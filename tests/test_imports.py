"""The direction of imports, as the design lays it down: nothing right of `check` meets bad data."""

import ast
from pathlib import Path

import pytest

#: What each module of macros/ may import from macros/. `exports` stands for every module of that package.
MAY_IMPORT = {
    "model": set(),
    "codes": set(),
    "store": set(),
    "yaml_hints": {"codes"},
    "calc": set(),
    "rules": set(),
    "dates": set(),
    "labels": set(),
    "linkcheck": set(),
    "history": set(),
    "apart": set(),
    "offline": set(),
    "qr": set(),
    "shrink": set(),
    "load": {"yaml_hints", "codes"},
    "lint": {"model", "load", "codes"},
    "messages": {"model", "load", "codes"},
    "schema": {"model"},
    "fields": {"model"},
    "files": {"model", "load", "lint", "messages", "codes", "store"},
    "between": {"model", "load", "files", "messages", "codes", "calc"},
    "check": {"model", "load", "lint", "messages", "codes", "files", "between", "store"},
    "views": {"model"},
    "pages": {"model", "views"},
    "inline": {"views"},
    "moves": {"model", "views"},
    "addresses": {"views", "moves"},
    "inline_scripts": set(),
    "changes": {"model", "views", "moves"},
    "render": {"qr", "codes", "fields", "model", "views", "pages", "inline", "labels", "moves", "changes"},
    "search": {"model", "views"},
    "exports": {
        "model",
        "views",
        "labels",
        "dates",
        "rules",
        "inline",
        "pages",
        "render",
        "moves",
        "changes",
        "addresses",
    },
    "ledger": {"load", "codes", "messages", "check", "views", "pages", "moves", "addresses"},
    "editing": {
        "model",
        "load",
        "check",
        "messages",
        "labels",
        "ledger",
        "views",
        "render",
        "exports",
        "define_env",  # a page that people write is rendered with the macros that it calls
    },
}
#: These put everything together and may import whatever they need.
FREE = {"__init__", "site", "preview"}
#: The only modules that know MkDocs.
KNOW_MKDOCS = {"__init__", "site", "preview"}

PROJECT = Path(__file__).resolve().parent.parent
MODULES = sorted((PROJECT / "macros").rglob("*.py"))


def name_of(module: Path) -> str:
    parts = module.relative_to(PROJECT / "macros").with_suffix("").parts
    return parts[0] if len(parts) > 1 else parts[-1]


def imported(module: Path) -> set[str]:
    """Top names that a module imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "macros":
                found |= {f"macros.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
    return found


def ours(module: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(module) if name.startswith("macros.")} - {name_of(module)}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_follow_the_direction(module: Path) -> None:
    name = name_of(module)
    if name not in FREE:
        assert name in MAY_IMPORT, f"macros/{name}: say in MAY_IMPORT what it may import"
        assert ours(module) <= MAY_IMPORT[name]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_few_modules_know_mkdocs(module: Path) -> None:
    knows = any(name.split(".")[0] in {"mkdocs", "material"} for name in imported(module))
    assert not knows or name_of(module) in KNOW_MKDOCS


def test_the_package_imports_without_mkdocs() -> None:
    """A script that checks data must not pay for MkDocs."""
    import subprocess
    import sys

    code = "import sys, macros.check, macros.render; sys.exit('mkdocs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
