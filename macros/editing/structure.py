"""The items of the lists of the data: what stands where, and the changes that add, move and delete one.

What must follow is in the same change, and said before it is made: see `deletion` for what hangs on an item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotated_types import MaxLen, MinLen

from macros import model
from macros.editing.forms import Blank
from macros.editing.names import Names, is_list, owner_at
from macros.editing.project import ChangeSet, DataFile, Project
from macros.editing.skeleton import Skeleton
from macros.model.introspect import info_at, inner_model, keys_of
from macros.model.markers import bare
from macros.model.origin import folded
from macros.problems.problem import Loc
from macros.yamltext import edit, items, rewrite
from macros.yamltext.edit import EditError, Noted


@dataclass(frozen=True, slots=True)
class Follow:
    """Something that follows from a change, or stands in its way: what, in an editor's words, and where."""

    text: str
    file: str = ""
    line: int = 0


@dataclass
class Plan:
    """A change to a list, what follows from it, and what has to be done before it can be made."""

    change: ChangeSet = field(default_factory=ChangeSet)
    follows: list[Follow] = field(default_factory=list)
    before: list[Follow] = field(default_factory=list)
    #: The ids that were published and will lead nowhere: the reason has to be given for those who follow a link.
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its place, what the list and its items are called, and how many there may be."""

    loc: Loc
    list_title: str
    kind_name: str
    words: str
    number: int
    count: int
    least: int
    most: int | None


def file_of(project: Project, path: str) -> DataFile:
    """A data file by its path. Raises EditError when there is none, or it can't be read."""
    found = next((file for file in project.data_files() if file.path == path), None)
    if found is None or found.document.data is None:
        raise EditError(f"没有 {path}，或者它现在读不了。刷新页面看现在的样子。")
    if found.document.partial:
        raise EditError(f"{path} 里有读不了的地方，先改好：{found.document.problems[0]}")
    return found


def bounds(kind: type[model.Model], loc: Loc) -> tuple[int, int | None]:
    """How many items the list at a path must have, and may have."""
    info = info_at(kind, loc)
    if info is None:
        return 0, None
    _, beside = bare(info.annotation, tuple(info.metadata))
    least = next((one.min_length for one in beside if isinstance(one, MinLen)), 0)
    return least, next((one.max_length for one in beside if isinstance(one, MaxLen)), None)


def is_optional(kind: type[model.Model], loc: Loc) -> bool:
    """Whether the field at a path may be left out."""
    info = info_at(kind, loc)
    return info is not None and not info.is_required()


def item_at(names: Names, file: DataFile, loc: Loc) -> Item:
    """What there is to say of an item of a list."""
    info = info_at(file.kind, loc)
    inner = inner_model(info.annotation) if info is not None else None
    least, most = bounds(file.kind, loc[:-1])
    title = (info.title if info is not None else None) or str(loc[-2])
    return Item(
        loc=loc,
        list_title=title,
        kind_name=inner.kind_name if inner is not None else title,
        words=names.words(file.kind, loc, file.document.data, file.id),
        number=int(loc[-1]),
        count=len(items.at(file.document.data, loc[:-1])),
        least=least,
        most=most,
    )


def items_around(names: Names, file: DataFile, loc: Loc) -> list[Item]:
    """The items of lists that the value at a path is in, or is, the nearest first. Rows of a form's sample are one."""
    found = []
    for depth in range(len(loc), 0, -1):
        here = loc[:depth]
        if isinstance(here[-1], int) and is_list(file.kind, here[:-1]):
            found.append(item_at(names, file, here))
    return found


def empty_lists(file: DataFile, loc: Loc) -> list[tuple[Loc, str]]:
    """The lists that may be begun in what is around a path, the nearest first, with their titles."""
    found: list[tuple[Loc, str]] = []
    depths = [depth for depth in range(len(loc), -1, -1) if depth == 0 or isinstance(loc[depth - 1], int)]
    for depth in depths:
        here = loc[:depth]
        value = items.at(file.document.data, here)
        if not isinstance(value, Mapping):
            continue
        owner = owner_at(file.kind, here)
        for name, info in owner.model_fields.items():
            key = info.alias or name
            if is_list(file.kind, (*here, key)) and not value.get(key):
                found.append(((*here, key), info.title or key))
    return found


# ------------------------------------------------------------------------------------------------- moving


def moved(project: Project, file: DataFile, loc: Loc, to: int) -> Plan:
    """The plan that puts the item at a path in another place of its list. Raises EditError when it can't be."""
    plan = Plan()
    count = len(items.at(file.document.data, loc[:-1]))
    if not 0 <= to < count:
        raise EditError("已经在最前面了。" if to < 0 else "已经在最后面了。")
    text = items.shift(project.texts[file.path], loc, to)
    if _is_column(file, loc):
        for row in range(len(file.document.data.get("sample") or [])):
            text = items.shift(text, ("sample", row, loc[-1]), to)
        plan.follows.append(Follow("样例每一行里的那一格一起移动。", file.path))
    plan.change.texts[file.path] = text
    return plan


def _is_column(file: DataFile, loc: Loc) -> bool:
    return file.kind is model.Template and loc[:-1] == ("columns",)


# ------------------------------------------------------------------------------------------------- adding


def added(project: Project, file: DataFile, where: Loc, number: int, given: Any) -> Plan:
    """The plan that puts a new item in a place of the list at a path.

    `given` is plain data, keyed as YAML is; a mapping is filled in from its model. Raises EditError when the list is
    full, or has that already.
    """
    data = file.document.data
    present = _list(data, where)
    _, most = bounds(file.kind, where)
    title = _title(file.kind, where)
    if most is not None and len(present) >= most:
        raise EditError(f"“{title}”最多 {most} 条，已经有 {len(present)} 条。先删掉一条，或把两条并成一条。")
    inner = _inner(file.kind, where)
    value = Skeleton().fill(inner, given) if inner is not None else given
    if inner is None and isinstance(given, str) and given in map(str, present):
        raise EditError(f"“{title}”里已经有这一条。")
    plan = Plan()
    number = max(0, min(number, len(present)))
    text = project.texts[file.path]
    if file.kind is model.Scorecard and where == ("items",):
        text = _taken_from_heaviest(plan, file, text, given)
    if _or_none(data, where) is not None or isinstance(_or_none(data, where[:-1]), Mapping):
        order = keys_of(owner_at(file.kind, where[:-1]))
        text = items.insert(text, where, number, without_notes(value), order)
    else:
        text = _given(text, file, (), where, [without_notes(value)])
    if _is_column(file, (*where, number)):
        for row in range(len(data.get("sample") or [])):
            text = items.insert(text, ("sample", row), number, given.get("name", ""))
        plan.follows.append(Follow("样例每一行多出一格，先写着列名，接着在页面上改。", file.path))
    plan.change.texts[file.path] = text
    return plan


def without_notes(value: Any) -> Any:
    """A filled-in value without the comments that explain its marks: on the page the form explains them."""
    if isinstance(value, Noted):
        return without_notes(value.value)
    if isinstance(value, Mapping):
        return {key: without_notes(one) for key, one in value.items()}
    return [without_notes(one) for one in value] if isinstance(value, list) else value


def _list(data: Any, where: Loc) -> list[Any]:
    try:
        found = items.at(data, where)
    except (KeyError, IndexError, TypeError):
        return []
    return found if isinstance(found, list) else []


def _inner(kind: type[model.Model], where: Loc) -> type[model.Model] | None:
    info = info_at(kind, where)
    return inner_model(info.annotation) if info is not None else None


def _title(kind: type[model.Model], where: Loc) -> str:
    info = info_at(kind, where)
    return (info.title if info is not None else None) or str(where[-1])


# ------------------------------------------------------------------------------------------------ weights


def _taken_from_heaviest(plan: Plan, file: DataFile, text: str, given: Mapping[str, Any]) -> str:
    """The text of a scorecard whose heaviest item gives the new one its weight: together they stay 100."""
    weights = [int(one["weight"]) for one in file.document.data["items"]]
    heaviest = max(range(len(weights)), key=lambda number: weights[number])
    left = weights[heaviest] - int(given["weight"])
    if left < 1:
        raise EditError(
            f"权重合计要是 100：新的 {given['weight']} 从最重的一条（{weights[heaviest]}）里出，不够。写小一点，或先调整别的。"
        )
    plan.follows.append(Follow(f"权重合计要是 100：最重的一条从 {weights[heaviest]} 减到 {left}。", file.path))
    return with_weight(text, heaviest, left)


def with_weight(text: str, number: int, weight: int) -> str:
    """The text of a scorecard in which an item has another weight."""
    node = edit.parse(text).at(("items", number, "weight"))
    return edit.apply(text, [edit.Edit(node.start, node.end, str(weight))])


def lines_of(file: DataFile, loc: Loc) -> int:
    """The line on which something stands."""
    return file.document.marks.find(loc)[0]


# ----------------------------------------------------------------------------------------------- changing


def changed(project: Project, file: DataFile, where: Loc, asked: Sequence[Blank], new: Mapping[str, Any]) -> Plan:
    """The plan that gives the fields of the mapping at a path other values: those of `asked`, as `new` has them.

    A field that has none any more goes, and one that had none comes where its model has it. Raises EditError when a
    value can't be written.
    """
    text = project.texts[file.path]
    for one in asked:
        loc: Loc = (*where, *one.loc)
        old, value = _or_none(file.document.data, loc), _or_none(new, one.loc)
        if folded(old) == folded(value) or (old is False and value is None):
            continue
        if old is not None and value is not None:
            text = _rewritten(text, loc, value)
        elif value is None:
            text = _without(text, file, where, one.loc, new)
        else:
            text = _given(text, file, where, one.loc, value)
    return Plan(ChangeSet({file.path: text}))


def _without(text: str, file: DataFile, where: Loc, path: Loc, new: Mapping[str, Any]) -> str:
    """The text without a value; a mapping that may be left out goes with the last of its values."""
    loc: Loc = (*where, *path)
    if len(path) > 1 and _or_none(new, path[:-1]) is None and is_optional(file.kind, loc[:-1]):
        loc = loc[:-1]
    return items.remove_key(text, loc) if edit.parse(text).has(loc) else text


def _rewritten(text: str, loc: Loc, value: Any) -> str:
    if isinstance(value, bool):
        node = edit.parse(text).at(loc)
        return edit.apply(text, [edit.Edit(node.start, node.end, edit.scalar(value))])
    return rewrite.rewritten(text, loc, value)


def _given(text: str, file: DataFile, where: Loc, path: Loc, value: Any) -> str:
    """The text with a value where there was none; what the value is in comes along, if it isn't there either."""
    data = edit.load_value(text)
    depth = 1
    while depth < len(path) and _or_none(data, (*where, *path[:depth])) is not None:
        depth += 1
    for key in reversed(path[depth:]):
        value = {key: value}
    loc: Loc = (*where, *path[:depth])
    return items.insert_key(text, loc, value, keys_of(owner_at(file.kind, loc[:-1])))


def _or_none(data: Any, loc: Loc) -> Any:
    try:
        return items.at(data, loc)
    except (LookupError, TypeError):
        return None
