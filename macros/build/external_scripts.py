"""Scripts that the theme writes into its pages, moved into files of their own.

Then `script-src 'self'`, without 'unsafe-inline' and without hashes, is a policy under which everything works (see
deploy/nginx.conf). A file is named by its content: pages with the same script share it, and a browser keeps it for
good.
"""

from __future__ import annotations

import hashlib

FOLDER = "assets/javascripts"

_OPEN, _CLOSE = "<script>", "</script>"


def moved_out(html: str, root: str) -> tuple[str, dict[str, str]]:
    """A page without inline scripts, and the scripts by their path below the site's root.

    `root` leads from the page to the site's root: "", "../../" or "/team/playbook/". A script whose tag has
    attributes stays: it is a file already, or it is data. Each keeps its place, and runs there before the rest of the
    page is read.
    """
    head, *rest = html.split(_OPEN)
    scripts: dict[str, str] = {}
    parts = [head]
    for part in rest:
        text, _, after = part.partition(_CLOSE)
        path = f"{FOLDER}/inline.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.js"
        scripts[path] = text
        parts += [f'<script src="{root}{path}">', _CLOSE, after]
    return "".join(parts), scripts
