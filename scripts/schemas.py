"""Write schemas/*.json, with which editors check data files while they are typed, from the models."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.model.json_schema import schemas
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Write every schema that differs from the models, and drop what no model has; say which."""
    parser = argparse.ArgumentParser(prog="make schemas", description="从模型生成 schemas/ 里的 JSON Schema。")
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    folder = parser.parse_args(arguments).root / "schemas"
    folder.mkdir(exist_ok=True)
    wanted = schemas()
    changed = 0
    for name, text in wanted.items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            print(f"写了 schemas/{name}")
            changed += 1
    for file in sorted(folder.glob("*.json")):
        if file.name not in wanted:
            file.unlink()
            print(f"删了 schemas/{file.name}")
            changed += 1
    print(f"{len(wanted)} 份，改了 {changed} 份。" if changed else f"{len(wanted)} 份，都是最新的。")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
