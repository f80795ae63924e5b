"""Temporary folders lie in memory only where it has room, and nobody has said where they should lie."""

import os
import tempfile
from pathlib import Path

import pytest

from tests import scratch


def test_a_place_without_room_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scratch, "ROOM", 2**62)
    assert not scratch.has_room(tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 0)
    assert not scratch.has_room(tmp_path / "missing")


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="only Linux says how much memory is left")
def test_a_place_with_room_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scratch, "ROOM", 0)
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.delenv("TMPDIR", raising=False)
    scratch.use_memory()
    assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(tmp_path)


def test_who_says_where_is_heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scratch, "ROOM", 0)
    monkeypatch.setattr(scratch, "MEMORY", tmp_path / "memory")
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    scratch.use_memory()
    assert tempfile.gettempdir() == str(tmp_path)
