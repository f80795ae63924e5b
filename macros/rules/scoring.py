"""How an inspection and a scorecard are judged.

Pure arithmetic on plain values. The same rules stand as formulas in the spreadsheets (macros/exports/) and as
JavaScript on the pages; tests/rules/cases.json holds all three to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Answer = Literal["pass", "fail", "na"]
Verdict = Literal["open", "passed", "failed", "vetoed", "empty"]
Direction = Literal["higher", "lower", "band"]

#: No goal counts for more than this, however far its target is passed: one goal can't make up for all others.
CAP = 1.2
#: What the weights of a scorecard add up to.
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of an inspection: what it weighs, whether it decides alone, and its answer, if it has one."""

    weight: int
    veto: bool = False
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """How an inspection stands.

    `passed` and `applicable` are sums of weights, `answered` counts lines, `score` is 0–100 or None while nothing
    applicable is answered.
    """

    passed: int
    applicable: int
    answered: int
    score: float | None
    verdict: Verdict


def inspection(lines: Sequence[Answered], min_score: int) -> Inspection:
    """Judge an inspection.

    Score = Σ weight of the passed ÷ Σ weight of those passed or failed × 100; what does not apply counts on
    neither side. The verdict is `vetoed` as soon as a line with a veto failed, whatever the rest says; `open`
    while a line has no answer; `empty` when no line applied; else `passed` from `min_score` on, and `failed`
    below it.

    The product comes before the quotient: 100 × 29 ÷ 50 is 58, while 29 ÷ 50 × 100 falls just short of it.
    """
    passed = sum(line.weight for line in lines if line.answer == "pass")
    applicable = passed + sum(line.weight for line in lines if line.answer == "fail")
    answered = sum(line.answer is not None for line in lines)
    score = 100 * passed / applicable if applicable else None
    verdict: Verdict
    if any(line.veto and line.answer == "fail" for line in lines):
        verdict = "vetoed"
    elif answered < len(lines):
        verdict = "open"
    elif score is None:
        verdict = "empty"
    else:
        verdict = "passed" if score >= min_score else "failed"
    return Inspection(passed, applicable, answered, score, verdict)


def shown(score: float) -> float:
    """A score as it is shown: cut off after one decimal, so that 84.96 never looks like a pass mark of 85.

    What binary fractions leave behind the sixth decimal is no shortfall: 60 × 1.1 + 20 is 86.
    """
    return math.floor(round(score * 10, 6)) / 10


def attainment(
    direction: Direction,
    actual: float | None,
    target: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
) -> float | None:
    """How far a goal was reached: 1 is on target, never below 0 or above CAP.

    None when that can't be said: without an actual or a target, and where named below.

    - `higher`: actual ÷ target. A target of 0 or below has no share to reach: None.
    - `lower`: target ÷ actual. An actual of 0 or below is better than any target above 0: CAP. A target of 0 is
      met (1) by 0 or below and missed (0) by anything else. A target below 0: None.
    - `band`: 1 from `lower` to `upper`, both included, else 0. Limits the wrong way round, or missing: None.
    """
    if actual is None:
        return None
    if direction == "band":
        if lower is None or upper is None or lower > upper:
            return None
        return 1.0 if lower <= actual <= upper else 0.0
    if target is None or target < 0 or (direction == "higher" and target == 0):
        return None
    if direction == "higher":
        return min(CAP, max(0.0, actual / target))
    if target == 0:
        return 1.0 if actual <= 0 else 0.0
    return CAP if actual <= 0 else min(CAP, target / actual)


def guard_broken(
    direction: Direction,
    actual: float | None,
    floor: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
) -> bool | None:
    """Whether a guard metric got worse than it may; None without an actual or a limit.

    `floor` is the worst value that is still accepted: `higher` breaks it from below, `lower` from above. `band`
    breaks outside `lower` to `upper`. On the limit it holds. A broken guard is flagged and does not change the
    score: whoever reads the card decides what the score is worth.
    """
    if actual is None:
        return None
    if direction == "band":
        if lower is None or upper is None or lower > upper:
            return None
        return not lower <= actual <= upper
    if floor is None:
        return None
    return actual < floor if direction == "higher" else actual > floor


@dataclass(frozen=True, slots=True)
class Scored:
    """One goal of a scorecard: its weight in per cent, its attainment and its guard's state, where known."""

    weight: float
    attainment: float | None = None
    guard_broken: bool | None = None


@dataclass(frozen=True, slots=True)
class ScoredCard:
    """How a scorecard stands: the sum of its weights, goals without a result, broken guards, and the score.

    `score` is 0–120, or None while a goal has no result or the weights don't add up to 100.
    """

    weights: float
    open: int
    broken: int
    score: float | None


def scorecard(goals: Sequence[Scored]) -> ScoredCard:
    """Judge a scorecard: Σ weight × attainment, when every goal has a result and the weights add up to 100."""
    # Rounded, because 33.3 + 33.3 + 33.4 is not quite 100 in binary.
    weights = round(sum(goal.weight for goal in goals), 6)
    reached = [goal.weight * goal.attainment for goal in goals if goal.attainment is not None]
    complete = len(reached) == len(goals) and weights == WHOLE
    return ScoredCard(
        weights=weights,
        open=len(goals) - len(reached),
        broken=sum(goal.guard_broken is True for goal in goals),
        score=sum(reached) if complete else None,
    )
