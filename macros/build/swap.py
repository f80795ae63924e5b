"""A new site takes the old one's place, file by file, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from macros.build import folders
from macros.build.new_site import Stamp, stamp_of


class ChangedError(Exception):
    """The old site is not as it was when it was looked at."""


def swap(fresh: Path, site_dir: Path, kept: Mapping[str, Stamp | None] = MappingProxyType({})) -> None:
    """Fill `site_dir` with what is in the new folder, file by file, and take away what the new site lacks.

    The files of `kept` stay. Raises ChangedError, with nothing done, when one of them is not what it was.

    The folder itself stays: a server may hold it open, or it may be a mount point. Pages come after what they load,
    and nothing is taken away before every new file is there. When a file can't be put in its place, those before it
    are put back, and the OSError goes on.
    """
    site_dir.mkdir(parents=True, exist_ok=True)
    with folders.held(site_dir), tempfile.TemporaryDirectory(prefix=".swap-", dir=site_dir) as scratch:
        staged, old = Path(scratch, "new"), Path(scratch, "old")
        try:
            fresh.rename(staged)
        except OSError:  # another disk
            shutil.copytree(fresh, staged)
        made, before = _below(staged), _below(site_dir, apart=Path(scratch).name)
        if any(before.get(path, True) or stamp_of(f"{site_dir}/{path}") != was for path, was in kept.items()):
            raise ChangedError
        above = {path for path, is_folder in made.items() if is_folder} | _above(kept)
        new = {path for path, is_folder in made.items() if not is_folder}
        moved: list[tuple[Path, Path]] = []

        def take_away(path: str) -> None:
            if os.path.lexists(site_dir / path):  # its folder may be away already
                _move(site_dir / path, old / path, moved)

        try:
            for path, is_folder in before.items():
                if path in (new if is_folder else above):
                    take_away(path)
            # What is new at the top is moved as a whole.
            whole = {path for path, is_folder in made.items() if is_folder and "/" not in path and path not in before}
            single = {path for path in new if path.partition("/")[0] not in whole}
            for path in sorted(whole | single, key=lambda path: (path in whole or path.endswith(".html"), path)):
                if path in before and _are_same(f"{staged}/{path}", f"{site_dir}/{path}"):
                    continue
                _keep(site_dir / path, old / path, moved)
                _move(staged / path, site_dir / path, moved)
            for path in before:
                if path not in new and path not in above and path not in kept:
                    take_away(path)
        except OSError:
            for source, target in reversed(moved):
                with contextlib.suppress(OSError):  # where nothing could be put, the old file still is
                    if target.is_relative_to(old):
                        _clear(source)
                    _move(target, source, [])
            raise


def _below(folder: Path, apart: str = "") -> dict[str, bool]:
    """Everything below a folder, by its path, and whether it is a folder; of those at the top one may be left out."""
    found: dict[str, bool] = {}
    for place, inside, files in os.walk(folder):
        if place == str(folder):
            inside[:] = [name for name in inside if name != apart]
        start = place[len(str(folder)) + 1 :].replace(os.sep, "/")
        above = f"{start}/" if start else ""
        found |= {above + name: not os.path.islink(f"{place}/{name}") for name in inside}  # noqa: PTH114 (thousands)
        found |= {above + name: False for name in files}
    return dict(sorted(found.items()))


def _above(paths: Iterable[str]) -> set[str]:
    """The folders that these files lie in, with those above them."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _are_same(one: str, other: str) -> bool:
    """Whether two files have the same bytes; the other may be no file."""
    try:
        if os.stat(one).st_size != os.stat(other).st_size:  # noqa: PTH116 (thousands)
            return False
        with open(one, "rb") as first, open(other, "rb") as second:  # noqa: PTH123
            return first.read() == second.read()
    except OSError:
        return False


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.move(source, target)  # a folder of the site on another disk
    moved.append((source, target))


def _clear(place: Path) -> None:
    """Take away the folders at a place that was a file, once everything in them is gone."""
    if not place.is_symlink():
        for folder, _, _ in os.walk(place, topdown=False):
            Path(folder).rmdir()


def _keep(place: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    """Keep the file that stands at a place, if there is one, without a moment in which it is missing."""
    if not os.path.lexists(place):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(place, target)
    except OSError:  # a disk without hard links
        shutil.copy2(place, target)
    moved.append((place, target))
