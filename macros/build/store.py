"""What builds have made, kept for the next: a folder of plain files, each named by all that went into it.

What is in a file can be asked for only by its name, and each begins with a digest of the rest: one that is cut short,
that somebody else wrote or that can't be read is no file. Nothing that goes wrong here stops a build; it takes longer.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import time
from pathlib import Path
from typing import Any

#: Below the project's folder; git leaves it out.
FOLDER = ".cache/build"
#: Bytes; what was not used for longest goes when there is more.
LIMIT = 400_000_000
#: Hexadecimal signs of a SHA-256.
_DIGEST = 64


def key(*parts: Any) -> str:
    """The name of what comes of these parts: texts, numbers, and lists and dictionaries of them."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Store:
    """A folder of what was made before; None for a build that keeps nothing and finds nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        #: When the build began that this store is for; a disk may tell the time in steps of two seconds.
        self._begun = time.time() - 2

    def get(self, kind: str, name: str) -> bytes | None:
        """What was kept under that name, or None when it is not there or not whole."""
        if self._folder is None:
            return None
        path = self._path(kind, name)
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return None
            content = path.read_bytes()
        except OSError:
            return None
        digest, rest = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(rest).hexdigest().encode() != digest:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it was used: see `trim`
        return rest

    def put(self, kind: str, name: str, content: bytes) -> None:
        """Keep something. Where the disk does not let it, it is not kept."""
        if self._folder is None:
            return
        path = self._path(kind, name)
        unfinished = path.with_name(f".{name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(hashlib.sha256(content).hexdigest().encode() + content)
            unfinished.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink()

    def get_data(self, kind: str, name: str) -> Any:
        """The data that was kept under that name, or None."""
        content = self.get(kind, name)
        if content is None:
            return None
        try:
            return json.loads(content)
        except ValueError:
            return None

    def put_data(self, kind: str, name: str, data: Any) -> None:
        """Keep data: what JSON has."""
        self.put(
            kind, name, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        )

    def beside(self, name: str) -> Store:
        """Another store in a folder of its own beside this one's, for what nobody else is to get."""
        return Store(self._folder and self._folder.with_name(f"{self._folder.name}-{name}"))

    def clear(self) -> None:
        """Let go of everything."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def trim(self, limit: int = LIMIT) -> None:
        """Let go of what was not used for longest, until all together has no more bytes than `limit`.

        What this build has used stays in any case: the next would have to make it again.
        """
        if self._folder is None:
            return
        found: list[tuple[float, int, str]] = []
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = f"{folder}{os.sep}{name}"
                with contextlib.suppress(OSError):
                    about = os.stat(path)  # noqa: PTH116 (thousands of files)
                    found.append((about.st_mtime, about.st_size, path))
        room = limit
        for used, size, path in sorted(found, reverse=True):
            room -= size
            if room < 0 and used < self._begun:
                with contextlib.suppress(OSError):
                    Path(path).unlink()

    def _path(self, kind: str, name: str) -> Path:
        assert self._folder is not None
        return self._folder / kind / name[:2] / name
