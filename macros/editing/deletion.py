"""Delete an item of a list, with all that hangs on it.

Whatever names the item goes along where it is nothing without it; where it is more than that, or where a sentence
mentions the item, an editor has to decide first. A published address is kept by a record in data/moved.yml.
"""

from __future__ import annotations

import datetime as dt
import re

from macros import model
from macros.addresses import ledger
from macros.editing.ids import FOLDERS, NAMES, Subject, is_among
from macros.editing.move import mentions
from macros.editing.moved_file import MOVED, MOVED_HEAD, UNADDRESSED
from macros.editing.names import Names
from macros.editing.project import DataFile, Project
from macros.editing.structure import Follow, Plan, bounds, is_optional, lines_of, with_weight
from macros.model.markers import Own, mark
from macros.model.references import IN_TEXT, Reference, references
from macros.model.task import TaskInput
from macros.problems.problem import Loc
from macros.views.marks import SETTING
from macros.yamltext import edit, items

#: Where something stands: the path of a data file, and the way to it.
Place = tuple[str, Loc]

#: Fields that may be left out, but whose owner is nothing without them.
_SUPPORTING = {(TaskInput, "task"), (TaskInput, "template"), (TaskInput, "checklist")}


def deleted(
    project: Project, names: Names, file: DataFile, loc: Loc, *, why: str, date: dt.date, to: str | None = None
) -> Plan:
    """The plan that deletes the item at a path.

    `why` and `date` are for the record of each published address that leads nowhere then; `to` is what leads on
    instead, if anything does. A plan that has something in `before` can't be carried out.
    """
    deletion = _Deletion(project, names)
    deletion.take(file, loc, "")
    deletion.spread()
    deletion.find_mentions()
    plan = deletion.plan
    deletion.write()
    _keep_addresses(project, deletion, why, date, to)
    if any("#" in project.texts[file.path][start:end] for start, end in [_extent(project, file, loc)]):
        plan.follows.insert(0, Follow("写在它上面和旁边的注释一起删掉。", file.path, lines_of(file, loc)))
    return plan


def _extent(project: Project, file: DataFile, loc: Loc) -> tuple[int, int]:
    return items.extents(project.texts[file.path], loc[:-1])[int(loc[-1])]


class _Deletion:
    """What goes: items by their places, keys by theirs, and the ids that nothing has any more."""

    def __init__(self, project: Project, names: Names) -> None:
        self.project = project
        self.names = names
        self.files = {file.path: file for file in project.data_files() if file.document.data is not None}
        self.plan = Plan()
        self.gone: dict[Place, None] = {}
        self.keys: dict[Place, None] = {}
        self.subjects: dict[Subject, None] = {}
        self.all = {path: list(references(file.kind, file.id, file.document.data)) for path, file in self.files.items()}

    def take(self, file: DataFile, loc: Loc, why: str) -> None:
        """Let an item go; `why` is told where it isn't the one that was asked for."""
        if self.is_gone(file.path, loc):
            return
        self.gone[file.path, loc] = None
        if why:
            self.plan.follows.append(Follow(why, file.path, lines_of(file, loc)))
        if file.kind is model.Template and loc[:-1] == ("columns",):
            for row in range(len(file.document.data.get("sample") or [])):
                self.gone[file.path, ("sample", row, loc[-1])] = None
            self.plan.follows.append(Follow("样例每一行里的那一格一起删掉。", file.path))
        for reference in self.all[file.path]:
            if reference.given and reference.loc[: len(loc)] == loc:
                self.subjects[Subject(reference.space, reference.id)] = None

    def is_gone(self, path: str, loc: Loc) -> bool:
        """Whether something goes, by itself or with what it stands in."""
        return any(
            (path, loc[:depth]) in self.gone or (path, loc[:depth]) in self.keys for depth in range(len(loc) + 1)
        )

    def spread(self) -> None:
        """Let go of what names something that goes, until nothing does; note what an editor has to decide."""
        decided: set[Place] = set()
        found = True
        while found:
            found = False
            for path, listed in self.all.items():
                for reference in listed:
                    place = (path, reference.loc)
                    if place in decided or reference.given or self.is_gone(*place) or not self._names_gone(reference):
                        continue
                    decided.add(place)
                    self._decide(self.files[path], reference)
                    found = True

    def _names_gone(self, reference: Reference) -> bool:
        return any(is_among(one.kind, reference.space) and one.id == reference.id for one in self.subjects)

    def _decide(self, file: DataFile, reference: Reference) -> None:
        loc = reference.loc
        where = self._where(file, loc)
        name = self.names.name(reference.kinds, reference.id)
        if isinstance(loc[-1], int):
            self.take(file, loc, f"{where}里不再写着“{name}”。")
            return
        holder = loc[:-1]
        in_list = bool(holder) and isinstance(holder[-1], int)
        supports = (reference.owner, str(loc[-1])) in _SUPPORTING
        if is_optional(file.kind, loc) and not supports:
            self.keys[file.path, loc] = None
            self.plan.follows.append(Follow(f"{where}去掉，它写的是“{name}”。", file.path, lines_of(file, loc)))
            return
        light = reference.short or supports or not any(mark(i, Own) for i in reference.owner.model_fields.values())
        if in_list and light:
            words = self.names.words(file.kind, holder, file.document.data, file.id)
            title = self._where(file, holder[:-1])
            self.take(file, holder, f"{title}里的“{words}”一起删掉，它靠“{name}”。")
            return
        self.plan.before.append(
            Follow(f"{where}写的是“{name}”。先换成别的，或先删掉那一条。", file.path, lines_of(file, loc))
        )

    def _where(self, file: DataFile, loc: Loc) -> str:
        field = loc[:-1] if loc and isinstance(loc[-1], int) else loc
        entry = self.names.entry(file.kind, field, file.document.data, file.id)
        page = self.names.page(file.kind, file.id)
        return f"{page}的{entry}" if entry else page

    # -- sentences

    def find_mentions(self) -> None:
        """Note the sentences that mention what goes: nobody but an editor can write them anew."""
        ids = {one.id for one in self.subjects if one.kind in {"item", "step"}}
        settings = {one.id for one in self.subjects if one.kind == "setting"}
        typed = {(path, one.loc) for path, listed in self.all.items() for one in listed}
        for path, file in self.files.items():
            if path == MOVED:
                continue
            for loc, text, position in file.document.texts():
                if (path, loc) in typed or self.is_gone(path, loc):
                    continue
                named = [one for one in IN_TEXT.findall(text) if one in ids]
                named += [f"${one['setting']}" for one in SETTING.finditer(text) if one["setting"] in settings]
                if named:
                    self.plan.before.append(
                        Follow(f"{self._where(file, loc)}的文字里写着“{named[0]}”。先改那句话。", path, position[0])
                    )
        for path, text in self.project.pages():
            for number, line in enumerate(text.splitlines(), 1):
                if any(self._mentions(one, line) for one in self.subjects if one.kind not in UNADDRESSED):
                    self.plan.before.append(Follow("这一页的文字提到它。先改那句话。", path, number))

    def _mentions(self, subject: Subject, line: str) -> bool:
        if subject.kind in {"item", "step"} and any(one == subject.id for one in IN_TEXT.findall(line)):
            return True
        if subject.kind not in FOLDERS and subject.kind not in {"item", "step"}:
            return False
        return any(re.search(pattern, line) for pattern, _ in mentions(subject, subject, {subject.id: subject.id}))

    # -- the texts

    def write(self) -> None:
        """Put the texts without all that goes into the plan."""
        texts = self.plan.change.texts
        for path, file in self.files.items():
            own = [loc for where, loc in self.gone if where == path]
            own = [loc for loc in own if not any(loc[:depth] in own for depth in range(1, len(loc)))]
            keys = [loc for where, loc in self.keys if where == path and not any(loc[: len(one)] == one for one in own)]
            if not own and not keys:
                continue
            self._require_some(file, own)
            text = self.project.texts[path]
            for loc in sorted([*own, *keys], key=_order, reverse=True):
                if isinstance(loc[-1], int):
                    optional = is_optional(file.kind, loc[:-1])
                    text = items.remove(text, loc, empty=not optional or len(loc) == 2)
                else:
                    text = items.remove_key(text, loc)
            if file.kind is model.Scorecard:
                text = self._weights(file, own, text)
            texts[path] = text

    def _require_some(self, file: DataFile, own: list[Loc]) -> None:
        """Note the lists that would have less items than they must have."""
        for where in dict.fromkeys(loc[:-1] for loc in own if isinstance(loc[-1], int)):
            least, _ = bounds(file.kind, where)
            taken = sum(loc[:-1] == where for loc in own)
            left = len(items.at(file.document.data, where)) - taken
            if left < least and isinstance(where[-1], str):
                self.plan.before.append(
                    Follow(f"{self._where(file, where)}至少要有 {least} 条，删了只剩 {left} 条。先加一条。", file.path)
                )

    def _weights(self, file: DataFile, own: list[Loc], text: str) -> str:
        """The weights of what goes are given to the first item that is left, so that they stay 100."""
        entries = file.document.data["items"]
        gone = {loc[1] for loc in own if loc[0] == "items" and len(loc) == 2}
        left = [number for number in range(len(entries)) if number not in gone]
        if not gone or not left:
            return text
        freed = sum(int(entries[int(number)]["weight"]) for number in gone)
        first = entries[left[0]]
        name = self.names.name(("goal",), str(first["goal"]))
        total = int(first["weight"]) + freed
        self.plan.follows.append(
            Follow(f"权重合计要是 100：空出来的 {freed} 加到“{name}”上，变成 {total}。", file.path)
        )
        return with_weight(text, 0, total)


def _order(loc: Loc) -> tuple[tuple[int, str, int], ...]:
    """Sorts paths so that, from the end, nothing is taken out before what lies behind it in the same list."""
    return tuple((1, "", step) if isinstance(step, int) else (0, step, 0) for step in loc)


# -------------------------------------------------------------------------------------------- addresses


def _keep_addresses(project: Project, deletion: _Deletion, why: str, date: dt.date, to: str | None) -> None:
    """Write what was published into moved.yml; what led to something that goes leads on to `to`, or nowhere."""
    plan = deletion.plan
    gone = {one.address: one for one in deletion.subjects if one.kind in {"item", "step"} or one.kind in FOLDERS}
    published = {ledger.id_of(line.address) for line in ledger.read(project.root)}
    kept = [address for address in gone if address in published]
    text = project.texts.get(MOVED)
    led = _leading(text, set(gone)) if text is not None else []
    if not kept and not led:
        return
    plan.needs_reason = bool(kept)
    for address in kept:
        kind = NAMES.get(gone[address].kind, "")
        plan.follows.append(
            Follow(f"{kind} {address} 发布过：旧链接照样打得开，页面上说它取消了和为什么（记进 {MOVED}）。", MOVED)
        )
    fresh = text if text is not None else MOVED_HEAD
    for number in led:
        where: Loc = ("moved", number, "to")
        if to:
            fresh = edit.apply(fresh, [edit.replace_scalar(fresh, edit.parse(fresh).at(where), to)])
        else:
            fresh = items.remove_key(fresh, where)
        plan.follows.append(Follow(f"从前搬到它那里的一个旧链接，改成{f'指向 {to}' if to else '写明取消了'}。", MOVED))
    for address in kept:
        entry = {"from": address, **({"to": to} if to else {}), "date": date.isoformat(), "why": " ".join(why.split())}
        fresh = edit.append(fresh, ("moved",), edit.piece(entry))
    plan.change.texts[MOVED] = fresh


def _leading(text: str, gone: set[str]) -> list[int]:
    """The records of moved.yml that lead to what goes."""
    data = edit.load_value(text) or {}
    return [number for number, one in enumerate(data.get("moved") or []) if str(one.get("to")) in gone]
