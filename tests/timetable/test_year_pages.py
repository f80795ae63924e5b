"""What the pages about the year show, without a page: a role's portrait, the chains, their drawing."""

import datetime as dt

import pytest

from macros.timetable.chain import CADENCES, Chain, Step, chain
from macros.timetable.drawing import APART, LEFT, RIGHT, WIDTH, draw
from macros.timetable.facts import Known
from macros.timetable.load import Load
from macros.timetable.portrait import portrait
from macros.views.views import Views


@pytest.fixture(scope="module")
def load(playbook: Views) -> Load:
    return Load(playbook)


def step(chain: Chain, anchor: str) -> Step:
    return next(one for one in chain.steps if one.anchor == anchor)


def test_a_month_is_told_in_the_order_of_time(load: Load) -> None:
    month = chain(load, "monthly")
    assert (month.period, month.expected) == ("2026-12", False)
    moments = [one.moments[month.period] for one in month.steps]
    assert moments == sorted(moments)
    assert [one.number for one in month.steps] == list(range(1, len(moments) + 1))
    done = {one.ref for one in month.steps if one.kind == "task"}
    tasks = load.views.playbook.duties
    assert done == {
        f"{id_}.{task.id}"
        for id_, duty in tasks.items()
        for task in duty.tasks
        if task.rhythm and task.rhythm.cadence == "monthly"
    }


def test_a_decision_stands_between_and_leads_to_its_task(load: Load) -> None:
    month = chain(load, "monthly")
    decision = step(month, "data-analysis.monthly-analysis.decision-1")
    task = step(month, "data-analysis.monthly-analysis")
    assert decision.who == ("ops-lead",)
    assert decision.number < task.number
    assert [hand.step for hand in decision.gives] == [task.number]
    assert decision.number in [hand.step for hand in task.takes]


def test_what_comes_from_the_week_before_has_no_step(load: Load) -> None:
    task = step(chain(load, "monthly"), "data-analysis.monthly-analysis")
    hand = next(hand for hand in task.takes if hand.ref == "data-analysis.collect-clean")
    assert (hand.step, hand.cadence, hand.last) == (0, "weekly", True)


def test_what_a_team_gives_is_a_step_before_who_takes_it(load: Load) -> None:
    month = chain(load, "monthly")
    supply = step(month, "content-operations.content-retro.input-1")
    assert (supply.kind, supply.who) == ("supply", ("data-team",))
    assert [hand.ref for hand in supply.gives] == ["content-operations.content-retro"]
    assert supply.gives[0].step > supply.number


def test_every_hand_is_noted_at_both_ends(load: Load) -> None:
    for cadence in CADENCES:
        steps = chain(load, cadence).steps
        given = {(one.number, hand.step) for one in steps for hand in one.gives if hand.step and not hand.last}
        taken = {(hand.step, one.number) for one in steps for hand in one.takes if hand.step and not hand.last}
        assert given == taken


def test_a_quarter_is_expected_where_its_year_is_not_decreed(load: Load) -> None:
    quarter = chain(load, "quarterly")
    assert (quarter.period, quarter.expected) == ("2027-Q1", True)


def test_dots_lie_in_their_lanes_and_apart(load: Load) -> None:
    for cadence in CADENCES:
        drawing = draw(load, chain(load, cadence))
        lanes = {lane.who: lane for lane in drawing.lanes}
        for dot in drawing.dots:
            lane = lanes[dot.step.who[0]]
            assert lane.y < dot.y < lane.y + lane.height
            assert LEFT <= dot.x <= WIDTH - RIGHT
        for one in drawing.dots:
            for other in drawing.dots:
                assert one is other or one.y != other.y or abs(one.x - other.x) >= APART
        assert all(day.works == load.work.works(day.day) for day in drawing.days)


def test_the_strip_has_every_week_and_marks_the_short_ones(load: Load) -> None:
    found = portrait(load, "general-ops")
    assert found is not None
    assert [bar.span for bar in found.bars] == list(load.weeks["general-ops"])
    assert max(bar.available for bar in found.bars) <= 100
    short = {bar.span.first: bar.holidays for bar in found.bars if bar.holidays}
    assert short[dt.date(2027, 2, 8)] == ("春节",)
    assert all(bar.span.available < 2400 for bar in found.bars if bar.holidays)
    assert found.expected == (2027,)
    assert [mark.month for mark in found.marks] == [12, *range(1, 13)]


def test_who_works_on_holidays_has_no_short_week(load: Load) -> None:
    found = portrait(load, "control-ops")
    assert found is not None
    assert not any(bar.holidays for bar in found.bars)
    assert {bar.span.available for bar in found.bars} == {2400}


def test_a_typical_week_has_no_holiday_and_nothing_monthly(load: Load) -> None:
    for role in load.roles:
        found = portrait(load, role)
        assert found is not None
        assert found.typical is not None
        usual = found.typical
        assert usual.monday.weekday() == 0
        assert not any(usual.monday + dt.timedelta(days=n) in load.work.exceptions for n in range(7))
        assert {one.cadence for one in usual.day} <= {"daily"}
        assert {one.cadence for entries in usual.week.values() for one in entries} <= {"weekly"}
        assert all(one.weekday == day for day, entries in usual.week.items() for one in entries)


def test_a_role_that_the_team_lacks_has_no_year(load: Load) -> None:
    assert portrait(load, "nobody") is None


def test_pages_take_over_what_the_check_worked_out(playbook: Views) -> None:
    known = Known()
    known.of(playbook)
    other = Load(playbook)
    assert known.timetable is not None
    other.adopt(known.timetable)
    assert other.occurrences is known.timetable.occurrences
    assert other.weeks is known.timetable.weeks
