"""What pages of the preview ask to change a value: what there is to know of it, and to save it."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from threading import Event
from typing import Any

from macros.build.preview import Preview
from macros.editing import fields
from macros.editing.fields import ConflictError, Field, MissingError
from macros.editing.journal import Journal
from macros.editing.project import ChangedError, Project, RefusedError
from macros.editor.gate import Gate, RequestError, path_of, text_of
from macros.model.origin import Origin
from macros.pages.marking import Spot
from macros.problems.problem import Problem
from macros.yamltext.edit import EditError

#: How often a save begins anew when a file is changed under its hands.
TRIES = 5
#: How many pages are named on which a text appears.
MOST_PAGES = 50


class Desk:
    """Answers for one preview. `rebuild` is called when a file was changed, so that nobody waits for the next look."""

    def __init__(self, preview: Preview, rebuild: Callable[[], None]) -> None:
        self.preview = preview
        self.rebuild = rebuild
        self.journal = Journal()
        #: Set while nobody saves.
        self._is_quiet = Event()
        self._is_quiet.set()

    def register(self, gate: Gate) -> None:
        """Answer at the gate."""
        gate.register("field", self.field)
        gate.register("save", self.save)
        gate.register("occurrences", self.occurrences)

    def field(self, request: dict[str, Any]) -> dict[str, Any]:
        """What there is to know of the value at a path: `fields` has one, or those that a derived text comes from."""
        origin = origin_in(request)
        try:
            found = fields.parts(self.preview.root, origin)
        except MissingError as error:
            raise RequestError(HTTPStatus.GONE, str(error)) from None
        if not found:
            raise RequestError(HTTPStatus.GONE, "这一处没有可以直接写的值。")
        return {"fields": [self._shown(field) for field in found]}

    def save(self, request: dict[str, Any]) -> dict[str, Any]:
        """Write `new` where `old` stands. A refusal has what is there now, or the problems that there would be."""
        origin, old, new = origin_in(request), text_of(request, "old"), text_of(request, "new")
        self._is_quiet.clear()
        try:
            with self.preview.lock:
                saved = self._save(origin, old, new)
        finally:
            self._is_quiet.set()
        if saved.changed:
            self.rebuild()
        return {
            "value": saved.value,
            "mended": saved.mended,
            "changed": saved.changed,
            "warnings": [problem.text for problem in saved.warnings],
        }

    def _save(self, origin: Origin, old: str, new: str) -> fields.Saved:
        root, cache = self.preview.root, self.preview.session.cache
        for _ in range(TRIES):
            try:
                return fields.save(Project(root, cache), origin, old, new, self.journal)
            except ChangedError:
                continue  # read it anew: what stands there may still be what is to be changed
            except MissingError as error:
                raise RequestError(HTTPStatus.GONE, str(error)) from None
            except ConflictError as error:
                raise RequestError(HTTPStatus.CONFLICT, str(error), now=error.now) from None
            except RefusedError as error:
                said = [told(problem, origin.file) for problem in error.problems]
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, "没有存。先改好下面这些：", problems=said) from None
            except EditError as error:
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None
            except OSError as error:
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, f"没有存：{error.strerror or error}。") from None
        raise RequestError(HTTPStatus.CONFLICT, "这个文件正在被别的程序反复改写，没有存。过一会儿再试。")

    def _shown(self, field: Field) -> dict[str, Any]:
        return {
            "file": field.origin.file,
            "path": list(field.origin.path),
            "line": field.line,
            "kind": field.kind,
            "title": field.title,
            "description": field.description,
            "example": field.example,
            "value": field.value,
            "least": field.least,
            "most": field.most,
            "choices": [],
        }

    def occurrences(self, request: dict[str, Any]) -> dict[str, Any]:
        """The pages that print the value at a path, by itself or in other words.

        To know that takes a while after a change, for which nobody waits: each page has to be looked at. It waits for
        whoever saves, and is given up when there are other pages by then.
        """
        origin = origin_in(request)
        spots = {Spot(origin), Spot(origin, derived=True), Spot(Origin(origin.file, origin.path[:-1]), derived=True)}
        session = self.preview.session
        playbook, found = session.playbook, []
        for path, address in list(session.addresses.items()):
            self._is_quiet.wait()
            if session.playbook is not playbook:
                raise RequestError(HTTPStatus.GONE, "页面刚刚变了，没有数完。")
            marker = self.preview.marker(path)
            time.sleep(0)  # whoever waits for the lock comes first
            if marker is not None and marker.has_any(spots):
                page = session.pages.get(path)
                title = page.title if page else session.titles.get(path, path)
                found.append({"title": str(title), "url": f"/{address.removeprefix('./')}"})
        return {"pages": found[:MOST_PAGES]}


def origin_in(request: dict[str, Any]) -> Origin:
    """The file and the path that a request names. Raises RequestError."""
    return Origin(text_of(request, "file"), path_of(request))


def told(problem: Problem, file: str) -> str:
    """A problem as it is told at a field: the place is named where it is another file's."""
    return problem.text if problem.file == file else f"{problem.file} 第 {problem.line} 行：{problem.text}"
