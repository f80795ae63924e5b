"""Which values of the data name something: the ids that are given, and the fields that refer to them.

One walk, over what a file says or over the object made of it, serves the check, `make move`, `make impact` and the
list of all ids. What a field names stands beside its type (`markers`), so a new reference is known here by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from macros.model.base import Model
from macros.model.introspect import inner_model
from macros.model.kinds import ITEMS
from macros.model.markers import Own, Ref, Scope, mark

#: The way to a value: keys of mappings and places in lists.
Loc = tuple[str | int, ...]

#: `duty.item` or `duty.task.step` in running text; what is longer or stands in an address is something else.
IN_TEXT = re.compile(r"(?<![\w./@-])[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*){1,2}(?![\w/@-])")


class Reference(NamedTuple):
    """A value that names something: where it stands, the kinds of thing that it may name, and the id.

    The id of an item or step is given in full, `duty.item`, also where the field holds only its last part. `owner` is
    the model of what the value stands in, `marker` what stands beside its type.
    """

    loc: Loc
    kinds: tuple[str, ...]
    id: str
    owner: type[Model]
    marker: Ref | Own

    @property
    def given(self) -> bool:
        """Whether the value is the id of what it stands in, and refers to nothing else."""
        return isinstance(self.marker, Own)

    @property
    def short(self) -> bool:
        """Whether the field holds only the last part of the id."""
        return self.marker.inside if isinstance(self.marker, Own) else self.marker.short

    @property
    def written(self) -> str:
        """The id as the field has it."""
        return self.id.rpartition(".")[2] if self.short else self.id

    @property
    def space(self) -> str:
        """What the id is one of: `item` of all that a duty lists, `step`, `person` of roles and teams, or its kind."""
        if len(self.kinds) > 1 and self.kinds[0] not in ITEMS:
            return "person"
        space = space_of(self.kinds[0])
        return "step" if space == "item" and self.id.count(".") == 2 else space


def space_of(kind: str) -> str:
    """What an id of a kind is one of: tasks, checks, goals and risks share theirs."""
    return "item" if kind in ITEMS else kind


class _Slot(NamedTuple):
    """A field that names something, or that holds models in which something is named."""

    name: str
    key: str
    inner: type[Model] | None
    marker: Ref | Own | None


class _Plan(NamedTuple):
    """The slots of a model; the one of the id of what has things inside it; the one that says which duty is spoken of."""

    slots: tuple[_Slot, ...]
    own: _Slot | None
    scope: _Slot | None


@cache
def _plan(kind: type[Model]) -> _Plan:
    slots, own, scope = [], None, None
    for name, info in kind.model_fields.items():
        inner = inner_model(info.annotation)
        marker: Ref | Own | None = mark(info, Own) or mark(info, Ref)
        slot = _Slot(name, info.alias or name, inner, marker)
        if marker is not None or (inner is not None and _plan(inner).slots):
            slots.append(slot)
        if isinstance(marker, Own) and marker.inside:
            own = slot
        if mark(info, Scope) is not None:
            scope = slot
    return _Plan(tuple(slots), own, scope)


def references(kind: type[Model], id_: str, content: object) -> Iterator[Reference]:
    """Every value of a data file that names something, in the order of its model.

    Takes the kind of file, its id, and what it says: as plain data, or as the object made of it. What has another
    shape than the model says is passed over.
    """
    return _walk(kind, content, (), (id_,))


def _value(content: object, slot: _Slot) -> Any:
    return content.get(slot.key) if isinstance(content, Mapping) else getattr(content, slot.name)


def _walk(kind: type[Model], content: object, loc: Loc, path: tuple[str, ...]) -> Iterator[Reference]:
    """`path` is the full id of what `content` lies in: the duty, then the task."""
    if not isinstance(content, Mapping | Model):
        return
    plan = _plan(kind)
    below = path
    if plan.own is not None and isinstance(own := _value(content, plan.own), str | int):
        below = (*path, str(own))
    elif plan.scope is not None:
        path = below = (str(_value(content, plan.scope)),)
    for slot in plan.slots:
        for at, value in _each(_value(content, slot), (*loc, slot.key)):
            if slot.inner is not None:
                yield from _walk(slot.inner, value, at, below)
            elif slot.marker is not None and isinstance(value, str | int):
                yield _reference(kind, content, slot.marker, at, str(value), path)


def _each(value: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield (*loc, number), one
    else:
        yield loc, value


def _reference(
    kind: type[Model], content: object, marker: Ref | Own, loc: Loc, written: str, path: tuple[str, ...]
) -> Reference:
    if isinstance(marker, Own):
        id_ = ".".join((*path, written)) if marker.inside else written
        return Reference(loc, (kind.kind,), id_, kind, marker)
    kinds = marker.kinds
    if marker.also is not None:
        name, wanted, more = marker.also
        found = content.get(name) if isinstance(content, Mapping) else getattr(content, name)
        kinds = (*kinds, *more) if found == wanted else kinds
    return Reference(loc, kinds, f"{path[0]}.{written}" if marker.short else written, kind, marker)
