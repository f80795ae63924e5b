"""Pack the playbook for people without a server: a zip whose pages open from a disk, with search and everything."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from pathlib import Path

from macros.build import offline
from macros.validation.check import DataError, load_playbook
from macros.views.views import Views
from scripts.build import build
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent


def pack(site_dir: Path, folder: Path, day: dt.date) -> Path:
    """Pack the finished site as `folder`/playbook-<day>.zip; give back the file. Raises OfflineError."""
    target = folder / f"playbook-{day}.zip"
    offline.write(target, target.stem, offline.files(offline.read(site_dir)), day)
    return target


def date_of_data(root: Path) -> dt.date:
    """The day the data was last looked through. Raises DataError when there is an error in it."""
    return Views(load_playbook(root)).newest_review


def main(arguments: list[str] | None = None) -> int:
    """Build the site and pack it; give back the exit status."""
    parser = argparse.ArgumentParser(prog="make zip", description="生成一份不用服务器、双击就能打开的手册。")
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    parser.add_argument("--site", type=Path, help="用这个已经建好的站点，不再建一遍")
    parser.add_argument("--to", type=Path, help="压缩包放在哪里（默认 dist/）")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    with tempfile.TemporaryDirectory(prefix="playbook-zip-") as temporary:
        site_dir = options.site or Path(temporary) / "site"
        if not options.site and (status := build(root, site_dir)):
            return status
        try:
            target = pack(site_dir.resolve(), (options.to or root / "dist").resolve(), date_of_data(root))
        except (offline.OfflineError, DataError) as error:
            print(f"{error}\n没有打包。", file=sys.stderr)
            return 1
    print(f"{target} 打好了，{target.stat().st_size / 1e6:.1f} MB。解压后双击里面的 index.html。")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
