"""data/moved.yml: what something used to be called. No record ever leads to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from macros.editing.ids import Subject
from macros.editing.project import ChangeSet, Project
from macros.yamltext import edit
from macros.yamltext.edit import Edit, EditError

#: Kinds without an address: nothing on the site leads to them, so no record is kept.
UNADDRESSED = {"team"}
MOVED = "data/moved.yml"
MOVED_HEAD = "# yaml-language-server: $schema=../schemas/moved.json\nmoved: []\n"

#: What an id of a kind is called afterwards; None when it keeps its name.
Rename = Callable[[str, str], str | None]


def repoint(project: Project, change: ChangeSet, subject: Subject, renames: dict[str, str], rename: Rename) -> None:
    """Point older records at the new address; drop the one that the thing is coming back from.

    Raises EditError when the new address once belonged to something else: old links to it still lead there.
    """
    text = project.texts[MOVED]
    entries = (project.document(MOVED).data or {}).get("moved") or []
    root = edit.parse(text)
    edits: list[Edit] = []
    returning: list[int] = []
    addresses = {Subject(subject.kind, old).address: Subject(subject.kind, new).address for old, new in renames.items()}
    for number, entry in enumerate(entries):
        to = _new_address(str(entry["to"]), addresses, rename) if entry.get("to") else None
        if str(entry["from"]) == (to or entry.get("to")):
            returning.append(number)
        elif str(entry["from"]) in addresses.values():
            where = f"搬到了 `{entry['to']}`" if entry.get("to") else "取消了"
            raise EditError(
                f"`{entry['from']}` 从前是另一样东西的地址，它{where}，旧链接还指着它，不能再用。换一个 id。"
            )
        elif to is not None:
            edits.append(edit.replace_scalar(text, root.at(("moved", number, "to")), to))
    text = edit.apply(text, edits)
    for number in reversed(returning):
        text, _ = edit.cut(text, ("moved", number))
        if not (project.document(MOVED, text).data or {}).get("moved"):
            text = text + ("" if not text or text.endswith("\n") else "\n") + "moved: []" + edit.newline_of(text)
    if text != project.texts[MOVED]:
        change.texts[MOVED] = text


def _new_address(address: str, addresses: dict[str, str], rename: Rename) -> str | None:
    if "/" not in address:
        return rename("step" if address.count(".") == 2 else "item", address)
    return addresses.get(address)


def record_move(
    project: Project,
    change: ChangeSet,
    subject: Subject,
    renames: dict[str, str],
    rename: Rename,
    why: str,
    date: dt.date,
) -> None:
    """Write the old addresses into moved.yml."""
    if MOVED in project.texts:
        repoint(project, change, subject, renames, rename)
    text = change.texts.get(MOVED) or project.texts.get(MOVED) or MOVED_HEAD
    for old, new in renames.items():
        entry = {
            "from": Subject(subject.kind, old).address,
            "to": Subject(subject.kind, new).address,
            "date": date.isoformat(),
            "why": " ".join(why.split()),
        }
        text = edit.append(text, ("moved",), edit.piece(entry))
    change.texts[MOVED] = text
