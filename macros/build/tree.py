"""The site as plain Markdown with its assets and a mkdocs.yml of its own: for any tool that reads Markdown.

Nothing of ours is needed to build it: no hooks, no macros, no package, no templates of the theme. What is written here
is what pages say after their macros.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority

from macros.build import mkdocs
from macros.build.session import Session

#: What in mkdocs.yml only works with the project's own code.
_OURS = ("hooks:", "watch:")


class _Capture(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Writes each page's Markdown as it is after all macros."""

    def __init__(self, docs: Path) -> None:
        super().__init__()
        self.docs = docs

    @event_priority(-1000)
    def on_page_markdown(self, markdown: str, *, page: Any, **_: Any) -> None:
        path = self.docs / page.file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        # Other tools find the words for their search in the pages; ours takes them from the data.
        meta = {key: value for key, value in page.meta.items() if key != "search"}
        path.write_text(f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n\n{markdown}", encoding="utf-8")


def pages(root: Path, docs: Path, unused: Path) -> MkDocsConfig:
    """Write the Markdown of every page of the project under `root` into `docs`, and what they load.

    `unused` is a folder for the site that is built on the way. Gives back the configuration, with the navigation.
    Raises what MkDocs raises: Abort or PluginError when something is wrong.
    """
    config = mkdocs.configuration(root, unused, Session(root, apart=True), strict=True)
    config.plugins["capture"] = _Capture(docs)
    mkdocs.make(config)
    for path in sorted((root / "docs").rglob("*")):
        if path.is_file() and path.suffix != ".md":
            target = docs / path.relative_to(root / "docs")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return config


def write(root: Path, out: Path) -> None:
    """Write the tree of the project under `root` into the empty folder `out`. Raises what `pages` raises."""
    unused = out / ".site"
    try:
        config = pages(root, out / "docs", unused)
    finally:
        shutil.rmtree(unused, ignore_errors=True)
    session: Session = config.extra["playbook"]
    mkdocs.write_exports(session, config.site_url or "", out / "docs")
    for path in (out / "docs").rglob("*.md"):
        if path.relative_to(out / "docs").as_posix() not in session.addresses:
            path.unlink()  # what a page that was given up says: a page of another kind already says it
    (out / "mkdocs.yml").write_text(
        settings((root / "mkdocs.yml").read_text(encoding="utf-8"), config), encoding="utf-8"
    )


def settings(text: str, config: MkDocsConfig) -> str:
    """The text of mkdocs.yml without what is ours, with the title and the navigation that come from the data."""
    lines: list[str] = []
    skipped: int | None = None  # how far in the block stands that is left out
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if skipped is not None and (not line.strip() or indent > skipped):
            continue
        skipped = None
        if line.startswith(_OURS) or re.match(r"\s+- macros\b", line):
            skipped = indent
        elif not re.match(r"\s*(custom_dir|site_name|strict):", line):
            lines.append(line)
    about = {"site_name": config.site_name, "site_description": config.site_description, "nav": config.nav}
    return "\n".join(lines) + "\n\n" + yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
