"""A scorecard as a spreadsheet that calculates, and its goals as CSV."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from macros.exports import csv_table, spreadsheet
from macros.exports.context import Context, version
from macros.rules.scoring import CAP, WHOLE, Direction
from macros.views import labels

HEAD = (
    "序号", "绩效目标", "指标", "方向", "权重（%）", "目标或下限", "上限", "实际", "达成率", "得分",
    "护栏指标", "方向", "底线或下限", "上限", "实际", "护栏", "编号",
)  # fmt: skip
WIDTHS = (5, 20, 15, 9, 7, 10, 7, 8, 8, 7, 15, 9, 10, 7, 8, 8, 19)
#: Letters of the columns that formulas speak of.
WEIGHT, TARGET, UPPER, ACTUAL, REACHED, POINTS = "EFGHIJ"
FLOOR, GUARD_UPPER, GUARD_ACTUAL, GUARD_STATE = "MNOP"
SCORE_ROW, TABLE_ROW = 3, 6
RULES = (
    "居中为好的指标填下限和上限，别的只填目标（护栏只填底线）；灰格不用填。",
    "达成率：越高越好的是实际 ÷ 目标；越低越好的是目标 ÷ 实际（实际为 0 或更低按 120% 算，目标为 0 时做到 0 算 100%）；"
    "居中为好的落在下限与上限之间（含两端）算 100%，否则算 0。达成率最低 0、最高 120%。",
    "得分 = 各项权重 × 达成率之和，满分 100，最高 120。全部填完并且权重合计 100 才出总分，截到一位小数。",
    "护栏：比底线差就标出“破线”，正好在底线上算守住。破线不改分数，由看卡的人决定这个分数还算不算数。",
)
BROKEN, HELD = "破线", "守住"


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal of the card, in words."""

    ref: str
    name: str
    metric: str
    direction: Direction
    unit: str
    weight: float
    guard: str
    guard_direction: Direction
    guard_unit: str
    formula: str
    set_target: str
    source: str
    data_owner: str
    address: str


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard, in words: what the spreadsheet and the CSV are written from."""

    id: str
    name: str
    period: str
    day: dt.date
    address: str
    goals: tuple[GoalRow, ...]
    not_counted: tuple[tuple[str, str], ...]

    @property
    def version(self) -> str:
        """Changes when a goal, its weight, its metric or its guard does."""
        return version(f"{goal.ref}\n{goal.name}\n{goal.metric}\n{goal.guard}\n{goal.weight}" for goal in self.goals)


def card(context: Context, id_: str) -> Card:
    """A scorecard in words."""
    one = context.book.scorecards[id_]
    return Card(
        id=id_,
        name=f"{context.book.roles[one.role].name}计分卡",
        period=labels.PERIOD[one.period],
        day=one.reviewed_on,
        address=context.address(f"scorecard:{id_}"),
        goals=tuple(_goal(context, item.goal, item.weight) for item in one.items),
        not_counted=tuple((context.text(thing.what), context.text(thing.why)) for thing in one.not_counted),
    )


def _goal(context: Context, ref: str, weight: int) -> GoalRow:
    goal = context.views.find_goal(ref)[1]
    metric, guard = context.book.metrics[goal.metric], context.book.metrics[goal.guard]
    return GoalRow(
        ref=ref,
        name=context.text(goal.name),
        metric=context.text(metric.name.zh),
        direction=metric.direction,
        unit=context.text(metric.unit.zh),
        weight=weight,
        guard=context.text(guard.name.zh),
        guard_direction=guard.direction,
        guard_unit=context.text(guard.unit.zh),
        formula=context.text(metric.formula.zh),
        set_target=context.text(goal.set_target),
        source=context.text(goal.source),
        data_owner=context.people([goal.data_owner]),
        address=context.address(ref),
    )


def as_csv(one: Card) -> bytes:
    """The goals of a card, with empty columns for target, actual and floor."""
    head = (
        "编号", "绩效目标", "指标", "单位", "方向", "权重（%）", "目标", "下限", "上限", "实际",
        "护栏指标", "护栏单位", "护栏方向", "护栏底线", "护栏实际", "目标怎么定", "数从哪里来", "谁出数", "地址",
    )  # fmt: skip
    rows = [
        (
            *(goal.ref, goal.name, goal.metric, goal.unit, labels.DIRECTION[goal.direction], goal.weight),
            *("", "", "", ""),
            *(goal.guard, goal.guard_unit, labels.DIRECTION[goal.guard_direction], "", ""),
            *(goal.set_target, goal.source, goal.data_owner, goal.address),
        )
        for goal in one.goals
    ]
    return csv_table.table([head, *rows])


def as_xlsx(one: Card) -> bytes:
    """A card as a workbook: the card, and how its targets are set."""
    book = spreadsheet.Book(one.name, f"计分卡 {one.id}", one.day)
    write(book, book.sheet(one.name), one)
    _targets(book, book.sheet("目标怎么定"), one)
    return book.bytes()


def write(book: spreadsheet.Book, sheet: Worksheet, one: Card) -> None:
    """Write a card on a sheet of its own."""
    spreadsheet.page(sheet, f"{one.name}　{one.id}　版本 {one.version}　{one.day}", one.address)
    spreadsheet.widths(sheet, *WIDTHS)
    last = len(HEAD) - 1
    sheet.merge_range(0, 0, 0, last, "", book.format())
    book.put(sheet, 0, 0, one.name, bold=True, font_size=16)
    sheet.set_row(0, spreadsheet.height([(one.name, sum(WIDTHS) * 10 / 16)], 16))
    facts = f"{one.period}　编号 {one.id}　版本 {one.version}　{one.day} 核对"
    book.put(sheet, 1, 0, facts, font_color=spreadsheet.FAINT, text_wrap=False)
    book.link(sheet, 2, 0, one.address, one.address, text_wrap=False)
    for column, name in enumerate(HEAD):
        book.put(sheet, TABLE_ROW, column, name, **spreadsheet.HEAD_CELL)
    sheet.set_row(TABLE_ROW, spreadsheet.height(zip(HEAD, WIDTHS, strict=True)))
    for number, goal in enumerate(one.goals):
        _write_goal(book, sheet, TABLE_ROW + 1 + number, number + 1, goal)
    end = TABLE_ROW + len(one.goals)
    _score(book, sheet, one, end)
    _look(book, sheet, end)
    for number, rule in enumerate(RULES):
        row = end + 2 + number
        sheet.merge_range(row, 0, row, last, rule, book.format(font_color=spreadsheet.FAINT, font_size=9))
        sheet.set_row(row, spreadsheet.height([(rule, sum(WIDTHS))], 9))
    sheet.repeat_rows(TABLE_ROW)
    sheet.freeze_panes(TABLE_ROW + 1, 2)


def attainment(direction: Direction, row: int) -> str:
    """The rule of macros/rules/scoring.py (`attainment`) as a formula for a row, counted from 1."""
    target, upper, actual = f"${TARGET}{row}", f"${UPPER}{row}", f"${ACTUAL}{row}"
    if direction == "band":
        return (
            f'=IF(AND(ISNUMBER({target}),ISNUMBER({upper}),ISNUMBER({actual})),IF({target}>{upper},"下限高于上限",'
            f'IF(AND({actual}>={target},{actual}<={upper}),1,0)),"")'
        )
    both = f"AND(ISNUMBER({target}),ISNUMBER({actual}))"
    if direction == "higher":
        return f'=IF({both},IF({target}<=0,"目标要大于 0",MIN({CAP},MAX(0,{actual}/{target}))),"")'
    return (
        f'=IF({both},IF({target}<0,"目标不能小于 0",IF({target}=0,IF({actual}<=0,1,0),'
        f'IF({actual}<=0,{CAP},MIN({CAP},{target}/{actual})))),"")'
    )


def guard(direction: Direction, row: int) -> str:
    """The rule of macros/rules/scoring.py (`guard_broken`) as a formula for a row, counted from 1."""
    floor, upper, actual = f"${FLOOR}{row}", f"${GUARD_UPPER}{row}", f"${GUARD_ACTUAL}{row}"
    if direction == "band":
        return (
            f'=IF(AND(ISNUMBER({floor}),ISNUMBER({upper}),ISNUMBER({actual})),IF({floor}>{upper},"下限高于上限",'
            f'IF(OR({actual}<{floor},{actual}>{upper}),"{BROKEN}","{HELD}")),"")'
        )
    sign = "<" if direction == "higher" else ">"
    return f'=IF(AND(ISNUMBER({floor}),ISNUMBER({actual})),IF({actual}{sign}{floor},"{BROKEN}","{HELD}"),"")'


def _write_goal(book: spreadsheet.Book, sheet: Worksheet, row: int, number: int, goal: GoalRow) -> None:
    body, fill = spreadsheet.BODY_CELL, spreadsheet.INPUT_CELL
    book.link(sheet, row, 0, goal.address, str(number), **body, align="center")
    words: dict[int, csv_table.Cell] = {
        1: goal.name,
        2: f"{goal.metric}（{goal.unit}）",
        3: labels.DIRECTION[goal.direction],
        10: f"{goal.guard}（{goal.guard_unit}）",
        11: labels.DIRECTION[goal.guard_direction],
    }
    for column, value in words.items():
        book.put(sheet, row, column, value, **body)
    book.put(sheet, row, 4, goal.weight, **fill)
    open_columns = [5, 7, 12, 14, *([6] if goal.direction == "band" else [])]
    open_columns += [13] if goal.guard_direction == "band" else []
    for column in (5, 6, 7, 12, 13, 14):
        look = book.format(**fill) if column in open_columns else book.format(**body, bg_color="#f1f3f5")
        sheet.write_blank(row, column, None, look)
    sheet.write_formula(row, 8, attainment(goal.direction, row + 1), book.format(**body, num_format="0.0%"), "")
    points = f'=IF(ISNUMBER(${REACHED}{row + 1}),${WEIGHT}{row + 1}*${REACHED}{row + 1},"")'
    sheet.write_formula(row, 9, points, book.format(**body, num_format="0.0"), "")
    sheet.write_formula(row, 15, guard(goal.guard_direction, row + 1), book.format(**body), "")
    book.put(sheet, row, 16, goal.ref, **body, font_size=8, font_color=spreadsheet.FAINT)
    number_only = {
        "validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12,
        "error_title": "只填数", "error_message": "这一格只填数，单位写在指标后面了。",
    }  # fmt: skip
    for column in open_columns:
        sheet.data_validation(row, column, row, column, number_only)
    share = {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": WHOLE,
        "error_title": "权重", "error_message": "权重填 0 到 100，各项合计 100。",
    }  # fmt: skip
    sheet.data_validation(row, 4, row, 4, share)
    texts = [(str(words[column]), WIDTHS[column]) for column in (1, 2, 10)]
    sheet.set_row(row, max(32, spreadsheet.height([*texts, (goal.ref, WIDTHS[16] * 1.25)])))


def _score(book: spreadsheet.Book, sheet: Worksheet, one: Card, end: int) -> None:
    """The rule of macros/rules/scoring.py (`scorecard`), as formulas."""
    first = TABLE_ROW + 1

    def column(letter: str) -> str:
        return f"${letter}${first + 1}:${letter}${end + 1}"

    weights, count = f"ROUND(SUM({column(WEIGHT)}),6)", len(one.goals)
    left = f"({count}-COUNT({column(REACHED)}))"
    broken = f'COUNTIF({column(GUARD_STATE)},"{BROKEN}")'
    label: dict[str, Any] = {"bold": True, "text_wrap": False, "valign": "vcenter"}
    value: dict[str, Any] = {"bold": True, "font_size": 14, "align": "left", "valign": "vcenter", "text_wrap": False}
    total = sum(goal.weight for goal in one.goals)
    score = (
        f'=IF({weights}<>{WHOLE},"权重合计要是 {WHOLE}，现在是 "&{weights},'
        f'IF({left}>0,"还有 "&{left}&" 项没有结果",INT(ROUND(10*SUM({column(POINTS)}),6))/10))'
    )
    book.put(sheet, SCORE_ROW, 0, "总分", **label)
    waiting = f"还有 {count} 项没有结果" if total == WHOLE else f"权重合计要是 {WHOLE}，现在是 {total}"
    sheet.write_formula(SCORE_ROW, 1, score, book.format(**value, num_format="0.0"), waiting)
    book.put(sheet, SCORE_ROW, 7, "权重合计", **label)
    sheet.write_formula(SCORE_ROW, 9, f"={weights}", book.format(**value), total)
    book.put(sheet, SCORE_ROW, 11, "破线的护栏", **label)
    sheet.write_formula(SCORE_ROW, 13, f"={broken}", book.format(**value), 0)
    sheet.set_row(SCORE_ROW, 24)
    fill = book.format(**spreadsheet.INPUT_CELL, text_wrap=False)
    sheet.merge_range(
        4, 0, 4, len(HEAD) - 1, "被考核人：" + "　" * 12 + "考核期：" + "　" * 12 + "填表人、日期：", fill
    )
    sheet.set_row(4, 20)


def _look(book: spreadsheet.Book, sheet: Worksheet, end: int) -> None:
    for word, (back, ink) in ((BROKEN, spreadsheet.BAD), (HELD, spreadsheet.GOOD)):
        look = book.file.add_format({"bg_color": back, "font_color": ink})
        rule = {"type": "text", "criteria": "begins with", "value": word, "format": look}
        sheet.conditional_format(TABLE_ROW + 1, 15, end, 15, rule)


def _targets(book: spreadsheet.Book, sheet: Worksheet, one: Card) -> None:
    """How the targets are set, and what is left out of the card on purpose."""
    spreadsheet.page(sheet, f"{one.name}　目标怎么定", one.address)
    head = ("编号", "绩效目标", "指标的口径", "目标怎么定", "数从哪里来", "谁出数")
    rows = [
        (goal.ref, goal.name, f"{goal.metric}：{goal.formula}", goal.set_target, goal.source, goal.data_owner)
        for goal in one.goals
    ]
    book.table(sheet, [head, *rows], (26, 16, 40, 44, 34, 12), [goal.address for goal in one.goals])
    at = len(rows) + 2
    book.put(sheet, at, 0, "不计分", bold=True, font_size=12)
    for number, (what, why) in enumerate(one.not_counted, at + 1):
        sheet.merge_range(number, 0, number, 1, "", book.format(**spreadsheet.BODY_CELL))
        sheet.merge_range(number, 2, number, 5, "", book.format(**spreadsheet.BODY_CELL))
        book.put(sheet, number, 0, what, **spreadsheet.BODY_CELL)
        book.put(sheet, number, 2, why, **spreadsheet.BODY_CELL)
        sheet.set_row(number, spreadsheet.height([(what, 42), (why, 130)]))
