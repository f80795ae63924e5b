"""The files to take away: which there are, and where they lie below the site's root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from macros.addresses.files import DOWNLOADS, old_files
from macros.exports import blank_forms, checklists, job_description, role_calendar, scorecards, tombstones, workbook
from macros.exports.context import Context
from macros.views.moves import Moves


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
    book = context.book
    for id_ in book.checklists:
        form = checklists.form(context, id_)
        yield f"checklists/{id_}.xlsx", checklists.as_xlsx(form)
        yield f"checklists/{id_}.csv", checklists.as_csv(form)
    for id_ in book.scorecards:
        card = scorecards.card(context, id_)
        yield f"scorecards/{id_}.xlsx", scorecards.as_xlsx(card)
        yield f"scorecards/{id_}.csv", scorecards.as_csv(card)
    for id_ in book.templates:
        yield f"templates/{id_}.xlsx", blank_forms.as_xlsx(context, id_)
        yield f"templates/{id_}.csv", blank_forms.as_csv(context, id_)
    for id_ in book.roles:
        yield f"roles/{id_}.docx", job_description.job_description(context, id_)
        yield f"roles/{id_}.ics", role_calendar.calendar(context, id_)
    yield "raci.xlsx", workbook.raci_xlsx(context)
    yield "raci.csv", workbook.raci_csv(context)
    yield "playbook.xlsx", workbook.playbook_xlsx(context)
    yield "playbook.csv", workbook.tasks_csv(context)
