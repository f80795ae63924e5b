"""Small playbooks of a test's own, the commands run on them as they are typed, and what the commands answered."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests import commands
from tests.copies import copy_with_little_data

ANALYSIS = "data/duties/data-analysis.yml"
MONITORING = "data/duties/data-monitoring.yml"
ROLE = "data/roles/control-ops.yml"
HAN = re.compile(r"[\u4e00-\u9fff]")


class Answer(commands.Answer):
    """What a command left behind, line by line."""

    @property
    def problems(self) -> list[str]:
        """The lines that name a place in a file: `file:line:column: code …`."""
        return [line for line in self.text.splitlines() if re.search(r" [EW]-[a-z-]+ ", line)]

    @property
    def errors(self) -> list[str]:
        return [line for line in self.problems if " E-" in line]

    def of(self, file: str) -> list[str]:
        """The problems of one file."""
        return [line for line in self.problems if line.startswith(f"{file}:")]

    @property
    def has_traceback(self) -> bool:
        return "Traceback" in self.text or "UnicodeEncodeError" in self.text


def playbook(root: Path) -> Path:
    """A playbook with two duties and two roles that passes every check and builds in two seconds."""
    return copy_with_little_data(root)


def run(root: Path, command: str, *arguments: str, env: Mapping[str, str] | None = None) -> Answer:
    """Run a command of scripts/ in a playbook."""
    done = commands.run(root, command, *arguments, env=env)
    return Answer(done.status, done.out, done.err)


def typed(root: Path, command: str, *arguments: str, env: Mapping[str, str] | None = None) -> Answer:
    """Run a command in a playbook as it is typed there, by the playbook's own scripts and by a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"scripts.{command}", *arguments],
        cwd=root,
        capture_output=True,
        check=False,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The test's own environment with some changes."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    return {**own, "PYTHONDONTWRITEBYTECODE": "1", **(changes or {})}


def check(root: Path) -> Answer:
    return run(root, "check")


def build(root: Path, env: Mapping[str, str] | None = None) -> Answer:
    return run(root, "build", env=env)


def built(root: Path) -> Path:
    """The site of a playbook that can be built."""
    answer = build(root)
    assert answer.status == 0, answer.text
    return root / "site"


def swap(root: Path, file: str, old: str, new: str) -> int:
    """Put `new` in the place of the first `old` in a file; gives back its line, from 1."""
    text = read(root, file)
    assert old in text, f"{file} has no {old!r}"
    write(root, file, text.replace(old, new, 1))
    return text.count("\n", 0, text.index(old)) + 1


def read(root: Path, file: str) -> str:
    return (root / file).read_bytes().decode("utf-8")


def write(root: Path, file: str, text: str) -> Path:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for what commands keep for themselves."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".cache", "__pycache__", ".git"} & set(path.parts)
    }


def git(root: Path, *arguments: str) -> str:
    """Run git in a playbook, under a name of the test's own."""
    own = ("-c", "user.name=编辑", "-c", "user.email=editor@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *own, *arguments], cwd=root, capture_output=True, check=True, text=True)
    return done.stdout


def committed(root: Path) -> Path:
    """The playbook as a git repository with one commit."""
    write(root, ".gitignore", "site/\ndist/\n.cache/\n__pycache__/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


@contextlib.contextmanager
def preview(root: Path, env: Mapping[str, str] | None = None, log: Path | None = None) -> Iterator[str]:
    """The live preview of a playbook; gives its address once the first pages stand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = log or root.with_name(f"{root.name}-preview.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "scripts.serve", "--port", str(port)],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(env),
        )
        try:
            url = f"http://127.0.0.1:{port}"
            end = time.monotonic() + 60
            while fetch(url) is None:
                said = log.read_bytes().decode("utf-8", errors="backslashreplace")
                assert process.poll() is None, f"the preview ended: {said}"
                assert time.monotonic() < end, f"the preview shows nothing: {said}"
                time.sleep(0.1)
            yield url
        finally:
            # A shell that runs the tests in the background has all that they start ignore Ctrl+C.
            deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            process.send_signal(signal.SIGTERM if deaf else signal.SIGINT)
            process.wait(timeout=30)


def fetch(url: str) -> tuple[int, str] | None:
    """Status and text of an address; None when nobody answers there."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.read().decode("utf-8", errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", errors="replace")
    except OSError:
        return None


def copy(root: Path, target: Path) -> Path:
    shutil.copytree(root, target, symlinks=True)
    return target
