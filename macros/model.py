"""What the playbook is made of: one pydantic model for each kind of thing.

The models hold the shape of the data and the rules that one value can be judged by alone. Rules between
values live in `check`. Titles, descriptions and examples are Chinese because editors read them: the
error messages, the field guide and the JSON Schemas come from here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

import isodate
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ITEM_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$"
STEP_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){1,2}$"
SECTION_PATTERN = r"^s[0-9]+a[0-9]+-[0-9]{2}$"
#: The ISO 8601 durations that pages can say in words: whole numbers and no sign.
DURATION_PATTERN = r"^(?=.*[YMWDHS]$)P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"

_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = r"(([1-9]|1[0-9]|2[0-8]) 日|第 ([1-9]|1[0-9]) 个工作日|最后一个工作日)"
DUE_PATTERNS: dict[str, str] = {
    "daily": rf"^{_TIME}$",
    "weekly": rf"^周[一二三四五六日] {_TIME}$",
    "monthly": rf"^{_DAY} {_TIME}$",
    "quarterly": rf"^(首月|次月|末月) ?{_DAY} {_TIME}$",
    "yearly": rf"^([1-9]|1[0-2]) 月 ([1-9]|[12][0-9]|3[01]) 日 {_TIME}$",
}
DUE_EXAMPLES: dict[str, str] = {
    "daily": '"09:30"',
    "weekly": "周四 16:00",
    "monthly": '"5 日 18:00" 或 第 3 个工作日 18:00 或 最后一个工作日 18:00',
    "quarterly": "末月 20 日 18:00 或 首月第 5 个工作日 18:00",
    "yearly": '"11 月 15 日 18:00"',
}


#: The most characters of one text. Far above any real one; a cell of a spreadsheet ends at 32,767.
LONGEST = 2000
#: What no XML, and so no spreadsheet and no Word file, may hold. Blanks such as tabs are folded before.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _not_blank(value: str) -> str:
    """Refuse a text that is empty once the blanks at its ends are gone, or can't be exported; give it back on one line."""
    text = " ".join(value.split())
    if not text:
        raise PydanticCustomError("blank_text", "blank")
    if found := _UNWRITABLE.search(text):
        raise PydanticCustomError("unwritable", "unwritable", {"code": f"U+{ord(found[0]):04X}"})
    return text


def _duration(value: str) -> str:
    """Refuse a text that is not an ISO 8601 duration; give it back unchanged."""
    if not re.fullmatch(DURATION_PATTERN, value):
        raise PydanticCustomError("duration", "duration")
    try:
        isodate.parse_duration(value)
    except (isodate.ISO8601Error, ValueError) as error:
        raise PydanticCustomError("duration", "duration") from error
    return value


def _date(value: object) -> object:
    """Take a date only as YYYY-MM-DD, so that 20261122 and a time stamp are refused."""
    if not isinstance(value, dt.date) and not (isinstance(value, str) and re.fullmatch(DATE_PATTERN, value)):
        raise PydanticCustomError("iso_date", "date")
    return value


def _true_or_false(value: object) -> object:
    """Take a flag only as true or false: YAML 1.2 has no yes, no, on, off."""
    if not isinstance(value, bool):
        raise PydanticCustomError("true_or_false", "flag")
    return value


def _number(value: object) -> object:
    """Take a number written plainly; the loader leaves 1.10 as text, so the model turns it into a number."""
    if isinstance(value, str) and not re.fullmatch(NUMBER_PATTERN, value):
        raise PydanticCustomError("plain_number", "number")
    if isinstance(value, bool):
        raise PydanticCustomError("plain_number", "number")
    return value


def _whole(value: object) -> object:
    """Take a whole number written without quotes."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_number", "whole number")
    return value


Id = Annotated[str, Field(pattern=ID_PATTERN)]
ItemRef = Annotated[str, Field(pattern=ITEM_PATTERN)]
StepRef = Annotated[str, Field(pattern=STEP_PATTERN)]
Text = Annotated[str, AfterValidator(_not_blank), Field(min_length=1, max_length=LONGEST)]
Duration = Annotated[str, AfterValidator(_duration)]
Date = Annotated[dt.date, BeforeValidator(_date)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Whole = Annotated[int, BeforeValidator(_whole)]
SectionId = Annotated[str, Field(pattern=SECTION_PATTERN)]


class Cadence(StrEnum):
    """How often something comes round."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"


class CheckCadence(StrEnum):
    """How often a check is asked: as often as something comes round, or on an event."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"
    per_event = "per-event"


class MetricCadence(StrEnum):
    """How often a metric is usually read."""

    shift = "shift"
    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"
    per_event = "per-event"


class Part(StrEnum):
    """How much of a duty a role has: it sets it and owns the result, does it, or helps with it."""

    lead = "lead"
    do = "do"
    support = "support"


class Level(StrEnum):
    """How well someone knows a duty."""

    assist = "assist"
    independent = "independent"
    lead = "lead"


class Grade(StrEnum):
    """How much a failed check weighs: one veto fails the whole inspection."""

    veto = "veto"
    major = "major"
    minor = "minor"


class Model(BaseModel):
    """Base of all models: unknown keys are errors, objects don't change, 7 in a text field is the text «7»."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    kind: ClassVar[str] = ""
    kind_name: ClassVar[str] = ""


def field(title: str, description: str, example: object = None, **kwargs: Any) -> Any:
    """Describe a field for editors: its Chinese title, what to write there, and an example."""
    if example is not None:
        kwargs["examples"] = [example]
    return Field(title=title, description=description, **kwargs)


# ---------------------------------------------------------------------------------------------- duty


class Border(Model):
    """Something that looks like this duty and belongs to another one."""

    kind_name = "边界"
    text: Text = field("不归这里管的事", "一句话写清哪件事不归这项职责", "查明原因、做归因")
    see: Id = field("归哪项职责", "该去看的职责的 id", "data-analysis")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class Rhythm(Model):
    """When a recurring task comes round and how long it takes."""

    kind_name = "节奏"
    cadence: Cadence = field("频率", "daily、weekly、monthly、quarterly、yearly 之一", "daily")
    due: Text = field("截止时刻", '每天写 "09:30"，每周写 周四 16:00，每月写 "5 日 18:00"', "09:30")
    minutes: Whole = field("用时（分钟）", "做一遍要多少分钟", 20, ge=1, le=4800)

    @model_validator(mode="after")
    def _due_fits_cadence(self) -> Rhythm:
        if not re.match(DUE_PATTERNS[self.cadence], self.due):
            raise PydanticCustomError(
                "due", "due", {"due": self.due, "example": DUE_EXAMPLES[self.cadence], "cadence": self.cadence}
            )
        return self


class Trigger(Model):
    """The event that starts a task and the time within which somebody answers."""

    kind_name = "触发"
    when: Text = field("什么情况下开始", "看到什么、收到什么就动手", "告警触发，或早检标为异常")
    respond_within: Duration = field("多久之内动手", "ISO 8601 时长", "PT10M")


class TaskInput(Model):
    """What a task needs and who it comes from."""

    kind_name = "输入"
    what: Text = field("需要什么", "材料、数据或通知的名字", "昨日核心看板")
    from_: Id = field("谁给", "角色或团队的 id", "data-team", alias="from")


class Step(Model):
    """One step: what to do, what is seen when it went right, what to do when it didn't."""

    kind_name = "步骤"
    id: Id | None = field("步骤 id", "清单要引用这一步时才写", "claim", default=None)
    do: Text = field("做什么", "一个动作，写明在哪里、看哪一项", "逐个指标与上周同日对比")
    expect: Text = field("做对了看到什么", "可以看见、数得出的结果", "每个指标都有结论")
    else_: Text = field("没看到怎么办", "结果不符时的下一个动作", "拿不准按异常处理", alias="else")


class Output(Model):
    """What is handed in, where, in which form and for whom."""

    kind_name = "产出"
    what: Text = field("交什么", "成果的名字", "早检记录一行")
    template: Id | None = field("用哪张表", "模板的 id；成果不是表格时不写", "morning-check-log", default=None)
    where: Text = field("交到哪里", "系统、文件夹或群", "团队早检表")
    audience: list[Id] = field("给谁看", "角色或团队的 id", ["ops-lead"], min_length=1)


class Raci(Model):
    """Who does a task, who alone is accountable, who is asked, who is told."""

    kind_name = "分工"
    R: list[Id] = field("执行", "动手做的角色或团队", ["control-ops"], min_length=1)
    A: Id = field("负责", "对结果负责的那一个角色或团队", "ops-lead")
    C: list[Id] = field("征询", "做之前要问谁", ["data-team"], default=[])
    I: list[Id] = field("知会", "做完要告诉谁", ["general-ops"], default=[])  # noqa: E741


class Escalate(Model):
    """When to pass a task upwards, to whom and how fast."""

    kind_name = "升级"
    when: Text = field("什么情况下上报", "写明数字或现象", "核心指标比上周同日低 20% 以上")
    to: Id = field("报给谁", "角色或团队的 id", "ops-lead")
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
    id: Id = field("id", "英文小写加连字符，永不更改", "morning-check")
    name: Text = field("名称", "动词开头", "每日早检核心指标")
    task_kind: Literal["core", "supplemental"] = field("类别", "core 核心，supplemental 补充", "core", alias="kind")
    importance: Whole = field("重要程度", "1–5，5 最重要", 5, ge=1, le=5)
    rhythm: Rhythm | None = field("节奏", "定期做的写节奏；与 trigger 二选一", default=None)
    trigger: Trigger | None = field("触发", "遇事才做的写触发；与 rhythm 二选一", default=None)
    inputs: list[TaskInput] = field("输入", "开始之前手上要有什么", min_length=1)
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
    metrics: list[Id] = field("指标", "这项任务影响的指标 id", ["mttd"], default=[])
    example: Text = field(
        "例子", "编造的具体情形，有时刻、有数字", "周二 09:12，支付金额比上周二低 23%，09:14 通知主管。"
    )
    automate: Automate | None = field("自动化", "机器做什么，人做什么", default=None)
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-01"], alias="from", min_length=1)

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
    id: Id = field("id", "英文小写加连字符，永不更改", "one-owner")
    ask: Text = field("问什么", "答“是”为好；问做没做的证据，不问有没有文件", "每个异常都恰有一名责任人吗？")
    how: Text = field("怎么查", "打开什么、比对什么", "逐条看责任人一列")
    grade: Grade = field("等级", "veto 一票否决，major 主要，minor 次要", "major")
    weight: Whole = field("权重", "1–5", 3, ge=1, le=5)
    na: Flag = field("可不适用", "可能遇不到时写 true", True, default=False)
    cadence: CheckCadence = field("频率", "多久查一次", "weekly")
    task: Id = field("对应任务", "本职责里任务的 id", "morning-check")
    if_fail: IfFail = field("不合格时", "做什么、多久之内")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s2a1-02"], alias="from", min_length=1)


class Goal(Model):
    """A performance task: a metric, the guard that stops it being gamed, and how its target is set."""

    kind: ClassVar[str] = "goal"
    kind_name = "绩效目标"
    id: Id = field("id", "英文小写加连字符，永不更改", "faster-detection")
    name: Text = field("名称", "想要的变化", "异常发现得更早")
    metric: Id = field("指标", "指标的 id", "mttd")
    guard: Id = field("护栏指标", "防止刷数的另一个指标", "alert-precision")
    period: Literal["monthly", "quarterly", "yearly"] = field("周期", "monthly、quarterly、yearly", "monthly")
    set_target: Text = field("目标怎么定", "定目标的办法，不写现成的数", "取前两季的中位数，再减两成")
    source: Text = field("数从哪里来", "哪个系统、哪几个字段", "异常单里的开始与发现两个时刻")
    data_owner: Id = field("谁出数", "不是被考核的人", "data-team")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s3a1-02"], alias="from", min_length=1)


class Risk(Model):
    """What may go wrong in a duty and the task that controls it."""

    kind: ClassVar[str] = "risk"
    kind_name = "风险"
    id: Id = field("id", "英文小写加连字符，永不更改", "stale-data")
    what: Text = field("会出什么事", "一句话写清后果", "看板停更而没人知道")
    control: Id = field("靠哪项任务管住", "本职责里任务的 id", "morning-check")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class DutyTool(Model):
    """A tool that a duty uses, and what for."""

    kind_name = "工具"
    tool: Id = field("工具", "tools.yml 里的 id", "bi")
    why: Text = field("用来做什么", "在这项职责里的用处", "看板与阈值标红")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class Knowledge(Model):
    """What someone at a level can do."""

    kind_name = "能力"
    level: Level = field("等级", "assist 协助，independent 独立，lead 主导", "independent")
    text: Text = field("能做到什么", "可以当面验证的一件事", "能独自完成一次早检")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-00"], default=[], alias="from")


class Change(Model):
    """Something that readers must be told about a page."""

    kind_name = "变更"
    date: Date = field("日期", "YYYY-MM-DD", "2026-11-22")
    what: Text = field("改了什么", "一句话，说给使用的人听", "早检提前到 09:30")
    kind_: Literal["new", "changed", "removed"] = field("类别", "new、changed、removed", "changed", alias="kind")


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
    metrics: list[Id] = field("指标", "1–6 个指标 id", ["mttd"], min_length=1, max_length=6)
    risks: list[Risk] = field("风险", "至少一条，写明靠哪项任务管住", min_length=1)
    tools: list[DutyTool] = field("工具", "用什么、做什么用", min_length=1)
    knowledge: list[Knowledge] = field("能力", "三个等级各至少一条", min_length=3)
    related: list[Id] = field("相邻职责", "常一起用到的职责 id", ["data-analysis"], min_length=1)
    owner: Id = field("维护人", "对这一页负责的角色或团队", "data-team")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])

    def items(self) -> Iterator[Task | Check | Goal | Risk]:
        """Everything in the duty that has an id of its own, in reading order."""
        yield from self.tasks
        yield from self.checks
        yield from self.goals
        yield from self.risks


# ---------------------------------------------------------------------------------------------- role


class RoleTask(Model):
    """What a role does differently in one task of a duty."""

    kind_name = "任务差异"
    task: Id = field("任务", "那项职责里任务的 id", "morning-check")
    cadence: Cadence | None = field("频率", "与任务不同时才写", "weekly", default=None)
    due: Text | None = field("截止时刻", "与任务不同时才写", "10:00", default=None)
    minutes: Whole | None = field("用时（分钟）", "与任务不同时才写", 10, default=None, ge=1, le=4800)
    scope: Text | None = field("范围", "这个角色只做到哪里、或多做什么", "只定总数，不写口径", default=None)
    skip: Flag = field("不做", "这个角色不做这项任务时写 true", True, default=False)

    @model_validator(mode="after")
    def _says_something(self) -> RoleTask:
        if not (self.cadence or self.due or self.minutes or self.scope or self.skip):
            raise PydanticCustomError("empty_override", "empty")
        return self


class RoleDuty(Model):
    """How much of a duty a role has and what it stresses."""

    kind: ClassVar[str] = "role-duty"
    kind_name = "角色的职责"
    duty: Id = field("职责", "职责的 id", "data-monitoring")
    part: Part = field("担当", "lead 主导，do 执行，support 协助", "lead")
    share: Whole = field("占比（%）", "一个角色的占比合计 100", 20, ge=1, le=100)
    emphasis: Text = field(
        "侧重", "一两句，写这个角色在这项职责上与别人不同之处", "一整班守着告警，响了 10 分钟内有人认。"
    )
    tasks: list[RoleTask] = field("任务差异", "截止时刻、范围与职责页不同时才写", default=[])
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-01"], default=[], alias="from")


class OnboardingStage(Model):
    """What someone new has reached by a certain day, and how that is shown."""

    kind_name = "上手阶段"
    outcome: Text = field("到时能做到什么", "一句话，可当面验证", "独自守过一个班")
    proof: Text = field("拿什么证明", "交出的东西或一次演示", "当班的交接单")
    tasks: list[ItemRef] = field("要做过的任务", "写成 duty.task", ["data-monitoring.morning-check"], min_length=1)
    sign_off: Id = field("谁签字", "角色或团队的 id", "ops-lead")


class Onboarding(Model):
    """The first 90 days of a role."""

    kind_name = "头 90 天"
    day_1: list[OnboardingStage] = field("第 1 天", "第一天结束时", min_length=1)
    week_1: list[OnboardingStage] = field("第 1 周", "第一周结束时", min_length=1)
    day_30: list[OnboardingStage] = field("第 30 天", "满 30 天时", min_length=1)
    day_60: list[OnboardingStage] = field("第 60 天", "满 60 天时", min_length=1)
    day_90: list[OnboardingStage] = field("第 90 天", "满 90 天时", min_length=1)


class Confusion(Model):
    """A role that this one is taken for, and how they differ."""

    kind_name = "易混角色"
    role: Id = field("角色", "角色的 id", "control-ops")
    difference: Text = field("差别", "一句话说清差在哪里", "中控守当班，主管定先后。")


class NextRole(Model):
    """Where someone in this role can go next, and what that takes."""

    kind_name = "下一步"
    role: Id = field("角色", "角色的 id", "ops-lead")
    needs: Text = field("要先做到什么", "拿得出手的一件事", "独自查清过三次下跌")


class Role(Model):
    """A role variant: who does how much of which duty."""

    kind: ClassVar[str] = "role"
    kind_name = "角色"
    name: Text = field("名称", "角色的中文名", "运营中控")
    aka: list[Text] = field("别名", "人们会怎么搜它", ["中控"], min_length=1)
    base: Id | None = field("底子", "在哪个角色的基础上改；没有就不写", "general-ops", default=None)
    mission: Text = field("使命", "一两句：这个岗位为什么存在", "当班这几个小时里，比别人先看见不对。")
    reports_to: Id = field("向谁汇报", "角色或团队的 id", "ops-lead")
    duties: list[RoleDuty] = field("职责", "每项的担当、占比、侧重", min_length=1)
    drop: list[Id] = field("不接手", "底子角色有而这里没有的职责 id", ["budget-cost"], default=[])
    decide: Decide = field("决定权", "哪些自己定，哪些先问")
    onboarding: Onboarding = field("头 90 天", "第 1 天、第 1 周、30、60、90 天")
    confused_with: list[Confusion] = field("常被混同", "与哪些角色不同", min_length=1)
    next: list[NextRole] = field("下一步", "可以往哪里走", min_length=1)
    owner: Id = field("维护人", "对这一页负责的角色或团队", "ops-lead")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])


# ------------------------------------------------------------------------- checklist, scorecard, template


class Sample(Model):
    """Which cases an inspection looks at; the page draws them, so the inspected can't choose."""

    kind_name = "抽样"
    rule: Text = field("抽样规则", "从哪里抽、抽几个", "上一个自然周抽 2 个工作日")
    draw: Literal["all", "days", "workdays", "list"] = field(
        "怎么抽", "all 全查；days 抽日子；workdays 抽工作日；list 从编号名单里抽", "workdays"
    )
    pick: Whole | None = field("抽几个", "draw 不是 all 时必写", 2, default=None, ge=1, le=50)

    @model_validator(mode="after")
    def _pick_fits_draw(self) -> Sample:
        if (self.pick is None) != (self.draw == "all"):
            raise PydanticCustomError("pick_fits_draw", "pick")
        return self


class Pass(Model):
    """From which score on an inspection is passed."""

    kind_name = "合格线"
    min_score: Whole = field("最低分", "0–100 的整数", 85, ge=0, le=100)


class Checklist(Model):
    """An inspection or a list to work by: it names items of duties and has no wording of its own for them."""

    kind: ClassVar[str] = "checklist"
    kind_name = "清单"
    name: Text = field("名称", "清单的中文名", "数据监控周抽查")
    style: Literal["read-do", "do-confirm", "inspection"] = field(
        "用法", "read-do 念一条做一条；do-confirm 做完再核；inspection 由别人检查", "inspection"
    )
    who: list[Id] = field("谁来查", "角色或团队的 id", ["ops-lead"], min_length=1)
    of: list[Id] = field("查谁", "角色或团队的 id", ["control-ops"], min_length=1)
    period: CheckCadence = field("周期", "多久一次", "weekly")
    sample: Sample = field("抽样", "从哪里抽、怎么抽、抽几个")
    minutes: Whole = field("用时（分钟）", "5–20", 15, ge=5, le=20)
    items: list[StepRef] = field(
        "条目",
        "5–12 条，写成 duty.check；read-do 可写 duty.task 或 duty.task.step",
        ["data-monitoring.one-owner"],
        min_length=5,
        max_length=12,
    )
    pass_: Pass = field("合格线", "满分 100，低于它不合格", alias="pass")
    owner: Id = field("维护人", "对这一页负责的角色或团队", "ops-lead")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])


class ScorecardItem(Model):
    """A goal on a scorecard and how much it counts."""

    kind_name = "计分项"
    goal: ItemRef = field("绩效目标", "写成 duty.goal", "data-monitoring.faster-detection")
    weight: Whole = field("权重（%）", "一张卡合计 100", 25, ge=1, le=100)


class NotCounted(Model):
    """Something that a scorecard leaves out on purpose, and why."""

    kind_name = "不计分"
    what: Text = field("什么不计分", "有人会想算进来的东西", "处理过的告警条数")
    why: Text = field("为什么", "算进来会引出什么坏事", "误报也算一条，没人肯收紧阈值")


class Scorecard(Model):
    """Which goals a role is judged by, over which period."""

    kind: ClassVar[str] = "scorecard"
    kind_name = "计分卡"
    role: Id = field("角色", "角色的 id", "control-ops")
    period: Literal["monthly", "quarterly", "yearly"] = field("周期", "monthly、quarterly、yearly", "quarterly")
    items: list[ScorecardItem] = field("计分项", "权重合计 100", min_length=1)
    not_counted: list[NotCounted] = field("不计分", "不算进来的东西和原因", min_length=1)
    owner: Id = field("维护人", "对这一页负责的角色或团队", "ops-lead")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])


class Column(Model):
    """A column of a form and what belongs in it."""

    kind_name = "列"
    name: Text = field("列名", "表头", "写入时刻")
    note: Text = field("填什么", "写法、单位、例子", "系统自动记的时刻，精确到分")
    values: list[Text] = field("可选值", "只能从中选时才写", ["正常", "异常"], default=[])


class Template(Model):
    """A form with its columns explained and one to three rows filled in."""

    kind: ClassVar[str] = "template"
    kind_name = "模板"
    name: Text = field("名称", "表的中文名", "早检记录")
    columns: list[Column] = field("列", "每列写明填什么", min_length=2)
    sample: list[list[Text]] = field(
        "样例", "1–3 行，每行的格数与列数相同", [["2026-11-17", "正常"]], min_length=1, max_length=3
    )


# ------------------------------------------------------------------------------------- dictionaries


class Bilingual(Model):
    """A text in Chinese and in English."""

    kind_name = "中英文本"
    zh: Text = field("中文", "中文文本", "满意度")
    en: Text = field("英文", "英文文本", "Satisfaction")


class CalcInput(Model):
    """One input of a metric's formula, with the figure of the worked example."""

    kind_name = "计算输入"
    k: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = field("代号", "算式里用的英文名", "actual")
    zh: Text = field("中文名", "输入的中文名", "实际值")
    en: Text = field("英文名", "输入的英文名", "Actual")
    eg: Number = field("示例值", "算例里的数", 460)


class Calc(Model):
    """A metric's formula as an expression, and the result that its example must give."""

    kind_name = "算式"
    expr: Text = field("算式", "只用 + - * / ( ) 和输入的代号", "actual / target * 100")
    inputs: list[CalcInput] = field("输入", "每个输入的名字和示例值", min_length=1)
    eg: Number = field("示例结果", "用示例值算出的结果", 92)


class Metric(Model):
    """A metric: how it is counted, where it lies, and what to read beside it."""

    kind: ClassVar[str] = "metric"
    kind_name = "指标"
    id: Id = field("id", "英文小写加连字符，永不更改", "csat")
    name: Bilingual = field("名称", "中英文名")
    abbr: Text | None = field("缩写", "通用的英文缩写", "CSAT", default=None)
    aka: list[Text] = field("别名", "人们会怎么搜它", ["数据看板", "仪表盘"], default=[])
    group: Id = field("类别", "groups 里的 id", "service")
    formula: Bilingual = field("口径", "分子、分母、时间窗、去重规则")
    calc: Calc | None = field("算式", "纯计数的指标写 null", default=None)
    unit: Bilingual = field("单位", "百分比、人、分钟……")
    direction: Literal["higher", "lower", "band"] = field(
        "方向", "higher 越高越好，lower 越低越好，band 居中为好", "higher"
    )
    cadence: MetricCadence = field("读数频率", "通常多久看一次", "weekly")
    trap: Bilingual = field("陷阱", "最容易让这个数说谎的错误")
    pair: list[Id] = field("同看指标", "一起看才不会顾此失彼", ["frt"], min_length=1)


class NamedGroup(Model):
    """A group of a dictionary."""

    kind_name = "分组"
    id: Id = field("id", "英文小写加连字符", "service")
    name: Bilingual = field("名称", "中英文名")


class MetricFile(Model):
    """The metric dictionary: metrics.yml."""

    kind: ClassVar[str] = "metrics"
    kind_name = "指标词典"
    version: Whole = field("版本", "格式的版本", 1)
    updated: Date = field("更新日期", "YYYY-MM-DD", "2026-11-22")
    groups: list[NamedGroup] = field("类别", "指标的类别，按阅读顺序", min_length=1)
    metrics: list[Metric] = field("指标", "全部指标", min_length=1)


class Term(Model):
    """A word of the trade and what it means here."""

    kind: ClassVar[str] = "term"
    kind_name = "术语"
    id: Id = field("id", "英文小写加连字符，永不更改", "sop")
    name: Text = field("名称", "正文里用的写法", "SOP")
    aka: list[Text] = field("别名", "正文里的别的写法，也会自动加链接", ["标准作业程序"], default=[])
    en: Text | None = field("英文", "英文全称", "standard operating procedure", default=None)
    text: Text = field("释义", "一两句，说清在这里指什么", "写在表里的上下限，越过它就要有人认领。")
    not_: Text | None = field("不是什么", "容易和什么弄混", "不是目标值", alias="not", default=None)
    see: list[Id] = field("相关职责", "职责的 id", ["process-management"], default=[])


class TermFile(Model):
    """The dictionary of terms: terms.yml."""

    kind: ClassVar[str] = "terms"
    kind_name = "术语表"
    terms: list[Term] = field("术语", "全部术语", min_length=1)


class Tool(Model):
    """A kind of tool, what it is for here, and products of that kind."""

    kind: ClassVar[str] = "tool"
    kind_name = "工具"
    id: Id = field("id", "英文小写加连字符，永不更改", "bi")
    name: Text = field("名称", "工具类别的中文名", "BI 看板")
    aka: list[Text] = field("别名", "人们会怎么搜它", ["数据看板", "仪表盘"], default=[])
    products: list[Text] = field("常见产品", "产品名", ["Tableau", "Power BI"], default=[])
    what: Text = field("用来做什么", "一句话", "把每天要看的数画成一页")
    first: Text = field("先学会什么", "拿到账号后第一件要会做的事", "会按渠道和日期下钻")
    care: Text = field("当心什么", "最容易出事的地方", "看板停更时图照样好看")
    from_: list[SectionId] = field("依据", "来源小节的 id", ["s4a1-01"], default=[], alias="from")


class ToolFile(Model):
    """The list of tools: tools.yml."""

    kind: ClassVar[str] = "tools"
    kind_name = "工具表"
    tools: list[Tool] = field("工具", "全部工具", min_length=1)


class Section(Model):
    """A section of an article, as its own numbering has it."""

    kind: ClassVar[str] = "section"
    kind_name = "来源小节"
    id: SectionId = field("id", "小节的 id", "s4a1-01")
    heading: Text = field("标题", "原文的小标题", "一、先看住")
    points: Whole = field("要点数", "这一节讲了几点", 3, ge=0)


class Answer(Model):
    """One answer of an article."""

    kind_name = "来源回答"
    id: Annotated[str, Field(pattern=r"^s[0-9]+a[0-9]+$")] = field("id", "回答的 id", "s4a1")
    gist: Text = field("大意", "一句话", "先看住，再查清")
    sections: list[Section] = field("小节", "全部小节", min_length=1)


class Source(Model):
    """An article that the playbook grew out of."""

    kind: ClassVar[str] = "source"
    kind_name = "来源"
    id: Annotated[str, Field(pattern=r"^s[0-9]+$")] = field("id", "文章的 id", "s4")
    title: Text = field("标题", "文章标题", "运营怎么看数")
    about: Text = field("讲什么", "一句话", "怎么盯数、怎么归因")
    answers: list[Answer] = field("回答", "文章里的回答", min_length=1)


class SourceFile(Model):
    """The articles and their sections: sources.yml."""

    kind: ClassVar[str] = "sources"
    kind_name = "来源表"
    sources: list[Source] = field("来源", "全部文章", min_length=1)


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

    kind_name = "职责组"
    id: Id = field("id", "英文小写加连字符", "data")
    name: Text = field("名称", "组名", "数据")
    duties: list[Id] = field("职责", "按阅读顺序写职责 id", ["data-monitoring", "data-analysis"], min_length=1)


class Team(Model):
    """A team outside operations that tasks deal with."""

    kind: ClassVar[str] = "team"
    kind_name = "团队"
    id: Id = field("id", "英文小写加连字符", "data-team")
    name: Text = field("名称", "团队的中文名", "数据组")
    what: Text = field("找它做什么", "一句话", "取数、埋点和数据质量")


class GoalGroup(Model):
    """A family of goals, told by the metrics that belong to it."""

    kind_name = "目标类别"
    id: Id = field("id", "英文小写加连字符", "traffic")
    name: Text = field("名称", "类别名", "流量与增长")
    metrics: list[Id] = field("指标", "属于这一类的指标 id", ["mttd", "alert-precision"], min_length=1)


class PlaybookFile(Model):
    """The order of everything: playbook.yml."""

    kind: ClassVar[str] = "playbook"
    kind_name = "手册总表"
    title: Text = field("书名", "站点标题", "运营手册")
    about: Text = field("一句话介绍", "首页第一句", "打开你的岗位，今天要交什么都写在那里。")
    groups: list[DutyGroup] = field("职责组", "按阅读顺序", min_length=1)
    roles: list[Id] = field("角色", "按阅读顺序写角色 id", ["general-ops", "control-ops"], min_length=1)
    teams: list[Team] = field("运营之外的团队", "任务会找到的团队", min_length=1)
    goal_groups: list[GoalGroup] = field("目标类别", "每个指标恰属一类", min_length=1)
    changes: list[Change] = field("变更记录", "要告诉所有使用者的变化", default=[])


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


# ------------------------------------------------------------------------------------------ playbook


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: the data file, relative to the project, and the line, from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Playbook:
    """The whole playbook, checked: every reference in it leads somewhere.

    Dictionaries are in reading order and keyed by id. `role_duties` has the duties of each role after its
    base was taken over, changed and dropped from. `places` is keyed by (kind, id); the id of something inside
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
    places: dict[tuple[str, str], Place]
    changes: tuple[Change, ...] = ()
