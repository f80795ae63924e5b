"""A checklist is run on its page: started, sampled, answered, scored, finished, and followed over time."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from macros.views.views import Views
from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.runs import (
    answer,
    answer_all,
    earlier,
    expect_answer,
    expect_given,
    finish,
    item,
    open_list,
    start,
    the_list,
)
from tests.browser.settled import go


def figures(page: Page) -> Locator:
    return page.locator(".pb-figures")


def test_a_run_is_scored_as_it_goes(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    weights = [one["weight"] for one in the_list(page)["items"]]
    answer(page, 1)
    answer(page, 4, "fail")
    passed = 100 * weights[0] / (weights[0] + weights[3])
    shown = f"{int(passed * 10) / 10:g}"
    expect(figures(page)).to_have_text(f"已答 2 / 10 {shown} 分 合格线 85", use_inner_text=True)
    answer(page, 2, "na")
    # What doesn't apply counts neither way.
    expect(figures(page)).to_have_text(f"已答 3 / 10 {shown} 分 合格线 85", use_inner_text=True)


def test_all_passed_is_a_pass_and_stands_in_the_history(visit: Visits) -> None:
    page = open_list(visit)
    start(page, of="中控早班", by="王主管")
    answer_all(page)
    expect(figures(page)).to_have_text("已答 10 / 10 100 分 合格", use_inner_text=True)
    finish(page)
    expect(page.locator(".pb-run-body > .pb-verdict")).to_have_text("100 分，合格")
    expect(earlier(page)).to_have_text(
        ["2026 年第 47 周（11-16 至 11-22） 中控早班 王主管 · 2026-11-22 10:00 100 分，合格 打开"], use_inner_text=True
    )


def test_a_failed_veto_item_decides_whatever_the_score(visit: Visits) -> None:
    page = open_list(visit)
    veto = 1 + [one["grade"] for one in the_list(page)["items"]].index("veto")
    start(page)
    answer_all(page)
    answer(page, veto, "fail")
    expect(figures(page)).to_have_text(
        re.compile(r"^\s*已答 10 / 10\s+8\d(\.\d)? 分\s+不合格\s*$"), use_inner_text=True
    )
    finish(page)
    expect(page.locator(".pb-run-body > .pb-verdict")).to_contain_text("不合格", use_inner_text=True)


def test_below_the_line_is_a_fail_when_all_is_answered(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer_all(page)
    answer(page, 1, "fail")
    answer(page, 4, "fail")
    expect(figures(page)).to_have_text(re.compile(r"已答 10 / 10\s.* 分\s+不合格\s*$", re.DOTALL), use_inner_text=True)


def test_what_has_to_be_put_right_is_named_with_its_day(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer_all(page)
    answer(page, 4, "fail")
    finish(page)
    act = the_list(page)["items"][3]
    assert act["within"] == "P3D"
    expect(page.locator(".pb-run-body .pb-sheet li")).to_have_text([f"{act['act']}（2026-11-25 前）"])


def test_a_wrong_tap_is_undone_step_by_step(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    answer(page, 2, "fail")
    item(page, 2).locator("textarea").fill("原因里没有数字")
    undo = page.get_by_role("button", name="撤销")
    undo.click()
    expect(item(page, 2).locator("textarea")).to_have_value("")
    undo.click()
    expect_given(page, ["合格", ""])
    undo.click()
    expect_given(page, ["", ""])
    expect(undo).to_have_attribute("aria-disabled", "true")


def test_undo_still_knows_the_last_step_after_a_reload(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 3, "fail")
    runs.saved(page)
    runs.again(page)
    page.get_by_role("button", name="撤销").click()
    expect_answer(page, 3, "")


def test_an_answer_is_kept_at_once(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    item(page, 1).get_by_role("button", name="加备注").click()
    item(page, 1).locator("textarea").press_sequentially("两天都看了")
    page.keyboard.press("Tab")
    page.locator(".pb-said", has_text="备注，已存").wait_for()
    runs.again(page)
    expect_answer(page, 1, "合格")
    expect(item(page, 1).locator("textarea")).to_have_value("两天都看了")
    expect(page.locator(".pb-kept")).to_contain_text("不上传", use_inner_text=True)


def test_a_run_with_gaps_asks_before_it_ends(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer_all(page)
    answer(page, 3)  # a second tap takes the answer back
    answer(page, 8)
    finish(page)
    asked = page.locator(".pb-ask")
    expect(asked).to_contain_text("还有 2 条没答：第 3、8 条", use_inner_text=True)
    asked.get_by_role("button", name="去答第 3 条").click()
    expect(item(page, 3).locator("[data-answer=pass]")).to_be_focused()
    finish(page)
    asked.get_by_role("button", name="就这样结束").click()
    expect(page.locator(".pb-run-body > .pb-verdict")).to_have_text("100 分，没答完")


def test_a_finished_run_can_be_taken_up_again(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer_all(page)
    finish(page)
    page.get_by_role("button", name="重新打开").click()
    answer(page, 1, "fail")  # 3 points of 37
    expect(figures(page)).to_have_text("已答 10 / 10 91.8 分 合格", use_inner_text=True)
    expect_answer(page, 1, "不合格")


def test_a_deleted_run_can_be_put_back(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 1)
    page.get_by_role("button", name="删除").click()
    expect(page.locator("[data-run-history]")).to_be_hidden()
    page.get_by_role("button", name="放回来").click()
    expect_answer(page, 1, "合格")


# ------------------------------------------------------------------------------------------------ periods


def test_the_page_offers_the_period_that_is_due(visit: Visits) -> None:
    page = open_list(visit)
    expect(page.locator(".pb-run-body")).to_contain_text(
        "本周还没做：2026 年第 47 周（11-16 至 11-22）", use_inner_text=True
    )
    start(page)
    answer_all(page)
    finish(page)
    runs.kept(page, "run.finished")
    page.get_by_role("button", name="收起").click()
    due = page.locator(".pb-run-body")
    expect(due).to_contain_text("本周做过 1 份：中控早班 100 分，合格。", use_inner_text=True)
    expect(due).to_contain_text("下一份属于下周：2026 年第 48 周（11-23 至 11-29）", use_inner_text=True)
    page.clock.set_fixed_time("2026-12-08T09:00:00+08:00")
    runs.again(page)
    expect(due).to_contain_text("本周还没做：2026 年第 50 周", use_inner_text=True)
    expect(due).to_contain_text("上周没有记录：2026 年第 49 周", use_inner_text=True)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/checklists/daily-start/", "今天还没做：2026-11-22（周日）"),
        ("/checklists/figures-monthly/", "本月还没做：2026 年 11 月"),
        ("/checklists/goals-quarterly/", "本季还没做：2026 年第 4 季度"),
    ],
)
def test_each_rhythm_has_its_periods(visit: Visits, address: str, name: str) -> None:
    expect(open_list(visit, address).locator(".pb-run-body")).to_contain_text(name, use_inner_text=True)


# ------------------------------------------------------------------------------------------------ samples


def draws(page: Page) -> Locator:
    return page.locator(".pb-run-body dt", has_text=re.compile("^(抽中|再抽)")).locator("+ dd")


def drawn(page: Page, count: int = 1) -> list[str]:
    """What each draw gave, once there are so many."""
    expect(draws(page)).to_have_count(count)
    return draws(page).all_inner_texts()


def test_the_days_are_drawn_from_the_week_before(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    (text,) = drawn(page)
    days = re.findall(r"\d{4}-\d\d-\d\d(?=（周)", text)
    assert len(set(days)) == 2
    assert set(days) <= {f"2026-11-{day:02}" for day in range(9, 14)}, "working days of week 46"
    assert days == sorted(days)


def test_a_second_draw_says_why_and_keeps_the_first(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    first = drawn(page)
    page.get_by_role("button", name="再抽").click()
    page.locator("form.pb-start button[type=submit]").click()
    expect(page.locator(".pb-wrong:visible").first).to_have_text("请写上。")
    page.get_by_label("为什么再抽").fill("周一放假")
    page.locator("form.pb-start button[type=submit]").click()
    expect(page.locator(".pb-run-body")).to_contain_text("再抽：周一放假", use_inner_text=True)
    both = drawn(page, 2)
    assert both[0] == first[0]
    days = [re.findall(r"\d{4}-\d\d-\d\d(?=（周)", text) for text in both]
    assert not set(days[0]) & set(days[1]), "what was drawn isn't drawn again"
    runs.kept(page, "run.draws.length === 2")
    runs.again(page)
    expect(draws(page)).to_have_text(both)


def test_a_list_is_drawn_by_number_when_its_length_is_known(visit: Visits) -> None:
    page = open_list(visit, "/checklists/service-weekly/")
    start(page)
    expect(page.locator(".pb-wrong:visible")).to_have_text("写一个整数：名单从 1 号起一共有几个。")
    expect(page.locator("form.pb-start input[type=number]")).to_be_focused()
    page.locator("form.pb-start input[type=number]").fill("40")
    page.locator("form.pb-start button[type=submit]").click()
    (text,) = drawn(page)
    numbers = [int(one) for one in re.findall(r"\d+", text.partition("号")[0])]
    assert len(set(numbers)) == the_list(page)["sample"]["pick"] == 10
    assert all(1 <= number <= 40 for number in numbers)
    assert "名单共 40 个" in text


def test_days_that_have_not_passed_are_not_drawn(visit: Visits) -> None:
    page = open_list(visit, now="2026-11-18T10:00:00+08:00")
    page.locator(".pb-run-body > .pb-main").click()
    page.get_by_label("查谁、查什么").fill("中控早班")
    page.get_by_label("谁来查").fill("王主管")
    page.get_by_label("属于哪一期").select_option(label="下周：2026 年第 48 周（11-23 至 11-29）")
    page.locator("form.pb-start button[type=submit]").click()
    expect(page.locator(".pb-wrong:visible")).to_have_text("要抽的日子还没过完，2026-11-21 起才能抽。")
    expect(page.locator(".pb-answer")).to_have_count(0)


# ------------------------------------------------------------------------------------------------ other styles


def test_a_list_read_aloud_goes_step_by_step(visit: Visits) -> None:
    page = open_list(visit, "/checklists/incident-readdo/", width=390, height=844)
    start(page, of="支付回调异常", by="记时间线的人")
    first, second = item(page, 1), item(page, 2)
    expect(first.locator("[data-answer=pass]")).to_be_focused()
    expect(page.locator(".pb-now:visible")).to_have_count(1)
    expect(page.locator("[data-answer=pass]:visible")).to_have_count(1)
    first.get_by_role("button", name="做完了").click()
    expect(second.locator("[data-answer=pass]")).to_be_focused()
    expect(second).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(item(page, 3).locator("[data-answer=pass]")).to_be_focused()
    item(page, 3).get_by_role("button", name="没做成").click()
    expect(item(page, 3).locator("textarea")).to_be_visible()
    expect_given(page, ["做完了", "做完了", "没做成", ""])


def test_a_list_to_confirm_has_its_own_words(visit: Visits) -> None:
    page = open_list(visit, "/checklists/content-publish/")
    page.get_by_role("button", name="开始核对").click()
    page.get_by_label("核谁、核哪一次").fill("双十一长图")
    page.get_by_label("谁来核").fill("小林")
    page.locator("form.pb-start button[type=submit]").click()
    for place in range(1, 1 + len(the_list(page)["items"])):
        item(page, place).get_by_role("button", name="做到了").click()
    finish(page)
    expect(earlier(page).first).to_have_text(
        re.compile(r"^\s*2026-11-22（周日）\s+双十一长图\s+小林"), use_inner_text=True
    )


# ------------------------------------------------------------------------------------------------ over time


def changed_list(page: Page, change: Any) -> None:
    """From the next load on, the page comes with another version of its checklist."""

    def alter(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        found = re.search(r'(<script type="application/json" id="pb-list">)(.*?)(</script>)', body, re.DOTALL)
        assert found
        data = json.loads(found[2])
        change(data)
        safe = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        route.fulfill(response=answer, body=body.replace(found[2], safe))

    page.context.route("**/checklists/*/", alter)


def reword(data: dict[str, Any]) -> None:
    data["items"][1].update(v="changed1", text="抽两条“可解释”，原因里都有数字吗？")
    data["items"][3]["weight"] = 1


def test_a_changed_item_is_asked_anew_and_its_old_answer_stays(visit: Visits) -> None:
    page = open_list(visit)
    before = the_list(page)["items"][1]["text"]
    start(page)
    answer_all(page)
    item(page, 2).get_by_role("button", name="加备注").click()
    item(page, 2).locator("textarea").fill("看过两条")
    runs.saved(page)
    changed_list(page, reword)
    runs.again(page)
    expect_given(page, ["合格", "", *["合格"] * 8])
    told = page.locator(".pb-run .pb-problem").first
    expect(told).to_contain_text("请重新答：“抽两条“可解释”，原因里都有数字吗？”", use_inner_text=True)
    expect(told).to_contain_text("权重或等级变了", use_inner_text=True)
    expect(item(page, 2)).to_contain_text(f"从前的措辞“{before}”答过：合格，看过两条", use_inner_text=True)
    answer(page, 2, "fail")
    finish(page)
    expect(page.locator(".pb-run-body .pb-sheet")).to_contain_text(before, use_inner_text=True)
    expect(page.locator(".pb-run-body .pb-sheet")).to_contain_text("看过两条", use_inner_text=True)


def test_an_old_answer_comes_back_with_its_wording(visit: Visits) -> None:
    page = open_list(visit)
    start(page)
    answer(page, 2, "fail")
    runs.saved(page)
    changed_list(page, reword)
    runs.again(page)
    expect_answer(page, 2, "")
    page.context.unroute("**/checklists/*/")
    runs.again(page)
    expect_answer(page, 2, "不合格")


def test_added_and_dropped_items_are_told(visit: Visits) -> None:
    def change(data: dict[str, Any]) -> None:
        data["items"] = [data["items"][0], *data["items"][2:]]

    page = open_list(visit)
    gone = the_list(page)["items"][1]["text"]
    start(page)
    answer_all(page)
    runs.saved(page)
    changed_list(page, change)
    runs.again(page)
    expect(page.locator(".pb-run .pb-problem").first).to_contain_text(f"去掉了：“{gone}”", use_inner_text=True)
    expect(figures(page)).to_contain_text("已答 9 / 9", use_inner_text=True)
    finish(page)
    expect(page.locator(".pb-run-body .pb-sheet")).to_contain_text(gone, use_inner_text=True)


def test_a_finished_run_keeps_its_wording_and_weights(visit: Visits) -> None:
    page = open_list(visit)
    before = the_list(page)["items"][1]["text"]
    start(page)
    answer_all(page)
    answer(page, 4, "fail")
    finish(page)
    outcome = page.locator(".pb-run-body > .pb-verdict").inner_text()
    runs.kept(page, "run.finished")
    changed_list(page, reword)
    runs.again(page)
    page.get_by_role("button", name=re.compile("^打开")).click()
    expect(page.locator(".pb-run-body > .pb-verdict")).to_have_text(outcome)
    expect(page.locator(".pb-run-body .pb-sheet")).to_contain_text(before, use_inner_text=True)
    trend = page.locator(".pb-trend tbody tr").nth(1)
    expect(trend).to_contain_text("✓*", use_inner_text=True)
    expect(trend).to_contain_text("按从前的措辞", use_inner_text=True)


def test_each_item_has_its_trend(visit: Visits) -> None:
    page = open_list(visit)
    the = the_list(page)
    runs.put(page, {f"run:{the['id']}:old{n}": runs.finished_run(the, n) for n in range(1, 5)})
    runs.again(page)
    weeks = [re.compile(rf"^\s*2026 年第 {week} 周") for week in (46, 45, 44, 43)]
    expect(earlier(page)).to_have_text(weeks, use_inner_text=True)
    for place, row in enumerate(page.locator(".pb-trend tbody tr").all()):
        failed = [(place + n) % 7 == 0 for n in (4, 3, 2, 1)]
        expect(row.locator("td > [aria-hidden]")).to_have_text(["✗" if one else "✓" for one in failed])
        expect(row.locator("td").last).to_have_text(f"{failed.count(False)}/4")


def test_the_history_can_be_narrowed_to_one_name(visit: Visits) -> None:
    page = open_list(visit)
    the = the_list(page)
    one, two = runs.finished_run(the, 1, of="早班"), runs.finished_run(the, 2, of="晚班")
    runs.put(page, {f"run:{the['id']}:a": one, f"run:{the['id']}:b": two})
    runs.again(page)
    expect(earlier(page)).to_have_count(2)
    page.locator("[data-run-history] select").select_option("晚班")
    expect(earlier(page)).to_have_text([re.compile("晚班")])
    expect(page.locator(".pb-trend thead th").nth(1)).to_have_text(re.compile(r"^\s*2026-W45"), use_inner_text=True)


def test_five_hundred_runs_leave_the_page_small(visit: Visits) -> None:
    page = open_list(visit)
    the = the_list(page)
    runs.put(page, {f"run:{the['id']}:n{n:03}": runs.finished_run(the, n) for n in range(1, 501)})
    runs.again(page)
    expect(page.locator(".pb-runs > li")).to_have_count(10)
    start(page)
    page.evaluate(
        """() => {
            window.changes = 0;
            new MutationObserver((all) => (window.changes += all.length))
                .observe(document.body, { subtree: true, childList: true, attributes: true });
        }"""
    )
    answer(page, 5, "fail")
    runs.saved(page)
    assert page.evaluate("window.changes") < 200, "a tap touches the answers, not the history"
    page.get_by_role("button", name="再看 20 份（共 501 份）").click()
    expect(page.locator(".pb-runs > li")).to_have_count(30)


#: Presses «pass» for every item and «fail» for one, counted from 1. A tap each would take a minute for all lists.
ALL_BUT_ONE = """(fail) => {
  const count = document.querySelectorAll("[data-item]").length;
  for (let place = 1; place <= count; place++) {
    const item = document.querySelectorAll("[data-item]")[place - 1];
    item.querySelector(`[data-answer=${place === fail ? "fail" : "pass"}]`).click();
  }
}"""


def test_every_kind_of_checklist_can_be_run(visit_shipped: Visits, shipped: Views, pytestconfig: pytest.Config) -> None:
    """On the shipped pages every item takes an answer, and the score is the rule's.

    Of the lists that are run alike, the longest; with --all-damages, every one.
    """
    kinds: dict[object, list[str]] = {}
    for id_, one in sorted(shipped.playbook.checklists.items(), key=lambda item: len(item[1].items)):
        kinds.setdefault((one.style, one.sample.draw, one.period), []).append(id_)
    asked = [ids if pytestconfig.getoption("--all-damages") else ids[-1:] for ids in kinds.values()]
    page = visit_shipped("/404.html", now=runs.NOW)
    for address in [f"/checklists/{id_}/" for ids in asked for id_ in ids]:
        go(page, visit_shipped.site + address)
        runs.ready(page)
        the = the_list(page)
        start(page, total=60 if the["sample"]["draw"] == "list" else None)
        fail = next(place for place, one in enumerate(the["items"], 1) if one["grade"] != "veto")
        expect(page.locator("[data-answer=pass]")).to_have_count(len(the["items"]))
        page.evaluate(ALL_BUT_ONE, fail)
        weights = [one["weight"] for one in the["items"]]
        score = 100 * (sum(weights) - weights[fail - 1]) / sum(weights)
        verdict = "合格" if score >= the["min"] else "不合格"
        counted = f"已答 {len(weights)} / {len(weights)} {int(score * 10 + 1e-9) / 10:g} 分 {verdict}"
        expect(figures(page), address).to_have_text(counted, use_inner_text=True)
        expect(draws(page), address).to_have_count(0 if the["sample"]["draw"] == "all" else 1)
