"""Work the year through: what every role has to do when, and how full its months and weeks are."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.editing.project import RefusedError
from macros.timetable.load import FULL, Load
from macros.timetable.summary import RoleYear, as_rows, year_of
from macros.validation.check import check
from macros.views.views import Views
from scripts.console import as_json, run

ROOT = Path(__file__).resolve().parent.parent
#: Of how many characters the bar of a full week is.
_WIDTH = 40


def parser() -> argparse.ArgumentParser:
    """The options."""
    own = argparse.ArgumentParser(
        prog="make year", description="把一年从头排到尾：每个角色哪天做什么，每周、每月排了多少，哪几周最满。",
        epilog='例如：make year，make year ARGS="--role control-ops"，make year ARGS="--format json"',
    )  # fmt: skip
    own.add_argument("--role", help="只看一个角色（id），连每一周一起列出")
    own.add_argument("--format", choices=["text", "json"], default="text", help="text 给人看，json 给程序看")
    own.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    return own


def main(arguments: list[str] | None = None) -> int:
    """Print the year; give back the exit status: 1 when the data can't be read, or the year not be worked."""
    options = parser().parse_args(arguments)
    result = check(options.root.resolve(), lenient=True)
    if result.playbook is None:
        print(RefusedError("数据有错误，先改好：", result.errors), file=sys.stderr)
        return 1
    load = Load(Views(result.playbook))
    if options.role and options.role not in load.roles:
        print(f"团队里没有叫 `{options.role}` 的角色。可写的有：{'、'.join(load.roles)}。", file=sys.stderr)
        return 1
    if load.first > load.last:
        end = load.work.last
        print(
            f"工作日历只写到 {end}，要排的从 {load.first} 起。先运行 make calendar YEAR={end.year + 1}。",
            file=sys.stderr,
        )
        return 1
    if options.format == "json":
        print(as_json([row for row in as_rows(load) if options.role in {None, row["role"]}]))
    else:
        _show(load, options.role)
    if result.errors:
        print(RefusedError("这一年还排不开：", result.errors), file=sys.stderr)
        return 1
    return 0


def _show(load: Load, chosen: str | None) -> None:
    print(f"{load.first} 到 {load.last}，每人的小时数；排进来的不超过工时的 {FULL:.0%}。")
    for role in load.roles:
        if chosen in {None, role}:
            _show_role(load, year_of(load, role), weeks=chosen is not None)


def _show_role(load: Load, year: RoleYear, *, weeks: bool) -> None:
    name = load.views.playbook.roles[year.role].name
    day, minutes = year.worst_day
    print(f"\n{name}（{year.role}）{year.people} 人，平均排了 {year.mean:.0%}")
    for words, month in (("最空", year.least), ("最满", year.most)):
        print(f"  {words}的月 {month.key}：{_hours(month.planned)}，工时 {_hours(month.available)}（{month.rate:.0%}）")
    for peak in year.peaks:
        listed = "、".join(f"{ref} {_hours(count)}" for ref, count in peak.reasons)
        week = peak.week
        print(f"  满的周 {week.first} 起：{_hours(week.planned)}，工时 {_hours(week.available)}。{listed}")
    print(f"  截止最多的一天 {day}：{_hours(minutes)}")
    for week in year.weeks if weeks else ():
        bar = "█" * round(week.rate * _WIDTH)
        print(f"  {week.first} {_hours(week.planned):>6} / {_hours(week.available):>6} {bar}")


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.1f} 时"


if __name__ == "__main__":
    sys.exit(run(main))
