"""The list of pages: path, title, template, and which file and line to edit."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.kinds import KINDS
from macros.model.playbook import Place
from macros.views.views import Views


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page.

    `path` is the path of its Markdown below docs/, `kind` names its template, `id` what it is about ("" for a
    list), `title` its name in the navigation, `place` where its content is written. A `wide` page has no columns
    beside it.
    """

    path: str
    kind: str
    id: str
    title: str
    place: Place
    wide: bool = False

    @property
    def macro(self) -> str:
        """The macro call that is the page's body."""
        return f'{macro_of(self.kind)}("{self.id}")' if self.id else f"{macro_of(self.kind)}()"


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading of the navigation: its title, its own page, and the pages or branches under it."""

    title: str
    index: str
    below: tuple[Page | Branch, ...]


#: What the first part of an address is called: the lists of things, and the pages that are no list.
LISTS = {kind.folder: kind.list_title for kind in KINDS.values()} | {
    "changes": "变更",
    "practice": "练习",
    "team": "要几个人",
    "calendar": "工作日历",
}


def page_kinds() -> list[str]:
    """The kinds of generated pages: each has a template of that name, and a macro."""
    own = [name for kind in KINDS.values() if kind.has_own_files for name in (kind.id, f"{kind.id}-list")]
    dictionaries = [kind.folder for kind in KINDS.values() if not kind.has_own_files]
    return [*own, *dictionaries, "compare", "raci", "team", "calendar", "practice", "changes", "fields", "errors"]


def macro_of(page_kind: str) -> str:
    """The name of the macro that is the body of a page of this kind."""
    return f"{page_kind.replace('-', '_')}_page"


def address_of(path: str, anchor: str = "") -> str:
    """The address of a page below the site's root, with an anchor on it.

    The only function that makes one from the path of a page's Markdown below docs/: `duties/x.md` → `/duties/x/`,
    `duties/index.md` → `/duties/`. A page may well be called `document-index`.
    """
    page = f"/{path}".removesuffix("/index.md").removesuffix(".md")
    return f"{page}/#{anchor}" if anchor else f"{page}/"


def way(file: str, folder: str) -> str:
    """The relative link from a folder ("" for the top one) to a file, both written as pages are: below one root."""
    steps, down = folder.split("/") if folder else [], file.split("/")
    same = 0
    while same < min(len(steps), len(down) - 1) and steps[same] == down[same]:
        same += 1
    return "../" * (len(steps) - same) + "/".join(down[same:])


def pages(views: Views) -> list[Page]:
    """Every generated page, in the order of the navigation."""
    top = Place("data/playbook.yml", 1)
    found: list[Page] = []
    for kind in KINDS.values():
        if not kind.has_own_files:
            continue
        found.append(Page(f"{kind.folder}/index.md", f"{kind.id}-list", "", kind.list_title, top))
        for id_ in getattr(views.playbook, kind.folder):
            title = views.targets[f"{kind.id}:{id_}"].name
            found.append(Page(kind.spot(id_)[0], kind.id, id_, title, views.place(kind.id, id_)))
        if kind.id == "role":
            found.append(Page("roles/compare.md", "compare", "", "角色对照", top, wide=True))
    found.append(Page("raci/index.md", "raci", "", "RACI 分工表", top, wide=True))
    found.append(Page("team/index.md", "team", "", LISTS["team"], top, wide=True))
    found.append(Page("calendar/index.md", "calendar", "", LISTS["calendar"], Place("data/calendar.yml", 1), wide=True))
    found.append(Page("practice/index.md", "practice", "", LISTS["practice"], top))
    found.append(Page("changes/index.md", "changes", "", LISTS["changes"], top))
    found.extend(
        Page(f"{kind.folder}/index.md", kind.folder, "", kind.list_title, Place(f"data/{kind.folder}.yml", 1))
        for kind in KINDS.values()
        if not kind.has_own_files
    )
    found.append(Page("editing/fields.md", "fields", "", "每个字段", Place("macros/model/duty.py", 1)))
    found.append(Page("editing/errors.md", "errors", "", "每种错误", Place("macros/problems/catalogue.py", 1)))
    return found


def navigation(views: Views) -> list[Branch]:
    """The generated part of the navigation; the last branch is the guide for editors."""
    book = views.playbook
    by_path = {page.path: page for page in pages(views)}

    def leaves(folder: str) -> tuple[Page, ...]:
        return tuple(
            page for path, page in by_path.items() if path.startswith(f"{folder}/") and path != f"{folder}/index.md"
        )

    duties = tuple(
        Branch(group.name, "", tuple(by_path[f"duties/{id_}.md"] for id_ in group.duties)) for group in book.groups
    )
    own = {
        kind.folder: Branch(kind.list_title, f"{kind.folder}/index.md", leaves(kind.folder))
        for kind in KINDS.values()
        if kind.has_own_files
    }
    scenarios = own.pop("scenarios")
    own["duties"] = Branch(LISTS["duties"], "duties/index.md", duties)
    dictionaries = [kind.folder for kind in KINDS.values() if not kind.has_own_files]
    return [
        own.pop("roles"),  # who you are comes first
        *own.values(),
        Branch(
            "词典",
            "",
            tuple(by_path[f"{folder}/index.md"] for folder in (*dictionaries[:-1], "raci", dictionaries[-1])),
        ),
        Branch("一年", "", (by_path["calendar/index.md"], by_path["team/index.md"])),
        Branch(LISTS["practice"], "practice/index.md", (scenarios,)),
        Branch(LISTS["changes"], "changes/index.md", ()),
        Branch("编辑", "", (by_path["editing/fields.md"], by_path["editing/errors.md"])),
    ]
