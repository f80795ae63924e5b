"""The lists of a data file as a page: what is in them, and forms to add, move and delete."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from macros import model
from macros.build.preview import Preview
from macros.editing import forms, structure
from macros.editing.deletion import deleted
from macros.editing.fields import MissingError, checked, loc_of, model_of
from macros.editing.forms import Blank
from macros.editing.journal import Journal
from macros.editing.names import Names, is_list, owner_at
from macros.editing.project import ChangeSet, DataFile, Project, RefusedError
from macros.editing.structure import Item, Plan
from macros.editor.gate import Gate, RequestError, path_of, text_of
from macros.editor.outline import add_url, lists_of
from macros.editor.requests import answered, answers_in, as_path, opened, refused, stamp_of, told
from macros.editor.sheets import Query, Sheets, local, url
from macros.model.introspect import info_at, inner_model
from macros.problems.problem import Loc, Problem
from macros.yamltext import items
from macros.yamltext.edit import EditError


class Lists:
    """Answers for one preview about the lists of its data files."""

    def __init__(self, preview: Preview, journal: Journal, rebuild: Callable[[], None]) -> None:
        self.preview = preview
        self.journal = journal
        self.rebuild = rebuild

    def register(self, gate: Gate, sheets: Sheets) -> None:
        """Answer at the gate, and show the pages."""
        sheets.register("lists", self.outline)
        sheets.register("add", self.add_form)
        sheets.register("delete", self.delete_form)
        sheets.register("change", self.change_form)
        gate.register("around", self.around)
        gate.register("shift", self.shift)
        gate.register("add", self.add)
        gate.register("delete", self.delete)
        gate.register("change", self.change)

    # -- reading

    def _file(self, project: Project, path: str) -> DataFile:
        try:
            model_of(project.root, path)  # links that lead elsewhere are none of ours
            return structure.file_of(project, path)
        except EditError as error:
            raise RequestError(HTTPStatus.GONE, str(error)) from None

    def _loc(self, file: DataFile, path: tuple[str | int, ...]) -> Loc:
        try:
            return loc_of(file.document.data, path)
        except MissingError as error:
            raise RequestError(HTTPStatus.GONE, str(error)) from None

    def _asked(self, query: Query) -> tuple[Project, DataFile, tuple[str | int, ...]]:
        project = opened(self.preview)
        try:
            path = path_of({"path": json.loads(query.get("path", "[]"))})
        except (ValueError, RecursionError):
            raise RequestError(HTTPStatus.BAD_REQUEST, "地址不全，从页面上重新点开。") from None
        return project, self._file(project, query.get("file", "")), path

    def around(self, request: dict[str, Any]) -> dict[str, Any]:
        """The items of lists that a value is in, the nearest first, with what can be done to each."""
        project = opened(self.preview)
        file = self._file(project, text_of(request, "file"))
        loc = self._loc(file, path_of(request))
        names = Names(project)
        found = [
            {
                "path": list(item.loc),
                "title": f"{item.list_title} 第 {item.number + 1} 条，共 {item.count} 条",
                "words": item.words,
                "first": item.number == 0,
                "last": item.number == item.count - 1,
                "stamp": stamp_of(project.texts[file.path]),
                "add": add_url(file, item.loc[:-1], item.number + 1, ""),
                "delete": url("delete", file=file.path, path=json.dumps(list(item.loc))),
                "change": url("change", file=file.path, path=json.dumps(list(item.loc)))
                if isinstance(items.at(file.document.data, item.loc), Mapping)
                else "",
            }
            for item in structure.items_around(names, file, loc)
        ]
        return {"items": found, "lists": url("lists", file=file.path)}

    # -- the page of all lists

    def outline(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """Every list of a file, with buttons at each item. Without a file, that of the page that was open."""
        project = opened(self.preview)
        path = query.get("file") or self.file_at(query.get("page", ""))
        file = self._file(project, path)
        names = Names(project)
        back = local(query.get("back", query.get("page", "/")))
        here = url("lists", file=path, back=back)
        lists = list(lists_of(names, file, (), file.document.data, here))
        title = f"{names.page(file.kind, file.id)}里的列表"
        return (
            "lists",
            title,
            {
                "title": title,
                "file": path,
                "back": back,
                "lists": lists,
                "stamp": stamp_of(project.texts[path]),
                "change": url("change", file=path, back=here),
            },
        )

    def file_at(self, address: str) -> str:
        """The data file that the page at an address is built from. Raises RequestError when it is none."""
        session = self.preview.session
        for path, known in session.addresses.items():
            if f"/{known.removeprefix('./')}" == address and path in session.pages:
                return session.pages[path].place.file
        raise RequestError(HTTPStatus.NOT_FOUND, "这一页不是从一个数据文件来的。到写着那句话的页面上点开。")

    # -- moving

    def shift(self, request: dict[str, Any]) -> dict[str, Any]:
        """Move an item by one place, `by` -1 or 1."""
        by = request.get("by")
        if by not in (-1, 1, "-1", "1"):
            raise RequestError(HTTPStatus.BAD_REQUEST, "请求里的 by 要是 -1 或 1。")

        def plan(project: Project, names: Names, file: DataFile, loc: Loc) -> tuple[Plan, str]:
            item = self._item(names, file, loc)
            way = "上移" if int(by) < 0 else "下移"
            return structure.moved(project, file, loc, item.number + int(by)), f"{way}：{item.list_title}“{item.words}”"

        return self._carry_out(request, plan)

    # -- deleting

    def delete_form(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """What follows when an item is deleted, and the question whether it is to be."""
        project, file, path = self._asked(query)
        loc = self._loc(file, path)
        names = Names(project)
        item = self._item(names, file, loc)
        plan = self._deleted(project, names, file, loc, "-", "")
        problems = [] if plan.before else self._problems(project, plan.change)
        title = f"删掉{item.kind_name}“{item.words}”"
        return (
            "delete",
            title,
            {
                "title": title,
                "place": f"{names.page(file.kind, file.id)} · {names.entry(file.kind, loc, file.document.data, file.id)}",
                "plan": plan,
                "problems": [told(problem, file.path) for problem in problems],
                "stamp": stamp_of(project.texts[file.path]),
                "file": file.path,
                "path": json.dumps(loc),
                "back": self._back(query, file),
            },
        )

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """Delete an item with what hangs on it. `why` is needed where an address was published."""
        why, to = text_of(request, "why"), text_of(request, "to")

        def plan(project: Project, names: Names, file: DataFile, loc: Loc) -> tuple[Plan, str]:
            item = self._item(names, file, loc)
            found = self._deleted(project, names, file, loc, why, to)
            if found.needs_reason and not why.strip():
                raise RequestError(
                    HTTPStatus.UNPROCESSABLE_ENTITY, "写明原因。", fields={"why": "说给点开旧链接的人听，不能空。"}
                )
            return found, f"删掉：{item.list_title}“{item.words}”"

        return self._carry_out(request, plan)

    def _deleted(self, project: Project, names: Names, file: DataFile, loc: Loc, why: str, to: str) -> Plan:
        try:
            today = dt.datetime.now().astimezone().date()
            return deleted(project, names, file, loc, why=why, date=today, to=to.strip() or None)
        except EditError as error:
            raise refused(error, file.path) from None

    def _problems(self, project: Project, change: ChangeSet) -> list[Problem]:
        """The errors that a change would bring."""
        try:
            with self.preview.lock:
                checked(project, change)
        except RefusedError as error:
            return error.problems
        return []

    # -- adding

    def add_form(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """What a new item of a list needs."""
        project, file, path = self._asked(query)
        where = self._where(file, path)
        names = Names(project)
        asked = self._blanks(names, file, where)
        info = info_at(file.kind, where)
        inner = inner_model(info.annotation) if info is not None else None
        title = f"加一条{inner.kind_name if inner is not None else info.title if info is not None else ''}"
        number = query.get("number", "")
        return (
            "add",
            title,
            {
                "title": title,
                "place": f"{names.page(file.kind, file.id)} · {names.entry(file.kind, where, file.document.data, file.id)}",
                "about": info.description if info is not None else "",
                "blanks": asked,
                "stamp": stamp_of(project.texts[file.path]),
                "file": file.path,
                "path": json.dumps(where),
                "number": int(number) if number.isdecimal() and len(number) < 6 else 0,
                "back": self._back(query, file),
            },
        )

    def add(self, request: dict[str, Any]) -> dict[str, Any]:
        """Put a new item into a list."""
        number = request.get("number")
        if not isinstance(number, str) or not number.isdecimal() or len(number) > 5:
            raise RequestError(HTTPStatus.BAD_REQUEST, "请求里的 number 要是一个整数。")
        given = answers_in(request)

        def plan(project: Project, names: Names, file: DataFile, where: Loc) -> tuple[Plan, str]:
            asked = self._blanks(names, file, where)
            value = answered(asked, given)
            single = asked[0].loc == ("value",)
            found = structure.added(project, file, where, int(number), value["value"] if single else value)
            info = info_at(file.kind, where)
            return found, f"加一条：{info.title if info is not None else where[-1]}"

        return self._carry_out(request, plan, is_list_path=True)

    # -- changing what is chosen

    def change_form(self, query: Query) -> tuple[str, str, dict[str, Any]]:
        """The fields of a mapping that are no lists, as they are: to choose, and by fitting inputs."""
        project, file, path = self._asked(query)
        loc = self._loc(file, path)
        names = Names(project)
        asked = self._fields(names, file, loc)
        page = names.page(file.kind, file.id)
        words = names.words(file.kind, loc, file.document.data, file.id) if loc else page
        title = f"改“{words}”" if loc else f"改{page}"
        return (
            "change",
            title,
            {
                "title": title,
                "place": f"{page} · {names.entry(file.kind, loc, file.document.data, file.id)}" if loc else file.path,
                "blanks": asked,
                "values": {one.key: self._text(file.document.data, (*loc, *one.loc)) for one in asked},
                "stamp": stamp_of(project.texts[file.path]),
                "file": file.path,
                "path": json.dumps(loc),
                "back": self._back(query, file),
            },
        )

    def change(self, request: dict[str, Any]) -> dict[str, Any]:
        """Give the fields of a mapping other values."""
        given = answers_in(request)

        def plan(project: Project, names: Names, file: DataFile, loc: Loc) -> tuple[Plan, str]:
            asked = self._fields(names, file, loc)
            words = names.words(file.kind, loc, file.document.data, file.id) if loc else ""
            return structure.changed(
                project, file, loc, asked, answered(asked, given)
            ), f"改了{names.page(file.kind, file.id)}{f'的“{words}”' if words else ''}"

        return self._carry_out(request, plan)

    def _fields(self, names: Names, file: DataFile, loc: Loc) -> list[Blank]:
        if not isinstance(items.at(file.document.data, loc), Mapping):
            raise RequestError(HTTPStatus.BAD_REQUEST, "这一条只有一段文字，在页面上直接改。")
        found = forms.blanks(names, owner_at(file.kind, loc), duty=self._duty(file, loc))
        return [
            one for one in found if not one.many and one.kind != "id" and not any(isinstance(s, int) for s in one.loc)
        ]

    def _text(self, data: Any, loc: Loc) -> str:
        try:
            value = items.at(data, loc)
        except (LookupError, TypeError):
            return ""
        return str(value).lower() if isinstance(value, bool) else "" if value is None else " ".join(str(value).split())

    def _duty(self, file: DataFile, loc: Loc) -> str:
        """The duty that short ids are in: the file's, or the one that a role speaks of."""
        if (
            file.kind is model.Role
            and len(loc) > 1
            and isinstance(entry := items.at(file.document.data, loc[:2]), Mapping)
        ):
            return str(entry.get("duty", file.id))
        return file.id

    def _where(self, file: DataFile, path: tuple[str | int, ...]) -> Loc:
        """The way to a list, which may not be there yet."""
        if not path or not isinstance(path[-1], str):
            raise RequestError(HTTPStatus.BAD_REQUEST, "这里没有列表。")
        known = len(path) - 1
        while known and isinstance(path[known - 1], str) and not self._has(file, path[:known]):
            known -= 1  # what it is in may not be there yet either
        where: Loc = (*self._loc(file, path[:known]), *path[known:])
        if not is_list(file.kind, where):
            raise RequestError(HTTPStatus.BAD_REQUEST, "这里没有列表。")
        return where

    def _has(self, file: DataFile, path: tuple[str | int, ...]) -> bool:
        try:
            loc_of(file.document.data, path)
        except MissingError:
            return False
        return True

    def _blanks(self, names: Names, file: DataFile, where: Loc) -> list[Blank]:
        info = info_at(file.kind, where)
        assert info is not None
        inner = inner_model(info.annotation)
        if inner is None:
            one = forms.blank(names, info, ("value",))
            return [
                Blank(one.key, one.loc, one.kind, one.title, one.description, one.example, True, choices=one.choices)
            ]
        return forms.blanks(names, inner, duty=self._duty(file, where))

    # -- carrying out

    def _item(self, names: Names, file: DataFile, loc: Loc) -> Item:
        if not loc or not isinstance(loc[-1], int) or not is_list(file.kind, loc[:-1]):
            raise RequestError(HTTPStatus.BAD_REQUEST, "这里不是列表里的一条。")
        return structure.item_at(names, file, loc)

    def _back(self, query: Query, file: DataFile) -> str:
        return local(query.get("back", ""), url("lists", file=file.path))

    def _carry_out(
        self,
        request: dict[str, Any],
        make: Callable[[Project, Names, DataFile, Loc], tuple[Plan, str]],
        *,
        is_list_path: bool = False,
    ) -> dict[str, Any]:
        """Make a plan and carry it out, if the file is still what the form was built on and no error arises."""
        path = path_of({"path": as_path(request.get("path"))})
        with self.preview.lock:
            project = opened(self.preview)
            file = self._file(project, text_of(request, "file"))
            if text_of(request, "stamp") != stamp_of(project.texts[file.path]):
                raise RequestError(
                    HTTPStatus.CONFLICT, f"没有改动：{file.path} 在这期间在别处改过。刷新页面，看过现在的样子再来。"
                )
            loc = self._where(file, path) if is_list_path else self._loc(file, path)
            try:
                plan, what = make(project, Names(project), file, loc)
                if plan.before:
                    raise EditError("没有改动。" + plan.before[0].text)
                warnings = checked(project, plan.change)
                self.journal.write(project, plan.change, what)
            except EditError as error:
                raise refused(error, file.path) from None
            except OSError as error:
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, f"没有存：{error.strerror or error}。") from None
        self.rebuild()
        return {"said": f"{what}。已保存，可以在“改动”里撤销。", "warnings": [told(one, file.path) for one in warnings]}
