"""The chain of a month or a quarter as a drawing: a lane for each role and team, a dot for each step, lines between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from macros.timetable.chain import Chain, Step
from macros.timetable.load import Load
from macros.timetable.worktime import days_between

#: Measures of the drawing, in its own units.
WIDTH, LEFT, RIGHT, TOP = 1000, 118, 18, 26
#: A dot's radius, and how far two that lie in one row have to be apart.
RADIUS, APART, ROW = 10, 23, 26


@dataclass(frozen=True, slots=True)
class Dot:
    """A step, and where its middle is."""

    step: Step
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The row of a role or team: from which height, how high."""

    who: str
    y: float
    height: float
    #: Where its name stands.
    middle: float


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the scale: where it begins, how wide it is, whether it is worked, and whether its name stands there."""

    day: dt.date
    x: float
    width: float
    works: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a step to the one that takes what it gives, as an SVG path."""

    path: str
    maker: Step
    taker: Step


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chain drawn: everything in the units of a box that is `WIDTH` wide."""

    height: float
    lanes: tuple[Lane, ...]
    days: tuple[Day, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def draw(load: Load, chain: Chain) -> Drawing:
    """Draw a chain. Steps that don't occur in its example period are left out."""
    days = list(days_between(chain.first, chain.last))
    unit = (WIDTH - LEFT - RIGHT) / len(days)
    zero = dt.datetime.combine(chain.first, dt.time())

    def x_of(moment: dt.datetime) -> float:
        return round(LEFT + (moment - zero).total_seconds() / 86400 * unit, 1)

    steps = [step for step in chain.steps if chain.period in step.moments]
    book = load.views.playbook
    people = [who for who in (*book.roles, *book.teams) if any(step.who[0] == who for step in steps)]
    dots: dict[int, Dot] = {}
    lanes = []
    y = float(TOP)
    for who in people:
        ends: list[float] = []
        for step in steps:
            if step.who[0] != who:
                continue
            x = x_of(step.moments[chain.period])
            row = next((number for number, end in enumerate(ends) if end + APART <= x), len(ends))
            ends[row : row + 1] = [x]
            dots[step.number] = Dot(step, x, y + ROW * row + ROW / 2)
        height = ROW * len(ends)
        lanes.append(Lane(who, y, height, y + height / 2))
        y += height
    scale = tuple(
        Day(day, round(LEFT + unit * number, 1), round(unit, 2), load.work.works(day), _is_named(chain, day))
        for number, day in enumerate(days)
    )
    return Drawing(y + 4, tuple(lanes), scale, tuple(dots.values()), tuple(_lines(steps, dots)))


def _is_named(chain: Chain, day: dt.date) -> bool:
    """Whether the scale has room for the name of a day: of a month for each, of a quarter for Mondays."""
    return chain.cadence == "monthly" or day.weekday() == 0


def _lines(steps: list[Step], dots: dict[int, Dot]) -> Iterator[Line]:
    for step in steps:
        maker = dots[step.number]
        # A team may give several things for one task.
        for number in dict.fromkeys(hand.step for hand in step.gives if not hand.last):
            if taker := dots.get(number):
                yield Line(_path(maker, taker), step, taker.step)


def _path(maker: Dot, taker: Dot) -> str:
    """A curve from the right of one dot to the left of another; straight where one is nearly above the other."""
    x1, x2 = maker.x + RADIUS, taker.x - RADIUS
    if x2 - x1 < RADIUS and maker.y != taker.y:
        down = RADIUS + 2 if taker.y > maker.y else -RADIUS - 2
        return f"M{maker.x:g} {maker.y + down:g}L{taker.x:g} {taker.y - down:g}"
    bend = max(14.0, (x2 - x1) / 2)
    return f"M{x1:g} {maker.y:g}C{x1 + bend:g} {maker.y:g} {x2 - bend:g} {taker.y:g} {x2:g} {taker.y:g}"
