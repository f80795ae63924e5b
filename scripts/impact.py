"""Say which pages, checklists, scorecards, templates and exports something shows up in, or a change will alter."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from macros.addresses.pages import address_of
from macros.editing import impact
from macros.editing.ids import ids_of, resolve
from macros.editing.project import SCRATCH, Project, RefusedError
from macros.model.playbook import Playbook
from macros.validation.check import check
from macros.yamltext.edit import EditError
from scripts.console import as_json, run

ROOT = Path(__file__).resolve().parent.parent
#: How many lines of one heading are shown without --all.
SHOWN = 12


def parser() -> argparse.ArgumentParser:
    """The options. Make hands ID on in the environment, so that no shell reads it."""
    own = argparse.ArgumentParser(
        prog="make impact",
        description="一样东西出现在哪些页面、清单、计分卡、模板和下载文件里；不写 ID，就看没提交的改动会让哪些页面变样。",
        epilog="例如：make impact ID=data-monitoring.morning-check，make impact ID=metrics/mttd，make impact",
    )  # fmt: skip
    own.add_argument("--id", default=os.environ.get("PLAYBOOK_ID") or None, help="id 或 data/ 里的文件（ID=…）")
    own.add_argument("--since", default="HEAD", help="不写 ID 时，和 git 里的哪个版本比（默认上次提交）")
    own.add_argument("--pages-only", action="store_true", help="只看页面，不算下载文件（快得多）")
    own.add_argument("--all", action="store_true", help=f"全部列出（默认每类至多 {SHOWN} 行）")
    own.add_argument("--format", choices=["text", "json"], default="text", help="text 给人看，json 给程序看")
    own.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    return own


def main(arguments: list[str] | None = None) -> int:
    """Print what differs; give back the exit status."""
    options = parser().parse_args(arguments)
    try:
        root = options.root.resolve()
        project = Project(root)
        after = _playbook(project)
        found = _of_thing(project, after, options) if options.id else _of_change(project, after, options)
    except EditError as error:
        print(error, file=sys.stderr)
        return 1
    if options.format == "json":
        print(as_json(found))
    else:
        _print(found, None if options.all else SHOWN)
    return 0


def _playbook(project: Project) -> Playbook:
    result = project.check()
    if result.playbook is None:
        raise RefusedError("数据有错误，页面出不来，先改好：", result.errors)
    return result.playbook


def _written(project: Project) -> dict[str, str]:
    return {path.removeprefix("docs/"): text for path, text in project.pages()}


def _of_thing(project: Project, playbook: Playbook, options: argparse.Namespace) -> dict[str, Any]:
    address, other = impact.touched(project, playbook, options.id)
    written = _written(project)
    before = impact.render(playbook, written, with_exports=not options.pages_only)
    after = impact.render(other, written, with_exports=not options.pages_only)
    named: list[tuple[str, int]] = []
    with contextlib.suppress(EditError):  # a whole file, or a section of the sources: nothing names it by an id
        named = impact.named_at(project, resolve(ids_of(project), address))
    return {
        "id": address,
        "named": [f"{path}:{line}" for path, line in named],
        **_listed(before, after),
    }


def _of_change(project: Project, playbook: Playbook, options: argparse.Namespace) -> dict[str, Any]:
    scratch = project.root / SCRATCH
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="impact-", dir=scratch) as name:
        folder = Path(name)
        impact.committed(project.root, options.since, folder)
        files = impact.uncommitted(project.root, options.since)
        if not files:
            return {"since": options.since, "files": [], "named": [], "pages": [], "exports": []}
        result = check(folder)
        if result.playbook is None:
            raise RefusedError(f"“{options.since}”里的数据有错误，那时的页面出不来，比不了：", result.errors)
        exports = not options.pages_only
        before = impact.render(result.playbook, _written(Project(folder)), with_exports=exports)
    after = impact.render(playbook, _written(project), with_exports=exports)
    return {"since": options.since, "files": files, "named": [], **_listed(before, after)}


def _listed(before: impact.State, after: impact.State) -> dict[str, Any]:
    found = impact.difference(before, after)
    pages = [
        {"how": how, "section": impact.section_of(path), "title": titles[path], "address": address_of(path)}
        for how, paths, titles in (
            ("新增", found.added, after.titles),
            ("消失", found.removed, before.titles),
            ("改变", found.changed, after.titles),
        )
        for path in paths
    ]
    return {"pages": pages, "exports": found.exports}


def _print(found: dict[str, Any], limit: int | None) -> None:
    pages, exports, named = found["pages"], found["exports"], found["named"]
    if "files" in found:
        if not found["files"]:
            print(f"data/ 和 docs/ 与“{found['since']}”一样，没有改动。要看一样东西用在哪里：make impact ID=…")
            return
        _block(f"改了 {len(found['files'])} 个文件", found["files"], limit)
        head = f"{len(pages)} 个页面会变"
    else:
        head = f"{found['id']} 出现在 {len(pages)} 个页面里"
        if named:
            _block(f"用 id 引用它的有 {len(named)} 处", named, limit)
    print(head if pages else head + "。")
    sections = dict.fromkeys(page["section"] for page in pages)
    for section in sections:
        own = [page for page in pages if page["section"] == section]
        lines = [
            f"{page['title']}  {page['address']}" + (f"（{page['how']}）" if page["how"] != "改变" else "")
            for page in own
        ]
        _block(f"{section} {len(own)}", lines, limit)
    if exports:
        _block(f"下载文件和别的文件 {len(exports)}", exports, limit)
    print("接着运行 make serve 看页面；没有问题就 make check，提交。")


def _block(head: str, lines: Iterable[str], limit: int | None) -> None:
    listed = list(lines)
    print(head)
    for line in listed[:limit]:
        print(f"  {line}")
    if limit is not None and len(listed) > limit:
        print(f"  ……还有 {len(listed) - limit} 个，全部列出：make impact ARGS=--all")


if __name__ == "__main__":
    sys.exit(run(main))
