"""List the pages that are due to be looked through again, by who owns them."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from macros.editing.project import RefusedError
from macros.editing.review import Review, by_owner, reviews
from macros.model.kinds import KINDS
from macros.validation.check import check
from scripts.console import as_json, run

ROOT = Path(__file__).resolve().parent.parent


def parser() -> argparse.ArgumentParser:
    """The options."""
    own = argparse.ArgumentParser(
        prog="make review", description="到了该核对的页面，按维护人列出：哪天到期、过了几天、在哪个文件。",
        epilog='例如：make review，make review ARGS="--ahead 30"，make review ARGS="--owner ops-lead --date 2027-05-31"',
    )  # fmt: skip
    own.add_argument("--date", type=dt.date.fromisoformat, help="按哪一天算，YYYY-MM-DD（默认今天）")
    own.add_argument("--ahead", type=int, default=0, metavar="天数", help="连以后这么多天内到期的一起列出（默认 0）")
    own.add_argument("--owner", help="只看一个维护人（角色或团队的 id）")
    own.add_argument("--format", choices=["text", "json"], default="text", help="text 给人看，json 给程序看")
    own.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    return own


def main(arguments: list[str] | None = None) -> int:
    """Print what is due; give back the exit status."""
    options = parser().parse_args(arguments)
    day: dt.date = options.date or dt.datetime.now().astimezone().date()
    root = options.root.resolve()
    result = check(root)
    if result.playbook is None:
        print(RefusedError("数据有错误，先改好：", result.errors), file=sys.stderr)
        return 1
    book = result.playbook
    names = {id_: role.name for id_, role in book.roles.items()}
    names |= {id_: team.name for id_, team in book.teams.items()}
    if options.owner and options.owner not in names:
        print(f"没有叫 `{options.owner}` 的角色或团队。可写的有：{'、'.join(names)}。", file=sys.stderr)
        return 1
    every = [one for one in reviews(book) if options.owner in {None, one.owner}]
    due = [one for one in every if one.late(day) + options.ahead >= 0]
    if options.format == "json":
        print(as_json([_row(one, day) for one in due]))
        return 0
    for owner, listed in by_owner(due).items():
        print(f"{names[owner]}（{owner}）{len(listed)} 页")
        for one in listed:
            print(f"  {one.due}  {_late(one.late(day))}  {KINDS[one.kind].name} {one.name}  {one.file}")
    if due:
        print(f"\n{day} 共 {len(due)} 页到期。打开文件逐条核对，改完把 reviewed_on 写成核对的日期，再运行 make check。")
    else:
        nearest = f"；最近的一页 {every[0].due} 到期：{every[0].name}（{every[0].file}）" if every else ""
        print(f'{day} 没有到期的页面{nearest}。往后看：make review ARGS="--ahead 60"')
    return 0


def _late(days: int) -> str:
    return "今天到期" if days == 0 else f"过了 {days} 天" if days > 0 else f"还有 {-days} 天"


def _row(one: Review, day: dt.date) -> dict[str, object]:
    return {
        "kind": one.kind, "id": one.id, "name": one.name, "owner": one.owner, "file": one.file,
        "last": one.last.isoformat(), "due": one.due.isoformat(), "late": one.late(day),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(run(main))
