"""Which roles are the reader's own, and where in the first ninety days a day lies: what of it needs no page."""

from typing import Any

import pytest

from tests.node import run

ALL = {
    "names": {"control-ops": "运营中控", "ops-lead": "运营主管"},
    "moved": {"watch-ops": "control-ops"},
    "gone": {"night-ops": {"date": "2026-11-20", "why": "夜班取消了"}},
}


def kept(name: str, at: int = 1, start: str = "", form: int = 1) -> dict[str, Any]:
    return {"format": form, "at": at, "name": name, "from": start}


def resolve(entries: dict[str, Any], known: Any = ALL) -> Any:
    # The module's page parts need a document; what is asked here needs none.
    code = "({ resolve }, [entries, all]) => resolve(Object.entries(entries), all)"
    return run("my-role/resolve.js", code, [entries, known])


def test_the_role_that_was_chosen_first_comes_first() -> None:
    found = resolve({"role:ops-lead": kept("运营主管", 2, "2026-11-02"), "role:control-ops": kept("运营中控", 1)})
    assert found["notes"] == []
    assert [(role["id"], role["name"], role["from"]) for role in found["roles"]] == [
        ("control-ops", "运营中控", ""),
        ("ops-lead", "运营主管", "2026-11-02"),
    ]


def test_a_role_has_the_name_that_it_has_now() -> None:
    assert resolve({"role:ops-lead": kept("以前的名字")})["roles"][0]["name"] == "运营主管"


def test_a_renamed_role_is_followed_and_told() -> None:
    found = resolve({"role:watch-ops": kept("盯盘", start="2026-11-02")})
    assert found["roles"] == [{"id": "control-ops", "name": "运营中控", "from": "2026-11-02"}]
    (note,) = found["notes"]
    assert (note["kind"], note["name"], note["to"], note["toName"]) == ("moved", "盯盘", "control-ops", "运营中控")


def test_a_renamed_role_that_is_there_by_both_names_is_one() -> None:
    found = resolve({"role:watch-ops": kept("盯盘", 1), "role:control-ops": kept("运营中控", 2)})
    assert [role["id"] for role in found["roles"]] == ["control-ops"]
    assert [note["kind"] for note in found["notes"]] == ["moved"]


def test_a_role_that_was_given_up_is_told_with_day_and_reason() -> None:
    found = resolve({"role:night-ops": kept("夜班"), "role:ops-lead": kept("运营主管")})
    assert [role["id"] for role in found["roles"]] == ["ops-lead"]
    (note,) = found["notes"]
    assert (note["kind"], note["name"], note["date"], note["why"]) == ("gone", "夜班", "2026-11-20", "夜班取消了")


def test_a_role_that_nobody_knows_is_told() -> None:
    assert [note["kind"] for note in resolve({"role:other": kept("别处的")})["notes"]] == ["unknown"]


def test_without_the_list_of_roles_they_are_as_they_were_kept() -> None:
    found = resolve({"role:night-ops": kept("夜班")}, None)
    assert (found["roles"], found["notes"]) == ([{"id": "night-ops", "name": "夜班", "from": ""}], [])


@pytest.mark.parametrize(
    "raw", [None, 3, "x", [], {}, kept("运营中控", form=2), kept("x" * 61), kept("运营中控", start="昨天")]
)
def test_what_cannot_be_read_is_told_and_left_alone(raw: Any) -> None:
    found = resolve({"role:control-ops": raw})
    assert found["roles"] == []
    assert [(note["kind"], note["key"]) for note in found["notes"]] == [("newer", "role:control-ops")]


def test_what_an_import_has_otherwise_is_told() -> None:
    found = resolve({"role:control-ops": kept("运营中控"), "role:control-ops~1a2b": kept("运营中控", 1, "2026-10-01")})
    assert [role["from"] for role in found["roles"]] == [""]
    assert [(note["kind"], note["to"], note["date"]) for note in found["notes"]] == [
        ("copy", "control-ops", "2026-10-01")
    ]


#: A day, counted from 2 November 2026; which day in the role it is, the stage that is due, and until when.
STAGES = [
    ("2026-11-01", 0, "day-1", "2026-11-02"),
    ("2026-11-02", 1, "day-1", "2026-11-02"),
    ("2026-11-03", 2, "week-1", "2026-11-08"),
    ("2026-11-08", 7, "week-1", "2026-11-08"),
    ("2026-11-09", 8, "day-30", "2026-12-01"),
    ("2026-12-01", 30, "day-30", "2026-12-01"),
    ("2026-12-02", 31, "day-60", "2026-12-31"),
    ("2027-01-30", 90, "day-90", "2027-01-30"),
    ("2027-01-31", 91, "", "2027-01-30"),
    ("2046-11-02", 7306, "", "2027-01-30"),
    ("2006-11-02", -7304, "day-1", "2026-11-02"),
]


def test_the_stage_that_is_due() -> None:
    days = [day for day, *_ in STAGES]
    found = run("rules/onboarding.js", "({ stageOn }, days) => days.map((day) => stageOn('2026-11-02', day))", days)
    assert [(day, one["number"], one["stage"], one["due"]) for day, one in zip(days, found, strict=True)] == STAGES
