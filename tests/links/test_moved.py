"""Old links, followed in a browser after a year of renaming, splitting and giving up."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from macros.addresses import ledger
from macros.exports import downloads
from macros.exports.context import Context
from macros.exports.redirects import relative
from macros.model.playbook import Move
from macros.views.moves import Moves
from macros.views.views import Views
from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.exports.reading import cells, csv_rows, workbook
from tests.links.conftest import ADDRESS

OLD_PAGE, NEW_PAGE = "/duties/data-monitoring/", "/duties/data-watch/"


def where(page: Page, visit: Visits) -> str:
    return page.url.removeprefix(visit.site)


def at_the_top(page: Page, selector: str) -> bool:
    """Whether an element begins within the window."""
    box = page.locator(selector).bounding_box()
    return box is not None and 0 <= box["y"] < 900


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_renamed_page_leads_on_and_says_why(visit: Visits, javascript: bool) -> None:
    page = visit(OLD_PAGE, javascript=javascript)
    page.wait_for_url(f"{visit.site}{NEW_PAGE}")
    expect(page.locator("h1")).to_contain_text("数据监控")
    expect(page.locator(".pb-arrived")).to_contain_text(
        [
            "原来是 duties/data-monitoring，2027-03-01 搬到这里，因为：和系统监控分开叫",
            "原来是 duties/metric-watch，2026-10-08 搬到这里，因为：换了更常用的名字",
        ]
    )


def test_an_anchor_that_kept_its_name_goes_with_its_page(visit: Visits) -> None:
    page = visit(f"{OLD_PAGE}#one-owner")
    page.wait_for_url(f"{visit.site}{NEW_PAGE}#one-owner")
    expect(page.locator("#one-owner")).to_be_in_viewport()


def test_a_renamed_item_on_a_renamed_page_opens(visit: Visits) -> None:
    page = visit(f"{OLD_PAGE}#morning-check")
    page.wait_for_url(f"{visit.site}{NEW_PAGE}#first-check")
    card = page.locator("details.pb-task", has=page.locator("#first-check"))
    expect(card).to_have_attribute("open", "")
    expect(card).to_contain_text("原来是 data-monitoring.morning-check，2027-04-01 搬到这里，因为：早班之外也做这一遍")


def test_an_item_that_was_split_off_is_followed_to_its_new_duty(visit: Visits) -> None:
    page = visit(f"{OLD_PAGE}#faster-detection")
    page.wait_for_url(f"{visit.site}/duties/incident-response/#faster-detection")
    expect(page.locator("#faster-detection")).to_be_in_viewport()
    expect(page.locator(".pb-goal", has=page.locator("#faster-detection"))).to_contain_text("2027-04-02 搬到这里")


def test_without_a_script_the_renamed_page_tells_where_an_item_went(visit: Visits) -> None:
    page = visit(f"{OLD_PAGE}#faster-detection", javascript=False)
    page.wait_for_url(f"{visit.site}{NEW_PAGE}")
    entry = page.locator("#faster-detection")
    assert "data-monitoring.faster-detection 2027-04-02 搬到" in entry.inner_text()
    entry.locator("a.pb-moved-to").click()
    page.wait_for_url(f"{visit.site}/duties/incident-response/#faster-detection")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_an_item_that_was_given_up_says_so_where_it_was(visit: Visits, javascript: bool) -> None:
    page = visit("/duties/goal-setting/#nobody-looks", javascript=javascript)
    expect(page.locator("#nobody-looks")).to_be_in_viewport()
    said = page.inner_text("#nobody-looks")
    assert said == "goal-setting.nobody-looks 2027-05-01 取消，因为：这件事再没有发生过 <b>两年</b>"
    assert where(page, visit) == "/duties/goal-setting/#nobody-looks"


def test_a_link_to_it_inside_the_page_is_followed_too(visit: Visits) -> None:
    page = visit("/metrics/")
    page.evaluate("location.hash = 'ces'")
    page.wait_for_url(f"{visit.site}/metrics/#customer-effort")
    expect(page.locator("#customer-effort")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_a_page_that_was_given_up(visit: Visits, width: int) -> None:
    assert complaints(visit("/checklists/service-weekly/", width=width)) == []


def test_a_page_that_was_given_up_says_so_and_leads_to_the_others(visit: Visits) -> None:
    page = visit("/checklists/service-weekly/", javascript=False)
    assert "2027-06-01 取消，因为：并进客服自己的周检" in page.inner_text("body")
    page.get_by_role("link", name="清单").click()
    page.wait_for_url(f"{visit.site}/checklists/")


#: Short addresses, and where they lead.
SHORT = {
    "data-watch.one-owner": "/duties/data-watch/#one-owner",
    "data-monitoring.one-owner": "/duties/data-watch/#one-owner",
    "data-monitoring.morning-check": "/duties/data-watch/#first-check",
    "data-monitoring.faster-detection": "/duties/incident-response/#faster-detection",
    "metric-watch.morning-check": "/duties/data-watch/#first-check",
    "data-analysis.first-answer": "/duties/customer-service/#first-reply",
}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_short_address_leads_to_the_item(visit: Visits, javascript: bool) -> None:
    page = visit("/", javascript=javascript)
    for short, address in SHORT.items():
        page.goto(f"{visit.site}/go/{short}/")
        page.wait_for_url(f"{visit.site}{address}")
        expect(page.locator("#" + address.partition("#")[2])).to_be_attached()


def test_the_short_address_of_what_was_given_up_says_so(visit: Visits) -> None:
    page = visit("/go/goal-setting.nobody-looks/")
    assert "2027-05-01 取消，因为：这件事再没有发生过 <b>两年</b>" in page.inner_text("body")
    page.get_by_role("link", name="目标设定").click()
    page.wait_for_url(f"{visit.site}/duties/goal-setting/")


def test_a_line_that_left_its_checklist_leads_to_the_item(visit: Visits) -> None:
    page = visit("/checklists/figures-monthly/#data-analysis.figures-match-bill")
    page.wait_for_url(f"{visit.site}/duties/data-analysis/#figures-match-bill")
    expect(page.locator("#figures-match-bill")).to_be_in_viewport()
    page = visit("/checklists/figures-monthly/#data-analysis.figures-match-bill", javascript=False)
    entry = page.locator('[id="data-analysis.figures-match-bill"]')
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("不再是这里的一条")


def test_a_line_whose_item_was_renamed_stays_on_its_checklist(visit: Visits) -> None:
    page = visit("/checklists/monitoring-weekly/#data-monitoring.one-owner")
    page.wait_for_url(f"{visit.site}/checklists/monitoring-weekly/#data-watch.one-owner")
    expect(page.locator('[id="data-watch.one-owner"]')).to_be_in_viewport()


def test_every_address_of_the_year_before_opens(later: Path, later_site: Path, later_views: Views) -> None:
    """Followed on disk: each page is there, and on it the anchor or the way to it."""
    moves = Moves(later_views)
    anchors: dict[str, set[str]] = {}
    gone = files = 0
    for line in ledger.read(later):
        page, _, anchor = line.address.partition("#")
        name = page.strip("/")
        file = later_site / name / "index.html" if page.endswith("/") else later_site / name
        assert file.is_file(), line
        if not page.endswith("/"):
            assert file.stat().st_size > 50, line
            files += 1
            continue
        if page not in anchors:
            parsed = LexborHTMLParser(file.read_bytes())
            anchors[page] = {node.attributes["id"] or "" for node in parsed.css("[id]")}
        if anchor and anchor not in anchors[page]:
            assert moves.destination(ledger.id_of(line.address)) or moves.destination(ledger.id_of(page)), line
            gone += 1
    assert gone > 15, "the anchors that kept their name on the renamed page"
    assert files > 50, "spreadsheets, documents, calendars, JSON"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("roles/assistant-ops.docx", "roles/desk-ops.docx"),
        ("roles/assistant-ops.ics", "roles/desk-ops.ics"),
        ("scorecards/assistant-ops.xlsx", "scorecards/desk-ops.xlsx"),
        ("scorecards/assistant-ops.csv", "scorecards/desk-ops.csv"),
        ("templates/morning-check-log.xlsx", "templates/first-check-log.xlsx"),
        ("templates/morning-check-log.csv", "templates/first-check-log.csv"),
    ],
)
def test_a_file_of_what_was_renamed_is_at_its_old_address_too(later_site: Path, old: str, new: str) -> None:
    folder = later_site / "downloads"
    assert (folder / old).read_bytes() == (folder / new).read_bytes()


def test_a_file_of_what_was_given_up_says_so(later_site: Path) -> None:
    folder = later_site / "downloads/checklists"
    sheet = workbook((folder / "service-weekly.xlsx").read_bytes()).worksheets[0]
    said = [row[0] for row in cells(sheet)]
    assert said == [
        "checklists/service-weekly 取消了",
        "2027-06-01，因为：并进客服自己的周检",
        "接着看：清单 https://ops.example.com/team/playbook/checklists/",
    ]
    assert sheet["A3"].hyperlink.target == f"{ADDRESS}checklists/"
    assert [row[0] for row in csv_rows((folder / "service-weekly.csv").read_bytes())] == said


def test_the_files_of_a_role_that_is_gone_say_so(playbook: Views) -> None:
    """Given up, and merged into a duty, which has no such files."""
    told = [
        {"from": "roles/night-ops", "date": "2027-07-01", "why": "=并进白班"},
        {"from": "roles/web-ops", "to": "duties/content-operations", "date": "2027-07-02", "why": "成了一项职责"},
    ]
    moved = tuple(Move.model_validate(one) for one in told)
    files = dict(downloads.files(Context(Views(replace(playbook.playbook, moved=moved)), ADDRESS)))
    expected = {
        "night-ops": ["roles/night-ops 取消了", "2027-07-01，因为：=并进白班", f"接着看：角色 {ADDRESS}roles/"],
        "web-ops": [
            "roles/web-ops 搬到内容运营",
            "2027-07-02，因为：成了一项职责",
            f"接着看：内容运营 {ADDRESS}duties/content-operations/",
        ],
    }
    for id_, lines in expected.items():
        document = docx.Document(io.BytesIO(files[f"downloads/roles/{id_}.docx"]))
        assert [paragraph.text for paragraph in document.paragraphs] == lines
        calendar = Calendar.from_ical(files[f"downloads/roles/{id_}.ics"])
        (event,) = calendar.walk("VEVENT")
        assert [str(event["SUMMARY"]), *str(event["DESCRIPTION"]).split("\n")] == lines
        assert event.decoded("DTSTART") == event.decoded("DTSTAMP").date() == dt.date.fromisoformat(lines[1][:10])
        assert str(event["UID"]) == f"roles.{id_}.ics@operations-playbook"


def test_old_and_short_addresses_are_in_no_search_no_navigation_and_no_site_map(later_site: Path) -> None:
    for name in ("search/entries.js", "sitemap.xml"):
        text = (later_site / name).read_text(encoding="utf-8")
        assert '"go/' not in text
        assert "/go/" not in text
        assert "duties/data-monitoring" not in text
    for page in (later_site / "index.html", later_site / "duties/index.html"):
        assert 'href="go/' not in page.read_text(encoding="utf-8")
    short = (later_site / "go/data-watch.one-owner/index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in short
    assert "<script" not in short
    assert len(short.encode()) < 1600


@pytest.mark.parametrize(
    ("address", "here", "link"),
    [
        ("duties/x/#a", "go/x.a/", "../../duties/x/#a"),
        ("duties/x/", "duties/y/", "../x/"),
        ("metrics/#m", "metrics/", "./#m"),
        ("", "go/x.a/", "../../"),
    ],
)
def test_links_are_relative(address: str, here: str, link: str) -> None:
    assert relative(address, here) == link
