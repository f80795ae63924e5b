"""What the scripts of a page are given: plain data, written into the page as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from macros import model
from macros.views.lists import ChecklistItem
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
        "sample": {"rule": words(one.sample.rule), "draw": one.sample.draw, "pick": one.sample.pick},
        "people": {
            "of": [views.person(who).name for who in one.of],
            "by": [views.person(who).name for who in one.who],
        },
        "items": lines,
    }


def _run_texts(item: ChecklistItem) -> tuple[str, list[str], str, str]:
    """What a line of a checklist asks, how it is looked at, what is to be done when it fails, and how soon."""
    if item.check:
        return item.check.ask, [item.check.how], item.check.if_fail.do, item.check.if_fail.within
    if item.step:
        return item.step.do, [item.step.expect], item.step.else_, "P0D"
    assert item.task is not None
    return item.task.name, list(item.task.done_when), "", "P0D"
