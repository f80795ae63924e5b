"""The same data makes the same bytes: whatever the time, the time zone and the order of sets."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from macros.exports.context import Context

HASHES = """
import hashlib, sys
from pathlib import Path
from macros.validation.check import load_playbook
from macros.exports import downloads
from macros.exports.context import Context
from macros.views.views import Views
for path, content in downloads.files(Context(Views(load_playbook(Path.cwd())), sys.argv[1])):
    print(hashlib.sha256(content).hexdigest(), path)
"""


def hashes(root: Path, zone: str, seed: str) -> list[str]:
    """The hash of every file, as another process sees the world."""
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    done = subprocess.run(
        [sys.executable, "-c", HASHES, "https://ops.example.com/"],
        cwd=root, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_two_processes_make_the_same_files(playbook_root: Path) -> None:
    # The clock goes on between the two: zip entries have two seconds, document properties one.
    first = hashes(playbook_root, "Asia/Shanghai", "1")
    second = hashes(playbook_root, "America/Los_Angeles", "2")
    assert len(first) > 40
    assert [line for line in first if line not in second] == []
    assert first == second


def test_no_file_knows_the_clock(files: dict[str, bytes], context: Context) -> None:
    dates = {str(context.newest)} | {
        str(thing.reviewed_on)
        for things in (context.book.duties, context.book.roles, context.book.checklists, context.book.scorecards)
        for thing in things.values()
    }
    for path, content in files.items():
        if path.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, path
                core = archive.read("docProps/core.xml").decode()
            for name in ("created", "modified"):
                moment = core.partition(f"<dcterms:{name}")[2].partition(">")[2].partition("<")[0]
                assert moment.partition("T")[0] in dates, path
                assert moment.endswith("T00:00:00Z"), path


def test_another_date_changes_only_what_it_dates(context: Context, files: dict[str, bytes]) -> None:
    """A checklist that was looked through again has a new file; the others keep theirs."""
    import dataclasses
    import datetime as dt

    from macros.exports import downloads
    from macros.views.views import Views

    id_ = next(iter(context.book.checklists))
    later = context.book.checklists[id_].model_copy(update={"reviewed_on": dt.date(2027, 5, 1)})
    book = dataclasses.replace(context.book, checklists={**context.book.checklists, id_: later})
    found = dict(downloads.files(Context(Views(book), context.base)))
    changed = {path for path, content in found.items() if content != files[path]}
    # The workbooks of everything are dated with the newest.
    assert changed == {f"downloads/checklists/{id_}.xlsx", "downloads/raci.xlsx", "downloads/playbook.xlsx"}
