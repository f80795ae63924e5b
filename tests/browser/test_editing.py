"""The guide for editors in a browser: it reads on a phone, and its cheat sheet is one sheet of paper."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visits


def test_the_cheat_sheet_is_one_sheet_of_paper(look_shipped: Visits, tmp_path: Path) -> None:
    page = look_shipped("/editing/cheatsheet/")
    for margin in ("0mm", "10mm"):
        file = tmp_path / f"{margin}.pdf"
        page.pdf(path=str(file), format="A4", margin={"top": margin, "bottom": margin, "left": margin, "right": margin})
        assert len(re.findall(rb"/Type\s*/Page[^s]", file.read_bytes())) == 1
    page.emulate_media(media="print")
    expect(page.locator("article h2").last).to_be_visible()
    expect(page.locator(".md-header")).to_be_hidden()


def test_the_guide_leads_to_the_sheet_and_reads_on_a_phone(look: Visits) -> None:
    page = look("/editing/", width=390)
    page.get_by_role("article").get_by_role("link", name="速查卡").click()
    page.wait_for_url("**/editing/cheatsheet/")
    expect(page.get_by_role("heading", name="命令").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
