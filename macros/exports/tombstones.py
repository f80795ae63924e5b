"""What lies at the address of a file whose thing was given up: the same form, saying so."""

from __future__ import annotations

from macros.addresses.files import DOWNLOADS, OldFile
from macros.addresses.pages import LISTS
from macros.exports import csv_table, job_description, role_calendar, spreadsheet
from macros.exports.context import Context, path_of


def note(context: Context, old: OldFile) -> bytes:
    """A file that says when its thing was given up or went elsewhere, why, and where to look instead.

    Nobody who opens it sees an error; a calendar that was subscribed to loses its tasks. A form that is not named here
    is taken for plain text.
    """
    move, target = old.page.destination.move, old.page.destination.target
    assert move is not None
    folder = old.page.id.partition("/")[0]
    where, name = (path_of(target), context.text(target.name)) if target else (f"{folder}/", LISTS[folder])
    title = f"{old.page.id} {f'搬到{name}' if target else '取消了'}"
    why, go_on = f"{move.date}，因为：{context.text(move.why)}", f"接着看：{name} {context.base}{where}"
    if old.kind == "xlsx":
        book = spreadsheet.Book(title, old.page.id, move.date)
        sheet = book.sheet("取消了" if target is None else "搬走了")
        spreadsheet.widths(sheet, 90)
        book.put(sheet, 0, 0, title, bold=True, font_size=14)
        book.put(sheet, 1, 0, why)
        book.link(sheet, 2, 0, context.base + where, go_on)
        return book.bytes()
    if old.kind == "csv":
        return csv_table.table([[title], [why], [go_on]])
    if old.kind == "docx":
        return job_description.note(context, title, [why, go_on], move.date)
    if old.kind == "ics":
        uid = old.path.removeprefix(f"{DOWNLOADS}/").replace("/", ".")
        return role_calendar.note(title, [why, go_on], move.date, uid)
    return f"{title}\n\n{why}\n\n{go_on}\n".encode()
