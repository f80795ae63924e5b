"""The whole: the order of everything, what moved, and the checked Playbook."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, ClassVar

from macros.model.base import Change, Model, field
from macros.model.calendar import CalendarFile
from macros.model.dictionaries import Metric, NamedGroup, Section, Source, Term, Tool
from macros.model.duty import Duty
from macros.model.forms import Checklist, Scorecard, Template
from macros.model.house import KeepingPlace, Setting
from macros.model.markers import Own
from macros.model.role import Role, RoleDuty
from macros.model.scenario import Scenario
from macros.model.search import SearchFile
from macros.model.types import Date, DutyId, Id, MetricId, RoleId, Text, Whole


class Move(Model):
    """An id that changed: the old one, the new one, since when and why."""

    kind_name = "搬迁"
    from_: Text = field("旧 id", "页面写成 duties/x，条目写成 duty.item", "duties/metric-watch", alias="from")
    to: Text | None = field("新 id", "搬到哪里；取消了就不写", "duties/data-monitoring", default=None)
    date: Date = field("日期", "YYYY-MM-DD", "2026-11-22")
    why: Text = field("原因", "说给点开旧链接的人听", "换了更常用的名字")


class MoveFile(Model):
    """What moved: moved.yml."""

    kind: ClassVar[str] = "moved"
    kind_name = "搬迁表"
    moved: list[Move] = field("搬迁", "改名、拆分、取消的记录", default=[])


class DutyGroup(Model):
    """A group of duties, in reading order."""

    kind: ClassVar[str] = "duty-group"
    kind_name = "职责组"
    id: Annotated[Id, Own("组")] = field("id", "英文小写加连字符", "data")
    name: Text = field("名称", "组名", "数据")
    duties: list[DutyId] = field("职责", "按阅读顺序写职责 id", ["data-monitoring", "data-analysis"], min_length=1)


class Team(Model):
    """A team outside operations that tasks deal with."""

    kind: ClassVar[str] = "team"
    kind_name = "团队"
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符", "data-team")
    name: Text = field("名称", "团队的中文名", "数据组")
    what: Text = field("找它做什么", "一句话", "取数、埋点和数据质量")


class People(Model):
    """How many people a role has."""

    kind_name = "人数"
    role: RoleId = field("角色", "角色的 id", "control-ops")
    people: Whole = field("几个人", "整数，至少 1", 2, ge=1, le=200)


class TeamSize(Model):
    """A team of another size: for the page that says how many people are needed."""

    kind_name = "团队规模"
    name: Text = field("名称", "按人数起名", "8 人")
    people: list[People] = field("人数", "有哪些角色、各几个人", min_length=1)


class GoalGroup(Model):
    """A family of goals, told by the metrics that belong to it."""

    kind: ClassVar[str] = "goal-group"
    kind_name = "目标类别"
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符", "traffic")
    name: Text = field("名称", "类别名", "流量与增长")
    metrics: list[MetricId] = field("指标", "属于这一类的指标 id", ["mttd", "alert-precision"], min_length=1)


class PlaybookFile(Model):
    """The order of everything: playbook.yml."""

    kind: ClassVar[str] = "playbook"
    kind_name = "手册总表"
    title: Text = field("书名", "站点标题", "运营手册")
    about: Text = field("一句话介绍", "首页第一句", "打开你的岗位，今天要交什么都写在那里。")
    groups: list[DutyGroup] = field("职责组", "按阅读顺序", min_length=1)
    roles: list[RoleId] = field("角色", "按阅读顺序写角色 id", ["general-ops", "control-ops"], min_length=1)
    teams: list[Team] = field("运营之外的团队", "任务会找到的团队", min_length=1)
    team: list[People] = field("这本手册写给多大的团队", "每个角色几个人", min_length=1)
    team_sizes: list[TeamSize] = field("别的团队规模", "人数测算页上可选的几种", default=[])
    goal_groups: list[GoalGroup] = field("目标类别", "每个指标恰属一类", min_length=1)
    changes: list[Change] = field("变更记录", "要告诉所有使用者的变化", default=[])


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: the data file, relative to the project, and the line, from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Playbook:
    """The whole playbook, checked: every reference in it leads somewhere.

    Dictionaries are in reading order and keyed by id. `role_duties` has the duties of each role after its
    base was taken over, changed and dropped from. `written_at` is keyed by (kind, id); the id of something inside
    a duty is `duty.item`, of a role's duty `role.duty`.
    """

    title: str
    about: str
    groups: tuple[DutyGroup, ...]
    teams: dict[str, Team]
    goal_groups: tuple[GoalGroup, ...]
    duties: dict[str, Duty]
    roles: dict[str, Role]
    role_duties: dict[str, tuple[RoleDuty, ...]]
    checklists: dict[str, Checklist]
    scorecards: dict[str, Scorecard]
    templates: dict[str, Template]
    metric_groups: tuple[NamedGroup, ...]
    metrics: dict[str, Metric]
    terms: dict[str, Term]
    tools: dict[str, Tool]
    sources: dict[str, Source]
    moved: tuple[Move, ...]
    written_at: dict[tuple[str, str], Place]
    calendar: CalendarFile
    #: How many people each role has; a role that isn't named has none.
    team: dict[str, int]
    team_sizes: tuple[TeamSize, ...] = ()
    scenarios: dict[str, Scenario] = dataclasses.field(default_factory=dict)
    places: dict[str, KeepingPlace] = dataclasses.field(default_factory=dict)
    settings: dict[str, Setting] = dataclasses.field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    search: SearchFile = dataclasses.field(default_factory=SearchFile)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section of every article."""
        return tuple(
            section for source in self.sources.values() for answer in source.answers for section in answer.sections
        )
