"""Write a year into the work calendar: the holidays and make-up days that the kept library `holidays` knows.

Nothing is asked of the network. What somebody wrote by hand, comments included, keeps its bytes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from macros import model
from macros.editing.project import ChangeSet, Project
from macros.yamltext.edit import (
    Edit,
    EditError,
    Node,
    Piece,
    append,
    apply,
    column,
    cut,
    flow,
    line_end,
    newline_of,
    parse,
    replace_scalar,
    scalar,
)

FILE = "data/calendar.yml"
DECREED = "国务院办公厅关于 {year} 年部分节假日安排的通知"
EXPECTED = "按法定节日推算的 {year} 年：全国年节及纪念日放假办法，遇周末补休；调休还没有公布"
#: When the law was last changed that says which days are holidays.
LAW = dt.date(2024, 11, 10)
#: The years that the library can work out and the calendar can hold.
YEARS = range(2000, 2101)

_DAY = dt.timedelta(days=1)
#: How the library names days off that belong to a festival without being it.
_EVE, _MOVED, _INSTEAD = "农历除夕", "休息日（由 ", "（补假）"
_FESTIVAL = "春节"


@dataclass(frozen=True, slots=True)
class Break:
    """Days off in a row, those of the weekends beside them included."""

    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Year:
    """The holidays of a year, and the days at weekends that are worked for them."""

    year: int
    decreed: bool
    breaks: tuple[Break, ...]
    make_up: tuple[dt.date, ...]


def year_of(year: int) -> Year:
    """What the library knows of a year: as decreed when it has the days that are moved, else the days by law."""
    import holidays  # a third of a second, and only here

    china = holidays.country_holidays("CN", years=year, language="zh_CN")
    known = {day: str(name) for day, name in china.items() if day.year == year}
    make_up = tuple(sorted(day for day in china.weekend_workdays if day.year == year))
    moved = any(name.startswith(_MOVED) for name in known.values())
    return Year(year, bool(make_up) or moved, tuple(_breaks(year, known, set(make_up))), make_up)


def _breaks(year: int, known: dict[dt.date, str], make_up: set[dt.date]) -> list[Break]:
    """Days off in a row that hold a holiday, in order."""
    found: list[Break] = []
    day = dt.date(year, 1, 1)
    run: list[dt.date] = []
    while day.year == year:
        if day in known or (day.weekday() >= 5 and day not in make_up):
            run.append(day)
        if run and (run[-1] != day or (day + _DAY).year != year):
            if any(one in known for one in run):
                found.append(Break(_name(run, known), run[0], run[-1]))
            run = []
        day += _DAY
    return found


def _name(run: list[dt.date], known: dict[dt.date, str]) -> str:
    """The festivals that some days in a row are off for: 国庆节、中秋节."""
    said = [part for day in run if day in known for part in known[day].split("; ") if not part.startswith(_MOVED)]
    names = [_FESTIVAL if name == _EVE else name for name in (part.removesuffix(_INSTEAD) for part in said)]
    # Days before a New Year's Day that lies in the next year are all moved ones.
    return "、".join(dict.fromkeys(names)) or "元旦"


def write_year(project: Project, year: int, *, today: dt.date, published: dt.date | None, replace: bool) -> ChangeSet:
    """The change that writes a year at the end of the calendar, or with `replace` anew in its place.

    `published` is the day of the decree, if it is known. Raises EditError, in an editor's words, for a year that
    nobody knows, that is there, or that doesn't follow the last one.
    """
    if year not in YEARS:
        raise EditError(f"{year} 年的放假安排推算不出来：只知道 {YEARS[0]} 年到 {YEARS[-1]} 年的。")
    if FILE not in project.texts:
        raise EditError(f"没有 {FILE}。从版本库里取回来。")
    text = project.texts[FILE]
    written = model.CalendarFile.model_validate(project.document(FILE).data).years
    numbers = [one.year for one in written]
    if replace and year not in numbers:
        raise EditError(f"日历里还没有 {year} 年，不用 --replace：make calendar YEAR={year}")
    if not replace and year in numbers:
        raise EditError(_there(written[numbers.index(year)]))
    if year not in numbers and year != numbers[-1] + 1:
        raise EditError(_apart(year, numbers))
    found = year_of(year)
    date = (published or today) if found.decreed else LAW
    value = _value(found, date)
    if replace:
        old = written[numbers.index(year)]
        if old.decreed and not found.decreed:
            raise EditError(
                f"没有改动任何文件：日历里的 {year} 年是公布过的，而装着的 holidays 只会推算这一年，换上去反而退步。"
                "等它出了新版（make lock UPGRADE=1）再来，或直接改 data/calendar.yml。"
            )
        if old.decreed and published is None:  # the days alone are taken anew
            value |= {"source": old.source, "date": old.date.isoformat()}
            published = old.date
        changed = _rewritten(text, numbers.index(year), value)
    else:
        changed = append(text, ("years",), Piece(_item(value), value))
    change = ChangeSet({FILE: changed})
    change.notes = _notes(found, date, published)
    return change


def _there(written: model.CalendarYear) -> str:
    if written.decreed:
        return (
            f"日历里已经有 {written.year} 年（已公布）。要照 holidays 重写，加上 --replace：\n"
            f'  make calendar YEAR={written.year} ARGS="--replace"'
        )
    return (
        f"日历里已经有 {written.year} 年（预计的）。国务院公布了安排，就用 --replace 换上：\n"
        f'  make calendar YEAR={written.year} ARGS="--replace --date 通知的日期"'
    )


def _apart(year: int, numbers: list[int]) -> str:
    after = numbers[-1] + 1
    why = f"日历从 {numbers[0]} 年写到 {numbers[-1]} 年，年份要一年接一年，{year} 年接不上。"
    if year < numbers[0]:
        return f"{why}只能往后接：make calendar YEAR={after}"
    before = "、".join(str(one) for one in range(after, year)) if year - after < 4 else f"{after} 到 {year - 1}"
    return f"{why}先写 {before} 年：make calendar YEAR={after}"


def _notes(found: Year, date: dt.date, published: dt.date | None) -> list[str]:
    if not found.decreed:
        return [
            f"{found.year} 年的安排还没有公布：写的是按法定节日推算的，页面和日历上标着“预计”。公布之后：\n"
            f'  make calendar YEAR={found.year} ARGS="--replace --date 通知的日期"'
        ]
    if published is None:
        return [f"date 写的是今天（{date}）。通知哪天发的，改成那天，或运行时加上 --date。"]
    return []


def _value(found: Year, date: dt.date) -> dict[str, Any]:
    """A year as plain data, in the order of the file."""
    value: dict[str, Any] = {
        "year": found.year,
        "decreed": found.decreed,
        "source": (DECREED if found.decreed else EXPECTED).format(year=found.year),
        "date": date.isoformat(),
        "holidays": [
            {"name": one.name, "from": one.first.isoformat(), "to": one.last.isoformat()} for one in found.breaks
        ],
    }
    if found.make_up:
        value["make_up"] = [day.isoformat() for day in found.make_up]
    return value


def _item(value: dict[str, Any]) -> str:
    """A year as an item of the list: a line for each holiday."""
    lines = [
        f"- year: {value['year']}",
        *(f"  {key}: {scalar(value[key])}" for key in ("decreed", "source", "date")),
        "  holidays:",
        *(f"    - {flow(one)}" for one in value["holidays"]),
        *([f"  make_up: {flow(value['make_up'])}"] if "make_up" in value else []),
    ]
    return "\n".join(lines) + "\n"


def _rewritten(text: str, number: int, value: dict[str, Any]) -> str:
    """The text with another year in the place of one: value by value, so that comments between them stay."""
    loc = ("years", number)
    node = parse(text).at(loc)
    if node.flow:
        return apply(text, [Edit(node.start, node.end, flow(value))])
    decreed = node.below["decreed"]
    edits = [Edit(decreed.start, decreed.end, scalar(value["decreed"]))]
    edits += [replace_scalar(text, node.below[key], value[key]) for key in ("source", "date")]
    edits.append(_listed(text, node.below["holidays"], value["holidays"]))
    make_up = value.get("make_up", [])
    if make_up and "make_up" in node.below and node.below["make_up"].below:
        edits.append(_listed(text, node.below["make_up"], make_up))
    changed = apply(text, edits)
    if make_up and not ("make_up" in node.below and node.below["make_up"].below):
        changed = _add_make_up(changed, parse(changed).at(loc), make_up)
    while not make_up and (here := parse(changed).at(loc).below.get("make_up")) is not None and here.below:
        changed, _ = cut(changed, (*loc, "make_up", 0))
    return changed


def _listed(text: str, node: Node, values: list[Any]) -> Edit:
    """Put other values into a list, written as it was: in brackets, or a line for each."""
    if node.flow:
        return Edit(node.start, node.end, flow(values))
    between = newline_of(text) + " " * column(text, node.start)
    return Edit(node.start, node.end, between.join(f"- {flow(one)}" for one in values))


def _add_make_up(text: str, node: Node, days: list[str]) -> str:
    if "make_up" in node.below:  # []
        empty = node.below["make_up"]
        return apply(text, [Edit(empty.start, empty.end, flow(days))])
    key, newline = node.below["year"].key, newline_of(text)
    assert key is not None
    at = line_end(text, node.end)
    before = "" if text[:at].endswith("\n") else newline
    return apply(text, [Edit(at, at, f"{before}{' ' * column(text, key[0])}make_up: {flow(days)}{newline}")])
