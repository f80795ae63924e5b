"""A new site beside the old one: only what is new is written; what stands there already, byte for byte, may stay.

To make a file takes a disk far longer than to read one, and most of a site is as it was.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from macros.build.folders import places_below

#: Time, size and place on the disk of a file.
Stamp = tuple[int, int, int]


class NewSite:
    """The files of a new site. What several processes write of it, each hands over to the one that puts it in place."""

    def __init__(self, folder: Path, old: Path | None = None) -> None:
        """`folder` gets what is new. Of the site in `old` files may stay; without it all are written."""
        self.folder = folder
        self._old = old
        self._standing = set() if old is None else set(places_below(old))
        #: The files of the old site that are those of the new one too, by path, as they were when they were looked at.
        self.kept: dict[str, Stamp] = {}
        self._recent: dict[str, Stamp] = {}
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """A file of the new site, by its path with `/` between its parts. Raises OSError where the disk refuses it."""
        if path in self._standing and (same := self._same(path, content)) is not None:
            self._recent[path] = same
            return
        place = f"{self.folder}/{path}"
        above = os.path.dirname(place)  # noqa: PTH120 (thousands)
        try:
            if above not in self._made:
                os.makedirs(above, exist_ok=True)  # noqa: PTH103
                self._made.add(above)
            Path(place).write_bytes(content)
        except OSError as error:  # of what it refuses in the middle of a file the system doesn't say the name
            raise OSError(error.errno, error.strerror, error.filename or place) from None

    def hand_over(self) -> dict[str, Stamp]:
        """What was found to stand already since this was asked last: for `take`, maybe that of another process."""
        recent, self._recent = self._recent, {}
        return recent

    def take(self, kept: Mapping[str, Stamp]) -> None:
        """Note what stands already."""
        self.kept.update(kept)

    def is_stale(self) -> bool:
        """Whether something that was to stay is no longer what it was."""
        return any(stamp_of(f"{self._old}/{path}") != was for path, was in self.kept.items())

    def places(self) -> dict[str, str]:
        """Where each file of the new site is now, by its path."""
        return {path: f"{self._old}/{path}" for path in self.kept} | places_below(self.folder)

    def _same(self, path: str, content: bytes) -> Stamp | None:
        """The stamp of a file of the old site that has just this content; None where it has another."""
        try:
            with open(f"{self._old}/{path}", "rb") as file:  # noqa: PTH123 (thousands)
                found = _stamp(os.fstat(file.fileno()))
                return found if found[1] == len(content) and file.read() == content else None
        except OSError:
            return None


def stamp_of(place: str) -> Stamp | None:
    """What changes when somebody writes a file anew; None when it is gone."""
    try:
        return _stamp(os.stat(place))  # noqa: PTH116 (thousands)
    except OSError:
        return None


def _stamp(about: os.stat_result) -> Stamp:
    return about.st_mtime_ns, about.st_size, about.st_ino
