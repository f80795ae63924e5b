"""One text of every field of every kind of file, changed through the gate; after each, what differs in the folder."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_origin

import yaml

from macros.build.preview import Preview
from macros.editing.fields import kind_of
from macros.editor.spans import spans
from macros.model import FOLDERS
from macros.model.introspect import info_at, inner_model, models
from macros.model.markers import bare
from macros.model.origin import Origin, step_of
from macros.pages.marking import Spot
from macros.validation.check import Cache

#: The lists whose items have ids.
ITEMS = frozenset(
    info.alias or name
    for kind in models()
    for name, info in kind.model_fields.items()
    if get_origin(bare(info.annotation)[0]) is list
    and (inner := inner_model(info.annotation)) is not None
    and "id" in inner.model_fields
)
Ask = Callable[..., tuple[int, dict[str, Any]]]


@dataclass(frozen=True)
class Edit:
    """What was offered on a page, and what came of changing it."""

    origin: Origin
    kind: str
    old: str
    new: str
    status: int
    answer: dict[str, Any]


def offered(preview: Preview) -> dict[str, set[Spot]]:
    """What can be changed on each page, by its file."""
    preview.refresh_all()
    found = {}
    for name, marked in preview.session.marked.items():
        page = (preview.site_dir / name).read_text(encoding="utf-8")
        found[name] = {span.spot for span in spans(page, marked.marks, marked.spots)}
    return found


def field_of(origin: Origin) -> tuple[str, ...]:
    """What kind of file and field a value is of: its path without ids and places in lists."""
    folder = origin.file.split("/")[1]
    names, before = [], ""
    for step in origin.path:
        # What follows the key of a list of things leads to an item of it.
        if isinstance(step, str) and before not in ITEMS:
            names.append(step)
        before = str(step)
    return (folder if folder in FOLDERS else origin.file, *names)


def other(kind: str, old: str) -> Iterator[str]:
    """Other values, of which the data takes one."""
    if kind == "number":
        yield from (str(int(float(old)) + more) for more in (1, -1, 2))
    elif kind == "date":
        yield re.sub(r"\d\d$", lambda day: f"{int(day[0]) % 28 + 1:02}", old)
    elif kind in {"duration", "supply", "when", "time"}:
        yield re.sub(r"\d+(?=\D*$)", lambda number: f"{int(number[0]) + 1:0{len(number[0])}}", old)
        yield "P2D"
        yield re.sub(r"\d+(?=\D*$)", lambda number: f"{int(number[0]) - 1:0{len(number[0])}}", old)
        yield re.sub(r"(\d\d):(\d\d)$", lambda time: f"{int(time[1]) - 1:02}:{time[2]}", old)
    else:
        yield re.sub(r"(.*[\u4e00-\u9fff])", r"\1甲", old, count=1) if re.search("[\u4e00-\u9fff]", old) else f"{old}甲"
        yield f"{old}乙"


def change_each(preview: Preview, ask: Ask, every: int = 1) -> Iterator[Edit]:
    """Change one value of each field that is offered anywhere, look at what differs, and put it back.

    With `every`, only each so many-th field is changed, and the first of each kind.
    """
    chosen: dict[tuple[str, ...], Origin] = {}
    first_of_kind: dict[str, Origin] = {}
    spots = sorted({spot.origin for page in offered(preview).values() for spot in page}, key=str)
    first = {field_of(origin): origin for origin in reversed(spots)}
    for origin in sorted(first.values(), key=str):
        status, answer = ask("field", file=origin.file, path=list(origin.path))
        assert status == 200, (origin, answer)
        for field in answer["fields"]:
            exact = Origin(field["file"], tuple(field["path"]))
            chosen.setdefault(field_of(exact), exact)
            first_of_kind.setdefault(field["kind"], chosen[field_of(exact)])
    for number, origin in enumerate(chosen.values()):
        if number % every == 0 or origin in first_of_kind.values():
            yield change(origin, preview.root, ask)


def change(origin: Origin, root: Path, ask: Ask) -> Edit:
    """Change one value through the gate; fails unless it alone is different then, or everything as before."""
    (field,) = ask("field", file=origin.file, path=list(origin.path))[1]["fields"]
    before = data_of(root)
    request = {"file": origin.file, "path": list(origin.path)}
    for new in other(field["kind"], field["value"]):
        if new == field["value"]:
            continue
        status, answer = ask("save", **request, old=field["value"], new=new)
        if status == 200:
            break
        assert data_of(root) == before, f"{origin}: refused, and yet something is different"
    edit = Edit(origin, field["kind"], field["value"], new, status, answer)
    if status != 200:
        return edit
    after = data_of(root)
    assert [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)] == [origin.file]
    only_scalar(before[origin.file], after[origin.file], origin.path, new)
    assert ask("save", **request, old=new, new=field["value"])[0] == 200
    assert data_of(root) == before, f"{origin}: not as before when it was changed back"
    return edit


def data_of(root: Path) -> dict[str, bytes]:
    """Every file below data/ and docs/."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for name in ("data", "docs")
        for path in (root / name).rglob("*")
        if path.is_file()
    }


def only_scalar(before: bytes, after: bytes, path: tuple[str | int, ...], new: str) -> None:
    """Fail unless two texts of a file differ between the ends of one value alone, and that is the new one.

    PyYAML says where the value begins and ends, and what it says: nothing of ours does.
    """
    was, now = before.decode(), after.decode()
    old, fresh = node_at(was, path), node_at(now, path)
    assert was[: old.start_mark.index] == now[: fresh.start_mark.index]
    assert was[old.end_mark.index :] == now[fresh.end_mark.index :]
    assert " ".join(fresh.value.split()) == new


def node_at(text: str, path: tuple[str | int, ...]) -> yaml.ScalarNode:
    """A value of a YAML text with its ends."""
    node = _composed(text)
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == str(step))
        else:
            assert isinstance(node, yaml.SequenceNode)
            at = step if isinstance(step, int) else [id_of(one) for one in node.value].index(step)
            node = node.value[at]
    assert isinstance(node, yaml.ScalarNode)
    return node


@lru_cache(maxsize=8)
def _composed(text: str) -> yaml.Node | None:
    return yaml.compose(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def id_of(node: yaml.Node) -> str | None:
    """The id of an item of a list."""
    found = (
        (value.value for key, value in node.value if key.value == "id") if isinstance(node, yaml.MappingNode) else ()
    )
    return next(iter(found), None)


def texts_of(cache: Cache) -> Iterator[Origin]:
    """Where every text of the data is written that a form asks for."""
    for _, file in cache.files.values():
        for loc, _, _ in file.document.texts():
            info = info_at(file.kind, loc)
            if info is not None and kind_of(info) == "text":
                data: Any = file.document.data
                path: list[str | int] = []
                for step in loc:
                    path.append(step_of(data[int(step)], int(step)) if isinstance(data, list) else step)
                    data = data[step]
                yield Origin(file.path, tuple(path))


def unescaped(attribute: str) -> list[Any]:
    """The file and the path that an element has."""
    found: list[Any] = json.loads(html.unescape(attribute))
    return found


def unescaped_text(text: str) -> str:
    """What a piece of HTML without tags shows."""
    return html.unescape(text)
