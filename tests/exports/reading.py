"""Reads the files to take away as other programs do."""

import csv
import io
from typing import Any

import formulas
import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from selectolax.lexbor import LexborHTMLParser, LexborNode

Rows = list[list[str]]


def workbook(content: bytes, *, read_only: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=read_only)


def cells(sheet: Worksheet) -> list[list[Any]]:
    """The values of a sheet, row by row; "" where there is none."""
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def csv_rows(content: bytes) -> Rows:
    """The rows of a CSV file, without the apostrophes that keep texts from being run."""
    return [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]


def page(content: str) -> LexborHTMLParser:
    """A page without what only its layout needs: permalinks and buttons to copy an address."""
    tree = LexborHTMLParser(content)
    tree.strip_tags(["script", "style", "button", "svg"])
    for node in tree.css(".headerlink, .pb-edit"):
        node.decompose()
    return tree


def words(text: str | LexborNode | None) -> str:
    """A text without any space: line breaks and blanks between the words of a page carry nothing."""
    if text is None:
        return ""
    return "".join((text if isinstance(text, str) else text.text()).split())


class Recalculated:
    """A filled workbook, calculated anew by a library that is no spreadsheet program."""

    def __init__(self, filled: Workbook, folder: Any) -> None:
        path = folder / "filled.xlsx"
        filled.save(path)
        model = formulas.ExcelModel().loads(str(path)).finish()
        self._found = model.calculate()

    def __call__(self, sheet: str, cell: str) -> Any:
        """The value of a cell: a number, a text, or "" for a formula that says nothing."""
        value = self._found[f"'[filled.xlsx]{sheet.upper()}'!{cell}"].value[0, 0]
        return value if isinstance(value, str) else float(value)
