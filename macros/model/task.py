"""A task: when it comes round, what it needs, its steps, and what is handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from macros.model.base import Model, field, has
from macros.model.markers import Own
from macros.model.types import (
    DUE_EXAMPLES,
    DUE_PATTERNS,
    Cadence,
    ChecklistId,
    DoneBy,
    Duration,
    Flag,
    Id,
    MetricId,
    Number,
    OffDay,
    Person,
    PlaceId,
    SectionRef,
    Supply,
    TaskRef,
    TemplateId,
    Text,
    When,
    Whole,
)


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
