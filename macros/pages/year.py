"""What the pages about the year and the team are given."""

from __future__ import annotations

from typing import Any

from macros.timetable import team
from macros.timetable.chain import CADENCES, chain, expected
from macros.timetable.drawing import draw
from macros.timetable.load import FULL, Load
from macros.timetable.portrait import portrait


def year_values(load: Load, kind: str, id_: str) -> dict[str, Any]:
    """What the template of a page of this kind takes from the timetable; nothing for most kinds."""
    if kind == "role":
        return {"year": portrait(load, id_)}
    if kind == "team":
        loads = team.loads(load.views, load.views.playbook.team)
        return {
            "loads": loads,
            "total": team.total(loads),
            "full": FULL,
            "tasks": team.tasks(load.views),
            "form": team.team_form(load.views),
        }
    if kind == "calendar":
        chains = [chain(load, cadence) for cadence in CADENCES]
        book = load.views.playbook
        named = {who for one in chains for step in one.steps for who in step.people}
        return {
            "people": [who for who in (*book.roles, *book.teams) if who in named],
            "chains": [{"chain": one, "drawing": draw(load, one)} for one in chains],
            "expected": expected(load, load.first, load.last),
        }
    return {}
