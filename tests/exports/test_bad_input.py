"""Names that spreadsheets run, cut or refuse: every file opens whole all the same, or the checker says no."""

import dataclasses
import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from lxml import etree  # type: ignore[import-untyped]

from macros.exports import (
    blank_forms,
    checklists,
    csv_table,
    job_description,
    role_calendar,
    scorecards,
    spreadsheet,
    workbook,
)
from macros.exports.context import Context, cut, units
from macros.exports.workbook import TASK_HEAD
from macros.model.playbook import Playbook
from macros.model.types import LONGEST
from macros.validation.check import check
from macros.views.views import Views
from tests.exports.reading import cells, csv_rows
from tests.exports.reading import workbook as read

NAMES = {
    "a link": '=HYPERLINK("http://evil.example","点我")',
    "a plus": "+86 热线",
    "an at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a minus": "-2+3",
    "a full-width equals sign": "＝1+1",
    "signs that sheets refuse": "A/B\\C?D*E[F]G:H",
    "only such signs": "[/]",
    "apostrophes at its ends": "'引号'",
    "a name that Excel keeps": "History",
    "the name of another sheet": "选项",
    "an emoji": "🚀上线👩‍💻",
    "a right-to-left mark": "运营\u200fמכירות\u202eabc",
    "markup": "<b>&amp;</b> & <script>alert(1)</script>",
    "codes of a page's head": '&P&D&"Arial"&20 100%',
    "an escape of Excel": "_x0041__x000D_",
    "a number": "007",
    "a date": "3-4",
    "sixty signs": "运营" * 30,
    "as long as the checker lets it be": "长" * LONGEST,
    "as long, and twice as long in UTF-16": "😀" * LONGEST,
}


def renamed(book: Playbook, name: str) -> Playbook:
    """The playbook with that name, or two that begin with it, wherever a file shows one."""
    roles = dict(book.roles)
    for end, id_ in zip(("甲", "乙"), list(roles)[:2], strict=True):
        roles[id_] = roles[id_].model_copy(update={"name": (name + end)[-LONGEST:], "mission": name, "aka": [name] * 9})
    duties = dict(book.duties)
    for id_ in list(duties)[:2]:
        duty = duties[id_]
        tasks = [
            task.model_copy(update={"name": name, "example": name, "done_when": [name] * 5, "evidence": name})
            for task in duty.tasks
        ]
        checks = [check.model_copy(update={"ask": name, "how": name}) for check in duty.checks]
        goals = [goal.model_copy(update={"name": name, "set_target": name}) for goal in duty.goals]
        new = {"name": name, "outcome": name, "aka": [name], "tasks": tasks, "checks": checks, "goals": goals}
        duties[id_] = duty.model_copy(update=new)
    lists = {
        id_: one.model_copy(
            update={"name": name, "sample": one.sample.model_copy(update={"rule": name})} if number < 3 else {}
        )
        for number, (id_, one) in enumerate(book.checklists.items())
    }
    templates = dict(book.templates)
    for id_ in list(templates)[:3]:
        one = templates[id_]
        columns = [column.model_copy(update={"note": name, "values": [name, "b"]}) for column in one.columns]
        columns[0] = columns[0].model_copy(update={"name": name})
        templates[id_] = one.model_copy(update={"name": name, "columns": columns, "sample": [[name] * len(columns)]})
    return dataclasses.replace(
        book, title=name, about=name, roles=roles, duties=duties, checklists=lists, templates=templates
    )


@pytest.fixture(scope="module", params=list(NAMES.values()), ids=list(NAMES))
def wild(request: pytest.FixtureRequest, context: Context) -> tuple[str, Context, dict[str, bytes]]:
    """A name, the playbook that bears it, and the files in which it stands: one of each kind, or two."""
    named = Context(Views(renamed(context.book, request.param)), "https://ops.example.com/")
    book = named.book
    files: dict[str, bytes] = {}
    for id_ in list(book.checklists)[:2]:
        form = checklists.form(named, id_)
        files |= {f"{id_}.list.xlsx": checklists.as_xlsx(form), f"{id_}.list.csv": checklists.as_csv(form)}
    for id_ in [id_ for id_, card in book.scorecards.items() if card.role in list(book.roles)[:2]]:
        card = scorecards.card(named, id_)
        files |= {f"{id_}.card.xlsx": scorecards.as_xlsx(card), f"{id_}.card.csv": scorecards.as_csv(card)}
    for id_ in list(book.templates)[:2]:
        files[f"{id_}.template.xlsx"] = blank_forms.as_xlsx(blank_forms.blank(named, id_))
        files[f"{id_}.template.csv"] = blank_forms.as_csv(named, id_)
    for id_ in list(book.roles)[:1]:
        files |= {
            f"{id_}.docx": job_description.job_description(named, id_),
            f"{id_}.ics": role_calendar.calendar(named, id_),
        }
    files |= {"raci.xlsx": workbook.raci_xlsx(named), "raci.csv": workbook.raci_csv(named)}
    files |= {"playbook.xlsx": workbook.playbook_xlsx(named), "playbook.csv": workbook.tasks_csv(named)}
    return request.param, named, files


def test_every_file_opens_whole(wild: tuple[str, Context, dict[str, bytes]]) -> None:
    _, _, files = wild
    for path, content in files.items():
        if path.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.namelist():
                    if entry.endswith((".xml", ".rels")):
                        etree.fromstring(archive.read(entry))
        if path.endswith(".xlsx"):
            as_excel_allows(content, path)
        elif path.endswith(".docx"):
            Document(io.BytesIO(content))
        elif path.endswith(".ics"):
            Calendar.from_ical(content)
        else:
            assert csv_rows(content)


def as_excel_allows(content: bytes, path: str) -> None:
    """The limits of Excel's own format, which its files must keep or be «repaired»."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
    names = all_of(parts["xl/workbook.xml"], "sheet/@name")
    assert len({name.casefold() for name in names}) == len(names), path
    for name in names:
        assert 1 <= units(name) <= 31, path
        assert not set(name) & set("[]:*?/\\"), path
        assert name.strip("'") == name != "History", path
    texts = ["".join(all_of(one, "t/text()")) for one in parts["xl/sharedStrings.xml"]]
    assert max(map(units, texts)) <= 32_767, path
    for part, tree in parts.items():
        if part.startswith("xl/worksheets/"):
            assert not any("HYPERLINK" in formula for formula in all_of(tree, "f/text()")), path
            for tag, limit in (("oddHeader", 255), ("oddFooter", 255), ("formula1", 255)):
                assert all(units(text) <= limit for text in all_of(tree, f"{tag}/text()")), path
            for name, limit in (("prompt", 255), ("promptTitle", 32), ("error", 225), ("errorTitle", 32)):
                assert all(units(text) <= limit for text in all_of(tree, f"dataValidation/@{name}")), path
    core = parts["docProps/core.xml"]
    assert all(units(text) <= 255 for tag in ("title", "subject") for text in all_of(core, f"{tag}/text()")), path


def all_of(tree: Any, what: str) -> list[str]:
    """Texts or attributes below a tag, whatever its namespace."""
    tag, _, rest = what.partition("/")
    found: list[str] = tree.xpath(f".//*[local-name()='{tag}']/{rest}")
    return [str(text) for text in found]


def test_every_name_stays_the_text_it_is(wild: tuple[str, Context, dict[str, bytes]]) -> None:
    name, context, files = wild
    shown = context.text(name)
    book = context.book
    first = {kind: next(iter(things)) for kind, things in (("role", book.roles), ("list", book.checklists))}
    id_ = next(iter(book.templates))
    form, notes, *_ = read(files[f"{id_}.template.xlsx"]).worksheets
    for cell in (form["A1"], notes["D2"]):
        assert (cell.value, cell.data_type) == (shown, "s")
        # So it stays when somebody opens the cell and closes it again.
        assert bool(cell.quotePrefix) is shown.startswith(csv_table.FORMULA_SIGNS)
    rows = csv_rows(files[f"{id_}.template.csv"])
    assert rows[0][0] == rows[1][0] == shown.removeprefix("'")
    tasks = read(files["playbook.xlsx"], read_only=True)["任务"].iter_rows(min_row=2, max_row=2, values_only=True)
    row = next(tasks)
    assert (row[2], row[TASK_HEAD.index("完成标准")]) == (shown, cut("\n".join([shown] * 5), 32_767))
    assert read(files[f"{first['list']}.list.xlsx"]).worksheets[0]["A1"].value == shown
    document = Document(io.BytesIO(files[f"{first['role']}.docx"]))
    assert document.paragraphs[1].text == shown
    events = Calendar.from_ical(files[f"{first['role']}.ics"]).events
    duty = next(iter(book.duties))
    summaries = {str(event["SUMMARY"]) for event in events if f".{duty}." in str(event["UID"])}
    assert summaries == {shown}


def test_sheet_names() -> None:
    same = "运营" * 20
    first = spreadsheet.sheet_name(same + "甲")
    second = spreadsheet.sheet_name(same + "乙", [first])
    third = spreadsheet.sheet_name(same + "丙", [first, second])
    assert [len(name) for name in (first, second, third)] == [31, 31, 31]
    assert second.endswith(" (2)")
    assert third.endswith(" (3)")
    assert spreadsheet.sheet_name("ABC", ["abc"]) == "ABC (2)"
    assert spreadsheet.sheet_name("[]") == "Sheet"
    assert spreadsheet.sheet_name("a/b") == "a b"
    assert spreadsheet.sheet_name("history") == "history_"
    assert units(spreadsheet.sheet_name("😀" * 20)) <= 31


def test_two_roles_alike_for_31_signs_have_two_cards(context: Context) -> None:
    roles = dict(context.book.roles)
    names = ["运营" * 20 + "甲", "运营" * 20 + "乙"]
    ids = list(roles)[:2]
    for id_, name in zip(ids, names, strict=True):
        roles[id_] = roles[id_].model_copy(update={"name": name})
    named = Context(Views(dataclasses.replace(context.book, roles=roles)), "")
    cards = [scorecards.card(named, id_) for id_, one in context.book.scorecards.items() if one.role in ids]
    titles = {read(scorecards.as_xlsx(card)).worksheets[0]["A1"].value for card in cards}
    assert titles == {f"{name}计分卡" for name in names}
    heads = cells(read(workbook.raci_xlsx(named)).worksheets[0])[0]
    assert set(names) <= set(heads)


@pytest.mark.parametrize("text", ["", "a" * 32_767, "😀" * 16_383])
def test_what_fits_a_cell_is_not_cut(text: str) -> None:
    assert cut(text, spreadsheet.CELL_LIMIT) == text


@pytest.mark.parametrize("text", ["a" * 32_768, "😀" * 16_384, "长" * 40_000])
def test_what_does_not_fit_is_cut_between_signs(text: str) -> None:
    found = cut(text, spreadsheet.CELL_LIMIT)
    assert units(found) <= spreadsheet.CELL_LIMIT
    assert found[-1] == "…"
    assert text.startswith(found[:-1])
    found.encode("utf-16")


#: What is written into the name of a template, and the code under which the checker refuses it.
DAMAGES = {
    '"' + "长" * 40_000 + '"': "E-length",
    '"a\\ab"': "E-control",
    '"a\\0b"': "E-control",
    '"a\\ufffeb"': "E-control",
    '"a\\x1bb"': "E-control",
}


def test_the_checker_refuses_what_no_file_can_hold(playbook_root: Path, tmp_path: Path) -> None:
    """With its line: each damage in a template of its own, all of them in one run."""
    shutil.copytree(playbook_root / "data", tmp_path / "data")
    expected = set()
    paths = sorted((tmp_path / "data/templates").glob("*.yml"))
    for path, (written, code) in zip(paths, DAMAGES.items(), strict=False):
        lines = path.read_text(encoding="utf-8").splitlines()
        number = next(number for number, line in enumerate(lines) if line.startswith("name: "))
        lines[number] = f"name: {written}"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        expected.add((f"data/templates/{path.name}", number + 1, code))
    found = {(problem.file, problem.line, problem.code) for problem in check(tmp_path).errors}
    assert found == expected
