"""What the pages are given of each role, for readers whose own it is."""

import dataclasses
import datetime as dt
import json
from typing import Any

from macros.addresses.pages import address_of
from macros.model.playbook import Move
from macros.pages import my_role
from macros.views.views import Views


def with_moves(views: Views, *moves: dict[str, Any]) -> Views:
    """The same playbook after some moves."""
    entries = [Move.model_validate({"date": dt.date(2026, 11, 20), "why": "人少了", **move}) for move in moves]
    return Views(dataclasses.replace(views.playbook, moved=(*views.playbook.moved, *entries)))


def test_every_role_has_its_script(playbook: Views) -> None:
    scripts = dict(my_role.scripts(playbook))
    assert set(scripts) == {"my-role/roles.js", *(f"my-role/{id_}.js" for id_ in playbook.playbook.roles)}
    for id_ in playbook.playbook.roles:
        text = scripts[f"my-role/{id_}.js"]
        head = f'(self.playbookDays??={{}})["{id_}"]='
        assert text.startswith(head)
        assert json.loads(text.removeprefix(head).removesuffix(";\n")) == json.loads(
            json.dumps(my_role.day(playbook, id_))
        )


def test_it_says_what_became_of_a_role(playbook: Views) -> None:
    moved = with_moves(
        playbook,
        {"from": "roles/watch-ops", "to": "roles/control-ops"},
        {"from": "roles/night-ops"},
        {"from": "roles/desk-ops", "to": "duties/customer-service"},
    )
    found = my_role.roles(moved)
    assert found["moved"] == {"watch-ops": "control-ops"}
    assert found["gone"] == {
        "night-ops": {"date": "2026-11-20", "why": "人少了"},
        "desk-ops": {"date": "2026-11-20", "why": "人少了"},
    }
    assert found["names"] == {id_: role.name for id_, role in playbook.playbook.roles.items()}


def test_the_day_of_a_role_has_all_that_comes_round(shipped: Views) -> None:
    """With what is handed in, where, and the template; text as it is read, without marks."""
    for role in shipped.playbook.roles:
        day = my_role.day(shipped, role)
        tasks = [task for tasks in shipped.board(role).values() for task in tasks if task.time]
        assert [one["ref"] for one in day["tasks"]] == [task.key for task in tasks]
        for one, task in zip(day["tasks"], tasks, strict=True):
            assert (one["cadence"], one["time"], one["minutes"]) == (task.cadence, task.time, task.minutes)
            assert one["link"][1] == address_of(f"duties/{task.duty}.md", task.task.id).lstrip("/")
            assert ("hands" in one) == (task.output is not None)
            assert "$" not in json.dumps(one)


def test_the_search_puts_first_what_the_role_does(shipped: Views) -> None:
    every = {address_of(target.page, target.anchor).lstrip("/") for target in shipped.targets.values()}
    for role in shipped.playbook.roles:
        own = my_role.own_places(shipped, role)
        assert len(own) == len(set(own))
        assert set(own) <= every
        assert own[0] == f"roles/{role}/"
        assert {f"checklists/{id_}/" for id_ in shipped.inspections_by(role)} <= set(own)
        assert not any(place.startswith("roles/") for place in own[1:])
