"""A role variant: who does how much of which duty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from macros.model.base import Change, Model, field, has
from macros.model.markers import Scope
from macros.model.task import Decide
from macros.model.types import (
    Cadence,
    Clock,
    Date,
    Duration,
    DutyId,
    Flag,
    Number,
    Part,
    Person,
    RoleId,
    SectionRef,
    TaskHere,
    TaskRef,
    Text,
    Weekday,
    When,
    Whole,
)


class TaskOverride(Model):
    """What a role does differently in one task of a duty."""

    kind_name = "任务差异"
    schema_rule: ClassVar[Mapping[str, Any]] = {
        "anyOf": [
            *map(has, ("cadence", "due", "start", "minutes", "per_month", "scope")),
            {"required": ["skip"], "properties": {"skip": {"const": True}}},
        ]
    }
    task: TaskHere = field("任务", "那项职责里任务的 id", "morning-check")
    cadence: Cadence | None = field("频率", "与任务不同时才写", "weekly", default=None)
    due: When | None = field("截止时刻", "与任务不同时才写", "10:00", default=None)
    start: When | None = field("开始时刻", "与任务不同时才写", "周一 10:00", default=None)
    minutes: Whole | None = field("用时（分钟）", "与任务不同时才写", 10, default=None, ge=1, le=4800)
    per_month: Number | None = field(
        "一个月大约几次", "遇事才做的任务，与任务不同时才写", 2, default=None, gt=0, le=10000
    )
    scope: Text | None = field("范围", "这个角色只做到哪里、或多做什么", "只定总数，不写口径", default=None)
    skip: Flag = field("不做", "这个角色不做这项任务时写 true", True, default=False)

    @model_validator(mode="after")
    def _says_something(self) -> TaskOverride:
        if not any((self.cadence, self.due, self.start, self.minutes, self.per_month, self.scope, self.skip)):
            raise PydanticCustomError("empty_override", "empty")
        return self


class RoleDuty(Model):
    """What part a role has in a duty and what it stresses. How much of its time it takes is worked out from the hours."""

    kind: ClassVar[str] = "role-duty"
    kind_name = "角色的职责"
    duty: Annotated[DutyId, Scope()] = field("职责", "职责的 id", "data-monitoring")
    part: Part = field("担当", "lead 主导，do 执行，support 协助", "lead")
    emphasis: Text = field(
        "侧重", "一两句，写这个角色在这项职责上与别人不同之处", "一整班守着告警，响了 10 分钟内有人认。"
    )
    tasks: list[TaskOverride] = field("任务差异", "截止时刻、范围与职责页不同时才写", default=[])
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-01"], default=[], alias="from")


class OnboardingStage(Model):
    """What someone new has reached by a certain day, and how that is shown."""

    kind_name = "上手阶段"
    outcome: Text = field("到时能做到什么", "一句话，可当面验证", "独自守过一个班")
    proof: Text = field("拿什么证明", "交出的东西或一次演示", "当班的交接单")
    instead: Text | None = field(
        "没轮到时交什么",
        "第 30 天起，做过的任务里有每季、每年或平常一个月不到一次的，写没轮到时拿什么代替",
        "这 30 天没有演练的，请老值班在测试环境掐表带做一遍",
        default=None,
    )
    tasks: list[TaskRef] = field("要做过的任务", "写成 duty.task", ["data-monitoring.morning-check"], min_length=1)
    sign_off: Person = field("谁签字", "角色或团队的 id", "ops-lead")


class Onboarding(Model):
    """The first 90 days of a role."""

    kind_name = "头 90 天"
    day_1: list[OnboardingStage] = field("第 1 天", "第一天结束时", min_length=1)
    week_1: list[OnboardingStage] = field("第 1 周", "第一周结束时", min_length=1)
    day_30: list[OnboardingStage] = field("第 30 天", "满 30 天时", min_length=1)
    day_60: list[OnboardingStage] = field("第 60 天", "满 60 天时", min_length=1)
    day_90: list[OnboardingStage] = field("第 90 天", "满 90 天时", min_length=1)
    probation: list[TaskRef] = field(
        "转正看哪些任务",
        "试用期满前凭哪些任务下结论，写成 duty.task，最多 15 项；每一项都在上面某个阶段的 tasks 里",
        ["data-monitoring.morning-check"],
        min_length=1,
        max_length=15,
    )


class Confusion(Model):
    """A role that this one is taken for, and how they differ."""

    kind_name = "易混角色"
    role: RoleId = field("角色", "角色的 id", "control-ops")
    difference: Text = field("差别", "一句话说清差在哪里", "中控守当班，主管定先后。")


class NextRole(Model):
    """Where someone in this role can go next, and what that takes."""

    kind_name = "下一步"
    role: RoleId = field("角色", "角色的 id", "ops-lead")
    needs: Text = field("要先做到什么", "拿得出手的一件事", "独自查清过三次下跌")


class Hours(Model):
    """When a role works, and how many hours a week each of its people does."""

    kind_name = "工时"
    days: list[Weekday] = field(
        "哪几天上班",
        "周一到周五的，调休的周末也上；轮班的写全七天",
        ["周一", "周二", "周三", "周四", "周五"],
        min_length=1,
    )
    from_: Clock = field("几点开始", '"09:00"', "09:00", alias="from")
    to: Clock = field("几点结束", '"18:00"', "18:00")
    rest: Whole = field("中间休息（分钟）", "午饭和休息，不算工时", 60, default=60, ge=0, le=480)
    week: Number = field("一个人一周几小时", "平常的一周；轮班的按每人算", 40, gt=0, le=60)
    holidays: Flag = field("法定节假日也上班", "有人轮班的写 true", True, default=False)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Hours:
        if self.from_ >= self.to:
            raise PydanticCustomError("hours", "hours")
        return self


class Role(Model):
    """A role variant: who does how much of which duty."""

    kind: ClassVar[str] = "role"
    kind_name = "角色"
    name: Text = field("名称", "角色的中文名", "运营中控")
    aka: list[Text] = field("别名", "人们会怎么搜它", ["中控"], min_length=1)
    base: RoleId | None = field("底子", "在哪个角色的基础上改；没有就不写", "general-ops", default=None)
    mission: Text = field("使命", "一两句：这个岗位为什么存在", "当班这几个小时里，比别人先看见不对。")
    reports_to: Person = field("向谁汇报", "角色或团队的 id", "ops-lead")
    hours: Hours = field("工时", "哪几天、几点到几点、一周几小时")
    free_time: Text | None = field(
        "其余的时间",
        "排得进日程的事不到工时的一半时写：其余时间用来做什么",
        "守着直播间，有险情随时上手。",
        default=None,
    )
    duties: list[RoleDuty] = field("职责", "每项的担当、侧重", min_length=1)
    drop: list[DutyId] = field("不接手", "底子角色有而这里没有的职责 id", ["budget-cost"], default=[])
    decide: Decide = field("决定权", "哪些自己定，哪些先问")
    onboarding: Onboarding = field("头 90 天", "第 1 天、第 1 周、30、60、90 天")
    confused_with: list[Confusion] = field("常被混同", "与哪些角色不同", min_length=1)
    next: list[NextRole] = field("下一步", "可以往哪里走", min_length=1)
    owner: Person = field("维护人", "对这一页负责的角色或团队", "ops-lead")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])


def lineage(roles: Mapping[str, Role], id_: str) -> list[str]:
    """A role, what it is based on, what that is based on, and so on.

    Ends where there is no base, or none of that id, or one that is in the line already.
    """
    line = [id_]
    while (base := roles[line[-1]].base) is not None and base in roles and base not in line:
        line.append(base)
    return line


def duties_of(roles: Mapping[str, Role], id_: str) -> dict[str, RoleDuty]:
    """The duties of a role by their ids, its base's taken over, changed and dropped from."""
    found: dict[str, RoleDuty] = {}
    for name in reversed(lineage(roles, id_)):
        for duty in roles[name].drop:
            found.pop(duty, None)
        found.update({entry.duty: entry for entry in roles[name].duties})
    return found
