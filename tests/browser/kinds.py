"""Pages of the shipped data to be looked at whatever the data is."""

import re
from pathlib import Path

from tests.copies import PROJECT


def every(kind: str) -> list[str]:
    """The addresses of all pages of a kind, which has a file for each: "duties"."""
    return sorted(f"/{kind}/{file.stem}/" for file in (PROJECT / "data" / kind).glob("*.yml"))


def longest(site: Path, kind: str) -> str:
    """The address of the longest page of a kind: what goes wrong on any of them most likely does so there.

    Args:
        site: folder of the finished site.
        kind: folder of the pages: "duties".
    """
    return max(every(kind), key=lambda address: (site / address[1:] / "index.html").stat().st_size)


def _address(page: Path) -> str:
    name = page.relative_to(PROJECT / "docs").with_suffix("").as_posix()
    name = re.sub(r"(^|/)index$", "", name)
    return f"/{name}/" if name else "/"


#: Addresses of the pages that people write.
WRITTEN = sorted(_address(page) for page in (PROJECT / "docs").rglob("*.md"))
