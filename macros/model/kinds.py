"""The kinds of files there are in data/."""

from __future__ import annotations

from macros.model.base import Model
from macros.model.dictionaries import MetricFile, SourceFile, TermFile, ToolFile
from macros.model.duty import Duty
from macros.model.forms import Checklist, Scorecard, Template
from macros.model.playbook import MoveFile, PlaybookFile
from macros.model.role import Role

#: The kind of file that lies in each folder of data/, and under each name directly in data/.
FOLDERS: dict[str, type[Duty] | type[Role] | type[Checklist] | type[Scorecard] | type[Template]] = {
    "duties": Duty,
    "roles": Role,
    "checklists": Checklist,
    "scorecards": Scorecard,
    "templates": Template,
}
#: Ids that are pages of the playbook itself, by folder; "" for the folders that have no more than their list.
TAKEN = {"": frozenset({"index"}), "roles": frozenset({"index", "compare"})}
FILES: dict[str, type[Model]] = {
    "playbook.yml": PlaybookFile,
    "metrics.yml": MetricFile,
    "terms.yml": TermFile,
    "tools.yml": ToolFile,
    "sources.yml": SourceFile,
    "moved.yml": MoveFile,
}
