"""A role as a job description in Word: real styles and headings, to be edited further."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from macros import model
from macros.exports.context import Context, cut, midnight, undated
from macros.views import labels, phrases
from macros.views.roles import STAGES, RoleShare
from macros.views.tasks import RoleTask

FONT, LATIN = "微软雅黑", "Calibri"
INK, FAINT = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x66, 0x72, 0x7F)
#: Heading styles with their sizes in points.
SIZES = {"Title": 24, "Heading 1": 16, "Heading 2": 12.5, "Normal": 10.5}
#: Styles that the text uses beside the usual one, by their name: what the library's own document calls them.
STYLES = {
    "Title": "Title",
    "Heading 1": "Heading1",
    "Heading 2": "Heading2",
    "List Bullet": "ListBullet",
    "List Bullet 2": "ListBullet2",
    "Table Grid": "TableGrid",
}
#: The most signs that the library takes for a property of a file.
PROPERTY_LIMIT = 255
WIDTH = 17.0  # cm between the margins


@dataclass(frozen=True, slots=True)
class JobDescription:
    """What a job description is written from: its head and foot, its properties, its paragraphs and tables."""

    id: str
    title: str
    author: str
    keywords: str
    day: dt.date
    address: str
    parts: list[str]


def job_description(context: Context, role: str) -> bytes:
    """The job description of a role."""
    about = context.book.roles[role]
    writer = _DocumentWriter(context)
    writer.title(about)
    writer.duties(role)
    writer.tasks(role)
    writer.decisions(about)
    writer.numbers(role)
    writer.knowledge(role)
    writer.onboarding(about)
    writer.neighbours(about)
    said = JobDescription(
        id=role,
        title=f"{about.name}岗位说明",
        author=context.book.title,
        keywords="、".join(about.aka),
        day=about.reviewed_on,
        address=context.address(f"role:{role}"),
        parts=writer.parts,
    )
    return context.file(as_docx, said)


def as_docx(one: JobDescription) -> bytes:
    """A job description as a document."""
    document = docx.Document(io.BytesIO(_blank()))
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    _small(head, f"{one.title}　编号 {one.id}　{one.day} 核对")
    _small(foot, f"{one.address}　第 ")
    _page_number(foot)
    _small(foot, " 页")
    properties = document.core_properties
    properties.title, properties.subject = cut(one.title, PROPERTY_LIMIT), f"角色 {one.id}"
    properties.author = properties.last_modified_by = cut(one.author, PROPERTY_LIMIT)
    properties.keywords, properties.comments = cut(one.keywords, PROPERTY_LIMIT), ""
    properties.language = "zh-CN"
    properties.created = properties.modified = midnight(one.day)
    last = document.element.body.sectPr
    for element in parse_xml(f"<w:body {nsdecls('w')}>{''.join(one.parts)}</w:body>"):
        last.addprevious(element)
    found = io.BytesIO()
    document.save(found)
    return undated(found.getvalue())


def note(context: Context, title: str, lines: Iterable[str], day: dt.date) -> bytes:
    """A document of a title and some lines, for a role that is gone."""
    document = docx.Document(io.BytesIO(_blank()))
    document.add_paragraph(title, "Title")
    for line in lines:
        document.add_paragraph(line)
    properties = document.core_properties
    properties.title, properties.subject, properties.comments = cut(title, PROPERTY_LIMIT), "", ""
    properties.author = properties.last_modified_by = cut(context.book.title, PROPERTY_LIMIT)
    properties.language = "zh-CN"
    properties.created = properties.modified = midnight(day)
    found = io.BytesIO()
    document.save(found)
    return undated(found.getvalue())


@cache
def _blank() -> bytes:
    """An empty A4 document with Chinese fonts, made of the library's own and without what it has too much."""
    document = docx.Document()
    for relations, unwanted in (
        (document.part.package.rels, "/thumbnail"),  # a picture of an empty page
        (document.part.rels, "/stylesWithEffects"),  # the same styles once more, for Word 2010
    ):
        for key in [key for key, one in relations.items() if one.reltype.endswith(unwanted)]:
            del relations[key]
    for style in list(document.styles):
        # A hundred looks of tables, which Word has anyway.
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for name, size in SIZES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size, style.font.name = Pt(size), LATIN
        if name != "Normal":
            style.font.color.rgb = INK
        _chinese(style)
    for name, after in (("Normal", 4), ("List Bullet", 2), ("List Bullet 2", 4)):
        spaced = document.styles[name]
        assert isinstance(spaced, ParagraphStyle)
        spaced.paragraph_format.space_after = Pt(after)
    _present_mode(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    found = io.BytesIO()
    document.save(found)
    return found.getvalue()


def _chinese(style: ParagraphStyle) -> None:
    """Say which font Chinese signs have: Word keeps one for each script."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:eastAsia"), "zh-CN")


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), FAINT


def _page_number(paragraph: Paragraph) -> None:
    """A field that Word fills with the number of the page."""
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8), FAINT
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)


def _run(text: str, *, bold: bool = False, size: float = 0) -> str:
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{int(size * 2)}"/>' if size else "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _paragraph(runs: str, style: str = "") -> str:
    return f'<w:p><w:pPr>{f"""<w:pStyle w:val="{style}"/>""" if style else ""}</w:pPr>{runs}</w:p>'


def _cell(text: str, width: float, *, bold: bool) -> str:
    inside = _paragraph(_run(text, bold=bold, size=9.5))
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _present_mode(document: Document) -> None:
    """Let Word open the document in its present mode (15, since 2013), as a Chinese text."""
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for language in (*settings.iter(qn("w:themeFontLang")), *document.styles.element.iter(qn("w:lang"))):
        language.set(qn("w:eastAsia"), "zh-CN")


def _twips(centimetres: float) -> int:
    return round(centimetres / 2.54 * 1440)


class _DocumentWriter:
    """Collects the sections of a job description.

    The body is put together as WordprocessingML and parsed once: paragraph by paragraph through python-docx it takes
    twenty times as long, longer than all pages of a role.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.parts: list[str] = []

    def text(self, text: str, style: str = "", *, lead: str = "") -> None:
        self.parts.append(_paragraph(_run(lead, bold=True) + _run(text), style and STYLES[style]))

    def heading(self, text: str, level: int) -> None:
        self.text(text, f"Heading {level}")

    def bullets(self, texts: Iterable[str], style: str = "List Bullet") -> None:
        for text in texts:
            self.text(self.context.text(text), style)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table whose head comes again on each page."""
        found = [
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{STYLES["Table Grid"]}"/><w:tblW w:w="0" w:type="auto"/>',
            '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
            *(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths),
            "</w:tblGrid>",
        ]
        for number, cells in enumerate([head, *rows]):
            first = number == 0
            inside = "".join(_cell(text, width, bold=first) for text, width in zip(cells, widths, strict=True))
            repeated = "<w:tblHeader/>" if first else ""
            found.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inside}</w:tr>")
        self.parts += [*found, "</w:tbl>", _paragraph("")]

    # -- sections

    def title(self, about: model.Role) -> None:
        context = self.context
        self.text(f"{about.name}岗位说明", "Title")
        self.text(context.text(about.mission))
        self.text("、".join(map(context.text, about.aka)), lead="也叫：")
        self.text(context.people([about.reports_to]), lead="向谁汇报：")
        if about.base:
            self.text(context.people([about.base]), lead="在谁的基础上：")
        self.text(phrases.hours(about.hours), lead="工时：")
        if about.free_time:
            self.text(context.text(about.free_time), lead="排进日程以外的时间：")

    def duties(self, role: str) -> None:
        self.heading("职责与占比", 1)
        rows = [
            (
                share.duty.name,
                f"{share.share}%",
                labels.PART[share.entry.part],
                self.context.text(share.entry.emphasis),
            )
            for share in self.context.views.role_shares[role]
        ]
        self.table(("职责", "占比", "担当", "侧重"), rows, (3.2, 1.4, 1.5, WIDTH - 6.1))
        self.text(labels.SHARES)

    def tasks(self, role: str) -> None:
        self.heading("任务", 1)
        views = self.context.views
        for share in views.role_shares[role]:
            if share.tasks:
                self._tasks_of(share)
        self._beside("到场", views.sat_in[role])
        self._beside("拍板", views.decided[role])

    def _tasks_of(self, share: RoleShare) -> None:
        self.heading(share.duty.name, 2)
        for one in share.tasks:
            self.text(f"　{self._when(one)}", "List Bullet", lead=self.context.text(one.task.name))
            output = one.task.output
            what = (
                f"交什么：{self.context.text(output.what)}，交到{self.context.text(self.context.views.spot(output))}。"
            )
            scope = f"范围：{self.context.text(one.scope)}" if one.scope else ""
            self.text(what + scope, "List Bullet 2")

    def _beside(self, name: str, tasks: Sequence[RoleTask]) -> None:
        """What the role sits in or decides, of tasks that others do."""
        if tasks:
            self.heading(name, 2)
        for one in tasks:
            what = f"：{self.context.text(one.decision.what)}" if one.decision else ""
            self.text(f"　{self._when(one)}{what}", "List Bullet", lead=self.context.text(one.task.name))

    def _when(self, one: RoleTask) -> str:
        takes = f"（{phrases.takes(one)}）" if phrases.takes(one) else ""
        event = f"遇事：{self.context.text(one.trigger.when)}，" if one.trigger else ""
        return f"{event}{phrases.when(one)}{takes}"

    def decisions(self, about: model.Role) -> None:
        self.heading("可以定什么", 1)
        for name, texts in (("可以自己定", about.decide.may), ("先问再做", about.decide.ask_first)):
            if texts:
                self.heading(name, 2)
                self.bullets(texts)

    def numbers(self, role: str) -> None:
        context = self.context
        cards = context.views.scorecards_of(role)
        lists = (
            ("被这些清单检查", context.views.inspections_of(role)),
            ("要做这些检查", context.views.inspections_by(role)),
        )
        self.heading("看哪些数", 1)
        for card in cards:
            one = context.book.scorecards[card]
            self.text(labels.PERIOD[one.period], lead="考核周期：")
            rows = []
            for item in one.items:
                goal = context.views.find_goal(item.goal)[1]
                metric, guard = context.name(f"metric:{goal.metric}"), context.name(f"metric:{goal.guard}")
                rows.append((context.text(goal.name), metric, guard, f"{item.weight}%"))
            self.table(("绩效目标", "指标", "护栏", "权重"), rows, (5.5, 5, 5, 1.5))
        for lead, ids in lists:
            if ids:
                self.text("、".join(context.name(f"checklist:{id_}") for id_ in ids), lead=f"{lead}：")

    def knowledge(self, role: str) -> None:
        self.heading("要会什么", 1)
        for level, duties in reversed(self.context.views.knowledge_of(role).items()):
            self.heading(f"{labels.LEVEL[level]}级", 2)
            for duty, known in duties:
                words = "；".join(self.context.text(one.text).rstrip("。；") for one in known)
                self.text(f"{words}。", "List Bullet", lead=f"{self.context.book.duties[duty].name}：")

    def onboarding(self, about: model.Role) -> None:
        self.heading("头 90 天", 1)
        context = self.context
        rows = [
            (
                labels.STAGE[stage],
                context.text(one.outcome),
                context.text(one.proof) + (f"（没轮到时：{context.text(one.instead)}）" if one.instead else ""),
                "、".join(map(context.name, one.tasks)),
                f"{context.people([one.sign_off])}：",
            )
            for stage in STAGES
            for one in getattr(about.onboarding, stage)
        ]
        deciding = about.onboarding.probation
        self.text("、".join(map(context.name, deciding)) + "。", lead=f"转正看这 {len(deciding)} 项任务：")
        self.text(labels.PROBATION)
        self.table(("什么时候", "到时能做到什么", "拿什么证明", "做过的任务", "签字"), rows, (1.8, 4.4, 4.4, 4, 2.4))

    def neighbours(self, about: model.Role) -> None:
        context = self.context
        self.heading("常被混同", 1)
        for other in about.confused_with:
            name = context.book.roles[other.role].name
            self.text(context.text(other.difference), "List Bullet", lead=f"{name}：")
        self.heading("下一步", 1)
        for step in about.next:
            self.text(context.text(step.needs), "List Bullet", lead=f"{context.book.roles[step.role].name}：")
