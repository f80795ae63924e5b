"""When rhythms fall due, in the browser: the same answers as macros/rules/schedule.py, on the same cases and on real data."""

import datetime as dt
import json
from pathlib import Path

from macros.rules.schedule import falls
from macros.validation.check import load_playbook
from macros.views.views import Views
from tests.browser.conftest import Visits

SPAN = ("2025-01-01", "2028-12-31")


def test_javascript_gives_the_same(visit: Visits, project: Path) -> None:
    """The cases above, and every rhythm in data/ over four years."""
    views = Views(load_playbook(project))
    rhythms = {
        (task.cadence, task.due)
        for role in views.playbook.roles
        for tasks in views.board(role).values()
        for task in tasks
        if task.due
    }
    assert len(rhythms) > 50
    first, last = (dt.date.fromisoformat(day) for day in SPAN)
    real = [
        {
            "cadence": cadence,
            "due": due,
            "first": SPAN[0],
            "last": SPAN[1],
            "at": [f"{moment:%Y-%m-%d %H:%M}" for moment in falls(cadence, due, first, last)],
        }
        for cadence, due in sorted(rhythms)
    ]
    cases = json.loads((project / "tests/dates/cases.json").read_text(encoding="utf-8"))
    page = visit("/404.html")
    found = page.evaluate(
        """async ([falls, refused, periods]) => {
            const dates = await import("/assets/js/rules/schedule.js");
            const attempt = (work) => { try { return work(); } catch (error) { return error.name; } };
            return {
                falls: falls.map((one) => dates.falls(one.cadence, one.due, one.first, one.last)),
                refused: refused.map((one) => attempt(() => dates.falls(one.cadence, one.due, "2026-01-01", "2026-12-31"))),
                periods: periods.map((one) => dates.period(one.cadence, one.day).key),
                days: ["2026-11-23", "2026-02-29", "2028-02-29", "2026-13-01", "23", ""].map(dates.isDay),
            };
        }""",
        [[*cases["falls"], *real], cases["refused"], cases["periods"]],
    )
    assert found["falls"] == [case["at"] for case in [*cases["falls"], *real]]
    assert found["refused"] == ["RangeError"] * len(cases["refused"])
    assert found["periods"] == [case["is"] for case in cases["periods"]]
    assert found["days"] == [True, False, True, False, False, False]
