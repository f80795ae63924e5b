"""How often each entry of a calendar has changed: `ledger/calendar.txt`, one entry a line.

Programs that subscribed take a changed entry for new only when its SEQUENCE has grown (RFC 5545, 3.8.7.4). A build
knows no clock and no earlier build, so the count is kept: `make release-links` writes it, a build reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = "ledger/calendar.txt"
HEAD = """\
# 日历里每一条改过几次，一行一条：编号、次数、内容的指纹。由 make release-links 添加；不要手工改，也不要删行：
# 次数变小，订阅了日历的人就收不到改动。
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """How often an entry has changed since it was first published, and a digest of what it said last."""

    number: int
    digest: str


def revised(known: Mapping[str, Revision], uid: str, digest: str) -> Revision:
    """The revision of an entry that says what `digest` stands for: one more when that is not what it said last."""
    before = known.get(uid)
    if before is None:
        return Revision(0, digest)
    return before if before.digest == digest else Revision(before.number + 1, digest)


def read(root: Path) -> dict[str, Revision]:
    """The revisions kept under `root`, by the UID of the entry; none when nothing was published yet.

    Where a merge left an entry twice, the higher count holds. A line of another form is passed over.
    """
    file = root / FILE
    found: dict[str, Revision] = {}
    if not file.is_file():
        return found
    for line in file.read_text(encoding="utf-8-sig").splitlines():
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdecimal():
            continue
        uid, number, digest = parts
        if uid not in found or int(number) > found[uid].number:
            found[uid] = Revision(int(number), digest)
    return found


def text(revisions: Mapping[str, Revision]) -> str:
    """The file with these revisions: sorted, each once."""
    return HEAD + "".join(f"{uid} {one.number} {one.digest}\n" for uid, one in sorted(revisions.items()))
