"""The files to take away: which there are, and where they lie below the site's root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from macros.addresses.files import DOWNLOADS, old_files
from macros.exports import blank_forms, checklists, job_description, role_calendar, scorecards, tombstones, workbook
from macros.exports.context import Context
from macros.views.moves import Moves

#: What writes each form of a thing, by its folder: those that its kind names as `formats`.
WRITERS: dict[str, dict[str, Callable[[Context, str], bytes]]] = {
    "checklists": {
        "xlsx": lambda context, id_: context.file(checklists.as_xlsx, checklists.form(context, id_)),
        "csv": lambda context, id_: checklists.as_csv(checklists.form(context, id_)),
    },
    "scorecards": {
        "xlsx": lambda context, id_: context.file(scorecards.as_xlsx, scorecards.card(context, id_)),
        "csv": lambda context, id_: scorecards.as_csv(scorecards.card(context, id_)),
    },
    "templates": {
        "xlsx": lambda context, id_: context.file(blank_forms.as_xlsx, blank_forms.blank(context, id_)),
        "csv": blank_forms.as_csv,
    },
    "roles": {"docx": job_description.job_description, "ics": role_calendar.calendar},
}


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Every spreadsheet, document and calendar: its path below the site's root, and its bytes.

    What was renamed has its file under the old name too: a program that fetches it follows no page. Where something
    was given up, a file says so.
    """
    copies: dict[str, list[str]] = defaultdict(list)
    for old in old_files(Moves(context.views)):
        if old.now:
            copies[old.now].append(old.path)
        else:
            yield old.path, tombstones.note(context, old)
    for name, content in _files(context):
        path = f"{DOWNLOADS}/{name}"
        yield path, content
        for former in copies[path]:
            yield former, content


def _files(context: Context) -> Iterator[tuple[str, bytes]]:
    # The largest first: what it takes of memory, the others have after it.
    yield "playbook.xlsx", workbook.playbook_xlsx(context)
    yield "playbook.csv", workbook.tasks_csv(context)
    yield "raci.xlsx", workbook.raci_xlsx(context)
    yield "raci.csv", workbook.raci_csv(context)
    for folder, forms in WRITERS.items():
        for id_ in getattr(context.book, folder):
            for form, write in forms.items():
                yield f"{folder}/{id_}.{form}", write(context, id_)
