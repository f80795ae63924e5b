"""Write down what a release publishes: every address of the site, so that from now on each is kept."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.addresses import ledger, revisions
from macros.exports import role_calendar
from macros.exports.context import Context
from macros.validation.check import check
from macros.views.views import Views
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Add the addresses that are new to the ledger; give back the exit status."""
    parser = argparse.ArgumentParser(
        prog="make release-links", description="发布时运行：把现在的全部地址记进账本，以后每一个都要一直有效。"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    options = parser.parse_args(arguments)
    result = check(options.root)
    if result.playbook is None:
        for problem in result.errors:
            print(problem)
        print(f"\n{len(result.errors)} 处错误，账本没有动。改好后再运行 make release-links。", file=sys.stderr)
        return 1
    views = Views(result.playbook)
    now = ledger.addresses(views, ledger.written_pages(options.root))
    before = {line.address for line in ledger.read(options.root)}
    file = options.root / ledger.FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(ledger.text(before | now), encoding="utf-8", newline="\n")
    kept = revisions.read(options.root)
    entries = kept | role_calendar.revisions(Context(views, revisions=kept))
    (options.root / revisions.FILE).write_text(revisions.text(entries), encoding="utf-8", newline="\n")
    print(
        f"{ledger.FILE}：{len(before | now)} 个地址，这次添了 {len(now - before)} 个。把 ledger/ 和这次发布一起提交。"
    )
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
