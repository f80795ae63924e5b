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
from macros.views import labels
from macros.views.tasks import RoleTask
from macros.views.views import Views
from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.settled import go, reload

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
    expect(page.locator(".pb-work")).to_be_visible()
    return page


def kept(page: Page, count: int) -> None:
    """Wait until so many ticks are in the device's storage."""
    runs.kept_entries(page, "tick:", count)


def section(page: Page, name: str) -> Locator:
    return page.locator(".pb-day > details", has=page.get_by_role("heading", name=name))


def recurring(views: Views, role: str) -> list[RoleTask]:
    return [task for tasks in views.board(role).values() for task in tasks if task.time]


def moments(views: Views, role: str, task: RoleTask, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """When a role has something to do, from one day to another, as the work calendar has it."""
    work, shift = views.calendar, views.shift(role)
    return falls(task.cadence, task.time or "", first, last, work, shift, task.off_day)


def clock(task: RoleTask) -> str:
    """The time of a task as the board has it."""
    if task.start:
        return labels.span(task.start[-5:], task.minutes)
    return f"{(task.due or '')[-5:]} {'前定' if task.decision else '前交'}"


def expected(views: Views, role: str) -> dict[str, list[tuple[str, str]]]:
    """By section, the moment and the name of everything that is due in the year, each once."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in SPANS}
    own = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
    for task in recurring(views, role):
        spans = [SPANS[own[task.cadence]]] + ([SPANS["week"]] if task.cadence != "daily" else [])
        for moment in {moment for span in spans for moment in moments(views, role, task, *span)}:
            name = next(name for name, (low, high) in SPANS.items() if low <= moment.date() <= high)
            found[name].append((f"{moment:%Y-%m-%d %H:%M}", task.task.name))
    return {name: sorted(dues) for name, dues in found.items()}


def bounds(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found
    return found


def test_every_task_stands_in_its_section_once(visit: Visits, playbook: Views) -> None:
    stand(visit, playbook)


def test_every_task_of_the_shipped_data_stands_in_its_section_once(visit_shipped: Visits, shipped: Views) -> None:
    """It has more roles and rhythms than the tests' own playbook."""
    stand(visit_shipped, shipped)


def stand(visit: Visits, views: Views) -> None:
    """On the board of every role all that it does, sits in and decides, with its times."""
    page = visit("/404.html", now=NOW)
    for role in views.playbook.roles:
        go(page, f"{visit.site}/roles/{role}/")
        standing(page)
        for name, dues in expected(views, role).items():
            part = section(page, TITLES[name])
            if name in ("day", "week") or dues:
                expect(part.locator(".pb-count"), f"{role}, {name}").to_have_text(f"0 / {len(dues)}")
                part.evaluate("(box) => (box.open = true)")
                lines = part.locator("li > div > p:first-child > a").all_inner_texts()
                assert sorted(line.strip() for line in lines) == sorted(task for _, task in dues), f"{role}, {name}"
                times = part.locator("li > div > p:first-child > b").all_inner_texts()
                own = [clock(task) for task in recurring(views, role)]
                assert all(any(time.strip().endswith(one) for one in own) for time in times), f"{role}, {name}"
            else:
                expect(part, f"{role}, {name}").to_have_count(0)
        events = views.board(role).get("per-event", ())
        expect(section(page, "遇事").locator("li"), role).to_have_count(len(events))


def test_a_role_that_differs_has_its_own_time(visit: Visits, playbook: Views) -> None:
    """The overrides of a role are on its board: the same task, other times."""
    own = [task for task in recurring(playbook, "general-ops") if task.differs and task.task.rhythm]
    other = [task for task in own if task.task.rhythm and task.due != task.task.rhythm.due and task.cadence == "daily"]
    assert other
    page = open_board(visit, "general-ops")
    line = section(page, "今天").locator("li", has_text=other[0].task.name)
    expect(line.locator("b")).to_have_text(f"{other[0].due} 前交")


def test_set_times_due_times_and_decisions_are_told_apart(visit: Visits) -> None:
    """A meeting has a beginning and an end, for who sits in it too; what is handed in or decided has a last moment."""
    meeting = "每周回看指标并提出调整"
    page = open_board(visit, "control-ops")
    line = section(page, "本周").or_(section(page, "今天")).locator("li", has_text=meeting)
    expect(line.locator("b")).to_have_text("14:00–15:00")
    page = open_board(visit, "ops-lead", "?date=2026-12-07")
    line = page.locator(".pb-day details li", has_text=meeting)
    expect(line.locator("b")).to_have_text("14:00–15:00")
    expect(line).to_contain_text("到场")
    page = open_board(visit, "ops-lead", "?date=2026-12-08")  # the sixth working day
    line = page.locator(".pb-day details li", has_text="做月度分析")
    expect(line.locator("b")).to_have_text("12:00 前定")
    expect(line).to_contain_text("拍板")


def test_a_meeting_is_late_when_it_is_over(visit: Visits) -> None:
    page = open_board(visit, "ops-lead")
    line = page.locator(".pb-day details li", has_text="每周回看指标并提出调整")
    page.clock.set_fixed_time(NOW.replace(hour=14, minute=30))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(line.locator(".pb-state")).to_have_text("")
    page.clock.set_fixed_time(NOW.replace(hour=15, minute=1))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(line.locator(".pb-state")).to_have_text("时刻已过")


def test_a_holiday_is_off_for_who_has_it_off(visit: Visits) -> None:
    """Monday, 5 October 2026: what is weekly comes on Thursday; the shift that works on holidays has its day."""
    page = open_board(visit, "ops-lead", "?date=2026-10-05")
    expect(page.get_by_text("这一天不上班。")).to_be_visible()
    expect(section(page, "这一天").locator(".pb-count")).to_have_text("0 / 0")
    meeting = section(page, "这一周").locator("li", has_text="每周回看指标并提出调整")
    expect(meeting.locator("b")).to_have_text("10 月 8 日 周四 14:00–15:00")
    page = open_board(visit, "control-ops", "?date=2026-10-05")
    expect(page.get_by_text("这一天不上班。")).to_have_count(0)
    expect(section(page, "这一天").locator("li", has_text="每日早检核心指标").locator("b")).to_have_text("09:30 前交")


def test_a_weekend_that_makes_up_for_a_holiday_is_worked(visit: Visits) -> None:
    """10 October 2026 is a Saturday that is worked, the day after it isn't."""
    page = open_board(visit, "ops-lead", "?date=2026-10-10")
    expect(page.get_by_text("这一天不上班。")).to_have_count(0)
    expect(section(page, "这一天").locator("li b")).to_have_text("09:45 前交")
    page.get_by_role("button", name="往后").click()
    expect(page.get_by_text("这一天不上班。")).to_be_visible()


def test_beyond_the_calendar_nothing_is_shown(visit: Visits) -> None:
    beyond = "工作日历从 2026-01-01 写到 2027-12-31，这以外的日子还排不出来。"
    for date in ("2028-01-03", "2025-12-31"):
        page = open_board(visit, "ops-lead", f"?date={date}")
        expect(page.get_by_text(beyond)).to_be_visible()
        expect(page.locator(".pb-day .pb-tick")).to_have_count(0)
        expect(page.get_by_role("heading", name="接下来")).to_have_count(0)
        expect(page.get_by_text("这一天不上班。")).to_have_count(0)
    page = open_board(visit, "ops-lead", "?date=2027-12-31&view=week")
    expect(page.get_by_text(beyond)).to_be_visible()
    expect(page.locator(".pb-week > div > section").nth(4).locator("b")).to_have_text(["09:45 前交"])
    expect(page.locator(".pb-week > div > section").nth(5).locator("b")).to_have_count(0)


def test_the_last_day_does_not_say_that_nothing_follows(visit: Visits) -> None:
    """What comes after the calendar isn't known: the list of what is next says so when it is empty."""
    page = open_board(visit, "ops-lead", "?date=2027-12-31")
    page.locator(".pb-next li").first.wait_for()
    for box in page.locator(".pb-day .pb-tick input").all():
        if box.is_visible():
            box.check()
    expect(page.locator(".pb-next li")).to_have_text("到 2027-12-31 没有了，再往后还排不出来")


def test_a_year_that_is_not_decreed_is_marked(visit: Visits) -> None:
    guess = "预计：2027 年的放假安排还没有公布，先按法定节日排。"
    page = open_board(visit, "ops-lead")
    expect(page.get_by_text("预计：")).to_have_count(0)
    for query in ("?date=2027-03-01", "?date=2027-03-01&view=week", "?date=2026-12-31&view=week"):
        expect(open_board(visit, "ops-lead", query).get_by_text(guess), query).to_be_visible()


def test_what_is_due_next_is_on_top(visit: Visits, playbook: Views) -> None:
    page = open_board(visit)
    ahead = sorted(
        (moment, task.task.name, clock(task))
        for task in recurring(playbook, "control-ops")
        for moment in moments(playbook, "control-ops", task, MONDAY, MONDAY + dt.timedelta(days=31))
        if moment.replace(tzinfo=SHANGHAI) >= NOW
    )
    items = page.locator(".pb-next li")
    expect(items).to_have_count(3)
    names = [name for _, name, _ in ahead]
    expect(items.locator("p > a")).to_have_text(names[:3])
    expect(items.first).to_contain_text(f"今天 {ahead[0][2]}")
    page.get_by_label(f"做完了：{names[0]}", exact=False).check()
    expect(items.locator("p > a").first).to_have_text(names[1])
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
    reload(page)
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
    reload(page)
    expect(page.locator(".pb-ticked")).to_have_count(1)


def test_roles_are_ticked_apart(visit: Visits) -> None:
    page = open_board(visit, "control-ops")
    section(page, "今天").get_by_role("checkbox").first.check()
    kept(page, 1)
    go(page, f"{visit.site}/roles/general-ops/")
    expect(section(standing(page), "今天").locator(".pb-count")).to_contain_text("0 /")
    expect(page.locator(".pb-ticked")).to_have_count(0)


def test_the_date_is_chosen_and_stands_in_the_address(visit: Visits) -> None:
    page = open_board(visit, "general-ops")
    page.get_by_label("日期").fill("2026-12-02")
    expect(page).to_have_url(re.compile(r"\?date=2026-12-02$"))
    expect(section(page, "这一天").locator("h3")).to_have_text("这一天 12 月 2 日 周三")
    again = open_board(visit, "general-ops", query="?date=2026-12-02")
    expect(again.get_by_label("日期")).to_have_value("2026-12-02")
    # The week begins in November: what fell due there is shown with the week, though it is the month before.
    expect(section(again, "这一周")).to_contain_text("11 月 30 日 周一 18:00 前交")
    again.get_by_role("button", name="今天").click()
    expect(again).to_have_url(f"{visit.site}/roles/general-ops/")
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
    go(other, page.url)
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
    reload(page)
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
        tasks = [
            task for task in recurring(playbook, "general-ops") if moments(playbook, "general-ops", task, date, date)
        ]
        due = [task.task.name for task in tasks]
        expect(day.locator("a"), str(date)).to_have_count(len(due))
        assert sorted(day.locator("a").all_inner_texts()) == sorted(due), date
        assert sorted(day.locator("b").all_inner_texts()) == sorted(map(clock, tasks)), date
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
