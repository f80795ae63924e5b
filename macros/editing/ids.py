"""Every id of the data, and what an editor means by one."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from macros import model
from macros.editing.project import Project
from macros.model.references import references
from macros.problems import catalogue
from macros.problems.suggest import did_you_mean
from macros.yamltext.edit import EditError

#: The folder in an address for each kind of thing that has an id of its own; teams have no page.
FOLDERS = {kind.id: kind.folder for kind in model.KINDS.values() if kind.id != "section"} | {"team": "teams"}
NAMES = {kind.id: kind.name for kind in model.KINDS.values()} | {"team": "团队", "item": "条目", "step": "步骤"}
ITEM_NAMES = {item.field: item.name for item in model.ITEMS.values()}
#: Kinds that are a file of their own.
FILES = {kind.id for kind in model.KINDS.values() if kind.has_own_files}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that has an id: its kind, and the id; an item's and a step's in full."""

    kind: str
    id: str

    @property
    def address(self) -> str:
        """How moved.yml writes it: `duties/x` or `duty.item`."""
        return self.id if self.kind in {"item", "step"} else f"{FOLDERS[self.kind]}/{self.id}"

    @property
    def last(self) -> str:
        """The last part of the id: what the field `id` holds."""
        return self.id.rpartition(".")[2]


def unfit(id_: str) -> str | None:
    """Why a new thing can't have that id, in an editor's words; None when it can."""
    if not re.match(model.ID_PATTERN, id_):
        slug = re.sub(r"[^a-z0-9]+", "-", id_.lower()).strip("-")
        near = f"是不是 `{slug}`？" if slug else ""
        return f"id 用英文小写字母和数字，词与词之间用减号，找到的是“{id_}”。{near}"
    if id_ in model.RESERVED:
        return catalogue.text("E-id", "windows", name=id_)
    if len(id_) > model.MAX_ID:
        return catalogue.text("E-id", "long", limit=model.MAX_ID, count=len(id_))
    return None


def is_among(kind: str, space: str) -> bool:
    """Whether a thing of a kind is one of those that a reference of a space may name."""
    return kind == space or (space == "person" and kind in {"role", "team"})


@dataclass
class Ids:
    """Every id of the data, by kind, and which list of its duty each item is in."""

    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lists: dict[str, str] = field(default_factory=dict)

    def has(self, subject: Subject) -> bool:
        """Whether something has that id."""
        return subject.id in self.ids[subject.kind]


def ids_of(project: Project) -> Ids:
    """Every id of the data."""
    index = Ids()
    for file in project.data_files():
        if file.kind.kind in FILES:
            index.ids[file.kind.kind].add(file.id)
        for reference in references(file.kind, file.id, file.document.data):
            if reference.given:
                index.ids[reference.space].add(reference.id)
                if reference.space == "item":
                    index.lists[reference.id] = str(reference.loc[0])
    return index


def resolve(index: Ids, text: str) -> Subject:
    """What an editor means by `duties/x`, `duty:x`, `duty.item`, `duty.task.step` or a bare id.

    Raises EditError when nothing, or more than one thing, has that id.
    """
    text = text.strip().removeprefix("data/").removesuffix(".yml").strip("/")
    folder, slash, id_ = text.replace(":", "/", 1).partition("/")
    if slash:
        kind = next((kind for kind, name in FOLDERS.items() if folder in {kind, name}), None)
        if kind is None:
            raise EditError(f"不认得“{folder}”。斜杠前面写 {'、'.join(FOLDERS.values())} 之一，条目写成 `职责.条目`。")
        subject = Subject(kind, id_)
        if not index.has(subject):
            raise EditError(f"没有叫 `{id_}` 的{NAMES[kind]}。{did_you_mean(id_, sorted(index.ids[kind]))}")
        return subject
    if "." in text:
        kind = "step" if text.count(".") == 2 else "item"
        if text not in index.ids[kind]:
            raise EditError(f"没有叫 `{text}` 的{NAMES[kind]}。{did_you_mean(text, sorted(index.ids[kind]))}")
        return Subject(kind, text)
    found = [Subject(kind, text) for kind in FOLDERS if text in index.ids[kind]]
    found += [Subject("item", id_) for id_ in sorted(index.ids["item"]) if id_.endswith(f".{text}")]
    if not found:
        known = sorted({id_ for kind in FOLDERS for id_ in index.ids[kind]})
        raise EditError(f"没有叫 `{text}` 的东西。{did_you_mean(text, known)}条目写成 `职责.条目`。")
    if len(found) > 1:
        raise EditError(f"叫 `{text}` 的不止一个，写全：{'、'.join(f'`{one.address}`' for one in found)}。")
    return found[0]


def new_name(index: Ids, old: Subject, text: str) -> Subject:
    """The new name of `old`. Raises EditError when it can't have that name."""
    text = text.strip().removeprefix("data/").removesuffix(".yml").strip("/")
    folder, slash, id_ = text.replace(":", "/", 1).partition("/")
    if old.kind in {"item", "step"}:
        id_ = text if "." in text else f"{old.id.rpartition('.')[0]}.{text}"
        pattern, shape = (
            (model.ITEM_PATTERN, "职责.条目") if old.kind == "item" else (model.STEP_PATTERN, "职责.任务.步骤")
        )
        if not re.match(pattern, id_) or id_.count(".") != old.id.count("."):
            raise EditError(f"新的 id 要写成 `{shape}`，英文小写字母和数字，词与词之间用减号，找到的是“{text}”。")
        if old.kind == "step" and id_.rpartition(".")[0] != old.id.rpartition(".")[0]:
            raise EditError("步骤只能在它的任务里改名。要换到别处，搬整个任务。")
        duty = id_.partition(".")[0]
        if duty not in index.ids["duty"]:
            raise EditError(f"没有叫 `{duty}` 的职责。{did_you_mean(duty, sorted(index.ids['duty']))}")
        if (wrong := unfit(id_.rpartition(".")[2])) is not None:
            raise EditError(wrong)
    else:
        id_ = id_ if slash else text
        if slash and folder not in {old.kind, FOLDERS[old.kind]}:
            raise EditError(
                f"`{old.address}` 是{NAMES[old.kind]}，不能搬成“{folder}”。只能换 id：TO={FOLDERS[old.kind]}/新id。"
            )
        if (wrong := unfit(id_)) is not None:
            raise EditError(wrong)
    new = Subject(old.kind, id_)
    if new == old:
        raise EditError(f"新旧两个 id 一样：`{new.address}`。")
    taken = index.has(new)
    if old.kind in {"role", "team"}:  # a field that takes either must know which is meant
        taken = taken or id_ in index.ids["role"] | index.ids["team"]
    if taken:
        raise EditError(f"`{new.address}` 已经有了。换一个 id。")
    return new
