"""Build the finished site: check, strict build into a new folder, check of its links, swap.

A build that fails at any step leaves the old site/ as it was.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import filecmp
import os
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from macros.build.background import Apart, ApartError
from macros.build.links import broken_links
from macros.validation.check import Cache, DataError, check
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def build(root: Path, site_dir: Path, *, quiet: bool = False) -> int:
    """Build the playbook under `root` into `site_dir`.

    Gives back the exit status: 0 when the new site stands in `site_dir`; 1 when something was wrong, and then
    `site_dir` is what it was before.
    """
    console = Console(stderr=True, quiet=quiet, highlight=False)
    cache = Cache()
    console.print("[bold]1/4[/] 检查数据")
    result = check(root, cache)
    for problem in result.problems:
        print(problem)
    if result.playbook is None:
        print(
            f"\n{len(result.errors)} 处错误，没有建站，原来的 {site_dir.name}/ 没有动。改好后再运行 make build。",
            file=sys.stderr,
        )
        return 1
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    fresh, beside = (
        Path(tempfile.mkdtemp(prefix=f".{site_dir.name}-{kind}-", dir=site_dir.parent)) for kind in ("new", "files")
    )
    try:
        console.print("[bold]2/4[/] 生成页面")
        if not _pages(root, fresh, beside, console, cache):
            print(f"\n没有建成，原来的 {site_dir.name}/ 没有动。", file=sys.stderr)
            return 1
        console.print("[bold]3/4[/] 检查链接")
        broken = broken_links(fresh)
        for line in broken:
            print(line)
        if broken:
            print(f"\n{len(broken)} 个链接打不开，没有换上新的 {site_dir.name}/。", file=sys.stderr)
            return 1
        from macros.editor.traces import traces

        if left := traces(fresh):
            print("\n".join(left))
            print(f"\n{len(left)} 个文件里有不该发布的东西，没有换上新的 {site_dir.name}/。", file=sys.stderr)
            return 1
        console.print(f"[bold]4/4[/] 换上新的 {site_dir.name}/")
        try:
            _swap(fresh, site_dir)
        except OSError as error:
            reason = f"{error.strerror or error}：{error.filename2 or error.filename or site_dir}"
            print(
                f"\n换不上新的 {site_dir.name}/（{reason}），原来的还在。看看是不是被占用，或没有写权限。",
                file=sys.stderr,
            )
            return 1
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(beside, ignore_errors=True)
    return 0


def _pages(root: Path, site_dir: Path, beside: Path, console: Console, cache: Cache) -> bool:
    """Let MkDocs build every page into `site_dir`, strictly, with everything to take away.

    That is written into `beside` meanwhile, by a process of its own: for MkDocs empties `site_dir` first. Gives back
    False when something went wrong; it has been said why.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.exceptions import Abort, MkDocsException

    from macros.build import mkdocs, words
    from macros.build.session import Session

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        session = Session(root, cache, lasting=False, apart=True)
        with words.heard(root, say):
            config = mkdocs.configuration(root, site_dir, session, strict=True)
            session.prepare(mkdocs.edit_source(config))
            if session.history.problem:
                say(session.history.problem)
            write = partial(mkdocs.write_exports, session, config.site_url or "", beside)
            with Apart(write) as exports:
                with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
                    task = progress.add_task("页面", total=None)
                    session.progress = lambda done, total: progress.update(task, completed=done, total=total)
                    mkdocs.make(config)
                exports.wait()
        _merge(beside, site_dir)
    except ApartError as error:
        say(f"下载文件没有写成：\n{error}")
        return False
    except (Abort, MkDocsException, DataError, SystemExit) as error:
        if told := words.warning(str(error), root):  # mkdocs-macros leaves with a bare number; it has said why
            say(told)
        return False
    return True


def _merge(beside: Path, site_dir: Path) -> None:
    """Move every file below `beside` to its place below `site_dir`."""
    for folder, _, names in os.walk(beside):
        there = site_dir / Path(folder).relative_to(beside)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            Path(folder, name).replace(there / name)


def _swap(fresh: Path, site_dir: Path) -> None:
    """Fill `site_dir` with what is in the new folder, file by file, and take away what the new site lacks.

    The folder itself stays: a server may hold it open, or it may be a mount point. Pages come after what they load,
    and nothing is taken away before every new file is there. When a file can't be put in its place, those before it
    are put back, and the OSError goes on.
    """
    site_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".swap-", dir=site_dir) as scratch:
        staged, old = Path(scratch, "new"), Path(scratch, "old")
        try:
            fresh.rename(staged)
        except OSError:  # another disk
            shutil.copytree(fresh, staged)
        new = {path.relative_to(staged) for path in staged.rglob("*") if path.is_file()}
        folders = {folder for path in new for folder in path.parents}
        paths = sorted(path.relative_to(site_dir) for path in site_dir.rglob("*") if not path.is_relative_to(scratch))
        before = [(path, (site_dir / path).is_dir() and not (site_dir / path).is_symlink()) for path in paths]
        moved: list[tuple[Path, Path]] = []

        def take_away(path: Path) -> None:
            if os.path.lexists(site_dir / path):  # its folder may be away already
                _move(site_dir / path, old / path, moved)

        try:
            for path, is_folder in before:
                if path in (new if is_folder else folders):
                    take_away(path)
            for path in sorted(new, key=lambda path: (path.suffix == ".html", path)):
                place = site_dir / path
                if place.is_file() and filecmp.cmp(staged / path, place, shallow=False):
                    continue
                _keep(place, old / path, moved)
                _move(staged / path, place, moved)
            for path, _ in before:
                if path not in new and path not in folders:
                    take_away(path)
        except OSError:
            for source, target in reversed(moved):
                with contextlib.suppress(OSError):  # where nothing could be put, the old file still is
                    _move(target, source, [])
            raise


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.move(source, target)  # a folder of the site on another disk
    moved.append((source, target))


def _keep(place: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    """Keep the file that stands at a place, if there is one, without a moment in which it is missing."""
    if not os.path.lexists(place):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(place, target)
    except OSError:  # a disk without hard links
        shutil.copy2(place, target)
    moved.append((place, target))


def main(arguments: list[str] | None = None) -> int:
    """Build site/; give back the exit status."""
    parser = argparse.ArgumentParser(
        prog="make build", description="检查数据，生成整个站点，检查链接，再换上新的 site/。"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    parser.add_argument("--site", type=Path, help="站点放在哪里（默认 site/）")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    site_dir = (options.site or root / "site").resolve()
    start = time.monotonic()
    os.chdir(root)
    status = build(root, site_dir)
    if status == 0:
        pages = sum(1 for _ in site_dir.rglob("*.html"))
        print(f"{site_dir} 建好了：{pages} 个页面，{time.monotonic() - start:.1f} 秒。")
    return status


if __name__ == "__main__":
    sys.exit(run(main))
