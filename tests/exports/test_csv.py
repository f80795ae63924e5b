"""CSV as Chinese Excel opens it. The pages' CSV is held to the same cells by tests/scripts/test_spreadsheet.py."""

import codecs
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from macros.exports import csv_table
from tests.exports.reading import csv_rows

CELLS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "rules/cells.json").read_text(encoding="utf-8")
)


def test_every_csv_has_its_mark_and_its_line_ends(files: dict[str, bytes]) -> None:
    paths = [path for path in files if path.endswith(".csv")]
    assert len(paths) > 15
    for path in paths:
        content = files[path]
        assert content.startswith(codecs.BOM_UTF8), path
        assert content.count(codecs.BOM_UTF8) == 1, path
        assert content.endswith(b"\r\n"), path
        rows = csv_rows(content)
        assert {len(row) for row in rows} == {len(rows[0])}, f"{path}: every row has every cell"
        assert len(rows) > 1, path


def test_no_line_of_a_cell_begins_like_a_formula(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                assert [cell for cell in row if csv_table.guarded(cell) != cell] == [], path


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case["why"])
def test_a_cell_is_guarded(case: dict[str, Any]) -> None:
    written = csv_table.table([[case["cell"], "x"]]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(written, newline=""))) == [case["is"], "x"]


def test_figures_of_ours_stay_figures() -> None:
    assert csv_table.table([[-1, 2.5, 0]]) == codecs.BOM_UTF8 + b"-1,2.5,0\r\n"
