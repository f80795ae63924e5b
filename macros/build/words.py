"""What MkDocs has to say of pages and configuration, in the words of an editor: the file, the line, what to do."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_HAN = re.compile(r"[\u3400-\u9fff]")
_MACRO = re.compile(r"_Macro (?:Rendering|Syntax) Error_\s+_File_: `([^`]+)`\s+_(\w+)_: (.+)")
_PAGE = re.compile(r"Doc file '(?P<page>[^']+)' contains an? (?P<what>.+)", re.DOTALL)
#: What MkDocs finds wrong with a link, and how an editor is told. `{0}` is the link, `{1}` what else is named.
_LINKS = [
    (r"link '(.*?)', but the target.* is not found among", "链接 `{0}` 打不开，docs/ 里没有这个文件"),
    (r"link '(.*?)', but there is no such anchor", "链接 `{0}` 打不开，这一页上没有这个锚点"),
    (r"link '(.*?)', but the doc '(.*?)' does not contain", "链接 `{0}` 打不开，{1} 上没有这个锚点"),
    (r"absolute link '(.*?)'", "链接 `{0}` 以 / 开头，网站换个地方放就打不开。写成从这一页出发的相对路径"),
    (r"unrecognized relative link '(.*?)'", "链接 `{0}` 认不出指哪个文件。写成 `.md` 文件的相对路径"),
    (r"link to '(.*?)' which is excluded", "链接 `{0}` 打不开，这个文件不会发布"),
]
_BETTER = re.compile(r"Did you mean '([^']*)'\?")
#: What MkDocs says of files and configuration as a whole.
_OTHERS = [
    (
        r"Excluding '(.*?)' from the site because it conflicts with '(.*?)'",
        "docs/{0}: 和 docs/{1} 是同一个地址，只能留一个。",
    ),
    (r"(?s)following pages exist in the docs directory.*configuration:\n(.*)", "docs/ 里有导航没有列的页面：\n{0}"),
    (r"A reference to '(.*?)' is included in the 'nav'", "导航里的 {0} 在 docs/ 里没有。"),
    (r"File not found: (.*)", "docs/{0}: 没有这个文件。"),
    (r"Encoding error reading file: (.*)", "docs/{0}: 不是 UTF-8 编码，在编辑器里另存为 UTF-8。"),
    (r"Config value '(.*?)': (.*)", "mkdocs.yml: `{0}` 写得不对：{1}"),
    (r"(?s)error parsing the configuration file: (.*)", "mkdocs.yml: 读不懂：{0}"),
    (r"Config file '(.*?)' does not exist", "没有 {0} 这个文件。"),
    (r"Error (?:reading|building) (?:page|template) '(.*?)': (.*)", "docs/{0}: 这一页做不出来：{1}"),
]


@contextmanager
def heard(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hand every warning and error of MkDocs meanwhile to `say`, as `warning` words it; nothing of it is printed."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if text := warning(record.getMessage(), root):
                say(text)

    listener = Listener(logging.WARNING)
    log = logging.getLogger("mkdocs")
    log.addHandler(listener)
    try:
        yield
    finally:
        log.removeHandler(listener)


def warning(message: str, root: Path) -> str:
    """A message of MkDocs for people; empty when it adds nothing to what was said before.

    `root` is the project's folder, whose pages are looked into for the line.
    """
    if found := _MACRO.search(message):
        return f"docs/{found[1]}: 页面里的宏写错了：{found[3]}（{found[2]}）。"
    if re.match(r"Aborted with|\d+$", message):
        return ""
    if page := _PAGE.match(message):
        for pattern, told in _LINKS:
            if found := re.match(pattern, page["what"]):
                better = _BETTER.search(page["what"])
                more = f"，是不是要写 `{better[1]}`？" if better else "。"
                return f"{_place(root, page['page'], found[1])}: {told.format(*found.groups())}{more}"
    if _HAN.search(message):
        return message
    for pattern, told in _OTHERS:
        if found := re.search(pattern, message):
            return told.format(*found.groups())
    return f"MkDocs 说：{message}"


def _place(root: Path, page: str, link: str) -> str:
    """The file that a page is written in, with the line of a link where it can be found there."""
    try:
        lines = (root / "docs" / page).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return f"生成的页面 {page}"
    line = next((number for number, text in enumerate(lines, 1) if link in text), 0)
    return f"docs/{page}:{line}" if line else f"docs/{page}"
