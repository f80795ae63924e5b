"""A printed page leads back to itself: by its address, and by a code that a phone reads."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.browser import runs
from tests.browser.conftest import Visits
from tests.links.conftest import ADDRESS

WEEKLY, CONTROL = "checklists/monitoring-weekly/", "roles/control-ops/"


def printed(page: Page) -> tuple[str, str, int]:
    """What the code on the first printed sheet says, the text of all sheets without blanks, and how many they are."""
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    code = zxingcpp.read_barcode(sheets[0].render(scale=3).to_numpy())
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets)
    return code.text if code else "", text, len(sheets)


@pytest.mark.parametrize("address", [WEEKLY, CONTROL])
def test_a_printed_page_leads_back(visit: Visits, address: str) -> None:
    page = visit(f"/{address}")
    expect(page.locator(".pb-way-back")).to_be_hidden()
    code, text, _ = printed(page)
    assert code == ADDRESS + address
    assert ADDRESS + address in text


def test_a_printed_run_leads_back_to_its_checklist(visit: Visits) -> None:
    page = runs.ready(visit(f"/{WEEKLY}"))
    runs.start(page)
    runs.answer_all(page)
    runs.finish(page)
    expect(page.locator(".pb-run-body > .pb-verdict")).to_be_visible()
    code, text, _ = printed(page)
    assert code == ADDRESS + WEEKLY
    assert "谁来查（签字）" in text
    assert "王主管" in text


def test_a_printed_week_leads_back_to_its_role(visit: Visits) -> None:
    page = visit(f"/{CONTROL}")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="打印这一周").click()
    page.wait_for_function("window.printed")
    code, text, sheets = printed(page)
    assert code == ADDRESS + CONTROL
    assert sheets == 1
    assert "周日" in text


def test_every_checklist_and_role_has_its_own_address(later_site: Path) -> None:
    for folder in ("checklists", "roles"):
        pages = {
            path.parent.name: LexborHTMLParser(path.read_bytes()) for path in (later_site / folder).glob("*/index.html")
        }
        found = {id_: node.text().strip() for id_, page in pages.items() if (node := page.css_first(".pb-way-back"))}
        assert found == {id_: f"{ADDRESS}{folder}/{id_}/" for id_ in found}
        assert len(found) >= len(pages) - 2  # one given up, one that compares
