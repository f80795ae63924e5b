"""What the scripts of a page are given: plain data, written into the page as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from macros import model
from macros.views.lists import ChecklistItem
from macros.views.tasks import RoleTask
from macros.views.views import Views


def run_form(views: Views, id_: str, words: Callable[[str], str]) -> dict[str, Any]:
    """What a page needs to run a checklist; `words` turns a text of the data into plain characters.

    The version `v` of a line is a hash of what is asked and how it is looked at: an answer holds for it alone.
    """
    one = views.playbook.checklists[id_]
    lines = []
    for item in views.checklist_items(id_):
        asked, how, act, within = _run_texts(item)
        text, look = words(asked), "；".join(map(words, how))
        lines.append(
            {
                "ref": item.ref,
                "v": hashlib.sha256(f"{text}\0{look}".encode()).hexdigest()[:8],
                "text": text,
                "how": look,
                "weight": item.weight,
                "grade": item.check.grade.value if item.check else model.Grade.major.value,
                "na": item.may_not_apply,
                "act": words(act),
                "within": within,
            }
        )
    return {
        "id": id_,
        "name": words(one.name),
        "style": one.style,
        "period": one.period.value,
        "min": one.pass_.min_score,
        "sample": {
            "rule": words(one.sample.rule),
            "draw": one.sample.draw,
            "pick": one.sample.pick,
            **({"calendar": work_calendar(views)} if one.sample.draw == "workdays" else {}),
        },
        "people": {
            "of": [views.person(who).name for who in one.of],
            "by": [views.person(who).name for who in one.who],
        },
        "items": lines,
    }


def work_calendar(views: Views) -> dict[str, Any]:
    """Which days are worked, as docs/assets/js/rules/workdays.js takes it; `guessed` are years that nobody decreed yet.

    Holidays at weekends are among those that are off: some work at weekends.
    """
    work = views.calendar
    return {
        "from": work.first.isoformat(),
        "to": work.last.isoformat(),
        "off": sorted(day.isoformat() for day, works in work.exceptions.items() if not works),
        "on": sorted(day.isoformat() for day, works in work.exceptions.items() if works),
        "guessed": [str(year.year) for year in views.playbook.calendar.years if not year.decreed],
    }


def shift(views: Views, role: str) -> dict[str, Any]:
    """The weekdays on which a role works, from 0 for Monday, and whether it does on holidays."""
    one = views.shift(role)
    return {"weekdays": sorted(one.weekdays), "holidays": one.holidays}


def act(task: RoleTask) -> str:
    """What a role does with a task, in the words of docs/assets/js/board/model.js."""
    return "meet" if task.kind == "do" and task.start else task.kind


def _run_texts(item: ChecklistItem) -> tuple[str, list[str], str, str]:
    """What a line of a checklist asks, how it is looked at, what is to be done when it fails, and how soon."""
    if item.check:
        return item.check.ask, [item.check.how], item.check.if_fail.do, item.check.if_fail.within
    if item.step:
        return item.step.do, [item.step.expect], item.step.else_, "P0D"
    assert item.task is not None
    return item.task.name, list(item.task.done_when), "", "P0D"
