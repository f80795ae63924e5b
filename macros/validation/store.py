"""What was found out about files, kept between runs.

Every entry goes by a key that stands for everything it was made from (the bytes of the file and the code), so an
entry is either right or never asked for again. Nothing here is needed: without a store, or with a broken one,
everything is simply found out anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

_DIGEST = 16


def _digest(value: bytes) -> bytes:
    """Tells a value from what a crash or a full disk made of it."""
    return hashlib.blake2b(value, digest_size=_DIGEST).digest()


class Store:
    """Keeps bytes by key in one SQLite file; without a file it keeps nothing."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._new: dict[bytes, Callable[[], bytes]] = {}
        self._known: dict[bytes, bytes] | None = None

    def get(self, key: bytes) -> bytes | None:
        """What is kept under a key, or None."""
        if self._file is None:
            return None
        if self._known is None:
            self._known = self._read()
        kept = self._known.pop(key, None)
        if kept is None or _digest(kept[_DIGEST:]) != kept[:_DIGEST]:
            return None
        return kept[_DIGEST:]

    def put(self, key: bytes, value: Callable[[], bytes]) -> None:
        """Keep under a key what `value` gives back when it comes to saving."""
        if self._file is not None:
            self._new[key] = value

    def save(self) -> None:
        """Write what is new, and drop what was not asked for. A disk that can't be written is no problem."""
        if self._file is None or not (self._new or self._known):
            return
        with contextlib.suppress(sqlite3.Error, OSError):
            self._file.parent.mkdir(exist_ok=True)
            with contextlib.closing(self._connect()) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
                database.executemany("DELETE FROM kept WHERE key = ?", [(key,) for key in self._known or ()])
                fresh = ((key, value()) for key, value in self._new.items())
                rows = ((key, _digest(value) + value) for key, value in fresh)
                database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
        self._new = {}
        self._known = {}

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file or ":memory:", timeout=1)
        database.execute("PRAGMA synchronous = OFF")  # nothing is lost that can't be found out again
        return database

    def _read(self) -> dict[bytes, bytes]:
        if self._file is None or not self._file.exists():
            return {}
        try:
            with contextlib.closing(self._connect()) as database:
                return dict(database.execute("SELECT key, value FROM kept"))
        except (sqlite3.Error, OSError):
            with contextlib.suppress(OSError):
                self._file.unlink()
            return {}
