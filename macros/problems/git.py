"""What git says of the project, and in plain words why it says nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path


class GitError(Exception):
    """Git gave no answer. The text says why, and what to do about it where something can be done."""


class UnavailableError(GitError):
    """Git can't be asked anything: it is not installed, or takes the repository for somebody else's."""


def ask(root: Path, *arguments: str) -> bytes:
    """What git answers in a folder. Nothing is written there.

    Raises GitError; UnavailableError when it can't be asked anything.
    """
    done = run(root, *arguments)
    if done.returncode == 0:
        return done.stdout
    told = done.stderr.decode(errors="replace").strip()
    if "safe.directory" in told:
        raise UnavailableError(
            "git 不肯读这个仓库，因为文件夹的主人是别的用户；信得过它，就运行 "
            f"git config --global --add safe.directory {shlex.quote(_repository(root).as_posix())}"
        )
    if "not a git repository" in told:
        raise GitError("这个文件夹不在 git 仓库里")
    if "not a valid object name" in told.lower() or "revision" in told:
        raise GitError("git 里没有这个版本，或者一次都还没有提交")
    raise GitError(f"git 说：{told.partition(chr(10))[0].removeprefix('fatal: ')}")


def run(
    root: Path, *arguments: str, given: bytes = b"", patience: float | None = None, writes: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, however it ends; nobody is asked for a password. Only with `writes` may it take locks.

    Raises UnavailableError without git, and subprocess.TimeoutExpired when it takes longer than `patience` seconds.
    """
    command = ["git", "-c", "core.quotePath=false", *arguments]
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"}
    environment.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    if not writes:
        environment["GIT_OPTIONAL_LOCKS"] = "0"
    try:
        return subprocess.run(
            command, cwd=root, capture_output=True, check=False, env=environment, input=given, timeout=patience
        )
    except FileNotFoundError:
        raise UnavailableError("这台机器上没有 git，装上它再来") from None
    except OSError as error:
        raise UnavailableError(f"git 运行不起来（{error.strerror or error}）") from None


def is_kept(root: Path) -> bool:
    """Whether a folder belongs to a repository, as far as can be seen without git."""
    return (_repository(root) / ".git").exists()


def _repository(root: Path) -> Path:
    """The nearest folder that holds a repository; the folder itself where there is none."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
