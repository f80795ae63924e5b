"""Pages of the preview for what an editor does beside changing a text: changes, something new, another id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from macros import model
from macros.addresses.pages import address_of
from macros.build.preview import Preview
from macros.editing import fresh, publication, uncommitted
from macros.editing.fields import checked
from macros.editing.journal import Journal
from macros.editing.move import move
from macros.editing.names import Names
from macros.editing.project import ChangeSet, Project, RefusedError
from macros.editing.questions import QUESTIONS
from macros.editing.stock import Stock
from macros.editor.gate import Gate, RequestError, text_of
from macros.editor.requests import answers_in, opened, refused, told
from macros.editor.sheets import Query, Sheets, local
from macros.model.kinds import ITEMS, KINDS
from macros.yamltext.edit import EditError

KIND_NAMES = {kind.id: kind.name for kind in KINDS.values() if kind.id in QUESTIONS} | {
    item.id: f"职责里的{item.name}" for item in ITEMS.values()
}
#: How many warnings of files that were not changed are listed.
MOST_WARNINGS = 50


class Office:
    """Answers for one preview."""

    def __init__(self, preview: Preview, journal: Journal, rebuild: Callable[[], None]) -> None:
        self.preview = preview
        self.journal = journal
        self.rebuild = rebuild

    def register(self, gate: Gate, sheets: Sheets) -> None:
        """Answer at the gate, and show the pages."""
        self.sheets = sheets
        sheets.register("changes", self.changes)
        sheets.register("new", self.new_form)
        sheets.register("move", self.move_form)
        gate.register("pages", self.pages)
        gate.register("undo", self.undo)
        gate.register("commit", self.commit)
        gate.register("push", lambda _request: self._git(publication.push))
        gate.register("take-in", lambda _request: self._git(publication.take_in))
        gate.register("questions", self.questions)
        gate.register("new", self.new)
        gate.register("move", self.move)

    # -- what was changed

    def changes(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """What was changed since the last commit, what can be taken back, and where the repository stands."""
        project = opened(self.preview)
        rows: list[uncommitted.Row] = []
        files: list[str] = []
        trouble = ""
        try:
            files = uncommitted.files_of(project.root)
            if files:
                with uncommitted.last_commit(project) as before:
                    rows = uncommitted.rows(before, project, files)
        except EditError as error:
            trouble = str(error)
        with self.preview.lock:
            result = project.check()
        own = [problem for problem in result.problems if problem.file in files]
        rest = [problem for problem in result.problems if problem.file not in files]
        return (
            "changes",
            "改动",
            {
                "rows": rows,
                "files": files,
                "trouble": trouble,
                "standing": publication.standing(project.root),
                "steps": self.journal.steps,
                "errors": [told(one, "") for one in result.errors],
                "warnings": [told(one, "") for one in own if not one.is_error],
                "others": [told(one, "") for one in rest if not one.is_error][:MOST_WARNINGS],
                "back": local(query.get("back", "/")),
            },
        )

    def pages(self, _request: dict[str, Any]) -> dict[str, Any]:
        """The pages that differ from those of the last commit. Takes as long as rendering all of them twice."""
        project = opened(self.preview)
        try:
            with self.preview.lock, uncommitted.last_commit(project) as before:
                found = uncommitted.pages(before, project)
        except EditError as error:
            raise refused(error) from None
        return {"html": self.sheets.fragment("pages", {"pages": found})}

    def undo(self, request: dict[str, Any]) -> dict[str, Any]:
        """Take the newest save back."""
        number = text_of(request, "number")
        if not number.isdecimal() or len(number) > 9:
            raise RequestError(HTTPStatus.BAD_REQUEST, "请求里的 number 要是一个整数。")
        try:
            with self.preview.lock:
                step = self.journal.undo(self.preview.root, int(number))
        except EditError as error:
            raise RequestError(HTTPStatus.CONFLICT, str(error)) from None
        self.rebuild()
        return {"said": f"撤销了：{step.what}。", "again": True}

    def commit(self, request: dict[str, Any]) -> dict[str, Any]:
        """Commit what was edited, if the data is right."""
        project = opened(self.preview)
        with self.preview.lock:
            errors = project.check().errors
        if errors:
            raise RequestError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"没有提交：数据有 {len(errors)} 处错误，提交了别人的页面就出不来。先改好：",
                problems=[told(one, "") for one in errors[:20]],
            )
        sentence = text_of(request, "sentence")
        try:
            with self.preview.lock:
                files = publication.commit(project.root, sentence)
        except EditError as error:
            wrong = {"sentence": str(error)} if not sentence.strip() else {}
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), fields=wrong) from None
        self.rebuild()
        return {"said": f"提交好了：{len(files)} 个文件。", "again": True}

    def _git(self, act: Callable[..., str]) -> dict[str, Any]:
        try:
            with self.preview.lock:
                said = act(self.preview.root)
        except EditError as error:
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None
        self.rebuild()
        return {"said": said, "again": True}

    # -- something new

    def new_form(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """Which kind of thing is to be written, or the questions of one."""
        kind = query.get("kind", "")
        back = local(query.get("back", "/"))
        if kind not in QUESTIONS:
            return "kinds", "新写一样东西", {"kinds": KIND_NAMES, "back": back}
        title = f"新写{KIND_NAMES[kind]}"
        given = {key: value for key, value in query.items() if key not in {"kind", "back"} and value}
        asked = fresh.questions(kind, self._stock(opened(self.preview)), given, strict=False)
        return "new", title, {"title": title, "kind": kind, "asked": asked, "back": back}

    def _stock(self, project: Project) -> Stock:
        try:
            project.require_clean()
            return Stock(project)
        except EditError as error:
            raise refused(error) from None

    def questions(self, request: dict[str, Any]) -> dict[str, Any]:
        """The questions that can be put by now: some build on the answers of others."""
        kind = self._kind(request)
        with self.preview.lock:
            asked = fresh.questions(kind, self._stock(opened(self.preview)), _joined(request), strict=False)
        return {"html": self.sheets.fragment("questions", {"asked": asked})}

    def _kind(self, request: dict[str, Any]) -> str:
        kind = text_of(request, "kind")
        if kind not in QUESTIONS:
            raise RequestError(HTTPStatus.BAD_REQUEST, "没有这一种东西可以写。")
        return kind

    def new(self, request: dict[str, Any]) -> dict[str, Any]:
        """Write something new; ask for what is still to be written first."""
        kind, given = self._kind(request), _joined(request)
        written = {key: value for key, value in given.items() if key.startswith("[")}
        with self.preview.lock:
            project = opened(self.preview)
            stock = self._stock(project)
            asked = fresh.questions(kind, stock, given, strict=True)
            if wrong := {one.question.key: one.wrong for one in asked if one.wrong}:
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, "还有没填好的，看标出来的那几处。", fields=wrong)
            known = {one.question.key: one.value for one in asked}
            try:
                made = fresh.draft(project, stock, kind, known, dt.datetime.now().astimezone().date())
                if made.gaps and not written:
                    values = {"gaps": made.gaps, "files": list(made.change.texts)}
                    return {"html": self.sheets.fragment("gaps", values)}
                missing = {one.key: "这一项不能空。" for one in made.gaps if not written.get(one.key, "").strip()}
                if missing:
                    raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, f"还有 {len(missing)} 处要写。", fields=missing)
                change = fresh.filled(made, written)
                warnings = self._checked(project, made, change)
                what = f"新写{KIND_NAMES[kind]}：{known.get('name') or known.get('ask') or known['id']}"
                self.journal.write(project, change, what)
            except EditError as error:
                raise refused(error) from None
            except OSError as error:
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, f"没有存：{error.strerror or error}。") from None
        self.rebuild()
        return {
            "said": f"{what}。已保存。",
            "warnings": [told(one, "") for one in warnings],
            "notes": change.notes,
            "go": _page_of(kind, known),
        }

    def _checked(self, project: Project, made: fresh.Draft, change: ChangeSet) -> list[Any]:
        try:
            return checked(project, change)
        except RefusedError as error:
            inside, rest = fresh.at_gaps(made, error.problems)
            raise RequestError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "没有存：有几处还不对，看标出来的。" if inside else "没有存：存了之后会有这些错误。",
                fields=inside,
                problems=[told(one, "") for one in rest],
            ) from None

    # -- another id

    def move_form(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """The questions of `make move`."""
        names = Names(opened(self.preview))
        return (
            "move",
            "改名、搬到另一项职责",
            {"known": _addresses(names), "given": query.get("id", ""), "back": local(query.get("back", "/"))},
        )

    def move(self, request: dict[str, Any]) -> dict[str, Any]:
        """Say what a move would do; with `act` `really`, do it."""
        old, new, why = (text_of(request, name).strip() for name in ("id", "to", "why"))
        really = text_of(request, "act") == "really"
        published = request.get("unpublished") != "true"
        missing = {key: "这一项不能空。" for key, value in (("id", old), ("to", new)) if not value}
        if missing:
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, "还有没填好的，看标出来的那几处。", fields=missing)
        with self.preview.lock:
            project = opened(self.preview)
            try:
                project.require_clean()
                change = move(
                    project, old, new, why=why, date=dt.datetime.now().astimezone().date(), record=published,
                    task=text_of(request, "task").strip() or None,
                )  # fmt: skip
                project.verify(change)
                if really:
                    self.journal.write(project, change, f"改名：{old} → {new}")
            except EditError as error:
                raise refused(error) from None
        if not really:
            return {"html": self.sheets.fragment("dry", {"notes": change.notes, "files": sorted(change.texts)})}
        self.rebuild()
        return {"said": f"改好了：{old} → {new}。", "notes": change.notes, "again": True}


def _joined(request: dict[str, Any]) -> dict[str, str]:
    """The answers of a form as `make new` takes them: several of one question are joined by commas."""
    return {key: one if isinstance(one, str) else ",".join(one) for key, one in answers_in(request).items()}


def _page_of(kind: str, answers: dict[str, str]) -> str:
    """Where something new is seen."""
    if kind in ITEMS:
        return f"{address_of(KINDS['duty'].spot(answers['duty'])[0])}#{answers['id']}"
    path, anchor = KINDS[kind].spot(answers["id"])
    return address_of(path, anchor)


def _addresses(names: Names) -> list[tuple[str, str]]:
    """Everything that `make move` takes, with its name."""
    folders = {kind.id: kind.folder for kind in model.KINDS.values() if kind.id != "section"} | {"team": "teams"}
    found = []
    for (space, id_), name in names.names.items():
        if space in folders:
            found.append((f"{folders[space]}/{id_}", name))
        elif space in {"item", "step"}:
            found.append((id_, name))
    return found
