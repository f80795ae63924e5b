"""What is filled in: checklists, scorecards, templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from macros.model.base import Change, Model, field, has
from macros.model.types import (
    CheckCadence,
    Date,
    Duration,
    GoalRef,
    LineRef,
    Person,
    RoleId,
    TemplateId,
    Text,
    Whole,
)


class Sample(Model):
    """Which cases an inspection looks at; the page draws them, so the inspected can't choose."""

    kind_name = "抽样"
    schema_rule: ClassVar[Mapping[str, Any]] = {
        "if": {"required": ["draw"], "properties": {"draw": {"const": "all"}}},
        "then": {"not": has("pick")},
        "else": has("pick"),
    }
    rule: Text = field("抽样规则", "从哪里抽、抽几个", "上一个自然周抽 2 个工作日")
    draw: Literal["all", "days", "workdays", "list"] = field(
        "怎么抽", "all 全查；days 抽日子；workdays 抽工作日；list 从编号名单里抽", "workdays"
    )
    pick: Whole | None = field("抽几个", "draw 不是 all 时必写", 2, default=None, ge=1, le=50)
    of: list[TemplateId] = field("抽的是什么", "一件就是这些表里的一行", ["anomaly-ticket"], default=[])

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
    who: list[Person] = field("谁来查", "角色或团队的 id", ["ops-lead"], min_length=1)
    of: list[Person] = field("查谁", "角色或团队的 id", ["control-ops"], min_length=1)
    period: CheckCadence = field("周期", "多久一次", "weekly")
    sample: Sample = field("抽样", "从哪里抽、怎么抽、抽几个")
    items: list[LineRef] = field(
        "条目",
        "5–12 条，写成 duty.check；read-do 可写 duty.task 或 duty.task.step",
        ["data-monitoring.one-owner"],
        min_length=5,
        max_length=12,
    )
    pass_: Pass = field("合格线", "满分 100，低于它不合格", alias="pass")
    owner: Person = field("维护人", "对这一页负责的角色或团队", "ops-lead")
    reviewed_on: Date = field("上次核对", "YYYY-MM-DD", "2026-11-22")
    review_in: Duration = field("多久核对一次", "ISO 8601 时长", "P6M")
    changes: list[Change] = field("变更记录", "要告诉使用者的变化", default=[])


class ScorecardItem(Model):
    """A goal on a scorecard and how much it counts."""

    kind_name = "计分项"
    goal: GoalRef = field("绩效目标", "写成 duty.goal", "data-monitoring.faster-detection")
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
    role: RoleId = field("角色", "角色的 id", "control-ops")
    period: Literal["monthly", "quarterly", "yearly"] = field("周期", "monthly、quarterly、yearly", "quarterly")
    items: list[ScorecardItem] = field("计分项", "权重合计 100", min_length=1)
    not_counted: list[NotCounted] = field("不计分", "不算进来的东西和原因", min_length=1)
    owner: Person = field("维护人", "对这一页负责的角色或团队", "ops-lead")
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
