"""Rename an id, or split an item off to another duty; every reference follows, old addresses keep working."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from macros.editing.move import move
from macros.editing.project import Project
from macros.yamltext.edit import EditError
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def parser() -> argparse.ArgumentParser:
    """The options. Make hands ID, TO, WHY and TASK on in the environment, so that no shell reads them."""
    given = os.environ.get
    own = argparse.ArgumentParser(
        prog="make move",
        description="给一个 id 改名，或把职责里的一条搬到另一项职责。data/ 和 docs/ 里的引用一起改，旧地址记进 data/moved.yml。",
        epilog="""例如：
  make move ID=duties/data-monitoring TO=metric-watch WHY="名字和指标词典统一"
  make move ID=data-monitoring.peak-watch TO=resource-allocation.peak-watch WHY="排班的人来做"
可以改的：duties/ roles/ checklists/ scorecards/ templates/ metrics/ terms/ tools/ teams/ 里的 id，
职责.条目（任务、检查项、目标、风险），职责.任务.步骤。""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    own.add_argument("--id", default=given("PLAYBOOK_ID") or None, help="现在的 id（ID=…）")
    own.add_argument("--to", default=given("PLAYBOOK_TO") or None, help="新的 id（TO=…）")
    own.add_argument("--why", default=given("PLAYBOOK_WHY") or None, help="为什么，说给点开旧链接的人听（WHY=…）")
    own.add_argument(
        "--task", default=given("PLAYBOOK_TASK") or None, help="单独搬检查项或风险时，它在新职责里归哪项任务（TASK=…）"
    )
    own.add_argument("--unpublished", action="store_true", help="这个 id 还没有发布过：不留搬迁记录")
    own.add_argument("--dry-run", action="store_true", help="只说会改什么，不改")
    own.add_argument("--date", type=dt.date.fromisoformat, help="写进搬迁记录的日期（默认今天）")
    own.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    return own


def main(arguments: list[str] | None = None) -> int:
    """Move something; give back the exit status."""
    options = parser().parse_args(arguments)
    missing = [f"{name.upper()}={'…'}" for name in ("id", "to") if not getattr(options, name)]
    if missing:
        print(
            f'还缺 {" ".join(missing)}。例如：make move ID=duties/旧id TO=新id WHY="为什么"；写法见 make move ARGS=--help',
            file=sys.stderr,
        )
        return 2
    try:
        root = options.root.resolve()
        project = Project(root)
        project.require_clean()
        change = move(
            project, options.id, options.to, why=options.why or "", task=options.task, record=not options.unpublished,
            date=options.date or dt.datetime.now().astimezone().date(),
        )  # fmt: skip
        project.verify(change)
        if not options.dry_run:
            project.write(change)
    except EditError as error:
        print(error, file=sys.stderr)
        return 1
    for note in change.notes:
        print(note)
    if options.dry_run:
        print("只是试算，没有改动任何文件。去掉 --dry-run 就真的改。")
    else:
        print("检查过了，没有错误。接着运行 make impact 看哪些页面会变，make serve 看页面，再提交。")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
