"""The files to take away say what the pages of the same build say: every id, every text, nothing more."""

from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros.exports import checklists, scorecards
from macros.model.playbook import Playbook
from macros.views import labels
from macros.views.views import Views
from tests.exports.reading import Rows, cells, csv_rows, page, words, workbook


@pytest.fixture(scope="module")
def book(shipped: Views) -> Playbook:
    return shipped.playbook


def page_of(site: Path, address: str) -> LexborHTMLParser:
    return page((site / address / "index.html").read_text(encoding="utf-8"))


def item_of(link: LexborNode | None) -> str:
    """The id of the item that a link to a duty leads to: ../../duties/x/#y is x.y."""
    assert link is not None
    address = urlsplit(link.attributes["href"] or "")
    return f"{address.path.rstrip('/').rpartition('/')[2]}.{address.fragment}"


def rows_of(table: LexborNode) -> list[list[LexborNode]]:
    return [row.css("td, th") for row in table.css("tr")]


def sheets(site: Path, path: str) -> Iterator[Worksheet]:
    yield from workbook((site / "downloads" / path).read_bytes()).worksheets


def csv_of(site: Path, path: str) -> Rows:
    return csv_rows((site / "downloads" / path).read_bytes())


def test_checklists(site: Path, book: Playbook) -> None:
    compared = 0
    for id_, checklist in book.checklists.items():
        shown = page_of(site, f"checklists/{id_}").css("[data-item]")
        sheet = next(sheets(site, f"checklists/{id_}.xlsx"))
        table = cells(sheet)[checklists.TABLE_ROW + 1 :][: len(checklist.items)]
        text = csv_of(site, f"checklists/{id_}.csv")[1:]
        assert [row[8] for row in table] == [row[1] for row in text] == list(checklist.items)
        assert [node.attributes["data-item"] for node in shown] == list(checklist.items), id_
        for number, (node, row, line) in enumerate(zip(shown, table, text, strict=True), 1):
            heading, body = words(node.css_first("h2")), words(node)
            assert heading == f"{number}.{words(row[1])}", id_
            assert words(row[1]) == words(line[2])
            assert row[2] == line[3]
            assert row[7] == line[7]
            assert str(row[4]) == line[5]
            for said in (*row[2].removeprefix("应看到：").split("\n"), row[3], row[7].split("：")[-1]):
                assert words(said) in body, (id_, row[8], said)
            if row[3]:
                assert f"权重{row[4]}" in body
            compared += 1
        assert sheet["A1"].value == checklist.name
        assert sheet["B6"].value == checklist.pass_.min_score
        facts = f"{sheet['A2'].value} {sheet['A3'].value} {sheet['A5'].value} {sheet.oddHeader.left.text}"
        for fact in (id_, str(checklist.reviewed_on), f"checklists/{id_}/", checklist.sample.rule[:10]):
            assert fact in facts, (id_, fact)
    assert compared > 10


def test_a_checklist_offers_the_answers_of_its_page(site: Path, shipped: Views) -> None:
    for id_ in shipped.playbook.checklists:
        sheet = next(sheets(site, f"checklists/{id_}.xlsx"))
        offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
        choices = [
            text
            for row in range(checklists.TABLE_ROW + 2, checklists.TABLE_ROW + 2 + len(shipped.checklist_items(id_)))
            for place, text in offered.items()
            if any(CellRange(f"F{row}").issubset(CellRange(area)) for area in place.split())
        ]
        expected = [
            '"合格,不合格,不适用"' if item.may_not_apply else '"合格,不合格"' for item in shipped.checklist_items(id_)
        ]
        assert choices == expected, id_


def test_scorecards(site: Path, book: Playbook) -> None:
    compared = 0
    for id_, card in book.scorecards.items():
        shown = page_of(site, f"scorecards/{id_}")
        goals = [row for row in rows_of(shown.css("table")[0])[1:] if row[0].css_first("a") is not None]
        form, targets = sheets(site, f"scorecards/{id_}.xlsx")
        table = cells(form)[scorecards.TABLE_ROW + 1 :][: len(card.items)]
        text = csv_of(site, f"scorecards/{id_}.csv")[1:]
        ids = [item.goal for item in card.items]
        assert [item_of(row[0].css_first("a")) for row in goals] == ids
        assert [row[18] for row in table] == [row[0] for row in text] == ids
        assert [row[0] for row in cells(targets)[1:][: len(ids)]] == ids
        body = words(shown.body)
        for row, cell, line, target in zip(goals, table, text, cells(targets)[1:], strict=False):
            assert words(row[0]) == words(cell[1]) == words(line[1])
            assert words(row[1].css_first("a")) == words(line[2])
            assert words(row[2].css_first("a")) == words(line[13])
            assert words(cell[2]).startswith(words(line[2]))
            assert words(cell[12]).startswith(words(line[13]))
            assert f"{cell[5]}%" == f"{line[6]}%" == words(row[3])
            assert cell[3] in words(row[1])
            assert cell[4] == line[5] == target[8]
            assert target[3:8] == line[18:23]
            for said in target[3:]:
                assert words(said) in body, (id_, said)
            compared += 1
        for rule in (labels.GUARD_RULE, labels.ABSENT_RULE, "正好做到底线算 60%，做到目标算 100%，做到挑战算 120%"):
            assert words(rule) in body
            assert any(words(rule) in words(row[0]) for row in cells(form)), id_
        for one in card.not_counted:
            assert words(one.why) in body
            assert any(words(one.why) == words(row[2]) for row in cells(targets)), id_
    assert compared > 10


def test_templates(site: Path, book: Playbook) -> None:
    compared = 0
    for id_, template in book.templates.items():
        explained, sample = (rows_of(table) for table in page_of(site, f"templates/{id_}").css("table")[:2])
        form, notes, *choices = sheets(site, f"templates/{id_}.xlsx")
        names = [words(cell) for cell in sample[0]]
        text = csv_of(site, f"templates/{id_}.csv")
        assert [words(cell) for cell in cells(form)[0]] == [words(cell) for cell in text[0]] == names, id_
        assert not any(any(row) for row in cells(form)[1:]), f"{id_}: the form is empty"
        assert [[words(cell) for cell in row] for row in text[1:]] == [
            [words(cell) for cell in row] for row in sample[1:]
        ]
        for number, (row, column) in enumerate(zip(explained[1:], cells(notes)[1:], strict=False)):
            name, note, values, *filled = column
            assert words(name) == words(row[0])
            assert words(note) + (f"（{words(values)}）" if values else "") == words(row[1])
            assert [words(cell) for cell in filled if cell != ""] == [words(line[number]) for line in sample[1:]]
            compared += 1
        listed = {str(row[0]): row[1:] for row in zip(*cells(choices[0]), strict=True)} if choices else {}
        for about in template.columns:
            assert [value for value in listed.get(about.name, ()) if value] == about.values, id_
    assert compared > 10


def test_raci(site: Path, shipped: Views) -> None:
    shown = rows_of(page_of(site, "raci").css("table")[0])
    rows = cells(next(sheets(site, "raci.xlsx")))
    text = csv_of(site, "raci.csv")
    assert [words(cell) for cell in rows[0][3:]] == [words(cell) for cell in shown[0][1:]]
    assert [row[0] for row in rows[1:]] == [item_of(row[0].css_first("a")) for row in shown[1:]]
    for cell, line, row in zip(rows[1:], text[1:], shown[1:], strict=True):
        assert cell == line
        assert words(row[0]) == words(cell[2]) + words(cell[1])
        assert [words(one) for one in row[1:]] == cell[3:], cell[0]
    assert len(rows) == len(shipped.raci) + 1 > 10


def test_the_workbook_of_everything(site: Path, book: Playbook) -> None:
    found = {sheet.title: cells(sheet) for sheet in sheets(site, "playbook.xlsx")}
    text = csv_of(site, "playbook.csv")
    assert [[str(cell) for cell in row] for row in found["任务"]] == text
    assert [row[0] for row in found["职责"][1:]] == list(book.duties)
    for id_, duty in book.duties.items():
        shown = page_of(site, f"duties/{id_}")
        anchors = {node.attributes["id"] for node in shown.css("[id]")}
        body = words(shown.body)
        tasks = [row for row in found["任务"] if str(row[0]).startswith(f"{id_}.")]
        assert [row[0] for row in tasks] == [f"{id_}.{task.id}" for task in duty.tasks]
        for row in tasks:
            assert str(row[0]).partition(".")[2] in anchors
            cell = dict(zip(found["任务"][0], row, strict=True))
            told = [cell[name] for name in ("任务", "交什么", "交到哪里", "怎么核实", "例子（编造）")]
            for said in (*told, *str(cell["完成标准"]).split("\n")):
                assert words(said) in body, (row[0], said)
        steps = [row for row in found["步骤"] if str(row[0]).startswith(f"{id_}.")]
        assert len(steps) == sum(len(task.steps) for task in duty.tasks)
        checks = [row for row in found["检查项"] if str(row[0]).startswith(f"{id_}.")]
        assert [row[0] for row in checks] == [f"{id_}.{check.id}" for check in duty.checks]
        goals = [row for row in found["绩效目标"] if str(row[0]).startswith(f"{id_}.")]
        assert [row[0] for row in goals] == [f"{id_}.{goal.id}" for goal in duty.goals]
        for row in steps:
            assert all(words(said) in body for said in row[4:7]), row[0]
        for row in checks:
            assert all(words(said) in body for said in (row[2], row[3], row[4])), row[0]
        for row in goals:
            assert all(words(said) in body for said in (row[2], row[3], row[5], *row[7:13])), row[0]
    shares = found["角色的职责"][1:]
    for role, entries in book.role_duties.items():
        assert sum(row[4] for row in shares if row[0] == role) == 100
        assert len([row for row in shares if row[0] == role]) == len(entries)


def test_every_sheet_with_a_table_can_be_filtered(site: Path) -> None:
    for sheet in sheets(site, "playbook.xlsx"):
        assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        assert sheet.freeze_panes == "B2"
    matrix = next(sheets(site, "raci.xlsx"))
    assert matrix.auto_filter.ref == matrix.dimensions


def test_the_pages_offer_the_files(site: Path, book: Playbook) -> None:
    offers: dict[str, tuple[Collection[str], tuple[str, str]]] = {
        "checklists": (book.checklists, ("xlsx", "csv")),
        "scorecards": (book.scorecards, ("xlsx", "csv")),
        "templates": (book.templates, ("xlsx", "csv")),
        "roles": (book.roles, ("docx", "ics")),
    }
    expected = {
        f"{folder}/{id_}/": [f"downloads/{folder}/{id_}.{kind}" for kind in kinds]
        for folder, (things, kinds) in offers.items()
        for id_ in things
    }
    expected["duties/"] = ["downloads/playbook.xlsx", "downloads/playbook.csv"]
    expected["raci/"] = ["downloads/raci.xlsx", "downloads/raci.csv"]
    for address, files in expected.items():
        links = page_of(site, address).css(".pb-take a[download]")
        shown = [(site / address / (link.attributes["href"] or "")).resolve() for link in links]
        assert shown == [(site / file).resolve() for file in files], address
        assert all(file.stat().st_size > 50 for file in shown)
    offered = {file for files in expected.values() for file in files}
    # What moved or was given up keeps its files, and no page offers them.
    old = {move.from_ for move in book.moved}
    there = [file.relative_to(site / "downloads") for file in (site / "downloads").rglob("*") if file.is_file()]
    assert offered == {f"downloads/{file.as_posix()}" for file in there if file.with_suffix("").as_posix() not in old}


@pytest.mark.parametrize("folder", ["checklists", "scorecards"])
def test_forms_are_laid_out_for_paper(site: Path, folder: str) -> None:
    for path in sorted((site / "downloads" / folder).glob("*.xlsx")):
        sheet = workbook(path.read_bytes()).worksheets[0]
        layout = sheet.page_setup
        assert (layout.paperSize, layout.orientation) == (9, "landscape"), "A4, lying"
        # As wide as the paper; as long as it gets.
        assert (layout.fitToWidth, layout.fitToHeight) in {(None, 0), (1, 0)}
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
