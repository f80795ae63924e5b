"""Folders that several builds may want at once: who holds one, others wait; what a killed build left is cleared away.

The system lets go of what a process held when the process ends, however it ends. Where it can't (Windows, some network
disks), nobody is kept waiting and nothing is cleared away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl


#: What a disk refuses, in words for people.
_REFUSED = {
    "ENOSPC": "磁盘满了",
    "EDQUOT": "磁盘配额用完了",
    "EFBIG": "文件太大，磁盘放不下",
    "EROFS": "磁盘只能读",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EIO": "磁盘读写出错",
}


def refused(error: OSError) -> str:
    """What the disk refused, and of which file, for people; empty when it is not the disk's fault."""
    words = _REFUSED.get(errno.errorcode.get(error.errno or 0, ""), "")
    return f"{words}：{error.filename2 or error.filename or '？'}" if words else ""


@contextlib.contextmanager
def held(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a folder, for which every other that wants to hold it waits. Gives False when it can't be held.

    With `wait` False nobody waits: it can't be held while another holds it.
    """
    if sys.platform == "win32":
        yield False
        return
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            is_held = True
        except OSError:
            is_held = False
        yield is_held
    finally:
        os.close(opened)


def places_below(folder: Path) -> dict[str, str]:
    """Where every file below a folder is, by its path there, with `/` between its parts; a link is not followed."""
    found: dict[str, str] = {}
    start = len(str(folder)) + 1
    for above, _, names in os.walk(folder):
        for name in names:
            place = f"{above}{os.sep}{name}"
            found[place[start:].replace(os.sep, "/")] = place
    return found


@contextlib.contextmanager
def fresh(site_dir: Path) -> Iterator[Path]:
    """A new folder beside a site, to build in, which is gone afterwards; those that no build holds any more go first."""
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{site_dir.name}-new-"
    with contextlib.ExitStack() as stack:
        with held(site_dir.parent):  # or another might take the new folder for one that nobody holds
            for old in site_dir.parent.glob(f"{prefix}*"):
                with held(old, wait=False) as is_left:
                    if is_left:
                        shutil.rmtree(old, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=site_dir.parent))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            stack.enter_context(held(folder))
        yield folder
