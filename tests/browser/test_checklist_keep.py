"""What is recorded stays: through export and import, two tabs, and storage that is full, blocked, broken or cleared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.runs import (
    answer,
    answer_all,
    earlier,
    expect_answer,
    expect_given,
    finish,
    history,
    item,
    open_list,
    start,
    the_list,
)
from tests.browser.settled import go, reload


def notice(page: Page) -> Locator:
    """The notice about keeping things."""
    return page.locator(".pb-kept")


def some_runs(page: Page, count: int = 3) -> dict[str, Any]:
    the = the_list(page)
    entries = {f"run:{the['id']}:n{n}": runs.finished_run(the, n) for n in range(1, count + 1)}
    runs.put(page, entries)
    runs.again(page)
    return entries


def write(path: Path, entries: dict[str, Any], **head: Any) -> Path:
    data = {"format": "ops-playbook", "version": 1, "entries": entries, **head}
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------ export, import


def test_everything_goes_out_and_comes_in_on_another_device(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    some_runs(page)
    start(page, of="晚班")
    answer(page, 1, "fail")
    runs.saved(page)
    runs.put(page, {"tick:control-ops:2026-11-22:x": {"v": {"at": 1}, "seen": {"a": 1}}})
    expect(earlier(page)).to_have_count(4)
    rows = history(page)
    path = runs.export(page, tmp_path)
    assert path.name == "运营手册-记录-2026-11-22.json"

    other = open_list(visit)
    expect(earlier(other)).to_have_count(0)
    runs.choose_file(other, path)
    take = other.get_by_role("button", name="导入这些")
    expect(take).to_be_focused()
    expect(notice(other)).to_contain_text("里有 5 份：5 份这里没有", use_inner_text=True)
    assert runs.stored(other) == {}, "nothing is taken before the reader says so"
    take.click()
    other.get_by_text("导入了 5 份").wait_for()
    expect(earlier(other)).to_have_text(rows, use_inner_text=True)
    assert runs.stored(other) == runs.stored(page)
    runs.choose_file(other, path)
    other.get_by_text("5 份和这里一样").wait_for()


def test_one_run_goes_out_alone(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    some_runs(page)
    start(page, of="晚班")
    answer(page, 1)
    runs.saved(page)
    path = runs.download(page, page.get_by_role("button", name="导出这一份").click, tmp_path)
    assert path.name == "数据监控周抽查-2026-W47-晚班.json"
    assert [entry["v"]["of"] for entry in json.loads(path.read_text(encoding="utf-8"))["entries"].values()] == ["晚班"]


def test_an_older_export_overwrites_nothing(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    runs.saved(page)
    path = runs.export(page, tmp_path)
    answer(page, 1, "fail")
    page.locator(".pb-said", has_text="不合格，已存").wait_for()
    runs.choose_file(page, path)
    page.get_by_text("1 份比这里旧，不动").wait_for()
    expect_answer(page, 1, "不合格")


def test_both_stay_when_both_sides_went_on(visit: Visits, tmp_path: Path) -> None:
    page, other = open_list(visit), open_list(visit)
    start(page, of="早班")
    answer(page, 1)
    runs.saved(page)
    first = runs.export(page, tmp_path)
    runs.choose_file(other, first)
    runs.take(other)
    other.get_by_role("button", name="继续：").click()
    answer(other, 2, "fail")
    runs.saved(other)
    answer(page, 2, "pass")
    page.locator(".pb-said", has_text="第 2 条").wait_for()
    second = runs.export(other, tmp_path)
    for counted in ("1 份两边都改过，两份都留", "1 份和这里一样"):
        runs.choose_file(page, second)
        page.get_by_text(counted).wait_for()
        if counted.endswith("都留"):
            runs.take(page)
    expect_answer(page, 2, "合格")
    expect(earlier(page)).to_have_count(2)
    expect(earlier(page).filter(has_text="另一台设备上改过的一份")).to_have_count(1)


#: What a chosen file may hold, and what is said of it.
NOT_OURS = {
    "newer": ('{"format": "ops-playbook", "version": 2, "entries": {}}', "由较新版本的手册导出"),
    "other-program": ('{"format": "todo-app", "version": 1, "tasks": []}', "不是运营手册导出的文件"),
    "cut": ('{"format": "ops-playbook", "version": 1, "entries": {"run:a:b"', "或者文件不完整"),
    "binary": ("PK\x03\x04 not even JSON", "不是运营手册导出的文件"),
    "array": ("[]", "不是运营手册导出的文件"),
    "null": ("null", "不是运营手册导出的文件"),
    "odd": ('{"format": "ops-playbook", "version": "1", "entries": []}', "不是运营手册导出的文件"),
    "empty": ('{"format": "ops-playbook", "version": 1, "entries": null}', "不是运营手册导出的文件"),
    "20-MB": ("x" * 20_000_000, "文件太大，最多 16 MB"),
    "no-entries": ('{"format": "ops-playbook", "version": 1, "entries": {}}', "没有记录"),
    "meta": (
        '{"format": "ops-playbook", "version": 1, "entries": {"meta:store": {"v": 1, "seen": {}}}}',
        "1 份读不懂，不导入",
    ),
}


def test_a_file_that_is_not_ours_changes_nothing(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    some_runs(page, 2)
    expect(earlier(page)).to_have_count(2)
    before, rows = runs.stored(page), history(page)
    path = tmp_path / "记录.json"
    for name, (content, words) in NOT_OURS.items():
        path.write_text(content, encoding="utf-8")
        runs.choose_file(page, path)
        expect(page.locator(".pb-kept"), name).to_contain_text(words)
        assert runs.stored(page) == before, name
        runs.again(page)
        expect(earlier(page), name).to_have_text(rows, use_inner_text=True)


def test_runs_that_nobody_can_read_are_not_imported(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    the = the_list(page)
    good = runs.finished_run(the, 1)
    bad = {
        "no-items": runs.finished_run(the, 1, items=None),
        "long-name": runs.finished_run(the, 1, of="长" * 300),
        "later-format": runs.finished_run(the, 1, format=2),
        "score": runs.finished_run(the, 1, min="85"),
        "no-history": {"v": good["v"]},
        "text": "x",
    }
    entries = {f"run:{the['id']}:{name}": entry for name, entry in bad.items()}
    path = write(tmp_path / "f.json", {**entries, f"run:{the['id']}:good": good, "no key": good})
    runs.choose_file(page, path)
    page.get_by_text("里有 8 份：1 份这里没有，7 份读不懂，不导入").wait_for()
    runs.take(page)
    expect(earlier(page)).to_have_count(1)


def test_text_that_looks_like_code_stays_text(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    the = the_list(page)
    code = '<img src=x onerror="window.ran=1">'
    entry = runs.finished_run(the, 1, of=code, name=f"{code}</script><script>window.ran=1</script>")
    entry["v"]["items"][0].update(note=code, text=code, how=code)
    path = write(tmp_path / "f.json", {f"run:{the['id']}:x": entry, "__proto__": entry, "run:constructor:x": entry})
    runs.choose_file(page, path)
    runs.take(page)
    expect(earlier(page).first).to_contain_text(code)
    page.get_by_role("button", name="打开").click()
    sheet = page.locator(".pb-run-body .pb-sheet")
    expect(sheet).to_contain_text(code)
    assert sheet.inner_text().count("onerror") >= 4
    assert page.evaluate("window.ran") is None
    expect(page.locator(".pb-run img, [data-run-history] img")).to_have_count(0)


# ------------------------------------------------------------------------------------------------ names


def test_a_name_of_three_hundred_characters_is_refused_in_words(visit: Visits) -> None:
    page = open_list(visit)
    start(page, of="长" * 300)
    expect(page.locator(".pb-wrong:visible")).to_have_text("最多 60 个字，现在有 300 个。")
    expect(page.get_by_label("查谁、查什么")).to_be_focused()
    expect(page.locator(".pb-answer")).to_have_count(0)


def test_a_name_that_is_code_is_shown_as_it_is(visit: Visits) -> None:
    page = open_list(visit)
    name = "<img src=x onerror=window.ran=1>"
    start(page, of=name, by="\u202e王主管\u0007")
    answer_all(page)
    finish(page)
    expect(page.locator(".pb-run-body .pb-sheet")).to_contain_text(name, use_inner_text=True)
    expect(earlier(page).first).to_have_text(re.compile("王主管 · "), use_inner_text=True)
    expect(page.locator(".pb-run-body")).not_to_contain_text("\u202e", use_inner_text=True)
    runs.kept(page, "run.finished")
    runs.again(page)
    expect(earlier(page).first).to_contain_text(name)
    assert page.evaluate("window.ran") is None


def test_a_name_of_sixty_emoji_is_still_there_after_a_reload(visit: Visits) -> None:
    page = open_list(visit)
    start(page, of="🐼" * 60)
    answer(page, 1)
    runs.saved(page)
    runs.again(page)
    expect_answer(page, 1, "合格")
    expect(earlier(page).first).to_contain_text("🐼" * 60)


# ------------------------------------------------------------------------------------------------ two tabs


def test_two_tabs_add_up(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    runs.saved(page)
    tab = runs.another_tab(page)
    expect_answer(tab, 1, "合格")
    answer(tab, 2, "fail")
    page.get_by_text("另一个标签页改了这一份").wait_for()
    answer(page, 3)
    tab.get_by_text("另一个标签页改了这一份").wait_for()
    expect_given(page, ["合格", "不合格", "合格", *[""] * 7])
    expect_given(tab, ["合格", "不合格", "合格", *[""] * 7])


def test_tabs_that_cannot_talk_still_overwrite_nothing(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    runs.saved(page)
    page.context.add_init_script("delete window.BroadcastChannel")
    runs.again(page)
    tab = runs.another_tab(page)
    answer(tab, 2, "fail")
    runs.saved(tab)
    answer(page, 3)
    runs.saved(page)
    expect_given(page, ["合格", "不合格", "合格", *[""] * 7])  # what the other tab wrote came along


def test_a_run_deleted_in_another_tab_can_be_kept(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    runs.saved(page)
    tab = runs.another_tab(page)
    tab.get_by_role("button", name="删除").click()
    page.get_by_text("这一份在另一个标签页里删掉了").wait_for()
    page.get_by_role("button", name="存回来").click()
    tab.locator(".pb-runs > li").wait_for()
    expect(earlier(tab)).to_have_count(1)


def test_a_tab_with_an_older_checklist_says_so(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    runs.saved(page)

    version = the_list(page)["items"][1]["v"]

    def newer(route: Any) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=reply.text().replace(f'"{version}"', '"newer001"'))

    page.context.route("**/checklists/monitoring-weekly/", newer)
    tab = runs.another_tab(page)
    page.get_by_text("按另一版清单接着做了，这一页可能是旧的：请刷新").wait_for()
    expect(page.locator(".pb-answer")).to_have_count(0)
    answer(tab, 2)
    runs.saved(tab)
    runs.again(page)
    expect_given(page, ["合格", "合格"])


# ------------------------------------------------------------------------------------------------ bad storage


def small(visit: Visits) -> tuple[Page, runs.Disk]:
    """A checklist's page in a browser with little room."""
    page = visit("/404.html", now=runs.NOW)  # it keeps nothing yet
    disk = runs.Disk(page, visit.site)
    go(page, visit.site + runs.WEEKLY)
    return runs.ready(page), disk


def test_full_storage_is_told_and_nothing_is_lost(visit: Visits, tmp_path: Path) -> None:
    page, disk = small(visit)
    some_runs(page, 2)
    start(page, of="晚班")
    answer(page, 1)
    runs.saved(page)
    disk.fill()
    answer(page, 2, "fail")
    page.get_by_text("这台设备留给浏览器的地方满了").wait_for()
    page.locator(".pb-said", has_text="没有存下").wait_for()
    expect(page.get_by_text("改动没有存进这台设备")).to_be_in_viewport()
    answer(page, 3)
    expect_given(page, ["合格", "不合格", "合格"])
    data = json.loads(runs.export(page, tmp_path).read_text(encoding="utf-8"))
    marks = [
        [one["answer"] for one in entry["v"]["items"][:3]]
        for entry in data["entries"].values()
        if entry["v"]["of"] == "晚班"
    ]
    assert marks == [["pass", "fail", "pass"]], "what couldn't be written is in the export"
    assert len(data["entries"]) == 3
    disk.clear()
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_text("这台设备留给浏览器的地方满了")).to_have_count(0)
    runs.again(page)
    expect_given(page, ["合格", "不合格", "合格"])


def test_an_import_that_does_not_fit_takes_nothing(visit: Visits, tmp_path: Path) -> None:
    page, disk = small(visit)
    some_runs(page, 2)
    the = the_list(page)
    before = runs.stored(page)
    path = write(tmp_path / "f.json", {f"run:{the['id']}:m{n}": runs.finished_run(the, n) for n in range(3, 60)})
    disk.fill()
    runs.choose_file(page, path)
    page.get_by_role("button", name="导入这些").click()
    page.get_by_text("浏览器没让存，一份也没有导入。原来的记录都在。").wait_for()
    disk.clear()
    assert runs.stored(page) == before


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Object.defineProperty(window, 'indexedDB', { value: undefined })", "不让网页存东西"),
        ("indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }", "不让网页存东西"),
        ("indexedDB.open = () => { throw new DOMException('no', 'UnknownError') }", "存储出了错"),
    ],
    ids=["missing", "blocked", "broken"],
)
def test_without_storage_a_run_lives_in_the_tab_and_can_be_taken_out(
    visit: Visits, tmp_path: Path, script: str, words: str
) -> None:
    page = open_list(visit)
    page.add_init_script(script)
    runs.again(page)
    expect(notice(page)).to_contain_text(words, use_inner_text=True)
    start(page)
    answer(page, 1)
    page.locator(".pb-said", has_text="没有存下").wait_for()
    data = json.loads(runs.export(page, tmp_path).read_text(encoding="utf-8"))
    assert [entry["v"]["items"][0]["answer"] for entry in data["entries"].values()] == ["pass"]


def test_a_store_of_a_later_version_is_left_alone(visit: Visits) -> None:
    page = visit("/")
    page.evaluate(
        f"""() => new Promise((done) => {{
            const asked = indexedDB.open({runs.DATABASE}, 7);
            asked.onupgradeneeded = () => asked.result.createObjectStore("others");
            asked.onsuccess = () => (asked.result.close(), done());
        }})"""
    )
    go(page, f"{visit.site}{runs.WEEKLY}")
    runs.ready(page)
    expect(notice(page)).to_contain_text("由较新版本的手册写下", use_inner_text=True)
    start(page)
    answer(page, 1)
    expect_answer(page, 1, "合格")


def test_storage_cleared_while_the_page_is_open(visit: Visits) -> None:
    page = open_list(visit)
    some_runs(page, 2)
    start(page, of="晚班")
    answer(page, 1)
    runs.saved(page)
    runs.clear(page)
    answer(page, 2, "fail")
    page.get_by_text("浏览器里的记录被清空过").wait_for()
    runs.saved(page)
    runs.again(page)
    expect_given(page, ["合格", "不合格"])  # what was on the page is stored again
    expect(earlier(page)).to_have_count(1)


def test_storage_cleared_between_visits_is_told(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    some_runs(page, 2)
    path = runs.export(page, tmp_path)
    runs.clear(page)
    runs.again(page)
    expect(notice(page)).to_contain_text("浏览器里的记录被清空过", use_inner_text=True)
    runs.choose_file(page, path)
    runs.take(page)
    expect(page.get_by_text("浏览器里的记录被清空过")).to_have_count(0)
    expect(earlier(page)).to_have_count(2)


def test_a_broken_record_is_told_and_left_alone(visit: Visits, tmp_path: Path) -> None:
    page = open_list(visit)
    the = the_list(page)
    broken = {"v": {"format": 1, "items": "?"}, "seen": {"a": 1}}
    runs.put(
        page,
        {
            f"run:{the['id']}:bad": broken,
            f"run:{the['id']}:worse": "text",
            f"run:{the['id']}:good": runs.finished_run(the, 1),
        },
    )
    runs.again(page)
    expect(page.locator("[data-run-history]")).to_contain_text("有 2 份记录读不懂", use_inner_text=True)
    expect(earlier(page)).to_have_count(1)
    assert runs.stored(page)[f"run:{the['id']}:bad"] == broken
    data = json.loads(runs.export(page, tmp_path).read_text(encoding="utf-8"))
    assert data["entries"][f"run:{the['id']}:bad"] == broken


def test_a_clock_that_was_set_back_is_told(visit: Visits) -> None:
    page = open_list(visit)
    start(page, of="早班")
    answer_all(page)
    finish(page)
    runs.kept(page, "run.finished")
    page.clock.set_fixed_time("2026-11-03T09:00:00+08:00")
    runs.again(page)
    expect(notice(page)).to_contain_text(
        "时钟现在是 2026-11-03 09:00，可上次在这里记录时已经是 2026-11-22 10:00", use_inner_text=True
    )
    expect(earlier(page)).to_have_count(1)
    page.get_by_role("button", name="现在的时钟是对的").click()
    page.wait_for_function(f"async () => (await ({runs.STORED})())['meta:store'].latest <= Date.now()")
    runs.again(page)
    expect(notice(page)).not_to_contain_text("时钟")
    start(page, of="晚班")
    answer(page, 1)
    expect_answer(page, 1, "合格")
    expect(earlier(page).first).to_contain_text("早班")  # the later period stays on top


def test_a_page_that_cannot_keep_asks_before_it_closes(visit: Visits) -> None:
    page = open_list(visit)
    page.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }")
    runs.again(page)
    start(page)
    answer(page, 1)
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.locator(".pb-said", has_text="没有存下").wait_for()
    reload(page)
    assert asked == ["beforeunload"]
    expect(item(runs.ready(page), 1)).to_be_visible()
