"""What was found out about a data file that is right, as plain data: builds keep it for the next.

A file that has problems is always read anew: what is said of it need not be kept.
"""

from __future__ import annotations

import hashlib
from typing import Any, Protocol

from macros import model
from macros.validation.duplicates import Pair
from macros.validation.file import File, judge
from macros.validation.wording import Sentence
from macros.yamltext import reader
from macros.yamltext.marks import Document, Tree


class Kept(Protocol):
    """What somebody keeps: data by its kind and by all that it was made of."""

    def get(self, kind: str, texts: list[str]) -> Any:
        """What was made of these texts, or None."""

    def put(self, kind: str, texts: list[str], data: Any) -> None:
        """Keep what was made of these texts."""


def known_or_judged(kept: Kept, raw: bytes, path: str, kind: type[model.Model], id_: str) -> File:
    """What there is to know about a data file that has these bytes: as it was kept, else found out and kept."""
    made_of = [path, kind.__name__, id_, hashlib.sha256(raw).hexdigest()]
    known = kept.get("file", made_of)
    if known is not None:
        return _file(known, raw, path, kind, id_)
    file = judge(raw, path, kind, id_)
    if file.content is not None and not file.problems:
        kept.put("file", made_of, _data(file))
    return file


def compared(kept: Kept) -> tuple[set[str], list[Pair]]:
    """The sentences that the check before compared with each other, and the pairs of them that are nearly the same."""
    texts, pairs = kept.get("sentences", []) or ([], [])
    return set(texts), [(one, other, score) for one, other, score in pairs]


def keep_compared(kept: Kept, texts: set[str], pairs: list[Pair]) -> None:
    """Keep what `compared` gives back: of the last check alone, whatever its sentences were."""
    kept.put("sentences", [], [sorted(texts), pairs])


def _data(file: File) -> Any:
    """A file that is right as JSON has it."""
    data = file.document.data
    sentences = [(one.text, one.line, one.column) for one in file.sentences]
    return [data, _packed(data, file.document.marks.tree), sentences, file.mentions, file.settings]


def _file(known: Any, raw: bytes, path: str, kind: type[model.Model], id_: str) -> File:
    """The file that `_data` wrote down; `raw` are its bytes."""
    data, packed, sentences, mentions, settings = known
    text = reader.decode(raw)
    assert isinstance(text, str)
    document = Document(path, text)
    document.fill(data, _unpacked(data, packed))
    document.pack()
    return File(
        path,
        kind,
        id_,
        document,
        kind.model_validate(data),
        sentences=[Sentence(text, path, line, column) for text, line, column in sentences],
        mentions=[(duty, item, line, column) for duty, item, line, column in mentions],
        settings=[(setting, word, line, column) for setting, word, line, column in settings],
    )


def _packed(data: Any, tree: Tree) -> Any:
    """Marks without the keys of the data that they belong to; JSON has no key that is None."""
    if isinstance(data, dict):
        return [tree[None], *([tree[key][0], _packed(value, tree[key][1])] for key, value in data.items())]
    if isinstance(data, list):
        return [tree[0], *(_packed(value, below) for value, below in zip(data, tree[1:], strict=True))]
    return tree


def _unpacked(data: Any, packed: Any) -> Tree:
    """The marks that `_packed` wrote down."""
    if isinstance(data, dict):
        tree: dict[str | None, Any] = {None: packed[0]}
        for (key, value), (at, below) in zip(data.items(), packed[1:], strict=True):
            tree[key] = at, (_unpacked(value, below) if isinstance(below, list) else below)
        return tree
    if isinstance(data, list):
        return [
            packed[0],
            *(
                _unpacked(value, below) if isinstance(below, list) else below
                for value, below in zip(data, packed[1:], strict=True)
            ),
        ]
    return packed
