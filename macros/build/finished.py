"""A finished site that may stand as it is: nothing that goes into it has changed, and every file is as it was made.

Nothing here imports a library: a build that finds nothing changed has no need of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from macros.build import inputs
from macros.build.folders import places_below
from macros.build.store import Store, key
from macros.problems import git

_KIND = "site"


def key_of(root: Path, site_dir: Path, variables: Mapping[str, str]) -> str:
    """The key of all that goes into the site of the project under `root`, to be written into `site_dir`.

    `variables` is the environment as it was before a build began: a build adds to it.
    """
    try:
        # What git says of the past of a file hangs on the commit alone.
        commit = git.ask(root, "rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD").decode()
    except git.GitError as error:
        commit = f"{type(error).__name__}: {error}"
    return key(_KIND, inputs.machine(), inputs.environment(root, variables), inputs.project(root, site_dir), commit)


def lines_of(store: Store, name: str, site_dir: Path) -> list[list[str]] | None:
    """What the build of this key said when it made the site that stands in `site_dir`; None when another stands there."""
    about = store.get_data(_KIND, name)
    if about is None or not site_dir.is_dir() or digests(places_below(site_dir)) != about["files"]:
        return None
    lines: list[list[str]] = about["lines"]
    return lines


def record(store: Store, name: str, files: dict[str, str], lines: list[list[str]]) -> None:
    """Note that a site with these files is that of a key, and what was said when it was built."""
    about: dict[str, Any] = {"files": files, "lines": lines}
    store.put_data(_KIND, name, about)


def covers(root: Path, places: Iterable[Path]) -> bool:
    """Whether the key of the project under `root` covers all that lies in these places."""
    return all(inputs.is_part(root, place) for place in places)


def digests(places: Mapping[str, str]) -> dict[str, str]:
    """The digest of every file of a site, by its path; of a link that leads nowhere, none. `places` says where it is."""
    found: dict[str, str] = {}
    for path, place in places.items():
        try:
            with open(place, "rb") as file:  # noqa: PTH123 (thousands of files)
                found[path] = hashlib.sha256(file.read()).hexdigest()
        except OSError:
            found[path] = ""
    return found
