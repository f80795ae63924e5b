"""The RACI matrix: every letter of the data is there, is a link, and can be filtered and walked to."""

import re

from playwright.sync_api import expect

from macros.views.views import Views
from tests.browser.conftest import Visits


def test_the_matrix_says_what_the_data_says(look_shipped: Visits, shipped: Views) -> None:
    page = look_shipped("/raci/", javascript=False)  # as it is without scripts
    found = page.evaluate(
        """() => [...document.querySelectorAll("[data-raci] tbody tr")].map((row) =>
            [...row.cells].map((cell) => [cell.textContent.trim(), cell.querySelector("a")?.getAttribute("href") ?? ""]))"""
    )
    assert len(found) == len(shipped.raci) == sum(len(duty.tasks) for duty in shipped.playbook.duties.values())
    for row, cells in zip(shipped.raci, found, strict=True):
        address = f"../duties/{row.duty}/#{row.task.id}"
        assert cells[0] == [f"{row.task.name} {shipped.playbook.duties[row.duty].name}", address]
        for person, cell in zip(shipped.raci_people, cells[1:], strict=True):
            text = row.letters.get(person, "(R)" if person in row.taken_over else "")
            assert cell == [text, address if text else ""], f"{row.ref} {person}"
        assert sum(text.count("A") for text, _ in cells[1:]) == 1


def test_filters_leave_what_was_asked_for(look: Visits, playbook: Views) -> None:
    page = look("/raci/", width=390)
    page.get_by_label("角色或团队").select_option("ops-lead")
    page.get_by_label("字母").select_option("A")
    page.get_by_label("职责").select_option("incident-response")
    expect(page).to_have_url(re.compile("duty=incident-response"))
    mine = [
        row.task.name
        for row in playbook.raci
        if row.duty == "incident-response" and "A" in row.letters.get("ops-lead", "")
    ]
    assert mine
    again = look(page.url.removeprefix(look.site), width=390)
    rows = again.locator("[data-raci] tbody tr:visible")
    expect(rows).to_have_count(len(mine))
    expect(rows.locator("td:first-child a")).to_have_text(mine)
    expect(again.locator("[data-raci] thead th:visible")).to_have_text(["任务", "运营主管"])
    again.get_by_role("button", name="全部显示").click()
    expect(rows).to_have_count(len(playbook.raci))


def test_a_letter_opens_its_task(look: Visits) -> None:
    page = look("/raci/?duty=data-monitoring&who=control-ops")
    expect(page.locator("[data-raci-filter] output")).to_contain_text("项任务里的")
    page.locator("[data-raci] tbody tr:visible td:visible a", has_text="R").first.click()
    expect(page.locator("details.pb-task[open]")).to_have_count(1)
    expect(page).to_have_url(re.compile("/duties/data-monitoring/#"))


def test_the_keyboard_walks_the_matrix(look: Visits, playbook: Views) -> None:
    page = look("/raci/")
    grid = page.get_by_role("grid")
    expect(grid.locator("[tabindex='0']")).to_have_count(1)  # one stop for the Tab key
    page.get_by_role("button", name="全部显示").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(grid.get_by_role("link", name=playbook.raci[0].task.name, exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    cell = grid.locator("tbody tr").nth(1).locator("td").nth(1)
    expect(cell.locator("a")).to_be_focused()
    page.keyboard.press("Control+End")
    last = grid.locator("tbody tr").last.locator("td").last
    expect(last.locator(":scope:focus, :focus")).to_have_count(1)
    expect(last).to_be_in_viewport()
    page.keyboard.press("Control+Home")
    expect(grid.locator("th").first).to_be_focused()


def test_the_first_column_stays_in_sight_on_a_phone(look: Visits, playbook: Views) -> None:
    page = look("/raci/", width=390, height=600)
    page.locator("[data-raci-filter]").wait_for()  # what the script adds above moves the rows down
    box = page.locator("[data-raci]")
    row = box.locator("tbody tr").nth(len(playbook.raci) - 3)  # too far down for the window
    row.locator("td").last.scroll_into_view_if_needed()
    expect(row.locator("td").first).to_be_in_viewport(ratio=0.9)
    expect(box.locator("thead th").last).to_be_in_viewport()
    expect(box.locator("thead th").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
