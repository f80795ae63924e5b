"""YAML that is edited in place: what is outside an edit keeps its bytes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.problems import problem
from macros.yamltext import edit
from macros.yamltext.edit import EditError, Noted, Piece, append, block, cut, flow, load_value, parse, piece, scalar
from macros.yamltext.signs import plain

PROJECT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((PROJECT / "data").rglob("*.yml"))


def test_every_value_of_the_data_is_found_where_it_stands() -> None:
    """What stands between the two offsets of a value reads back as that value, in every file there is."""
    count = 0
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        data = load_value(text)
        for loc, node in parse(text).scalars():
            value: Any = data
            for step in loc:
                value = value[step]
            if "\n" not in text[node.start : node.end]:
                assert load_value(f"k: {text[node.start : node.end]}\n") == {"k": value}, f"{file}: {loc}"
                count += 1
    assert count > 10_000


LIST = """\
head: x   # kept
items:  # the list
  # about the first
  - {id: a, text: "甲"}  # a's
  # about b
  - id: b
    text: 乙
  - id: c
tail: y
"""


def test_an_item_takes_its_comments_along() -> None:
    rest, item = cut(LIST, ("items", 1))
    assert item == Piece("# about b\n- id: b\n  text: 乙\n", {"id": "b", "text": "乙"})
    assert rest == LIST.replace("  # about b\n  - id: b\n    text: 乙\n", "")


def test_a_comment_over_the_first_item_belongs_to_the_list() -> None:
    rest, item = cut(LIST, ("items", 0))
    assert item.text == '- {id: a, text: "甲"}  # a\'s\n'
    assert "  # about the first\n  # about b\n" in rest


def test_the_last_item_takes_the_key_with_it() -> None:
    assert cut("a: 1\nb:\n  - x\nc: 2\n", ("b", 0))[0] == "a: 1\nc: 2\n"
    assert cut("- {a: 1, b: [x], c: 2}\n", (0, "b", 0))[0] == "- {a: 1, c: 2}\n"
    assert cut("- {b: [x], c: 2}\n", (0, "b", 0))[0] == "- {c: 2}\n"


@pytest.mark.parametrize(
    ("text", "loc", "result"),
    [
        ("a:\n  - {k: 1}\nb: 2\n", ("a",), "a:\n  - {k: 1}\n  - k: v\n    n: [x]\nb: 2\n"),
        ("a:\n- {k: 1}\n", ("a",), "a:\n- {k: 1}\n- k: v\n  n: [x]\n"),
        ("a:\n  - 1  # one\n", ("a",), "a:\n  - 1  # one\n  - k: v\n    n: [x]\n"),
        ("a: [1]  # one\n", ("a",), "a: [1, {k: v, n: [x]}]  # one\n"),
        ("a: []  # none\nb: 2\n", ("a",), "a:\n  - k: v\n    n: [x]  # none\nb: 2\n"),
        ("b: 2\n", ("a",), "b: 2\na:\n  - k: v\n    n: [x]\n"),
        ("b: 2", ("a",), "b: 2\na:\n  - k: v\n    n: [x]\n"),
        ("- {b: 2}\n", (0, "a"), "- {b: 2, a: [{k: v, n: [x]}]}\n"),
        ("- b: 2\n- c: 3\n", (0, "a"), "- b: 2\n  a:\n    - k: v\n      n: [x]\n- c: 3\n"),
    ],
    ids=["block", "flush", "comment", "brackets", "empty", "no-key", "no-newline", "flow-map", "nested"],
)
def test_an_item_is_put_where_the_list_is(text: str, loc: problem.Loc, result: str) -> None:
    assert append(text, loc, piece({"k": "v", "n": ["x"]})) == result


def test_line_ends_stay_what_they_are() -> None:
    text = "a:\r\n  - {k: 1}\r\nb: 2\r\n"
    assert append(text, ("a",), piece({"k": "v"})) == "a:\r\n  - {k: 1}\r\n  - k: v\r\nb: 2\r\n"
    assert cut(text, ("a", 0))[0] == "b: 2\r\n"


def test_a_comment_is_not_squeezed_into_brackets() -> None:
    with pytest.raises(EditError, match="注释会丢"):
        append("a: [1]\n", ("a",), Piece("- k: v  # why\n", {"k": "v"}))


def test_quotes_stay_around_a_new_value() -> None:
    text = "a: \"x\"\nb: 'x'\nc: x\n"
    root = parse(text)
    edits = [edit.replace_scalar(text, root.at((key,)), "y") for key in "abc"]
    assert edit.apply(text, edits) == "a: \"y\"\nb: 'y'\nc: y\n"


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Cf"], exclude_characters="\ufeff\x85\u2028\u2029")
)


@given(TEXTS)
def test_whatever_is_written_reads_back(value: str) -> None:
    value = plain(value)  # signs that nobody can tell from ordinary ones are read as those
    assert load_value(f"k: {scalar(value)}\n") == {"k": value}
    assert load_value(f"k: {flow([value, {'x': value}])}\n") == {"k": [value, {"x": value}]}


@pytest.mark.parametrize(
    "value", ["true", "null", "~", "12", "", "a: b", "a #b", "- a", "[a", "@a", "09:30", "*a", "不填"]
)
def test_words_that_yaml_reads_otherwise_are_quoted(value: str) -> None:
    assert load_value(block({"k": value, "l": [value]})) == {"k": value, "l": [value]}


def test_a_comment_stands_behind_its_value() -> None:
    value = {"a": Noted("x", "why"), "b": Noted(["x", "y"], "lines", lines=True), "c": [{"d": Noted([1], "")}]}
    assert block(value) == "a: x  # why\nb:  # lines\n  - x\n  - y\nc:\n  - d: [1]\n"
