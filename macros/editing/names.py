"""What editors call things: by their names, and by where they stand on which page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast, get_origin

from macros import model
from macros.editing.ids import is_among
from macros.editing.project import Project
from macros.editing.stock import Choice
from macros.model.introspect import info_at, inner_model, is_text, model_at
from macros.model.markers import Own, Ref, bare, mark
from macros.model.references import Reference, references
from macros.problems.problem import Loc

#: The most characters of a text that stands for an item.
SHORT = 40
#: Fields that tell best what something is.
_FIRST = ("name", "ask", "what", "heading", "title")
#: What a person needs no word for: the files that hold a list of everything, under the title of the list itself.
_WHOLE = {kind.kind: kind.kind_name for kind in model.FILES.values()}


def shortened(text: str, limit: int = SHORT) -> str:
    """A text on one line, cut off where it gets too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


class Names:
    """What everything in a project is called. Takes texts that are no right data, too."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._references: dict[tuple[str, str, int], tuple[Any, dict[Loc, Reference]]] = {}

    @cached_property
    def _given(self) -> list[tuple[Reference, Any]]:
        """Every id that is given, with what it is the id of."""
        return [
            (reference, _at(file.document.data, reference.loc[:-1]))
            for file in self.project.data_files()
            for reference in references(file.kind, file.id, file.document.data)
            if reference.given
        ]

    @cached_property
    def _files(self) -> dict[tuple[str, str], Any]:
        """Every thing that is a file of its own, by kind and id."""
        own = {kind.id for kind in model.KINDS.values() if kind.has_own_files}
        return {
            (file.kind.kind, file.id): file.document.data for file in self.project.data_files() if file.kind.kind in own
        }

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """The name of everything that has an id, by what the id is one of (`space` of a reference) and the id."""
        found = {
            (reference.space, reference.id): self.own_words(reference.owner, data) or reference.id
            for reference, data in self._given
        }
        for (kind, id_), data in self._files.items():
            name = data.get("name") if isinstance(data, Mapping) else None
            if kind == "scorecard":
                role = self._files.get(("role", str(data.get("role")) if isinstance(data, Mapping) else ""))
                name = role.get("name") if isinstance(role, Mapping) else None
            found[kind, id_] = str(name or id_)
        return found

    def own_words(self, kind: type[model.Model], data: Any) -> str:
        """The first text of something that its model has, names before others; "" when there is none."""
        if not isinstance(data, Mapping):
            return ""
        infos = {info.alias or name: info for name, info in kind.model_fields.items()}
        for key in [*(key for key in _FIRST if key in infos), *infos]:
            value, info = data.get(key), infos[key]
            if isinstance(value, Mapping) and inner_model(info.annotation) is model.Bilingual:
                value = value.get("zh")
            elif mark(info, Own) is not None or inner_model(info.annotation) is not None or not is_text(info):
                continue
            if isinstance(value, str | int | float) and str(value).strip():
                return shortened(str(value))
        return ""

    def name(self, kinds: Iterable[str], id_: str) -> str:
        """What is called so by a reference that may name these kinds; the id itself when nothing is."""
        for (space, known), name in self.names.items():
            if known == id_ and any(_fits(kind, space) for kind in kinds):
                return name
        return id_

    def words(self, kind: type[model.Model], loc: Loc, data: Any, id_: str) -> str:
        """What stands for the value at a path: the text of an item, the name of what is named.

        Takes the model and the plain data of the whole file, and its id.
        """
        value = _at(data, loc)
        if isinstance(value, Mapping):
            here = owner_at(kind, loc)
            first = next(info.alias or name for name, info in here.model_fields.items())
            words = self._referred(kind, id_, data, (*loc, first)) if not here.model_fields.keys() & set(_FIRST) else ""
            return words or self.own_words(here, value) or here.kind_name
        if words := self._referred(kind, id_, data, loc):
            return words
        if isinstance(value, list):
            return shortened("、".join(map(str, value)))
        return shortened(str(value))

    def _referred(self, kind: type[model.Model], id_: str, data: Any, loc: Loc) -> str:
        """The name of what the value at a path refers to; "" where it refers to nothing."""
        key = (kind.kind, id_, id(data))
        if key not in self._references:
            # The data is kept with them, so that nothing else can get its number.
            found = {one.loc: one for one in references(kind, id_, data) if not one.given}
            self._references[key] = (data, found)
        reference = self._references[key][1].get(loc)
        return self.name(reference.kinds, reference.id) if reference is not None else ""

    def page(self, kind: type[model.Model], id_: str) -> str:
        """What the page of a file is called: 职责“数据监控”, or 术语表."""
        if kind.kind in _WHOLE:
            return _WHOLE[kind.kind]
        return f"{kind.kind_name}“{self.names.get((kind.kind, id_), id_)}”"

    def entry(self, kind: type[model.Model], loc: Loc, data: Any, id_: str) -> str:
        """Where in its file something stands: 任务“每日早检” · 步骤 第 2 条 · 做什么."""
        parts: list[str] = []
        for depth, step in enumerate(loc, 1):
            here = loc[:depth]
            if isinstance(step, str):
                info = info_at(kind, here)
                parts.append((info.title if info is not None else None) or step)
                continue
            value = _at(data, here)
            owner = owner_at(kind, here)
            if isinstance(value, Mapping):
                parts[-1:] = [f"{owner.kind_name}“{self.words(kind, here, data, id_)}”"]
            else:
                parts.append(f"第 {step + 1} 条")
        return " · ".join(parts)

    def choices(self, marker: Ref, *, duty: str = "", more: tuple[str, ...] = ()) -> list[Choice]:
        """Everything that a field may name, with its name. `duty` is the one that a short id is in.

        `more` are further kinds that it may name here.
        """
        kinds = (*marker.kinds, *more)
        found: list[Choice] = []
        for reference, _ in self._given:
            if reference.owner.kind not in kinds:
                continue
            name = self.names[reference.space, reference.id]
            if not marker.short:
                found.append((reference.id, name))
            elif reference.id.startswith(f"{duty}."):
                found.append((reference.id.rpartition(".")[2], name))
        found += [(id_, self.names[kind, id_]) for kind, id_ in self._files if kind in kinds]
        return found


def owner_at(kind: type[model.Model], loc: Loc) -> type[model.Model]:
    """The model of the mapping at a path, or of that in which the value at a path stands."""
    return cast(type[model.Model], model_at(kind, loc))


def is_list(kind: type[model.Model], loc: Loc) -> bool:
    """Whether the model has a list at a path of keys and numbers."""
    info = info_at(kind, loc) if loc and isinstance(loc[-1], str) else None
    return info is not None and get_origin(bare(info.annotation)[0]) is list


def _fits(kind: str, space: str) -> bool:
    return is_among(space, kind) or (space == "item" and kind in model.ITEMS) or (space == "step" and kind == "step")


def _at(data: Any, loc: Loc) -> Any:
    """What plain data has at a path; None when there is nothing."""
    for step in loc:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data
