"""The loader: YAML 1.2 habits, a position for every value, and every way in which YAML would lose something."""

from pathlib import Path

import pytest

from macros.yamltext import reader
from macros.yamltext.marks import Document


def parsed(text: str) -> Document:
    document = Document("x.yml", text)
    reader.parse(document)
    return document


def told(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in reader.read_raw(text.encode(), "x.yml").problems]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("9:30", "9:30"), ("1.10", "1.10"),
        ("1e3", "1e3"), ("0x1F", "0x1F"), ("012", "012"), ("0", 0), ("-7", -7), ("42", 42), ("true", True),
        ("false", False), ("True", "True"), ("null", None), ("~", None), ("2026-11-22", "2026-11-22"), ('"7"', "7"),
        ("'true'", "true"), ("１２", "１２"), ("9" * 30, "9" * 30), ("=", "="), ("<<", "<<"),
    ],
)  # fmt: skip
def test_values_are_read_as_written(written: str, read: object) -> None:
    data = parsed(f"a: {written}\n").data
    assert data == {"a": read}
    assert type(data["a"]) is type(read)


def test_every_value_has_a_position() -> None:
    document = parsed("a: 1\nb:\n  - c: x\n    d: [y, {e: z}]\n")
    marks = document.marks
    assert marks.find(("a",)) == (1, 4)
    assert marks.find_key(("a",)) == (1, 1)
    assert marks.find(("b", 0, "d", 1, "e")) == (4, 16)
    assert marks.find_key(("b", 0, "d", 1, "e")) == (4, 13)
    assert marks.find(("b", 0, "nothing")) == (3, 5), "where the path ends early, the nearest thing above"
    assert marks.find(("b", 9)) == (3, 3)
    assert marks.last(("b",)) == (4, 3)
    assert list(document.texts()) == [
        (("b", 0, "c"), "x", (3, 8)), (("b", 0, "d", 0), "y", (4, 9)), (("b", 0, "d", 1, "e"), "z", (4, 16))
    ]  # fmt: skip


def test_there_is_room_for_what_is_missing() -> None:
    marks = parsed("a: 1\nc: 3\ne:\n  - 5\n").marks
    order = list("abcdef")
    assert marks.room(("b",), order) == (2, 1), "before the first key that comes after it"
    assert marks.room(("d",), order) == (3, 1)
    assert marks.room(("f",), order) == (4, 1), "behind the last line when nothing comes after it"
    assert marks.room(("z",), order) == (1, 1)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(1, "E-empty")]),
        ("# a\n", [(1, "E-empty")]),
        ("a: 1", []),
        ("a: 1\nb: 长长的一句\n  接着写\n", [(3, "E-fold")]),
        ("a: 长\n  接\n  着\n  写\nb: 1\n", [(2, "E-fold")]),
        ("a: 甲 #乙\n", [(1, "E-hash")]),
        ("a: 甲 # 乙\n", [(1, "E-hash")]),
        ("a: 甲  # 说给编辑的话\n", []),
        ("a: '甲' # 说给编辑的话\n", []),
        ("# 说给编辑的话\na: 1\n", []),
        ("a:\nb: 1\n", [(1, "E-empty-value")]),
        ("a:\n  - 1\n  -\n", [(3, "E-empty-value")]),
        ("a: null\n", []),
        ("a: 1\na: 2\n", [(2, "E-duplicate-key")]),
        ("a:\n  - b: 1\n    c: 2\n    d: 3\n    b: 1\n    c: 2\n    d: 3\n", [(5, "E-duplicate-key")]),
        ("a: &x 1\nb: *x\n", [(1, "E-anchor"), (2, "E-anchor")]),
        ("a: 1\n---\nb: 2\n", [(2, "E-documents")]),
        ("? [a]\n: 1\n", [(1, "E-key")]),
        ("a: \"甲\n  乙\"\nb: 1\n", [(1, "E-quote")]),
        ("a: 甲\u200b乙\n", [(1, "E-control")]),
        ("a: 甲\ufffd乙\n", [(1, "E-control")]),
        ("a：1\nb：2\nc: 3\n", [(1, "E-wide-colon"), (2, "E-wide-colon")]),
        ("a: 1\n\tb: 2\n", [(2, "E-tab")]),
        ("  a: 1\nb: 2\n", [(1, "E-indent")]),
        ("a: 1\n b: 2\nc: 3\n", [(2, "E-indent")]),
        ("a: 1\nb 2\nc: 3\n", [(2, "E-colon")]),
        ("a: [1, 2\nb: 3\n", [(1, "E-flow")]),
        ("a: 甲: 乙\nb: @丙\n", [(1, "E-colon-in-text"), (2, "E-special")]),
        ("a:\n－ 甲\n－ 乙\n", [(2, "E-wide-dash"), (3, "E-wide-dash")]),
        ("a:\n  1. 甲\n  2. 乙\n", [(2, "E-wide-dash")]),
    ],
)  # fmt: skip
def test_nothing_is_lost_in_silence(text: str, problems: list[tuple[int, str]]) -> None:
    assert told(text) == problems


def test_reading_goes_on_after_a_mistake() -> None:
    """Mistakes of different kinds in one file: each is named, and what was meant is read."""
    text = 'name：甲\naka: [乙\n丙: 1\ntasks:\n  - id:x\n    do: 看: 听\n   how: 数\n  - id: y\nowner: "我\n'
    codes = dict(told(text))
    assert {1, 2, 5, 6, 7, 9} <= codes.keys()
    assert codes[1] == "E-wide-colon"
    assert codes[5] == "E-colon-space"
    assert codes[6] == "E-colon-in-text"
    assert codes[9] == "E-quote"


def test_what_was_meant_is_read() -> None:
    document = parsed("name：甲\ntext: 乙: 丙\nlist:\n－ 丁\n")
    assert document.data == {"name": "甲", "text": "乙: 丙", "list": ["丁"]}
    assert not document.partial


def test_a_piece_that_cannot_be_read_is_left_out() -> None:
    document = parsed("a: 1\nb: [1, 2\nc: 3\n")
    assert document.data == {"a": 1, "c": 3}
    assert document.partial


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "a: 甲\nb:\n  - 乙\n"
    plain = reader.read_raw(text.encode(), "x.yml")
    for raw in (text.replace("\n", "\r\n"), "\ufeff" + text, "\ufeff" + text.replace("\n", "\r\n")):
        other = reader.read_raw(raw.encode(), "x.yml")
        assert (other.data, other.marks.tree, other.problems) == (plain.data, plain.marks.tree, [])


@pytest.mark.parametrize(
    ("raw", "line", "guess"),
    [
        ("a: 1\nb: 数据监控\n".encode("gbk"), 2, "GBK"),
        ("a: 甲\n".encode("utf-16"), 1, "UTF-16"),
        ("a: 甲\n".encode("utf-16-le"), 1, "UTF-16"),
        (b"a: 1\nb: \xff\xff\xff\n", 2, "不认得"),
    ],
)
def test_other_encodings_are_named(raw: bytes, line: int, guess: str) -> None:
    (problem,) = reader.read_raw(raw, "x.yml").problems
    assert problem.code == "E-encoding"
    assert problem.line == line
    assert guess in problem.text


def test_aliases_do_not_multiply() -> None:
    """«Billion laughs»: ten lines that would be 10⁹ texts."""
    lines = ["a0: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    document = parsed("\n".join(lines) + "\n")
    assert {problem.code for problem in document.problems} == {"E-anchor"}
    assert {problem.line for problem in document.problems} == set(range(1, 11))


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, "{a: " * 5000 + "}" * 5000, "- " * 5000 + "a"])
def test_depth_does_not_eat_the_stack(text: str) -> None:
    named = {"E-depth", "E-special", "E-flow", "E-yaml", "E-indent"}
    assert {problem.code for problem in parsed(f"a: {text}\n").problems} & named


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "link.yml").symlink_to("gone.yml")
    (tmp_path / "big.yml").write_bytes(b"a" * 5_000_000)
    codes = {
        name: reader.read(tmp_path / name, name).problems[0].code for name in ("folder.yml", "link.yml", "big.yml")
    }
    assert codes == {"folder.yml": "E-file", "link.yml": "E-link", "big.yml": "E-size"}
