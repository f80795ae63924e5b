"""What was saved, step by step, so that it can be taken back as long as the files are as each save left them.

It lasts as long as the preview runs, and lies in memory: it has every byte of the files before each save, and would be
wrong as soon as another program or git changes them; what is to last longer is committed.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from macros.editing.project import ChangeSet, Project
from macros.yamltext.edit import EditError

#: How many saves can be taken back, the oldest is forgotten first.
STEPS = 200
_BOM = b"\xef\xbb\xbf"


class StaleError(EditError):
    """A save can't be taken back, since a file is no longer as it was left."""


@dataclass(frozen=True, slots=True)
class Step:
    """A save: a number, what it did in an editor's words, and each file: its bytes before, and a digest after.

    Bytes and digest are None where there is no file.
    """

    number: int
    what: str
    files: dict[str, tuple[bytes | None, bytes | None]]


class Journal:
    """The saves of one preview, the newest last. Whoever writes through it holds its lock."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._steps: deque[Step] = deque(maxlen=STEPS)
        self._number = 0

    @property
    def steps(self) -> list[Step]:
        """The saves that can be taken back, the next one to be taken back first."""
        return list(reversed(self._steps))

    def write(self, project: Project, change: ChangeSet, what: str) -> Step | None:
        """Make a change and note it; None when it changes nothing. Raises EditError as `Project.write` does."""
        with self.lock:
            project.write(change)
            after = {
                path: None if text is None else _digest(project.bytes_of(change, path, text))
                for path, text in change.texts.items()
            }
            if not after:
                return None
            self._number += 1
            step = Step(self._number, what, {path: (project.raw.get(path), after[path]) for path in after})
            self._steps.append(step)
            return step

    def undo(self, root: Path, number: int | None = None) -> Step:
        """Take back the newest save; give it back.

        With a `number` only if that is the newest. Raises StaleError when there is none, or a file is no longer as the
        save left it, and EditError when a file can't be written; nothing has changed then.
        """
        with self.lock:
            if not self._steps:
                raise StaleError("没有可以撤销的：这次打开预览之后还没有在页面上存过，或者都撤销了。")
            step = self._steps[-1]
            if number is not None and step.number != number:
                raise StaleError("在这期间又存过别的，要从最近的一次起撤销。看一下现在的列表。")
            project = Project(root)
            for path, (_, after) in step.files.items():
                if _digest_of(root / path) != after:
                    raise StaleError(
                        f"没有撤销：{path} 在存过之后又在别处改过，退回去会丢掉那些改动。请在编辑器里改，或用 git 恢复。"
                    )
            change = ChangeSet()
            for path, (before, _) in step.files.items():
                change.texts[path] = None if before is None else before.removeprefix(_BOM).decode("utf-8")
                if before is not None:
                    change.exact[path] = before
            project.write(change)
            self._steps.pop()
            return step


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _digest_of(path: Path) -> bytes | None:
    return _digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else None
