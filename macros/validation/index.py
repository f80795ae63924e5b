"""What there is: everything that could be read of the files, by kind and id, and where it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from macros import model
from macros.model.playbook import Place
from macros.model.references import Reference
from macros.model.role import duties_of, lineage
from macros.problems.problem import Loc
from macros.validation.file import File


class Index:
    """Everything that the files have, for the rules that look at more than one of them.

    `ids` are the ids of each kind that something may refer to, `written` those of them that have a file. `items` and
    `steps` are those of the duties that could be read. `role_duties` are the duties of each role with its base's;
    a role whose base is not there, could not be read, or is based on the role itself is not among them.
    """

    def __init__(self, files: list[File]) -> None:
        self.files = files
        self.by_kind: dict[str, dict[str, tuple[File, Any]]] = {}
        for file in files:
            if file.content is not None:
                self.by_kind.setdefault(file.kind.kind, {})[file.id] = (file, file.content)
        self.duties: dict[str, model.Duty] = self.contents("duty")
        self.roles: dict[str, model.Role] = self.contents("role")
        self.top: model.PlaybookFile | None = self._single("playbook")
        self.metric_file: model.MetricFile | None = self._single("metrics")
        self.metrics = {metric.id: metric for metric in self.metric_file.metrics} if self.metric_file else {}
        terms: model.TermFile | None = self._single("terms")
        self.terms = {term.id: term for term in terms.terms} if terms else {}
        tools: model.ToolFile | None = self._single("tools")
        self.tools = {tool.id: tool for tool in tools.tools} if tools else {}
        sources: model.SourceFile | None = self._single("sources")
        places: model.PlaceFile | None = self._single("places")
        self.keeping_places = {place.id: place for place in places.places} if places else {}
        settings: model.SettingFile | None = self._single("settings")
        self.settings = {setting.id: setting for setting in settings.settings} if settings else {}
        self.sources = {source.id: source for source in sources.sources} if sources else {}
        moved: model.MoveFile | None = self._single("moved")
        self.calendar: model.CalendarFile | None = self._single("calendar")
        search: model.SearchFile | None = self._single("search")
        self.search = search or model.SearchFile()
        self.moved = tuple(moved.moved) if moved else ()
        self.teams = {team.id: team for team in self.top.teams} if self.top else {}
        self.items: dict[str, dict[str, str]] = {
            id_: {item.id: item.kind for item in duty.items()} for id_, duty in self.duties.items()
        }
        self.steps = {
            f"{id_}.{task.id}.{step.id}"
            for id_, duty in self.duties.items()
            for task in duty.tasks
            for step in task.steps
            if step.id
        }
        # A file whose shape is wrong still takes its id, so that references to it aren't reported as well.
        self.written = {
            kind.id: {file.id for file in files if file.kind is kind.model}
            for kind in model.KINDS.values()
            if kind.has_own_files
        }
        self.ids = self._ids()
        self.role_duties = {
            id_: tuple(duties_of(self.roles, id_).values())
            for id_ in self.roles
            if self.roles[lineage(self.roles, id_)[-1]].base is None
        }
        #: Where ids are written that others refer to: file and path, by space and id.
        self.homes: dict[tuple[str, str], tuple[File, Loc]] = {}
        #: The ids that each file gives, by its path.
        self.given: dict[str, list[Reference]] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self._find_places()

    def contents(self, kind: str) -> dict[str, Any]:
        """What could be read of the files of a kind, by id."""
        return {id_: content for id_, (_, content) in self.by_kind.get(kind, {}).items()}

    def _single(self, kind: str) -> Any:
        return next(iter(self.contents(kind).values()), None)

    def _ids(self) -> dict[str, Collection[str]]:
        """Ids by space; a space is left out where the file that has them could not be read."""
        ids: dict[str, Collection[str]] = {kind: set(written) for kind, written in self.written.items()}
        if self.top is not None:
            # What playbook.yml lists is known elsewhere: a missing file is reported there, once.
            ids["duty"] = {*ids["duty"], *(id_ for group in self.top.groups for id_ in group.duties)}
            ids["role"] = {*ids["role"], *self.top.roles}
            ids["person"] = {*ids["role"], *self.teams}
        if self.metric_file is not None:
            ids["metric"] = self.metrics
            ids["metric-group"] = {group.id for group in self.metric_file.groups}
        if self.terms:
            ids["term"] = self.terms
        if self.tools:
            ids["tool"] = self.tools
        if self.keeping_places:
            ids["place"] = self.keeping_places
        if self.settings:
            ids["setting"] = self.settings
        if self.sources:
            ids["section"] = {
                section.id
                for source in self.sources.values()
                for answer in source.answers
                for section in answer.sections
            }
        return ids

    def _find_places(self) -> None:
        """Note where everything stands that has an id."""
        for file in self.files:
            if file.content is None:
                continue
            if file.kind.kind in self.written:
                self._place(file.kind.kind, file.id, file, ())
            self.given[file.path] = [reference for reference in file.references() if reference.given]
            for reference in self.given[file.path]:
                self._place(reference.owner.kind, reference.id, file, reference.loc[:-1])
            if isinstance(file.content, model.Role):
                for number, entry in enumerate(file.content.duties):
                    self._place("role-duty", f"{file.id}.{entry.duty}", file, ("duties", number))

    def _place(self, kind: str, id_: str, file: File, loc: Loc) -> None:
        self.places[kind, id_] = Place(file.path, file.line(loc) if loc else 1)
        self.homes[home_of(kind), id_] = file, loc

    def addresses(self) -> set[str]:
        """Everything that moved.yml may lead to, as it is written there."""
        found = {f"{model.KINDS[kind].folder}/{id_}" for kind in self.written for id_ in self.ids[kind]}
        found |= {f"{duty}.{item}" for duty, items in self.items.items() for item in items} | self.steps
        for name, entries in (
            ("metrics", self.metrics),
            ("terms", self.terms),
            ("tools", self.tools),
            ("places", self.keeping_places),
            ("settings", self.settings),
        ):
            found |= {f"{name}/{id_}" for id_ in entries}
        return found


def home_of(kind: str) -> str:
    """Among which ids one of a kind is looked for: roles and teams are people."""
    if kind in model.ITEMS:
        return "item"
    return "person" if kind in {"role", "team"} else kind
