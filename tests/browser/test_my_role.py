"""My role: chosen with one tap, kept on this device alone, and what each page then shows first."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from macros.views.views import Views
from tests.browser import runs
from tests.browser.axe import complaints
from tests.browser.conftest import Visits
from tests.browser.settled import go, reload
from tests.browser.test_board import NOW, standing

CONTROL, LEAD = "control-ops", "ops-lead"


def role_page(visit: Visits, role: str = CONTROL, **options: Any) -> Page:
    return standing(visit(f"/roles/{role}/", now=NOW, **options))


def choose(page: Page, visit: Visits, *roles: str) -> Page:
    """Make roles the reader's own, each on its page."""
    for role in roles:
        go(page, f"{visit.site}/roles/{role}/")
        page.get_by_role("button", name="这是我的岗位", exact=True).click()
        expect(page.locator("[data-choose]")).to_contain_text("记在这台设备上，不上传。")
    return page


def entry(name: str, **more: Any) -> dict[str, Any]:
    """What the store has of a role."""
    return {"v": {"format": 1, "at": 1, "name": name, "from": "", **more}, "seen": {"x": 1}}


def kept_roles(page: Page) -> dict[str, Any]:
    return {key: entry["v"] for key, entry in runs.stored(page).items() if key.startswith(("role:", "view:"))}


def with_roles(page: Page, site: str, known: dict[str, Any]) -> None:
    """Let the build say what became of which role."""
    body = f"self.playbookRoles={json.dumps(known)};"
    page.context.route(
        f"{site}/my-role/roles.js",
        lambda route: route.fulfill(body=body, content_type="text/javascript; charset=utf-8"),
    )


NAMES = {"control-ops": "运营中控", "ops-lead": "运营主管", "general-ops": "通用运营", "assistant-ops": "辅助运营"}


# ----------------------------------------------------------------------------------------------- choosing


def test_one_tap_keeps_it_and_one_takes_it_back(visit: Visits) -> None:
    page = choose(role_page(visit, width=390, height=844), visit, CONTROL)
    assert kept_roles(page)["role:control-ops"]["name"] == "运营中控"
    reload(page)
    page.get_by_role("button", name="不再是我的岗位").tap()
    expect(page.locator("[data-choose]")).to_contain_text("不再是你的岗位了。")
    assert kept_roles(page) == {}
    page.get_by_role("button", name="撤销").tap()
    expect(page.get_by_role("button", name="不再是我的岗位")).to_be_visible()
    assert list(kept_roles(page)) == ["role:control-ops"]


def test_a_tap_before_the_page_knows_the_roles_counts(visit: Visits) -> None:
    page = runs.open_delayed(visit, f"/roles/{CONTROL}/", "role:", now=NOW)
    page.get_by_role("button", name="这是我的岗位", exact=True).click()
    runs.kept_entries(page, "role:", 1)
    runs.arrive(page)
    expect(page.locator("[data-choose]")).to_contain_text("记在这台设备上，不上传。")
    expect(page.get_by_role("button", name="不再是我的岗位")).to_be_focused()


def test_the_day_changes_before_the_page_knows_the_roles(visit: Visits) -> None:
    page = runs.open_delayed(visit, f"/roles/{CONTROL}/", "role:", now=NOW)
    expect(page.locator(".pb-day h3").first).to_contain_text("今天 11 月 23 日")
    page.clock.set_fixed_time(NOW + dt.timedelta(days=1))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".pb-day h3").first).to_contain_text("今天 11 月 24 日")


def test_the_keyboard_is_enough(visit: Visits) -> None:
    page = role_page(visit)
    button = page.get_by_role("button", name="这是我的岗位")
    button.focus()
    page.keyboard.press("Enter")
    undone = page.get_by_role("button", name="不再是我的岗位")
    expect(undone).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_be_focused()


def test_nothing_of_it_leaves_the_device(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    page.get_by_label("哪天到岗").fill("2026-11-12")
    before = len(visit.requests)
    for address in ("/", "/duties/data-monitoring/", "/checklists/", "/changes/"):
        go(page, visit.site + address)
        page.wait_for_load_state("networkidle")
    asked = [url for url in visit.requests[before:] if "2026-11-12" in url or "?" in url]
    assert asked == []
    assert all(url.startswith(visit.site) for url in visit.requests)


# -------------------------------------------------------------------------------------- what pages show then


def test_who_has_chosen_nothing_sees_the_pages_as_ever(visit: Visits) -> None:
    page = visit("/", now=NOW)
    for address in ("/", "/duties/data-monitoring/", "/checklists/"):
        go(page, visit.site + address)
        expect(page.locator("[data-mine]")).to_be_empty()
    assert not any("/my-role/" in url.removeprefix(visit.site) and "/js/" not in url for url in visit.requests)


def test_home_opens_on_my_day(visit: Visits) -> None:
    """What the page of the role has as next and for today, with the same ticks."""
    page = role_page(visit, width=390, height=844)
    wanted = page.locator(".pb-next li").all_inner_texts()
    today = page.locator(".pb-day > details").first.locator("li b").all_inner_texts()
    choose(page, visit, CONTROL)
    go(page, visit.site)
    expect(page.get_by_role("heading", name="我的今天")).to_be_in_viewport()
    expect(page.locator(".pb-next li")).to_have_text(wanted, use_inner_text=True)
    section = page.locator(".pb-day > details").first
    expect(section.locator("li b")).to_have_text(today, use_inner_text=True)
    section.locator(".pb-tick").first.tap()
    expect(section.get_by_role("checkbox").first).to_be_checked()
    page.wait_for_function("document.querySelector('.pb-day .pb-count').textContent.startsWith('1 /')")
    go(page, f"{visit.site}/roles/{CONTROL}/")
    expect(page.locator(".pb-day > details").first.get_by_role("checkbox").first).to_be_checked()


def test_links_of_my_day_lead_where_those_of_the_role_lead(visit: Visits) -> None:
    page = role_page(visit)
    links = "(all) => all.map((one) => one.href)"
    wanted = page.locator(".pb-next a").evaluate_all(links)
    assert wanted
    choose(page, visit, CONTROL)
    go(page, visit.site)
    page.locator(".pb-next a").first.wait_for()
    assert page.locator(".pb-next a").evaluate_all(links) == wanted


def test_of_several_roles_all_days_are_there(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL, LEAD)
    go(page, visit.site)
    whose = page.locator(".pb-next .pb-whose")
    expect(whose.first).to_be_visible()
    times = [text.split()[1] for text in page.locator(".pb-next b").all_inner_texts()]
    assert times == sorted(times)
    expect(page.locator(".pb-seeing")).to_contain_text("按你的岗位显示：运营中控、运营主管。")
    names = page.locator(".pb-day li a").all_text_contents()
    for role in (CONTROL, LEAD):
        go(page, f"{visit.site}/roles/{role}/")
        own = standing(page).locator(".pb-day li div > p:first-child a").all_text_contents()
        assert own
        assert set(own) <= set(names), role


def test_a_duty_shows_my_part_first(visit: Visits, playbook: Views) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    go(page, f"{visit.site}/duties/data-monitoring/")
    part = page.locator(".pb-my-part")
    row = next(row for row in playbook.duty_roles["data-monitoring"] if row.role == CONTROL)
    expect(part).to_contain_text(f"运营中控 · 主导 · 占 {row.share}%")
    expect(part).to_contain_text(row.entry.emphasis[:8])
    first = row.tasks[0]
    part.locator(f"a[href='#{first}']").last.click()
    expect(page.locator("details.pb-task[open]")).to_have_count(1)
    assert page.evaluate(
        "document.querySelector('.pb-my-part').compareDocumentPosition(document.getElementById('section-tasks')) & 4"
    )
    go(page, f"{visit.site}/duties/content-operations/")
    expect(page.locator("[data-mine]")).to_contain_text("运营中控不做这项职责")


def test_the_lists_that_i_run_come_first(visit: Visits, playbook: Views) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    go(page, f"{visit.site}/checklists/")
    mine = page.locator("[data-mine] li > strong a")
    names = {playbook.playbook.checklists[id_].name for id_ in playbook.inspections_by(CONTROL)}
    assert names
    expect(mine).to_have_count(len(names))
    assert set(mine.all_inner_texts()) == names
    choose(page, visit, "general-ops")
    go(page, f"{visit.site}/roles/{CONTROL}/")
    page.get_by_role("button", name="不再是我的岗位").click()
    expect(page.get_by_role("button", name="这是我的岗位")).to_be_visible()
    go(page, f"{visit.site}/checklists/")
    expect(page.locator("[data-mine]")).to_contain_text("没有要由你的岗位跑的清单。")


def test_changes_show_what_concerns_me(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    go(page, f"{visit.site}/changes/")
    expect(page.get_by_label("角色")).to_have_value("mine")
    for one in page.locator(".pb-change:visible").all():
        concerned = (one.get_attribute("data-for") or "").split()
        assert not concerned or CONTROL in concerned
    hidden = page.locator(".pb-change:not(:visible)")
    assert all(CONTROL not in (one.get_attribute("data-for") or "").split() for one in hidden.all())
    page.get_by_role("button", name="全部显示").click()
    expect(page.locator(".pb-change:not(:visible)")).to_have_count(0)


def test_all_as_everybody_sees_it_is_one_tap(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    go(page, f"{visit.site}/duties/data-monitoring/")
    page.get_by_role("button", name="按所有人的样子看").click()
    expect(page.locator(".pb-my-part")).to_have_count(0)
    go(page, visit.site)
    back = page.get_by_role("button", name="按我的岗位看")
    expect(back).to_be_visible()
    expect(page.locator(".pb-next")).to_have_count(0)
    go(page, f"{visit.site}/changes/")
    expect(page.get_by_label("角色")).to_have_value("")
    go(page, visit.site)
    back.click()
    expect(page.locator(".pb-next")).to_be_visible()


def test_another_tab_follows(visit: Visits) -> None:
    page = visit("/", now=NOW)
    other = page.context.new_page()
    other.clock.set_fixed_time(NOW)
    choose(other, visit, CONTROL)
    expect(page.get_by_role("heading", name="我的今天")).to_be_visible()


# -------------------------------------------------------------------------------------- the first ninety days

#: The first day in the role; what is said of it on 23 November 2026, and the stage that is marked.
STARTS = [
    ("2026-11-23", "今天是到岗第 1 天，到11 月 23 日 周一要做到“第 1 天”这一段。", "day-1"),
    ("2026-11-12", "今天是到岗第 12 天，到12 月 11 日 周五要做到“第 30 天”这一段。", "day-30"),
    ("2026-12-01", "2026 年 12 月 1 日 周二到岗，还有 8 天。", ""),
    ("2026-08-25", "到岗第 91 天，头 90 天在2026 年 11 月 22 日 周日就过完了。", ""),
    ("2006-11-23", "头 90 天在2007 年 2 月 20 日 周二就过完了。日期要是填错了，在这里改。", ""),
]


def test_the_first_day_says_which_stage_is_due(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    field = page.get_by_label("哪天到岗")
    said = page.locator("[data-first-day] [role=status]")
    for start, words, stage in STARTS:
        field.fill(start)
        expect(said).to_contain_text(words)
        expect(page.locator("[aria-current=step]")).to_have_count(1 if stage else 0)
        if stage:
            expect(page.locator(f"#{stage}")).to_have_attribute("aria-current", "step")
    field.fill("1900-01-01")
    expect(said).to_contain_text("没有记下")
    assert kept_roles(page)["role:control-ops"]["from"] == STARTS[-1][0]
    field.fill("")
    expect(said).to_contain_text("填了哪天到岗")
    assert kept_roles(page)["role:control-ops"]["from"] == ""


def test_home_says_which_stage_is_due_until_they_are_over(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    page.get_by_label("哪天到岗").fill("2026-11-12")
    expect(page.locator("[data-first-day] [role=status]")).to_contain_text("第 12 天")
    go(page, visit.site)
    line = page.locator("[data-mine] .pb-when", has_text="头 90 天")
    expect(line).to_contain_text("运营中控：今天是到岗第 12 天")
    line.get_by_role("link").click()
    expect(page).to_have_url(f"{visit.site}/roles/control-ops/#day-30")
    page.clock.set_fixed_time(NOW + dt.timedelta(days=200))
    go(page, visit.site)
    expect(page.locator(".pb-next")).to_be_visible()
    expect(line).to_have_count(0)


# ------------------------------------------------------------------------------------------------ bad input


def test_storage_that_refuses_is_said_at_once(visit: Visits) -> None:
    page = visit("/404.html", now=NOW)
    page.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }")
    go(page, f"{visit.site}/roles/{CONTROL}/")
    standing(page).get_by_role("button", name="这是我的岗位").click()
    expect(page.locator("[data-choose]")).to_contain_text("浏览器没有存下，关掉就没有了")
    expect(page.get_by_role("alert").filter(has_text="不让网页存东西")).to_be_visible()
    go(page, visit.site)
    expect(page.locator("[data-mine]")).to_be_empty()


def test_full_storage_is_said_and_nothing_is_lost(visit: Visits, tmp_path: Path) -> None:
    page = visit("/404.html", now=NOW)
    disk = runs.Disk(page, visit.site)
    go(page, f"{visit.site}/roles/{CONTROL}/")
    standing(page)
    disk.fill()
    page.get_by_role("button", name="这是我的岗位").click()
    expect(page.locator("[data-choose]")).to_contain_text("浏览器没有存下，关掉就没有了")
    data = json.loads(runs.export(page, tmp_path).read_text(encoding="utf-8"))
    assert list(data["entries"]) == ["role:control-ops"]
    disk.clear()
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_text("这台设备留给浏览器的地方满了")).to_have_count(0)
    reload(page)
    expect(page.get_by_role("button", name="不再是我的岗位")).to_be_visible()


def test_a_store_of_another_version_is_said(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    go(page, f"{visit.site}/templates/")
    page.evaluate(
        f"""() => new Promise((done) => {{
            const asked = indexedDB.open({runs.DATABASE}, 7);
            asked.onsuccess = () => (asked.result.close(), done());
        }})"""
    )
    go(page, visit.site)
    expect(page.get_by_role("alert").filter(has_text="由较新版本的手册写下")).to_be_visible()


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"moved": {"watch-ops": CONTROL}, "gone": {}}, "你选的岗位“盯盘”现在是“运营中控”，已经跟着换了。"),
        (
            {"moved": {}, "gone": {"watch-ops": {"date": "2026-11-20", "why": "并进了别的岗位"}}},
            "你选的岗位“盯盘”在 2026-11-20 取消了，因为：并进了别的岗位。",
        ),
        ({"moved": {}, "gone": {}}, "这本手册里没有你选的岗位“盯盘”了。"),
    ],
    ids=["renamed", "given up", "unknown"],
)
def test_a_role_that_is_no_more_is_followed_or_told(visit: Visits, known: dict[str, Any], said: str) -> None:
    page = role_page(visit)
    runs.put(page, {"role:watch-ops": entry("盯盘", **{"from": "2026-11-12"})})
    with_roles(page, visit.site, {"names": NAMES, **known})
    for address in ("/duties/data-monitoring/", "/checklists/", "/changes/", "/"):
        go(page, visit.site + address)
        expect(page.get_by_text(said), address).to_be_visible()
    expect(page.locator(".pb-next")).to_have_count(1 if known["moved"] else 0)
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_text(said)).to_have_count(0)
    kept = kept_roles(page)
    if known["moved"]:
        assert list(kept) == ["role:control-ops"]
        assert kept["role:control-ops"]["from"] == "2026-11-12"
    else:
        assert kept == {}


def test_a_record_of_a_newer_handbook_is_left_alone(visit: Visits) -> None:
    page = role_page(visit)
    runs.put(page, {"role:control-ops": entry("运营中控", format=2)})
    go(page, visit.site)
    expect(page.get_by_text("这一页读不懂，多半由较新版本的手册写下")).to_be_visible()
    assert kept_roles(page)["role:control-ops"]["format"] == 2


def test_a_day_that_does_not_come_is_said(visit: Visits) -> None:
    page = choose(role_page(visit), visit, CONTROL)

    def lost(route: Route) -> None:
        route.abort()

    page.context.route(f"{visit.site}/my-role/{CONTROL}.js", lost)
    go(page, visit.site)
    expect(page.get_by_role("alert").filter(has_text="没有读到这些岗位的安排")).to_contain_text("运营中控")
    visit.complaints.clear()


def test_it_goes_into_the_export_and_comes_back(visit: Visits, tmp_path: Path) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    page.get_by_label("哪天到岗").fill("2026-11-12")
    expect(page.locator("[data-first-day] [role=status]")).to_contain_text("第 12 天")
    file = runs.export(page, tmp_path)
    fresh = role_page(visit)
    runs.choose_file(fresh, file)
    runs.take(fresh)
    expect(fresh.get_by_role("button", name="不再是我的岗位")).to_be_visible()
    expect(fresh.get_by_label("哪天到岗")).to_have_value("2026-11-12")


def test_an_import_with_another_first_day_asks_which_is_right(visit: Visits, tmp_path: Path) -> None:
    page = choose(role_page(visit), visit, CONTROL)
    file = tmp_path / "records.json"
    entries = {"role:control-ops": entry("运营中控", **{"from": "2026-10-01"})}
    file.write_text(json.dumps({"format": "ops-playbook", "version": 1, "entries": entries}), encoding="utf-8")
    runs.choose_file(page, file)
    runs.take(page)
    expect(page.get_by_text("到岗日期，导入的文件里是 2026-10-01，这里是 没有填。")).to_be_visible()
    page.get_by_role("button", name="用导入的").click()
    expect(page.get_by_label("哪天到岗")).to_have_value("2026-10-01")
    assert list(kept_roles(page)) == ["role:control-ops"]


# ---------------------------------------------------------------------------------------------- for everyone


@pytest.mark.parametrize("address", ["/", "/roles/control-ops/", "/duties/data-monitoring/", "/checklists/"])
def test_axe_finds_nothing(visit: Visits, address: str) -> None:
    page = choose(role_page(visit), visit, LEAD, CONTROL)
    page.get_by_label("哪天到岗").fill("2026-11-12")
    expect(page.locator("[data-first-day] [role=status]")).to_contain_text("第 12 天")
    go(page, visit.site + address)
    page.locator(".pb-seeing, .pb-due").first.wait_for()
    assert complaints(page, 1280, 390) == []


def test_a_phone_shows_it_without_sideways_scrolling(visit: Visits) -> None:
    page = choose(role_page(visit, width=390, height=844), visit, CONTROL, LEAD)
    for address in ("/", "/duties/data-monitoring/", "/checklists/", "/changes/"):
        go(page, visit.site + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        for button in page.locator("[data-mine] button:visible").all():
            box = button.bounding_box()
            assert box
            assert box["height"] >= 44
