"""Set-up: from a fresh clone to a running command, and what it says when it can't get there."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import setup

SKIPPED = {".hypothesis", ".git", ".venv", "site"}
WORDS = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)


def program(folder: Path, name: str, lines: str) -> Path:
    """Put a little shell program into a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> setup.Environment:
    """An environment of a small project, that is made and filled without a network."""
    monkeypatch.delenv("PYTHON", raising=False)
    root = tmp_path / "project"
    root.mkdir()
    (root / "requirements.txt").write_text("a==1\n", encoding="utf-8")
    (root / "requirements-dev.txt").write_text("a==1\nb==1\n", encoding="utf-8")
    return setup.Environment(root)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a set-up does: "venv" and the names of lock files, with both acts replaced by quick ones."""
    acts: list[str] = []

    def make_venv(env: setup.Environment) -> None:
        acts.append("venv")
        env.python.parent.mkdir(parents=True, exist_ok=True)
        env.python.unlink(missing_ok=True)
        env.python.symlink_to(sys.executable)
        env.stamp.unlink(missing_ok=True)

    monkeypatch.setattr(setup, "make_venv", make_venv)
    monkeypatch.setattr(setup, "install", lambda _, lock: acts.append(lock.name))
    return acts


# --- which Python ---


def test_an_old_python_can_read_the_file(project: Path) -> None:
    ast.parse((project / "scripts/setup.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_hands_over_to_a_newer_one(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(sys, "argv", ["scripts/setup.py", "tests"])
    program(bin_folder, "python3.14", "exit 1")  # too old, or a shim with nothing behind it
    program(bin_folder, "python3.12", '[ "$1" = -c ] && exit 0; echo "got $*"; exit 7')
    with pytest.raises(SystemExit) as end:
        setup.hand_over()
    assert end.value.code == 7
    assert capfd.readouterr().out == "got scripts/setup.py tests\n"


@pytest.mark.parametrize("asked", [None, "python3.9"])
def test_without_a_newer_python_it_says_so(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str | None
) -> None:
    monkeypatch.delenv("PYTHON", raising=False)
    if asked:  # a Python asked for by name is not swapped for another
        monkeypatch.setenv("PYTHON", asked)
        program(bin_folder, "python3.12", "exit 0")
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed.*\n.*make PYTHON="):
        setup.hand_over()


# --- when it is done, and when it is done again ---


def test_it_is_done_once(env: setup.Environment, done: list[str]) -> None:
    for _ in range(2):
        setup.prepare(env, "site")
    assert done == ["venv", "requirements.txt"]


def test_the_tests_packages_are_added(env: setup.Environment, done: list[str]) -> None:
    for purpose in ("site", "tests", "site", "tests"):
        setup.prepare(env, purpose)
    assert done == ["venv", "requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_changed_lock_is_installed_again(env: setup.Environment, done: list[str], lock: str) -> None:
    setup.prepare(env, "tests")
    done.clear()
    with (env.project / lock).open("a", encoding="utf-8") as file:
        file.write("c==1\n")
    setup.prepare(env, "tests")
    assert done[-1] == "requirements-dev.txt"
    assert ("venv" in done) == (lock == "requirements.txt")
    assert env.is_ready("site")
    assert env.is_ready("tests")


def test_a_lock_that_was_only_touched_is_not(env: setup.Environment, done: list[str]) -> None:
    setup.prepare(env, "site")
    lock = env.project / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))  # git on Windows
    os.utime(lock, (0, 0))
    assert env.is_ready("site")


def test_a_set_up_that_was_cut_short_starts_afresh(
    env: setup.Environment, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(env: setup.Environment, lock: Path) -> None:
        raise KeyboardInterrupt

    setup.prepare(env, "site")
    with monkeypatch.context() as patch:
        patch.setattr(setup, "install", cut)
        with pytest.raises(KeyboardInterrupt):
            setup.prepare(env, "tests")
    assert not env.is_ready("site")
    done.clear()
    setup.prepare(env, "site")
    assert done == ["venv", "requirements.txt"]


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"python": "3.9.1"}'])
def test_a_stamp_that_says_nothing_counts_for_nothing(env: setup.Environment, done: list[str], stamp: str) -> None:
    setup.prepare(env, "site")
    env.stamp.write_text(stamp, encoding="utf-8")
    assert not env.is_ready("site")


def test_an_environment_whose_python_is_gone_is_made_anew(env: setup.Environment, done: list[str]) -> None:
    setup.prepare(env, "site")
    env.python.unlink()
    env.python.symlink_to(env.folder / "nowhere")
    setup.prepare(env, "site")
    assert done.count("venv") == 2


def test_another_python_asked_for_makes_it_anew(
    env: setup.Environment, done: list[str], bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.prepare(env, "site")
    monkeypatch.setenv("PYTHON", str(program(bin_folder, "python3.99", "echo 3.99.0")))
    assert not env.is_ready("site")
    monkeypatch.setenv("PYTHON", sys.executable)
    assert env.is_ready("site")


# --- what can go wrong ---


def no_venv(bin_folder: Path) -> Path:
    said = "echo 'ensurepip is not available' >&2; exit 1"
    return program(bin_folder, "debians-python", said)


def test_a_python_without_venv_says_what_to_install(
    env: setup.Environment, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(no_venv(bin_folder)))
    with pytest.raises(setup.SetupError) as error:
        setup.make_venv(env)
    said = str(error.value)
    assert "ensurepip is not available" in said
    assert f"sudo apt-get install python3.{sys.version_info.minor}-venv" in said


@pytest.mark.parametrize("stand_in", ["virtualenv", "uv"])
def test_a_python_without_venv_uses_what_is_there(
    env: setup.Environment, bin_folder: Path, monkeypatch: pytest.MonkeyPatch, stand_in: str
) -> None:
    folder = env.python.parent
    lines = f"/bin/mkdir -p {folder}; printf '#!/bin/sh\\n' > {env.python}; /bin/chmod +x {env.python}"
    program(bin_folder, stand_in, lines)
    monkeypatch.setattr(sys, "executable", str(no_venv(bin_folder)))
    setup.make_venv(env)
    assert setup.has_pip(env)


def test_pips_last_words_are_passed_on(env: setup.Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock = env.project / "requirements.txt"
    lock.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    env.python = Path(sys.executable)
    with pytest.raises(setup.SetupError, match=r"(?s)no-such-package.*could not install requirements\.txt"):
        setup.install(env, lock)


def test_a_browser_that_does_not_start_is_passed_over(bin_folder: Path) -> None:
    assert setup.find_browser() is None
    program(bin_folder, "chromium-browser", "echo 'requires the chromium snap'; exit 1")
    assert setup.find_browser() is None
    chrome = program(bin_folder, "google-chrome", "echo Google Chrome 150")
    assert setup.find_browser() == str(chrome)


def test_without_any_browser_it_says_so(
    env: setup.Environment,
    bin_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **options: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=1, stdout="" if "text" in options else b"the network is down")

    monkeypatch.setattr(subprocess, "run", run)
    setup.prepare_browser(env)
    assert [str(env.python), "-m", "playwright", "install", "chromium"] in asked
    said = capsys.readouterr().err
    assert "the network is down" in said
    assert "no browser for the browser tests" in said


@pytest.mark.parametrize("may", [True, False])
def test_apt_is_used_only_where_it_may(
    bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    log = tmp_path / "log"
    program(bin_folder, "env", 'shift; exec "$@"')
    program(bin_folder, "apt-get", f'echo "$*" >> {log}')
    program(bin_folder, "sudo", 'shift; exec "$@"' if may else "exit 1")
    program(bin_folder, "true", "exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert setup.apt_install(["chromium"]) == may
    assert log.exists() == may
    if may:
        assert log.read_text(encoding="utf-8").splitlines()[-1].endswith("install -y --no-install-recommends chromium")


# --- the files around it ---


def pins(lock: Path) -> dict[str, int]:
    """Each package that a lock file pins, "name==version ; marker", with the number of its hashes."""
    found: dict[str, int] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            name = line.rstrip(" \\")
            found[name] = 0
        elif line.strip().startswith("--hash=sha256:"):
            found[name] += 1
    return found


def test_every_package_is_pinned_with_its_hashes(project: Path) -> None:
    site, tests = pins(project / "requirements.txt"), pins(project / "requirements-dev.txt")
    assert [name for name, hashes in {**site, **tests}.items() if "==" not in name or not hashes] == []
    assert site.items() <= tests.items(), "a site is built with the versions it was tested with: make lock"


def test_help_names_every_word(project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    words = dict(WORDS.findall(makefile))
    assert {"help", "serve", "build", "check", "test", "bench", "lint", "format", "lock"} <= words.keys()
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    assert [word for word in targets if word not in words and not word.startswith("env-")] == []
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}  # this test itself is run by make
    clean = {name: value for name, value in os.environ.items() if name not in outer}
    said = subprocess.run(["make"], cwd=project, env=clean, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in said.splitlines()] == list(words)
    assert [line.split(maxsplit=2)[2] for line in said.splitlines()] == list(words.values())


def test_ci_runs_the_tests(project: Path) -> None:
    run = project / ".ci/run"
    assert os.access(run, os.X_OK)
    assert run.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"


def written(project: Path, wanted: Callable[[Path], bool] = lambda _: True) -> list[Path]:
    """The files that people write, read from the project's folder."""
    return [
        path
        for path in sorted(project.rglob("*"))
        if path.is_file()
        and not SKIPPED & set(path.relative_to(project).parts)
        and not any(part.endswith(("_cache", "__pycache__")) for part in path.parts)
        and wanted(path)
    ]


def test_no_file_is_bound_to_a_machine_or_a_registry(project: Path) -> None:
    bound = re.compile(
        r"pypi\.(?:org|python)|pythonhosted\.org|npmjs\.(?:org|com)|--(?:extra-)?index-url[ =]http|--find-links"
        r"|(?<![\w.~/)}])/(?:home|root|Users|work|opt)/\w"
    )
    kinds = {".in", ".md", ".py", ".toml", ".txt", ".yml", ".yaml", ".js", ".css", ".j2", ".html", ""}
    found = [
        f"{path.relative_to(project)}:{number}: {line.strip()[:80]}"
        for path in written(project, lambda path: path.suffix in kinds and path != Path(__file__))
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if bound.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_what_the_readme_names_is_there(project: Path, name: str) -> None:
    text = (project / name).read_text(encoding="utf-8")
    words = dict(WORDS.findall((project / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"\bmake ([a-z-]+)", "\n".join(re.findall(r"`+[^`]+`+", text)))) <= words.keys()
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (project / link).exists()] == []
