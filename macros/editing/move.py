"""Rename an id, or split an item of a duty off to another duty: every reference follows, and a record stays.

Texts are edited where `yamltext` says a value stands. The old address goes into data/moved.yml; older records that
led to it are pointed at the new one, so that no record ever leads to another.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from macros import model
from macros.editing.ids import FILES, FOLDERS, ITEM_NAMES, Ids, Subject, ids_of, is_among, new_name, resolve
from macros.editing.moved_file import MOVED, UNADDRESSED, Rename, record_move, repoint
from macros.editing.project import ChangeSet, DataFile, Project, contents
from macros.model.references import IN_TEXT, references
from macros.model.role import duties_of
from macros.problems.problem import Loc
from macros.problems.suggest import did_you_mean
from macros.yamltext import edit
from macros.yamltext.edit import Edit, EditError


def move(
    project: Project,
    old: str,
    new: str,
    *,
    why: str,
    date: dt.date,
    task: str | None = None,
    record: bool = True,
) -> ChangeSet:
    """Rename `old` to `new`, or split an item off to another duty.

    Takes the ids as an editor writes them (see `resolve`), the reason and the date for the record, and for a check
    or risk that goes to another duty by itself the task there that it belongs to. Without `record` no trace is
    left, for what was never published. Gives back the change; raises EditError when it can't be made.
    """
    index = ids_of(project)
    subject = resolve(index, old)
    target = new_name(index, subject, new)
    if record and subject.kind not in UNADDRESSED and not why.strip():
        raise EditError('要写明原因，说给点开旧链接的人听。例如 WHY="和数据分析分开，各管各的"。')
    renames = {subject.id: target.id}
    away = subject.kind == "item" and subject.id.partition(".")[0] != target.id.partition(".")[0]
    if away:
        renames |= _dependents(project, index, subject, target)
    if task is not None and not (away and index.lists[subject.id] in {"checks", "risks"}):
        raise EditError("TASK 只在把检查项或风险单独搬到另一项职责时才写。")
    rename = _renamer(index, subject, renames)
    change = ChangeSet()
    touched = 0
    belongs = _belongs(project, index, subject, target, task) if away else None
    names = {id_.rpartition(".")[2] for id_ in renames}
    for file in project.data_files():
        if not any(name in project.texts[file.path] for name in names):
            continue  # no need to look closer
        text, count = _data_text(project, file, rename, belongs)
        touched += count
        if text != project.texts[file.path]:
            change.texts[file.path] = text
    if away:
        _split(project, change, index, renames)
    for path, text in project.pages():
        edited, count = _page_text(text, subject, target, renames, rename)
        touched += count
        if count:
            change.texts[path] = edited
    if record and subject.kind not in UNADDRESSED:
        record_move(project, change, subject, renames, rename, why, date)
    elif MOVED in project.texts:
        repoint(project, change, subject, renames, rename)
    if subject.kind in FILES:
        folder = FOLDERS[subject.kind]
        before, after = f"data/{folder}/{subject.id}.yml", f"data/{folder}/{target.id}.yml"
        change.texts[after] = change.texts.get(before) or project.texts[before]
        change.texts[before] = None
        change.renamed[after] = before
    change.notes += _notes(project, change, subject, target, renames, touched)
    return change


def _renamer(index: Ids, subject: Subject, renames: dict[str, str]) -> Rename:
    """What an id of a kind is called afterwards; None when it keeps its name, or names nothing (`x.yml`)."""

    def rename(kind: str, id_: str) -> str | None:
        if kind in {"item", "step"}:
            if subject.kind == "duty":
                duty, _, rest = id_.partition(".")
                return f"{renames[duty]}.{rest}" if duty in renames and id_ in index.ids[kind] else None
            for old, new in renames.items():
                if subject.kind in {"item", "step"} and (id_ == old or id_.startswith(f"{old}.")):
                    return new + id_.removeprefix(old)
            return None
        return renames.get(id_) if is_among(subject.kind, kind) else None

    return rename


def _data_text(
    project: Project, file: DataFile, rename: Rename, belongs: tuple[str, Loc, str] | None
) -> tuple[str, int]:
    """A data file with the new ids, and how many places changed.

    `belongs` is for a check or risk that leaves its task behind: its file, the path of the field that names the
    task, and the task it belongs to from now on.
    """
    text = project.texts[file.path]
    if file.path == MOVED or file.document.data is None:
        return text, 0
    root = edit.parse(text)
    edits: list[Edit] = []
    typed: set[Loc] = set()
    for reference in references(file.kind, file.id, file.document.data):
        loc = reference.loc
        typed.add(loc)
        if belongs is not None and (file.path, loc) == belongs[:2]:
            edits.append(edit.replace_scalar(text, root.at(loc), belongs[2]))
        elif (new := rename(reference.space, reference.id)) is not None:
            value = reference._replace(id=new).written
            if value != reference.written:
                edits.append(edit.replace_scalar(text, root.at(loc), value))
    for loc, node in root.scalars():
        if loc not in typed:
            edits += _in_running_text(text[node.start : node.end], node.start, rename)
    return edit.apply(text, edits), len(edits)


def _in_running_text(source: str, at: int, rename: Rename) -> list[Edit]:
    """Edits for every `duty.item` and `duty.task.step` in a text that begins at an offset."""
    edits = []
    for match in IN_TEXT.finditer(source):
        kind = "step" if match[0].count(".") == 2 else "item"
        if (new := rename(kind, match[0])) is not None:
            edits.append(Edit(at + match.start(), at + match.end(), new))
    return edits


def _page_text(
    text: str, subject: Subject, target: Subject, renames: dict[str, str], rename: Rename
) -> tuple[str, int]:
    """A hand-written page with the new ids in its macros, links and running text, and how many places changed."""
    edits = set(_in_running_text(text, 0, rename))
    for pattern, new in mentions(subject, target, renames):
        for match in re.finditer(pattern, text):
            for number, group in enumerate(match.groups()):
                if group is not None:
                    edits.add(Edit(*match.span(number + 1), new[number]))
    return edit.apply(text, edits), len(edits)


def mentions(subject: Subject, target: Subject, renames: dict[str, str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """How a page may mention what moves: patterns, each with what to put in the place of its groups."""
    old, new = re.escape(subject.id), target.id
    if subject.kind in {"item", "step"}:
        for before, after in renames.items():
            duty, _, anchor = before.partition(".")
            page, _, to = after.partition(".")
            yield (
                rf"(?<![\w-])duties/({re.escape(duty)})(?:\.md|/index\.md|/)?#({re.escape(anchor)})(?![\w-])",
                (page, to),
            )
            yield rf"(?<![\w-])go/({re.escape(before)})(?![\w-])", (after,)
        return
    yield rf"\b{subject.kind}(?:_\w+)?\(\s*[\"']({old})[\"']", (new,)
    folder = FOLDERS[subject.kind]
    if subject.kind in FILES:
        yield rf"(?<![\w-]){folder}/({old})(?![\w-])", (new,)
    else:
        yield rf"(?<![\w-]){folder}(?:/|\.md|/index\.md)#({old})(?![\w-])", (new,)


# ------------------------------------------------------------------------------------- to another duty


def _dependents(project: Project, index: Ids, subject: Subject, target: Subject) -> dict[str, str]:
    """What goes with a task: the checks that ask about it and the risks that it controls. New ids by old."""
    if index.lists[subject.id] != "tasks":
        return {}
    home, away = subject.id.partition(".")[0], target.id.partition(".")[0]
    duty = project.document(f"data/duties/{home}.yml").data
    found: dict[str, str] = {}
    for name, key in (("checks", "task"), ("risks", "control")):
        for item in duty[name]:
            if item[key] == subject.last:
                found[f"{home}.{item['id']}"] = f"{away}.{item['id']}"
    for old, new in found.items():
        if new in index.ids["item"] or new == target.id:
            raise EditError(
                f"`{old}` 跟着任务一起搬，而 `{away}` 里已经有 `{new.partition('.')[2]}`。"
                f"先给它改名：make move ID={old} TO={home}.新id WHY=…"
            )
    return found


def _belongs(
    project: Project, index: Ids, subject: Subject, target: Subject, task: str | None
) -> tuple[str, Loc, str] | None:
    """For a check or risk that leaves its task behind: file and path of the field that names it, and the new task."""
    name = index.lists[subject.id]
    if name not in {"checks", "risks"}:
        return None
    home, away = subject.id.partition(".")[0], target.id.partition(".")[0]
    tasks = sorted(
        id_.partition(".")[2] for id_ in index.ids["item"] if id_.startswith(f"{away}.") and index.lists[id_] == "tasks"
    )
    if task is None:
        raise EditError(
            f"{ITEM_NAMES[name]}要属于一项任务，而它的任务留在原处。写明归 `{away}` 的哪一项：TASK={'、'.join(tasks)} 之一。"
        )
    task = task.removeprefix(f"{away}.")
    if task not in tasks:
        raise EditError(f"`{away}` 里没有叫 `{task}` 的任务。{did_you_mean(task, tasks)}可用的有：{'、'.join(tasks)}。")
    items = project.document(f"data/duties/{home}.yml").data[name]
    number = next(n for n, item in enumerate(items) if str(item["id"]) == subject.last)
    return f"data/duties/{home}.yml", (name, number, "task" if name == "checks" else "control"), task


def _split(project: Project, change: ChangeSet, index: Ids, renames: dict[str, str]) -> None:
    """Carry items from one duty's file to the other's, and what roles do differently in them along with them."""
    for old, new in renames.items():
        home, away = (f"data/duties/{id_.partition('.')[0]}.yml" for id_ in (old, new))
        name = index.lists[old]
        text = change.texts.get(home) or project.texts[home]
        data = project.document(home, text).data
        number = next(n for n, item in enumerate(data[name]) if str(item["id"]) == new.partition(".")[2])
        rest, item = edit.cut(text, (name, number))
        change.texts[home] = rest
        change.texts[away] = edit.append(change.texts.get(away) or project.texts[away], (name,), item)
        _carry_questions(project, change, home, away, new.partition(".")[2])
        if name == "tasks":
            _carry_overrides(project, change, old, new)


def _carry_questions(project: Project, change: ChangeSet, home: str, away: str, item: str) -> None:
    """Take the questions about an item to its new duty. Raises EditError where that has as many as it may have."""
    most = next(rule.max_length for rule in model.Duty.model_fields["questions"].metadata)
    while True:
        asked = project.document(home, change.texts[home] or "").data.get("questions") or []
        number = next((n for n, one in enumerate(asked) if str(one["item"]) == item), None)
        if number is None:
            return
        there = change.texts[away] or ""
        if len(project.document(away, there).data.get("questions") or []) >= most:
            raise EditError(f"问 `{item}` 的练习题要跟着搬，而 {away} 已有 {most} 道。先在那里删一道。")
        rest, question = edit.cut(change.texts[home] or "", ("questions", number))
        change.texts[home] = rest
        change.texts[away] = edit.append(there, ("questions",), question)


def _carry_overrides(project: Project, change: ChangeSet, old: str, new: str) -> None:
    (home, _), (away, task) = old.split("."), new.split(".")
    for file in list(project.data_files()):
        if file.kind is not model.Role:
            continue
        text = change.texts.get(file.path) or project.texts[file.path]
        duties = project.document(file.path, text).data["duties"]
        places = {entry["duty"]: number for number, entry in enumerate(duties)}
        if home not in places:
            continue
        overrides = duties[places[home]].get("tasks") or []
        number = next((n for n, one in enumerate(overrides) if str(one["task"]) == task), None)
        if number is None:
            continue
        if away not in places:
            raise EditError(
                f"{file.path} 写着这个角色在 `{old}` 上的差异，而它没有自己的 `{away}`，这段差异没有地方放。"
                f"先在这个角色的 duties 里写上 `{away}`，或删掉那段差异。"
            )
        text, item = edit.cut(text, ("duties", places[home], "tasks", number))
        change.texts[file.path] = edit.append(text, ("duties", places[away], "tasks"), item)


# ------------------------------------------------------------------------------------------ what is said


def _notes(
    project: Project, change: ChangeSet, subject: Subject, target: Subject, renames: dict[str, str], touched: int
) -> list[str]:
    notes = [
        f"{old} → {new}"
        for old, new in (
            (Subject(subject.kind, o).address, Subject(subject.kind, n).address) for o, n in renames.items()
        )
    ]
    notes.append(f"改了 {touched} 处，{change.files()} 个文件。")
    if subject.kind == "role" and f"data/scorecards/{subject.id}.yml" in project.texts:
        notes.append(
            f"计分卡还叫 scorecards/{subject.id}；要一起改：make move ID=scorecards/{subject.id} TO={target.id} WHY=…"
        )
    if len(renames) > 1 or (subject.kind == "item" and subject.id.partition(".")[0] != target.id.partition(".")[0]):
        notes += _different(project, change, renames)
    for path, line in _left(project, change, subject, renames):
        notes.append(f"这里还提到旧的 id，没有改：{path}:{line}")
    return notes


def _different(project: Project, change: ChangeSet, renames: dict[str, str]) -> list[str]:
    """Roles that do a moved task otherwise than before, because they have the other duty from another role."""
    before: dict[str, model.Role] = contents(project).get("role", {})
    after = dict(before)
    for id_ in before:
        text = change.texts.get(f"data/roles/{id_}.yml")
        if text is not None:
            after[id_] = model.Role.model_validate(edit.load_value(text))
    notes = []
    for old, new in renames.items():
        for id_, role in before.items():
            was, now = _override(before, id_, old), _override(after, id_, new)
            strip = {"task"}
            if (was.model_dump(exclude=strip) if was else None) != (now.model_dump(exclude=strip) if now else None):
                notes.append(f"请核对 data/roles/{id_}.yml：{role.name}在 `{new}` 上的差异随底子角色变了。")
    return notes


def _override(roles: dict[str, model.Role], role: str, ref: str) -> model.TaskOverride | None:
    """What a role does differently in a task, as it or the role it is based on says."""
    duty, _, task = ref.partition(".")
    entry = duties_of(roles, role).get(duty)
    return next((one for one in entry.tasks if one.task == task), None) if entry is not None else None


#: What else in a project names ids: looked through, never changed.
_ELSEWHERE = ("README.md", "README.zh.md", "CONTRIBUTING.md", "mkdocs.yml")


def _left(project: Project, change: ChangeSet, subject: Subject, renames: dict[str, str]) -> list[tuple[str, int]]:
    """Where the old id still stands: in comments of the data, and in files that are not the playbook's."""
    if subject.kind in {"item", "step"}:
        words = [re.escape(old) for old in renames]
    else:
        words = [rf"{FOLDERS[subject.kind]}/{re.escape(subject.id)}"]
        if subject.kind == "duty":
            words.append(rf"{re.escape(subject.id)}(?=\.[a-z])")
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(words)})(?![\w-])")
    texts = {**project.texts, **{path: text or "" for path, text in change.texts.items()}}
    for name in _ELSEWHERE:
        if (file := project.root / name).is_file():
            texts[name] = file.read_text(encoding="utf-8", errors="replace")
    gone = f"data/{FOLDERS[subject.kind]}/{subject.id}.yml" if subject.kind in FILES else ""
    found = []
    for path, text in sorted(texts.items()):
        if path in {MOVED, gone}:
            continue
        found += [(path, number) for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found[:20]
