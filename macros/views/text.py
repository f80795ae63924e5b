"""The marks that a text of the data may have, and the text without them."""

from __future__ import annotations

import re

from macros.views.views import Views

#: Code, bold, and references `duty.item` or `duty.task.step` in running text.
TOKEN = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|\*\*(?P<bold>[^*]+)\*\*"
    r"|(?<![\w./@-])(?P<ref>[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*){1,2})(?![\w/@-])"
)
#: Without one of these a text has no token; most texts have none.
MARKS = re.compile(r"[`*.]")


def unmarked(text: str, views: Views) -> str:
    """A text as a reader sees it, without marks or links: for files that aren't Markdown."""
    text = views.settled(text)

    def shown(match: re.Match[str]) -> str:
        if match["ref"]:
            target = views.targets.get(".".join(match["ref"].split(".")[:2]))
            return target.name if target else match["ref"]
        return match["bold"] or match["code"][1:-1]

    if not MARKS.search(text):
        return text
    return TOKEN.sub(shown, text)
