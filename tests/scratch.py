"""Where the tests' temporary folders lie: in memory, where the machine has such a place with room enough.

The tests make tens of thousands of files, which a disk takes fifty times as long for.
"""

import os
import shutil
import tempfile
from pathlib import Path

#: What Linux keeps in memory; elsewhere there is nothing like it.
MEMORY = Path("/dev/shm")
#: Several times what a run of all tests takes at its fullest.
ROOM = 4 * 1024**3


def use_memory() -> None:
    """Have this process, and all that it starts, make its temporary folders in memory, unless TMPDIR says where."""
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def has_room(folder: Path) -> bool:
    """Whether a folder in memory takes all that the tests write, and programs that they start from there."""
    try:
        return (
            os.access(folder, os.W_OK | os.X_OK)
            and not os.statvfs(folder).f_flag & os.ST_NOEXEC
            and min(shutil.disk_usage(folder).free, _memory_left()) >= ROOM
        )
    except OSError:
        return False


def _memory_left() -> int:
    """Bytes of memory that programs may still take; 0 where the system doesn't say."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
