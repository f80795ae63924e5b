"""Draw the pictures of the editor's guide anew: python -m tests.draw_guide.

They show the preview of a copy of the shipped playbook, from a browser that is steered as an editor would. WebP, so
that the guide stays light; the browser packs them.
"""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from macros.build.preview import Preview
from macros.editor.gate import PREFIX
from macros.editor.server import EditingServer
from scripts.setup import find_browser
from tests.copies import PROJECT, copy_project

FOLDER = PROJECT / "docs/assets/images/editing"
WIDTH, HEIGHT = 960, 540
QUALITY = 0.72
DUTY = "/duties/data-monitoring/"

_PACK = """async ([png, quality]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


@contextlib.contextmanager
def preview() -> Iterator[tuple[str, Path]]:
    """A preview of a copy of the playbook under version control: its address, and the folder."""
    with tempfile.TemporaryDirectory(prefix="guide-") as name:
        root = copy_project(Path(name) / "playbook")
        (root / ".gitignore").write_text(".cache/\n", encoding="utf-8")
        who = ("-c", "user.name=editor", "-c", "user.email=editor@example.com")
        for command in (["init", "-q", "-b", "main"], ["add", "."], [*who, "commit", "-qm", "as it was"]):
            subprocess.run(["git", *command], cwd=root, check=True)
        before = Path.cwd()
        os.chdir(root)
        built = Preview(root)
        server = EditingServer(built, "127.0.0.1", 0, lambda _line: None)
        server.rebuild()
        server.watch(str(root / "data"))
        serving = threading.Thread(target=server.serve)
        serving.start()
        try:
            while not server.gate.port:
                serving.join(0.01)
            yield f"http://127.0.0.1:{server.gate.port}", root
        finally:
            server.shutdown(wait=True)
            serving.join()
            built.close()
            os.chdir(before)


def field(page: Page, url: str) -> None:
    """A text that is being changed where it stands, and saved."""
    page.goto(url + DUTY)
    page.locator(".pb-outcome [data-edit]").click()
    box = page.locator(".pb-editor textarea")
    expect(box).to_be_focused()
    box.fill("异常在影响扩大之前有人看见、有人认领。")
    page.keyboard.press("End")


def changes(page: Page, url: str) -> None:
    """What was changed, with the sentence of the commit."""
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pb-outcome")).to_contain_text("有人看见", timeout=60_000)
    page.wait_for_load_state()
    page.goto(f"{url}{PREFIX}changes")
    expect(page.locator("[data-load=pages]")).not_to_contain_text("正在算", timeout=120_000)
    page.locator("article h1").scroll_into_view_if_needed()


def lists(page: Page, url: str) -> None:
    """The lists of a page, with their buttons."""
    page.goto(f"{url}{PREFIX}lists?page={DUTY}")
    heading = page.get_by_role("heading", name="检查项")
    heading.evaluate("(one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - 110)")


def deletion(page: Page, url: str) -> None:
    """What follows when a check is deleted."""
    page.get_by_role("link", name="删掉：").and_(page.locator("[href*=checks]")).first.click()
    expect(page.locator("article h1")).to_contain_text("删掉")


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "field": field,
    "changes": changes,
    "lists": lists,
    "delete": deletion,
}


def main() -> int:
    """Draw them all; give back the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with preview() as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser() or None, chromium_sandbox=not is_root)
        window = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", locale="zh-CN"
        )
        page, packer = window.new_page(), window.new_page()
        for name, act in PICTURES.items():
            act(page, url)
            png = base64.b64encode(page.screenshot()).decode()
            packed = base64.b64decode(packer.evaluate(_PACK, [png, QUALITY]))
            (FOLDER / f"{name}.webp").write_bytes(packed)
            sys.stdout.write(f"{name}.webp {len(packed):,}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
