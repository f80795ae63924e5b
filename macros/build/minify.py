"""A script as it is sent: without comments, and without the blanks and line ends that mean nothing.

Names stay as they are written, so that an error in a browser's console can be looked up. tree-sitter reads the
script: where a regular expression, a template or a comment begins can't be told without a parser.
"""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_javascript.language()))
#: What is copied as it stands, with all blanks in it.
_VERBATIM = frozenset({"string", "template_string", "regex"})
#: After these a line end, and before these, says nothing: the statement goes on, or has ended anyway.
_GOES_ON, _GOES_BACK = b"{([,;", b")]"
#: Beside these a blank says nothing.
_APART = b"{}()[],;:=?"


class ShrinkError(ValueError):
    """A script can't be read; the message names the file and the line."""


def script(text: bytes, path: str) -> bytes:
    """The script at `path` without comments and needless blanks. Raises ShrinkError where its grammar is wrong."""
    root = _PARSER.parse(text).root_node
    if (wrong := _wrong(root)) is not None:
        raise ShrinkError(f"{path}:{wrong.start_point[0] + 1}: 这里不是能运行的 JavaScript。")
    out = bytearray()
    gap, end = b"", 0
    for node in _tokens(root):
        gap += text[end : node.start_byte]
        end = node.end_byte
        token = text[node.start_byte : end]
        if node.type == "comment":
            gap += b"\n" if b"\n" in token else b" "
            continue
        if out and gap:
            out += _between(out[-1], token[0], gap)
        out += token
        gap = b""
    return bytes(out) + b"\n"


def _tokens(node: Node) -> Iterator[Node]:
    if node.type in _VERBATIM or not node.children:
        if node.end_byte > node.start_byte:  # a semicolon that the browser puts in has no text
            yield node
        return
    for child in node.children:
        yield from _tokens(child)


def _between(before: int, after: int, gap: bytes) -> bytes:
    """What has to stay between two tokens, of which the last and the first byte are given."""
    if b"\n" in gap:
        return b"" if before in _GOES_ON or after in _GOES_BACK else b"\n"
    return b"" if before in _APART or after in _APART else b" "


def _wrong(node: Node) -> Node | None:
    """The first place that the grammar has no name for."""
    if not node.has_error:
        return None
    if node.is_error or node.is_missing:
        return node
    return next((found for child in node.children if (found := _wrong(child)) is not None), node)
