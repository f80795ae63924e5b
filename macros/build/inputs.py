"""All that goes into a build, as digests: two builds with the same digest make the same site.

Nothing here imports a library: a build that finds nothing changed has no need of them.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

#: At the top of a project no build reads these, nor what begins with a dot, nor `site`; further down all is read.
_APART = frozenset(("node_modules", "dist", "tests"))
#: What of the environment may change a site; besides what mkdocs.yml asks for by name.
_VARIABLES = (
    "SOURCE_DATE_EPOCH",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_COLLATE",
    "LC_TIME",
    "TZ",
    "PYTHONUTF8",
)
_ENV = re.compile(r"!ENV\s+(?:\[([^\]]*)\]|(\S+))")
_PACKAGE = Path(__file__).resolve().parent.parent


def packages() -> list[str]:
    """The packages that can be imported, each with its version, as their folders say it."""
    found = set()
    for place in sys.path:
        if place and Path(place).is_dir():
            found |= {path.name for path in Path(place).iterdir() if path.suffix in {".dist-info", ".egg-info"}}
    return sorted(found)


def machine() -> list[str]:
    """What a site is made with: Python, the packages, and the code of this one."""
    return [platform.python_version(), sys.implementation.name, *packages(), digest(_PACKAGE)]


def environment(root: Path, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Of the variables of the environment those that may change a site, with what they say."""
    names = set(_VARIABLES)
    try:
        text = (root / "mkdocs.yml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    for several, one in _ENV.findall(text):
        names |= set(re.findall(r"\w+", several or one))
    return {name: variables[name] for name in sorted(names) if name in variables}


def digest(*places: Path) -> str:
    """The digest of every file below these folders, and of these files: their names and all that is in them."""
    found = hashlib.sha256()
    for place in places:
        for path in _files(place):
            try:
                content = path.read_bytes()
            except OSError as error:  # a folder, a link that leads nowhere, a file that may not be read
                content = type(error).__name__.encode()
            for part in (path.relative_to(place.parent).as_posix().encode("utf-8", "surrogateescape"), content):
                found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def project(root: Path, site: Path) -> str:
    """The digest of all that a build of the project under `root` may read there; not what it writes, the site."""
    return digest(*(path for path in sorted(root.iterdir()) if is_part(root, path) and path != site))


def is_part(root: Path, path: Path) -> bool:
    """Whether `project` reads a file or folder."""
    if not path.is_relative_to(root) or path == root:
        return False
    top = path.relative_to(root).parts[0]
    return not (top in _APART or top.startswith(".") or re.match(r"site(\W|$)", top))


def _files(place: Path) -> Iterable[Path]:
    """Everything in a folder, with the folders themselves; each folder once, however many links lead to it."""
    if not place.is_dir():
        return [place]
    found: list[Path] = []
    seen: set[tuple[int, int]] = set()
    for folder, below, names in os.walk(place, followlinks=True):
        about = Path(folder).stat()
        if (about.st_dev, about.st_ino) in seen:
            below.clear()
            continue
        seen.add((about.st_dev, about.st_ino))
        below[:] = sorted(name for name in below if name not in {"__pycache__", ".git"})
        found += [Path(folder), *(Path(folder, name) for name in names if not name.endswith((".pyc", ".pyo")))]
    return sorted(found)
