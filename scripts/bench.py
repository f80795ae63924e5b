"""Measure the build against plain MkDocs on this machine: time and peak memory, as ratios from one run.

Plain means MkDocs with Material, its navigation and its search, building the very same final Markdown without macros,
hooks or data. Each measurement is a process of its own, measured from outside: all of its time, and the memory of it
and all that it starts. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psutil
from rich.console import Console
from rich.table import Table

from scripts import console

ROOT = Path(__file__).resolve().parent.parent
OUTCOME = re.compile(r"(?m)^outcome: .*$")


# --- what is measured beside `make build`: each in a process of its own, which prints the seconds that it took by parts


def write_plain(root: Path, out: Path) -> dict[str, float]:
    """Write into `out` what plain MkDocs needs: the final Markdown of every page, the assets, and the navigation."""
    from macros.build import tree

    config = tree.pages(root, out / "docs", out / "unused")
    (out / "nav.json").write_text(json.dumps(config.nav), encoding="utf-8")
    return {}


def plain(root: Path, out: Path) -> dict[str, float]:
    """Let MkDocs build what `write_plain` wrote into `out`, with the project's theme and search alone."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.utils.yaml import yaml_load

    file = root / "mkdocs.yml"
    with file.open("rb") as stream:
        plugins = [plugin for plugin in yaml_load(stream)["plugins"] if "macros" not in plugin]
    nav = json.loads((out / "nav.json").read_text(encoding="utf-8"))
    places = {"config_file": str(file), "docs_dir": str(out / "docs"), "site_dir": str(out / "site")}
    config = load_config(**places, strict=False, hooks=[], plugins=plugins, nav=nav)
    # All that the theme's own templates ask of a session.
    config.extra["playbook"] = SimpleNamespace(assets="assets/")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {}


def exports(root: Path, out: Path) -> dict[str, float]:
    """Write everything to take away into `out`, by itself: the work that a build does in a process beside the pages."""
    from macros.build import mkdocs
    from macros.build.session import Session

    session = Session(root)
    config = mkdocs.configuration(root, out, session, strict=True)
    session.prepare(mkdocs.edit_source(config))
    write = partial(mkdocs.write_exports, session, config.site_url or "")
    write(out / "warm")
    return {"write": timed(lambda: write(out / "timed"))}


def check(root: Path, out: Path) -> dict[str, float]:  # noqa: ARG001
    """Check the data, and check it again in the same process after one file changed."""
    from macros.validation.check import Cache, check

    cache = Cache()
    cold = timed(lambda: check(root, cache))
    os.utime(first_duty(root))
    return {"cold": cold, "again": timed(lambda: check(root, cache))}


def timetable(root: Path, out: Path) -> dict[str, float]:  # noqa: ARG001
    """Work the year through: every occurrence of every role, and all that can't be."""
    from macros.timetable.conflicts import Conflicts
    from macros.validation.check import check
    from macros.views.views import Views

    playbook = check(root, lenient=True).playbook
    assert playbook is not None
    return {"year": timed(lambda: list(Conflicts(Views(playbook)).conflicts()))}


def preview(root: Path, out: Path) -> dict[str, float]:  # noqa: ARG001
    """Save an edit of one field, three times, and wait until the server that `make serve` runs has the new page."""
    from macros.build.preview import Preview, Server

    os.chdir(root)
    ours = Preview(root)
    server = Server(ours, "127.0.0.1", 0, lambda _line: None)
    server.rebuild()
    server.watch(str(root / "data"))
    threading.Thread(target=server.serve, daemon=True).start()
    while not server.serve_thread.is_alive():
        time.sleep(0.01)
    file = first_duty(root)
    url = f"http://127.0.0.1:{server.server_address[1]}/duties/{file.stem}/"
    before = file.read_text(encoding="utf-8")

    def edit(mark: str) -> None:
        file.write_text(OUTCOME.sub(f"outcome: {mark}", before, count=1), encoding="utf-8")
        while mark not in urllib.request.urlopen(url).read().decode():
            time.sleep(0.01)

    try:
        return {"edit": statistics.median(timed(partial(edit, f"第 {number} 次改动")) for number in range(3))}
    finally:
        file.write_text(before, encoding="utf-8")
        server.shutdown()
        ours.close()


ACTS = {act.__name__: act for act in (write_plain, plain, exports, check, timetable, preview)}


def timed(act: Callable[[], object]) -> float:
    """The seconds that `act` takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def first_duty(root: Path) -> Path:
    """The file that is changed where one change is measured."""
    return min((root / "data/duties").glob("*.yml"))


# --- the measuring


@dataclass
class Run:
    """One process: its seconds, the peak MiB of it and all that it started, and the seconds of its parts."""

    seconds: float
    mib: float
    parts: dict[str, float] = field(default_factory=dict)


def run(module: str, *arguments: object, closely: bool = False) -> Run:
    """Run a module of the project and watch it: `closely`, its memory. Ends the program with its output where it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        start = time.perf_counter()
        process = psutil.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=environment)
        peak = peak_memory(process, closely)
        seconds = time.perf_counter() - start
        output.seek(0)
        lines = output.read().splitlines()
    if process.returncode:
        raise SystemExit("\n".join([" ".join(command), *lines[-30:]]))
    return Run(seconds, peak / 2**20, json.loads(lines[-1]) if module == "scripts.bench" else {})


def peak_memory(process: psutil.Popen, closely: bool) -> float:
    """The most memory in bytes that a process and all it started have at one time; of what they share, a part each.

    Looking keeps the processes waiting: a twentieth of their time at most, or, `closely`, as much as it takes to see a
    short peak.
    """
    peak, pause = 0.0, 0.05
    while process.poll() is None:
        start = time.perf_counter()
        now = 0
        with suppress(psutil.Error):  # one has ended meanwhile
            for member in (process, *process.children(recursive=True)):
                memory = member.memory_full_info()
                now += getattr(memory, "pss", memory.uss)
        peak = max(peak, now)
        looked = time.perf_counter() - start
        pause = looked if closely else max(0.05, 20 * looked)
        with suppress(psutil.TimeoutExpired):
            process.wait(pause)
    return peak


def compare(root: Path, name: str, rounds: int) -> tuple[Table, Run]:
    """The figures of one playbook, and its cold build.

    Of several rounds the fastest counts. Where there are several, memory is measured in a run of its own.
    """
    with tempfile.TemporaryDirectory(prefix="playbook-bench-") as folder:
        base = Path(folder)

        def act(name: str, *, closely: bool = False) -> Run:
            return run("scripts.bench", "--act", name, "--root", root, "--out", base / "plain", closely=closely)

        act("write_plain")

        def build(number: int, *, closely: bool = False) -> Run:
            """The first time there is nothing of a build before: neither what it kept nor its site."""
            folder = base / str(number)
            places = ["--root", root, "--site", folder / "site", "--kept", folder / "kept"]
            return run("scripts.build", *places, closely=closely)

        pairs = [(build(number), act("plain")) for number in range(rounds)]
        ours, theirs = (min(runs, key=lambda run: run.seconds) for runs in zip(*pairs, strict=True))
        if rounds > 1:
            ours.mib, theirs.mib = build(rounds, closely=True).mib, act("plain", closely=True).mib
        last = rounds - 1
        unchanged, edited = build(last), with_an_edit(root, lambda: build(last))
        apart, checked, year, live = act("exports"), act("check"), act("timetable"), act("preview")
        pages = sum(1 for _ in (base / str(last) / "site").rglob("*.html"))
    table = Table("", "s", "MiB", "", title=f"{name}: {pages} pages", title_justify="left")

    def row(what: str, seconds: float, mib: float, note: str = "", unit: str = "{:.0f}") -> None:
        table.add_row(what, f"{seconds:.2f}", unit.format(mib), note)

    row("full build", ours.seconds, ours.mib)
    row("plain MkDocs", theirs.seconds, theirs.mib)
    for what, warm in (("nothing changed", unchanged), ("one field changed", edited)):
        row(f"again, {what}", warm.seconds, warm.mib, f"{warm.seconds / theirs.seconds:.3f} of plain MkDocs")
    row("ratio", ours.seconds / theirs.seconds, ours.mib / theirs.mib, unit="{:.2f}")
    written, edit = apart.parts["write"], live.parts["edit"]
    row("exports by themselves", written, apart.mib, f"{written / ours.seconds:.3f} of the full build's time")
    row("check", checked.parts["cold"], checked.mib, f"after one change {checked.parts['again']:.2f} s")
    row("of it the timetable", year.parts["year"], year.mib)
    row("preview of one edit", edit, live.mib, f"{edit / theirs.seconds:.3f} of plain MkDocs")
    return table, ours


def with_an_edit(root: Path, act: Callable[[], Run]) -> Run:
    """What `act` takes while one field of the playbook is another; the file is as before afterwards."""
    file = first_duty(root)
    before = file.read_bytes()
    try:
        file.write_text(OUTCOME.sub("outcome: 改了一句", before.decode(), count=1), encoding="utf-8")
        return act()
    finally:
        file.write_bytes(before)


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """How the time grows with the size: 1 when twice the size takes twice the time. The line nearest to all points."""
    x, y = ([math.log(value) for value in values] for values in (sizes, seconds))
    return statistics.linear_regression(x, y).slope


def main(arguments: list[str] | None = None) -> int:
    """Measure the shipped data and a generated playbook; give back the exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description="与不带宏和钩子的 MkDocs 比较建站的时间和内存。")
    parser.add_argument(
        "--duties",
        type=int,
        nargs="*",
        default=[100, 300, 1000],
        help="生成的手册各有多少项职责；不写数，或写 0，就不生成",
    )
    parser.add_argument("--rounds", type=int, default=3, help="现有数据量几轮，取最快的一轮；内存另跑一次来量")
    parser.add_argument("--act", choices=ACTS, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.act:
        print(json.dumps(ACTS[options.act](options.root, options.out)))
        return 0
    console = Console()
    console.print(compare(ROOT, "shipped data", options.rounds)[0])
    from tests.generate import generate

    builds: list[float] = []
    sizes = [duties for duties in options.duties if duties > 0]
    for duties in sizes:
        with tempfile.TemporaryDirectory(prefix="playbook-bench-") as folder:
            generate(Path(folder), duties=duties)
            table, ours = compare(Path(folder), f"{duties} duties", 1)
        console.print(table)
        builds.append(ours.seconds)
    if len(builds) > 1:
        console.print(f"A full build grows with the duties to the power of {exponent(sizes, builds):.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(console.run(main))
