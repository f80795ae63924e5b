"""What a finished site may have nothing of: marks, and whatever editing on the page is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from macros.editor.gate import PREFIX

#: Kinds of file that are texts; what is packed is made of the same.
_TEXTS = (".html", ".js", ".mjs", ".css", ".json", ".md", ".txt", ".csv", ".ics", ".xml", ".svg")
#: A mark is a character of the last two planes: in UTF-8 four bytes that begin so.
_MARK = re.compile(rb"\xf3[\xb0-\xbf]|\xf4[\x80-\x8f]")
_FIRST = (b"\xf3", b"\xf4")
_PARTS = (b" data-edit=", b"pb-editor", PREFIX.encode())


def traces(places: Mapping[str, str]) -> list[str]:
    """A line for each file of a site that has something of it; `places` says where each is, by its path."""
    found = []
    for name in sorted(name for name in places if name.endswith(_TEXTS)):
        with open(places[name], "rb") as file:  # noqa: PTH123 (thousands of files)
            content = file.read()
        if any(part in content for part in _PARTS):
            found.append(f"{name}: 有在页面上修改用的代码，发布的站点里不能有。")
        if any(first in content for first in _FIRST) and (match := _MARK.search(content)):
            start, end = max(match.start() - 60, 0), match.end() + 2
            before = content[start:end].decode("utf-8", "ignore").rstrip()[-13:]
            found.append(f"{name}: “{before}”里有一个没有字体能显示的字符，在数据或页面里删掉它。")
    return found
