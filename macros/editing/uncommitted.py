"""What was changed since the last commit, in words: on which page, in which entry, what it said and what it says.

Data is compared by ids and not by lines: a value that was moved in its file is the same value.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from macros.addresses.leftovers import is_stray
from macros.addresses.pages import address_of
from macros.editing import impact
from macros.editing.names import Names, shortened
from macros.editing.project import SCRATCH, DataFile, Project
from macros.model.kinds import BY_FOLDER
from macros.problems.problem import Loc
from macros.validation.check import check
from macros.yamltext.edit import EditError

#: The most characters of a text that are shown.
SHOWN = 300
#: How alike two items without an id must be to be one that was changed.
_ALIKE = 0.5
NEW, GONE, CHANGED, ORDER = "新增", "删掉", "改了", "换了次序"


@dataclass(frozen=True, slots=True)
class Row:
    """A change: the page, the entry there, what it said and what it says; `address` is where it is seen."""

    how: str
    page: str
    entry: str
    before: str
    after: str
    file: str
    address: str = ""


def files_of(root: Path) -> list[str]:
    """The files of data/ and docs/ that are not as they were committed last. Raises EditError without git."""
    return [path for path in impact.uncommitted(root, "HEAD") if not is_stray(Path(path).name)]


@contextmanager
def last_commit(project: Project) -> Iterator[Project]:
    """The project as it was committed last, in a folder of its own. Raises EditError without git."""
    scratch = project.root / SCRATCH
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="commit-", dir=scratch) as name:
        folder = Path(name)
        impact.committed(project.root, "HEAD", folder)
        (folder / "data").mkdir(exist_ok=True)
        yield Project(folder)


def rows(before: Project, after: Project, files: list[str]) -> list[Row]:
    """What is different in these files, file by file, in the order of the new text."""
    return list(_Comparison(before, after).rows(files))


def pages(before: Project, after: Project) -> list[tuple[str, str, str]]:
    """The pages that are not the same: how (新增, 删掉, 改了), title and address. Raises EditError for broken data."""
    results = [check(project.root, project.cache) for project in (before, after)]
    if (broken := next((result for result in results if result.playbook is None), None)) is not None:
        raise EditError(f"数据有 {len(broken.errors)} 处错误，页面出不来，比不了。第一处：{broken.errors[0]}")
    states = []
    for project, result in zip((before, after), results, strict=True):
        written = {path.removeprefix("docs/"): text for path, text in project.pages()}
        assert result.playbook is not None
        states.append(impact.render(result.playbook, written, with_exports=False))
    old, new = states
    found = impact.difference(old, new)
    return [
        *((NEW, new.titles[path], address_of(path)) for path in found.added),
        *((GONE, old.titles[path], "") for path in found.removed),
        *((CHANGED, new.titles[path], address_of(path)) for path in found.changed),
    ]


class _Comparison:
    """Two states of a project, compared."""

    def __init__(self, before: Project, after: Project) -> None:
        self.old, self.new = Names(before), Names(after)
        self.before = {file.path: file for file in before.data_files()}
        self.after = {file.path: file for file in after.data_files()}

    def rows(self, files: list[str]) -> Iterator[Row]:
        """Every difference."""
        for path in files:
            old, new = self.before.get(path), self.after.get(path)
            if old is None and new is None:
                yield from self._written(path)
            elif old is None and new is not None:
                yield Row(
                    NEW, self.new.page(new.kind, new.id), "整页", "", self._about(self.new, new), path, _page(path)
                )
            elif new is None and old is not None:
                yield Row(GONE, self.old.page(old.kind, old.id), "整页", self._about(self.old, old), "", path)
            elif old is not None and new is not None:
                yield from self._file(old, new)

    def _about(self, names: Names, file: DataFile) -> str:
        return names.own_words(file.kind, file.document.data) or file.id

    def _file(self, old: DataFile, new: DataFile) -> Iterator[Row]:
        if new.document.data is None or new.document.partial:
            problem = new.document.problems[0].text if new.document.problems else ""
            yield Row(CHANGED, new.path, "整个文件", "", f"现在读不了：{problem}", new.path)
            return
        found = list(self._values(old, new, (), (), old.document.data, new.document.data))
        if not found:
            found = [Row(CHANGED, self.new.page(new.kind, new.id), "注释或排版", "", "页面上看不出来", new.path)]
        yield from found

    def _values(self, old: DataFile, new: DataFile, was: Loc, now: Loc, before: Any, after: Any) -> Iterator[Row]:
        """What is different in two values; `was` and `now` are where they stand."""
        if before == after:
            return
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            for key in dict.fromkeys([*after, *before]):
                if key not in before:
                    yield self._row(NEW, old, new, None, (*now, key))
                elif key not in after:
                    yield self._row(GONE, old, new, (*was, key), None)
                else:
                    yield from self._values(old, new, (*was, key), (*now, key), before[key], after[key])
        elif isinstance(before, list) and isinstance(after, list):
            yield from self._lists(old, new, was, now, before, after)
        else:
            yield self._row(CHANGED, old, new, was, now)

    def _lists(
        self, old: DataFile, new: DataFile, was: Loc, now: Loc, before: list[Any], after: list[Any]
    ) -> Iterator[Row]:
        pairs = paired(before, after)
        kept = [place for place, _ in pairs if place is not None and _ is not None]
        for number, other in pairs:
            if number is None and other is not None:
                yield self._row(NEW, old, new, None, (*now, other))
            elif other is None and number is not None:
                yield self._row(GONE, old, new, (*was, number), None)
            elif number is not None and other is not None:
                yield from self._values(old, new, (*was, number), (*now, other), before[number], after[other])
        if kept != sorted(kept):
            order = [
                "、".join(shortened(names.words(file.kind, (*loc, place), file.document.data, file.id), 16) for place in places)
                for names, file, loc, places in (
                    (self.old, old, was, sorted(kept)),
                    (self.new, new, now, [other for place, other in pairs if place is not None and other is not None]),
                )
            ]  # fmt: skip
            page = self.new.page(new.kind, new.id)
            entry = self.new.entry(new.kind, now, new.document.data, new.id)
            yield Row(
                ORDER, page, entry, shortened(order[0], SHOWN), shortened(order[1], SHOWN), new.path, _page(new.path)
            )

    def _row(self, how: str, old: DataFile, new: DataFile, was: Loc | None, now: Loc | None) -> Row:
        names, file, loc = (self.new, new, now) if now is not None else (self.old, old, was)
        assert loc is not None
        texts = [
            shortened(self._shown(names, file, where), SHOWN) if where is not None else ""
            for names, file, where in ((self.old, old, was), (self.new, new, now))
        ]
        entry = names.entry(file.kind, loc, file.document.data, file.id)
        return Row(how, self.new.page(new.kind, new.id), entry, texts[0], texts[1], new.path, _page(new.path))

    def _shown(self, names: Names, file: DataFile, loc: Loc) -> str:
        value: Any = file.document.data
        for step in loc:
            value = value[step]
        if isinstance(value, list):
            return "、".join(self._shown(names, file, (*loc, number)) for number in range(len(value)))
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Mapping):
            return names.words(file.kind, loc, file.document.data, file.id)
        if isinstance(value, str) and len(value) > 40:  # no id is that long: the text itself
            return value
        return names.words(file.kind, loc, file.document.data, file.id) if value is not None else ""

    # -- pages that people write

    def _written(self, path: str) -> Iterator[Row]:
        old, new = (names.project.texts.get(path) for names in (self.old, self.new))
        page = path.removeprefix("docs/")
        address = address_of(page) if page.endswith(".md") and new is not None else ""
        if old is None or new is None:
            how = NEW if old is None else GONE
            yield Row(how, path, "整个文件", "", "", path, address)
            return
        before, after = (_paragraphs(text) for text in (old, new))
        for act, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if act == "equal":
                continue
            how = {"insert": NEW, "delete": GONE}.get(act, CHANGED)
            texts = (shortened(" ".join(before[i:j]), SHOWN), shortened(" ".join(after[k:m]), SHOWN))
            yield Row(how, path, f"第 {k + 1} 段", *texts, path, address)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _page(path: str) -> str:
    """Where what a data file says is seen; "" where no page is its own."""
    parts = Path(path).with_suffix("").parts
    if len(parts) == 3:
        return f"/{parts[1]}/{parts[2]}/"
    return f"/{parts[1]}/" if parts[1] in BY_FOLDER else ""


def paired(before: list[Any], after: list[Any]) -> list[tuple[int | None, int | None]]:
    """Which items of two lists are the same: by id, else by what they say, else those that are most alike.

    In the order of the new list; what is only in the old one comes last. None stands for no item.
    """
    old, new = [_key(one) for one in before], [_key(one) for one in after]
    match: dict[int, int] = {}
    free = list(range(len(before)))
    for number, key in enumerate(new):
        same = next((one for one in free if old[one] == key), None)
        if same is not None:
            match[number] = same
            free.remove(same)
    for number, item in enumerate(after):
        if number in match or _has_id(item):
            continue
        rest = [one for one in free if not _has_id(before[one])]
        best = max(rest, key=lambda one, item=item: _alike(before[one], item), default=None)  # type: ignore[misc]
        if best is not None and _alike(before[best], item) >= _ALIKE:
            match[number] = best
            free.remove(best)
    return [(match.get(number), number) for number in range(len(after))] + [(one, None) for one in free]


def _key(item: Any) -> str:
    if _has_id(item):
        return f"id {item['id']}"
    return json.dumps(item, ensure_ascii=False, sort_keys=True, default=str)


def _has_id(item: Any) -> bool:
    return isinstance(item, Mapping) and "id" in item


def _alike(one: Any, other: Any) -> float:
    return SequenceMatcher(None, _key(one), _key(other), autojunk=False).ratio()
