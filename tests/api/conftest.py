"""The files for machines: of the finished site, and of the one after a year, which knows its own address."""

import json
from pathlib import Path
from typing import Any

import pytest

from macros.addresses.files import API, API_FILES
from tests.links.conftest import later, later_site

__all__ = ["later", "later_site"]

Files = dict[str, dict[str, Any]]


def files_of(site: Path) -> Files:
    return {name: json.loads((site / API / f"{name}.json").read_text(encoding="utf-8")) for name in API_FILES}


@pytest.fixture(scope="session")
def files(site: Path) -> Files:
    """Every file by its name."""
    return files_of(site)
