"""Build the finished site: check, strict build into a new folder, check of its links, swap.

A build that fails at any step leaves the old site/ as it was.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from macros.build import finished, folders
from macros.build.new_site import NewSite
from macros.build.store import FOLDER, Store
from macros.build.swap import ChangedError, swap
from scripts.console import run

if TYPE_CHECKING:
    from rich.console import Console

    from macros.build.links import Facts

ROOT = Path(__file__).resolve().parent.parent


def build(root: Path, site_dir: Path, *, quiet: bool = False, kept: Path | None = None) -> int:
    """Build the playbook under `root` into `site_dir`.

    Gives back the exit status: 0 when the new site stands in `site_dir`; 1 when something was wrong, and then
    `site_dir` is what it was before. Where nothing has changed since the site was built, it is left as it stands. `kept`
    is the folder of what builds keep for the next, when it is not the project's own.
    """
    store = Store(kept or root / FOLDER)
    key = partial(finished.key_of, root, site_dir, dict(os.environ))
    name = key()
    lines = finished.lines_of(store, name, site_dir)
    if lines is None:
        lines = []
        try:
            try:
                done = _build(root, site_dir, store, key, quiet, lines, site_dir)
            except ChangedError:  # another build was quicker
                lines.clear()
                done = _build(root, site_dir, store, key, quiet, lines, None)
        except OSError as error:
            if not (reason := folders.refused(error)):
                raise
            print(f"没有建成（{reason}），原来的 {site_dir.name}/ 没有动。", file=sys.stderr)
            return 1
        if done is None:
            return 1
        # An input that was changed meanwhile may be in the site or not.
        if done.key != name:
            store.clear()
        elif done.files:
            finished.record(store, name, done.files, lines)
    else:
        for stream, line in lines:
            print(line, file=sys.stderr if stream == "err" else sys.stdout)
        print(f"什么都没有改，{site_dir.name}/ 里的就是最新的。", file=sys.stderr)
    return 0


@dataclass(frozen=True)
class _Done:
    """A site that was built: the digests of its files, and the key of all that goes into it, once all of it was read.

    The digests are left out when not all that went into the site lies in the project.
    """

    files: dict[str, str]
    key: str


def _build(
    root: Path,
    site_dir: Path,
    store: Store,
    key: Callable[[], str],
    quiet: bool,
    lines: list[list[str]],
    old: Path | None,
) -> _Done | None:
    """Build everything. Gives back None when something was wrong.

    `key` finds out the key of all that goes into the site. `lines` gets what was printed that is worth saying again:
    "out" or "err", and the line. `old` is the site whose files may stay, None where none may. Raises ChangedError when
    it was changed meanwhile.
    """
    # The libraries are loaded here: a build that finds nothing changed does not need them.
    from rich.console import Console

    from macros.build.background import ApartError
    from macros.build.links import broken_links
    from macros.build.shared_work import processes, share
    from macros.editor.traces import traces

    console = Console(stderr=True, quiet=quiet, highlight=False)
    with folders.fresh(site_dir) as fresh:
        site = NewSite(fresh, old)
        pages = _pages(root, site_dir.name, site, console, store, lines)
        if pages is None:
            return None
        console.print("[bold]3/4[/] 检查链接")
        places = site.places()
        digests = partial(finished.digests, places if pages.is_covered else {})
        looks: list[Callable[[], object]] = [
            partial(traces, places),
            partial(broken_links, places, pages.facts),
            digests,
            key,
            store.trim,
        ]
        try:
            found = share(looks, processes())
        except ApartError as error:
            if site.is_stale():
                raise ChangedError from error
            print(f"没有建成（{error}），原来的 {site_dir.name}/ 没有动。", file=sys.stderr)
            return None
        left: list[str] = found[0]
        broken: list[str] = found[1]
        done = _Done(found[2], found[3])
        for line in broken:
            print(line)
        if broken:
            print(f"\n{len(broken)} 个链接打不开，没有换上新的 {site_dir.name}/。", file=sys.stderr)
            return None
        if left:
            print("\n".join(left))
            print(f"\n{len(left)} 个文件里有不该发布的东西，没有换上新的 {site_dir.name}/。", file=sys.stderr)
            return None
        console.print(f"[bold]4/4[/] 换上新的 {site_dir.name}/")
        try:
            swap(fresh, site_dir, site.kept)
        except OSError as error:
            reason = f"{error.strerror or error}：{error.filename2 or error.filename or site_dir}"
            print(
                f"\n换不上新的 {site_dir.name}/（{reason}），原来的还在。看看是不是被占用，或没有写权限。",
                file=sys.stderr,
            )
            return None
    return done


@dataclass(frozen=True)
class _Pages:
    """What is known of the pages that were built: what their links lead to, and whether all of it is the project's."""

    facts: Mapping[str, Facts]
    is_covered: bool


def _pages(
    root: Path, name: str, site: NewSite, console: Console, store: Store, lines: list[list[str]]
) -> _Pages | None:
    """Check the data, and build every page of a new site, strictly, with everything to take away.

    Gives back None when something was wrong; it has been said what. `name` is that of the old site, `lines` gets what
    is worth saying again.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.exceptions import Abort, MkDocsException
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from macros.build import full_build, mkdocs, words
    from macros.build.background import Apart, ApartError
    from macros.build.kept import KeptInStore, KeptTemplates
    from macros.build.session import Session
    from macros.build.shared_work import processes
    from macros.build.site_exports import SiteExports
    from macros.pages.render import compile_all
    from macros.validation.check import Cache, DataError, check

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    session = Session(root, Cache(kept=KeptInStore(store, root)), lasting=False, apart=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        compiling = Apart(partial(compile_all, KeptTemplates(store, root)))
        with words.heard(root, say), compiling, SiteExports(session, site, store) as exports:
            console.print("[bold]1/4[/] 检查数据")
            if processes() > 1:
                compiling.begin()  # until the data is read there is nothing else that another process could do
            result = check(root, session.cache, promising=exports.begin)
            for problem in result.problems:
                print(problem)
                lines.append(["out", str(problem)])
            if result.playbook is None:
                errors = f"{len(result.errors)} 处错误"
                say(f"\n{errors}，没有建站，原来的 {name}/ 没有动。改好后再运行 make build。")
                return None
            console.print("[bold]2/4[/] 生成页面")
            config = exports.config
            session.prepare(mkdocs.edit_source(config))
            if session.history.problem:
                say(session.history.problem)
                lines.append(["err", session.history.problem])
            with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
                task = progress.add_task("页面", total=None)
                session.progress = lambda done, total: progress.update(task, completed=done, total=total)
                if full_build.can_share(config):
                    facts = full_build.make(config, store, site, exports.work)
                    return _Pages(facts, finished.covers(root, full_build.places(config)))
                mkdocs.make(config)
                site.take(exports.work.wait())
                return _Pages({}, is_covered=False)
    except ApartError as error:
        say(f"页面或下载文件没有写成：\n{error}")
    except (Abort, MkDocsException, DataError, SystemExit) as error:
        if told := words.warning(str(error), root):  # mkdocs-macros leaves with a bare number; it has said why
            say(told)
    say(f"\n没有建成，原来的 {name}/ 没有动。")
    return None


def main(arguments: list[str] | None = None) -> int:
    """Build site/; give back the exit status."""
    parser = argparse.ArgumentParser(
        prog="make build", description="检查数据，生成整个站点，检查链接，再换上新的 site/。"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    parser.add_argument("--site", type=Path, help="站点放在哪里（默认 site/）")
    parser.add_argument("--kept", type=Path, help=f"做好的页面留在哪里，下次少做一些（默认 {FOLDER}/）")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    site_dir = (options.site or root / "site").resolve()
    start = time.monotonic()
    # What a build makes lives until its end: to look for garbage after every 700 new objects takes a tenth of its time.
    gc.set_threshold(50_000, 20, 100)
    os.chdir(root)
    status = build(root, site_dir, kept=options.kept and options.kept.resolve())
    if status == 0:
        pages = sum(name.endswith(".html") for _, _, names in os.walk(site_dir) for name in names)
        print(f"{site_dir} 建好了：{pages} 个页面，{time.monotonic() - start:.1f} 秒。")
    return status


if __name__ == "__main__":
    ended = run(main)
    gc.freeze()  # Python looks for garbage when it ends: half a second after a build
    sys.exit(ended)
