"""The words that are most like a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def closest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The words most like `word`, best first; none when nothing is near."""
    found = process.extract(word.lower(), list(known), scorer=fuzz.ratio, limit=limit, score_cutoff=60)
    return [name for name, _, _ in found]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`是不是 …？` with the nearest words, or nothing."""
    near = closest(word, known)
    return f"是不是 {'、'.join(f'`{name}`' for name in near)}？" if near else ""
