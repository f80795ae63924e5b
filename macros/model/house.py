"""What a company says once for the whole playbook: the figures it decides for itself, and where things are kept."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from macros.model.base import Model, field
from macros.model.markers import Own
from macros.model.types import DutyId, Id, Number, Person, SettingId, Text

#: The units that a setting may have, as they stand behind its value.
Unit = Literal[
    "元", "万元", "%", "个百分点", "秒", "分钟", "小时", "天", "个工作日", "周", "个月", "年",
    "次", "个", "件", "条", "单", "张", "份", "家", "人", "人天", "位", "通", "场", "类", "分", "倍", "步", "级", "篇", "群",
]  # fmt: skip


LONGEST_UNIT = max(map(len, get_args(Unit)))


class Setting(Model):
    """A figure that a company decides for itself; texts name it as `$id`, so that it stands in one place."""

    kind: ClassVar[str] = "setting"
    kind_name = "设置"
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符，正文里写成 $id", "refund-limit")
    name: Text = field("名称", "这个数是什么", "一线可自己定的赔付上限")
    duty: DutyId = field("归哪项职责", "职责的 id", "customer-service")
    value: Number = field("数值", "只写数，不写单位", 200)
    unit: Unit = field("单位", "跟在数后面的单位", "元")
    how: Text = field("怎么定", "一句话：看哪个数、由谁拍板、多久再定一次", "取近三个月赔付单的中位数，由主管批")
    more_than: SettingId | None = field("要大于", "必须比哪个设置大，写它的 id", "warning-line", default=None)

    @property
    def shown(self) -> str:
        """The value with its unit: 200 元, 15%."""
        return f"{self.value:.10g}{'' if self.unit == '%' else ' '}{self.unit}"


class SettingFile(Model):
    """The figures that a company decides for itself: settings.yml."""

    kind: ClassVar[str] = "settings"
    kind_name = "设置表"
    settings: list[Setting] = field("设置", "全部设置", min_length=1)


class KeepingPlace(Model):
    """Where things are handed in, kept and found: a system, a folder, a group."""

    kind: ClassVar[str] = "place"
    kind_name = "地点"
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符，永不更改", "knowledge-base")
    name: Text = field("名称", "大家怎么叫它", "知识库")
    aka: list[Text] = field("别名", "人们会怎么搜它", ["文档库"], default=[])
    instead_of: list[Text] = field("代替哪些写法", "正文里不要用的说法，检查会提醒改成名称", ["团队知识库"], default=[])
    what: Text = field("放什么", "一句话：什么放在这里，什么不放", "现行的流程、手册、模板和复盘报告")
    keeper: Person = field("谁照看", "角色或团队的 id", "assistant-ops")
    link: Text | None = field("地址", "公司自己的链接；没有就不写", "https://kb.example.com", default=None)


class PlaceFile(Model):
    """Where things are kept: places.yml."""

    kind: ClassVar[str] = "places"
    kind_name = "地点表"
    places: list[KeepingPlace] = field("地点", "全部地点", min_length=1)
