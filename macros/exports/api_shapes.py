"""What the files of the API are made of: the models of the data, with what the views know beside them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from macros import model
from macros.addresses.files import API_VERSION as VERSION
from macros.model.base import field

Fields = dict[str, Any]


def extended(base: type[BaseModel], /, **fields: Any) -> type[BaseModel]:
    """A model with the fields of `base` and some more, or some in another form."""
    own: Fields = {name: (info.annotation, info) for name, info in base.model_fields.items()}
    return create_model(base.__name__, __config__=_config(base.__name__), **{**own, **fields})


def shape(name: str, /, **fields: Any) -> type[BaseModel]:
    """A model with these fields."""
    return create_model(name, __config__=_config(name), **fields)


def _config(title: str) -> ConfigDict:
    # Only a schema asks for what it is built into, and the schemas are mostly known from before.
    return ConfigDict(title=title, defer_build=True)


# ------------------------------------------------------------------------------------ what the files are made of

_ID = (str, field("id", "永不更改；改名会记在 index.json 的 moved 里"))
_ADDRESS = (str, field("地址", "网页上的位置；相对地址以本文件的地址为准"))
_PLACED: Fields = {"id": _ID, "address": _ADDRESS}
_ITEM: Fields = {
    "ref": (str, field("全名", "写成 duty.item", "data-monitoring.morning-check")),
    "address": _ADDRESS,
    "short": (str, field("短地址", "印在纸上、写进幻灯片的地址")),
}
_REFS = list[str]
_USED_BY = (_REFS, field("用在哪里", "条目写成 duty.item，页面写成 duties/x"))

DutyRole = shape(
    "DutyRole",
    role=(str, field("角色", "角色的 id")),
    part=(model.Part, field("担当", "lead 主导，do 执行，support 协助")),
    share=(int, field("占比（%）", "这项职责占这个角色多少，按任务和清单的用时算出")),
    emphasis=(str, field("侧重", "这个角色在这项职责上与别人不同之处")),
)
Counted = shape(
    "Counted", scorecard=(str, field("计分卡", "计分卡的 id")), weight=(int, field("权重（%）", "在那张卡里的权重"))
)
Rhythm = extended(model.Rhythm, due=(str, field("截止时刻", "有 start 的是结束的时刻")))
Task = extended(
    model.Task,
    **_ITEM,
    rhythm=(Rhythm | None, field("节奏", "定期做的才有")),
    checklists=(_REFS, field("清单", "写到它的清单的 id")),
)
Duty = extended(
    model.Duty,
    **_PLACED,
    group=(str, field("职责组", "index.json 里 groups 的 id")),
    tasks=(
        list[Task],  # type: ignore[valid-type]
        field("任务", "3–6 项"),
    ),
    checks=(
        list[extended(model.Check, **_ITEM, checklists=(_REFS, field("清单", "写到它的清单的 id")))],  # type: ignore[misc]
        field("检查项", "5–10 项"),
    ),
    goals=(
        list[extended(model.Goal, **_ITEM, scorecards=(list[Counted], field("计分卡", "计入它的计分卡")))],  # type: ignore[misc, valid-type]
        field("绩效目标", "至少一项"),
    ),
    risks=(list[extended(model.Risk, **_ITEM)], field("风险", "至少一条")),  # type: ignore[misc]
    roles=(list[DutyRole], field("角色", "有这项职责的角色")),  # type: ignore[valid-type]
)
RoleDuty = extended(
    model.RoleDuty, share=(int, field("占比（%）", "按任务和清单的用时算出，各项合计 100；还没有任务的为 0"))
)
RoleTask = shape(
    "RoleTask",
    ref=_ITEM["ref"],
    address=_ADDRESS,
    kind=(Literal["do", "attend", "decide"], field("做什么", "do 自己做，attend 到场，decide 拍板")),
    cadence=(model.CheckCadence, field("频率", "per-event 是遇事才做")),
    due=(str | None, field("截止时刻", "有 start 的是结束的时刻；遇事才做的为 null")),
    start=(str | None, field("开始时刻", "在定好的时刻一起做的才有")),
    minutes=(int | None, field("用时（分钟）", "一个人做一遍要多少")),
    per_month=(float | None, field("一个月大约几次", "遇事才做的才有")),
    scope=(str | None, field("范围", "这个角色只做到哪里、或多做什么")),
)
Role = extended(
    model.Role,
    **_PLACED,
    duties=(list[RoleDuty], field("职责", "连同从底子接手的，占比合计 100")),  # type: ignore[valid-type]
    tasks=(list[RoleTask], field("任务", "这个角色做的、到场的、拍板的任务，按它自己的节奏")),  # type: ignore[valid-type]
    variants=(_REFS, field("变体", "以它为底子的角色")),
    scorecards=(_REFS, field("计分卡", "考核它的计分卡")),
    inspected=(_REFS, field("被检查", "检查它的清单")),
    inspects=(_REFS, field("去检查", "它去做的清单")),
)
Line = shape(
    "Line",
    ref=(str, field("全名", "写成 duty.check、duty.task 或 duty.task.step")),
    kind=(Literal["check", "task", "step"], field("种类", "check 检查项，task 任务，step 步骤")),
    address=_ADDRESS,
    text=(str, field("文字", "检查项的问题、任务的名称或步骤的做法")),
    how=(str | None, field("怎么查", "只有检查项有")),
    grade=(model.Grade | None, field("等级", "只有检查项有")),
    weight=(int | None, field("权重", "只有检查项有")),
    na=(bool, field("可不适用", "可以答不适用")),
    minutes=(int, field("用时（分钟）", "这一条查完抽到的全部要多少")),
)
Checklist = extended(
    model.Checklist,
    **_PLACED,
    minutes=(int, field("用时（分钟）", "各条加起来")),
    items=(list[Line], field("条目", "按顺序")),  # type: ignore[valid-type]
)
CardLine = extended(
    model.ScorecardItem,
    name=(str, field("名称", "绩效目标的名称")),
    address=_ADDRESS,
    metric=(str, field("指标", "指标的 id")),
    guard=(str, field("护栏指标", "指标的 id")),
)
Scorecard = extended(model.Scorecard, **_PLACED, items=(list[CardLine], field("计分项", "权重合计 100")))  # type: ignore[valid-type]
Metric = extended(model.Metric, address=_ADDRESS, used_by=_USED_BY)
Term = extended(model.Term, address=_ADDRESS)
Tool = extended(model.Tool, address=_ADDRESS, used_by=_USED_BY)
Template = extended(model.Template, **_PLACED, used_by=_USED_BY)
Section = extended(model.Section, address=_ADDRESS, cited_by=(_REFS, field("引用", "以它为依据的条目和页面")))
Source = extended(
    model.Source,
    answers=(
        list[extended(model.Answer, sections=(list[Section], field("小节", "全部小节")))],  # type: ignore[misc, valid-type]
        field("回答", "文章里的回答"),
    ),
)
Listed = shape(
    "Listed",
    name=(str, field("名称", "文件名去掉 .json")),
    address=_ADDRESS,
    schema_=(str, field("格式", "它的 JSON Schema 的地址", alias="schema")),
    count=(int, field("条数", "里面有几条")),
)
_INDEX: Fields = {
    "title": (str, field("书名", "站点标题")),
    "about": (str, field("一句话介绍", "首页第一句")),
    "address": (str, field("地址", "首页")),
    "updated": (dt.date, field("更新日期", "内容上次核对的日子里最近的一天")),
    "files": (list[Listed], field("文件", "其余的文件")),  # type: ignore[valid-type]
    "groups": (list[model.DutyGroup], field("职责组", "按阅读顺序")),
    "teams": (list[model.Team], field("运营之外的团队", "任务会找到的团队")),
    "team": (list[model.People], field("人数", "这本手册写给多大的团队")),
    "team_sizes": (list[model.TeamSize], field("别的团队规模", "人数测算页上可选的几种")),
    "calendar": (model.CalendarFile, field("工作日历", "放假和调休上班的日子")),
    "goal_groups": (list[model.GoalGroup], field("目标类别", "每个指标恰属一类")),
    "metric_groups": (list[model.NamedGroup], field("指标类别", "按阅读顺序")),
    "moved": (list[model.Move], field("搬迁", "改过名、取消了的 id")),
}
#: The shapes that have more in them than their model says; a kind that is not here is published as its model is.
_SHAPES: dict[str, type[BaseModel]] = {
    "duties": Duty,
    "roles": Role,
    "checklists": Checklist,
    "scorecards": Scorecard,
    "metrics": Metric,
    "terms": Term,
    "tools": Tool,
    "places": extended(model.KeepingPlace, address=_ADDRESS, used_by=_USED_BY),
    "settings": extended(model.Setting, address=_ADDRESS, used_by=_USED_BY),
    "templates": Template,
    "sources": Source,
}
KINDS: dict[str, type[BaseModel]] = {
    kind.folder: _SHAPES.get(kind.folder) or extended(kind.model, **_PLACED) for kind in model.KINDS.values()
}


def envelopes() -> dict[str, type[BaseModel]]:
    """The model of each file, by its name."""
    head: Fields = {
        "schema_": (str, field("格式", "本文件的 JSON Schema 的地址", alias="$schema")),
        "version": (Literal[VERSION], field("版本", "不兼容的改动会换一个版本")),
    }
    files = {
        name: shape(name, **head, **{name: (list[kind], field(name, "按阅读顺序"))})  # type: ignore[valid-type]
        for name, kind in KINDS.items()
    }
    return {"index": shape("index", **head, **_INDEX), **files}
