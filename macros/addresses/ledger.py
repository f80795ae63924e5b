"""The ledger of published addresses: what was once there stays there, or moved.yml says where it destination.

`ledger/addresses.txt` has one address a line, as the site's own path: `/duties/x/` for a page, `/duties/x/#item` for
an anchor, `/go/x.item/` for a short address, `/downloads/roles/x.ics` for a file. `make release-links` adds to it;
nothing takes away from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.addresses import files as filed
from macros.addresses.leftovers import files_below
from macros.addresses.pages import address_of, pages
from macros.model.kinds import BY_FOLDER, ITEMS
from macros.model.playbook import Playbook
from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.problems.suggest import closest
from macros.views.moves import Moves
from macros.views.views import Views

FILE = "ledger/addresses.txt"
HEAD = """\
# 发布过的全部地址，一行一个。由 make release-links 添加；不要手工改，也不要删行：
# 删一行，就是让别人手里的一个链接失效而没有人知道。
"""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An address of the ledger and the line that it stands on."""

    number: int
    address: str


def addresses(views: Views, written: Iterable[str]) -> set[str]:
    """Every address that the site has now.

    `written` are the paths of the pages in docs/ that people write.
    """
    found = {address_of(path) for path in (*written, *(page.path for page in pages(views)))}
    for ref, target in views.targets.items():
        if target.anchor:
            found.add(address_of(target.page, target.anchor))
        if target.kind in ITEMS:
            found.add(f"/go/{ref}/")
    for id_, duty in views.playbook.duties.items():
        for task in duty.tasks:
            found |= {f"/duties/{id_}/#{task.id}.{step.id}" for step in task.steps if step.id}
    for id_, checklist in views.playbook.checklists.items():
        found |= {f"/checklists/{id_}/#{ref}" for ref in checklist.items}
    return found | {f"/{path}" for path in filed.files(views)}


def written_pages(root: Path) -> list[str]:
    """The pages in docs/ that people write, as paths below it."""
    docs = root / "docs"
    return [path.relative_to(docs).as_posix() for path in files_below(docs) if path.suffix == ".md"]


def id_of(address: str) -> str:
    """How moved.yml writes what stands at an address: `/duties/x/#item` → `x.item`.

    A file that is of no single thing, such as `/api/v1/duties.json`, is named by its address.
    """
    if filed.is_file(address):
        return filed.owner(address)
    page, _, anchor = address.strip("/").partition("#")
    folder, _, name = page.strip("/").partition("/")
    if anchor and folder == "checklists":
        return anchor
    if anchor:
        is_entry = folder in BY_FOLDER and not BY_FOLDER[folder].has_own_files
        return f"{folder}/{anchor}" if is_entry else f"{name}.{anchor}"
    return name if folder == "go" else page.strip("/")


def read(root: Path) -> list[LedgerLine]:
    """The ledger under `root`, without its comments; empty when nothing was published yet."""
    file = root / FILE
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return [
        LedgerLine(number, line.strip())
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("# ")
    ]


def text(every: Iterable[str]) -> str:
    """The ledger with these addresses, as it is written: sorted, each once."""
    return HEAD + "".join(f"{address}\n" for address in sorted(set(every)))


def problems(root: Path, playbook: Playbook) -> list[Problem]:
    """Every address of the ledger that neither is there nor stands in moved.yml, with what to write."""
    lines = read(root)
    if not lines:
        return []
    views = Views(playbook)
    return list(_problems(lines, addresses(views, written_pages(root)), Moves(views)))


def _problems(lines: list[LedgerLine], now: set[str], moves: Moves) -> Iterator[Problem]:
    there = {id_of(address) for address in now}
    fresh = sorted(there - {id_of(line.address) for line in lines})
    kept = now | {f"/{old.path}" for old in filed.old_files(moves)}
    said: set[str] = set()
    for line in lines:
        if not line.address.startswith("/"):
            yield _problem(line, "conflict", found=line.address[:40])
            continue
        id_ = id_of(line.address)
        if filed.is_file(line.address) and (id_ == line.address or id_ in there or moves.destination(id_) is not None):
            if line.address not in kept:
                yield _problem(line, "file", address=line.address)
            continue
        # A line may leave its checklist: the page tells where its item is, as long as that is kept.
        if line.address in now or id_ in there or moves.destination(id_) is not None or said & {id_, *_above(id_)}:
            continue
        said.add(id_)
        near = closest(id_, [other for other in fresh if ("/" in other, "." in other) == ("/" in id_, "." in id_)], 1)
        to = near[0] if near else "新的 id"
        yield _problem(line, address=line.address, id=id_, to=to)


def _above(id_: str) -> list[str]:
    """What an item stands in: when that is gone too, it is said once."""
    duty, dot, rest = id_.partition(".")
    return [f"duties/{duty}", f"{duty}.{rest.partition('.')[0]}"] if dot else []


def _problem(line: LedgerLine, occasion: str = "", **values: str) -> Problem:
    return Problem(FILE, line.number, 1, "E-address", catalogue.text("E-address", occasion, **values))
