"""Measure the build against plain MkDocs on this machine: time and peak memory, as ratios from one run.

Plain means MkDocs with Material, its navigation and its search, building the very same final Markdown without
macros, hooks or data. It makes nothing that can be taken away, so the full build is also told without that. Each measurement runs in a process of its own. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
    """Check the data and let MkDocs build every page with its hooks, as `make build` does, into `out`.

    Says also how much of it went into what can be taken away, and how large that is.
    """
    from macros import exports, site

    took: dict[str, float] = {}
    files = exports.files

    def timed(*arguments: Any) -> Iterator[tuple[str, bytes]]:
        start = time.perf_counter()  # until the last file is written: the next one is asked for after that
        yield from files(*arguments)
        took["exports"] = time.perf_counter() - start

    def act() -> None:
        config = site.configuration(root, out, site.Session(root, lasting=False), strict=True)
        site.make(config)

    with patch.object(exports, "files", timed):
        return {**_timed(act), **took}


def write_plain(root: Path, project: Path) -> None:
    """Write a project for plain MkDocs into `project`: the final Markdown of every page, the same theme and search."""
    import yaml
    from mkdocs.plugins import BasePlugin, event_priority

    from macros import site

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

    config = site.configuration(root, project / "unused", site.Session(root), strict=True)
    config.plugins["capture"] = Capture()
    site.make(config)
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
    from macros.check import Cache, check

    cache = Cache()
    measured = _timed(lambda: check(root, cache))
    file = next(iter(sorted((root / "data/duties").glob("*.yml"))))
    os.utime(file)
    again = _timed(lambda: check(root, cache))
    return {**measured, "after one change": again["seconds"]}


def preview(root: Path, _out: Path) -> dict[str, float]:
    """Seconds from a saved one-field edit to the new page being served, by the server that `make serve` runs."""
    import re
    import threading
    import urllib.request

    from macros.preview import Preview, Server

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
    "plain": plain,
    "check": check,
    "preview": preview,
}


def _measure(act: str, root: Path, out: Path, *options: str) -> dict[str, float]:
    """Run one act in a process of its own; give back what it measured."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "scripts.bench", "--act", act, "--root", str(root), "--out", str(out), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{act}：{done.stdout[-1000:]}{done.stderr[-2000:]}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _taken(site: Path) -> float:
    """MiB of what a site has to be taken away: files for people, for machines, and Markdown."""
    files = {path for kind in ("downloads/**/*", "api/**/*", "go/**/*", "**/index.md") for path in site.glob(kind)}
    return sum(path.stat().st_size for path in files if path.is_file()) / 2**20


def compare(root: Path, name: str, rounds: int) -> None:
    """Print the figures of one playbook; of several rounds the fastest counts."""
    with tempfile.TemporaryDirectory(prefix="playbook-bench-") as folder:
        base = Path(folder)
        _measure("write", root, base / "plain")
        runs = [
            (_measure("full", root, base / "a"), _measure("plain", base / "plain", base / "b")) for _ in range(rounds)
        ]
        ours = {key: min(run[0][key] for run in runs) for key in ("seconds", "mib", "exports")}
        theirs = {key: min(run[1][key] for run in runs) for key in ("seconds", "mib")}
        checked = _measure("check", root, base)
        live = _measure("preview", root, base)
        size = sum(path.stat().st_size for path in (base / "a").rglob("*") if path.is_file()) / 2**20
        pages = sum(1 for _ in (base / "a").rglob("*.html"))
        print(f"{name}: {pages} pages, {size:.1f} MiB")
        bare = ours["seconds"] - ours["exports"]
        print(f"  full build   {ours['seconds']:8.2f} s {ours['mib']:8.0f} MiB")
        print(f"  plain MkDocs {theirs['seconds']:8.2f} s {theirs['mib']:8.0f} MiB")
        print(f"  ratio        {ours['seconds'] / theirs['seconds']:8.2f}   {ours['mib'] / theirs['mib']:8.2f}")
        print(f"  … without exports {bare:.2f} s, ratio {bare / theirs['seconds']:.2f}")
        share = ours["exports"] / ours["seconds"]
        print(f"  exports      {ours['exports']:8.2f} s, {share:.3f} of the full build, {_taken(base / 'a'):.1f} MiB")
        print(f"  check        {checked['seconds']:8.2f} s, after one change {checked['after one change']:.2f} s")
        share = live["seconds"] / ours["seconds"]
        print(f"  preview      {live['seconds']:8.2f} s after a one-field edit, {share:.3f} of a full build")


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
