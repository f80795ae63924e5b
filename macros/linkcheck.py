"""Every link and anchor of a finished site, followed on disk."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path


def broken_links(site: Path) -> list[str]:
    """Links and anchors in the HTML below `site` that lead nowhere, one line each.

    Nothing is asked of the network: links to other hosts are left alone. Raises RuntimeError when the link
    checker itself could not run, so that a missing tool is never taken for a site without faults.
    """
    lychee = shutil.which("lychee", path=str(Path(sys.executable).parent)) or shutil.which("lychee")
    if lychee is None:
        raise RuntimeError("找不到检查链接的 lychee。运行 make lock 之后再装一遍环境。")
    result = subprocess.run(
        [
            lychee, "--offline", "--include-fragments", "--no-progress", "--format", "compact",
            "--root-dir", str(site), "--index-files", "index.html", "--mode", "plain", "--cache=false",
            "--exclude-path", "404.html", str(site / "**" / "*.html"),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode not in (0, 2) or "Total" not in result.stdout:
        raise RuntimeError(f"检查链接没有跑成：{result.stderr.strip() or result.stdout.strip()}")
    return [re.sub(re.escape(str(site)) + "/?", "", line) for line in result.stdout.splitlines() if "[ERROR]" in line]
