"""Every page as plain Markdown beside its HTML: `/duties/x/index.md`, and `/llms.txt`, which lists them.

What is read here is what the templates have written, in which signs from the data are escaped: a brace, a `<` or an
attribute list outside of code is therefore always a template's, and can be taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from posixpath import dirname, normpath

from macros.addresses.files import API, LLMS
from macros.addresses.pages import LISTS, address_of, pages, way
from macros.exports.context import Context
from macros.views.moves import Moves

_CODE = re.compile(r"(^ *```.*?^ *```$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
#: Controls, data for scripts, and what only stands in for a script.
_MACHINERY = re.compile(
    r"^[ \t]*<(script|form|svg|style|template|dialog)\b.*?</\1>[ \t]*\n?"
    r"|<(noscript|button|output|select|label)\b[^\n]*?</\2>"
    r"|^#+ [^\n]*\{:[^}\n]*\.pb-(?:screen|paper)[^}\n]*\}\n",
    re.DOTALL | re.MULTILINE,
)
#: Ways to change the data or to report on it: they are for who reads the page.
_EDIT = re.compile(r" ?\[[^\]\n]*\]\([^)\n]*\)\{:? [^}\n]*\.pb-(?:edit|report)[^}\n]*\}")
_ATTRIBUTES_OF_BLOCK = re.compile(r"\n[ \t]*\{:([^}\n]*)\}[ \t]*(?=\n|$)")
_ATTRIBUTES = re.compile(r" ?\{:? ?([#.][^}\n]*|[a-z-]+=[^}\n]*)\}")
_ID = re.compile(r"#([\w.-]+)")
_BREAK = re.compile(r"<br ?/?>")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>")
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[a-z0-9-]+: ?")
_LINK = re.compile(r"\]\(([^)#?\s]*?)([#?][^)\s]*)?\)")
_GAPS = re.compile(r"\n{3,}")


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """The Markdown of each page that is gone, and llms.txt. That of a page is written with the page."""
    for page in Moves(context.views).removed_pages:
        move = page.destination.move
        assert move is not None
        link = (
            f"[{page.destination.target.name}]({way(beside(page.destination.target.page), dirname(beside(page.path)))})"
            if page.destination.target
            else ""
        )
        line = f"{move.date} {'搬到' if link else '取消'}{link}，因为：{context.text(move.why)}"
        yield beside(page.path), f"# `{page.id}`\n\n{line}\n".encode()
    yield LLMS, index(context).encode()


def beside(path: str) -> str:
    """Where the Markdown of a page lies below the site's root: beside its HTML."""
    return path if f"/{path}".endswith("/index.md") else f"{path.removesuffix('.md')}/index.md"


def plain(text: str, path: str) -> str:
    """The Markdown of the page at `path` without HTML and attribute lists, with links to the Markdown of others."""
    text = _EDIT.sub("", _MACHINERY.sub("", text))
    parts = _CODE.split(text)
    parts[::2] = [_without_marks(part) for part in parts[::2]]
    here, there = dirname(path), dirname(beside(path))
    text = _LINK.sub(lambda match: f"]({_rebased(match[1], here, there)}{match[2] or ''})", "".join(parts))
    text = _GAPS.sub("\n\n", "\n".join(line.rstrip(" \t") for line in text.split("\n"))).strip("\n")
    return f"{text}\n\n网页：[{address_of(path).lstrip('/') or '/'}](./)\n"


def _without_marks(text: str) -> str:
    text = _TAG.sub("", _BREAK.sub(" · ", text))
    text = _ATTRIBUTES_OF_BLOCK.sub(_anchor, text)
    return _ICON.sub("", _ATTRIBUTES.sub(_anchor, text))


def _anchor(match: re.Match[str]) -> str:
    found = _ID.search(match[1])
    return f' <a id="{found[1]}"></a>' if found else ""


@lru_cache(maxsize=20_000)
def _rebased(link: str, here: str, there: str) -> str:
    """A link that MkDocs reads from a page's file in the folder `here`, as a link of its Markdown in `there`."""
    if not link or "://" in link or link.startswith(("/", "mailto:")):
        return link
    if link.endswith(".md"):
        return way(beside(normpath(f"{here}/{link}").lstrip("/")), there)
    return way(normpath(f"{here}/{link}").lstrip("/"), there) if "assets/" in link else link


def index(context: Context) -> str:
    """llms.txt: what the playbook is, and where each page's Markdown lies (llmstxt.org)."""
    book, views, base = context.book, context.views, context.base
    about = {f"duties/{id_}.md": duty.outcome for id_, duty in book.duties.items()}
    about |= {f"roles/{id_}.md": role.mission for id_, role in book.roles.items()}
    data = f"每一页都有同样内容的 Markdown。结构化的数据从 [{API}/index.json]({base}{API}/index.json) 开始。"
    lines = [f"# {book.title}", "", f"> {book.about}", "", data]
    section = ""
    for page in pages(views):
        folder = page.path.partition("/")[0]
        if folder != section:
            section = folder
            lines += ["", f"## {LISTS.get(folder, page.title)}", ""]
        told = f"：{context.text(about[page.path])}" if page.path in about else ""
        lines.append(f"- [{context.text(page.title)}]({base}{beside(page.path)}){told}")
    return "\n".join(lines) + "\n"
