"""Runs on other people's devices: storage that fails, links that were changed, programs that drop things."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.runs import WEEKLY
from tests.browser.settled import go, reload
from tests.conftest import served

ROLE = "/roles/control-ops/"
CARD = "/scorecards/control-ops/"


# ------------------------------------------------------------------------------------- storage

#: Hold every database of the site, and ask for its deletion: from now on no other connection is answered.
HOLD = """async () => {
    const names = (await indexedDB.databases()).map((one) => one.name);
    window.held = [];
    for (const name of names) {
        const asked = indexedDB.open(name);
        await new Promise((done) => (asked.onsuccess = asked.onerror = done));
        window.held.push(asked.result);
        const deletion = indexedDB.deleteDatabase(name);
        await new Promise((done) => (deletion.onblocked = deletion.onsuccess = done));
    }
    return names.length;
}"""


@pytest.mark.parametrize(
    ("address", "ready"),
    [
        (WEEKLY, ".pb-run-body > .pb-main"),
        (ROLE, ".pb-work"),
        (CARD, ".pb-score"),
    ],
    ids=["checklist", "board", "scorecard"],
)
def test_a_page_is_usable_while_the_database_never_answers(visit: Visits, address: str, ready: str) -> None:
    first = runs.open_list(visit)
    runs.start(first)
    runs.answer(first, 1)
    runs.saved(first)
    holder = first.context.new_page()
    go(holder, f"{visit.site}/terms/")
    assert holder.evaluate(HOLD) >= 1
    page = first.context.new_page()
    page.goto(visit.site + address)
    expect(page.locator(ready).first).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("没有存|存不|不会留|没有记下"))
    expect(page.locator("main")).not_to_contain_text("JavaScript 关")


def test_what_was_kept_is_there_once_the_database_answers_again(visit: Visits) -> None:
    first = runs.open_list(visit)
    runs.start(first)
    runs.answer(first, 1)
    runs.saved(first)
    page = runs.another_tab(first)
    expect(page.locator("[aria-pressed=true]").first).to_have_text("合格")


@pytest.fixture
def two_books(shared_site: Path, tmp_path: Path) -> Iterator[str]:
    """One host with two playbooks, at /a and /b, as a team's server or a pages service has them."""
    for name in ("a", "b"):
        shutil.copytree(shared_site, tmp_path / name)
    with served(tmp_path) as url:
        yield url


def test_two_playbooks_on_one_host_keep_their_own(browser: Browser, visits: list[Visits], two_books: str) -> None:
    visit = Visits(browser, two_books)
    visits.append(visit)
    page = open_at(visit, f"/a{WEEKLY}")
    runs.start(page, of="甲队")
    runs.answer(page, 1, "fail")
    runs.saved(page)
    other = page.context.new_page()
    other.clock.set_fixed_time(runs.NOW)
    go(other, f"{two_books}/b{WEEKLY}")
    runs.ready(other)
    expect(other.locator("main")).not_to_contain_text("甲队")
    expect(other.locator("[aria-pressed=true]")).to_have_count(0)
    runs.start(other, of="乙队")
    runs.answer(other, 1)
    runs.saved(other)
    expect(page.locator(".pb-said")).not_to_contain_text("另一个标签页")
    reload(page)
    runs.ready(page)
    expect(page.locator("main")).to_contain_text("甲队")
    expect(page.locator("main")).not_to_contain_text("乙队")


def open_at(visit: Visits, address: str) -> Page:
    return runs.ready(visit(address, now=runs.NOW))


#: What the version before kept, in the database of its name.
OLDER = """([key, entry]) => new Promise((done, failed) => {
    const asked = indexedDB.open("ops-playbook", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("entries");
    asked.onerror = failed;
    asked.onsuccess = () => {
        const step = asked.result.transaction("entries", "readwrite");
        step.objectStore("entries").put(entry, key);
        step.oncomplete = () => (asked.result.close(), done());
    };
})"""


def test_what_an_older_version_kept_is_taken_over(browser: Browser, visits: list[Visits], two_books: str) -> None:
    visit = Visits(browser, two_books)
    visits.append(visit)
    page = visit(f"/a{WEEKLY}")
    the = runs.the_list(page)
    go(page, f"{two_books}/a/terms/")
    page.evaluate(OLDER, [f"run:{the['id']}:k3f9", runs.finished_run(the, of="旧版早班")])
    page.clock.set_fixed_time(runs.NOW)
    go(page, f"{two_books}/a{WEEKLY}")
    runs.ready(page)
    older = runs.earlier(page).filter(has_text="旧版早班")
    expect(older).to_have_count(1)
    reload(page)
    runs.ready(page)
    expect(older).to_have_count(1)


# ------------------------------------------------------------------------------------- links


@pytest.fixture(scope="module")
def link(browser: Browser, shared_url: str) -> Iterator[str]:
    """A link that hands a run over."""
    visit = Visits(browser, shared_url)
    page = runs.open_list(visit)
    runs.start(page, of="中控早班")
    runs.answer(page, 1)
    runs.answer(page, 2, "fail")
    runs.item(page, 2).locator("textarea").fill("没有链接")
    runs.saved(page)
    page.get_by_role("button", name="复制交接链接").click()
    yield page.get_by_label("交接链接").input_value()
    visit.close()


REWRITTEN = {
    "as it was": lambda link: link,
    "full stop": lambda link: link + "。",
    "bracket": lambda link: link + ")",
    "full-width bracket": lambda link: link + "）",
    "angle": lambda link: link + ">",
    "dot": lambda link: link + ".",
    "comma": lambda link: link + "，",
    "line end": lambda link: link + "%0A",
    "encoded blank": lambda link: link + "%20",
    "words behind": lambda link: link + "%20%E8%AF%B7%E6%8E%A5%E6%89%8B",
    "encoded dots": lambda link: link[:40] + link[40:].replace(".", "%2E"),
    "encoded equals": lambda link: link.replace("#run=", "#run%3D"),
    "blank inside": lambda link: link[:-12] + "%20" + link[-12:],
    "line end inside": lambda link: link[:-12] + "%0D%0A" + link[-12:],
    "dashes encoded": lambda link: link[:40] + link[40:].replace("-", "%2D").replace("_", "%5F"),
    "tracking": lambda link: link.replace("/#", "/?from=singlemessage&isappinstalled=0#"),
    "tracking behind": lambda link: link + "&from=timeline",
    "no slash": lambda link: link.replace("/#", "#"),
}


def open_link(visit: Visits, address: str, **options: Any) -> Page:
    return visit(address.removeprefix(visit.site), now=runs.NOW, **options)


@pytest.mark.parametrize("rewrite", REWRITTEN)
def test_a_link_that_a_chat_rewrote_opens(visit: Visits, link: str, rewrite: str) -> None:
    page = open_link(visit, REWRITTEN[rewrite](link))
    offer = page.locator(".pb-offer")
    expect(offer).to_contain_text("有人交给你一份检查")
    expect(offer).to_contain_text("中控早班")
    page.get_by_role("button", name="存到这台设备").click()
    expect(runs.item(page, 2).locator("textarea")).to_have_value("没有链接")


def test_a_link_whose_hash_was_encoded_opens(visit: Visits, link: str) -> None:
    page = open_link(visit, link.replace("#", "%23"), status=404)
    expect(page.locator(".pb-offer")).to_contain_text("中控早班")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_link_that_was_cut_is_named_as_cut(visit: Visits, link: str, kept: float) -> None:
    start = link.index("#run=") + 5
    page = open_link(visit, link[: start + int((len(link) - start) * kept)])
    runs.ready(page)
    expect(page.locator(".pb-offer")).to_contain_text(re.compile("截断|断了|少了一截"))
    assert runs.stored(page) == {}


def test_a_link_with_a_changed_sign_is_refused(visit: Visits, link: str) -> None:
    sign = "A" if link[-20] != "A" else "B"
    page = open_link(visit, link[:-20] + sign + link[-19:])
    runs.ready(page)
    expect(page.locator(".pb-offer")).to_be_visible()
    expect(page.locator(".pb-offer")).not_to_contain_text("有人交给你一份检查")


def test_a_link_keeps_what_it_carries_until_the_reader_has_decided(visit: Visits, link: str) -> None:
    """In an app's own browser the reader opens the page elsewhere, by the address that stands there now."""
    page = open_link(visit, link)
    expect(page.locator(".pb-offer")).to_contain_text("中控早班")
    assert page.url == link
    reload(page)
    expect(page.locator(".pb-offer")).to_contain_text("中控早班")
    page.get_by_role("button", name="不要").click()
    expect(page.locator(".pb-offer")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("#run="))
    reload(page)
    runs.ready(page)
    expect(page.locator(".pb-offer")).to_have_count(0)


def test_a_link_that_was_stored_is_not_offered_again(visit: Visits, link: str) -> None:
    page = open_link(visit, link)
    page.get_by_role("button", name="存到这台设备").click()
    expect(runs.item(page, 2).locator("textarea")).to_have_value("没有链接")
    expect(page).not_to_have_url(re.compile("#run="))


#: Browsers inside apps, which drop what a page hands to be saved.
IN_APP = {
    "wechat": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile"
    " Safari/537.36 MicroMessenger/8.0.47 WeChat/arm64 Weixin NetType/WIFI Language/zh_CN",
    "dingtalk": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Mobile/21A329 AliApp(DingTalk/7.5.0) com.laiwang.DingTalk/31 Channel/201200 language/zh-Hans-CN",
    "lark": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Mobile/15E148 Lark/7.10.5 LarkLocale/zh_CN",
    "wecom": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0 Mobile"
    " Safari/537.36 wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh",
}


@pytest.mark.parametrize("app", IN_APP)
def test_a_browser_inside_an_app_that_drops_downloads_is_told_about(visit: Visits, app: str) -> None:
    page = runs.open_list(visit, user_agent=IN_APP[app])
    runs.start(page)
    runs.answer(page, 1)
    runs.saved(page)
    page.get_by_role("button", name="导出全部记录").click()
    expect(page.locator("main")).to_contain_text(re.compile("在浏览器(里|中)?打开|用浏览器打开"))


def test_an_ordinary_browser_is_told_nothing_of_apps(visit: Visits, tmp_path: Path) -> None:
    page = runs.open_list(visit)
    runs.start(page)
    runs.answer(page, 1)
    runs.saved(page)
    assert runs.export(page, tmp_path).stat().st_size > 0
    expect(page.locator("main")).not_to_contain_text("用浏览器打开")


# ------------------------------------------------------------------------------------- formulas

FORMULAS = [
    "=1+1",
    "＝1+1",
    "＠SUM(1)",
    "－2",
    "＋1",
    "\n=1",
    " =1",
    "\u3000=1",
    "\u00a0@SUM(1)",
    "\t+3",
]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula: some leave out blanks and line ends before it."""
    return re.match(r"[\s\ufeff]*[=+\-@＝＋－＠]", cell) is not None


def test_notes_that_look_like_formulas_leave_the_page_as_text(visit: Visits, tmp_path: Path) -> None:
    page = runs.open_list(visit)
    runs.start(page, of="=1+1")
    count = page.locator("[data-item]").count()
    shown = []
    for batch in (FORMULAS[at : at + count] for at in range(0, len(FORMULAS), count)):
        for place, note in enumerate(batch, 1):
            runs.answer(page, place, "fail")
            runs.item(page, place).locator("textarea").fill(note)
        runs.saved(page)
        path = runs.download(page, page.get_by_role("button", name=re.compile("CSV")).first.click, tmp_path)
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
        shown += [cell for row in rows for cell in row if is_formula(cell)]
    assert shown == []


def test_ordinary_notes_leave_the_page_as_they_are(visit: Visits, tmp_path: Path) -> None:
    page = runs.open_list(visit)
    runs.start(page, of="中控早班")
    runs.answer(page, 1, "fail")
    runs.item(page, 1).locator("textarea").fill("1-2 项，a=b，见 x@example.com")
    runs.saved(page)
    path = runs.download(page, page.get_by_role("button", name=re.compile("CSV")).first.click, tmp_path)
    assert "1-2 项，a=b，见 x@example.com" in path.read_bytes().decode("utf-8-sig")
    assert quote("中控早班") in quote(path.name)
