"""Print what comes of each kind of damage to the real data files: `python -m tests.data.damage_table`."""

import sys
from collections import Counter

from tests.data.damage import KINDS
from tests.data.judging import ELSEWHERE, LEGAL, LOST, SAME, TOLD, of_kind, real

OUTCOMES = (TOLD, SAME, LEGAL, ELSEWHERE, LOST)


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")


def main() -> None:
    every: Counter[str] = Counter()
    strays = 0
    say(f"{'damage':<17}{'files':>6}", *(f"{outcome:>19}" for outcome in OUTCOMES), f"{'more, elsewhere':>17}  what")
    for kind in KINDS:
        verdicts = of_kind(kind, real())
        count = Counter(verdict.outcome for verdict in verdicts)
        more = sum(bool(verdict.elsewhere) for verdict in verdicts if verdict.outcome == TOLD)
        every += count
        strays += more
        say(f"{kind.name:<17}{len(verdicts):>6}", *(f"{count[o]:>19}" for o in OUTCOMES), f"{more:>17}  {kind.what}")
    total = every.total()
    say(f"{'all':<17}{total:>6}", *(f"{every[o]:>11} {every[o] / total:7.2%}" for o in OUTCOMES), f"{strays:>17}")


if __name__ == "__main__":
    main()
