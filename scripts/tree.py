"""Write the site as plain Markdown that other tools can build: for the day when MkDocs is no more."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Write the tree; give back the exit status."""
    parser = argparse.ArgumentParser(prog="make tree", description="把整个站点写成普通的 Markdown，别的工具也能用。")
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    parser.add_argument("--to", type=Path, help="写到哪里（默认 dist/tree/），里面原有的东西会先删掉")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    target = (options.to or root / "dist/tree").resolve()
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.chdir(root)
    from mkdocs.exceptions import Abort, MkDocsException

    from macros.build import tree, words

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    if target.exists() and any(target.iterdir()) and not (target / "mkdocs.yml").is_file():
        say(f"{target} 里有别的东西，没有写。换一个空的文件夹。")
        return 1
    fresh = target.with_name(f".{target.name}-new")
    try:
        with tempfile.TemporaryDirectory(prefix="playbook-tree-") as folder:
            with words.heard(root, say):
                tree.write(root, Path(folder))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(folder, fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    except (Abort, MkDocsException) as error:
        if told := words.warning(str(error), root):
            say(told)
        say("没有写成。")
        return 1
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    print(f"{target} 写好了：{sum(1 for _ in target.rglob('*.md'))} 个页面。用法见 docs/editing/publishing.md。")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
