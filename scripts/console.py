"""One entrance for every command's output: no console, file or closed pipe keeps a command from its work."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any


def run(command: Callable[[], int]) -> int:
    """Run a command with output that can't fail; give back its exit status.

    A sign that the console or the file can't take is written as its code. Where nobody reads any more
    (`make review | head`), the rest is dropped and the command goes on: it may be writing files.
    """
    sys.stdout, sys.stderr = _patient(sys.stdout), _patient(sys.stderr)
    status = command()
    sys.stdout.flush()
    return status


def as_json(data: Any) -> str:
    """Data for programs, in signs that the output can take."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in {"utf8", "utf8sig"}
    return json.dumps(data, ensure_ascii=plain, indent=2)


class _Pipe(io.FileIO):
    """A file that drops what nobody reads."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return len(memoryview(data).cast("B"))


def _patient(stream: Any) -> Any:
    """A stream that takes every text. One that is no file's, as in a test or a notebook, takes it already."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="backslashreplace")
    raw = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered, the buffer is the file itself
    if not isinstance(raw, io.FileIO):  # the console of Windows, which takes every sign
        return stream
    stream.flush()
    pipe = io.BufferedWriter(_Pipe(raw.fileno(), "wb", closefd=False))
    return io.TextIOWrapper(
        pipe,
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
