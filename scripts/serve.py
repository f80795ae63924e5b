"""Serve the playbook on this machine and show every change within a second of saving."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; give back the exit status."""
    parser = argparse.ArgumentParser(prog="make serve", description="在本机看页面，保存后自动刷新。")
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    parser.add_argument("--host", default="127.0.0.1", help="地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    options = parser.parse_args(arguments)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from macros.editor.server import serve

    root = options.root.resolve()
    os.chdir(root)
    try:
        serve(root, options.host, options.port, lambda line: print(line, flush=True))
    except OSError as error:
        print(
            f'{options.host}:{options.port} 用不了：{error.strerror or error}。换一个端口：make serve ARGS="--port 8001"',
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
