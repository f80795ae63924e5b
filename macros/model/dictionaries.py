"""The dictionaries: metrics, terms, tools, sources."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from macros.model.base import Model, field
from macros.model.markers import Own
from macros.model.types import (
    AnswerId,
    Date,
    DutyId,
    Id,
    MetricCadence,
    MetricGroupId,
    MetricId,
    Number,
    SectionId,
    SectionRef,
    SourceId,
    Symbol,
    Text,
    Whole,
)


class Bilingual(Model):
    """A text in Chinese and in English."""

    kind_name = "中英文本"
    zh: Text = field("中文", "中文文本", "满意度")
    en: Text = field("英文", "英文文本", "Satisfaction")


class CalcInput(Model):
    """One input of a metric's formula, with the figure of the worked example."""

    kind_name = "计算输入"
    k: Symbol = field("代号", "算式里用的英文名", "actual")
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
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符，永不更改", "csat")
    name: Bilingual = field("名称", "中英文名")
    abbr: Text | None = field("缩写", "通用的英文缩写", "CSAT", default=None)
    aka: list[Text] = field("别名", "人们会怎么搜它", ["数据看板", "仪表盘"], default=[])
    group: MetricGroupId = field("类别", "groups 里的 id", "service")
    formula: Bilingual = field("口径", "分子、分母、时间窗、去重规则")
    calc: Calc | None = field("算式", "纯计数的指标写 null", default=None)
    unit: Bilingual = field("单位", "百分比、人、分钟……")
    direction: Literal["higher", "lower", "band"] = field(
        "方向", "higher 越高越好，lower 越低越好，band 居中为好", "higher"
    )
    cadence: MetricCadence = field("读数频率", "通常多久看一次", "weekly")
    trap: Bilingual = field("陷阱", "最容易让这个数说谎的错误")
    pair: list[MetricId] = field("同看指标", "一起看才不会顾此失彼", ["frt"], min_length=1)


class NamedGroup(Model):
    """A group of a dictionary."""

    kind: ClassVar[str] = "metric-group"
    kind_name = "分组"
    id: Annotated[Id, Own("类别")] = field("id", "英文小写加连字符", "service")
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
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符，永不更改", "sop")
    name: Text = field("名称", "正文里用的写法", "SOP")
    aka: list[Text] = field("别名", "正文里的别的写法，也会自动加链接", ["标准作业程序"], default=[])
    instead_of: list[Text] = field("代替哪些写法", "正文里不要用的说法，检查会提醒改成名称", ["检查表"], default=[])
    en: Text | None = field("英文", "英文全称", "standard operating procedure", default=None)
    text: Text = field("释义", "一两句，说清在这里指什么", "写在表里的上下限，越过它就要有人认领。")
    not_: Text | None = field("不是什么", "容易和什么弄混", "不是目标值", alias="not", default=None)
    see: list[DutyId] = field("相关职责", "职责的 id", ["process-management"], default=[])


class TermFile(Model):
    """The dictionary of terms: terms.yml."""

    kind: ClassVar[str] = "terms"
    kind_name = "术语表"
    terms: list[Term] = field("术语", "全部术语", min_length=1)


class Tool(Model):
    """A kind of tool, what it is for here, and products of that kind."""

    kind: ClassVar[str] = "tool"
    kind_name = "工具"
    id: Annotated[Id, Own()] = field("id", "英文小写加连字符，永不更改", "bi")
    name: Text = field("名称", "工具类别的中文名", "BI 看板")
    aka: list[Text] = field("别名", "人们会怎么搜它", ["数据看板", "仪表盘"], default=[])
    products: list[Text] = field("常见产品", "产品名", ["Tableau", "Power BI"], default=[])
    what: Text = field("用来做什么", "一句话", "把每天要看的数画成一页")
    first: Text = field("先学会什么", "拿到账号后第一件要会做的事", "会按渠道和日期下钻")
    care: Text = field("当心什么", "最容易出事的地方", "看板停更时图照样好看")
    from_: list[SectionRef] = field("依据", "来源小节的 id", ["s4a1-01"], default=[], alias="from")


class ToolFile(Model):
    """The list of tools: tools.yml."""

    kind: ClassVar[str] = "tools"
    kind_name = "工具表"
    tools: list[Tool] = field("工具", "全部工具", min_length=1)


class Section(Model):
    """A section of an article, as its own numbering has it."""

    kind: ClassVar[str] = "section"
    kind_name = "来源小节"
    id: Annotated[SectionId, Own("小节")] = field("id", "小节的 id", "s4a1-01")
    heading: Text = field("标题", "原文的小标题", "一、先看住")
    points: Whole = field("要点数", "这一节讲了几点", 3, ge=0)


class Answer(Model):
    """One answer of an article."""

    kind: ClassVar[str] = "answer"
    kind_name = "来源回答"
    id: Annotated[AnswerId, Own("回答")] = field("id", "回答的 id", "s4a1")
    gist: Text = field("大意", "一句话", "先看住，再查清")
    sections: list[Section] = field("小节", "全部小节", min_length=1)


class Source(Model):
    """An article that the playbook grew out of."""

    kind: ClassVar[str] = "source"
    kind_name = "来源"
    id: Annotated[SourceId, Own()] = field("id", "文章的 id", "s4")
    title: Text = field("标题", "文章标题", "运营怎么看数")
    about: Text = field("讲什么", "一句话", "怎么盯数、怎么归因")
    answers: list[Answer] = field("回答", "文章里的回答", min_length=1)


class SourceFile(Model):
    """The articles and their sections: sources.yml."""

    kind: ClassVar[str] = "sources"
    kind_name = "来源表"
    sources: list[Source] = field("来源", "全部文章", min_length=1)
