"""A case to be played: what happens when, what only the host sees, what is expected of those who play."""

from __future__ import annotations

from typing import Annotated, ClassVar

from macros.model.base import Change, Model, field
from macros.model.markers import Ref
from macros.model.types import Clock, Date, Duration, Person, RoleId, StepRef, TaskRef, Text, Whole

#: How many minutes a case lasts at most.
LONGEST = 180


class Way(Model):
    """What the host lets happen next, if the players do something, or don't."""

    kind_name = "走向"
    if_: Text = field("如果", "选手做了、没做什么", "10:15 前没有人认领", alias="if")
    then: Text = field("那么", "主持人接着说什么、演谁", "以客服组长的口气在群里问：这事谁在管？")


class ScenarioEvent(Model):
    """Something that arrives in the course of a case."""

    kind_name = "事件"
    minute: Whole = field("第几分钟", "从开始算起；第一件写 0", 10, ge=0, le=LONGEST)
    from_: Person | None = field(
        "谁给的", "角色或团队的 id；客户、系统、媒体来的不写", "data-team", default=None, alias="from"
    )
    via: Text = field("从哪里来", "群、电话、告警、工单的名字；客户来的写明是哪位", "运营群")
    what: Text = field("收到什么", "选手看到、听到的原话或画面，只写他这时看得到的", "小程序从 10:02 起没有新订单")
    host: Text | None = field(
        "主持人看的", "真相、要留意什么；选手看不到", "优惠券配置把全场商品设成了不可用", default=None
    )
    ways: list[Way] = field("走向", "选手这样做、那样做，主持人各怎么接；没有就不写", default=[])


class Expected(Model):
    """Something that good players do, by when, and the task or step that says so."""

    kind_name = "应当做到"
    ref: Annotated[StepRef, Ref("task", "step")] = field(
        "照哪一条", "写成 duty.task，或 duty.task.step", "data-monitoring.anomaly-response"
    )
    by: Whole = field("最晚第几分钟", "从开始算起", 10, ge=0, le=LONGEST)
    do: Text = field("做到什么", "在这一案里看得见的一个动作", "小周在群里写下“我负责”、现象和 10:30 再报")


class Scenario(Model):
    """A case that people play to find out what they would do; its debrief is that of the tasks it is made of."""

    kind: ClassVar[str] = "scenario"
    kind_name = "推演"
    name: Text = field("名称", "一句话说出了什么事", "早上九点，小程序没有订单")
    roles: list[RoleId] = field("谁来练", "选手里要有的角色", ["control-ops"], min_length=1)
    tasks: list[TaskRef] = field(
        "由哪些任务编成", "用到它们的触发、常见错误和上报；复盘就照它们的步骤、上报和完成标准，不另写",
        ["data-monitoring.anomaly-response"], min_length=1, max_length=4,
    )  # fmt: skip
    start: Clock = field("几点开始", "案子里的时刻", "09:05")
    minutes: Whole = field("演多少分钟", "到这一分钟收，转复盘", 40, ge=5, le=LONGEST)
    situation: Text = field(
        "情形", "开始时选手都知道的事：哪天、谁在岗、在忙什么；数字和人名是编的", "周三，早检刚做完，两人在岗。"
    )
    events: list[ScenarioEvent] = field("事件", "3–12 件，按分钟排", min_length=3, max_length=12)
    expected: list[Expected] = field("应当做到", "3–8 条，按分钟排，主持人边演边勾", min_length=3, max_length=8)
    owner: Person = field("维护人", "对这一页负责的角色或团队", "ops-lead")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])
