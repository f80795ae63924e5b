"""The commands of scripts/, each in a process of its own that needn't load the libraries first.

To load them, and jieba's dictionary, takes longer than the build of a small playbook. So a process per worker has done
it, and splits itself for each command: what a command does to MkDocs, to logging and to the environment stays in its
own half, as when it is typed. Run as a module (`python -m tests.commands`), this file is that process.

`tests/field/test_commands.py` runs every command as it is typed, too.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import importlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
#: No command takes so many seconds, on the busiest machine.
PATIENCE = 300
#: What a build imports, and does so only when it is needed.
LIBRARIES = """macros.build.mkdocs macros.exports.all material.extensions.emoji material.plugins.search.plugin
    mkdocs.commands.build mkdocs.contrib.search mkdocs_macros.plugin markdown.extensions.attr_list
    markdown.extensions.md_in_html markdown.extensions.tables markdown.extensions.toc pymdownx.emoji pymdownx.slugs
    pypinyin""".split()
COMMANDS = "build check impact move new release_links review zip".split()


@dataclass(frozen=True)
class Answer:
    """What a command left behind: its exit status and what it wrote."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """All that was written, for people: signs that are no UTF-8 are shown as such."""
        return (self.out + self.err).decode("utf-8", errors="backslashreplace")


def run(root: Path, command: str, *arguments: str, env: Mapping[str, str] | None = None) -> Answer:
    """Run a command on a playbook, from its folder, by the project's own scripts.

    `env` has what is other than in the test's own environment.
    """
    own = {name: value for name, value in (env or {}).items() if name.startswith("PYTHON")}
    key = tuple(sorted(own.items()))
    if key not in _servers:
        _servers[key] = _Server(own)
    # A build in this very process leaves the day of its data there.
    here = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return _servers[key].run(root, command, [*arguments, "--root", str(root)], {**here, **(env or {})})


@dataclass
class _Server:
    """The process that has everything loaded, as this one sees it."""

    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def run(self, root: Path, command: str, arguments: list[str], env: Mapping[str, str]) -> Answer:
        if not hasattr(os, "fork"):  # Windows
            line = [sys.executable, "-m", f"scripts.{command}", *arguments]
            done = subprocess.run(line, cwd=PROJECT, env=env, capture_output=True, check=False, timeout=PATIENCE)
            return Answer(done.returncode, done.stdout, done.stderr)
        if self.process is None or self.process.poll() is not None:
            self.process = self._start()
        with tempfile.TemporaryDirectory() as folder:
            said = [Path(folder, name) for name in ("out", "err")]
            asked = {
                "root": str(root),
                "command": command,
                "arguments": arguments,
                "env": dict(env),
                "said": [str(path) for path in said],
            }
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps(asked).encode() + b"\n")
            self.process.stdin.flush()
            status = self._status()
            return Answer(status, *(path.read_bytes() for path in said))

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.commands"],
            cwd=PROJECT,
            env={**os.environ, **self.env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

        def end() -> None:
            process.communicate()

        atexit.register(end)
        return process

    def _status(self) -> int:
        assert self.process is not None
        assert self.process.stdout is not None
        end = time.monotonic() + PATIENCE
        while not select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]:
            if time.monotonic() > end:
                self.process.kill()
                raise TimeoutError(f"a command takes more than {PATIENCE} s")
        line = self.process.stdout.readline()
        assert line, "the process that runs the commands has ended"
        return int(line)


_servers: dict[tuple[tuple[str, str], ...], _Server] = {}


def _main() -> int:
    """Load everything; then for each line that comes, do what it says in half of this process, and say how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the tests, which end this process
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for name in (*LIBRARIES, *(f"scripts.{command}" for command in COMMANDS)):
        importlib.import_module(name)
    from macros.exports import api, search

    search.load_dictionary()
    api.schemas()
    compiled = tempfile.mkdtemp()
    _compile_once(compiled)
    gc.collect()
    gc.freeze()  # what is never looked at for garbage is not copied into the halves
    while line := sys.stdin.buffer.readline():
        pid = os.fork()
        if not pid:
            return _half(**json.loads(line))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()
    shutil.rmtree(compiled)
    return 0


def _compile_once(folder: str) -> None:
    """Let no template be compiled in each half anew: what it compiles to lies in a folder, by its text and settings."""
    import jinja2

    begin = jinja2.Environment.__init__

    def begin_with_cache(self: jinja2.Environment, *settings: Any, **named: Any) -> None:
        begin(self, *settings, **named)
        others = [settings, sorted((name, value) for name, value in named.items() if name != "loader")]
        key = hashlib.sha256(repr(others).encode()).hexdigest()[:16]
        self.bytecode_cache = jinja2.FileSystemBytecodeCache(folder, f"{key}-%s")

    jinja2.Environment.__init__ = begin_with_cache  # type: ignore[method-assign]


def _half(root: str, command: str, arguments: list[str], env: dict[str, str], said: list[str]) -> int:
    """Be what the command would be if it had been typed."""
    from scripts import console

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(PATIENCE)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(root)
    for number, path in enumerate((os.devnull, *said)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    script = importlib.import_module(f"scripts.{command}")
    sys.argv = [str(script.__file__), *arguments]
    return console.run(script.main)


if __name__ == "__main__":
    sys.exit(_main())
