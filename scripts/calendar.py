"""Write the holidays of a year into the work calendar, or anew when they have been decreed."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import sys
from pathlib import Path

from macros.editing.calendar_year import FILE, write_year
from macros.editing.project import Project, RefusedError
from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.yamltext.edit import EditError
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent
#: What the pages of a playbook that can't be worked are told by.
CONFLICTS = frozenset(code.id for code in catalogue.CODES.values() if code.group == "year")


def parser() -> argparse.ArgumentParser:
    """The options. Make hands YEAR on in the environment, so that no shell reads it."""
    own = argparse.ArgumentParser(
        prog="make calendar",
        description=f"把一年的放假和调休写进 {FILE}。照装着的 holidays 写，不用联网；还没有公布的年份按法定节日推算。",
        epilog="""例如：
  make calendar YEAR=2028
  make calendar YEAR=2028 ARGS="--replace --date 2027-11-04"    国务院公布了，换掉预计的""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    own.add_argument("--year", default=os.environ.get("PLAYBOOK_YEAR") or None, help="哪一年（YEAR=…）")
    own.add_argument("--replace", action="store_true", help="这一年已经写着：重写它")
    own.add_argument("--date", type=dt.date.fromisoformat, help="通知是哪天发的（默认写今天）")
    own.add_argument("--anyway", action="store_true", help="排期因此排不开也写，写完照 make check 一处处改")
    own.add_argument("--dry-run", action="store_true", help="只说会写什么，不写")
    own.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    return own


def main(arguments: list[str] | None = None) -> int:
    """Write the year; give back the exit status."""
    options = parser().parse_args(arguments)
    if options.year is None:
        print("还缺年份。例如：make calendar YEAR=2028", file=sys.stderr)
        return 2
    if not re.fullmatch(r"[0-9]{4}", options.year.strip()):
        print(f"年份写四位数，找到的是“{options.year}”。例如：make calendar YEAR=2028", file=sys.stderr)
        return 2
    allowed = CONFLICTS if options.anyway else frozenset()
    try:
        project = Project(options.root.resolve())
        project.require_clean(allowed)
        change = write_year(
            project, int(options.year), today=dt.datetime.now().astimezone().date(), published=options.date,
            replace=options.replace,
        )  # fmt: skip
        left = [problem for problem in project.verify(change, allowed=allowed).errors if problem.code in allowed]
        if not options.dry_run:
            project.write(change)
    except RefusedError as error:
        print(error, file=sys.stderr)
        if all(problem.code in CONFLICTS for problem in error.problems):
            print("这些都是排期排不开。先写上年份、再一处处改：加上 --anyway。", file=sys.stderr)
        return 1
    except EditError as error:
        print(error, file=sys.stderr)
        return 1
    _report(project, change.texts, change.notes, left, dry=options.dry_run)
    return 0


def _report(
    project: Project, texts: dict[str, str | None], notes: list[str], left: list[Problem], *, dry: bool
) -> None:
    if not any(project.texts.get(path) != text for path, text in texts.items()):
        print(f"{FILE} 已经是这样，没有改动。")
        return
    print(f"{'会改' if dry else '改了'} {FILE}")
    for note in notes:
        print(note)
    if dry:
        print("只是试算，没有改动任何文件。去掉 --dry-run 就真的写。")
    elif left:
        print("\n".join(["照新的日历，这些排不开，接着一处处改：", *map(str, left)]))
    else:
        print("检查过了，没有错误。接着运行 make year 看新的一年排得怎样，再提交。")


if __name__ == "__main__":
    sys.exit(run(main))
