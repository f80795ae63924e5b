"""What a change shows up in, found by rendering: the playbook before and after it, page by page and file by file.

For something that has not changed, a copy of the playbook is made in which every text of it is different; what
differs then is what it shows up in. So nothing here has to know which page shows what.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from jinja2 import Environment, StrictUndefined

from macros import define_env, model
from macros.editing.ids import Subject, ids_of, is_among, resolve
from macros.editing.project import Project
from macros.exports import all
from macros.model.introspect import is_text
from macros.model.playbook import Playbook
from macros.model.references import references
from macros.pages.render import Renderer
from macros.problems import git
from macros.views.views import Views
from macros.yamltext.edit import EditError

#: Put behind a text to make it another.
SIGN = "※"
#: Fields of text whose wording a program reads.
_READ_BY_PROGRAMS = {"due", "start", "expr", "from_", "to"}
#: How the pages are called by the first part of their path.
SECTIONS = {"": "手写页"} | {kind.folder: kind.list_title for kind in model.KINDS.values() if kind.has_own_files}

Thing = TypeVar("Thing", bound=model.Model)


@dataclass(frozen=True)
class State:
    """Everything a playbook is turned into: Markdown by path, titles by path, digests of exports by path."""

    pages: dict[str, str]
    titles: dict[str, str]
    exports: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """The pages and exports that are not the same in two states, by path, in the order of the navigation."""

    changed: list[str]
    added: list[str]
    removed: list[str]
    exports: list[str]


def render(playbook: Playbook, written: Mapping[str, str], *, with_exports: bool) -> State:
    """Turn a playbook, with the pages that people wrote (by path below docs/), into everything it is shown as."""
    renderer = Renderer(Views(playbook))
    pages = {path: renderer.page(page) for path, page in renderer.pages.items()}
    titles = {path: page.title for path, page in renderer.pages.items()}
    for path, text in written.items():
        pages[path] = _hand_written(renderer, pages, path, text)
        titles[path] = _title(text) or path
    found = (
        {path: hashlib.sha256(content).hexdigest() for path, content in all.files(renderer.views)}
        if with_exports
        else {}
    )
    return State(pages, titles, found)


def difference(before: State, after: State) -> Difference:
    """What is not the same in two states."""
    both = [path for path in after.pages if path in before.pages]
    files = sorted(before.exports.keys() | after.exports.keys())
    return Difference(
        changed=[path for path in both if before.pages[path] != after.pages[path]],
        added=[path for path in after.pages if path not in before.pages],
        removed=[path for path in before.pages if path not in after.pages],
        exports=[path for path in files if before.exports.get(path) != after.exports.get(path)],
    )


def _hand_written(renderer: Renderer, pages: dict[str, str], path: str, text: str) -> str:
    """A page that people wrote, its macros answered; as it is written when they can't be answered here."""
    session = SimpleNamespace(
        text=pages.__getitem__,
        fragment=renderer.fragment,
        link=lambda page, key, label: renderer.inline(page).link(renderer.views.targets[key], label),
    )
    known: dict[str, Callable[..., Any]] = {}

    def macro(function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
        known[name or function.__name__] = function
        return function

    define_env(
        SimpleNamespace(
            conf=SimpleNamespace(extra={"playbook": session}),
            page=SimpleNamespace(file=SimpleNamespace(src_uri=path)),
            macro=macro,
        )
    )
    try:
        return Environment(undefined=StrictUndefined).from_string(text).render(known)
    except Exception:  # whatever it is, the build names it; here the text itself is compared
        return text


def _title(text: str) -> str:
    return next((line.lstrip("# ").split(" {")[0] for line in text.splitlines() if line.startswith("# ")), "")


def section_of(path: str) -> str:
    """Under which heading a page is listed."""
    folder = path.partition("/")[0] if "/" in path else ""
    return SECTIONS.get(folder, "词典与总表" if folder else SECTIONS[""])


# ------------------------------------------------------------------------------------- something unchanged


def touched(project: Project, playbook: Playbook, text: str) -> tuple[str, Playbook]:
    """A playbook in which every text of something is different.

    Takes what an editor writes: an id as `ids.resolve` reads it, the id of a section of the sources, or the path of
    a data file. Gives back the address of what was meant, and the playbook. Raises EditError when there is no such
    thing.
    """
    name = text.strip().removeprefix("data/")
    if name in model.FILES:
        return f"data/{name}", _touch_file(playbook, name)
    if any(section.id == name for section in _sections(playbook)):
        return name, dataclasses.replace(playbook, sources=_touch_section(playbook, name))
    subject = resolve(ids_of(project), text)
    return subject.address, _touch(playbook, subject)


def _sections(playbook: Playbook) -> list[model.Section]:
    return [part for one in playbook.sources.values() for answer in one.answers for part in answer.sections]


def _touch(playbook: Playbook, subject: Subject) -> Playbook:
    replace = dataclasses.replace
    if subject.kind in {"item", "step"}:
        duty, item, *step = subject.id.split(".")
        changed = _touch_item(playbook.duties[duty], item, step[0] if step else None)
        return replace(playbook, duties={**playbook.duties, duty: changed})
    if subject.kind == "team":
        return replace(playbook, teams=_with(playbook.teams, subject.id))
    if subject.kind == "role":
        own = {id(entry) for entry in playbook.roles[subject.id].duties}
        shares = {
            role: tuple(touch(entry) if id(entry) in own else entry for entry in entries)
            for role, entries in playbook.role_duties.items()
        }
        return replace(playbook, roles=_with(playbook.roles, subject.id), role_duties=shares)
    name = model.KINDS[subject.kind].folder
    return replace(playbook, **{name: _with(getattr(playbook, name), subject.id)})


def _with(things: dict[str, Thing], id_: str) -> dict[str, Thing]:
    return {key: touch(thing) if key == id_ else thing for key, thing in things.items()}


def _touch_item(duty: model.Duty, item: str, step: str | None) -> model.Duty:
    def changed(one: Any) -> Any:
        if one.id != item:
            return one
        if step is None:
            return touch(one)
        return one.model_copy(update={"steps": [touch(part) if part.id == step else part for part in one.steps]})

    lists = ("tasks", "checks", "goals", "risks")
    return duty.model_copy(update={name: [changed(one) for one in getattr(duty, name)] for name in lists})


def _touch_section(playbook: Playbook, section: str) -> dict[str, model.Source]:
    def answer(one: model.Answer) -> model.Answer:
        return one.model_copy(
            update={"sections": [touch(part) if part.id == section else part for part in one.sections]}
        )

    return {
        id_: source.model_copy(update={"answers": [answer(one) for one in source.answers]})
        for id_, source in playbook.sources.items()
    }


def _touch_file(playbook: Playbook, name: str) -> Playbook:
    replace = dataclasses.replace
    if name == "moved.yml":
        return replace(playbook, moved=tuple(touch(one) for one in playbook.moved))
    if name == "search.yml":
        return replace(playbook, search=touch(playbook.search))
    if name == "calendar.yml":
        return replace(playbook, calendar=touch(playbook.calendar))
    if name == "playbook.yml":
        return replace(
            playbook,
            title=playbook.title + SIGN,
            about=playbook.about + SIGN,
            groups=tuple(touch(one) for one in playbook.groups),
            teams={id_: touch(one) for id_, one in playbook.teams.items()},
            goal_groups=tuple(touch(one) for one in playbook.goal_groups),
            team_sizes=tuple(touch(one) for one in playbook.team_sizes),
        )
    kind = name.removesuffix(".yml")
    return replace(playbook, **{kind: {id_: touch(one) for id_, one in getattr(playbook, kind).items()}})


def touch(thing: Thing) -> Thing:
    """A copy of something with a sign behind every text that people read. Ids, dates and numbers stay."""
    update: dict[str, Any] = {}
    for name, info in type(thing).model_fields.items():
        value = getattr(thing, name)
        if isinstance(value, model.Model):
            update[name] = touch(value)
        elif isinstance(value, list) and value and isinstance(value[0], model.Model):
            update[name] = [touch(one) for one in value]
        elif name in _READ_BY_PROGRAMS or not is_text(info):
            continue
        elif isinstance(value, str):
            update[name] = value + SIGN
        elif isinstance(value, list):
            update[name] = [one + SIGN for one in value]
    return thing.model_copy(update=update)


def named_at(project: Project, subject: Subject) -> list[tuple[str, int]]:
    """The places in data/ that refer to something by its id: file and line."""
    found: list[tuple[str, int]] = []
    for file in project.data_files():
        for reference in references(file.kind, file.id, file.document.data):
            same = is_among(subject.kind, reference.space) and reference.id == subject.id
            inside = subject.kind == "item" and reference.id.startswith(f"{subject.id}.")
            if not reference.given and (same or inside):
                found.append((file.path, file.document.marks.find(reference.loc)[0]))
    return found


# ------------------------------------------------------------------------------------- the uncommitted change


def committed(root: Path, revision: str, into: Path) -> None:
    """Put data/ and docs/ as git has them at a revision into a folder. Nothing in the project is touched.

    Raises EditError when there is no git, or no such revision.
    """
    known = _ask(root, "ls-tree", "--name-only", "-z", revision, "data", "docs").decode().split("\0")
    archive = _ask(root, "archive", "--format=tar", revision, *filter(None, known))
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")


def uncommitted(root: Path, revision: str) -> list[str]:
    """The files of data/ and docs/ that are not as git has them at a revision, new ones included."""
    changed = _ask(root, "diff", "--name-only", "--relative", "-z", revision, "--", "data", "docs")
    fresh = _ask(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "data", "docs")
    return sorted(filter(None, (changed + fresh).decode().split("\0")))


def _ask(root: Path, *arguments: str) -> bytes:
    try:
        return git.ask(root, *arguments)
    except git.GitError as error:
        raise EditError(f"看不出改了什么：{error}。或者写明要看哪一样：make impact ID=…") from None
