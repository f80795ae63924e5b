"""The texts of a project, and a change to them that is checked in a copy before it is made.

The only module of `editing` that writes files. A change is made whole or not at all: what would be wrong
afterwards is found in a copy, and when a file can't be written the ones before it get their old bytes back.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from macros import model
from macros.addresses import ledger
from macros.addresses.leftovers import is_stray
from macros.problems.problem import Problem
from macros.validation.check import Cache, Result, Stamps, check, stamps
from macros.validation.file import File
from macros.yamltext import reader
from macros.yamltext.edit import EditError
from macros.yamltext.marks import Document

#: Marks a place that still has to be written; `make check` refuses it.
MARK = "待填"
#: The code of the problem that such a place is.
TODO = "E-todo"
#: Where copies are made: on the same disk as the data, out of git and of the preview's sight.
SCRATCH = Path(".cache")

_BOM = "\ufeff"


class RefusedError(EditError):
    """A change after which the data would be wrong. `problems` says what, in the files as they would be."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__("\n".join([message, *map(str, problems)]))
        self.problems = problems


class ChangedError(EditError):
    """A file that is to be changed is no longer what it was when it was read."""


@dataclass
class ChangeSet:
    """What a command is about to do: new texts by path (None: the file goes), and what to say about it.

    `renamed` has the old path of a file under its new one. `exact` has the bytes of files that are to be just so,
    and not their text behind the byte-order mark that the file has now.
    """

    texts: dict[str, str | None] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    exact: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def files(self) -> int:
        """How many files change."""
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its kind, its id, and what it says."""

    path: str
    kind: type[model.Model]
    id: str
    document: Document


class Project:
    """data/ and docs/ as they are now. Texts are without a byte-order mark; it is put back when they are written.

    `cache` has files that were checked before, so that they aren't read again.
    """

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self.root = root
        self.cache = cache if cache is not None else Cache()
        self.raw: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        for path in _files(root):
            raw = (root / path).read_bytes()
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                continue  # `check` names it
            self.raw[path] = raw
            self.texts[path] = text.removeprefix(_BOM)
        self._parsed: dict[str, tuple[str, Document]] = {}
        self._result: Result | None = None
        #: The files as they were, a change, what the check will say of it, and the files that it changes, read.
        self._foreseen: tuple[Stamps, ChangeSet, Result, dict[str, File]] | None = None

    def document(self, path: str, text: str | None = None) -> Document:
        """A data file as `load` reads it; with `text`, as it would be."""
        text = self.texts[path] if text is None else text
        known = self._parsed.get(path)
        if known is None and path in self.cache.files:
            checked = self.cache.files[path][1].document
            known = checked.text, checked
        if known is None or known[0] != text:
            document = Document(path, text)
            reader.parse(document)
            known = self._parsed[path] = (text, document)
        return known[1]

    def data_files(self) -> Iterator[DataFile]:
        """Every data file, in the order in which `check` reads them."""
        for name, kind in model.FILES.items():
            if (path := f"data/{name}") in self.texts:
                yield DataFile(path, kind, name.removesuffix(".yml"), self.document(path))
        for folder, folder_kind in model.FOLDERS.items():
            prefix = f"data/{folder}/"
            for path in sorted(self.texts):
                if path.startswith(prefix):
                    id_ = path.removeprefix(prefix).removesuffix(".yml")
                    yield DataFile(path, folder_kind, id_, self.document(path))

    def pages(self) -> Iterator[tuple[str, str]]:
        """Path and text of every page that people write."""
        for path, text in self.texts.items():
            if path.startswith("docs/"):
                yield path, text

    def check(self) -> Result:
        """What `make check` says of the data as it is."""
        if self._result is not None:
            return self._result
        self._result = check(self.root, self.cache)
        return self._result

    def require_clean(self, allowed: Set[str] = frozenset()) -> Result:
        """Refuse to touch data that is already wrong; places still to be written are no hindrance, nor `allowed` codes."""
        result = self.check()
        if wrong := [problem for problem in result.errors if problem.code not in {TODO, *allowed}]:
            raise RefusedError("数据现在就有错误，先照着改好再来：", wrong)
        return result

    # -- a change

    @contextmanager
    def copy(self, change: ChangeSet) -> Iterator[Path]:
        """A project folder that has data, pages and ledger as they would be; gone again afterwards."""
        scratch = self.root / SCRATCH
        scratch.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="editing-", dir=scratch))
        try:
            for name in ("data", Path(ledger.FILE).parent):
                if (self.root / name).is_dir():
                    shutil.copytree(self.root / name, folder / name, copy_function=_link)
            for path in self.texts:
                if path.startswith("docs/"):
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    _link(str(self.root / path), str(folder / path))
            for path, text in change.texts.items():
                target = folder / path
                target.unlink(missing_ok=True)  # it may be the very file of the project
                if text is not None:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(self.bytes_of(change, path, text))
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def foresee(self, change: ChangeSet) -> Result:
        """What `make check` will say once a change is made. It is known then, and not found out a second time."""
        cache = self.cache
        now, known = stamps(self.root), cache.last
        with self.copy(change) as folder:
            result = check(folder, cache, lenient=True)
            files = {path: cache.files[path][1] for path in change.texts if path in cache.files}
        cache.last = known
        self._foreseen = now, change, result, files
        if result.errors:
            return Result(None, result.problems, result.files)
        return result

    def _remember(self, change: ChangeSet) -> None:
        """Note what was foreseen of a change that is made now, unless something else has changed meanwhile."""
        if self._foreseen is None or self._foreseen[1] is not change:
            return
        before, _, result, files = self._foreseen
        now = stamps(self.root)
        for path, file in files.items():
            if path in now:
                self.cache.files[path] = now[path], file
        if {path: stamp for path, stamp in now.items() if path not in change.texts} == {
            path: stamp for path, stamp in before.items() if path not in change.texts
        }:
            self.cache.last = now, result

    def verify(self, change: ChangeSet, *, may_have_marks: bool = False, allowed: Set[str] = frozenset()) -> Result:
        """Check the data as it would be. Raises RefusedError, with what would be wrong, when it must not ship.

        Marks that were there before are no hindrance; new ones only with `may_have_marks`. Problems with `allowed`
        codes are none.
        """
        with self.copy(change) as folder:
            result = check(folder, self.cache)
        errors = [problem for problem in result.errors if problem.code not in allowed]
        wrong = [problem for problem in errors if not _is_mark(problem, change, self)]
        marks = len(errors) - len(wrong)
        if not wrong and marks and not may_have_marks:
            before = sum(problem.code == TODO for problem in self.check().errors)
            wrong = [problem for problem in result.errors if problem.code == TODO] if marks > before else []
        if wrong:
            raise RefusedError("没有改动任何文件：改完之后会有这些错误（行号是改完之后的）。", wrong)
        return result

    def write(self, change: ChangeSet) -> None:
        """Make a change: every new text is on the disk before the first file is replaced.

        Raises EditError when a file is no longer what it was when it was read, or can't be written; nothing has
        changed then.
        """
        change.texts = {path: text for path, text in change.texts.items() if self.texts.get(path) != text}
        for path in change.texts:
            self._require_unchanged(path)
        fresh: dict[str, Path] = {}
        done: list[str] = []
        try:
            for path, text in change.texts.items():
                if text is not None:
                    fresh[path] = self._write_beside(change, path, text)
            with _undisturbed():
                try:
                    for path, text in change.texts.items():
                        self._require_unchanged(path)  # once more: to write the new text took a moment
                        done.append(path)
                        if text is None:
                            (self.root / path).unlink()
                        else:
                            fresh[path].replace(self.root / path)
                except BaseException:
                    self._restore(done)
                    raise
        except OSError as error:
            raise EditError(
                f"没有改动任何文件：写不了 {error.filename or '文件'}（{error.strerror or error}）。"
            ) from error
        finally:
            for left in fresh.values():
                left.unlink(missing_ok=True)
        self._remember(change)

    def _require_unchanged(self, path: str) -> None:
        target = self.root / path
        if (target.read_bytes() if target.is_file() else None) != self.raw.get(path):
            raise ChangedError(f"没有改动任何文件：{path} 在这期间被别处改过。存好之后再运行一遍。")

    def bytes_of(self, change: ChangeSet, path: str, text: str) -> bytes:
        """What a file will hold after a change that gives it this text."""
        if path in change.exact:
            return change.exact[path]
        before = self.raw.get(change.renamed.get(path, path), b"")
        bom = _BOM if before.startswith(_BOM.encode()) else ""
        return (bom + text).encode()

    def _write_beside(self, change: ChangeSet, path: str, text: str) -> Path:
        """Write a text to the disk under another name in the same folder (a dot: `check` looks past it)."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "没有写的权限", path)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.bytes_of(change, path, text))
                file.flush()
                os.fsync(file.fileno())
            before = self.root / change.renamed.get(path, path)
            beside.chmod(before.stat().st_mode & 0o777 if before.exists() else 0o666 & ~_umask())
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        return beside

    def _restore(self, paths: list[str]) -> None:
        for path in paths:
            target = self.root / path
            if path in self.raw:
                if not target.is_file() or target.read_bytes() != self.raw[path]:
                    target.write_bytes(self.raw[path])
            else:
                target.unlink(missing_ok=True)


def _files(root: Path) -> Iterator[str]:
    data = root / "data"
    if not data.is_dir():
        raise EditError("这里没有 data/ 文件夹。请在项目的最上层运行。")
    for path in sorted([*data.glob("*.yml"), *data.glob("*/*.yml"), *(root / "docs").rglob("*.md")]):
        if path.is_file() and not is_stray(path.name):
            yield path.relative_to(root).as_posix()


def _link(source: str, target: str) -> None:
    """A hard link, so that what is known about an unchanged file stays known; a copy where there are no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _is_mark(problem: Problem, change: ChangeSet, project: Project) -> bool:
    """Whether a problem is a place still to be written, or lies on one: such a text is not judged yet."""
    if problem.code == TODO:
        return True
    text = change.texts.get(problem.file, project.texts.get(problem.file)) or ""
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
    return MARK in (lines[problem.line - 1] if problem.line <= len(lines) else "")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back Ctrl+C and a polite kill until the files are in place."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before: dict[int, Any] = {
        number: signal.signal(number, lambda number, _: held.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)


def contents(project: Project) -> dict[str, dict[str, Any]]:
    """The files whose shape is right, as objects: by kind, then by id. Marks are texts and no hindrance."""
    found: dict[str, dict[str, Any]] = {}
    for file in project.data_files():
        try:
            content = file.kind.model_validate(file.document.data)
        except ValidationError:
            continue
        found.setdefault(file.kind.kind, {})[file.id] = content
    return found
