"""The guide for editors: its commands exist, its example is YAML."""

import re
from pathlib import Path

import pytest

from macros.yamltext.marks import Document
from macros.yamltext.reader import parse

PROJECT = Path(__file__).resolve().parent.parent.parent
GUIDE, SHEET = PROJECT / "docs/editing.md", PROJECT / "docs/editing/cheatsheet.md"


@pytest.mark.parametrize("page", [GUIDE, SHEET], ids=lambda page: page.stem)
def test_every_command_exists(page: Path) -> None:
    words = set(re.findall(r"^([a-z-]+):.*##", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert {"serve", "check", "new", "move", "impact", "review"} <= named <= words


def test_the_example_for_beginners_is_yaml() -> None:
    block = re.search(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    document = Document("", block[1])
    parse(document)
    assert document.problems == []
    assert document.data["rhythm"] == {"cadence": "daily", "due": "09:30"}
    assert len(document.data["done_when"]) == 2
