"""Items of a list in YAML text: put in, taken out, moved at their own bytes, with the comments that are theirs."""

import random

import pytest

from macros.editing.project import Project
from macros.yamltext import items
from macros.yamltext.edit import EditError, Node, load_value, parse

BLOCK = """\
# of the file
name: x
list:
  # of one
  - id: one  # behind one
    text: a
    # in one

  # of nobody

  # of two
  # and more of two
  - id: two
    text: b
  - id: three
    text: c
next: y
"""


def lists(node: Node, loc: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Node]]:
    """Every list of a text that has an item."""
    own = [(loc, node)] if node.value is None and 0 in node.below else []
    return [*own, *(one for key, below in node.below.items() for one in lists(below, (*loc, key)))]


def test_an_item_moves_with_its_comments_and_leaves_the_others() -> None:
    assert items.shift(BLOCK, ("list", 0), 1) == BLOCK.replace(
        BLOCK[BLOCK.index("  # of one") : BLOCK.index("  - id: three")],
        "  # of two\n  # and more of two\n  - id: two\n    text: b\n\n  # of nobody\n\n"
        "  # of one\n  - id: one  # behind one\n    text: a\n    # in one\n",
    )


def test_an_item_goes_with_its_comments_and_a_comment_of_nobody_stays() -> None:
    first, second = items.remove(BLOCK, ("list", 0)), items.remove(BLOCK, ("list", 1))
    assert "of one" not in first
    assert "in one" not in first
    assert "  # of nobody\n" in first
    assert "of two" not in second
    assert "  # of nobody\n" in second
    assert "  # of one\n  - id: one  # behind one\n" in second


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "loc", "number", "value", "after"),
    [
        ("a:\n  - x\n  - y\n", ("a",), 1, "z", "a:\n  - x\n  - z\n  - y\n"),
        ("a:\n  - x\n  - y", ("a",), 2, "z", "a:\n  - x\n  - y\n  - z"),
        ("a:\n- x\n\n- y\nb: 1\n", ("a",), 0, "z", "a:\n- z\n\n- x\n\n- y\nb: 1\n"),
        ("a: [x, y]\n", ("a",), 0, "v, w", 'a: ["v, w", x, y]\n'),
        ("a:\n  - {k: x}\n", ("a",), 1, {"k": "y, z"}, 'a:\n  - {k: x}\n  - {k: "y, z"}\n'),
        (
            "a:\n  - k: x\n    l: y\n",
            ("a",),
            0,
            {"k": "1", "l": "2"},
            'a:\n  - k: "1"\n    l: "2"\n  - k: x\n    l: y\n',
        ),
        ("a: 1\nc: 2\n", ("b",), 0, "x", "a: 1\nb:\n  - x\nc: 2\n"),
        ("a: 1\nb: []\nc: 2\n", ("b",), 0, "x", "a: 1\nb:\n  - x\nc: 2\n"),
        ("- - x\n  - y\n", (0,), 0, "z", "- - z\n  - x\n  - y\n"),
    ],
)
def test_an_item_comes_in_the_style_of_its_list(
    newline: str, before: str, loc: tuple[str | int, ...], number: int, value: object, after: str
) -> None:
    before, after = (text.replace("\n", newline) for text in (before, after))
    assert items.insert(before, loc, number, value, ["a", "b", "c"]) == after


@pytest.mark.parametrize(
    ("before", "loc", "after"),
    [
        ("a:\n  - x\nb: 1\n", ("a", 0), "b: 1\n"),
        ("a: [x]\n", ("a", 0), "a: []\n"),
        ("- {a: 1, b: [x]}\n", (0, "b", 0), "- {a: 1}\n"),
        ("- b: [x]\n  a: 1\n", (0, "b", 0), "- a: 1\n"),
        ("a:\n  # of x\n  - x\n", ("a", 0), "a: []\n"),
    ],
)
def test_a_list_without_items_goes_too(before: str, loc: tuple[str | int, ...], after: str) -> None:
    assert items.remove(before, loc) == after


def test_comments_between_brackets_are_left_to_people() -> None:
    with pytest.raises(EditError, match="方括号"):
        items.shift("a: [x,  # of x\n  y]\n", ("a", 0), 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_whatever_moves_in_the_data_moves_back_byte_for_byte(real: Project, newline: str) -> None:
    dice = random.Random(15)
    count = 0
    for file in real.data_files():
        text = real.texts[file.path].replace("\n", newline)
        found = lists(parse(text))
        for loc, node in dice.sample(found, min(6, len(found))):
            number, to = (dice.randrange(len(node.below)) for _ in range(2))
            there = items.shift(text, (*loc, number), to)
            assert items.shift(there, (*loc, to), number) == text
            without = items.remove(text, (*loc, number))
            assert without != text
            value = items.at(load_value(text), (*loc, number))
            assert items.remove(items.insert(text, loc, number, value), (*loc, number)) == text
            count += 1
    assert count > 100
