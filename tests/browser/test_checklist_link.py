"""A run is handed over: as a link that carries it, as a spreadsheet, as CSV, as a printed sheet."""

import csv
import io
import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.runs import (
    WEEKLY,
    answer,
    answer_all,
    earlier,
    expect_given,
    finish,
    item,
    open_list,
    start,
    the_list,
)
from tests.browser.settled import go, reload


def link(page: Page) -> str:
    page.get_by_role("button", name="复制交接链接").click()
    box = page.get_by_label("交接链接")
    expect(box).to_have_value(re.compile("#run="))
    return box.input_value()


def handed_over(visit: Visits, fragment: str, address: str = WEEKLY) -> Page:
    """Somebody else opens a link."""
    return runs.ready(visit(address + fragment, now=runs.NOW))


def a_link(visit: Visits) -> str:
    page = open_list(visit)
    start(page, of="中控早班")
    answer(page, 1)
    answer(page, 2, "fail")
    item(page, 2).locator("textarea").fill("没有链接")
    return "#" + link(page).partition("#")[2]


def parts(fragment: str) -> tuple[str, str, list[Any]]:
    version, sum_, data = fragment.removeprefix("#run=").split(".")
    packed = urlsafe_b64decode(data + "=" * (-len(data) % 4))
    return version, sum_, json.loads(zlib.decompress(packed, -15))


def packed(data: Any, version: str = "1") -> str:
    """A link as the page would write it."""
    return packed_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), version)


def packed_text(text: str, version: str = "1") -> str:
    squeezer = zlib.compressobj(wbits=-15)
    body = squeezer.compress(text.encode()) + squeezer.flush()
    return f"#run={version}.{zlib.crc32(text.encode()):08x}.{urlsafe_b64encode(body).decode().rstrip('=')}"


def offer(page: Page) -> Locator:
    return page.locator(".pb-offer")


def test_a_link_carries_the_run_and_asks_before_it_is_stored(visit: Visits) -> None:
    fragment = a_link(visit)
    assert len(fragment) < 4000
    page = handed_over(visit, fragment)
    expect(offer(page)).to_contain_text("有人交给你一份检查：数据监控周抽查 · 2026 年第 47 周", use_inner_text=True)
    expect(offer(page)).to_contain_text("查谁、查什么：中控早班；谁来查：王主管；已答 2 / 10", use_inner_text=True)
    assert runs.stored(page) == {}
    page.get_by_role("button", name="存到这台设备").click()
    expect(page).to_have_url(visit.site + WEEKLY)  # a reload doesn't ask again
    expect_given(page, ["合格", "不合格", ""])
    expect(item(page, 2).locator("textarea")).to_have_value("没有链接")
    runs.again(page)
    expect_given(page, ["合格", "不合格", ""])


def test_a_link_that_is_declined_leaves_nothing(visit: Visits) -> None:
    page = handed_over(visit, a_link(visit))
    page.get_by_role("button", name="不要").click()
    expect(page.locator(".pb-offer")).to_have_count(0)
    assert runs.stored(page) == {}
    expect(earlier(page)).to_have_count(0)


def test_a_link_opened_on_the_open_page_is_read_too(visit: Visits) -> None:
    fragment = a_link(visit)
    page = open_list(visit)
    page.evaluate("(hash) => (location.hash = hash)", fragment)
    expect(offer(page)).to_contain_text("有人交给你一份检查", use_inner_text=True)


def test_a_link_can_come_back_with_more(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    runs.saved(page)
    first = "#" + link(page).partition("#")[2]
    other = handed_over(visit, first)
    other.get_by_role("button", name="存到这台设备").click()
    answer(other, 2, "fail")
    runs.saved(other)
    go(page, visit.site + WEEKLY + first)
    reload(page)
    runs.ready(page)
    expect(offer(page)).to_contain_text("已经有一模一样的一份", use_inner_text=True)
    go(page, "about:blank")
    go(page, link(other))
    runs.ready(page)
    expect(offer(page)).to_contain_text("存下就换成链接里的", use_inner_text=True)
    page.get_by_role("button", name="存到这台设备").click()
    expect_given(page, ["合格", "不合格"])
    go(page, "about:blank")
    go(page, visit.site + WEEKLY + first)
    runs.ready(page)
    expect(offer(page)).to_contain_text("这台设备上的比链接里的新，不用存", use_inner_text=True)


def cut(fragment: str) -> str:
    return fragment[: len(fragment) // 2]


def one_sign_changed(fragment: str) -> str:
    middle = len(fragment) // 2
    return fragment[:middle] + ("A" if fragment[middle] != "A" else "B") + fragment[middle + 1 :]


def answer_changed(fragment: str) -> str:
    """The text changed, the sum left as it was."""
    _, sum_, data = parts(fragment)
    data[1]["v"]["items"][1]["answer"] = "pass"
    forged = packed(data).split(".")
    return ".".join([forged[0], sum_, forged[2]])


def a_bomb(fragment: str) -> str:
    return packed(["x" * 50_000_000])


REST = "打不开里面的检查。请对方重新复制一次，或者改发文件。这台设备上的记录都在，没有动。"
DAMAGED = f"这个链接不完整，或者被改动过，{REST}"
CUT = f"这个链接被截断了，后面少了一截，{REST}"


#: Ways in which a link can be spoilt, and what the page says of it.
SPOILT: dict[str, tuple[Callable[[str], str], str]] = {
    "cut": (cut, CUT),
    "changed": (one_sign_changed, REST),  # the rest may read as if its end was missing
    "forged": (answer_changed, DAMAGED),
    "bomb": (a_bomb, DAMAGED),
    "percent": (lambda fragment: cut(fragment) + "%E0%A4%A" + fragment[len(fragment) // 2 :], CUT),
    "empty": (lambda _: "#run=", CUT),
    "script": (lambda _: "#run=1.00000000.<script>window.ran=1</script>", DAMAGED),
    "version": (lambda fragment: fragment.replace("#run=1.", "#run=2."), "由另一个版本的手册写成"),
    "no run": (lambda _: packed(["run:x:y", None]), "不是一份检查"),
    "object": (lambda _: packed({"a": 1}), DAMAGED),
    "null": (lambda _: packed(None), DAMAGED),
    "no JSON": (lambda _: packed_text("hello"), DAMAGED),
    "tick": (lambda _: packed(["tick:a:b", {"v": {"at": 1}, "seen": {}}]), "不是一份检查"),
}


def test_a_link_that_was_spoilt_says_so_and_changes_nothing(visit: Visits) -> None:
    fragment = a_link(visit)
    page = open_list(visit)
    the = the_list(page)
    runs.put(page, {f"run:{the['id']}:n1": runs.finished_run(the, 1)})
    runs.again(page)
    before = runs.stored(page)
    for name, (spoil, words) in SPOILT.items():
        go(page, "about:blank")
        go(page, visit.site + WEEKLY + spoil(fragment))
        runs.ready(page)
        expect(offer(page), name).to_contain_text(words, use_inner_text=True)
        assert page.evaluate("window.ran") is None, name
        page.get_by_role("button", name="知道了").click()
        assert runs.stored(page) == before, name
        expect(earlier(page)).to_have_count(1)


def test_code_in_a_link_is_text(visit: Visits) -> None:
    code = '<img src=x onerror="window.ran=1">'
    _, _, data = parts(a_link(visit))
    data[1]["v"].update(of=code, by=code, name=code)
    data[1]["v"]["items"][1]["note"] = code
    page = handed_over(visit, packed(data))
    expect(offer(page)).to_contain_text(code)
    assert offer(page).inner_text().count(code) == 3
    page.get_by_role("button", name="存到这台设备").click()
    page.locator(".pb-answer").first.wait_for()
    finish(page)
    page.get_by_role("button", name="就这样结束").click()
    sheet = page.locator(".pb-run-body .pb-sheet")
    expect(sheet).to_contain_text(code)
    assert sheet.inner_text().count(code) == 4
    assert page.evaluate("window.ran") is None


def test_a_link_of_another_checklist_leads_to_its_page(visit: Visits) -> None:
    page = handed_over(visit, a_link(visit), "/checklists/service-weekly/")
    expect(offer(page)).to_contain_text("链接里是另一份清单的检查：数据监控周抽查", use_inner_text=True)
    page.get_by_role("link", name="去那一页打开").click()
    expect(page).to_have_url(re.compile(re.escape(visit.site + WEEKLY)))
    runs.ready(page)
    expect(offer(page)).to_contain_text("有人交给你一份检查", use_inner_text=True)


def test_python_and_the_page_pack_alike(visit: Visits) -> None:
    version, sum_, data = parts(a_link(visit))
    assert version == "1"
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    assert sum_ == f"{zlib.crc32(text):08x}"


# ------------------------------------------------------------------------------------------------ files


def a_finished_run(visit: Visits, of: str = "中控早班", by: str = "王主管") -> Page:
    page = open_list(visit)
    start(page, of, by)
    answer_all(page)
    answer(page, 4, "fail")
    item(page, 4).locator("textarea").fill('客户先报，"两次"\n第二行')
    item(page, 5).get_by_role("button", name="加备注").click()
    item(page, 5).locator("textarea").fill("=1+1")
    finish(page)
    return page


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
def test_the_spreadsheet_says_what_the_page_says(visit: Visits, tmp_path: Path) -> None:
    page = a_finished_run(visit, of="中控/早班:*?")
    path = runs.download(page, page.get_by_role("button", name="Excel 表").click, tmp_path)
    assert path.name == "数据监控周抽查-2026-W47-中控-早班-.xlsx"
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    facts = {row[1]: row[2] for row in rows if row[0] is None and row[1]}
    assert facts["查谁、查什么"] == "中控/早班:*?"
    expect(page.locator(".pb-run-body > .pb-verdict")).to_have_text(f"{facts['得分']:g} 分，{facts['结论']}")
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    items = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    the = the_list(page)
    assert [one["编号"] for one in items] == [one["ref"] for one in the["items"]]
    assert [one["条目"] for one in items] == [one["text"] for one in the["items"]]
    expect(page.locator(".pb-run-body .pb-mark")).to_have_text([one["结果"] for one in items])
    assert items[3]["备注"] == '客户先报，"两次"\n第二行'
    assert (items[3]["不合格时做什么"], items[3]["期限"]) == (the["items"][3]["act"], "2026-11-25")
    assert items[4]["备注"] == "=1+1"
    cell = sheet.cell(head + 1 + 5, 1 + rows[head].index("备注"))
    assert cell.data_type == "s", "text, not a formula"


def test_the_csv_opens_in_excel_and_holds_no_formula(visit: Visits, tmp_path: Path) -> None:
    page = a_finished_run(visit, of='=HYPERLINK("http://x")', by="@SUM(1)")
    path = runs.download(page, page.get_by_role("button", name="CSV").click, tmp_path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert ["查谁、查什么", '\'=HYPERLINK("http://x")'] in rows
    assert ["谁来查", "'@SUM(1)"] in rows
    head = next(at for at, row in enumerate(rows) if row[:1] == ["序号"])
    items = rows[head + 1 :]
    assert len(items) == 10
    assert items[3][6] == '客户先报，"两次"\n第二行'
    assert items[4][6] == "'=1+1"
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")]


def test_a_run_prints_as_a_sheet_to_be_signed(visit: Visits) -> None:
    page = a_finished_run(visit)
    page.get_by_role("button", name="收起").click()
    page.get_by_role("button", name="打开").click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for words in ("数据监控周抽查 · 2026 年第 47 周", "谁来查（签字）", "对方（签字）", "客户先报", page.url):
        expect(page.locator("article")).to_contain_text(words, use_inner_text=True)
    expect(page.locator(".pb-print tbody tr")).to_have_count(10)
    expect(page.locator(".pb-run")).to_be_hidden()
    expect(page.locator(".md-header")).to_be_hidden()
    expect(page.locator(".pb-print .pb-sign")).to_be_visible()


def test_without_a_run_the_page_prints_as_a_form(visit: Visits) -> None:
    page = open_list(visit)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("[data-item]").first).to_be_visible()
    sign = page.locator(".pb-sign.pb-paper")
    expect(sign).to_be_visible()
    expect(sign).to_contain_text("检查人（签字）", use_inner_text=True)
    boxes = page.locator("[data-item]").first.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert "□ 合格" in boxes
    expect(page.locator(".pb-run")).to_be_hidden()


def test_without_javascript_the_list_can_be_read_and_printed(visit: Visits) -> None:
    page = visit(WEEKLY, javascript=False)
    expect(page.locator(".pb-run")).to_contain_text("把这一页打印出来填", use_inner_text=True)
    expect(page.locator("[data-item] h2")).to_have_count(10)
    expect(page.locator(".pb-answer, .pb-running")).to_have_count(0)
