"""The lists of a data file, with what can be done to each item, as plain data for a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from macros import model
from macros.editing import structure
from macros.editing.names import Names, is_list, owner_at
from macros.editing.project import DataFile
from macros.editing.questions import QUESTIONS
from macros.editor.sheets import url
from macros.model.introspect import info_at, inner_model
from macros.problems.problem import Loc


def lists_of(names: Names, file: DataFile, loc: Loc, data: Any, here: str) -> Iterator[dict[str, Any]]:
    """The lists below a mapping, each with its items and the lists below those."""
    if not isinstance(data, Mapping):
        return
    owner = owner_at(file.kind, loc)
    for name, info in owner.model_fields.items():
        key = info.alias or name
        where: Loc = (*loc, key)
        value = data.get(key)
        inner = inner_model(info.annotation)
        if isinstance(value, Mapping) or (value is None and inner is not None and not is_list(file.kind, where)):
            for below in lists_of(names, file, where, value or {}, here):
                yield {**below, "title": f"{info.title} · {below['title']}"}
        elif is_list(file.kind, where):
            entries = value if isinstance(value, list) else []
            least, most = structure.bounds(file.kind, where)
            yield {
                "title": info.title,
                "about": info.description or "",
                "path": json.dumps(where),
                "add": "" if most is not None and len(entries) >= most else add_url(file, where, len(entries), here),
                "count": len(entries),
                "least": least,
                "most": most,
                "items": [
                    {
                        "words": names.words(file.kind, (*where, number), file.document.data, file.id),
                        "path": json.dumps((*where, number)),
                        "number": number,
                        "delete": url("delete", file=file.path, path=json.dumps((*where, number)), back=here),
                        "change": url("change", file=file.path, path=json.dumps((*where, number)), back=here)
                        if isinstance(one, Mapping)
                        else "",
                        "lists": list(lists_of(names, file, (*where, number), one, here)),
                    }
                    for number, one in enumerate(entries)
                ],
            }


def add_url(file: DataFile, where: Loc, number: int, back: str) -> str:
    """Where a new item is asked for: things with questions of their own have their form."""
    info = info_at(file.kind, where)
    inner = inner_model(info.annotation) if info is not None else None
    if inner is not None and inner.kind in QUESTIONS and len(where) == 1:
        duty = file.id if file.kind is model.Duty else ""
        return url("new", kind=inner.kind, duty=duty, back=back)
    return url("add", file=file.path, path=json.dumps(where), number=str(number), back=back)
