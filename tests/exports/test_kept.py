"""A file that was kept is the one that would be written: whatever it says is in its key."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.addresses.revisions import Revision
from macros.build.kept import kept_exports
from macros.build.store import Store
from macros.exports import downloads, role_calendar
from macros.exports.context import Context
from macros.model.playbook import Playbook
from macros.views.views import Views
from tests.exports.test_bad_input import renamed


def _reviewed(book: Playbook) -> Playbook:
    day = {"reviewed_on": dt.date(2027, 5, 1)}
    kinds = ("duties", "roles", "checklists", "scorecards")
    found: dict[str, Any] = {}
    for kind in kinds:
        found[kind] = {id_: one.model_copy(update=day) for id_, one in getattr(book, kind).items()}
    return dataclasses.replace(book, **found)


def _weights(book: Playbook) -> Playbook:
    cards = {
        id_: card.model_copy(
            update={"items": [item.model_copy(update={"weight": item.weight + 1}) for item in card.items]}
        )
        for id_, card in book.scorecards.items()
    }
    return dataclasses.replace(book, scorecards=cards)


def _metrics(book: Playbook) -> Playbook:
    metrics = {
        id_: one.model_copy(update={"unit": one.unit.model_copy(update={"zh": "别的单位"})})
        for id_, one in book.metrics.items()
    }
    return dataclasses.replace(book, metrics=metrics)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, context: Context) -> Store:
    """A store that has the files of the playbook as it is."""
    store = Store(tmp_path_factory.mktemp("store"))
    all_of(context, store)
    return store


def all_of(context: Context, store: Store) -> dict[str, bytes]:
    kept = kept_exports(store, Path.cwd())
    return dict(downloads.files(Context(context.views, context.base, context.revisions, kept)))


@pytest.mark.parametrize(
    "change",
    [_reviewed, _weights, _metrics, lambda book: renamed(book, "别的名字"), lambda book: renamed(book, "")],
    ids=["days", "weights", "units", "names", "no names"],
)
def test_of_other_data_every_file_is_as_if_nothing_were_kept(
    store: Store, context: Context, change: Callable[[Playbook], Playbook]
) -> None:
    other = Context(Views(change(context.book)), context.base)
    assert all_of(other, store) == dict(downloads.files(other))


def test_at_another_address_every_file_is_as_if_nothing_were_kept(store: Store, context: Context) -> None:
    for base in ("", "https://elsewhere.example/x/"):
        other = Context(context.views, base)
        assert all_of(other, store) == dict(downloads.files(other))


def test_of_other_revisions_every_file_is_as_if_nothing_were_kept(store: Store, context: Context) -> None:
    before = {uid: Revision(7, "x") for uid in role_calendar.revisions(context)}
    other = Context(context.views, context.base, before)
    files = all_of(other, store)
    assert files == dict(downloads.files(other))
    assert any(b"SEQUENCE:8" in content for content in files.values())


def test_what_was_kept_is_not_written_again(store: Store, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spreadsheets, documents and calendars; CSV is quicker written than found."""
    written: list[Any] = []
    kept = kept_exports(store, Path.cwd())
    monkeypatch.setattr(store, "put", lambda *what: written.append(what))
    files = dict(downloads.files(Context(context.views, context.base, context.revisions, kept)))
    assert {Path(path).suffix for path in files} == {".xlsx", ".csv", ".docx", ".ics"}
    assert written == []


def test_a_kept_file_that_is_broken_is_written_again(store: Store, context: Context) -> None:
    folder = store._folder
    assert folder is not None
    for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        content = path.read_bytes()
        path.write_bytes([content[:-1], b"", content[64:], b"0" * 64 + content[64:]][number % 4])
    assert all_of(context, store) == dict(downloads.files(context))
