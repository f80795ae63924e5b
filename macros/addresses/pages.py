"""The list of pages: path, title, template, and which file and line to edit."""

from __future__ import annotations

from dataclasses import dataclass

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
        name = self.kind.replace("-", "_")
        return f'{name}_page("{self.id}")' if self.id else f"{name}_page()"


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading of the navigation: its title, its own page, and the pages or branches under it."""

    title: str
    index: str
    below: tuple[Page | Branch, ...]


LISTS = {
    "duties": "职责",
    "roles": "角色",
    "checklists": "清单",
    "scorecards": "计分卡",
    "templates": "模板",
    "metrics": "指标",
    "terms": "术语",
    "tools": "工具",
    "sources": "来源",
    "changes": "变更",
}


def pages(views: Views) -> list[Page]:
    """Every generated page, in the order of the navigation."""
    book = views.playbook
    found: list[Page] = []

    def add(folder: str, kind: str, things: dict[str, str], where: Place) -> None:
        found.append(Page(f"{folder}/index.md", f"{kind}-list", "", LISTS[folder], where))
        found.extend(
            Page(f"{folder}/{id_}.md", kind, id_, title, views.place(kind, id_)) for id_, title in things.items()
        )

    top = Place("data/playbook.yml", 1)
    add("duties", "duty", {id_: duty.name for id_, duty in book.duties.items()}, top)
    add("roles", "role", {id_: role.name for id_, role in book.roles.items()}, top)
    found.append(Page("roles/compare.md", "compare", "", "角色对照", top, wide=True))
    add("checklists", "checklist", {id_: one.name for id_, one in book.checklists.items()}, top)
    add("scorecards", "scorecard", {id_: views.targets[f"scorecard:{id_}"].name for id_ in book.scorecards}, top)
    add("templates", "template", {id_: one.name for id_, one in book.templates.items()}, top)
    found.append(Page("raci/index.md", "raci", "", "RACI 分工表", top, wide=True))
    found.append(Page("changes/index.md", "changes", "", LISTS["changes"], top))
    found.extend(
        Page(f"{folder}/index.md", folder, "", LISTS[folder], Place(f"data/{folder}.yml", 1))
        for folder in ("metrics", "terms", "tools", "sources")
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
    return [
        Branch(LISTS["roles"], "roles/index.md", leaves("roles")),
        Branch(LISTS["duties"], "duties/index.md", duties),
        Branch(LISTS["checklists"], "checklists/index.md", leaves("checklists")),
        Branch(LISTS["scorecards"], "scorecards/index.md", leaves("scorecards")),
        Branch(LISTS["templates"], "templates/index.md", leaves("templates")),
        Branch(
            "词典",
            "",
            tuple(by_path[f"{folder}/index.md"] for folder in ("metrics", "terms", "tools", "raci", "sources")),
        ),
        Branch(LISTS["changes"], "changes/index.md", ()),
        Branch("编辑", "", (by_path["editing/fields.md"], by_path["editing/errors.md"])),
    ]
