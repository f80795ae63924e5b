"""What readers type into the search that the texts don't say: search.yml."""

from __future__ import annotations

from typing import Annotated, ClassVar

from macros.model.base import Model, field
from macros.model.markers import Ref
from macros.model.types import DutyId, Id, ItemRef, MetricId, RoleId, TaskRef, TemplateId, Text, ToolId

_ID = "id"
_WHICH = "要让人搜到的那一条的 id"


class Synonym(Model):
    """Words of readers that mean words of the playbook."""

    kind_name = "同义词"
    words: list[Text] = field("手册的词", "手册里的写法，按相近程度排", ["晋升"], min_length=1)
    queries: list[Text] = field("读者的词", "读者会打进搜索框的说法", ["升职", "提拔"], min_length=1)


class Queries(Model):
    """What readers type who look for something."""

    queries: list[Text] = field(
        "搜法", "读者会怎么问：口语、症状、英文；名称和别名里有的不用再写", ["客户骂人", "要赔钱"], min_length=1
    )


class DutyQueries(Queries):
    """What readers type who look for a duty."""

    kind_name = "职责的搜法"
    id: DutyId = field(_ID, _WHICH, "customer-service")


class TaskQueries(Queries):
    """What readers type who look for a task, or for the template of what comes out of it."""

    kind_name = "任务的搜法"
    id: TaskRef = field(_ID, _WHICH, "customer-service.handle-complaint")


class RiskQueries(Queries):
    """What readers type who see that a risk of a duty has come true."""

    kind_name = "风险的搜法"
    id: Annotated[ItemRef, Ref("risk")] = field(_ID, _WHICH, "data-monitoring.alarm-fatigue")


class RoleQueries(Queries):
    """What readers type who look for a role."""

    kind_name = "角色的搜法"
    id: RoleId = field(_ID, _WHICH, "control-ops")


class ChecklistQueries(Queries):
    """What readers type who look for a checklist."""

    kind_name = "清单的搜法"
    id: Annotated[Id, Ref("checklist")] = field(_ID, _WHICH, "daily-handover")


class ScorecardQueries(Queries):
    """What readers type who look for a scorecard."""

    kind_name = "计分卡的搜法"
    id: Annotated[Id, Ref("scorecard")] = field(_ID, _WHICH, "control-ops")


class TemplateQueries(Queries):
    """What readers type who look for a template."""

    kind_name = "模板的搜法"
    id: TemplateId = field(_ID, _WHICH, "shift-roster")


class MetricQueries(Queries):
    """What readers type who look for a metric."""

    kind_name = "指标的搜法"
    id: MetricId = field(_ID, _WHICH, "csat")


class TermQueries(Queries):
    """What readers type who look for a term."""

    kind_name = "术语的搜法"
    id: Annotated[Id, Ref("term")] = field(_ID, _WHICH, "rollback")


class ToolQueries(Queries):
    """What readers type who look for a tool."""

    kind_name = "工具的搜法"
    id: ToolId = field(_ID, _WHICH, "bi")


class SearchFile(Model):
    """What readers type: search.yml. It may be missing; names and texts are found without it."""

    kind: ClassVar[str] = "search"
    kind_name = "搜索用词"
    synonyms: list[Synonym] = field("同义词", "读者的词和手册的词，到处都算数", default=[])
    duties: list[DutyQueries] = field("职责", "各项职责的搜法", default=[])
    tasks: list[TaskQueries] = field("任务", "各项任务的搜法；任务产出的模板也按它找", default=[])
    risks: list[RiskQueries] = field("风险", "各条风险的搜法：出了事会怎么说", default=[])
    roles: list[RoleQueries] = field("角色", "各个角色的搜法", default=[])
    checklists: list[ChecklistQueries] = field("清单", "各份清单的搜法", default=[])
    scorecards: list[ScorecardQueries] = field("计分卡", "各张计分卡的搜法，写角色的 id", default=[])
    templates: list[TemplateQueries] = field("模板", "各份模板的搜法", default=[])
    metrics: list[MetricQueries] = field("指标", "各个指标的搜法", default=[])
    terms: list[TermQueries] = field("术语", "各条术语的搜法", default=[])
    tools: list[ToolQueries] = field("工具", "各类工具的搜法", default=[])

    def by_key(self) -> dict[str, list[str]]:
        """The queries of everything that has some, by its key: `duty:x`, `metric:x`, a task or a risk as `duty.item`."""
        found = {entry.id: list(entry.queries) for entry in self.tasks}
        found |= {entry.id: list(entry.queries) for entry in self.risks}
        groups: dict[str, list[Queries]] = {
            "duty": [*self.duties],
            "role": [*self.roles],
            "checklist": [*self.checklists],
            "scorecard": [*self.scorecards],
            "template": [*self.templates],
            "metric": [*self.metrics],
            "term": [*self.terms],
            "tool": [*self.tools],
        }
        for kind, entries in groups.items():
            found |= {f"{kind}:{entry.id}": list(entry.queries) for entry in entries}  # type: ignore[attr-defined]
        return found
