"""The addresses of the files beside the pages: what people and programs have built upon, and what stays therefore.

Those of the pages' Markdown are not here: they follow from the pages' own, `/duties/x/` and `/duties/x/index.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.model.kinds import BY_FOLDER, KINDS
from macros.views.moves import Moves, RemovedPage
from macros.views.views import Views

DOWNLOADS = "downloads"
#: What is made of the whole playbook.
WHOLE = ("raci.xlsx", "raci.csv", "playbook.xlsx", "playbook.csv")
API_VERSION = 1
API = f"api/v{API_VERSION}"
#: The JSON files, and beside each its schema.
API_FILES = ("index", *BY_FOLDER)
FEED = "changes.atom"
LLMS = "llms.txt"


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file at an address whose thing is gone: below which path, of which kind, and what became of the thing.

    `now` is the path of the file that has its place, "" when there is none.
    """

    path: str
    kind: str
    page: RemovedPage
    now: str


def is_export(path: str) -> bool:
    """Whether what lies at that path below the site's root is neither a page nor what a page is made of."""
    return path in (FEED, LLMS) or path.partition("/")[0] in (DOWNLOADS, API.partition("/")[0], "go")


def download(folder: str, id_: str, kind: str) -> str:
    """The path of a file to take away, below the site's root."""
    return f"{DOWNLOADS}/{folder}/{id_}.{kind}"


def formats(folder: str) -> tuple[str, ...]:
    """The forms in which each thing of a folder can be taken away."""
    return BY_FOLDER[folder].formats if folder in BY_FOLDER else ()


def files(views: Views) -> list[str]:
    """Every file beside the pages, by its path below the site's root."""
    found = [
        download(kind.folder, id_, form)
        for kind in KINDS.values()
        if kind.formats
        for id_ in getattr(views.playbook, kind.folder)
        for form in kind.formats
    ]
    found += [f"{DOWNLOADS}/{name}" for name in WHOLE]
    found += [path for name in API_FILES for path in (f"{API}/{name}.json", f"{API}/schemas/{name}.json")]
    return [*found, FEED, LLMS]


def old_files(moves: Moves) -> Iterator[OldFile]:
    """The files of what moved or was given up; there is one at each old address."""
    for page in moves.removed_pages:
        folder, _, name = page.id.partition("/")
        target = page.destination.target
        same = target is not None and target.kind in KINDS and KINDS[target.kind].folder == folder
        for kind in formats(folder):
            now = download(folder, target.id, kind) if target is not None and same else ""
            yield OldFile(download(folder, name, kind), kind, page, now)


def is_file(address: str) -> bool:
    """Whether an address of the ledger is that of a file, not of a page or a place on one."""
    return "#" not in address and not address.endswith("/")


def owner(address: str) -> str:
    """What a file is of, as moved.yml writes it: `/downloads/roles/x.ics` → `roles/x`. Else the address itself."""
    folder, _, name = address.removeprefix(f"/{DOWNLOADS}/").partition("/")
    stem, _, kind = name.rpartition(".")
    known = address.startswith(f"/{DOWNLOADS}/") and kind in formats(folder)
    return f"{folder}/{stem}" if known else address
