"""What every maker of `make new` has: what is ordered, and the pieces that all new things share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from macros.editing.project import Project
from macros.editing.stock import Answers, Stock

PLAYBOOK = "data/playbook.yml"
#: Notes beside what was filled in to have something there.
CHOOSE = "先占位，核对"
NEW_ID = "起好就不再改，换成说得出内容的英文名"
SECTION = "依据的来源小节，核对"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: from what there is, with these answers, on this day."""

    project: Project
    stock: Stock
    answers: Answers
    today: dt.date


def upkeep(order: Order) -> dict[str, Any]:
    """Who looks the page through, and how often; it was looked through just now."""
    return {"owner": order.answers["owner"], "reviewed_on": order.today.isoformat(), "review_in": "P6M"}


def known(**texts: str | None) -> dict[str, str]:
    """Only what was answered: the rest gets a mark."""
    return {key: text for key, text in texts.items() if text}
