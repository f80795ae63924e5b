"""One value of the data, changed where it is shown: found anew, described from its model, written at its own bytes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic.fields import FieldInfo

from macros import model
from macros.addresses.leftovers import is_stray
from macros.editing.journal import Journal
from macros.editing.names import shortened
from macros.editing.project import ChangeSet, Project, RefusedError
from macros.model.introspect import info_at, inner_model, model_at
from macros.model.markers import Entry, Notation, bare, mark
from macros.model.origin import Origin, folded, step_of
from macros.problems.problem import Loc, Problem
from macros.yamltext import reader, rewrite, signs
from macros.yamltext.edit import EditError
from macros.yamltext.marks import Document

#: Kinds in which a full-width sign is never meant.
_NARROW = frozenset({"duration", "supply", "time", "date", "number", "when"})


class MissingError(EditError):
    """What is to be changed isn't there any more; the message says since when and what to do."""


class ConflictError(EditError):
    """What is to be changed says something else by now: `now`."""

    def __init__(self, message: str, now: str) -> None:
        super().__init__(message)
        self.now = now


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be changed: where it stands, what it says, and what its model says of it.

    `kind` is text, duration, supply, when, time, date or number. `least` and `most` are the bounds of a number, or of the
    length of a text.
    """

    origin: Origin
    kind: str
    title: str
    description: str
    example: str
    value: str
    line: int
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save: the value as it is now, what had to be mended, and what the check warns of since."""

    value: str
    mended: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    changed: bool = True


# ------------------------------------------------------------------------------------------------ finding


def data_files(root: Path) -> Iterator[tuple[str, type[model.Model]]]:
    """The data files that there are, and their models. Links that lead elsewhere are none."""
    data = root / "data"
    home = data.resolve()
    for name, kind in model.FILES.items():
        if (data / name).is_file() and not (data / name).is_symlink():
            yield f"data/{name}", kind
    for folder, kind in model.FOLDERS.items():
        here = data / folder
        if not here.is_dir() or not here.resolve().is_relative_to(home):
            continue
        for path in sorted(here.iterdir()):
            if path.suffix == ".yml" and path.is_file() and not path.is_symlink() and not is_stray(path.name):
                yield f"data/{folder}/{path.name}", kind


def model_of(root: Path, file: str) -> type[model.Model]:
    """The model of a data file, which is looked for among those that there are. Raises MissingError."""
    found = next((kind for path, kind in data_files(root) if path == file), None)
    if found is None:
        raise MissingError("这个文件不在 data/ 里了：被删掉、改了名，或者换成了别的东西。刷新页面看现在的样子。")
    return found


def document_of(root: Path, file: str) -> Document:
    """A data file as it is now. Raises MissingError when it can't be read as YAML."""
    document = reader.read(root / file, file)
    if document.data is None or document.partial:
        first = document.problems[0] if document.problems else None
        raise MissingError(f"这个文件现在读不了，先在编辑器里改好：{first or file}")
    return document


def loc_of(data: Any, path: Sequence[str | int]) -> Loc:
    """The way to a value in plain data: ids of items are numbers there. Raises MissingError."""
    loc: list[str | int] = []
    for step in path:
        at: str | int | None = None if isinstance(step, int) and step < 0 else step
        if isinstance(data, list) and isinstance(step, str):
            at = next((number for number, one in enumerate(data) if step_of(one, number) == step), None)
        try:
            data = data[at]
        except (LookupError, TypeError):
            raise MissingError("这一处不在文件里了：被删掉或者挪走了。刷新页面看现在的样子。") from None
        assert at is not None
        loc.append(at)
    return tuple(loc)


def find(root: Path, origin: Origin) -> Field:
    """A value as it is now, and what there is to say of it. Raises MissingError."""
    kind = model_of(root, origin.file)
    document = document_of(root, origin.file)
    loc = loc_of(document.data, origin.path)
    raw = rewrite.value_at(document.data, loc)
    info = info_at(kind, loc)
    if info is None or isinstance(raw, dict | list | bool) or raw is None or (form := kind_of(info)) is None:
        raise MissingError("这一处现在不是单个的值了。刷新页面看现在的样子。")
    least, most = _bounds(info)
    return Field(
        origin,
        form,
        _title(kind, loc, info),
        info.description or "",
        _example(info),
        folded(raw),
        document.marks.find(loc)[0],
        least,
        most,
    )


def parts(root: Path, origin: Origin) -> list[Field]:
    """The values that something is worked out of: those of the group of fields at a path, or the one that stands there."""
    kind = model_of(root, origin.file)
    data = document_of(root, origin.file).data
    loc = loc_of(data, origin.path)
    here = rewrite.value_at(data, loc)
    if not isinstance(here, Mapping):
        return [find(root, origin)]
    found: list[Field] = []
    for key, value in here.items():
        info = info_at(kind, (*loc, key))
        if info is not None and not isinstance(value, dict | list | bool) and kind_of(info) is not None:
            found.append(find(root, Origin(origin.file, (*origin.path, key))))
    # Words that say when, how long and how many come of times and numbers, and only where there are none of texts.
    return [one for one in found if one.kind != "text"] or found


def kind_of(info: FieldInfo) -> str | None:
    """What a field asks for; None for what isn't typed in as it is shown: references, choices, groups."""
    notation = mark(info, Notation)
    if inner_model(info.annotation) is not None or notation is None:
        return None
    entry = mark(info, Entry)
    return entry.kind if entry is not None else notation.entry or None


def _title(kind: type[model.Model], loc: Loc, info: FieldInfo) -> str:
    names = [place for place, step in enumerate(loc) if isinstance(step, str)]
    owner = model_at(kind, loc[: names[-1]])
    return f"{getattr(owner, 'kind_name', '')} · {info.title}"


def _example(info: FieldInfo) -> str:
    example = (info.examples or [""])[0]
    return str(example[0] if isinstance(example, list) and example else example)


def _bounds(info: FieldInfo) -> tuple[float | None, float | None]:
    _, beside = bare(info.annotation, tuple(info.metadata))
    least: list[Any] = [one.ge if isinstance(one, Ge) else one.gt for one in beside if isinstance(one, Ge | Gt)]
    most: list[Any] = []
    for one in beside:
        if isinstance(one, MaxLen):
            most.append(one.max_length)
        elif isinstance(one, Le | Lt):
            most.append(one.le if isinstance(one, Le) else one.lt)
    return max(least, default=None), min(most, default=None)


# ------------------------------------------------------------------------------------------------- saving


def mended(form: str, text: str) -> tuple[str, list[str]]:
    """What was typed as it will stand in the file, and what had to be mended for that."""
    value, said = signs.pasted(text)
    if form in _NARROW and (narrow := unicodedata.normalize("NFKC", value)) != value:
        value = narrow
        said.append("全角的数字和符号改成了半角")
    return value, said


def save(project: Project, origin: Origin, old: str, new: str, journal: Journal | None = None) -> Saved:
    """Write `new` where `old` stands, if nothing of the data is wrong by that which was right before.

    Raises MissingError, ConflictError when something else stands there by now, RefusedError with the errors that
    there would be, EditError when the file can't be written. Nothing has changed then. The save is noted in a `journal`.
    """
    root = project.root
    here = find(root, origin)
    value, said = mended(here.kind, new)
    if here.value != old:
        raise ConflictError("在这期间，这一处在别处被改过。下面是现在的文字和你写的文字，看过之后再存。", here.value)
    if value == old:
        return Saved(value, said, changed=False)
    _require_words(project, here, value)
    text = project.texts.get(origin.file)
    if text is None:
        raise MissingError("这个文件现在读不了，没有存。")
    loc = loc_of(project.document(origin.file).data, origin.path)
    raw = int(value) if here.kind == "number" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", value) else value
    change = ChangeSet({origin.file: rewrite.rewritten(text, loc, raw)})
    warnings = checked(project, change)
    (journal or Journal()).write(project, change, f"{here.title}：“{shortened(value)}”")
    return Saved(value, said, warnings)


def _require_words(project: Project, here: Field, value: str) -> None:
    """Refuse an empty text, and an id where a name belongs."""
    if not value:
        raise EditError("这里不能空着。要去掉这一条，用“删掉”。")
    if here.kind != "text" or "-" not in value or not re.fullmatch(model.ID_PATTERN, value):
        return
    for kind in model.KINDS.values():
        if kind.has_own_files and f"data/{kind.folder}/{value}.yml" in project.texts:
            raise EditError(f"`{value}` 是{kind.name}的 id，这里要写给人看的文字，例如：{here.example}")


def checked(project: Project, change: ChangeSet) -> list[Problem]:
    """The warnings that a change brings. Raises RefusedError with the errors that it brings; older ones are no hindrance."""
    before = Counter(map(_same, project.check().problems))
    result = project.foresee(change)
    fresh = []
    for problem in result.problems:
        key = _same(problem)
        if before[key]:
            before[key] -= 1
        else:
            fresh.append(problem)
    if errors := [problem for problem in fresh if problem.is_error]:
        raise RefusedError("没有存：存了之后会有错误。", errors)
    return fresh


def _same(problem: Problem) -> tuple[str, str, str]:
    """What stays the same of a problem when lines move."""
    return problem.file, problem.code, re.sub(r"\d+", "0", problem.text)
