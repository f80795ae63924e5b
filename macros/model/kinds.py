"""The kinds of things there are, in one table: what has ids, files, pages and addresses of its own.

Targets, addresses, pages, API, search, ids, impact, review and `make new` iterate over it. How to add a kind:
CONTRIBUTING.md. tests/test_kinds.py says what a kind still lacks.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.base import Model
from macros.model.calendar import CalendarFile
from macros.model.dictionaries import Metric, MetricFile, Section, SourceFile, Term, TermFile, Tool, ToolFile
from macros.model.duty import Check, Duty, Goal, Risk
from macros.model.forms import Checklist, Scorecard, Template
from macros.model.house import KeepingPlace, PlaceFile, Setting, SettingFile
from macros.model.playbook import MoveFile, PlaybookFile
from macros.model.role import Role
from macros.model.scenario import Scenario
from macros.model.search import SearchFile
from macros.model.task import Task

#: What readers call the forms in which something can be taken away.
FORMATS = {"xlsx": "Excel", "csv": "CSV", "docx": "Word", "ics": "日历"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing.

    `name` is what readers call it, `title` what its list is called where that differs. `folder` is the folder of its
    addresses, the name of its file in the API, and the attribute of Playbook that has its things. Each thing is a file
    of its own in that folder of data/, or an entry of the dictionary data/<folder>.yml, which `dictionary` describes.
    `weight` says how much its pages count in the search, from 1 to 10: what people do before what helps them do it.
    `formats` are the forms of FORMATS in which a thing can be taken away; `taken` the ids that are pages of the playbook
    itself.
    """

    id: str
    name: str
    folder: str
    model: type[Model]
    weight: int
    formats: tuple[str, ...] = ()
    dictionary: type[Model] | None = None
    title: str = ""
    taken: frozenset[str] = frozenset({"index"})

    @property
    def list_title(self) -> str:
        """What the list of all things of this kind is called."""
        return self.title or self.name

    @property
    def has_own_files(self) -> bool:
        """Whether each thing is a file and a page of its own, and no entry of a dictionary."""
        return self.dictionary is None

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody looks its things through regularly."""
        return "reviewed_on" in self.model.model_fields

    def spot(self, id_: str) -> tuple[str, str]:
        """The path of the Markdown of the page that a thing is on, and its anchor there ("" for a page of its own)."""
        return (f"{self.folder}/{id_}.md", "") if self.has_own_files else (f"{self.folder}/index.md", id_)


#: In reading order.
KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("duty", "职责", "duties", Duty, 10),
        Kind("role", "角色", "roles", Role, 10, ("docx", "ics"), taken=frozenset({"index", "compare"})),
        Kind("checklist", "清单", "checklists", Checklist, 9, ("xlsx", "csv")),
        Kind("scorecard", "计分卡", "scorecards", Scorecard, 8, ("xlsx", "csv")),
        Kind("scenario", "推演", "scenarios", Scenario, 7),
        Kind("metric", "指标", "metrics", Metric, 9, dictionary=MetricFile),
        Kind("term", "术语", "terms", Term, 9, dictionary=TermFile),
        Kind("tool", "工具", "tools", Tool, 7, dictionary=ToolFile),
        Kind("place", "地点", "places", KeepingPlace, 7, dictionary=PlaceFile),
        Kind("setting", "设置", "settings", Setting, 4, dictionary=SettingFile),
        Kind("template", "模板", "templates", Template, 8, ("xlsx", "csv")),
        Kind("section", "来源小节", "sources", Section, 5, dictionary=SourceFile, title="来源"),
    )
}
#: The same by folder.
BY_FOLDER: dict[str, Kind] = {kind.folder: kind for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of item inside a duty: its id, what readers call it, the field of Duty that lists it, its model."""

    id: str
    name: str
    field: str
    model: type[Model]


#: In reading order. Each item has the address `/duties/<duty>/#<item>` and the short address `/go/<duty>.<item>/`.
ITEMS: dict[str, ItemKind] = {
    item.id: item
    for item in (
        ItemKind("task", "任务", "tasks", Task),
        ItemKind("check", "检查项", "checks", Check),
        ItemKind("goal", "绩效目标", "goals", Goal),
        ItemKind("risk", "风险", "risks", Risk),
    )
}

#: The model of the files in each folder of data/, and of each file directly in data/.
FOLDERS: dict[str, type[Model]] = {kind.folder: kind.model for kind in KINDS.values() if kind.has_own_files}
FILES: dict[str, type[Model]] = {
    "playbook.yml": PlaybookFile,
    "calendar.yml": CalendarFile,
    **{f"{kind.folder}.yml": kind.dictionary for kind in KINDS.values() if kind.dictionary},
    "search.yml": SearchFile,
    "moved.yml": MoveFile,
}
#: Those of them that a playbook may well do without.
OPTIONAL_FILES = frozenset({"search.yml", "moved.yml", "settings.yml"})
OPTIONAL_FOLDERS = frozenset({"scenarios"})
