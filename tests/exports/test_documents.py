"""The job descriptions, read back as Word reads them."""

import io
import zipfile
from collections.abc import Iterator

import docx
import pytest
from docx.document import Document
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

from macros.exports.context import Context
from macros.views import labels, phrases
from macros.views.roles import STAGES
from macros.views.views import Views

SECTIONS = ["职责与占比", "任务", "可以定什么", "看哪些数", "要会什么", "头 90 天", "常被混同", "下一步"]


@pytest.fixture(scope="module")
def documents(files: dict[str, bytes]) -> dict[str, Document]:
    """The documents by role."""
    return {
        path.rpartition("/")[2].removesuffix(".docx"): docx.Document(io.BytesIO(content))
        for path, content in files.items()
        if path.endswith(".docx")
    }


def tables(document: Document) -> dict[str, list[list[str]]]:
    """The rows of each table by the first name in its head."""
    found = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    return {rows[0][0]: rows[1:] for rows in found}


def section(document: Document, title: str) -> Iterator[Paragraph]:
    """The paragraphs under a heading of the first level."""
    inside = False
    for one in document.iter_inner_content():
        if isinstance(one, Table):
            continue
        if one.style is not None and one.style.name == "Heading 1":
            inside = one.text == title
        elif inside:
            yield one


def test_every_role_has_one(documents: dict[str, Document], playbook: Views) -> None:
    assert list(documents) == list(playbook.playbook.roles)
    for role, document in documents.items():
        headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
        assert headings == SECTIONS, role
        assert document.paragraphs[0].text == f"{playbook.playbook.roles[role].name}岗位说明"
        assert document.paragraphs[0].style is not None
        assert document.paragraphs[0].style.name == "Title"


def test_duties_with_shares(documents: dict[str, Document], context: Context) -> None:
    for role, document in documents.items():
        assert tables(document)["职责"] == [
            [
                share.duty.name,
                f"{share.share}%",
                labels.PART[share.entry.part],
                context.text(share.entry.emphasis),
            ]
            for share in context.views.role_shares[role]
        ]


def test_tasks_as_on_the_board(documents: dict[str, Document], context: Context) -> None:
    counted = 0
    for role, document in documents.items():
        found = [one.text for one in section(document, "任务")]
        bold = [one.runs[0].text for one in section(document, "任务") if one.runs and one.runs[0].bold]
        done = [task for share in context.views.role_shares[role] for task in share.tasks]
        tasks = [*done, *context.views.sat_in[role], *context.views.decided[role]]
        assert bold == [context.text(task.task.name) for task in tasks], role
        board = [task for column in context.views.board(role).values() for task in column]
        assert {task.key for task in tasks} == {task.key for task in board}
        whole = "\n".join(found)
        for task in board:
            assert phrases.when(task) in whole
            if task.scope:
                assert context.text(task.scope) in whole
            counted += 1
    assert counted > 30


def test_decisions_numbers_and_knowledge(documents: dict[str, Document], context: Context) -> None:
    for role, document in documents.items():
        about = context.book.roles[role]
        decided = [one.text for one in section(document, "可以定什么")]
        for text in (*about.decide.may, *about.decide.ask_first):
            assert context.text(text) in decided
        goals = [item for card in context.views.scorecards_of(role) for item in context.book.scorecards[card].items]
        assert [(row[0], row[3]) for row in tables(document).get("绩效目标", [])] == [
            (context.name(item.goal), f"{item.weight}%") for item in goals
        ]
        known = "\n".join(one.text for one in section(document, "要会什么"))
        for share in context.views.role_shares[role]:
            level = {"lead": "lead", "do": "independent", "support": "assist"}[share.entry.part]
            for one in share.duty.knowledge:
                said = context.text(one.text).rstrip("。；")
                assert (said in known) is (one.level == level), (role, share.entry.duty, one.text)


def test_the_first_ninety_days(documents: dict[str, Document], context: Context) -> None:
    for role, document in documents.items():
        onboarding = context.book.roles[role].onboarding
        expected = [(labels.STAGE[stage], one) for stage in STAGES for one in getattr(onboarding, stage)]
        rows = tables(document)["什么时候"]
        deciding = next(one.text for one in section(document, "头 90 天") if one.text.startswith("转正看这"))
        assert f"转正看这 {len(onboarding.probation)} 项任务" in deciding
        assert all(context.name(task) in deciding for task in onboarding.probation)
        for row, (stage, one) in zip(rows, expected, strict=True):
            otherwise = f"（没轮到时：{context.text(one.instead)}）" if one.instead else ""
            assert row[:3] == [stage, context.text(one.outcome), context.text(one.proof) + otherwise]
        for row, (_, one) in zip(rows, expected, strict=True):
            assert row[3] == "、".join(map(context.name, one.tasks))
            assert row[4] == f"{context.people([one.sign_off])}："


def test_it_is_said_whose_page_it_is(documents: dict[str, Document], context: Context) -> None:
    for role, document in documents.items():
        about, one = context.book.roles[role], document.sections[0]
        head = one.header.paragraphs[0].text
        foot = one.footer.paragraphs[0].text
        assert role in head
        assert str(about.reviewed_on) in head
        assert f"https://ops.example.com/handbook/roles/{role}/" in foot
        properties = document.core_properties
        assert properties.title == f"{about.name}岗位说明"
        assert properties.created is not None
        assert properties.created.date() == about.reviewed_on
        assert properties.modified == properties.created


def test_it_can_be_edited_further(documents: dict[str, Document], files: dict[str, bytes]) -> None:
    """Styles do the look: a changed heading style changes every heading, and Word finds an outline."""
    for role, document in documents.items():
        for one in document.paragraphs:
            assert one.style is not None
            assert one.style.name in {"Title", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "Normal"}
            assert all(run.font.size is None and run.font.color.rgb is None for run in one.runs), role
        assert document.sections[0].page_width == pytest.approx(Cm(21), rel=0.001)
        fonts = document.styles["Normal"].element.rPr.rFonts
        assert fonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia")
        with zipfile.ZipFile(io.BytesIO(files[f"downloads/roles/{role}.docx"])) as archive:
            assert archive.testzip() is None
