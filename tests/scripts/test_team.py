"""What a team has to do in a usual month: JavaScript and Python on the same cases, and what is left out."""

from typing import Any

import pytest

from macros.timetable.load import FULL
from macros.timetable.team import assign, loads, team_form
from macros.views.views import Views
from tests.node import run

MODULE = "rules/team.js"
TEAMS: list[dict[str, int]] = [
    {"general-ops": 2, "assistant-ops": 2, "control-ops": 2, "ops-lead": 1},
    {"general-ops": 1, "ops-lead": 1},
    {"assistant-ops": 3},
    {"control-ops": 2, "ops-lead": 1},
    {},
]
PLAN = """({ planTeam, read }, { form, teams }) => teams.map((people) => {
    const team = read(form, "");
    for (const id of Object.keys(team.people)) team.people[id] = people[id] ?? 0;
    return planTeam(form, team);
})"""


def test_minutes_of_every_task_are_those_of_python(playbook: Views) -> None:
    code = """({ monthlyMinutes }, { form, people }) => Object.fromEntries(Object.entries(form.roles).map(
        ([id, role]) => [id, role.works.map((work) => monthlyMinutes(role, work, people[id] ?? 1))]))"""
    found = run(MODULE, code, {"form": team_form(playbook), "people": playbook.playbook.team})
    for role in playbook.playbook.roles:
        told = [playbook.monthly_minutes(role, task) for task in playbook.tasks_of(role)]
        assert found[role] == pytest.approx(told)


def test_every_team_is_loaded_as_in_python(playbook: Views) -> None:
    plans = run(MODULE, PLAN, {"form": team_form(playbook), "teams": TEAMS})
    for team, plan in zip(TEAMS, plans, strict=True):
        there = [one for one in loads(playbook, team) if one.people]
        assert [one["role"] for one in plan["loads"]] == [one.role for one in there]
        for found, told in zip(plan["loads"], there, strict=True):
            assert found["planned"] == pytest.approx(told.planned * told.people)
            assert found["most"] == pytest.approx(told.most * told.people)
        given = assign(playbook, team)
        assert (tuple(plan["undone"]), tuple(plan["undecided"])) == (given.undone, given.undecided)


def test_the_own_team_does_everything(playbook: Views) -> None:
    given = assign(playbook, playbook.playbook.team)
    assert given.undone == given.undecided == ()
    (plan,) = run(MODULE, PLAN, {"form": team_form(playbook), "teams": [playbook.playbook.team]})
    assert all(one["planned"] == one["kept"] and not one["left"] for one in plan["loads"])


def test_the_base_takes_over_what_nobody_else_does(playbook: Views) -> None:
    """辅助运营 stands on 通用运营, and has a task that 通用运营 hasn't; nobody stands under 运营中控."""
    given = assign(playbook, {"general-ops": 1, "ops-lead": 1})
    own = {work.ref for work in given.works["general-ops"]}
    assert "customer-service.service-standard" in own
    assert "customer-service.service-standard" not in given.undone
    assert "incident-response.plan-upkeep" in given.undone
    assert len([work for work in given.works["general-ops"] if work.kind == "do"]) == len(
        {work.ref for work in given.works["general-ops"] if work.kind == "do"}
    )


def form(works: list[list[Any]], **importance: int) -> dict[str, Any]:
    role = {"name": "一", "days": 5, "holidays": False, "week": 10, "line": ["one"], "works": works}
    return {"full": FULL, "roles": {"one": role}, "lists": [], "outside": [], "importance": importance,
            "own": {"one": 1}, "sizes": []}  # fmt: skip


def left(works: list[list[Any]], **importance: int) -> list[str]:
    """What one person leaves out who has 36 hours and 50 minutes a month for what is planned."""
    (plan,) = run(MODULE, PLAN, {"form": form(works, **importance), "teams": [{"one": 1}]})
    (load,) = plan["loads"]
    assert load["kept"] <= load["most"] + 0.01
    return [one["ref"] for one in load["left"]]


def do(ref: str, hours: int, kind: str = "do") -> list[Any]:
    return [ref, kind, hours * 60, "monthly", 0, 0]


def test_what_fits_stays() -> None:
    assert left([do("a", 30), do("b", 6)], a=1, b=1) == []


def test_the_least_important_goes_first_of_equals_the_longest() -> None:
    assert left([do("a", 20), do("b", 20), do("c", 5)], a=5, b=2, c=2) == ["b"]
    assert left([do("a", 30), do("b", 5), do("c", 6)], a=5, b=2, c=2) == ["c"]


def test_what_fits_again_is_taken_back() -> None:
    """Everything of importance 1 goes, and is not enough; with the long one out it fits again."""
    assert left([do("a", 30), do("b", 30), do("c", 5)], a=3, b=2, c=1) == ["b"]


def test_a_meeting_of_what_nobody_does_falls_away() -> None:
    works = [do("a", 40), do("a", 2, "attend"), do("b", 20)]
    (plan,) = run(MODULE, PLAN, {"form": form(works, a=1, b=2), "teams": [{"one": 1}]})
    assert plan["givenUp"] == ["a"]
    assert plan["loads"][0]["kept"] == 20 * 60


@pytest.mark.parametrize(
    ("asked", "people", "week"),
    [
        ("", 1, 10),
        ("one:3", 3, 10),
        ("one:3:20", 3, 20),
        ("0", 0, 10),
        ("two:5,__proto__:3", 0, 10),
        ("one:-2:-5", 0, 10),
        ("one:1e9:900", 200, 60),
        ("one:x:y", 0, 10),
        ("one:1.5", 2, 10),
    ],
)
def test_an_address_is_read_and_written(asked: str, people: int, week: float) -> None:
    code = """({ read, written }, { form, asked }) => {
        const team = read(form, asked);
        return [team, read(form, written(form, team))];
    }"""
    found, again = run(MODULE, code, {"form": form([]), "asked": asked})
    assert found == again == {"people": {"one": people}, "week": {"one": week}}
