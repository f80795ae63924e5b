"""CSV that the pages write is the CSV that the build writes."""

import csv
import io
import json

from macros.exports import csv_table
from tests.conftest import PROJECT
from tests.node import run

CELLS = json.loads((PROJECT / "tests/rules/cells.json").read_text(encoding="utf-8"))
WRITE = "({ csv }, rows) => csv(rows)"


def test_a_cell_is_guarded() -> None:
    written = run("lib/spreadsheet.js", WRITE, [[case["cell"], "x"] for case in CELLS])
    assert written.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    for case, row in zip(CELLS, rows, strict=True):
        assert row == [case["is"], "x"], case["why"]


def test_the_bytes_are_those_of_python() -> None:
    rows = [[case["cell"], case["why"], "x"] for case in CELLS]
    assert run("lib/spreadsheet.js", WRITE, rows).encode() == csv_table.table(rows)
