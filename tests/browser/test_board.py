"""The board of a role: what is due when, ticked off period by period, and printed for a week.

The clock of the pages is set, so that "today" is known: Monday 23 November 2026, 10:00.
"""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from macros.rules.schedule import falls, period
from macros.views.tasks import RoleTask
from macros.views.views import Views
from tests.browser.conftest import Visits

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
MONDAY = NOW.date()
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SPANS = {
    "day": (MONDAY, MONDAY),
    "week": (MONDAY, dt.date(2026, 11, 29)),
    "month": (dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
    "quarter": (dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    "year": YEAR,
}
#: What the sections are called on the board.
TITLES = {"day": "今天", "week": "本周", "month": "本月", "quarter": "本季", "year": "今年"}


def open_board(visit: Visits, role: str = "control-ops", query: str = "", **options: Any) -> Page:
    """A role's page, with the clock set, once its board stands."""
    return standing(visit(f"/roles/{role}/{query}", now=NOW, **options))


def standing(page: Page) -> Page:
    expect(page.locator(".pb-work")).to_be_visible(timeout=15_000)
    return page


def kept(page: Page, count: int) -> None:
    """Wait until so many ticks are in the device's storage."""
    page.wait_for_function(
        """async (count) => {
            const { openStore } = await import(new URL("store/store.js", document.querySelector('script[src$="/js/playbook.js"]').src));
            return (await (await openStore()).list("tick:")).length === count;
        }""",
        arg=count,
    )


def section(page: Page, name: str) -> Locator:
    return page.locator(".pb-day > details", has=page.get_by_role("heading", name=name))


def recurring(views: Views, role: str) -> list[RoleTask]:
    return [task for tasks in views.board(role).values() for task in tasks if task.due]


def expected(views: Views, role: str) -> dict[str, list[tuple[str, str]]]:
    """By section, the moment and the name of everything that is due in the year, each once."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in SPANS}
    own = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
    for task in recurring(views, role):
        assert task.due
        spans = [SPANS[own[task.cadence]]] + ([SPANS["week"]] if task.cadence != "daily" else [])
        moments = {moment for span in spans for moment in falls(task.cadence, task.due, *span)}
        for moment in moments:
            name = next(name for name, (low, high) in SPANS.items() if low <= moment.date() <= high)
            found[name].append((f"{moment:%Y-%m-%d %H:%M}", task.task.name))
    return {name: sorted(dues) for name, dues in found.items()}


def bounds(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found
    return found


def test_every_task_stands_in_its_section_once(visit_shipped: Visits, shipped: Views) -> None:
    """On the board of every role of the shipped data, which has more rhythms than the tests' own."""
    page = visit_shipped("/404.html", now=NOW)
    for role in shipped.playbook.roles:
        page.goto(f"{visit_shipped.site}/roles/{role}/")
        standing(page)
        for name, dues in expected(shipped, role).items():
            part = section(page, TITLES[name])
            if name in ("day", "week") or dues:
                expect(part.locator(".pb-count"), f"{role}, {name}").to_have_text(f"0 / {len(dues)}")
                part.evaluate("(box) => (box.open = true)")
                lines = part.locator("li > div > p:first-child > a").all_inner_texts()
                assert sorted(line.strip() for line in lines) == sorted(task for _, task in dues), f"{role}, {name}"
            else:
                expect(part, f"{role}, {name}").to_have_count(0)
        events = shipped.board(role)["per-event"]
        expect(section(page, "遇事").locator("li"), role).to_have_count(len(events))


def test_a_role_that_differs_has_its_own_time(visit: Visits, playbook: Views) -> None:
    """The overrides of a role are on its board: the same task, other times."""
    own = [task for task in recurring(playbook, "general-ops") if task.differs and task.task.rhythm]
    other = [task for task in own if task.task.rhythm and task.due != task.task.rhythm.due and task.cadence == "daily"]
    assert other
    page = open_board(visit, "general-ops")
    line = section(page, "今天").locator("li", has_text=other[0].task.name)
    expect(line.locator("b")).to_have_text(other[0].due or "")


def test_what_is_due_next_is_on_top(visit: Visits, playbook: Views) -> None:
    page = open_board(visit)
    ahead = sorted(
        (moment, task.task.name)
        for task in recurring(playbook, "control-ops")
        for moment in falls(task.cadence, task.due or "", MONDAY, MONDAY + dt.timedelta(days=31))
        if moment.replace(tzinfo=SHANGHAI) >= NOW
    )
    items = page.locator(".pb-next li")
    expect(items).to_have_count(3)
    names = [name for _, name in ahead]
    expect(items.locator("a")).to_have_text(names[:3])
    expect(items.first).to_contain_text(f"今天 {ahead[0][0]:%H:%M}")
    section(page, "今天").get_by_label(names[0], exact=False).check()
    expect(items.locator("a").first).to_have_text(names[1])
    expect(page.locator(".pb-work h3").first).to_have_text("接下来")


def test_a_moment_that_has_gone_by_is_marked_until_it_is_ticked(visit: Visits) -> None:
    page = open_board(visit)
    line = section(page, "今天").locator("li", has_text="09:30")
    expect(line.locator(".pb-state")).to_have_text("时刻已过")
    expect(section(page, "今天").locator("li .pb-state").last).to_have_text("")  # its hour is still to come
    line.get_by_role("checkbox").check()
    expect(line.locator(".pb-state")).to_have_text("✓ 11-23 10:00")


def test_a_tick_counts_for_its_period_alone(visit: Visits) -> None:
    page = open_board(visit)
    today = section(page, "今天")
    week = section(page, "本周")
    daily = today.locator("li", has_text="每日早检核心指标").get_by_role("checkbox")
    expect(week.locator(".pb-count")).not_to_be_empty()
    weekly_name = week.locator("li a").first.inner_text()
    weekly = week.get_by_role("checkbox").first
    daily.check()
    weekly.check()
    expect(today.locator(".pb-count")).to_contain_text("1 /")
    kept(page, 2)
    page.reload()
    expect(daily).to_be_checked()
    expect(weekly).to_be_checked()
    page.get_by_role("button", name="往后").click()  # Tuesday of the same week
    other = section(page, "这一天").locator("li", has_text="每日早检核心指标").get_by_role("checkbox")
    expect(other).not_to_be_checked()
    expect(page.get_by_label(f"做完了：{weekly_name}")).to_be_checked()
    page.get_by_label("日期").fill("2026-11-30")  # the week after
    expect(page.locator(".pb-ticked")).to_have_count(0)
    page.get_by_role("button", name="今天").click()
    expect(page.locator(".pb-ticked")).to_have_count(2)
    weekly.uncheck()
    kept(page, 1)
    page.reload()
    expect(page.locator(".pb-ticked")).to_have_count(1)


def test_roles_are_ticked_apart(visit: Visits) -> None:
    page = open_board(visit, "control-ops")
    section(page, "今天").get_by_role("checkbox").first.check()
    kept(page, 1)
    page.goto(f"{visit.site}/roles/general-ops/")
    expect(section(standing(page), "今天").locator(".pb-count")).to_contain_text("0 /")
    expect(page.locator(".pb-ticked")).to_have_count(0)


def test_the_date_is_chosen_and_stands_in_the_address(visit: Visits) -> None:
    page = open_board(visit)
    page.get_by_label("日期").fill("2025-12-31")
    expect(page).to_have_url(re.compile(r"\?date=2025-12-31$"))
    expect(section(page, "这一天").locator("h3")).to_have_text("这一天 12 月 31 日 周三")
    again = open_board(visit, query="?date=2025-12-31")
    expect(again.get_by_label("日期")).to_have_value("2025-12-31")
    # The week reaches into January: what falls due there is shown with the week, under its own month.
    expect(section(again, "这一周")).to_contain_text("1 月")
    again.get_by_role("button", name="今天").click()
    expect(again).to_have_url(f"{visit.site}/roles/control-ops/")
    expect(section(again, "今天").locator("h3")).to_have_text("今天 11 月 23 日 周一")


@pytest.mark.parametrize("date", ["2026-02-30", "明天", "<img src=x onerror=alert(1)>", "20261123", "0000-00-00"])
def test_an_address_that_is_no_date_is_said_so(visit: Visits, date: str) -> None:
    page = open_board(visit, query=f"?date={date}")
    expect(page.get_by_text(f"地址里的“{date}”不是日期，这里是今天。")).to_be_visible()
    expect(section(page, "今天").locator("h3")).to_have_text("今天 11 月 23 日 周一")
    expect(page.locator(".pb-work img")).to_have_count(0)


def test_a_page_left_open_overnight_moves_on(visit: Visits) -> None:
    page = open_board(visit)
    section(page, "今天").get_by_role("checkbox").first.check()
    page.clock.set_fixed_time(NOW + dt.timedelta(days=1))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(section(page, "今天").locator("h3")).to_have_text("今天 11 月 24 日 周二")
    expect(section(page, "今天").locator(".pb-ticked")).to_have_count(0)


def test_a_second_tab_sees_the_tick(visit: Visits) -> None:
    page = open_board(visit)
    other = page.context.new_page()
    other.clock.set_fixed_time(NOW)
    other.goto(page.url)
    box = section(other, "今天").get_by_role("checkbox").first
    expect(box).not_to_be_checked()
    section(page, "今天").get_by_role("checkbox").first.check()
    expect(box).to_be_checked()


def test_ticks_are_exported_and_imported(visit: Visits, tmp_path: Path) -> None:
    page = open_board(visit)
    section(page, "今天").get_by_role("checkbox").first.check()
    kept(page, 1)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出全部记录").click()
    file = tmp_path / "records.json"
    download.value.save_as(file)
    entries = json.loads(file.read_text(encoding="utf-8"))["entries"]
    (key,) = entries
    assert key.startswith(f"tick:control-ops:{period('daily', MONDAY)}:")
    fresh = open_board(visit)
    expect(fresh.locator(".pb-ticked")).to_have_count(0)
    with fresh.expect_file_chooser() as chooser:
        fresh.get_by_role("button", name="导入").click()
    chooser.value.set_files(file)
    fresh.get_by_role("button", name="导入这些").click()
    expect(section(fresh, "今天").locator(".pb-ticked")).to_have_count(1)


def test_storage_that_refuses_is_said_and_the_board_still_ticks(visit: Visits) -> None:
    """A private window that keeps nothing: the box and the count move, and the page says what it is worth."""
    page = open_board(visit)
    page.add_init_script(
        """indexedDB.open = () => { throw new DOMException('no', 'SecurityError') };
        Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } });"""
    )
    page.reload()
    box = section(page, "今天").get_by_role("checkbox").first
    box.check()
    expect(page.get_by_role("alert").filter(has_text="不让网页存东西")).to_be_visible()
    expect(section(page, "今天").locator(".pb-count")).to_have_text(re.compile("^1 / "))
    page.get_by_role("button", name="往后").click()
    page.get_by_role("button", name="今天", exact=True).click()
    expect(box).to_be_checked()
    # The theme keeps the reader's scheme there, complains, and goes on.
    assert {line.rpartition(" ")[2] for line in visit.finish()} <= {"no"}
    visit.complaints.clear()


def test_the_week_goes_on_one_sheet(visit: Visits, playbook: Views) -> None:
    page = open_board(visit, "general-ops")
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name="打印这一周").click()
    page.wait_for_function("window.printed")
    days = page.locator(".pb-week > div > section")
    expect(days).to_have_count(7)
    for number, day in enumerate(days.all()):
        date = MONDAY + dt.timedelta(days=number)
        due = [
            task.task.name
            for task in recurring(playbook, "general-ops")
            if falls(task.cadence, task.due or "", date, date)
        ]
        expect(day.locator("a"), str(date)).to_have_count(len(due))
        assert sorted(day.locator("a").all_inner_texts()) == sorted(due), date
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="时间花在哪里")).to_be_hidden()
    tops = {round(bounds(day)["y"]) for day in days.all()}
    assert len(tops) == 1  # seven columns, side by side
    page.emulate_media(media="null")
    assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == 1


def test_on_paper_the_role_page_has_its_rhythms_not_today(visit: Visits, playbook: Views) -> None:
    page = open_board(visit)
    page.emulate_media(media="print")
    expect(page.locator(".pb-work")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#board-daily")).to_be_visible()
    expect(page.locator("[data-board]")).to_contain_text("每周")


def test_a_phone_shows_the_board_without_sideways_scrolling(visit: Visits) -> None:
    for query in ("", "?view=week"):
        page = open_board(visit, "general-ops", query, width=390)
        expect(page.locator(".pb-tick").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = bounds(page.locator(".pb-tick").first)
        assert min(box["width"], box["height"]) >= 44


def test_the_keyboard_is_enough(visit: Visits) -> None:
    page = open_board(visit)
    page.get_by_label("日期").focus()
    box = section(page, "今天").get_by_role("checkbox").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if box.evaluate("(box) => box === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()


def test_an_anchor_of_the_static_list_still_leads_there(visit: Visits) -> None:
    page = open_board(visit, query="#board-weekly")
    expect(page.locator("#board-weekly")).to_be_in_viewport()


def test_without_javascript_the_rhythms_are_there(visit: Visits, playbook: Views) -> None:
    page = visit("/roles/control-ops/", javascript=False)
    tasks = [task for tasks in playbook.board("control-ops").values() for task in tasks]
    expect(page.locator("[data-board] .pb-board > ul > li:visible")).to_have_count(len(tasks))
    expect(page.locator(".pb-work")).to_have_count(0)
