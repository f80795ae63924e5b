"""A template as a form to fill in, with its columns explained and its filled sample, and as CSV."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from macros.exports import csv_table, spreadsheet
from macros.exports.context import Context, cut, version

#: Rows of the printed form, ready to be written by hand.
BLANK_ROWS = 24
#: Rows in which a cell offers its choices.
CHOICE_ROWS = 1000
NOTES, CHOICES = "填法和样例", "选项"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form, in words."""

    name: str
    note: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A template, in words: what its workbook is written from."""

    id: str
    name: str
    version: str
    day: dt.date
    address: str
    columns: tuple[Column, ...]
    sample: tuple[tuple[str, ...], ...]


def blank(context: Context, id_: str) -> Blank:
    """A template in words."""
    one, text = context.book.templates[id_], context.text
    return Blank(
        id=id_,
        name=text(one.name),
        version=version([text for column in one.columns for text in (column.name, column.note, *column.values)]),
        day=context.of_template(id_),
        address=context.address(f"template:{id_}"),
        columns=tuple(Column(text(each.name), text(each.note), tuple(map(text, each.values))) for each in one.columns),
        sample=tuple(tuple(map(text, row)) for row in one.sample),
    )


def as_csv(context: Context, id_: str) -> bytes:
    """The columns of a template and its filled sample."""
    one = context.book.templates[id_]
    return csv_table.table(
        [[context.text(column.name) for column in one.columns]]
        + [[context.text(cell) for cell in row] for row in one.sample]
    )


def as_xlsx(one: Blank) -> bytes:
    """A template as a workbook: the form, how to fill it in with the sample, and the choices of its columns."""
    book = spreadsheet.Book(one.name, f"模板 {one.id}", one.day)
    form, notes = book.sheet(one.name), book.sheet(NOTES)
    top = f"{one.name}　{one.id}　版本 {one.version}　{one.day}"
    _form(book, form, one, _choices(book, one))
    _notes(book, notes, one)
    for sheet in (form, notes):
        spreadsheet.page(sheet, top, one.address)
    at = len(one.columns) + 2
    book.put(notes, at, 0, top, text_wrap=False, font_color=spreadsheet.FAINT)
    book.link(notes, at + 1, 0, one.address, one.address, text_wrap=False)
    book.put(notes, at + 2, 0, "样例里的人名、日期和数字都是编的。", text_wrap=False, font_color=spreadsheet.FAINT)
    return book.bytes()


def _choices(book: spreadsheet.Book, one: Blank) -> dict[int, str]:
    """Write the choices of the columns on a sheet of their own; where they stand, by column.

    Not in the cell's own list: that ends at 255 signs and splits a choice at its comma.
    """
    found: dict[int, str] = {}
    if not any(column.values for column in one.columns):
        return found
    sheet = book.sheet(CHOICES)
    for number, column in enumerate(one.columns):
        if column.values:
            at = len(found)
            book.put(sheet, 0, at, column.name, **spreadsheet.HEAD_CELL)
            for row, value in enumerate(column.values, 1):
                book.put(sheet, row, at, value, **spreadsheet.BODY_CELL)
            place = xl_range_abs(1, at, len(column.values), at)
            found[number] = f"='{sheet.get_name()}'!{place}"
    sheet.set_column(0, len(found) - 1, 18)
    return found


def _form(book: spreadsheet.Book, sheet: Worksheet, one: Blank, choices: dict[int, str]) -> None:
    blank = book.format(**spreadsheet.BODY_CELL)
    # The look belongs to the columns, so that it reaches as far down as somebody writes. Only the last row of the
    # empty form has cells, with a look of their own: they say how much of it is to be printed.
    end = book.format(**{**spreadsheet.BODY_CELL, "bottom": 2})
    sheet.set_default_row(24)
    head = 24.0
    for column, about in enumerate(one.columns):
        sheet.set_column(column, column, _width(one, column), blank)
        book.put(sheet, 0, column, about.name, **spreadsheet.HEAD_CELL)
        sheet.write_blank(BLANK_ROWS, column, None, end)
        head = max(head, spreadsheet.height([(about.name, _width(one, column) - 2)]))
        tip = {"input_title": cut(about.name, 32), "input_message": cut(about.note, spreadsheet.TIP_LIMIT)}
        if column in choices:
            # A warning, not a wall: a form may meet a case that its author did not think of.
            rule = {"validate": "list", "source": choices[column], "error_type": "warning", **tip}
        else:
            rule = {"validate": "any", **tip}
        sheet.data_validation(1, column, CHOICE_ROWS, column, rule)
    sheet.set_row(0, head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, BLANK_ROWS, len(one.columns) - 1)


def _width(one: Blank, column: int) -> float:
    """The width of a column: by its head and its sample, within bounds."""
    longest = max(map(len, [one.columns[column].name, *(row[column] for row in one.sample)]))
    return min(36, max(10, longest * 1.6))


def _notes(book: spreadsheet.Book, sheet: Worksheet, one: Blank) -> None:
    head = ["列", "填什么", "可选值", *(f"样例 {number}" for number in range(1, len(one.sample) + 1))]
    columns = (16, 40, 22, *(30 for _ in one.sample))
    spreadsheet.widths(sheet, *columns)
    rows = [
        [column.name, column.note, "、".join(column.values), *(row[number] for row in one.sample)]
        for number, column in enumerate(one.columns)
    ]
    for number, row in enumerate([head, *rows]):
        for at, cell in enumerate(row):
            look = spreadsheet.HEAD_CELL if number == 0 else {**spreadsheet.BODY_CELL, "bold": at == 0}
            book.put(sheet, number, at, cell, **look)
        sheet.set_row(number, spreadsheet.height(zip(row, columns, strict=True)))
    sheet.freeze_panes(1, 1)
