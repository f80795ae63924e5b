"""A scorecard as a spreadsheet that calculates, and its goals as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from macros.exports import csv_table, spreadsheet
from macros.exports.context import Context, version
from macros.rules import scoring
from macros.rules.scoring import AT_FLOOR, AT_TARGET, CAP, GUARDED, WHOLE, Direction
from macros.views import labels

HEAD = (
    "序号", "绩效目标", "指标", "方向", "按月的数", "权重（%）", "底线或下限", "目标", "挑战或上限", "实际", "达成率", "得分",
    "护栏指标", "方向", "底线或下限", "上限", "实际", "护栏", "编号",
)  # fmt: skip
WIDTHS = (5, 20, 15, 9, 9, 7, 10, 8, 10, 8, 11, 7, 15, 9, 10, 7, 8, 8, 19)
#: Letters of the columns that formulas speak of. A band's limits stand where other goals have floor and stretch.
WEIGHT, FLOOR, TARGET, STRETCH, ACTUAL, REACHED, POINTS = "FGHIJKL"
GUARD_FLOOR, GUARD_UPPER, GUARD_ACTUAL, GUARD_STATE = "OPQR"
SCORE_ROW, TABLE_ROW = 3, 6
RULES = (
    "底线、目标、挑战要一个比一个好：越高越好的一个比一个大，越低越好的一个比一个小。挑战可以不填。居中为好的指标只填下限和上限；"
    "护栏只填底线，居中为好的护栏填下限和上限。灰格不用填。",
    "达成率：比底线差算 0，正好做到底线算 60%，做到目标算 100%，做到挑战算 120%，再好也是 120%；落在两者之间的按直线折算。"
    "没填挑战的，最多算 100%。居中为好的落在下限与上限之间（含两端）算 100%，否则算 0。",
    "得分 = 各项权重 × 达成率之和，都做到目标是 100，最高 120。全部填完并且权重合计 100 才出总分，截到一位小数。",
    labels.ABSENT_RULE,
    f"{labels.GUARD_RULE}比底线差标“破线”，正好在底线上算守住。",
    "“按月的数”说几个月的数怎么成为一季、一年的数，“实际”填合成之后的那一个。",
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
    over: str
    floor: str
    set_target: str
    stretch: str
    split: str
    absent: str
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
        over=labels.OVER[goal.over],
        floor=context.text(goal.floor),
        set_target=context.text(goal.set_target),
        stretch=context.text(goal.stretch or ""),
        split=context.text(goal.split or ""),
        absent=context.text(goal.absent or ""),
        source=context.text(goal.source),
        data_owner=context.people([goal.data_owner]),
        address=context.address(ref),
    )


def as_csv(one: Card) -> bytes:
    """The goals of a card, with empty columns for what is filled in."""
    head = (
        "编号", "绩效目标", "指标", "单位", "方向", "按月的数", "权重（%）", "底线", "目标", "挑战", "下限", "上限", "实际",
        "护栏指标", "护栏单位", "护栏方向", "护栏底线", "护栏实际",
        "底线怎么定", "目标怎么定", "挑战怎么定", "分开定", "什么时候不计", "数从哪里来", "谁出数", "地址",
    )  # fmt: skip
    rows = [
        (
            *(goal.ref, goal.name, goal.metric, goal.unit, labels.DIRECTION[goal.direction], goal.over, goal.weight),
            *("", "", "", "", "", ""),
            *(goal.guard, goal.guard_unit, labels.DIRECTION[goal.guard_direction], "", ""),
            *(goal.floor, goal.set_target, goal.stretch, goal.split, goal.absent),
            *(goal.source, goal.data_owner, goal.address),
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
    """The rule of macros/rules/scoring.py (`attainment`, `lacks`) as a formula for a row, counted from 1."""
    floor, target, stretch, actual = (f"${column}{row}" for column in (FLOOR, TARGET, STRETCH, ACTUAL))
    if direction == "band":
        judged = (
            f'IF({floor}>{stretch},"{_lack("lower-upper", direction)}",'
            f"IF(AND({actual}>={floor},{actual}<={stretch}),1,0))"
        )
        return _when_there(actual, ((floor, "lower"), (stretch, "upper")), judged)
    worse, not_better = ("<", ">=") if direction == "higher" else (">", "<=")
    beyond = f"MIN({CAP},{AT_TARGET:g}+{CAP - AT_TARGET:g}*({actual}-{target})/({stretch}-{target}))"
    to_target = f"{AT_FLOOR}+{AT_TARGET - AT_FLOOR:g}*({actual}-{floor})/({target}-{floor})"
    reached = (
        f"IF({actual}{worse}{floor},0,IF({actual}{worse}{target},{to_target},"
        f"IF(ISNUMBER({stretch}),{beyond},{AT_TARGET:g})))"
    )
    judged = (
        f'IF({floor}{not_better}{target},"{_lack("floor-target", direction)}",'
        f'IF(AND(ISNUMBER({stretch}),{target}{not_better}{stretch}),"{_lack("target-stretch", direction)}",{reached}))'
    )
    return _when_there(actual, ((floor, "floor"), (target, "target")), judged)


def _lack(lack: scoring.Lack, direction: Direction) -> str:
    return labels.lack(lack, direction)


def _when_there(actual: str, marks: Sequence[tuple[str, scoring.Lack]], judged: str) -> str:
    """A formula that judges where an actual and all marks are filled in, and else says which mark is missing."""
    for cell, lack in reversed(marks):
        judged = f'IF(ISNUMBER({cell}),{judged},"{_lack(lack, "higher")}")'
    return f'=IF(ISNUMBER({actual}),{judged},"")'


def guard(direction: Direction, row: int) -> str:
    """The rule of macros/rules/scoring.py (`guard_broken`) as a formula for a row, counted from 1."""
    floor, upper, actual = f"${GUARD_FLOOR}{row}", f"${GUARD_UPPER}{row}", f"${GUARD_ACTUAL}{row}"
    if direction == "band":
        return (
            f'=IF(AND(ISNUMBER({floor}),ISNUMBER({upper}),ISNUMBER({actual})),IF({floor}>{upper},"{_lack("lower-upper", direction)}",'
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
        4: goal.over,
        12: f"{goal.guard}（{goal.guard_unit}）",
        13: labels.DIRECTION[goal.guard_direction],
    }
    for column, value in words.items():
        book.put(sheet, row, column, value, **body)
    book.put(sheet, row, 5, goal.weight, **fill)
    open_columns = [6, 8, 9, 14, 16, *([7] if goal.direction != "band" else [])]
    open_columns += [15] if goal.guard_direction == "band" else []
    for column in (6, 7, 8, 9, 14, 15, 16):
        look = book.format(**fill) if column in open_columns else book.format(**body, bg_color="#f1f3f5")
        sheet.write_blank(row, column, None, look)
    sheet.write_formula(row, 10, attainment(goal.direction, row + 1), book.format(**body, num_format="0.0%"), "")
    reached, state = f"${REACHED}{row + 1}", f"${GUARD_STATE}{row + 1}"
    share = f'IF({state}="{BROKEN}",MIN({GUARDED},{reached}),{reached})'
    points = f'=IF(ISNUMBER({reached}),${WEIGHT}{row + 1}*{share},"")'
    sheet.write_formula(row, 11, points, book.format(**body, num_format="0.0"), "")
    sheet.write_formula(row, 17, guard(goal.guard_direction, row + 1), book.format(**body), "")
    book.put(sheet, row, 18, goal.ref, **body, font_size=8, font_color=spreadsheet.FAINT)
    number_only = {
        "validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12,
        "error_title": "只填数", "error_message": "这一格只填数，单位写在指标后面了。",
    }  # fmt: skip
    for column in open_columns:
        sheet.data_validation(row, column, row, column, number_only)
    per_cent = {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": WHOLE,
        "error_title": "权重", "error_message": "权重填 0 到 100，各项合计 100。",
    }  # fmt: skip
    sheet.data_validation(row, 5, row, 5, per_cent)
    texts = [(str(words[column]), WIDTHS[column]) for column in (1, 2, 12)]
    sheet.set_row(row, max(32, spreadsheet.height([*texts, (goal.ref, WIDTHS[18] * 1.25)])))


def _score(book: spreadsheet.Book, sheet: Worksheet, one: Card, end: int) -> None:
    """The rule of macros/rules/scoring.py (`scorecard`), as formulas."""
    first = TABLE_ROW + 1

    def column(letter: str) -> str:
        return f"${letter}${first + 1}:${letter}${end + 1}"

    weights, count = f"ROUND(SUM({column(WEIGHT)}),6)", len(one.goals)
    left = f"SUMPRODUCT(({column(WEIGHT)}<>0)*(1-ISNUMBER({column(REACHED)})))"
    broken = f'SUMPRODUCT(({column(WEIGHT)}<>0)*({column(GUARD_STATE)}="{BROKEN}"))'
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
    book.put(sheet, SCORE_ROW, 9, "权重合计", **label)
    sheet.write_formula(SCORE_ROW, 11, f"={weights}", book.format(**value), total)
    book.put(sheet, SCORE_ROW, 13, "破线的护栏", **label)
    sheet.write_formula(SCORE_ROW, 15, f"={broken}", book.format(**value), 0)
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
        sheet.conditional_format(TABLE_ROW + 1, 17, end, 17, rule)


def _targets(book: spreadsheet.Book, sheet: Worksheet, one: Card) -> None:
    """How the targets are set, and what is left out of the card on purpose."""
    spreadsheet.page(sheet, f"{one.name}　目标怎么定", one.address)
    head = (
        "编号", "绩效目标", "指标的口径", "底线怎么定", "目标怎么定", "挑战怎么定", "分开定", "什么时候不计", "按月的数", "数从哪里来",
        "谁出数",
    )  # fmt: skip
    rows = [
        (
            *(goal.ref, goal.name, f"{goal.metric}：{goal.formula}", goal.floor, goal.set_target, goal.stretch),
            *(goal.split, goal.absent, goal.over, goal.source, goal.data_owner),
        )
        for goal in one.goals
    ]
    book.table(sheet, [head, *rows], (24, 16, 34, 26, 38, 24, 26, 18, 12, 26, 10), [goal.address for goal in one.goals])
    at = len(rows) + 2
    book.put(sheet, at, 0, "不计分", bold=True, font_size=12)
    for number, (what, why) in enumerate(one.not_counted, at + 1):
        sheet.merge_range(number, 0, number, 1, "", book.format(**spreadsheet.BODY_CELL))
        sheet.merge_range(number, 2, number, 9, "", book.format(**spreadsheet.BODY_CELL))
        book.put(sheet, number, 0, what, **spreadsheet.BODY_CELL)
        book.put(sheet, number, 2, why, **spreadsheet.BODY_CELL)
        sheet.set_row(number, spreadsheet.height([(what, 40), (why, 190)]))
