"""What the pages are given of the role that a reader has chosen as their own.

Each is a script of one assignment, which a page fetches when a role is chosen on its device: from a disk a browser
reads no data. `roles.js` has all roles and what became of those that are gone; `<role>.js` has the day of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from macros.addresses.pages import address_of
from macros.model.kinds import KINDS
from macros.pages.script_data import act, shift, work_calendar
from macros.views import labels, phrases
from macros.views.moves import Moves
from macros.views.targets import Target
from macros.views.tasks import RoleTask
from macros.views.text import unmarked
from macros.views.views import Views

#: Where the scripts lie below the site's root.
FOLDER = "my-role"


def scripts(views: Views) -> Iterator[tuple[str, str]]:
    """The scripts by their path below the site's root."""
    yield f"{FOLDER}/roles.js", f"self.playbookRoles={_json(roles(views))};\n"
    for id_ in views.playbook.roles:
        yield f"{FOLDER}/{id_}.js", f"(self.playbookDays??={{}})[{_json(id_)}]={_json(day(views, id_))};\n"


def roles(views: Views) -> dict[str, Any]:
    """The roles by name, those that were renamed with their new id, and those that were given up, with day and reason."""
    moves = Moves(views)
    moved: dict[str, str] = {}
    gone: dict[str, dict[str, str]] = {}
    for old, move in moves.entries.items():
        folder, _, id_ = old.partition("/")
        if folder != KINDS["role"].folder or id_ in views.playbook.roles:
            continue
        destination = moves.destination(old)
        target = destination.target if destination else None
        if target is not None and target.kind == "role":
            moved[id_] = target.id
        else:
            gone[id_] = {"date": move.date.isoformat(), "why": unmarked(move.why, views)}
    names = {id_: role.name for id_, role in views.playbook.roles.items()}
    return {"names": names, "moved": moved, "gone": gone}


def day(views: Views, role: str) -> dict[str, Any]:
    """What a role does when, as docs/assets/js/my-role/day.js takes it, and the places that the search puts first."""
    tasks = [task for tasks in views.board(role).values() for task in tasks if task.time]
    return {
        "calendar": work_calendar(views),
        "shift": shift(views, role),
        "stages": {stage.replace("_", "-"): name for stage, name in labels.STAGE.items()},
        "tasks": [_task(views, task) for task in tasks],
        "own": own_places(views, role),
    }


def own_places(views: Views, role: str) -> list[str]:
    """The addresses of what a role does: itself, its duties and their tasks, its lists, scorecards and templates."""
    tasks = views.tasks_of(role)
    templates = [task.output.template for task in tasks if task.output and task.output.template]
    keys = [
        f"role:{role}",
        *(f"duty:{share.entry.duty}" for share in views.role_shares[role]),
        *(task.ref for task in tasks),
        *(f"checklist:{id_}" for id_ in views.inspections_by(role)),
        *(f"scorecard:{id_}" for id_ in views.scorecards_of(role)),
        *(f"template:{id_}" for id_ in templates),
    ]
    return [_address(views.targets[key]) for key in dict.fromkeys(keys)]


def _task(views: Views, task: RoleTask) -> dict[str, Any]:
    takes = phrases.takes(task)
    note = phrases.lead(task) + (unmarked(task.scope, views) if task.scope else "")
    return {
        "ref": task.key,
        "cadence": task.cadence,
        "time": task.time,
        "minutes": task.minutes,
        "act": act(task),
        **({"offDay": str(task.off_day)} if task.off_day else {}),
        "rhythm": phrases.when(task) + (f"（{takes}）" if takes else ""),
        "link": _link(views, task.ref),
        **({"note": note} if note else {}),
        **({"hands": _hands(views, task)} if task.output else {}),
    }


def _hands(views: Views, task: RoleTask) -> dict[str, Any]:
    """What is handed in, where, and the template."""
    output = task.task.output
    return {
        "what": unmarked(output.what, views),
        "place": _link(views, f"place:{output.place}"),
        "where": unmarked(output.where, views),
        **({"template": _link(views, f"template:{output.template}")} if output.template else {}),
    }


def _link(views: Views, key: str) -> tuple[str, str]:
    """Name and address of something."""
    target = views.targets[key]
    return unmarked(target.name, views), _address(target)


def _address(target: Target) -> str:
    return address_of(target.page, target.anchor).removeprefix("/")


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
