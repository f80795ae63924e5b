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

#: What a goal counts that was reached at its floor, at its target and at its stretch. Nothing counts more than the
#: last, however far it is passed: one goal can't make up for all others.
AT_FLOOR, AT_TARGET, CAP = 0.6, 1.0, 1.2
#: What a goal counts at most whose guard broke.
GUARDED = AT_FLOOR
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


#: Why a goal can't be judged: what it lacks, or the pair of its figures that is the wrong way round.
Lack = Literal[
    "actual", "floor", "target", "lower", "upper", "floor-target", "target-stretch", "lower-upper",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marks:
    """The figures that a goal is judged by: a band has limits, any other goal a floor, a target, maybe a stretch."""

    floor: float | None = None
    target: float | None = None
    stretch: float | None = None
    lower: float | None = None
    upper: float | None = None


def lacks(direction: Direction, actual: float | None, marks: Marks) -> tuple[Lack, ...]:
    """Why a goal can't be judged, in the order in which its figures are filled in; empty when it can be.

    `higher` wants floor < target < stretch, `lower` floor > target > stretch, `band` lower <= upper.
    """
    names: tuple[Lack, ...] = ("lower", "upper") if direction == "band" else ("floor", "target")
    missing = [name for name in names if getattr(marks, name) is None]
    if actual is None:
        missing.append("actual")
    if missing:
        return tuple(missing)
    wrong: list[Lack] = []
    if direction == "band":
        if _given(marks.lower) > _given(marks.upper):
            wrong.append("lower-upper")
        return tuple(wrong)
    sign = 1 if direction == "higher" else -1
    if sign * _given(marks.floor) >= sign * _given(marks.target):
        wrong.append("floor-target")
    if marks.stretch is not None and sign * _given(marks.target) >= sign * marks.stretch:
        wrong.append("target-stretch")
    return tuple(wrong)


def attainment(direction: Direction, actual: float | None, marks: Marks) -> float | None:
    """How far a goal was reached: 1 is on target, never below 0 or above CAP; None where `lacks` says why.

    - `higher` and `lower`: worse than the floor is 0, on the floor AT_FLOOR, on the target 1, on the stretch or better
      CAP, and on a straight line between two of them. Without a stretch nothing is above 1.
    - `band`: 1 from `lower` to `upper`, both included, else 0.

    Nothing is divided by the target, so that it may be 0 or below.
    """
    if lacks(direction, actual, marks):
        return None
    reached = _given(actual)
    if direction == "band":
        return 1.0 if _given(marks.lower) <= reached <= _given(marks.upper) else 0.0
    sign = 1 if direction == "higher" else -1
    floor, target = _given(marks.floor), _given(marks.target)
    if sign * reached < sign * floor:
        return 0.0
    if sign * reached <= sign * target:
        return AT_FLOOR + (AT_TARGET - AT_FLOOR) * (reached - floor) / (target - floor)
    if marks.stretch is None:
        return AT_TARGET
    return min(CAP, AT_TARGET + (CAP - AT_TARGET) * (reached - target) / (marks.stretch - target))


def _given(value: float | None) -> float:
    """A figure that `lacks` has found there."""
    assert value is not None
    return value


def counted(attainment: float | None, guard_broken: bool | None) -> float | None:
    """What a goal counts: its attainment, and at most GUARDED when its guard broke."""
    return attainment if attainment is None or not guard_broken else min(GUARDED, attainment)


def guard_broken(
    direction: Direction,
    actual: float | None,
    floor: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
) -> bool | None:
    """Whether a guard metric got worse than it may; None without an actual or a limit.

    `floor` is the worst value that is still accepted: `higher` breaks it from below, `lower` from above. `band`
    breaks outside `lower` to `upper`. On the limit it holds. What a broken guard costs, `counted` says.
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

    Goals that weigh nothing are left out: in a period without a big sale nobody needs a figure for it. `score` is 0–120, or None while a goal has no result or the weights don't add up to 100.
    """

    weights: float
    open: int
    broken: int
    score: float | None


def scorecard(goals: Sequence[Scored]) -> ScoredCard:
    """Judge a scorecard: Σ weight × what the goal counts, when every goal has a result and the weights make 100.

    A goal that weighs 0 counts nowhere: it needs no result, and its guard costs nothing.
    """
    goals = [goal for goal in goals if goal.weight]
    # Rounded, because 33.3 + 33.3 + 33.4 is not quite 100 in binary.
    weights = round(sum(goal.weight for goal in goals), 6)
    shares = [(goal.weight, counted(goal.attainment, goal.guard_broken)) for goal in goals]
    reached = [weight * share for weight, share in shares if share is not None]
    complete = len(reached) == len(goals) and weights == WHOLE
    return ScoredCard(
        weights=weights,
        open=len(goals) - len(reached),
        broken=sum(goal.guard_broken is True for goal in goals),
        score=sum(reached) if complete else None,
    )
