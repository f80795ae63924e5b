"""Set-up: from a fresh clone to a running command, and what it says when it can't get there."""

import ast
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts import setup

PROJECT = Path(__file__).resolve().parent.parent
MAKE = shutil.which("make") or "make"
SKIPPED = {".cache", ".hypothesis", ".git", ".venv", "node_modules", "site"}
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


def make(target: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a word of make with what is on PATH now."""
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON"}  # these tests themselves are run by make
    clean = {name: value for name, value in os.environ.items() if name not in outer}
    command = [MAKE, target, *(f"{name}={value}" for name, value in variables.items())]
    return subprocess.run(command, cwd=PROJECT, env=clean, capture_output=True, text=True, check=False)


def test_make_takes_the_first_python_that_is_new_enough(bin_folder: Path) -> None:
    program(bin_folder, "python3", "exit 1")  # too old, or a shim with nothing behind it
    program(bin_folder, "python3.12", '[ "$1" = -c ] && exit 0; echo "got $*"')
    assert make("env-tests").stdout == "got scripts/setup.py tests\n"


def test_a_python_asked_for_is_not_swapped_for_another(bin_folder: Path) -> None:
    program(bin_folder, "python3", '[ "$1" = -c ] && exit 0; echo wrong')
    asked = program(bin_folder, "mine", 'echo "got $* $PYTHON"')
    assert make("env-site", PYTHON=str(asked)).stdout == f"got scripts/setup.py site {asked}\n"


@pytest.mark.usefixtures("bin_folder")
def test_without_a_python_that_is_new_enough_make_says_so() -> None:
    said = make("env-site")
    assert said.returncode
    assert "no Python 3.11 or newer" in said.stderr
    assert "make PYTHON=" in said.stderr


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
    with (env.root / lock).open("a", encoding="utf-8") as file:
        file.write("c==1\n")
    setup.prepare(env, "tests")
    assert done[-1] == "requirements-dev.txt"
    assert ("venv" in done) == (lock == "requirements.txt")
    assert env.is_ready("site")
    assert env.is_ready("tests")


def test_a_lock_that_was_only_touched_is_not(env: setup.Environment, done: list[str]) -> None:
    setup.prepare(env, "site")
    os.utime(env.root / "requirements.txt", (0, 0))
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


@pytest.mark.parametrize("stamp", ["", "{", "{}"])
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
    env: setup.Environment, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.prepare(env, "site")
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    assert env.is_ready("site")  # whichever comes first on PATH
    monkeypatch.setenv("PYTHON", "python3.99")
    assert not env.is_ready("site")


def test_two_at_once_install_once(env: setup.Environment, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    begun, waiting = threading.Event(), threading.Event()

    def install(_: setup.Environment, lock: Path) -> None:
        begun.set()
        assert waiting.wait(30)
        done.append(lock.name)

    monkeypatch.setattr(setup, "install", install)
    first, second = (threading.Thread(target=setup.prepare, args=(env, "site")) for _ in range(2))
    first.start()
    assert begun.wait(30)
    second.start()
    waiting.set()
    first.join()
    second.join()
    assert done == ["venv", "requirements.txt"]


# --- what can go wrong ---


def no_venv(bin_folder: Path) -> Path:
    said = "echo 'ensurepip is not available' >&2; exit 1"
    return program(bin_folder, "debians-python", said)


def test_a_python_without_venv_says_what_to_install(
    env: setup.Environment, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(no_venv(bin_folder)))
    with pytest.raises(SystemExit) as error:
        setup.make_venv(env)
    said = str(error.value)
    assert "ensurepip is not available" in said
    assert f"sudo apt-get install python3.{sys.version_info.minor}-venv" in said


def test_a_python_without_venv_uses_uv_where_it_is(
    env: setup.Environment, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = env.python.parent
    lines = f"/bin/mkdir -p {folder}; printf '#!/bin/sh\\n' > {env.python}; /bin/chmod +x {env.python}"
    program(bin_folder, "uv", lines)
    monkeypatch.setattr(sys, "executable", str(no_venv(bin_folder)))
    setup.make_venv(env)
    assert env.python.exists()


def test_a_python_without_venv_gets_debians_package_where_it_may(
    env: setup.Environment, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, log = env.python.parent, bin_folder / "log"
    lines = f"/bin/mkdir -p {folder}; printf '#!/bin/sh\\n' > {env.python}; /bin/chmod +x {env.python}"
    program(bin_folder, "debians-python", f"[ -e {log} ] || exit 1; {lines}")
    program(bin_folder, "env", 'shift; exec "$@"')
    program(bin_folder, "apt-get", f'echo "$*" >> {log}')
    monkeypatch.setattr(sys, "executable", str(bin_folder / "debians-python"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    setup.make_venv(env)
    assert log.read_text(encoding="utf-8").splitlines()[-1].endswith(f"python3.{sys.version_info.minor}-venv")


def test_pips_last_words_are_passed_on(
    env: setup.Environment, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock = env.root / "requirements.txt"
    lock.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    env.python = Path(sys.executable)
    with pytest.raises(SystemExit, match=r"could not install requirements\.txt"):
        setup.install(env, lock)
    out, err = capfd.readouterr()
    assert "no-such-package" in err
    assert out == ""  # it belongs to the command that follows: `make check ARGS="--format json"`


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
    asked: list[tuple[str, ...]] = []

    def attempt(*command: str) -> tuple[bool, str]:
        asked.append(command)
        return False, "the network is down"

    monkeypatch.setattr(setup, "attempt", attempt)
    setup.prepare_browser(env)
    assert (str(env.python), "-m", "playwright", "install", "chromium") in asked
    said = capsys.readouterr().err
    assert "the network is down" in said
    assert "no browser for the browser tests" in said


def test_the_light_browser_is_asked_for_once_and_preferred(
    env: setup.Environment, bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    chromium = program(bin_folder, "chromium", "echo Chromium 150")
    program(bin_folder, "fc-list", "echo Noto Sans CJK SC")
    program(bin_folder, "grep", '[ "$2" = "^ID=debian" ]')
    program(bin_folder, "env", 'shift; exec "$@"')
    program(bin_folder, "apt-get", f'echo "$*" >> {log}; exit 1')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    env.folder.mkdir(exist_ok=True)
    for _ in range(2):
        setup.prepare_browser(env)
    asked = [line for line in log.read_text(encoding="utf-8").splitlines() if " install " in line]
    assert [line.rpartition(" ")[2] for line in asked] == ["chromium-headless-shell"]
    assert setup.find_browser() == str(chromium), "it goes on with what there is"
    shell = program(bin_folder, "chromium-headless-shell", "echo Chromium 150")
    assert setup.find_browser() == str(shell)


def test_what_checks_the_scripts_is_installed_when_its_lock_changes(
    env: setup.Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    status = 1

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        (options["cwd"] / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(subprocess, "run", run)
    lock = env.root / "package-lock.json"
    lock.write_text("one", encoding="utf-8")
    setup.prepare_scripts(env)
    assert setup.NO_NODE_MODULES in capsys.readouterr().err
    status = 0
    setup.prepare_scripts(env)
    setup.prepare_scripts(env)
    assert len(asked) == 2, "a set-up that failed is tried again, one that is done is not"
    assert (asked[0][0], asked[0][1]) == (str(env.python), "-c")
    lock.write_text("two", encoding="utf-8")
    setup.prepare_scripts(env)
    assert len(asked) == 3


@pytest.mark.parametrize("may", [True, False])
def test_apt_is_used_only_where_it_may(
    bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    log = tmp_path / "log"
    program(bin_folder, "env", 'shift; exec "$@"')
    program(bin_folder, "apt-get", f'echo "$*" >> {log}')
    program(bin_folder, "sudo", 'shift; exec "$@"' if may else "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert setup.apt_install("chromium") == may
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
    said = make("help").stdout
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
    kinds = {
        ".in",
        ".json",
        ".md",
        ".npmrc",
        ".py",
        ".toml",
        ".txt",
        ".yml",
        ".yaml",
        ".js",
        ".css",
        ".j2",
        ".html",
        "",
    }
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
