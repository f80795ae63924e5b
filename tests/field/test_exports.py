"""Files to take away, opened in other people's programs."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import icalendar
import openpyxl

from tests.field.playbooks import ANALYSIS, build, built, check, files, playbook, read, run, swap, write
from tests.field.test_runs import FORMULAS, is_formula

#: What would calculate, or ask another host, if a spreadsheet took it for what it is.
REAL = ["=SUM(A1:A3)", '=HYPERLINK("http://x.example","y")', "+A1*2", "@SUM(1)", "＝A1+B1"]


def quoted(text: str) -> str:
    """A text as YAML that keeps every sign of it."""
    return json.dumps(text, ensure_ascii=False)


SHEETS = "data/templates/formulas.yml"


def sample(root: Path, texts: list[str]) -> None:
    """A template with a sample of these texts, six in a row."""
    columns = "".join(f"  - {{name: 第 {number} 列, note: 记录用的第 {number} 列}}\n" for number in range(1, 7))
    padded = [*texts, *["无"] * (-len(texts) % 6)]
    rows = "".join(f"  - [{', '.join(map(quoted, padded[at : at + 6]))}]\n" for at in range(0, len(padded), 6))
    write(root, SHEETS, f"name: 抄录的单元格\ncolumns:\n{columns}sample:\n{rows}")


def test_texts_that_look_like_formulas_leave_the_build_as_text(root: Path) -> None:
    sample(root, [*FORMULAS, *REAL])
    answer = check(root)
    assert answer.errors == [], answer.text
    site = built(root)
    for path in sorted((site / "downloads").rglob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))):
            for cell in row:
                assert not is_formula(cell) or is_number(cell), f"{path.name}: {cell!r}"
    sheets = openpyxl.load_workbook(site / "downloads/templates/formulas.xlsx").worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    for formula in REAL:
        assert formula in [cell.value for cell in cells if cell.data_type == "s"], f"{formula} is kept, as text"


def is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


# ------------------------------------------------------------------------------------- Word


def test_word_opens_documents_in_its_present_mode_and_in_chinese(shared_site: Path) -> None:
    documents = sorted((shared_site / "downloads").rglob("*.docx"))
    assert documents
    for path in documents:
        with zipfile.ZipFile(path) as packed:
            settings = packed.read("word/settings.xml").decode("utf-8")
            styles = packed.read("word/styles.xml").decode("utf-8")
        assert re.search(r'w:name="compatibilityMode"[^>]*w:val="15"', settings), path.name
        language = re.search(r"<w:themeFontLang[^>]*>", settings)
        assert language, path.name
        assert 'w:eastAsia="zh-CN"' in language[0], language[0]
        defaults = re.search(r"<w:rPrDefault>.*?</w:rPrDefault>", styles, flags=re.DOTALL)
        assert defaults, path.name
        assert 'w:eastAsia="zh-CN"' in defaults[0], defaults[0]
        assert "ja-JP" not in settings + styles, path.name


# ------------------------------------------------------------------------------------- calendars


def entries(site: Path) -> dict[str, icalendar.Component]:
    """Every entry of every calendar, by its UID."""
    found = {}
    for path in sorted((site / "downloads").rglob("*.ics")):
        for entry in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
            found[str(entry["UID"])] = entry
    return found


def revision(entry: icalendar.Component) -> tuple[int, str]:
    changed = entry.get("LAST-MODIFIED")
    return int(entry.get("SEQUENCE", 0)), changed.to_ical().decode() if changed else ""


def content(entry: icalendar.Component) -> dict[str, bytes]:
    own = {"SEQUENCE", "LAST-MODIFIED", "DTSTAMP"}
    return {name: value.to_ical() for name, value in entry.items() if name not in own and not isinstance(value, list)}


def published(root: Path) -> dict[str, icalendar.Component]:
    """Build and write down what is published, as a release does; the entries of its calendars."""
    found = entries(built(root))
    answer = run(root, "release_links")
    assert answer.status == 0, answer.text
    return found


def test_calendars_notice_an_entry_that_changed(root: Path) -> None:
    first = published(root)
    assert first
    again = published(root)
    assert {uid: revision(entry) for uid, entry in again.items()} == {
        uid: revision(entry) for uid, entry in first.items()
    }, "nothing changed, so no revision grows"
    before = again
    for start in ("6 日 15:00", "8 日 15:00", "6 日 16:00"):
        swap(root, ANALYSIS, re.search(r"start: (\d 日 \d+:\d+)", read(root, ANALYSIS))[1], start)  # type: ignore[index]
        swap(root, ANALYSIS, re.search(r"\d 日前发到", read(root, ANALYSIS))[0], f"{start[:3]}前发到")  # type: ignore[index]
        after = published(root)
        changed = [uid for uid in before if content(after[uid]) != content(before[uid])]
        assert changed, start
        for uid in before:
            if uid in changed:
                assert revision(after[uid]) > revision(before[uid]), f"{uid} after {start}"
            else:
                assert revision(after[uid]) == revision(before[uid]), uid
        before = after


def test_calendars_notice_a_year_that_changed(root: Path) -> None:
    """A decree gives another day off: what moves with it is revised, what is on every day stays."""
    before = published(root)
    swap(root, "data/calendar.yml", "from: 2027-01-01, to: 2027-01-03", "from: 2027-01-01, to: 2027-01-05")
    after = published(root)
    changed = {uid for uid in before if content(after[uid]) != content(before[uid])}
    assert changed == {uid for uid in before if revision(after[uid]) > revision(before[uid])}
    assert 0 < len(changed) < len(before)


def test_revisions_need_no_clock(root: Path, tmp_path: Path) -> None:
    other = playbook(tmp_path / "other")
    one = files(built(root))
    assert build(other, {"SOURCE_DATE_EPOCH": "2000000000", "TZ": "America/New_York"}).status == 0
    two = files(other / "site")
    calendars = [name for name in one if name.endswith(".ics")]
    assert calendars
    for name in calendars:
        assert re.findall(rb"(?:SEQUENCE|LAST-MODIFIED).*", one[name]) == re.findall(
            rb"(?:SEQUENCE|LAST-MODIFIED).*", two[name]
        )
