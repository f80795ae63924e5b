"""What a finished site may have nothing of: marks, and whatever editing on the page is made of."""

from __future__ import annotations

import os
import re
from pathlib import Path

from macros.editor.gate import PREFIX

#: Kinds of file that are texts; what is packed is made of the same.
_TEXTS = (".html", ".js", ".mjs", ".css", ".json", ".md", ".txt", ".csv", ".ics", ".xml", ".svg")
#: A mark is a character of the last two planes: in UTF-8 four bytes that begin so.
_MARK = re.compile(rb"\xf3[\xb0-\xbf]|\xf4[\x80-\x8f]")
_FIRST = (b"\xf3", b"\xf4")
_PARTS = (b" data-edit=", b"pb-editor", PREFIX.encode())


def traces(site: Path) -> list[str]:
    """A line for each file below `site` that has something of it."""
    found = []
    places = (os.path.join(folder, name) for folder, _, names in os.walk(site) for name in names)  # noqa: PTH118
    for place in sorted(place for place in places if place.endswith(_TEXTS)):
        with open(place, "rb") as file:  # noqa: PTH123 (thousands of files)
            content = file.read()
        name = os.path.relpath(place, site).replace(os.sep, "/")
        if any(part in content for part in _PARTS):
            found.append(f"{name}: 有在页面上修改用的代码，发布的站点里不能有。")
        if any(first in content for first in _FIRST) and (match := _MARK.search(content)):
            start, end = max(match.start() - 60, 0), match.end() + 2
            before = content[start:end].decode("utf-8", "ignore").rstrip()[-13:]
            found.append(f"{name}: “{before}”里有一个没有字体能显示的字符，在数据或页面里删掉它。")
    return found
