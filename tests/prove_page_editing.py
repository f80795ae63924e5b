"""Change one text of every field of every kind of file on the pages of the shipped playbook, in a copy.

    python -m tests.prove_page_editing

What is offered is taken from the pages; each change goes through what the preview answers to its pages, and after it
nothing but that one value may be different, bytes and all. Every text of every page is looked at: what its element
shows must stand in the file. Says how many fields there were, which the check refuses to change by themselves, and how
long a save takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from macros.build.preview import Preview
from macros.editor.gate import RequestError
from macros.editor.server import EditingServer
from tests.copies import copy_project
from tests.editor import edits


def main(arguments: list[str] | None = None) -> int:
    """Change one value of every field. Gives back the exit status: 1 when something else was different, too."""
    argparse.ArgumentParser(description=__doc__, allow_abbrev=False).parse_args(arguments)
    root = copy_project(Path(tempfile.mkdtemp(prefix="playbook-pages-")))
    before = Path.cwd()
    os.chdir(root)
    preview = Preview(root)
    try:
        return prove(root, preview)
    finally:
        preview.close()
        os.chdir(before)
        shutil.rmtree(root)


def prove(root: Path, preview: Preview) -> int:
    """Change one value of every field of the project below `root`."""
    say = sys.stdout.write
    say(f"{preview.build()}\n")
    server = EditingServer(preview, "127.0.0.1", 0, lambda _line: None)
    times: dict[str, list[float]] = {"field": [], "save": []}

    def ask(name: str, **request: Any) -> tuple[int, dict[str, Any]]:
        start = time.monotonic()
        try:
            return 200, getattr(server.desk, name)(request)
        except RequestError as error:
            return error.status.value, error.body
        finally:
            times[name].append(time.monotonic() - start)

    pages = edits.offered(preview)
    count = sum(map(len, pages.values()))
    say(f"{count} texts on {len(pages)} pages, {len(set().union(*pages.values()))} different ones\n")
    done = list(edits.change_each(preview, ask))
    refused = [one for one in done if one.status != 200]
    say(f"{len(done)} fields changed and changed back, {len(refused)} of them refused by the check\n")
    for one in refused:
        say(f"  {one.origin.file} {one.origin.path}: {one.answer['message']} {one.answer.get('problems', [''])[0]}\n")
    for name, took in times.items():
        middle = sorted(took)[len(took) // 2]
        say(f"{name}: {len(took)} requests, {middle * 1000:.0f} ms in the middle, {max(took) * 1000:.0f} ms at most\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
