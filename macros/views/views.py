"""All questions put to a Playbook, as one object."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from macros.model.kinds import KINDS
from macros.rules.schedule import add_duration
from macros.views.roles import Roles


class Views(Roles):
    """Answers about one Playbook. Each answer is worked out once."""

    @cached_property
    def newest_review(self) -> dt.date:
        """The day on which something was last looked through; what says when the playbook is of."""
        days: list[dt.date] = [
            thing.reviewed_on
            for kind in KINDS.values()
            if kind.is_reviewed
            for thing in getattr(self.playbook, kind.folder).values()
        ]
        return max(days)

    def review_due(self, thing: Any) -> dt.date:
        """The day by which a page is to be looked through again: last review plus its interval."""
        return add_duration(thing.reviewed_on, thing.review_in)
