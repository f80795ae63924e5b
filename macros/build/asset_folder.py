"""Where the site has the project's own scripts and styles: in a folder that is named by what is in them."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from macros.addresses.leftovers import is_stray

ASSETS = "assets/"
#: The folders and the endings of the files that need each other as they were built together; the theme has others.
OURS = tuple(f"{ASSETS}{name}/" for name in ("css", "js", "vendor"))
TOGETHER = (".css", ".js")


def folder_of(root: Path) -> str:
    """Where the site has the scripts and styles of the project under `root`: a folder named by what is in them all.

    They need each other, and the pages need them, as they were built together. So a browser that has kept some of
    the last build asks for all of them anew as soon as one has changed, and may keep them for good.
    """
    digest = hashlib.sha256(metadata.version("minify-go").encode())
    docs = root / "docs"
    paths = {path.relative_to(docs).as_posix(): path for path in (docs / ASSETS).rglob("*")}
    for name in sorted(paths):
        if _is_ours(name) and not is_stray(paths[name].name) and paths[name].is_file():
            for part in (name.encode(), paths[name].read_bytes()):
                digest.update(len(part).to_bytes(8, "big") + part)
    return f"{ASSETS}{digest.hexdigest()[:8]}/"


def placed(path: str, folder: str) -> str:
    """Where the site has the file at a path below docs/, when scripts and styles lie in `folder`."""
    return folder + path.removeprefix(ASSETS) if _is_ours(path) else path


def _is_ours(path: str) -> bool:
    return path.startswith(OURS) and path.endswith(TOGETHER)
