"""The pages about the year: a role's strip, how many people are needed, who hands what to whom."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from macros.timetable.chain import CADENCES, chain
from macros.timetable.load import Load
from macros.timetable.team import loads
from macros.views import labels
from macros.views.views import Views
from tests.browser.conftest import Visits
from tests.browser.settled import reload


def test_a_role_shows_its_year_and_the_numbers_behind_it(look: Visits, playbook: Views) -> None:
    load = Load(playbook)
    weeks = load.weeks["general-ops"]
    page = look("/roles/general-ops/#section-year", width=390, javascript=False)
    strip = page.get_by_role("img", name="每周排进来的时间和工时")
    expect(strip.locator("g")).to_have_count(len(weeks))
    page.locator("summary", has_text="每周、每月的数").click()
    table = page.locator(".pb-fold table").last
    expect(table.locator("tbody tr")).to_have_count(len(weeks))
    cells = table.locator("tbody tr").first.locator("td").all_inner_texts()
    assert cells[:3] == [f"{weeks[0].first}", labels.minutes(weeks[0].planned), labels.minutes(weeks[0].available)]
    bar = strip.locator("g").first
    planned, available = (bar.locator(f".pb-{name}").bounding_box() for name in ("planned", "there"))
    assert planned is not None
    assert available is not None
    assert abs(planned["height"] / available["height"] - weeks[0].rate) < 0.02
    expect(page.locator(".pb-expected").first).to_have_text("预计")


def test_without_javascript_the_own_team_can_be_read(look: Visits, playbook: Views) -> None:
    page = look("/team/", javascript=False)
    for one in loads(playbook, playbook.playbook.team):
        row = page.locator("[data-team] tr", has=page.locator(f"[data-role={one.role}]"))
        expect(row.locator("td").nth(3)).to_have_text(f"{one.planned / 60:.1f} 小时")
        expect(row.locator("td").last).to_have_text(f"{one.rate:.0%}")


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
def test_a_team_is_chosen_kept_in_the_address_and_taken_away(visit: Visits, playbook: Views) -> None:
    page = visit("/team/")
    expect(page.get_by_role("status").filter(has_text="排得下。")).to_be_visible()
    page.get_by_role("button", name="3 人", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?team=general-ops%3A1%2Cassistant-ops%3A1%2Cops-lead%3A1$"))
    expect(page.locator("[data-team-result]")).to_contain_text("没有人做的")
    lost = page.locator("[data-team-result]").get_by_role("link", name="更新应急预案")
    expect(lost).to_have_attribute("href", re.compile("duties/incident-response/#plan-upkeep$"))

    page.get_by_label("通用运营一周几小时").fill("10")
    result = page.get_by_role("heading", name=re.compile("通用运营先放下"))
    expect(result).to_be_visible()
    reload(page)
    expect(page.get_by_label("通用运营一周几小时")).to_have_value("10")
    expect(result).to_be_visible()
    page.get_by_label("通用运营几个人").focus()
    page.get_by_role("button", name="通用运营多一个人").press("Enter")
    expect(page.get_by_label("通用运营几个人")).to_have_value("2")

    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    raw = download.value.path().read_bytes()
    rows = list(openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True))
    assert rows[1][:3] == ("通用运营", 2, 10)
    assert isinstance(rows[1][3], float)
    assert any(row[1] == "更新应急预案" for row in rows)
    page.get_by_role("button", name="这本手册的团队").click()
    expect(page).to_have_url(re.compile(r"/team/$"))


def test_the_chains_can_be_read_without_javascript(look: Visits, playbook: Views) -> None:
    page = look("/calendar/", width=390, javascript=False)
    load = Load(playbook)
    expect(page.locator(".pb-timeline").first).to_be_hidden()
    for at, cadence in enumerate(CADENCES):
        steps = chain(load, cadence).steps
        expect(page.locator(".pb-chain").nth(at).locator("> li")).to_have_count(len(steps))
    decision = page.locator('[id="data-analysis.monthly-analysis.decision-1"]')
    expect(decision).to_contain_text("12 月 8 日 周二 12:00")
    decision.get_by_role("link", name="第 3 步").click()
    expect(page.locator('[id="data-analysis.monthly-analysis"]')).to_be_in_viewport()
    expect(page.locator("#section-holidays ~ table, #section-holidays ~ div table").first).to_contain_text("国庆节")


def test_the_chains_of_one_role(look: Visits) -> None:
    page = look("/calendar/")
    page.get_by_label("接力里只看").select_option("data-team")
    expect(page).to_have_url(re.compile(r"\?who=data-team$"))
    steps = page.locator(".pb-chain > li")
    expect(steps.filter(has_text="数据组").first).to_be_visible()
    expect(steps.filter(has_not_text="数据组").first).to_be_hidden()
    last = steps.filter(has_text="数据组").last  # what is hidden leaves its number to nobody
    assert last.evaluate("(li) => li.value") == last.evaluate("(li) => [...li.parentElement.children].indexOf(li) + 1")
    page.locator(".pb-timeline a:not(.pb-dim)").get_by_text("1", exact=True).click()
    expect(page).to_have_url(re.compile("#content-operations.content-retro.input-1$"))
