"""CSV as Chinese Excel opens it."""

import codecs

import pytest

from macros.exports import csv_table
from tests.exports.reading import csv_rows


def test_every_csv_has_its_mark_and_its_line_ends(files: dict[str, bytes]) -> None:
    paths = [path for path in files if path.endswith(".csv")]
    assert len(paths) > 200
    for path in paths:
        content = files[path]
        assert content.startswith(codecs.BOM_UTF8), path
        assert content.count(codecs.BOM_UTF8) == 1, path
        assert content.endswith(b"\r\n"), path
        rows = csv_rows(content)
        assert {len(row) for row in rows} == {len(rows[0])}, f"{path}: every row has every cell"
        assert len(rows) > 1, path


def test_no_cell_begins_like_a_formula(files: dict[str, bytes]) -> None:
    import csv
    import io

    for path, content in files.items():
        if path.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not any(cell.startswith(csv_table.FORMULA_SIGNS) for cell in row), path


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "－3%", "-2+3+cmd|' /C calc'!A0"]
)
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    assert csv_table.table([[text, "x"]]).decode("utf-8-sig").lstrip('"').startswith("'" + text[0])
    assert csv_rows(csv_table.table([[text, "x"]])) == [[text, "x"]]


@pytest.mark.parametrize("text", ["7 − 3", "a=b", "运营", "'quoted'", "", "，", '1"2', "a\nb", "1,2;3"])
def test_what_does_not_is_left_alone(text: str) -> None:
    import csv
    import io

    assert next(iter(csv.reader(io.StringIO(csv_table.table([[text, "x"]]).decode("utf-8-sig"), newline="")))) == [
        text,
        "x",
    ]


def test_figures_of_ours_stay_figures() -> None:
    assert csv_table.table([[-1, 2.5, 0]]) == codecs.BOM_UTF8 + b"-1,2.5,0\r\n"
