"""Sentences that are said twice, or nearly twice."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate, chain, combinations, pairwise

from rapidfuzz import fuzz, process

from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.validation.wording import Sentence, _short

#: Two sentences of different duties at or above this similarity (rapidfuzz.fuzz.ratio, 0–100) are nearly the same.
NEARLY = 80


def repeated(every: Iterable[Sentence]) -> list[Problem]:
    """Sentences that stand twice in the data."""
    first: dict[str, Sentence] = {}
    problems: list[Problem] = []
    for sentence in every:
        before = first.setdefault(sentence.text, sentence)
        if before is not sentence:
            message = catalogue.text("E-said-twice", text=_short(sentence.text), place=f"{before.file}:{before.line}")
            problems.append(Problem(*sentence[1:], "E-said-twice", message))
    return problems


#: Two texts that are nearly the same, and their similarity (0–100).
Pair = tuple[str, str, float]


def nearly_same(texts: Iterable[str], known: Set[str] = frozenset()) -> list[Pair]:
    """Pairs of different texts that are nearly the same: `rapidfuzz.fuzz.ratio` ≥ NEARLY.

    Pairs of which both texts are in `known` are left out: they were compared before. Every other pair is found,
    and whether a pair is found does not depend on any third text.

    To compare all pairs would be quadratic. With a deletions and b insertions between texts of n and n − a + b
    characters the ratio is at least t when a + b ≤ (1 − t)(2n − a + b). A deletion touches at most two runs of two
    characters (grams), an insertion one; for t = 0.8 the largest 2a + b under that bound is 2/3 · n, and 3/5 · n
    where the other text is not the shorter one. So of any 2/3 · n + k grams of a text at least k stand in the
    other, too, and the rarest are looked at (prefix filtering: Chaudhuri et al. 2006, «A Primitive Operator for
    Similarity Joins in Data Cleaning»; with k > 1: Wang et al. 2012, «Can We Beat the Prefix Filtering?»).
    """
    # By length, so that every text only meets shorter ones.
    listed = sorted(set(texts), key=lambda text: (len(text), text))
    new = [text for text in listed if text not in known]
    if known and len(new) <= _FEW:
        pairs = set(_pairs_of(new, listed))
    else:
        pairs = {
            (one, other, score)
            for one, other in _candidates(listed)
            if (score := fuzz.ratio(one, other, score_cutoff=NEARLY))
        }
    return sorted(pairs)


#: So many texts are compared with every other sooner than all of them are sorted by their grams.
_FEW = 300


def _pairs_of(new: Iterable[str], listed: list[str]) -> Iterator[Pair]:
    """Pairs that are nearly the same and have a text of `new`."""
    for text in new:
        for other, score, _ in process.extract(text, listed, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None):
            if other != text:
                one, two = sorted((text, other), key=lambda text: (len(text), text))
                yield one, two, score


#: How many rare grams two texts must share to be compared: 3 leaves a twentieth of the pairs that 1 leaves.
_SHARED = 3


def _candidates(listed: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that may be nearly the same, the shorter one first. `listed` goes from short to long.

    Everything is kept in flat arrays: a large playbook has a million different grams in five million places, and as
    many small objects would take more memory than the whole of its pages.
    """
    grams = _Grams(listed)
    # For each gram the texts met so far, in a row of its own between `begin` and `end`.
    begin = array("I", accumulate(grams.count[:-1], initial=0))
    end = begin[:]
    rows = array("I", [0]) * sum(grams.count)
    long_enough = 0  # shorter texts, which stand before this one, are too short for the ratio
    for number, text in enumerate(listed):
        length = len(text)
        while 3 * len(listed[long_enough]) < 2 * length:
            long_enough += 1
        rarest = grams.rarest(text)[: length * 2 // 3 + _SHARED]
        lists = []
        for gram in rarest:
            if begin[gram] < end[gram]:
                if rows[begin[gram]] < long_enough:
                    begin[gram] = bisect_left(rows, long_enough, begin[gram], end[gram])
                lists.append(rows[begin[gram] : end[gram]])
        # A text of few different grams need not share _SHARED of them.
        enough = max(1, min(_SHARED, len(rarest) - length * 2 // 3))
        for other, shared in Counter(chain.from_iterable(lists)).items():
            if shared >= enough:
                yield listed[other], text
        for gram in rarest[: length * 3 // 5 + _SHARED]:
            rows[end[gram]] = number
            end[gram] += 1


class _Grams:
    """Pairs of neighbouring signs as numbers, and in how many of the texts each stands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers = {sign: number for number, sign in enumerate(sorted(set[str]().union(*texts)))}
        self.count = array("I", [0]) * len(self._numbers) ** 2
        for text in texts:
            for gram in self._of(text):
                self.count[gram] += 1

    def _of(self, text: str) -> set[int]:
        """The grams of a text."""
        every = len(self._numbers)
        signs = [self._numbers[sign] for sign in text]
        return {one * every + next_ for one, next_ in pairwise(signs)}

    def rarest(self, text: str) -> list[int]:
        """The grams of a text, the rarest of all texts first; the order is the same for every text."""
        every = len(self.count)
        return [place % every for place in sorted([self.count[gram] * every + gram for gram in self._of(text)])]


def near_duplicates(every: Sequence[Sentence], pairs: Iterable[Pair]) -> list[Problem]:
    """Pairs of nearly the same sentences as problems, each at the later one of the two."""
    problems: list[Problem] = []
    wanted: dict[str, list[Sentence]] = {}
    listed = list(pairs)
    for one, other, _ in listed:
        wanted[one] = wanted[other] = []
    for sentence in every if wanted else ():
        if sentence.text in wanted:
            wanted[sentence.text] = [*wanted[sentence.text], sentence]
    for one, other, score in listed:
        places = sorted((*wanted[one], *wanted[other]), key=lambda sentence: sentence[1:])
        for earlier, later in combinations(places, 2):
            if earlier.file != later.file and earlier.text != later.text:
                message = catalogue.text(
                    "E-nearly-same", place=f"{earlier.file}:{earlier.line}", text=_short(earlier.text), score=score
                )
                problems.append(Problem(*later[1:], "E-nearly-same", message))
                break
    return problems
