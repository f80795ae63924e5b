"""A finished site made to open from a disk: file:// has no folders that open as pages, no modules and no workers.

Three things are changed, none of them in what a page says:

- A link that ends at a folder is given the folder's index.html.
- A browser loads no module from file://. The text of every module is put into one classic script, which hands it to
  the browser as an import map: each module keeps its own file and scope, and `import` goes on working. Only the
  addresses in its imports are rewritten, so an import must be written out: `from "./x.js"`, `import("./x.js")`.
- A worker becomes a hidden frame (the library iframe-worker), and the search index a script.

Nothing here knows MkDocs; it takes files and gives back files.
"""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

#: What a folder on a disk has no use for.
LEFT_OUT = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})
#: The script that carries the modules.
CARRIER = "assets/modules.js"
SHIM = "vendor/iframe-worker/shim.js"
INDEX = "search/search_index.json"

_PREFIX = "playbook/"  # of a module's name in the import map
#: A tag; a script or style with all that is in it.
_TAG = re.compile(
    r"""<(?P<verbatim>script|style)\b[^>]*>.*?</(?P=verbatim)>|<[a-z](?:[^<>"']++|"[^"]*"|'[^']*')*+>""",
    re.DOTALL | re.IGNORECASE,
)
_LINK = re.compile(r"""(?P<before>\s(?:href|src|action)="|\scontent="\d+;\s*url=)(?P<url>[^"]*)""")
_MODULE = re.compile(r"""<script\s+src="(?P<src>[^"]+)"\s+type="module"></script>""")
_BUNDLE = re.compile(r"""<script src="[^"]*/?assets/javascripts/bundle\.[^"]+"></script>""")
#: Feeds and other forms of a page; the theme asks each of them for a map of its site, which a disk refuses.
_ALTERNATE = re.compile(r"""<link rel="alternate"[^>]*>\s*""")
_IMPORT = re.compile(
    r"""(?P<before>\bfrom\s*|\bimport\s*\(\s*|\bimport\s*)(?P<quote>["'])(?P<url>\.{1,2}/[^"'\n]+)(?P=quote)"""
)
_COMMENT = re.compile(r"\s*(?:\*|//|/\*)")
#: What can't be followed from a list of texts: an import that is worked out, the module's own address.
_UNKNOWN = re.compile(r"""\bimport\s*\((?!\s*["'])|\bimport\.meta\b""")


class OfflineError(Exception):
    """A site can't be made to open from a disk; the message says which file and why."""


def files(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a site that opens from a disk, by path, from those of a finished site.

    Raises OfflineError when a link or an import leads nowhere, or when an import can't be followed.
    """
    shim = shim_of(site)
    found = {path: content for path, content in site.items() if path not in LEFT_OUT}
    entrances: set[str] = set()
    for path in sorted(found):
        if path.endswith(".html"):
            text, modules = page(found[path].decode(), path, site, shim)
            found[path] = text.encode()
            entrances |= modules
    found[CARRIER] = carrier(reachable(entrances, site)).encode()
    if INDEX in site:
        found[INDEX.removesuffix("on")] = b"var __index = " + site[INDEX] + b";\n"
    if "search/entries.js" in site:
        found["search/entries.js"] = entries(site["search/entries.js"].decode()).encode()
    return found


def shim_of(site: Mapping[str, bytes]) -> str:
    """The path of the library that makes a frame of a worker. Raises OfflineError when the site lacks it."""
    found = next((path for path in sorted(site) if path.startswith("assets/") and path.endswith(f"/{SHIM}")), "")
    if not found:
        raise OfflineError(f"assets/{SHIM}: 缺这个文件，搜索从磁盘打开时用它。")
    return found


# -------------------------------------------------------------------------------------------------- pages


def page(text: str, path: str, site: Mapping[str, bytes], shim: str) -> tuple[str, set[str]]:
    """A page with its links and scripts made to work from a disk, and the paths of the modules that it starts.

    `path` is the page's own; `site` are the files that its links may lead to, `shim` the one
    that lets the search work.
    """
    started: list[str] = []
    up = "../" * path.count("/")

    def linked(match: re.Match[str]) -> str:
        head, end, body = match[0].partition(">") if match["verbatim"] else (match[0], "", "")
        return _LINK.sub(lambda one: one["before"] + link(one["url"], path, site), head) + end + body

    def named(match: re.Match[str]) -> str:
        module = target(match["src"], path)
        first = "" if started else f'<script src="{up}{CARRIER}"></script>\n      '
        started.append(module)
        return f'{first}<script type="module">import "{_PREFIX}{module}";</script>'

    text = _TAG.sub(linked, _ALTERNATE.sub("", text))
    text = _MODULE.sub(named, text)
    text = _BUNDLE.sub(lambda match: f'<script src="{up}{shim}"></script>\n      {match[0]}', text, count=1)
    return text, set(started)


def link(url: str, path: str, site: Mapping[str, bytes]) -> str:
    """An address on the page at `path`, with index.html where it ends at a folder. Other hosts are left alone."""
    address, mark, rest = _split(url)
    if not address or re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        return url
    aim = target(address, path)
    if aim in site:
        return url
    inside = posixpath.join(aim, "index.html") if aim != "." else "index.html"
    if inside not in site:
        raise OfflineError(f"{path}: 链接 {url} 在站里没有对应的文件。")
    return posixpath.join(address, "index.html") + mark + rest


def _split(url: str) -> tuple[str, str, str]:
    """An address in three: up to its query or fragment, the sign that begins it, the rest."""
    match = re.search(r"[?#]", url)
    return (url[: match.start()], match[0], url[match.end() :]) if match else (url, "", "")


def target(address: str, path: str) -> str:
    """The path of the file that a relative address on the file at `path` means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))


def entries(text: str) -> str:
    """The entries of the search, with pages in place of folders."""
    return re.sub(r'("location":")([^"#]*)', lambda match: f"{match[1]}{_file(match[2])}", text)


def _file(address: str) -> str:
    return address if address.endswith(".html") else f"{address}index.html"


# ------------------------------------------------------------------------------------------------ modules


def reachable(entrances: Iterable[str], site: Mapping[str, bytes]) -> dict[str, str]:
    """The text of every module that the entrances lead to, by path, with its imports rewritten to names."""
    found: dict[str, str] = {}
    waiting = sorted(entrances)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        if path not in site:
            raise OfflineError(f"{path}: 页面要这个脚本，站里没有。")
        found[path], imported = module(site[path].decode(), path, site)
        waiting += sorted(imported)
    return dict(sorted(found.items()))


def module(text: str, path: str, site: Mapping[str, bytes]) -> tuple[str, set[str]]:
    """A module with its imports rewritten to the names of the import map, and the paths of what it imports."""
    imported: set[str] = set()

    def named(match: re.Match[str]) -> str:
        aim = target(match["url"], path)
        if aim not in site:
            if _COMMENT.match(line_of(text, match.start())):
                return match[0]
            raise OfflineError(f"{place_of(text, match.start(), path)}: 引入的 {match['url']} 不在站里。")
        imported.add(aim)
        return f"{match['before']}{match['quote']}{_PREFIX}{aim}{match['quote']}"

    for match in _UNKNOWN.finditer(text):
        if not _COMMENT.match(line_of(text, match.start())):
            raise OfflineError(
                f"{place_of(text, match.start(), path)}: 从磁盘打开时看不出 {match[0]} 指哪个文件。把路径直接写成文字。"
            )
    return _IMPORT.sub(named, text), imported


def line_of(text: str, at: int) -> str:
    """The line of a text that a position is on."""
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


def place_of(text: str, at: int, path: str) -> str:
    """A position in a file as path:line."""
    return f"{path}:{text.count(chr(10), 0, at) + 1}"


def carrier(modules: Mapping[str, str]) -> str:
    """The classic script that hands the modules to the browser, and sends links that scripts make to pages."""
    sources = json.dumps({_PREFIX + path: text for path, text in modules.items()}, ensure_ascii=False, indent=0)
    return f"""\
// The modules of this site, for pages that are opened from a disk: there a browser loads no module from a file.
{{
  const sources = {sources};
  const imports = {{}};
  for (const [name, text] of Object.entries(sources)) {{
    imports[name] = "data:text/javascript;charset=utf-8," + encodeURIComponent(text);
  }}
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({{ imports }});
  document.currentScript.after(map);

  // A link that a script made may end at a folder, which a disk does not show as a page.
  addEventListener("click", (event) => {{
    const link = event.target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }}, true);
}}
"""


# ---------------------------------------------------------------------------------------------------- zip


def read(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def write(target: Path, folder: str, content: Mapping[str, bytes], day: dt.date) -> None:
    """Write files as a zip, below one folder. The same files on the same day give the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".new")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(content):
            entry = zipfile.ZipInfo(f"{folder}/{path}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # whatever made it
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content[path])
    unfinished.replace(target)
