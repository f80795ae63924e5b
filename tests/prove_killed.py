"""Prove that a build may be killed at any moment: the old site stands, and the next build is right.

`python -m tests.prove_killed` builds the tests' own playbook, changes it to and fro, and kills the build of each change
at a moment that chance chose (`--seed`; the same number chooses the same moments). Then every file of the site is that
of the old site or that of the new one, whole, and no page that both have is missing; the next build makes what a build
that finds nothing kept makes, and leaves nothing behind.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from macros.build.store import FOLDER
from tests.copies import PROJECT, copy_playbook, differences

DUTY = "data/duties/data-monitoring.yml"
NAMES = ("数据监控", "数据看守")


@dataclass
class Place:
    """The project that is built, and beside it a site of each of its two states."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    def of(self, state: int) -> Path:
        """The site of a state, as a build makes it that finds nothing kept."""
        return self.root.parent / f"site-{state}"

    def rename(self, state: int) -> None:
        """Bring the project into a state."""
        file = self.root / DUTY
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"name: {NAMES[1 - state]}", f"name: {NAMES[state]}", 1), encoding="utf-8")

    def start(self, site: Path, kept: Path) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "scripts.build",
            "--root",
            str(self.root),
            "--site",
            str(site),
            "--kept",
            str(kept),
        ]
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=PROJECT, stdout=nowhere, stderr=nowhere, start_new_session=True)

    def build(self, site: Path, kept: Path) -> float:
        """Build, and give back the seconds that it took. Ends the program where it fails."""
        start = time.monotonic()
        if self.start(site, kept).wait():
            raise SystemExit(f"{self.root}: no site was built")
        return time.monotonic() - start


def damages(site: Path, old: Path, new: Path) -> list[str]:
    """What of a site is neither that of the old one nor that of the new one."""
    found = []
    for path in sorted({path.relative_to(folder) for folder in (old, new) for path in folder.rglob("*")}):
        may_be = [(folder / path).read_bytes() for folder in (old, new) if (folder / path).is_file()]
        if may_be and (site / path).is_file():
            if (site / path).read_bytes() not in may_be:
                found.append(f"{path} is neither the old nor the new one")
        elif len(may_be) == 2:
            found.append(f"{path} is missing")
    return found


def left_of(group: int) -> list[int]:
    """The processes of a group that have not ended; those that are about to have a second for it."""

    def still() -> list[int]:
        found = []
        for process in psutil.process_iter(["pid", "status"]):
            with suppress(ProcessLookupError):
                if os.getpgid(process.pid) == group and process.info["status"] != psutil.STATUS_ZOMBIE:
                    found.append(process.pid)
        return found

    end = time.monotonic() + 1
    while (found := still()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def kill_one(place: Place, state: int, moment: float) -> tuple[bool, list[str]]:
    """Kill a build that makes a state at a moment; whether it was still at work, and what was wrong afterwards."""
    place.rename(state)
    kept = place.root / FOLDER
    process = place.start(place.site, kept)
    time.sleep(moment)  # chance chose it: what comes of it must be right whenever it is
    process.send_signal(signal.SIGKILL)
    was_killed = process.wait() == -signal.SIGKILL
    found = [f"process {pid} is left" for pid in left_of(process.pid)]
    found += damages(place.site, place.of(1 - state), place.of(state))
    place.build(place.site, kept)
    found += [f"{path} is wrong after the next build" for path in differences(place.site, place.of(state))]
    found += [f"{path.name} is left" for path in place.root.iterdir() if path.name.startswith(".site")]
    return was_killed, found


def main() -> int:
    """Kill builds; give back the exit status: 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=16)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="playbook-killed-") as folder:
        place = Place(copy_playbook(Path(folder) / "project"))
        for state in (1, 0):
            place.rename(state)
            seconds = place.build(place.of(state), Path(folder) / f"kept-{state}")
        place.build(place.site, place.root / FOLDER)
        for number in range(options.kills):
            if number % 2:  # a build that makes all takes longer in other places than one that finds most
                shutil.rmtree(place.root / FOLDER)
            part = chance.random()
            was_killed, found = kill_one(place, (number + 1) % 2, part * seconds)
            when = f"at {part:.2f} of a build" if was_killed else "it had ended already"
            sys.stdout.write("\n  ".join([f"{number + 1}: {when}: {len(found)} wrong", *found[:10]]) + "\n")
            sys.stdout.flush()
            wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
