"""How much time everything takes: shares by the largest remainder, minutes of lists, months, who decides and sits in."""

import pytest

from macros import model
from macros.views import labels, phrases
from macros.views.hours import largest_remainder
from macros.views.views import Views


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        ({}, {}),
        ({"a": 0.0, "b": 0.0}, {"a": 0, "b": 0}),
        ({"a": 5.0}, {"a": 100}),
        ({"a": 1.0, "b": 1.0, "c": 1.0}, {"a": 34, "b": 33, "c": 33}),
        ({"a": 1.0, "b": 1.0, "c": 1.0, "d": 0.0}, {"a": 34, "b": 33, "c": 33, "d": 0}),
        ({"a": 2.0, "b": 2.0, "c": 3.0}, {"a": 29, "b": 28, "c": 43}),
        ({"a": 0.4, "b": 99.6}, {"a": 0, "b": 100}),
        ({"a": 0.6, "b": 99.4}, {"a": 1, "b": 99}),
        ({str(number): 1.0 for number in range(7)}, {"0": 15, "1": 15, **{str(number): 14 for number in range(2, 7)}}),
    ],
    ids=[
        "nothing",
        "no minutes",
        "one",
        "three alike",
        "one without",
        "two remainders",
        "rounds down",
        "rounds up",
        "seven",
    ],
)
def test_shares_by_the_largest_remainder(parts: dict[str, float], shares: dict[str, int]) -> None:
    assert largest_remainder(parts) == shares
    assert sum(shares.values()) in (0, 100)


def test_the_shares_of_a_role_are_a_hundred_and_those_on_both_sides(playbook: Views) -> None:
    for role, shares in playbook.shares.items():
        assert sum(shares.values()) == 100, role
        assert {one.entry.duty: one.share for one in playbook.role_shares[role]} == shares
        for duty, share in shares.items():
            assert [one.share for one in playbook.duty_roles[duty] if one.role == role] == [share]


def test_the_minutes_of_a_list_are_those_of_its_lines(playbook: Views) -> None:
    """What is asked of each day or case takes its minutes as often as one is drawn; a step that is read out takes one."""
    assert playbook.list_minutes["service-weekly"] == 5 + 10 * 3 + 4 + 3 + 2 + 3
    assert playbook.list_minutes["incident-readdo"] == 7 * 1 + 3
    weekly = playbook.playbook.checklists["monitoring-weekly"]
    lines = {item.ref: playbook.line_minutes(weekly, item) for item in playbook.checklist_items("monitoring-weekly")}
    assert lines["data-monitoring.logged-before-0930"] == 2 * 1, "two days are drawn"
    assert lines["data-monitoring.one-owner"] == 2
    assert playbook.list_minutes["monitoring-weekly"] == sum(lines.values())


def test_how_often_something_comes_in_a_month(playbook: Views) -> None:
    assert playbook.times_a_month("general-ops", "daily") == (5 * 52 - 12) / 12
    assert playbook.times_a_month("control-ops", "daily") == 7 * 52 / 12, "all week, on holidays too"
    assert playbook.times_a_month("general-ops", "weekly") == 52 / 12
    assert playbook.times_a_month("general-ops", "quarterly") == 1 / 3
    assert playbook.times_a_month("general-ops", "per-event") == 0


def test_the_minutes_of_a_month(playbook: Views) -> None:
    """What everybody does takes all people of the role; what the team does is done once; an event as often as it comes."""
    tasks = {one.key: one for one in playbook.tasks_of("general-ops")}
    check = tasks["data-monitoring.morning-check"]
    assert check.task.done_by == model.DoneBy.each
    assert playbook.monthly_minutes("general-ops", check) == pytest.approx((5 * 52 - 12) / 12 * 10 * 2)
    restore = tasks["incident-response.restore"]
    assert playbook.monthly_minutes("general-ops", restore) == pytest.approx(1.5 * 90)


def test_who_sits_in_and_who_decides(playbook: Views) -> None:
    lead = {one.key: one for one in playbook.tasks_of("ops-lead")}
    meeting = lead["data-monitoring.weekly-kpi-review"]
    assert (meeting.kind, meeting.start, meeting.due, meeting.minutes) == ("attend", "周一 14:00", None, 60)
    decision = lead["data-analysis.monthly-analysis.decision-1"]
    assert (decision.kind, decision.due, decision.minutes) == ("decide", "第 6 个工作日 12:00", 30)
    assert "incident-response.restore.decision-2" in lead, "two decisions of one task are told apart"
    doer = {one.key: one for one in playbook.tasks_of("control-ops")}
    assert doer["data-monitoring.weekly-kpi-review"].kind == "do"
    assert not playbook.sat_in["control-ops"]
    assert set(lead) == {one.key for tasks in playbook.board("ops-lead").values() for one in tasks}


def test_a_calendar_and_a_shift_from_the_data(playbook: Views) -> None:
    assert playbook.shift("ops-lead").weekdays == frozenset(range(5))
    assert playbook.shift("control-ops").holidays
    assert (str(playbook.calendar.first), str(playbook.calendar.last)) == ("2026-01-01", "2027-12-31")


def test_times_in_words(playbook: Views) -> None:
    tasks = {f"{id_}.{task.id}": task for id_, duty in playbook.playbook.duties.items() for task in duty.tasks}
    assert phrases.task_when(tasks["data-monitoring.morning-check"]) == "每天 09:30 前交 · 20 分钟 · 每个人各做一次"
    assert phrases.task_when(tasks["data-monitoring.weekly-kpi-review"]) == "每周一 14:00–15:00"
    assert phrases.task_when(tasks["incident-response.restore"]) == "遇事 · 5 分钟内动手，4 小时内做完 · 用时 1.5 小时"
    lead = {one.key: one for one in playbook.tasks_of("ops-lead")}
    assert phrases.when(lead["data-monitoring.weekly-kpi-review"]) == "每周一 14:00–15:00"
    assert phrases.takes(lead["data-monitoring.weekly-kpi-review"]) == ""
    assert phrases.when(lead["data-analysis.monthly-analysis.decision-1"]) == "每月第 6 个工作日 12:00 前定"
    assert phrases.when(lead["incident-response.restore.decision-1"]) == "15 分钟内定"
    assert phrases.lead(lead["incident-response.restore.decision-1"]) == "拍板："
    assert phrases.lead(lead["data-monitoring.weekly-kpi-review"]) == "到场"
    roles = playbook.playbook.roles
    assert phrases.hours(roles["ops-lead"].hours) == "周一至周五 09:00–18:00，每人一周 40 小时"
    assert phrases.hours(roles["control-ops"].hours) == "周一至周日 08:30–18:30，法定节假日也有人上班，每人一周 40 小时"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("随时", "随时可取"),
        ("P1D", "开口后 1 天内给"),
        ("08:00", "每天 08:00 前给"),
        ("周五 18:00", "每周五 18:00 前给"),
        ("第 4 个工作日 12:00", "每月第 4 个工作日 12:00 前给"),
        ("首月 5 日 18:00", "每季首月 5 日 18:00 前给"),
        ("11 月 1 日 18:00", "每年 11 月 1 日 18:00 前给"),
    ],
)
def test_when_a_team_gives_something(due: str, words: str) -> None:
    assert phrases.supply(due) == words


@pytest.mark.parametrize(
    ("often", "words"), [(20, "一个月约 20 次"), (1.5, "一个月约 1.5 次"), (0.33, "约 3 个月一次")]
)
def test_how_often_in_words(often: float, words: str) -> None:
    assert phrases.how_often(often) == words


@pytest.mark.parametrize(
    ("start", "minutes", "words"),
    [("10:00", 45, "10:00–10:45"), ("周一 10:00", 60, "周一 10:00–11:00"), ("第 6 个工作日 23:30", 45, "第 6 个工作日 23:30–00:15")],
)  # fmt: skip
def test_from_when_to_when(start: str, minutes: int, words: str) -> None:
    assert labels.span(start, minutes) == words
    assert labels.end_of(start, minutes)[-5:] == words[-5:]
