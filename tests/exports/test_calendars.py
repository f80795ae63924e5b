"""The calendars, expanded by a library as a calendar program does, beside the boards of the roles."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar, Event

from macros.exports import role_calendar
from macros.exports.context import Context
from macros.rules.schedule import falls
from macros.views.tasks import RoleTask
from tests.copies import PLAYBOOK

ROLES = sorted(path.stem for path in (PLAYBOOK / "data/roles").glob("*.yml"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
#: Two years and a leap day, from the day on which the data was reviewed.
FIRST, LAST = dt.date(2026, 11, 22), dt.date(2028, 12, 31)


@pytest.fixture(scope="module")
def calendars(files: dict[str, bytes]) -> dict[str, Calendar]:
    """The calendars by role."""
    return {
        path.rpartition("/")[2].removesuffix(".ics"): Calendar.from_ical(content)
        for path, content in files.items()
        if path.endswith(".ics")
    }


def recurring(context: Context, role: str) -> dict[str, RoleTask]:
    """The tasks of a role's board that come round, by their full id."""
    return {task.ref: task for column in context.views.board(role).values() for task in column if task.due}


def ref(event: Event, role: str) -> str:
    return str(event["UID"]).removeprefix(f"{role}.").partition("@")[0]


def begin(event: Event) -> dt.datetime:
    value: Any = event["DTSTART"]
    moment: dt.datetime = value.dt
    return moment


def due(event: Event) -> dt.datetime:
    """When an entry ends; one without an end is over when it begins."""
    value: Any = event.get("DTEND", event["DTSTART"])
    moment: dt.datetime = value.dt
    return moment


def test_each_recurring_task_of_the_board_and_nothing_else(calendars: dict[str, Calendar], context: Context) -> None:
    assert list(calendars) == list(context.book.roles)
    for role, calendar in calendars.items():
        assert [ref(event, role) for event in calendar.events] == list(recurring(context, role)), role
    assert sum(len(calendar.events) for calendar in calendars.values()) > 15


@pytest.mark.parametrize("role", ROLES)
def test_it_falls_due_as_the_board_says(calendars: dict[str, Calendar], context: Context, role: str) -> None:
    """Role by role, each due moment of two years."""
    board = recurring(context, role)
    since = max(FIRST, context.book.roles[role].reviewed_on)
    # A day of grace: occurrences are looked for by their beginning.
    span = recurring_ical_events.of(calendars[role]).between(since, LAST + dt.timedelta(days=1))
    found: dict[str, list[dt.datetime]] = {one: [] for one in board}
    for event in span:
        moment = due(event)
        assert moment.utcoffset() == dt.timedelta(hours=8)
        if since <= moment.date() <= LAST:
            found[ref(event, role)].append(moment.replace(tzinfo=None))
    for one, task in board.items():
        assert task.due is not None
        assert sorted(found[one]) == falls(task.cadence, task.due, since, LAST), one


def test_a_role_has_its_own_times(calendars: dict[str, Calendar], context: Context) -> None:
    """Where a role's page sets another time than the duty's, the calendar has the role's."""
    differing = 0
    for role, calendar in calendars.items():
        events = {ref(event, role): event for event in calendar.events}
        for one, task in recurring(context, role).items():
            rhythm = task.task.rhythm
            if task.due and rhythm and task.due[-5:] != rhythm.due[-5:]:
                assert f"{due(events[one]):%H:%M}" == task.due[-5:]
                differing += 1
    assert differing > 2


def test_entries_say_what_and_where(calendars: dict[str, Calendar], context: Context) -> None:
    for role, calendar in calendars.items():
        for event in calendar.events:
            task = recurring(context, role)[ref(event, role)]
            duty, _, item = task.ref.partition(".")
            address = f"https://ops.example.com/handbook/duties/{duty}/#{item}"
            assert str(event["SUMMARY"]) == context.text(task.task.name)
            assert str(event["URL"]) == address
            text = str(event["DESCRIPTION"])
            assert text.endswith(address)
            assert all(context.text(line) in text for line in task.task.done_when)
            assert event["TRANSP"] == "TRANSPARENT"
            length = due(event) - begin(event)
            assert length <= dt.timedelta(minutes=min(task.minutes or 0, role_calendar.LONGEST))
            assert due(event).date() == begin(event).date()


def test_a_program_knows_when_to_look_again(calendars: dict[str, Calendar], context: Context) -> None:
    for role, calendar in calendars.items():
        refresh: Any = calendar["REFRESH-INTERVAL"]
        assert refresh.dt == dt.timedelta(days=1)
        assert refresh.params["VALUE"] == "DURATION"
        assert str(calendar["X-WR-TIMEZONE"]) == "Asia/Shanghai"
        assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Asia/Shanghai"]
        assert str(calendar["X-WR-CALNAME"]) == f"{context.book.roles[role].name}的任务"
        assert all(event["DTSTART"].params["TZID"] == "Asia/Shanghai" for event in calendar.events)


def test_uids_are_stable_and_unique(calendars: dict[str, Calendar]) -> None:
    """A uid is made of ids, which never change, and of nothing that does."""
    uids = [str(event["UID"]) for calendar in calendars.values() for event in calendar.events]
    assert len(uids) == len(set(uids))
    assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+@operations-playbook", uid) for uid in uids)


def test_lines_are_as_rfc_5545_has_them(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".ics"):
            lines = content.split(b"\r\n")
            assert lines.pop() == b"", path
            assert all(len(line) <= 75 and b"\n" not in line for line in lines), path
            content.decode("utf-8")


RHYTHMS = [
    ("daily", "00:00"),
    ("daily", "23:59"),
    ("weekly", "周日 20:00"),
    ("weekly", "周一 00:05"),
    ("monthly", "1 日 09:00"),
    ("monthly", "28 日 18:00"),
    ("monthly", "第 1 个工作日 12:00"),
    ("monthly", "第 19 个工作日 12:00"),
    ("monthly", "最后一个工作日 18:00"),
    ("quarterly", "首月 1 日 09:00"),
    ("quarterly", "首月第 5 个工作日 18:00"),
    ("quarterly", "次月 28 日 18:00"),
    ("quarterly", "末月最后一个工作日 18:00"),
    ("yearly", "11 月 15 日 18:00"),
    ("yearly", "2 月 29 日 18:00"),
    ("yearly", "4 月 31 日 18:00"),
    ("yearly", "12 月 31 日 18:00"),
]


@pytest.mark.parametrize(("cadence", "written"), RHYTHMS, ids=lambda text: text)
@pytest.mark.parametrize("since", [dt.date(2026, 11, 22), dt.date(2027, 1, 1), dt.date(2028, 2, 29)], ids=str)
def test_every_form_of_due(cadence: str, written: str, since: dt.date) -> None:
    """Also those that the shipped data doesn't use: five years of each, from three days on."""
    start = role_calendar.first(cadence, written, since)
    event = Event()
    event.add("uid", "x")
    event.add("dtstart", start.replace(tzinfo=SHANGHAI))
    event.add("rrule", role_calendar.recurrence(cadence, written))
    calendar = Calendar()
    calendar.add_component(event)
    last = since.replace(day=28) + dt.timedelta(days=5 * 365)
    found = recurring_ical_events.of(calendar).between(since, last + dt.timedelta(days=1))
    assert [begin(one).replace(tzinfo=None) for one in found] == falls(cadence, written, since, last)


def test_what_never_comes_round_is_refused() -> None:
    with pytest.raises(ValueError, match="no rhythm"):
        role_calendar.recurrence("per-event", "09:00")
