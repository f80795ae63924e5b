"""When each file changed last, as git tells it."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from pathlib import Path


class History:
    """The last change of each file below one folder; asked of git again only when there is a new commit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._commit = ""
        self._changed: dict[str, datetime.date] = {}

    def changed(self) -> dict[str, datetime.date]:
        """The day of the last commit that changed a file, by the file's path below the root ("data/terms.yml").

        Empty where there is no git, no repository, or one without its past (a shallow clone): there every file
        would seem to have changed with the newest commit. A file that was never committed is left out.
        """
        commit = _git(self.root, "rev-parse", "HEAD", "--is-shallow-repository")
        if commit != self._commit:
            self._commit = commit
            known = commit.endswith("false\n")
            log = ("log", "--format=%x00%cs", "--name-only", "--no-renames", "--relative", "--", "data")
            self._changed = _days(_git(self.root, *log)) if known else {}
        return self._changed


def _days(log: str) -> dict[str, datetime.date]:
    """The newest day of each file in a log that goes from new to old: NUL, day, the files of that commit."""
    days: dict[str, datetime.date] = {}
    for commit in log.split("\0")[1:]:
        day, *files = re.split(r"\n+", commit.strip())
        for file in files:
            days.setdefault(file, datetime.date.fromisoformat(day))
    return days


def _git(root: Path, *arguments: str) -> str:
    """What git says; nothing when it can't say it."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False, env=environment)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""
