"""Files to take away that builds before this one have written, each by what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from macros.build import inputs
from macros.build.store import Store, key
from macros.exports.context import Kept


def kept_exports(store: Store, root: Path) -> Kept:
    """What gives back the file that a function makes of what it says: from the store, else made and kept there."""
    made_with = key("export", inputs.machine(), inputs.environment(root))

    def file(write: Callable[[Any], bytes], said: Any) -> bytes:
        name = key(made_with, write.__module__, write.__qualname__, to_json(said).decode())
        content = store.get("export", name)
        if content is None:
            content = write(said)
            store.put("export", name, content)
        return content

    return file
