"""Measure the build against plain MkDocs on this machine: time and peak memory, as ratios from one run.

Plain means MkDocs with Material, its navigation and its search, building the very same final Markdown without
macros, hooks or data. It makes nothing that can be taken away, so the full build is also told without that. Each
measurement runs in a process of its own, and the memory is that of all its processes together. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
#: Peak memory is told in KiB by Linux and in bytes by macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024


def _timed(act: Callable[[], object]) -> dict[str, float]:
    """Seconds that `act` takes, and the peak memory of this process in MiB afterwards."""
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / 2**20}


def full(root: Path, out: Path) -> dict[str, float]:
    """Do all that `make build` does, into `out`: check, pages, everything to take away, links, swap."""
    from scripts import build

    return _timed(lambda: _done(build.build(root, out, quiet=True)))


def bare(root: Path, out: Path) -> dict[str, float]:
    """The same without anything to take away but the Markdown of the pages, which is written with them."""
    from macros.build import links, mkdocs
    from scripts import build

    def followed(site_dir: Path) -> list[str]:
        links.broken_links(site_dir)
        return []  # what pages offer to take away is missing here

    with patch.object(mkdocs, "write_exports", lambda *_: None), patch.object(build, "broken_links", followed):
        return _timed(lambda: _done(build.build(root, out, quiet=True)))


def _done(status: int) -> None:
    if status:
        raise SystemExit("make build failed")


def exports(root: Path, out: Path) -> dict[str, float]:
    """Write everything to take away by itself, in one process, into `out`: the work that a full build does beside."""
    from macros.build import mkdocs
    from macros.build.session import Session

    session = Session(root)
    config = mkdocs.configuration(root, out, session, strict=True)
    session.prepare(mkdocs.edit_source(config))
    write = partial(mkdocs.write_exports, session, config.site_url or "")
    write(out / "warm")
    return _timed(lambda: write(out / "timed"))


def write_plain(root: Path, project: Path) -> None:
    """Write a project for plain MkDocs into `project`: the final Markdown of every page, the same theme and search."""
    import yaml
    from mkdocs.plugins import BasePlugin, event_priority

    from macros.build import mkdocs
    from macros.build.session import Session

    docs = project / "docs"

    class Capture(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
        """Writes each page's Markdown as it is after all macros."""

        @event_priority(-1000)
        def on_page_markdown(self, markdown: str, *, page: Any, **_: Any) -> str:
            path = docs / page.file.src_uri
            path.parent.mkdir(parents=True, exist_ok=True)
            # Plain MkDocs finds the words for its search in the pages; ours takes them from the data.
            meta = {key: value for key, value in page.meta.items() if key != "search"}
            head = f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n\n" if meta else ""
            path.write_text(head + markdown, encoding="utf-8")
            return markdown

    config = mkdocs.configuration(root, project / "unused", Session(root, apart=True), strict=True)
    config.plugins["capture"] = Capture()
    mkdocs.make(config)
    assets = root / "docs" / "assets"
    subprocess.run(["cp", "-r", str(assets), str(docs / "assets")], check=True)
    subprocess.run(["cp", "-r", str(root / "overrides"), str(project / "overrides")], check=True)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    lines, skipping = [], False
    for line in text.splitlines():
        if line[:1] not in (" ", "#", ""):
            skipping = line.startswith(("hooks:", "watch:"))
        if not skipping:
            lines.append(line)
    bare = "\n".join(lines)
    start = bare.index("  - macros:")
    end = bare.index("\n\n", start)
    bare = bare[:start] + bare[end:]
    nav = yaml.safe_dump({"nav": config.nav}, allow_unicode=True, sort_keys=False)
    (project / "mkdocs.yml").write_text(f"{bare}\n{nav}", encoding="utf-8")


def plain(project: Path, out: Path) -> dict[str, float]:
    """Let plain MkDocs build what `write_plain` wrote."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    def act() -> None:
        config = load_config(config_file=str(project / "mkdocs.yml"), site_dir=str(out), strict=False)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)

    return _timed(act)


def check(root: Path, _out: Path) -> dict[str, float]:
    """Check the data: cold, and again in the same process after one file changed."""
    from macros.validation.check import Cache, check

    cache = Cache()
    measured = _timed(lambda: check(root, cache))
    file = next(iter(sorted((root / "data/duties").glob("*.yml"))))
    os.utime(file)
    again = _timed(lambda: check(root, cache))
    return {**measured, "after one change": again["seconds"]}


def preview(root: Path, _out: Path) -> dict[str, float]:
    """Seconds from a saved one-field edit to the new page being served, by the server that `make serve` runs."""
    import threading
    import urllib.request

    from macros.build.preview import Preview, Server

    os.chdir(root)
    ours = Preview(root)
    server = Server(ours, "127.0.0.1", 0, lambda _line: None)
    start = time.perf_counter()
    server.rebuild()
    first = time.perf_counter() - start
    server.watch(str(root / "data"))
    threading.Thread(target=server.serve, daemon=True).start()
    while not server.serve_thread.is_alive():
        time.sleep(0.05)
    port = server.server_address[1]
    file = sorted((root / "data/duties").glob("*.yml"))[0]
    before = file.read_text(encoding="utf-8")
    times: list[float] = []
    try:
        for number in range(3):
            time.sleep(1)
            mark = f"第 {number} 次改动之后的样子"
            start = time.perf_counter()
            file.write_text(re.sub(r"(?m)^outcome: .*$", f"outcome: {mark}", before, count=1), encoding="utf-8")
            url = f"http://127.0.0.1:{port}/duties/{file.stem}/"
            while mark not in urllib.request.urlopen(url).read().decode():
                time.sleep(0.01)
            times.append(time.perf_counter() - start)
    finally:
        file.write_text(before, encoding="utf-8")
        server.shutdown()
        ours.close()
    return {"seconds": sorted(times)[1], "first": first}


def _write_plain(root: Path, project: Path) -> dict[str, float]:
    write_plain(root, project)
    return {}


#: Each in a process of its own. Also what is not measured: a process is given the peak memory of the one that starts
#: it, so the first has to stay small.
ACTS: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "write": _write_plain,
    "full": full,
    "bare": bare,
    "plain": plain,
    "exports": exports,
    "check": check,
    "preview": preview,
}


def _measure(act: str, root: Path, out: Path, *options: str) -> dict[str, float]:
    """Run one act in a process of its own; give back what it measured, with the memory of all its processes."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "scripts.bench", "--act", act, "--root", str(root), "--out", str(out), *options]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        tempfile.TemporaryFile("w+", encoding="utf-8") as wrong,
    ):
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=wrong, text=True, env=environment)
        most = _most(process)
        said.seek(0)
        wrong.seek(0)
        lines = said.read()
        if process.returncode:
            raise SystemExit(f"{act}：{lines[-1000:]}{wrong.read()[-2000:]}")
    measured: dict[str, float] = json.loads(lines.splitlines()[-1])
    return {**measured, "mib": max(measured.get("mib", 0), most)}


def _most(process: subprocess.Popen[str]) -> float:
    """The most memory that a process and those it started have had at one time, in MiB, until it ends.

    Looked at now and then, where the system tells how much of its memory a process shares with others (Linux);
    elsewhere 0.
    """
    most, pause = 0.0, 0.05
    while process.poll() is None:
        start = time.perf_counter()
        most = max(most, sum(map(_own_memory, _family(process.pid))))
        # Looking may keep the processes waiting: a twentieth of the time at most, and often enough for a short peak.
        pause = max(pause, 20 * (time.perf_counter() - start))
        with suppress(subprocess.TimeoutExpired):
            process.wait(pause)
    return most


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started and they started."""
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))


def _own_memory(pid: int) -> float:
    """MiB of a process; of what it shares with others its part."""
    with suppress(OSError):
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def _taken(site: Path) -> float:
    """MiB of what a site has to be taken away: files for people, for machines, and Markdown."""
    files = {path for kind in ("downloads/**/*", "api/**/*", "go/**/*", "**/index.md") for path in site.glob(kind)}
    return sum(path.stat().st_size for path in files if path.is_file()) / 2**20


def compare(root: Path, name: str, rounds: int) -> None:
    """Print the figures of one playbook; of several rounds the fastest counts."""
    with tempfile.TemporaryDirectory(prefix="playbook-bench-") as folder:
        base = Path(folder)
        _measure("write", root, base / "plain")
        every: dict[str, list[dict[str, float]]] = {act: [] for act in ("full", "bare", "plain")}
        for _ in range(rounds):
            every["full"].append(_measure("full", root, base / "full"))
            every["bare"].append(_measure("bare", root, base / "bare"))
            every["plain"].append(_measure("plain", base / "plain", base / "b"))
        ours, less, theirs = ({key: min(run[key] for run in runs) for key in runs[0]} for runs in every.values())
        apart = _measure("exports", root, base / "exports")
        checked = _measure("check", root, base)
        live = _measure("preview", root, base)
        files = [path for path in (base / "full").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 2**20
        print(f"{name}: {sum(path.suffix == '.html' for path in files)} pages, {size:.1f} MiB")

        def line(what: str, run: dict[str, float], rest: str = "") -> None:
            print(f"  {what:<22} {run['seconds']:8.2f} s {run['mib']:8.0f} MiB{rest}")

        line("full build", ours)
        line("plain MkDocs", theirs)
        print(f"  {'ratio':<22} {ours['seconds'] / theirs['seconds']:8.2f}   {ours['mib'] / theirs['mib']:8.2f}")
        line("build without exports", less, f", ratio {less['seconds'] / theirs['seconds']:.2f}")
        added = ours["seconds"] - less["seconds"]
        share = added / ours["seconds"]
        print(f"  {'exports add':<22} {added:8.2f} s, {share:.3f} of the full build; {_taken(base / 'full'):.1f} MiB")
        line("exports by themselves", apart, f", {apart['seconds'] / ours['seconds']:.3f} of the full build's time")
        line("check", checked, f", after one change {checked['after one change']:.2f} s")
        share = live["seconds"] / ours["seconds"]
        line("preview of one edit", live, f", {share:.3f} of a full build")


def main(arguments: list[str] | None = None) -> int:
    """Measure the shipped data and a generated playbook; give back the exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description="与不带宏和钩子的 MkDocs 比较建站的时间和内存。")
    parser.add_argument("--duties", type=int, default=1000, help="生成的手册有多少项职责；0 表示只量现有数据")
    parser.add_argument("--rounds", type=int, default=3, help="现有数据量几轮，取最快的一轮")
    parser.add_argument("--act", choices=["generate", *ACTS], help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    if options.act == "generate":
        from tests.generate import generate

        generate(options.root, duties=options.duties)
        print("{}")
        return 0
    if options.act:
        print(json.dumps(ACTS[options.act](options.root, options.out)))
        return 0
    compare(options.root, "shipped data", options.rounds)
    if options.duties:
        with tempfile.TemporaryDirectory(prefix="playbook-bench-") as folder:
            _measure("generate", Path(folder), Path(folder), "--duties", str(options.duties))
            compare(Path(folder), f"{options.duties} duties", 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
