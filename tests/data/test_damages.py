"""Every kind of damage done to every file of the tests' own playbook: told at its place, or provably harmless.

`make test ARGS="tests/data --all-damages"` does it to every shipped data file as well, in half a minute or two;
`python -m tests.data.damage_table` prints what comes of each kind.
"""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.validation.file import File, judge
from tests.data.damage import KINDS, Damage
from tests.data.judging import ELSEWHERE, LEGAL, LOST, SAME, of_kind, own, real

#: Damage that may leave a file in which nothing is wrong: whoever did it may have meant it, and all that is
#: written is in the playbook. What is taken out whole, put into another order, or said in other words can't be
#: told from an edit.
MAY_BE_MEANT = {
    "drop-line", "drop-piece", "cut-line", "swap-lines", "swap-pieces", "misspell-id", "wide-quote",
    "retype-null", "retype-number", "join-lines",
}  # fmt: skip
#: Damage that can only be told where it shows: at a sum, at a reference, at a row with one cell too many.
SHOWS_ELSEWHERE = {
    "drop-line", "drop-piece", "cut-line", "swap-lines", "swap-pieces", "misspell-id", "retype-null",
}  # fmt: skip
#: An old id is any text: whether it was ever published is known to the ledger, which is not asked here.
HELD_BY_THE_LEDGER = {"data/moved.yml"}


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 30
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.fixture(scope="module")
def every(request: pytest.FixtureRequest) -> list[Sequence[File]]:
    """The playbooks whose files are damaged."""
    return [own(), real()] if request.config.getoption("--all-damages") else [own()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_damage_is_told(kind: Damage, every: list[Sequence[File]]) -> None:
    verdicts = [verdict for files in every for verdict in of_kind(kind, files)]
    assert verdicts
    assert [verdict for verdict in verdicts if verdict.outcome == LOST] == []
    if kind.name not in MAY_BE_MEANT:
        legal = [verdict for verdict in verdicts if verdict.outcome == LEGAL]
        assert [verdict for verdict in legal if verdict.file not in HELD_BY_THE_LEDGER] == []
    if kind.name not in SHOWS_ELSEWHERE:
        assert [verdict for verdict in verdicts if verdict.outcome == ELSEWHERE] == []
    if kind.name == "windows":
        assert {verdict.outcome for verdict in verdicts} == {SAME}


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.data())
def test_no_text_ends_in_a_traceback(data: st.DataObject) -> None:
    """Pieces of real files glued together at random, with signs that mean something thrown in."""
    every = [file for file in own() if len(file.document.text) < 20_000]
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
    kind = own()[-1]
    assert judge(raw, kind.path, kind.kind, kind.id).problems


@pytest.mark.parametrize("raw", [b".\n", b"a.b\n", b"- .\n", b"7\n", b"null\n", b"[[.]]\n"])
def test_what_is_no_group_of_fields_is_told_in_every_kind_of_file(raw: bytes) -> None:
    for kind in {file.kind: file for file in real()}.values():
        broken = judge(raw, kind.path, kind.kind, kind.id)
        assert broken.problems, kind.path
        assert broken.content is None
