"""The calendars, expanded by a library as a calendar program does, beside the timetable."""

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar, Event

from macros.addresses.revisions import Revision
from macros.exports import role_calendar
from macros.exports.context import Context
from macros.rules.schedule import falls
from macros.rules.workdays import OFFICE, Shift, WorkCalendar
from macros.timetable.occurrences import Timetable
from macros.validation.check import check
from macros.views import phrases
from macros.views.tasks import RoleTask
from macros.views.views import Views
from tests.copies import PLAYBOOK, PROJECT

ROLES = sorted(path.stem for path in (PLAYBOOK / "data/roles").glob("*.yml"))
SHIPPED = sorted(path.stem for path in (PROJECT / "data/roles").glob("*.yml"))
DAY = dt.timedelta(days=1)
#: From when to when something is.
Times = list[tuple[dt.datetime, dt.datetime]]


@pytest.fixture(scope="module")
def calendars(files: dict[str, bytes]) -> dict[str, Calendar]:
    """The calendars by role."""
    return {
        path.rpartition("/")[2].removesuffix(".ics"): Calendar.from_ical(content)
        for path, content in files.items()
        if path.endswith(".ics")
    }


@pytest.fixture(scope="module")
def real() -> Context:
    """The shipped data; a year that can't be worked yet is no hindrance."""
    book = check(PROJECT, lenient=True).playbook
    assert book is not None
    return Context(Views(book))


def recurring(context: Context, role: str) -> dict[str, RoleTask]:
    """What comes round on a role's board, by its key."""
    return {task.key: task for column in context.views.board(role).values() for task in column if task.time}


def key(event: Event, role: str) -> str:
    return str(event["UID"]).removeprefix(f"{role}.").partition("@")[0]


def begin(event: Event) -> dt.datetime:
    value: Any = event["DTSTART"]
    moment: dt.datetime = value.dt
    return moment


def end(event: Event) -> dt.datetime:
    """When an entry ends; one without an end is over when it begins."""
    value: Any = event.get("DTEND", event["DTSTART"])
    moment: dt.datetime = value.dt
    return moment


def expanded(calendar: Calendar, role: str, first: dt.date, last: dt.date) -> dict[str, Times]:
    """From when to when each entry is, as a calendar program has it, where it ends within a span."""
    found: dict[str, Times] = {key(event, role): [] for event in calendar.events}
    for event in recurring_ical_events.of(calendar).between(first, last + 2 * DAY):
        assert begin(event).utcoffset() == end(event).utcoffset() == dt.timedelta(hours=8)
        moments = begin(event).replace(tzinfo=None), end(event).replace(tzinfo=None)
        if first <= moments[0].date() <= last:
            found[key(event, role)].append(moments)
    return {one: sorted(times) for one, times in found.items()}


def test_each_recurring_task_of_the_board_and_nothing_else(calendars: dict[str, Calendar], context: Context) -> None:
    assert list(calendars) == list(context.book.roles)
    for role, calendar in calendars.items():
        assert [key(event, role) for event in calendar.events] == list(recurring(context, role)), role
    assert sum(len(calendar.events) for calendar in calendars.values()) > 15


@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_timetable(calendars: dict[str, Calendar], context: Context, role: str) -> None:
    compare(calendars[role], context, role)


@pytest.mark.parametrize("role", SHIPPED)
def test_it_is_the_timetable_of_the_shipped_data(real: Context, role: str) -> None:
    calendar: Any = Calendar.from_ical(role_calendar.calendar(real, role))
    compare(calendar, real, role)


def compare(calendar: Calendar, context: Context, role: str) -> None:
    """Every entry of a role is on every day at the time that the timetable has, and on no other; as long as both last."""
    timetable = Timetable(context.views)
    assert role in timetable.roles, "the team has it"
    board = recurring(context, role)
    found = expanded(calendar, role, timetable.first, timetable.last)
    assert found.keys() <= board.keys()
    # By what the timetable tells apart: it has no key for each of several decisions on one task.
    expected: dict[tuple[str, str], Times] = {}
    for one in timetable.occurrences[role]:
        if one.kind != "list":
            expected.setdefault((one.ref, one.kind), []).append((one.begin, one.end))
    drawn: dict[tuple[str, str], Times] = {}
    for name, times in found.items():
        task = board[name]
        kind = "meet" if task.kind == "do" and task.start else task.kind
        drawn.setdefault((task.ref, kind), []).extend(times)
    for what in expected.keys() | {what for what, times in drawn.items() if times}:
        if what[1] in {"meet", "attend"}:  # set times, from beginning to end
            assert sorted(drawn[what]) == sorted(expected[what]), what
        else:  # the latest moment to begin at is not told: an entry lies right before its end
            assert sorted(until for _, until in drawn[what]) == sorted(until for _, until in expected[what]), what
    assert {kind for _, kind in expected} <= {"do", "meet", "attend", "decide"}


def test_it_reaches_from_the_last_review_to_the_end_of_the_calendar(
    calendars: dict[str, Calendar], context: Context
) -> None:
    last = context.views.calendar.last
    for role, calendar in calendars.items():
        since = context.book.roles[role].reviewed_on
        found = expanded(calendar, role, since - 400 * DAY, last + 800 * DAY)
        for one, task in recurring(context, role).items():
            shift = context.views.shift(role)
            moments = falls(task.cadence, task.time or "", since, last, context.views.calendar, shift, task.off_day)
            edges = [times[0 if task.start else 1] for times in found[one]]
            assert edges == moments, one


def test_what_every_day_has_is_a_rule_and_ends_with_the_calendar(
    calendars: dict[str, Calendar], context: Context
) -> None:
    every_day = [role for role in context.book.roles if context.views.shift(role) == Shift(frozenset(range(7)), True)]
    assert every_day
    for role in every_day:
        for event in calendars[role].events:
            if recurring(context, role)[key(event, role)].cadence == "daily":
                rule: Any = event["RRULE"]
                assert rule.to_ical() == b"FREQ=DAILY;UNTIL=20271231T155959Z"
                assert not {"RDATE", "EXDATE"} & set(event)
                assert "预计" not in str(event["DESCRIPTION"])


def test_a_role_has_its_own_times(calendars: dict[str, Calendar], context: Context) -> None:
    """Where a role's page sets another time than the duty's, the calendar has the role's."""
    differing = 0
    for role, calendar in calendars.items():
        events = {key(event, role): event for event in calendar.events}
        for one, task in recurring(context, role).items():
            rhythm = task.task.rhythm
            if task.kind == "do" and task.due and rhythm and rhythm.due and task.due[-5:] != rhythm.due[-5:]:
                assert f"{end(events[one]):%H:%M}" == task.due[-5:]
                differing += 1
    assert differing > 2


def test_entries_say_what_and_where(calendars: dict[str, Calendar], context: Context) -> None:
    kinds = set()
    for role, calendar in calendars.items():
        for event in calendar.events:
            task = recurring(context, role)[key(event, role)]
            duty, _, item = task.ref.partition(".")
            address = f"https://ops.example.com/handbook/duties/{duty}/#{item}"
            assert str(event["URL"]) == address
            text = str(event["DESCRIPTION"])
            assert text.endswith(address)
            assert text.startswith(phrases.when(task))
            assert "照工作日历排到 2027-12-31。" in text
            assert "避开" not in text
            lasts = end(event) - begin(event)
            if task.start:
                assert lasts == dt.timedelta(minutes=task.minutes)
                assert event["TRANSP"] == "OPAQUE"
                assert f"{begin(event):%H:%M}" == task.start[-5:]
            else:
                assert lasts <= dt.timedelta(minutes=min(task.minutes, role_calendar.LONGEST))
                assert event["TRANSP"] == "TRANSPARENT"
                assert end(event).date() == begin(event).date()
            if task.decision:
                assert str(event["SUMMARY"]) == f"拍板：{context.text(task.decision.what)}"
                assert f"任务：{context.text(task.task.name)}" in text
            else:
                assert str(event["SUMMARY"]) == context.text(task.task.name)
                assert all(context.text(line) in text for line in task.task.done_when)
            kinds.add((task.kind, bool(task.start)))
    assert kinds == {("do", False), ("do", True), ("attend", True), ("decide", False)}


def test_what_is_only_expected_is_said(calendars: dict[str, Calendar], context: Context) -> None:
    """2027 isn't decreed: each entry that has a day of it, and would move with its holidays, says so."""
    told = 0
    for role, calendar in calendars.items():
        found = expanded(calendar, role, dt.date(2026, 1, 1), dt.date(2027, 12, 31))
        for event in calendar.events:
            task = recurring(context, role)[key(event, role)]
            moves = not (task.cadence == "daily" and context.views.shift(role).holidays)
            guessed = moves and any(first.year == 2027 for first, _ in found[key(event, role)])
            assert ("2027 年的是预计" in str(event["DESCRIPTION"])) == guessed
            told += guessed
    assert told > 15


def test_a_calendar_that_changed_raises_revisions(context: Context) -> None:
    """An entry whose days move is revised, one whose days stay isn't, and an address makes no difference."""
    before = role_calendar.revisions(context)
    book = context.book
    old_year, new_year = book.calendar.years
    first, *others = new_year.holidays
    longer = first.model_copy(update={"to": dt.date(2027, 1, 5)})  # a Tuesday
    new_year = new_year.model_copy(update={"holidays": [longer, *others]})
    decreed = book.calendar.model_copy(update={"years": [old_year, new_year]})
    there = Context(Views(replace(book, calendar=decreed)), "https://elsewhere.example/", before)
    after = role_calendar.revisions(there)
    changed = {uid for uid, revision in after.items() if revision.number}
    for role in book.roles:
        old: Any = Calendar.from_ical(role_calendar.calendar(context, role))
        new: Any = Calendar.from_ical(role_calendar.calendar(there, role))
        span = dt.date(2026, 1, 1), dt.date(2027, 12, 31)
        one, two = expanded(old, role, *span), expanded(new, role, *span)
        for event in new.events:
            moved = one[key(event, role)] != two[key(event, role)]
            assert (str(event["UID"]) in changed) == moved
            assert int(event["SEQUENCE"]) == moved
    assert changed
    assert len(changed) < len(after)
    assert role_calendar.revisions(Context(context.views, "", before)) == before
    assert before == role_calendar.revisions(Context(context.views, "https://elsewhere.example/", before))
    assert all(revision == Revision(0, revision.digest) for revision in before.values())


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
    """A uid is made of ids, which never change, and of nothing that does; a decision has its number."""
    uids = [str(event["UID"]) for calendar in calendars.values() for event in calendar.events]
    assert len(uids) == len(set(uids))
    form = r"[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+(\.decision-[1-9])?@operations-playbook"
    assert all(re.fullmatch(form, uid) for uid in uids)


def test_lines_are_as_rfc_5545_has_them(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".ics"):
            lines = content.split(b"\r\n")
            assert lines.pop() == b"", path
            assert all(len(line) <= 75 and b"\n" not in line for line in lines), path
            content.decode("utf-8")


def test_a_file_stays_small(real: Context) -> None:
    """A day of a list takes 16 bytes: what is daily is a rule with the days on which it is wrong."""
    for role in real.book.roles:
        assert len(role_calendar.calendar(real, role)) < 100_000, role


#: Two years as decreed, and one of which every Wednesday is off.
CALENDARS = {
    "decreed": WorkCalendar(
        dt.date(2026, 1, 1),
        dt.date(2027, 12, 31),
        {
            **{dt.date(2026, 2, 15) + number * DAY: False for number in range(9)},
            **{dt.date(2026, 10, 1) + number * DAY: False for number in range(7)},
            **{dt.date(2027, 1, 1) + number * DAY: False for number in range(3)},
            **dict.fromkeys([dt.date(2026, 2, 14), dt.date(2026, 2, 28), dt.date(2026, 10, 10)], True),
        },
    ),
    "no Wednesday": WorkCalendar(
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
        {dt.date(2026, 1, 7) + number * 7 * DAY: False for number in range(52)},
    ),
}
SHIFTS = {
    "office": OFFICE,
    "every day": Shift(frozenset(range(7)), holidays=True),
    "all days but holidays": Shift(frozenset(range(7))),
    "Tuesday to Saturday": Shift(frozenset({1, 2, 3, 4, 5}), holidays=True),
}
RHYTHMS = [
    ("daily", "00:00"),
    ("daily", "23:59"),
    ("weekly", "周日 20:00"),
    ("weekly", "周一 00:05"),
    ("weekly", "周三 10:00"),
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
@pytest.mark.parametrize("work", CALENDARS.values(), ids=list(CALENDARS))
def test_every_form_of_time(cadence: str, written: str, work: WorkCalendar) -> None:
    """Also those that the shipped data doesn't use: rule, exceptions and dates are the days that it falls on."""
    shifts = SHIFTS.values() if cadence == "daily" else [OFFICE]
    off_days = [None] if cadence == "daily" else [None, "before", "stay", "skip"]
    # From an ordinary day, one that makes up for a holiday, a holiday, and the last one.
    sinces = (dt.date(2026, 1, 5), dt.date(2026, 2, 14), dt.date(2026, 10, 1), work.last)
    for shift, off_day, since in itertools.product(shifts, off_days, sinces):
        moments = falls(cadence, written, since, work.last, work, shift, off_day)
        if not moments:
            continue
        days = tuple(moment.date() for moment in moments)
        dates = role_calendar.dates_of(role_calendar.rule_of(cadence, written, shift), days, work.last)
        event = Event()
        event.add("uid", "x")
        event.add("dtstart", dt.datetime.combine(dates.first, moments[0].time(), role_calendar.SHANGHAI))
        role_calendar.add_days(event, dates, moments[0].time(), work.last)
        calendar = Calendar()
        calendar.add_component(event)
        again: Any = Calendar.from_ical(calendar.to_ical())
        found = recurring_ical_events.of(again).between(since - 40 * DAY, work.last + 400 * DAY)
        assert sorted(begin(one).replace(tzinfo=None) for one in found) == moments, (shift, off_day, since)


def test_what_no_rule_can_say_is_written_as_dates() -> None:
    work = CALENDARS["decreed"]
    days = [dt.date(2026, 1, 1) + number * DAY for number in range(730)]
    near = role_calendar.rule_of("monthly", "第 5 个工作日 18:00", OFFICE)
    assert near is None
    dates = role_calendar.dates_of(near, tuple(days[:3]), work.last)
    assert dates == role_calendar.Dates(days[0], None, (), tuple(days[1:3]))
    near = role_calendar.rule_of("daily", "09:00", OFFICE)
    worked = tuple(day for day in days if work.works(day))
    dates = role_calendar.dates_of(near, worked, work.last)
    assert dates.rule == {"freq": "WEEKLY", "byday": ["MO", "TU", "WE", "TH", "FR"]}
    assert all(not work.works(day) for day in dates.without)
    assert dates.besides == (dt.date(2026, 2, 14), dt.date(2026, 2, 28), dt.date(2026, 10, 10))
