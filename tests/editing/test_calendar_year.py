"""make calendar: a year of the kept library, written into the calendar and nowhere else."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import holidays
import pytest

from macros import model
from macros.editing import calendar_year
from macros.editing.calendar_year import FILE, year_of
from macros.validation.check import check
from macros.yamltext.edit import load_value
from scripts import calendar
from scripts import year as year_word
from tests.copies import PROJECT
from tests.data.trees import SMALL

BY_HAND = {one.year: one for one in model.CalendarFile.model_validate(
    load_value((PROJECT / FILE).read_text(encoding="utf-8"))
).years}  # fmt: skip
DAY = dt.timedelta(days=1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small playbook of the test's own, with a calendar of 2026 and 2027."""
    return Path(shutil.copytree(SMALL, tmp_path / "book"))


def run(root: Path, year: object, *options: str) -> int:
    return calendar.main(["--root", str(root), "--year", str(year), *options])


def written(root: Path) -> str:
    return (root / FILE).read_text(encoding="utf-8")


def years(root: Path) -> dict[int, model.CalendarYear]:
    return {one.year: one for one in model.CalendarFile.model_validate(load_value(written(root))).years}


def untouched(root: Path) -> bool:
    return all(
        (root / path.relative_to(SMALL)).read_bytes() == path.read_bytes()
        for path in (SMALL / "data").rglob("*")
        if path.is_file()
    )


@pytest.mark.parametrize("year", [2026, 2027])
def test_it_writes_what_was_written_by_hand(year: int) -> None:
    """The shipped calendar was written from the decree; a newer library may know 2027 as decreed."""
    found, by_hand = year_of(year), BY_HAND[year]
    if found.decreed != by_hand.decreed:
        pytest.skip(f"{year} is decreed by now: make calendar YEAR={year} ARGS=--replace")
    assert [(one.name, one.first, one.last) for one in found.breaks] == [
        (one.name, one.from_, one.to) for one in by_hand.holidays
    ]
    assert list(found.make_up) == by_hand.make_up


def test_every_year_is_the_librarys() -> None:
    """Each day of twenty-five years is off, or worked, as the library has it."""
    for year in range(2007, 2032):
        library = holidays.country_holidays("CN", years=year, language="zh_CN")
        found = year_of(year)
        off = {one.first + number * DAY for one in found.breaks for number in range((one.last - one.first).days + 1)}
        day = dt.date(year, 1, 1)
        while day.year == year:
            works = day in found.make_up or (day.weekday() < 5 and day not in off)
            assert works == library.is_working_day(day), day
            day += DAY
        assert found.breaks[0].name.startswith("元旦")
        assert not any("休" in one.name or "补" in one.name or "除夕" in one.name for one in found.breaks), year
        assert not off & set(found.make_up)


def test_a_year_is_written_at_the_end_and_checked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written(root)
    for year in range(2028, 2032):
        assert run(root, year) == 0
    assert written(root).startswith(before)
    assert list(years(root)) == [2026, 2027, 2028, 2029, 2030, 2031]
    assert not years(root)[2028].decreed
    assert "按法定节日推算" in years(root)[2028].source
    assert check(root).problems == []
    said = capsys.readouterr().out
    assert f"改了 {FILE}" in said
    assert "预计" in said
    assert 'make calendar YEAR=2028 ARGS="--replace' in said


def test_what_is_there_is_refused_and_replaced_when_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, 2027) == 1
    assert "--replace" in capsys.readouterr().err
    assert untouched(root)
    file = root / FILE
    text = (
        written(root)
        .replace("    holidays:\n", "    # 按通知抄\n    holidays:\n")
        .replace(", 2026-10-10]", "]  # 六天")
    )
    text = text.replace("2026-10-07}", "2026-10-06}")
    file.write_text(text, encoding="utf-8")
    assert run(root, 2026, "--replace") == 0
    assert written(root) == text.replace("]  # 六天", ", 2026-10-10]  # 六天").replace("2026-10-06}", "2026-10-07}")
    assert years(root)[2026].date == dt.date(2025, 11, 4), "the decree is the same"
    assert run(root, 2026, "--replace") == 0
    assert "没有改动" in capsys.readouterr().out
    assert run(root, 2028, "--replace") == 1
    assert "不用 --replace" in capsys.readouterr().err


def test_a_decree_takes_the_place_of_what_was_expected(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the library will have it one day: make-up days come, and go again when the year is expected after all."""
    first, last = dt.date(2027, 10, 1), dt.date(2027, 10, 7)
    decree = calendar_year.Year(
        2027,
        decreed=True,
        breaks=(*year_of(2027).breaks[:-1], calendar_year.Break("国庆节", first, last)),
        make_up=(dt.date(2027, 9, 26), dt.date(2027, 10, 9)),
    )
    monkeypatch.setattr(calendar_year, "year_of", lambda _: decree)
    assert run(root, 2027, "--replace", "--date", "2026-11-10") == 0
    found = years(root)[2027]
    assert found.decreed
    assert found.date == dt.date(2026, 11, 10)
    assert found.source == "国务院办公厅关于 2027 年部分节假日安排的通知"
    assert found.make_up == list(decree.make_up)
    assert written(root).endswith("    make_up: [2027-09-26, 2027-10-09]\n")
    assert check(root).problems == []
    monkeypatch.undo()
    if not year_of(2027).decreed:
        assert run(root, 2027, "--replace") == 1
        assert "反而退步" in capsys.readouterr().err


@pytest.mark.parametrize("style", ["in brackets", "Windows", "a line each", "no last newline"])
def test_it_keeps_the_style_of_the_file(root: Path, style: str) -> None:
    text = written(root)
    last = text.index("  - year: 2027")
    if style == "in brackets":
        text = text[:last] + (
            "  - {year: 2027, decreed: false, source: 推算, date: 2024-11-10, holidays: "
            "[{name: 元旦, from: 2027-01-01, to: 2027-01-03}], make_up: []}\n"
        )
    elif style == "Windows":
        text = text.replace("\n", "\r\n")
    elif style == "a line each":
        text = text.replace("[2026-01-04, 2026-02-14,", "\n      - 2026-01-04\n      - 2026-02-14\n").split(
            "\n      - 2026-02-14\n"
        )[0]
        text = text.removesuffix("\n") + "\n      - 2026-02-14\n" + written(root)[last:]
    else:
        text = text.removesuffix("\n")
    (root / FILE).write_bytes(text.encode())
    assert run(root, 2028) == 0
    for year in (2026, 2027, 2028):
        assert run(root, year, "--replace") == 0
    found = years(root)
    assert found[2026].make_up == BY_HAND[2026].make_up
    assert found[2027].holidays == BY_HAND[2027].holidays
    raw = (root / FILE).read_bytes()
    assert raw.count(b"\r\n") == (raw.count(b"\n") if style == "Windows" else 0)
    assert ("\n      - 2026-10-10\n" in written(root)) == (style == "a line each")


@pytest.mark.parametrize(
    ("year", "status", "words"),
    [
        (2030, 1, ["接不上", "2028、2029", "make calendar YEAR=2028"]),
        (2090, 1, ["接不上", "2028 到 2089"]),
        (2025, 1, ["只能往后接", "YEAR=2028"]),
        (1999, 1, ["2000 年到 2100 年"]),
        (2150, 1, ["2000 年到 2100 年"]),
        ("明年", 2, ["四位数", "明年"]),
        ("２０２８", 2, ["四位数"]),
        ("28", 2, ["四位数"]),
        ("", 2, ["四位数"]),
    ],
)
def test_what_can_not_be_written_is_said(
    root: Path, year: object, status: int, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, year) == status
    said = capsys.readouterr().err
    assert all(word in said for word in words), said
    assert untouched(root)


def test_make_hands_the_year_on(root: Path) -> None:
    """The word as it is typed: the year comes in the environment, and none at all is said."""
    command = [sys.executable, "-m", "scripts.calendar", "--root", str(root)]
    none = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, "PLAYBOOK_YEAR": ""}, capture_output=True, check=False
    )
    assert none.returncode == 2
    assert "make calendar YEAR=2028" in none.stderr.decode("utf-8")
    there = {**os.environ, "PLAYBOOK_YEAR": "2028"}
    assert (
        subprocess.run([*command, "--dry-run"], cwd=PROJECT, env=there, capture_output=True, check=False).returncode
        == 0
    )
    assert untouched(root)
    assert subprocess.run(command, cwd=PROJECT, env=there, capture_output=True, check=False).returncode == 0
    assert 2028 in years(root)


def test_wrong_data_is_refused_before_anything_is_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A day of the company's own that the new year makes needless, and a calendar that is wrong already."""
    text = written(root) + "company:\n  - {date: 2028-01-03, name: 公司补休, work: false}\n"
    (root / FILE).write_text(text, encoding="utf-8")
    assert check(root).problems == []
    assert run(root, 2028) == 1
    assert "E-calendar" in capsys.readouterr().err
    assert written(root) == text
    (root / FILE).write_text(text.replace("2026-10-10]", "2026-10-14]"), encoding="utf-8")
    assert run(root, 2028) == 1
    assert "先照着改好" in capsys.readouterr().err


def test_a_year_that_can_not_be_worked_is_written_when_told_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A decree stands, whatever it does to the timetable: what no longer fits is named, and left to be mended."""
    lead = root / "data/roles/ops-lead.yml"
    lead.write_text(lead.read_text(encoding="utf-8").replace("week: 40", "week: 8"), encoding="utf-8")
    assert check(root).problems == []
    long = calendar_year.Break("劳动节", dt.date(2027, 5, 1), dt.date(2027, 5, 13))
    breaks = tuple(long if one.name == "劳动节" else one for one in year_of(2027).breaks)
    workless = calendar_year.Year(2027, decreed=True, breaks=breaks, make_up=(dt.date(2027, 12, 5),))
    monkeypatch.setattr(calendar_year, "year_of", lambda _: workless)
    before = written(root)
    assert run(root, 2027, "--replace") == 1
    said = capsys.readouterr().err
    assert written(root) == before
    assert "E-too-much" in said
    assert "--anyway" in said
    assert run(root, 2027, "--replace", "--anyway") == 0
    assert "接着一处处改" in capsys.readouterr().out
    assert years(root)[2027].decreed
    assert check(root, lenient=True).playbook is not None


def test_a_calendar_that_runs_out_is_told_and_mended(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning, so that the playbook still ships, with the word that writes the next year."""
    text = written(root)
    (root / FILE).write_text(text[: text.index("  - year: 2027")], encoding="utf-8")
    result = check(root)
    assert result.playbook is not None
    (told,) = result.problems
    assert (told.code, told.file, told.line) == ("W-calendar", FILE, 3)
    assert "make calendar YEAR=2027" in told.text
    assert run(root, 2027) == 0
    assert check(root).problems == []
    for path in (root / "data").rglob("*.yml"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("reviewed_on: 2026", "reviewed_on: 2029"), encoding="utf-8"
        )
    capsys.readouterr()
    assert year_word.main(["--root", str(root)]) == 1
    assert "make calendar YEAR=2028" in capsys.readouterr().err
