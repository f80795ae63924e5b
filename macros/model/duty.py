"""A duty and everything in it: tasks, checks, goals, risks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from macros.model.base import Change, Model, field, has
from macros.model.markers import Own
from macros.model.types import (
    DUE_EXAMPLES,
    DUE_PATTERNS,
    Cadence,
    CheckCadence,
    ChecklistId,
    Date,
    DoneBy,
    Duration,
    DutyId,
    Flag,
    Grade,
    Id,
    ItemHere,
    Level,
    MetricId,
    Number,
    OffDay,
    Person,
    PlaceId,
    SectionRef,
    Supply,
    TaskHere,
    TaskRef,
    TemplateId,
    Text,
    ToolId,
    When,
    Whole,
)


class Border(Model):
    """Something that looks like this duty and belongs to another one."""

    kind_name = "边界"
    text: Text = field("不归这里管的事", "一句话写清哪件事不归这项职责", "查明原因、做归因")
    see: DutyId = field("归哪项职责", "该去看的职责的 id", "data-analysis")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class Rhythm(Model):
    """When a recurring task comes round and how long it takes.

    What is handed in is `due`; what is done together at a set time has a `start`, and people who sit in it.
    """

    kind_name = "节奏"
    schema_rule: ClassVar[Mapping[str, Any]] = {
        "oneOf": [has("due"), has("start")],
        "allOf": [
            {
                "if": {"required": ["cadence"], "properties": {"cadence": {"const": cadence}}},
                "then": {"properties": {key: {"type": "string", "pattern": pattern} for key in ("due", "start")}},
            }
            for cadence, pattern in DUE_PATTERNS.items()
        ],
    }
    cadence: Cadence = field("频率", "daily、weekly、monthly、quarterly、yearly 之一", "daily")
    due: When | None = field(
        "截止时刻", '交东西的写这个：每天写 "09:30"，每周写 周四 16:00，每月写 "5 日 18:00"', "09:30", default=None
    )
    start: When | None = field(
        "开始时刻", "一起在定好的时刻做的（会议、演练、面谈）写这个，不写 due", "周一 10:00", default=None
    )
    minutes: Whole = field("用时（分钟）", "一个人做一遍要多少分钟；会议写开多久", 20, ge=1, le=4800)
    attendees: list[Person] = field(
        "谁到场", "写了 start 才写：除了执行的人，还有哪些角色或团队坐在里面", ["user-ops"], default=[]
    )
    off_day: OffDay | None = field(
        "遇休息日", "与通行的规则不同时才写：next 顺延，before 提前，stay 不动，skip 那一次不做", "skip", default=None
    )

    @property
    def time(self) -> str:
        """When it is due, or when it starts."""
        return self.due or self.start or ""

    @model_validator(mode="after")
    def _due_fits_cadence(self) -> Rhythm:
        if (self.due is None) == (self.start is None):
            raise PydanticCustomError("due_or_start", "exactly one")
        if not re.match(DUE_PATTERNS[self.cadence], self.time):
            raise PydanticCustomError(
                "due", "due", {"due": self.time, "example": DUE_EXAMPLES[self.cadence], "cadence": self.cadence}
            )
        if self.attendees and self.start is None:
            raise PydanticCustomError("attendees", "start")
        return self


class Trigger(Model):
    """The event that starts a task, how soon it is begun and finished, and how much of it there usually is."""

    kind_name = "触发"
    when: Text = field("什么情况下开始", "看到什么、收到什么就动手", "告警触发，或早检标为异常")
    respond_within: Duration = field("多久之内动手", "ISO 8601 时长", "PT10M")
    finish_within: Duration = field("多久之内做完", "从触发算起，ISO 8601 时长；装得下每一步的用时和等待", "PT2H")
    minutes: Whole = field("用时（分钟）", "一个人做一遍动手多少分钟，等待不算", 30, ge=1, le=4800)
    per_month: Number = field("一个月大约几次", "平常的一个月，全组合计；一季一次写 0.33", 4, gt=0, le=10000)


class TaskInput(Model):
    """What a task needs and who it comes from."""

    kind_name = "输入"
    what: Text = field("需要什么", "材料、数据或通知的名字", "昨日核心看板")
    from_: Person = field("谁给", "角色或团队的 id", "data-team", alias="from")
    task: TaskRef | None = field(
        "哪项任务做出来的", "运营角色给的写这个，写成 duty.task", "data-monitoring.morning-check", default=None
    )
    template: TemplateId | None = field(
        "记在哪张表里", "或者写模板的 id：谁都往里填的登记表", "anomaly-ticket", default=None
    )
    checklist: ChecklistId | None = field("哪张清单查出来的", "或者写清单的 id", "daily-start", default=None)
    place: PlaceId | None = field("放在哪里", "places.yml 里的 id", "knowledge-base", default=None)
    last: Flag = field("上一期的", "用的是上一期（上周、上月、上季）那一份时写 true", True, default=False)
    due: Supply | None = field(
        "什么时候给", "运营以外的团队给的写这个：一个时刻、随时，或开口之后多久", "第 3 个工作日 18:00", default=None
    )


class Decision(Model):
    """What somebody else decides before a task is done: who, by when, and how long it takes them."""

    kind_name = "拍板"
    what: Text = field("定什么", "要这个人给的答复：同意、签字、选一个", "红色指标的应对动作同意或改")
    who: Person = field("谁定", "角色或团队的 id，不是执行的人自己", "ops-lead")
    by: Supply = field("什么时候之前", "与任务同一频率的时刻；遇事才做的任务写时长", "周五 12:00")
    minutes: Whole = field("用时（分钟）", "看完并答复要多少分钟", 10, ge=1, le=480)


class Step(Model):
    """One step: what to do, what is seen when it went right, what to do when it didn't."""

    kind: ClassVar[str] = "step"
    kind_name = "步骤"
    id: Annotated[Id, Own(inside=True)] | None = field("步骤 id", "清单要引用这一步时才写", "claim", default=None)
    do: Text = field("做什么", "一个动作，写明在哪里、看哪一项", "逐个指标与上周同日对比")
    expect: Text = field("做对了看到什么", "可以看见、数得出的结果", "每个指标都有结论")
    else_: Text = field("没看到怎么办", "结果不符时的下一个动作", "拿不准按异常处理", alias="else")
    wait: Duration | None = field("要等多久", "做完之后要等结果的才写，ISO 8601 时长", "P3D", default=None)


class Output(Model):
    """What is handed in, where, in which form and for whom."""

    kind_name = "产出"
    what: Text = field("交什么", "成果的名字", "早检记录一行")
    template: TemplateId | None = field("用哪张表", "模板的 id；成果不是表格时不写", "morning-check-log", default=None)
    place: PlaceId = field("交到哪个地点", "places.yml 里的 id", "knowledge-base")
    where: Text = field("放在那里的哪一处", "文件夹、页面、表或群的名字，接在地点后面念得通", "“早检记录”页签")
    audience: list[Person] = field("给谁看", "角色或团队的 id", ["ops-lead"], min_length=1)


class Raci(Model):
    """Who does a task, who alone is accountable, who is asked, who is told."""

    kind_name = "分工"
    R: list[Person] = field("执行", "动手做的角色或团队", ["control-ops"], min_length=1)
    A: Person = field("负责", "对结果负责的那一个角色或团队", "ops-lead")
    C: list[Person] = field("征询", "做之前要问谁", ["data-team"], default=[])
    I: list[Person] = field("知会", "做完要告诉谁", ["general-ops"], default=[])  # noqa: E741


class Escalate(Model):
    """When to pass a task upwards, to whom and how fast."""

    kind_name = "升级"
    when: Text = field("什么情况下上报", "写明数字或现象", "核心指标比上周同日低 20% 以上")
    to: Person = field("报给谁", "角色或团队的 id", "ops-lead")
    within: Duration = field("多久之内", "ISO 8601 时长", "PT15M")


class Decide(Model):
    """What one may decide alone and what one must ask first."""

    kind_name = "决定权"
    may: list[Text] = field("可以自己定", "不用请示的事", ["调整阈值"], default=[])
    ask_first: list[Text] = field("先问再做", "要先得到同意的事", ["增删看板指标"], default=[])


class Mistake(Model):
    """A common mistake, the sign by which it shows, and the remedy."""

    kind_name = "常见错误"
    what: Text = field("错在哪里", "新人常犯的错", "只看总量")
    sign: Text = field("怎么看出来", "犯错之后会看到什么", "总量持平而某个渠道已经归零")
    fix: Text = field("怎么改", "一个动作", "看板按渠道拆一层")


class Automate(Model):
    """What a machine may take over and what stays with people."""

    kind_name = "自动化"
    level: Literal["none", "assist", "full"] = field("程度", "none 全靠人，assist 机器帮手，full 机器做完", "assist")
    machine: Text | None = field("机器做什么", "level 为 none 时可不写", "取数、对比、标红", default=None)
    human: Text = field("人做什么", "留给人的判断", "写结论、定责任人")


class Task(Model):
    """A piece of work inside a duty, told so that someone new can do it and hand it in."""

    kind: ClassVar[str] = "task"
    kind_name = "任务"
    schema_rule: ClassVar[Mapping[str, Any]] = {"oneOf": [has("rhythm"), has("trigger")]}
    id: Annotated[Id, Own("条目", inside=True)] = field("id", "英文小写加连字符，永不更改", "morning-check")
    name: Text = field("名称", "动词开头", "每日早检核心指标")
    task_kind: Literal["core", "supplemental"] = field("类别", "core 核心，supplemental 补充", "core", alias="kind")
    importance: Whole = field("重要程度", "1–5，5 最重要", 5, ge=1, le=5)
    rhythm: Rhythm | None = field("节奏", "定期做的写节奏；与 trigger 二选一", default=None)
    trigger: Trigger | None = field("触发", "遇事才做的写触发；与 rhythm 二选一", default=None)
    done_by: DoneBy = field("谁做", "team 全组做一次，each 每个人各做一次", "each", default=DoneBy.team)
    inputs: list[TaskInput] = field("输入", "开始之前手上要有什么", min_length=1)
    decisions: list[Decision] = field("等谁拍板", "做完之前要别人定的事；没有就不写", default=[])
    steps: list[Step] = field("步骤", "3–7 步", min_length=3, max_length=7)
    output: Output = field("产出", "交什么、用哪张表、交到哪里、给谁看")
    done_when: list[Text] = field(
        "完成标准",
        "2–5 条，每条有数字、时刻、地点或角色",
        ["09:30 前写入早检表", "每个异常有一名责任人"],
        min_length=2,
        max_length=5,
    )
    evidence: Text = field("证据", "外人怎么核实这件事真的做了", "看记录的写入时刻，不看填写的时刻。")
    raci: Raci = field("分工", "R 执行、A 负责（恰好一个）、C 征询、I 知会")
    escalate: Escalate | None = field("升级", "什么情况下、多久之内、报给谁", default=None)
    decide: Decide | None = field("决定权", "哪些自己定，哪些先问", default=None)
    mistakes: list[Mistake] = field("常见错误", "1–4 条", min_length=1, max_length=4)
    metrics: list[MetricId] = field("指标", "这项任务影响的指标 id", ["mttd"], default=[])
    example: Text = field(
        "例子", "编造的具体情形，有时刻、有数字", "周二 09:12，支付金额比上周二低 23%，09:14 通知主管。"
    )
    automate: Automate | None = field("自动化", "机器做什么，人做什么", default=None)
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-01"], alias="from", min_length=1)

    @model_validator(mode="after")
    def _rhythm_or_trigger(self) -> Task:
        if (self.rhythm is None) == (self.trigger is None):
            raise PydanticCustomError("rhythm_or_trigger", "exactly one")
        return self


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
