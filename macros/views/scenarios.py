"""Cases to be played: who they are for."""

from __future__ import annotations

from macros import model
from macros.views.views import Views


def players(views: Views, scenario: model.Scenario) -> tuple[str, ...]:
    """The roles that a case is for: those that it names, and those that are based on them."""
    named = set(scenario.roles)
    return tuple(role for role in views.playbook.roles if named & set(views.lineage(role)))
