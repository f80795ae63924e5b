"""What editors, systems and sync tools leave in folders beside the files that people write."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path, PurePath

#: Files of a system or an editor: hidden ones, locks, back-ups, swap files, and the one in which Vim tries to write.
_STRAY = re.compile(
    r"\..*|~\$.*|.*~|#.*#|4913|(?:eh)?thumbs\.db|desktop\.ini|icon\r|.*\.(?:bak|orig|rej|tmp|temp|swp|swo|crdownload|part)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = r"(?:[ ]?[(（]\d+[)）])?"
#: What sync tools and file managers put behind a name: `x (1)`, `x - 副本`, `x copy 2`, `x.sync-conflict-…`, `x-DESKTOP-1A2B`.
_COPY = re.compile(
    rf"""(?P<name>.+?)(?:
        [ ]?[(（]\d+[)）]
        | (?:[ ]-)?[ ]?(?:副本|复件|拷贝){_NUMBER}
        | (?:[ ]-)?[ ][Cc]opy{_NUMBER}(?:[ ]\d+)?
        | [ ]\d+
        | [ ]?[(（][^()（）]*(?:冲突|副本|conflict|copy)[^()（）]*[)）]
        | [._](?:sync-)?conflict[._-].*
        | -[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*
    )""",
    re.VERBOSE,
)
#: What others put before it.
_COPY_OF = re.compile(rf"(?:复件|副本|Copy){_NUMBER} (?:of )?(?P<name>.+)")


def is_stray(name: str) -> bool:
    """Whether a file of that name is nothing that people wrote: it is passed over and never published."""
    return _STRAY.fullmatch(name) is not None


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder that people wrote, in order of its path."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(is_stray(part) for part in path.relative_to(folder).parts)
    )


def copy_of(name: str, siblings: Collection[str]) -> str | None:
    """The name of the file beside it that a file of that name looks like a copy of; None when there is none."""
    path = PurePath(name)
    for pattern in (_COPY, _COPY_OF):
        match = pattern.fullmatch(path.stem)
        if match and (original := f"{match['name'].rstrip()}{path.suffix}") != name and original in siblings:
            return original
    return None
