"""A checklist as a form: a spreadsheet that calculates its score, and the same lines as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from macros.exports import csv_table, spreadsheet
from macros.exports.context import Context, version
from macros.views import labels
from macros.views.lists import ChecklistItem

HEAD = ("序号", "问什么", "怎么查", "等级", "权重", "结果", "备注", "不合格时", "编号")
WIDTHS = (7, 36, 34, 9, 6, 9, 20, 28, 17)
WEIGHT, RESULT = HEAD.index("权重"), HEAD.index("结果")
#: Rows of the form: the score, the sums it comes from, the sample, who and when, the head of the table.
SCORE_ROW, SUMS_ROW, SAMPLE_ROW, WHO_ROW, TABLE_ROW = 5, 6, 7, 8, 9
#: The verdicts of the form, by those of macros/rules/scoring.py.
VERDICTS = {"passed": "合格", "failed": "不合格", "vetoed": "不合格（一票否决）", "empty": "没有适用的项"}
RULE = (
    "得分 = 合格项的权重之和 ÷ 判了合格或不合格的项的权重之和 × 100，截到一位小数。不适用的项两边都不算。"
    "一票否决项不合格，整张不合格。全部判完并且得分不低于合格线，才算合格。"
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the form, in words."""

    ref: str
    ask: str
    how: str
    grade: str
    weight: int
    veto: bool
    may_not_apply: bool
    if_fail: str
    address: str


@dataclass(frozen=True, slots=True)
class Form:
    """A checklist, in words: what the spreadsheet and the CSV are written from."""

    id: str
    name: str
    facts: str
    who: str
    of: str
    sample: str
    pick: int
    min_score: int
    day: dt.date
    address: str
    lines: tuple[ListRow, ...]

    @property
    def version(self) -> str:
        """Changes when a wording, a weight or the pass mark does; filled forms of one version can be compared."""
        said = [f"{line.ask}\n{line.how}\n{line.grade}{line.weight}{line.may_not_apply}" for line in self.lines]
        return version([self.sample, str(self.min_score), *said])


def form(context: Context, id_: str) -> Form:
    """A checklist in words."""
    one = context.book.checklists[id_]
    label = labels.CADENCE[one.period], labels.STYLE[one.style], labels.minutes(context.views.list_minutes[id_])
    return Form(
        id=id_,
        name=context.text(one.name),
        facts=" · ".join(label),
        who=context.people(one.who),
        of=context.people(one.of),
        sample=context.text(one.sample.rule),
        pick=one.sample.pick or 0,
        min_score=one.pass_.min_score,
        day=one.reviewed_on,
        address=context.address(f"checklist:{id_}"),
        lines=tuple(_line(context, id_, item) for item in context.views.checklist_items(id_)),
    )


def _line(context: Context, id_: str, item: ChecklistItem) -> ListRow:
    grade, if_fail = "", ""
    if item.check is not None:
        ask, how = item.check.ask, context.text(item.check.how)
        grade = labels.GRADE[item.check.grade]
        if_fail = f"{labels.within(item.check.if_fail.within)}：{context.text(item.check.if_fail.do)}"
    elif item.step is not None:
        ask, how = item.step.do, f"应看到：{context.text(item.step.expect)}"
        if_fail = context.text(item.step.else_)
    else:
        assert item.task is not None
        ask, how = item.task.name, context.lines(item.task.done_when)
    return ListRow(
        ref=item.ref,
        ask=context.text(ask),
        how=how,
        grade=grade,
        weight=item.weight,
        veto=item.veto,
        may_not_apply=item.may_not_apply,
        if_fail=if_fail,
        address=f"{context.address(f'checklist:{id_}')}#{item.ref}",
    )


def as_csv(one: Form) -> bytes:
    """The lines of a checklist, with empty columns for result and note."""
    head = ("序号", "编号", "问什么", "怎么查", "等级", "权重", "可不适用", "不合格时", "结果", "备注", "地址")
    rows = [
        (
            *(number, line.ref, line.ask, line.how, line.grade, line.weight),
            *("是" if line.may_not_apply else "否", line.if_fail, "", "", line.address),
        )
        for number, line in enumerate(one.lines, 1)
    ]
    return csv_table.table([head, *rows])


def as_xlsx(one: Form) -> bytes:
    """A checklist as a workbook."""
    book = spreadsheet.Book(one.name, f"检查清单 {one.id}", one.day)
    write(book, book.sheet(one.name), one)
    return book.bytes()


def write(book: spreadsheet.Book, sheet: Worksheet, one: Form) -> None:
    """Write a checklist as a form on a sheet of its own."""
    spreadsheet.page(sheet, f"{one.name}　{one.id}　版本 {one.version}　{one.day}", one.address)
    spreadsheet.widths(sheet, *WIDTHS)
    last = len(HEAD) - 1
    _facts(book, sheet, one)
    for column, name in enumerate(HEAD):
        book.put(sheet, TABLE_ROW, column, name, **spreadsheet.HEAD_CELL)
    for number, line in enumerate(one.lines):
        _write_line(book, sheet, TABLE_ROW + 1 + number, number + 1, line)
    end = TABLE_ROW + len(one.lines)
    _judge(book, sheet, one, end)
    _look(book, sheet, end)
    sign = book.format(bottom=1, valign="bottom")
    for column, text in ((1, "检查人签字："), (2, "被检查人签字："), (6, "日期：")):
        sheet.write_string(end + 2, column, text, sign)
    sheet.set_row(end + 2, 32)
    sheet.merge_range(end + 4, 0, end + 4, last, RULE, book.format(font_color=spreadsheet.FAINT, font_size=9))
    sheet.set_row(end + 4, spreadsheet.height([(RULE, sum(WIDTHS))], 9))
    sheet.repeat_rows(TABLE_ROW)
    sheet.freeze_panes(TABLE_ROW + 1, 2)
    sheet.set_selection(TABLE_ROW + 1, RESULT, TABLE_ROW + 1, RESULT)


def _facts(book: spreadsheet.Book, sheet: Worksheet, one: Form) -> None:
    """What stands above the table, but for the score."""
    last = len(HEAD) - 1
    faint: dict[str, Any] = {"font_color": spreadsheet.FAINT, "text_wrap": False}
    sheet.merge_range(0, 0, 0, last, "", book.format())
    book.put(sheet, 0, 0, one.name, bold=True, font_size=16)
    sheet.set_row(0, spreadsheet.height([(one.name, sum(WIDTHS) * 10 / 16)], 16))
    book.put(sheet, 1, 0, f"{one.facts}　编号 {one.id}　版本 {one.version}　{one.day} 核对", **faint)
    book.link(sheet, 2, 0, one.address, one.address, text_wrap=False)
    people, width = f"谁来查：{one.who}　　查谁：{one.of}", sum(WIDTHS)
    rule = f"抽样：{one.sample}"
    for row, text in ((3, people), (4, rule)):
        sheet.merge_range(row, 0, row, last, text, book.format())
        sheet.set_row(row, spreadsheet.height([(text, width)]))
    blanks = "　　".join(f"{n}." + "　" * 8 for n in range(1, min(one.pick, 10) + 1))
    blank = "　" * 14
    for row, name, text in (
        (SAMPLE_ROW, "样本", blanks or "全部"),
        (WHO_ROW, "对象", f"查的人或事：{blank}检查人：{blank}日期："),
    ):
        book.put(sheet, row, 0, name, bold=True)
        sheet.merge_range(row, 1, row, last, text, book.format(**spreadsheet.INPUT_CELL))
        sheet.set_row(row, 22)


def _write_line(book: spreadsheet.Book, sheet: Worksheet, row: int, number: int, line: ListRow) -> None:
    heavy = {"bold": True} if line.veto else {}
    # The link is on the number: LibreOffice doesn't wrap a linked text.
    book.link(sheet, row, 0, line.address, str(number), **spreadsheet.BODY_CELL, align="center")
    cells: Sequence[csv_table.Cell] = (line.ask, line.how, line.grade, line.weight, "", "", line.if_fail)
    for column, value in enumerate(cells, 1):
        look = spreadsheet.INPUT_CELL if column in (RESULT, RESULT + 1) else spreadsheet.BODY_CELL
        centred = {"align": "center"} if column in (WEIGHT, RESULT) else {}
        if value == "":
            sheet.write_blank(row, column, None, book.format(**look, **centred))
        else:
            book.put(sheet, row, column, value, **look, **centred, **(heavy if column in (1, 3) else {}))
    book.put(sheet, row, len(HEAD) - 1, line.ref, **spreadsheet.BODY_CELL, font_size=8, font_color=spreadsheet.FAINT)
    answers = [labels.ANSWER["pass"], labels.ANSWER["fail"]]
    if line.may_not_apply:
        answers.append(labels.ANSWER["na"])
    sheet.data_validation(
        row,
        RESULT,
        row,
        RESULT,
        {
            "validate": "list",
            "source": answers,
            "error_title": "结果",
            "error_message": f"从 {'、'.join(answers)} 里选一个。",
        },
    )
    texts, columns = (line.ask, line.how, line.if_fail, line.ref), (WIDTHS[1], WIDTHS[2], WIDTHS[7], WIDTHS[8] * 1.25)
    sheet.set_row(row, max(32, spreadsheet.height(zip(texts, columns, strict=True))))


def _judge(book: spreadsheet.Book, sheet: Worksheet, one: Form, end: int) -> None:
    """The rule of macros/rules/scoring.py (`inspection`), as formulas."""
    results = xl_range_abs(TABLE_ROW + 1, RESULT, end, RESULT)
    weights = xl_range_abs(TABLE_ROW + 1, WEIGHT, end, WEIGHT)
    grades = xl_range_abs(TABLE_ROW + 1, WEIGHT - 1, end, WEIGHT - 1)
    good, bad, na = (f'"{labels.ANSWER[answer]}"' for answer in ("pass", "fail", "na"))
    mark, answered = _cell(SCORE_ROW, 1), _cell(SCORE_ROW, 8)
    passed, applicable = _cell(SUMS_ROW, 3), _cell(SUMS_ROW, 8)
    count = len(one.lines)
    yes, no, never, none = (VERDICTS[verdict] for verdict in ("passed", "failed", "vetoed", "empty"))
    verdict = (
        f'=IF(COUNTIFS({grades},"{labels.GRADE["veto"]}",{results},{bad})>0,"{never}",'
        f'IF({answered}<{count},"还有 "&({count}-{answered})&" 项没判",'
        f'IF({applicable}=0,"{none}",IF(100*{passed}>={mark}*{applicable},"{yes}","{no}"))))'
    )
    name = book.format(bold=True, align="right", valign="vcenter")
    plain = book.format(align="left", valign="vcenter")
    big = book.format(bold=True, font_size=14, num_format="0.0", align="left", valign="vcenter")
    sheet.write_string(SCORE_ROW, 0, "合格线", book.format(bold=True, valign="vcenter", text_wrap=False))
    mark_look = book.format(**spreadsheet.INPUT_CELL, align="left", valign="vcenter")
    sheet.write_number(SCORE_ROW, 1, one.min_score, mark_look)
    for row, column, text in (
        (SCORE_ROW, 2, "得分"),
        (SCORE_ROW, 4, "结论"),
        (SCORE_ROW, 7, "判了几项"),
        (SUMS_ROW, 2, "合格项的权重之和"),
        (SUMS_ROW, 7, "判了合格或不合格的项的权重之和"),
    ):
        sheet.write_string(row, column, text, name)
    score = f'=IF({applicable}=0,"",INT(1000*{passed}/{applicable})/10)'
    sheet.write_formula(SCORE_ROW, 3, score, big, "")
    sheet.merge_range(SCORE_ROW, 5, SCORE_ROW, 6, "", big)
    sheet.write_formula(SCORE_ROW, 5, verdict, big, f"还有 {count} 项没判")
    counted = "+".join(f"COUNTIF({results},{answer})" for answer in (good, bad, na))
    of_all = book.format(align="left", valign="vcenter", num_format=f'0" / {count}"')
    sheet.write_formula(SCORE_ROW, 8, f"={counted}", of_all, 0)
    sheet.write_formula(SUMS_ROW, 3, f"=SUMIF({results},{good},{weights})", plain, 0)
    sheet.write_formula(SUMS_ROW, 8, f"={passed}+SUMIF({results},{bad},{weights})", plain, 0)
    sheet.set_row(SCORE_ROW, 24)


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, True, True))


def _look(book: spreadsheet.Book, sheet: Worksheet, end: int) -> None:
    """Colours for answers and for the verdict."""
    first = xl_rowcol_to_cell(TABLE_ROW + 1, RESULT, False, True)
    area = (TABLE_ROW + 1, RESULT, end, RESULT)
    for answer, (back, ink) in (("pass", spreadsheet.GOOD), ("fail", spreadsheet.BAD)):
        look = book.file.add_format({"bg_color": back, "font_color": ink})
        rule = {"type": "formula", "criteria": f'={first}="{labels.ANSWER[answer]}"', "format": look}
        sheet.conditional_format(*area, rule)
        starts = {"type": "text", "criteria": "begins with", "value": labels.ANSWER[answer], "format": look}
        sheet.conditional_format(SCORE_ROW, 5, SCORE_ROW, 6, starts)
