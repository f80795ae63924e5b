"""A duty and everything in it but the tasks' own parts: checks, goals, risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from macros.model.base import Change, Model, field, has
from macros.model.markers import Own
from macros.model.task import Task
from macros.model.types import (
    CheckCadence,
    Date,
    Duration,
    DutyId,
    Flag,
    Grade,
    Id,
    ItemHere,
    Level,
    MetricId,
    Person,
    SectionRef,
    TaskHere,
    TemplateId,
    Text,
    ToolId,
    Whole,
)


class Border(Model):
    """Something that looks like this duty and belongs to another one."""

    kind_name = "边界"
    text: Text = field("不归这里管的事", "一句话写清哪件事不归这项职责", "查明原因、做归因")
    see: DutyId = field("归哪项职责", "该去看的职责的 id", "data-analysis")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class IfFail(Model):
    """What is to be done, and how soon, when a check fails."""

    kind_name = "不合格时"
    do: Text = field("做什么", "一个动作", "当场指定")
    within: Duration = field("多久之内", "ISO 8601 时长；当场写 P0D", "P1D")


class Check(Model):
    """A question whose yes is good and whose answer can be seen."""

    kind: ClassVar[str] = "check"
    kind_name = "检查项"
    schema_rule: ClassVar[Mapping[str, Any]] = {
        "if": has("case"),
        "then": {"required": ["per"], "properties": {"per": {"const": "case"}}},
        "else": {"properties": {"per": {"not": {"const": "case"}}}},
    }
    id: Annotated[Id, Own("条目", inside=True)] = field("id", "英文小写加连字符，永不更改", "one-owner")
    ask: Text = field("问什么", "答“是”为好；问做没做的证据，不问有没有文件", "每个异常都恰有一名责任人吗？")
    how: Text = field("怎么查", "打开什么、比对什么", "逐条看责任人一列")
    grade: Grade = field("等级", "veto 一票否决，major 主要，minor 次要", "major")
    weight: Whole = field("权重", "1–5", 3, ge=1, le=5)
    na: Flag = field("可不适用", "可能遇不到时写 true", True, default=False)
    cadence: CheckCadence = field("频率", "多久查一次", "weekly")
    minutes: Whole = field("用时（分钟）", "查一遍要多少分钟；逐个样本查的写查一个要多少", 3, ge=1, le=60)
    per: Literal["once", "day", "case"] = field(
        "查几遍", "once 一次，case 清单抽到的每一件各一次，day 抽到的每一天各一次", "case", default="once"
    )
    case: TemplateId | None = field(
        "一件是什么", "per 是 case 时必写：一件就是这张表里的一行", "anomaly-ticket", default=None
    )
    task: TaskHere = field("对应任务", "本职责里任务的 id", "morning-check")
    if_fail: IfFail = field("不合格时", "做什么、多久之内")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s2a1-02"], alias="from", min_length=1)

    @model_validator(mode="after")
    def _case_fits_per(self) -> Check:
        if (self.case is None) == (self.per == "case"):
            raise PydanticCustomError("case_fits_per", "case")
        return self


class Goal(Model):
    """A performance task: a metric, the guard that stops it being gamed, and how its target is set."""

    kind: ClassVar[str] = "goal"
    kind_name = "绩效目标"
    id: Annotated[Id, Own("条目", inside=True)] = field("id", "英文小写加连字符，永不更改", "faster-detection")
    name: Text = field("名称", "想要的变化", "异常发现得更早")
    metric: MetricId = field("指标", "指标的 id", "mttd")
    guard: MetricId = field("护栏指标", "防止刷数的另一个指标", "alert-precision")
    period: Literal["monthly", "quarterly", "yearly"] = field("周期", "monthly、quarterly、yearly", "monthly")
    over: Literal["sum", "mean", "last", "worst"] = field(
        "按月的数",
        "几个月的数怎么成为一季、一年的数：sum 相加，mean 平均，last 取最后一个月，worst 取最差的一个月",
        "mean",
    )
    floor: Text = field(
        "底线怎么定", "定底线的办法，不写现成的数；做到底线算 60%，不到算 0；居中为好的写下限怎么定", "上一季的实际值"
    )
    set_target: Text = field("目标怎么定", "定目标的办法，不写现成的数；做到目标算 100%", "取前两季的中位数，再减两成")
    stretch: Text | None = field(
        "挑战怎么定",
        "定挑战的办法，不写现成的数；做到挑战算 120%；多做没有好处的不写",
        "目标再减上一季进步的一半",
        default=None,
    )
    split: Text | None = field(
        "分开定",
        "按哪些渠道、等级、层分开定目标，各自的结果怎么成为一个数；不分的不写",
        "一级、二级事件各定一个，按件数加权",
        default=None,
    )
    absent: Text | None = field(
        "什么时候不计",
        "什么样的一期没有这个数，那一期权重改成 0；每一期都有数的不写",
        "一季里没有一级、二级事件",
        default=None,
    )
    source: Text = field("数从哪里来", "哪个系统、哪几个字段", "异常单里的开始与发现两个时刻")
    data_owner: Person = field("谁出数", "不是被考核的人", "data-team")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s3a1-02"], alias="from", min_length=1)


class Risk(Model):
    """What may go wrong in a duty and the task that controls it."""

    kind: ClassVar[str] = "risk"
    kind_name = "风险"
    id: Annotated[Id, Own("条目", inside=True)] = field("id", "英文小写加连字符，永不更改", "stale-data")
    what: Text = field("会出什么事", "一句话写清后果", "看板停更而没人知道")
    control: TaskHere = field("靠哪项任务管住", "本职责里任务的 id", "morning-check")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class DutyTool(Model):
    """A tool that a duty uses, and what for."""

    kind_name = "工具"
    tool: ToolId = field("工具", "tools.yml 里的 id", "bi")
    why: Text = field("用来做什么", "在这项职责里的用处", "看板与阈值标红")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class Knowledge(Model):
    """What someone at a level can do."""

    kind_name = "能力"
    level: Level = field("等级", "assist 协助，independent 独立，lead 主导", "independent")
    text: Text = field("能做到什么", "可以当面验证的一件事", "能独自完成一次早检")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class Question(Model):
    """A question about a decision, asked on the page of the duty where its task or check stands."""

    kind_name = "练习题"
    item: ItemHere = field(
        "问的是哪一条", "本职责里任务或检查项的 id；写了，页面就不再自动出这一条的题", "morning-check"
    )
    ask: Text = field(
        "问什么",
        "一个要拿主意的情形，一眼看完；问先做什么、往哪边走、这样算不算合格，不问例子里的字句",
        "09:25 看板还停在昨天 23:00，付款单数少了一半。报不报异常？",
    )
    answer: Text = field("答案", "先给结论，再说一句为什么", "不报。先按“数据未就绪”登记并通知数据组，10:00 再看。")


class Duty(Model):
    """A duty area: what the work is, whoever does it."""

    kind: ClassVar[str] = "duty"
    kind_name = "职责"
    name: Text = field("名称", "职责的中文名", "数据监控")
    aka: list[Text] = field("别名", "人们会怎么搜它", ["盯盘", "看板巡检"], min_length=1)
    outcome: Annotated[Text, Field(max_length=40)] = field(
        "成果", "做好之后的样子，40 字以内", "异常在影响扩大之前被人发现、有人认领。"
    )
    not_this: list[Border] = field("边界", "容易混淆而归别处的事", min_length=1)
    tasks: list[Task] = field("任务", "3–6 项", min_length=3, max_length=6)
    checks: list[Check] = field("检查项", "5–10 项", min_length=5, max_length=10)
    goals: list[Goal] = field("绩效目标", "至少一项", min_length=1)
    metrics: list[MetricId] = field("指标", "1–6 个指标 id", ["mttd"], min_length=1, max_length=6)
    risks: list[Risk] = field("风险", "至少一条，写明靠哪项任务管住", min_length=1)
    tools: list[DutyTool] = field("工具", "用什么、做什么用", min_length=1)
    knowledge: list[Knowledge] = field("能力", "三个等级各至少一条", min_length=3)
    related: list[DutyId] = field("相邻职责", "常一起用到的职责 id", ["data-analysis"], min_length=1)
    questions: list[Question] = field(
        "练习题", "最多 5 道；不写，页面就用常见错误、“没看到怎么办”和检查项自动出", default=[], max_length=5
    )
    owner: Person = field("维护人", "对这一页负责的角色或团队", "data-team")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])

    def items(self) -> Iterator[Task | Check | Goal | Risk]:
        """Everything in the duty that has an id of its own, in reading order."""
        yield from self.tasks
        yield from self.checks
        yield from self.goals
        yield from self.risks
