"""When each file changed last, as git tells it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from macros.problems import git


class History:
    """The last change of each file below one folder; asked of git again only when there is a new commit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        #: Why git can't be asked where there is a repository, and what to do; empty where all is well.
        self.problem = ""
        self._commit = ""
        self._changed: dict[str, datetime.date] = {}

    def changed(self) -> dict[str, datetime.date]:
        """The day of the last commit that changed a file, by the file's path below the root ("data/terms.yml").

        Empty where there is no git, no repository, or one without its past (a shallow clone): there every file
        would seem to have changed with the newest commit. A file that was never committed is left out.
        """
        try:
            commit = git.ask(self.root, "rev-parse", "--is-shallow-repository", "HEAD").decode()
            if commit != self._commit:
                log = ("log", "--format=%x00%cs", "--name-only", "--no-renames", "--relative", "--", "data")
                known = commit.startswith("false\n")
                self._changed = _days(git.ask(self.root, *log).decode(errors="replace")) if known else {}
                self._commit = commit
            self.problem = ""
        except git.GitError as error:
            self._commit, self._changed = "", {}
            told = isinstance(error, git.UnavailableError) and git.is_kept(self.root)
            self.problem = f"{error}。在那之前，页面上不写最近哪天改过。" if told else ""
        return self._changed


def _days(log: str) -> dict[str, datetime.date]:
    """The newest day of each file in a log that goes from new to old: NUL, day, the files of that commit."""
    days: dict[str, datetime.date] = {}
    for commit in log.split("\0")[1:]:
        day, *files = re.split(r"\n+", commit.strip())
        for file in files:
            days.setdefault(file, datetime.date.fromisoformat(day))
    return days
