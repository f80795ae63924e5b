"""A workbook as Excel wants it: legal sheet names, texts that stay text, A4 pages, the same bytes twice."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from macros.exports.context import cut, midnight
from macros.exports.csv_table import FORMULA_SIGNS, Cell

#: Limits of Excel, counted in UTF-16 units as Excel counts.
CELL_LIMIT = 32_767
SHEET_NAME_LIMIT = 31
TIP_LIMIT = 255
MARGIN_LIMIT = 255
PROPERTY_LIMIT = 255
#: Points; Excel makes no row higher.
HIGHEST_ROW = 409

FONT = "微软雅黑"
INK, FAINT, HEAD, FILL_IN, RULE_LINE = "#1f2933", "#66727f", "#e8eef4", "#fffbe6", "#b8c4ce"
GOOD, BAD = ("#e3f4e6", "#1b5e20"), ("#fde7e7", "#9b1c1c")

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


class Book:
    """A workbook that is being written."""

    def __init__(self, title: str, subject: str, day: dt.date) -> None:
        self._bytes = io.BytesIO()
        self.file = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": 10, "font_color": INK},
            },
        )
        named = {"title": cut(title, PROPERTY_LIMIT), "subject": cut(subject, PROPERTY_LIMIT)}
        self.file.set_properties({**named, "created": midnight(day)})
        self.file.set_calc_mode("auto")
        self._names: list[str] = []
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, under that name or the nearest that Excel allows and that isn't taken."""
        self._names.append(sheet_name(name, self._names))
        return self.file.add_worksheet(self._names[-1])

    def format(self, **properties: Any) -> Format:
        """A format with these properties: text at the top of its cell, wrapped, unless they say otherwise."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"text_wrap": True, "valign": "top", **properties})
        return self._formats[key]

    def put(self, sheet: Worksheet, row: int, column: int, value: Cell, **properties: Any) -> None:
        """Write a cell. A text stays the text it is, also when somebody edits the cell later."""
        if not isinstance(value, str):
            sheet.write_number(row, column, value, self.format(**properties))
            return
        if value.startswith(FORMULA_SIGNS):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, cut(value, CELL_LIMIT), self.format(**properties))

    def link(self, sheet: Worksheet, row: int, column: int, address: str, text: str, **properties: Any) -> None:
        """Write a link; only its text when the address is not a whole one."""
        if address.startswith(("http://", "https://")):
            look = self.format(font_color="#0b57a4", underline=1, **properties)
            sheet.write_url(row, column, address, look, string=cut(text, CELL_LIMIT))
        else:
            self.put(sheet, row, column, text, **properties)

    def table(
        self,
        sheet: Worksheet,
        rows: Sequence[Sequence[Cell]],
        columns: Sequence[float],
        links: Iterable[str] = (),
    ) -> None:
        """Write a filterable table from the top of a sheet, its head first; `columns` are the widths.

        `links` has, for each row below the head, the address that its first cell leads to.
        """
        widths(sheet, *columns)
        for column, name in enumerate(rows[0]):
            self.put(sheet, 0, column, name, **HEAD_CELL)
        sheet.set_row(0, height(zip(map(str, rows[0]), columns, strict=True)))
        addresses = list(links)
        # The formats are found once: a whole playbook has some 20,000 cells.
        body, quoted = self.format(**BODY_CELL), self.format(**BODY_CELL, quote_prefix=True)
        for number, row in enumerate(rows[1:], 1):
            for column, value in enumerate(row):
                if not isinstance(value, str):
                    sheet.write_number(number, column, value, body)
                elif column == 0 and addresses:
                    self.link(sheet, number, 0, addresses[number - 1], value, **BODY_CELL)
                else:
                    look = quoted if value.startswith(FORMULA_SIGNS) else body
                    sheet.write_string(number, column, cut(value, CELL_LIMIT), look)
            words = [(value, width) for value, width in zip(row, columns, strict=True) if isinstance(value, str)]
            sheet.set_row(number, height(words))
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def bytes(self) -> bytes:
        """The finished file. Nothing can be written after this."""
        self.file.close()
        return self._bytes.getvalue()


HEAD_CELL: dict[str, Any] = {"bold": True, "bg_color": HEAD, "border": 1, "border_color": RULE_LINE}
BODY_CELL: dict[str, Any] = {"border": 1, "border_color": RULE_LINE}
INPUT_CELL: dict[str, Any] = {**BODY_CELL, "bg_color": FILL_IN}


def page(sheet: Worksheet, name: str, foot: str, orientation: Literal["portrait", "landscape"] = "landscape") -> None:
    """Lay a sheet out on A4, as wide as the paper, with its name above and page numbers below."""
    sheet.set_paper(9)
    sheet.set_landscape() if orientation == "landscape" else sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_header("&L&8" + _margin(name))
    sheet.set_footer("&L&8" + _margin(foot) + "&R&8第 &P 页，共 &N 页")


def _margin(text: str) -> str:
    """A text for a page's head or foot, where `&` begins a code. A digit first would be read as a font size."""
    return " " + cut(text, MARGIN_LIMIT - 60 - text.count("&")).replace("&", "&&")


def widths(sheet: Worksheet, *columns: float) -> None:
    """Set the widths of the first columns, in digits."""
    for number, width in enumerate(columns):
        sheet.set_column(number, number, width)


def height(texts: Iterable[tuple[str, float]], size: float = 10) -> float:
    """The height that a row needs for these texts, each with the width of its column, in points.

    Excel finds the height of a row by itself where no cells are merged; other programs, and merged cells, don't.
    """
    lines = 1
    for text, width in texts:
        room = max(1, int(width * 10 / size) - 1)
        if "\n" in text:
            lines = max(lines, sum(max(1, -(-_wide(line) // room)) for line in text.split("\n")))
        elif 2 * len(text) > room:
            lines = max(lines, -(-_wide(text) // room))
    return min(HIGHEST_ROW, lines * size * 1.55 + 4)


def _wide(text: str) -> int:
    """The width of a text in digits. A Chinese sign is as wide as two, and has two bytes in GBK."""
    return len(text.encode("gbk", "replace"))


def sheet_name(name: str, taken: Iterable[str] = ()) -> str:
    """The name of a sheet: at most 31 units, no brackets, colon, star, question mark or slash, not taken.

    Signs that Excel refuses become spaces, apostrophes at the ends go. Names that are the same then get a number.
    """
    plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", name).split()).strip("' ")
    # Excel keeps the name History for itself.
    plain = f"{plain}_" if plain.casefold() == "history" else plain or "Sheet"
    others = {other.casefold() for other in taken}
    found = cut(plain, SHEET_NAME_LIMIT).rstrip("' ")
    number = 2
    while found.casefold() in others:
        end = f" ({number})"
        found = cut(plain, SHEET_NAME_LIMIT - len(end)).rstrip("' ") + end
        number += 1
    return found
