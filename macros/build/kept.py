"""What builds before this one have made: files to take away by what they say, words by the texts that they stand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from pydantic_core import to_json

from macros.build import inputs
from macros.build.store import LIMIT, Store, key
from macros.exports import search
from macros.exports.context import Kept


def kept_exports(store: Store, root: Path) -> Kept:
    """What gives back the file that a function makes of what it says: from the store, else made and kept there."""
    made_with = _made_with(root)

    def file(write: Callable[[Any], bytes], said: Any) -> bytes:
        name = key(made_with, write.__module__, write.__qualname__, to_json(said).decode())
        content = store.get("export", name)
        if content is None:
            content = write(said)
            store.put("export", name, content)
        return content

    return file


class KeptInStore(search.Known):
    """What is made of texts, in the store: words of the search, what the check finds out."""

    def __init__(self, store: Store, root: Path) -> None:
        self._store, self._made_with = store, _made_with(root)

    def get(self, kind: str, texts: list[str]) -> Any:
        """What was made of these texts, or None."""
        return self._store.get_data(kind, key(self._made_with, kind, texts))

    def put(self, kind: str, texts: list[str], data: Any) -> None:
        """Keep what was made of these texts."""
        self._store.put_data(kind, key(self._made_with, kind, texts), data)


class KeptTemplates(BytecodeCache):
    """Templates as Jinja has compiled them. They are code: only this machine's own store may have them."""

    def __init__(self, store: Store, root: Path) -> None:
        self._store, self._made_with = store.beside("code"), [_made_with(root), inputs.digest(root / "mkdocs.yml")]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it is there."""
        if (content := self._store.get("template", self._name(bucket))) is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._store.put("template", self._name(bucket), bucket.bytecode_to_string())

    def trim(self) -> None:
        """Let go of what was not used for longest, when there is much."""
        self._store.trim(LIMIT // 10)

    def _name(self, bucket: Bucket) -> str:
        return key(self._made_with, bucket.key, bucket.checksum)


def _made_with(root: Path) -> str:
    return key(inputs.machine(), inputs.environment(root))
