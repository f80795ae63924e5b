"""Every kind of damage done to every real data file: told at its place, or provably harmless.

`python -m tests.data.damage_table` prints what comes of each kind.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.validation.file import judge
from tests.data.damage import KINDS, Damage
from tests.data.judging import ELSEWHERE, LEGAL, LOST, SAME, of_kind, real

#: Damage that may leave a file in which nothing is wrong: whoever did it may have meant it, and all that is
#: written is in the playbook. What is taken out whole, put into another order, or said in other words can't be
#: told from an edit.
MAY_BE_MEANT = {
    "drop-line", "drop-piece", "cut-line", "swap-lines", "swap-pieces", "misspell-id", "wide-quote",
    "retype-null", "retype-number", "join-lines",
}  # fmt: skip
#: Damage that can only be told where it shows: at a sum, at a reference, at a row with one cell too many.
SHOWS_ELSEWHERE = {"drop-line", "drop-piece", "swap-lines", "swap-pieces", "misspell-id"}


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 30
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_damage_is_told(kind: Damage) -> None:
    verdicts = of_kind(kind)
    assert len(verdicts) > 30
    assert [verdict for verdict in verdicts if verdict.outcome == LOST] == []
    if kind.name not in MAY_BE_MEANT:
        assert [verdict for verdict in verdicts if verdict.outcome == LEGAL] == []
    if kind.name not in SHOWS_ELSEWHERE:
        assert [verdict for verdict in verdicts if verdict.outcome == ELSEWHERE] == []
    if kind.name == "windows":
        assert {verdict.outcome for verdict in verdicts} == {SAME}


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.data())
def test_no_text_ends_in_a_traceback(data: st.DataObject) -> None:
    """Pieces of real files glued together at random, with signs that mean something thrown in."""
    every = [file for file in real() if len(file.document.text) < 20_000]
    file = every[data.draw(st.integers(0, len(every) - 1))]
    lines = file.document.text.split("\n")
    pieces = st.sampled_from(
        [*lines[:40], "- ", "{", "}", "[", ": ", "：", "'", '"', "|", ">", "&a ", "*a", "---", "\t", "?"]
    )
    text = "\n".join(data.draw(st.lists(pieces, max_size=12)))
    broken = judge(text.encode(), file.path, file.kind, file.id)
    assert broken.problems or broken.content is not None


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_traceback(raw: bytes) -> None:
    kind = real()[-1]
    assert judge(raw, kind.path, kind.kind, kind.id).problems


@pytest.mark.parametrize("raw", [b".\n", b"a.b\n", b"- .\n", b"7\n", b"null\n", b"[[.]]\n"])
def test_what_is_no_group_of_fields_is_told_in_every_kind_of_file(raw: bytes) -> None:
    for kind in {file.kind: file for file in real()}.values():
        broken = judge(raw, kind.path, kind.kind, kind.id)
        assert broken.problems, kind.path
        assert broken.content is None
