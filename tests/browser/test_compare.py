"""Roles side by side: what is said of them is what their own pages say."""

import json
import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from macros.views.views import Views
from tests.browser.conftest import Visits


def test_without_javascript_all_shares_are_there(look: Visits, playbook: Views) -> None:
    page = look("/roles/compare/", javascript=False)
    rows = page.locator("[data-shares] tbody tr")
    expect(rows).to_have_count(len(playbook.playbook.duties))
    for row, (duty, one) in zip(rows.all(), playbook.playbook.duties.items(), strict=True):
        cells = row.locator("td").all_inner_texts()
        assert cells[0].strip() == one.name
        for text, role in zip(cells[1:], playbook.playbook.roles, strict=True):
            held = [one.share for one in playbook.role_shares[role] if one.entry.duty == duty]
            assert [int(part.rstrip("%")) for part in text.split()[:1]] == held
    expect(page.locator("[data-compare]")).to_be_hidden()


def test_two_roles_are_chosen_and_kept_in_the_address(look: Visits, playbook: Views) -> None:
    page = look("/roles/compare/")
    expect(page.locator("[data-compare] output")).to_have_text("选两三个角色，并排看差别")
    page.get_by_label("角色一").select_option("general-ops")
    expect(page.locator("[data-compare] output")).to_have_text("再选一个角色")
    page.get_by_label("角色二").select_option("control-ops")
    expect(page).to_have_url(re.compile(r"\?roles=general-ops%2Ccontrol-ops$"))
    again = look("/roles/compare/?roles=general-ops,control-ops")
    expect(again.locator("[data-compare] output")).to_have_text("通用运营、运营中控")
    held = {entry.duty for role in ("general-ops", "control-ops") for entry in playbook.playbook.role_duties[role]}
    expect(again.locator(".pb-compared")).to_have_count(len(held))
    shares = [playbook.shares[role]["data-monitoring"] for role in ("general-ops", "control-ops")]
    for share in shares:  # furthest apart
        expect(again.locator(".pb-compared").first).to_contain_text(f"{share}% ")


def test_what_differs_is_shown_and_what_is_the_same_is_counted(look: Visits, playbook: Views) -> None:
    roles = ("assistant-ops", "control-ops")
    done = [{one.ref: one for share in playbook.role_shares[role] for one in share.tasks} for role in roles]

    def told(role: int, ref: str) -> object:
        one = done[role].get(ref)
        return one and (one.cadence, one.due, one.minutes, one.scope)

    refs = [row.ref for row in playbook.raci if row.duty == "data-monitoring"]
    refs = [ref for ref in refs if ref in done[0] or ref in done[1]]
    differ = [ref for ref in refs if told(0, ref) != told(1, ref)]
    assert differ
    page = look(f"/roles/compare/?roles={','.join(roles)}", width=390)
    card = page.locator(".pb-compared", has=page.get_by_role("heading", name="数据监控", exact=True))
    card.locator("summary").click()
    names = [playbook.find_task(ref)[1].name for ref in differ]
    expect(card.locator("h4")).to_have_text(names)
    for ref, name in zip(differ, names, strict=True):
        cells = card.locator(f"h4:has-text('{name}') + .pb-side > div")
        expect(cells).to_have_count(2)
        for role, cell in enumerate(cells.all()):
            one = done[role].get(ref)
            expect(cell).to_contain_text("不做" if one is None else (one.due or "遇事"))
    card.get_by_role("link", name=names[0]).click()
    expect(page).to_have_url(f"{look.site}/duties/data-monitoring/#{differ[0].partition('.')[2]}")


def test_three_roles_show_decisions_and_numbers(look: Visits, playbook: Views) -> None:
    roles = ("general-ops", "assistant-ops", "control-ops")
    page = look(f"/roles/compare/?roles={','.join(roles)}")
    may = page.locator("section", has=page.get_by_role("heading", name="可以自己定")).locator(".pb-side > div")
    expect(may).to_have_count(3)
    for role, box in zip(roles, may.all(), strict=True):
        expect(box.locator("li")).to_have_count(len(playbook.playbook.roles[role].decide.may))
    goals = {item.goal for role in roles for item in playbook.playbook.scorecards[role].items}
    expect(page.locator(".pb-numbers tbody tr")).to_have_count(len(goals))
    row = page.locator(".pb-numbers tbody tr", has_text="异常发现得更早")
    expect(row.locator("td")).to_have_text(["—", "—", "20%"])


@pytest.mark.parametrize(
    "asked", ["constructor,__proto__", "general-ops,general-ops", "<img src=x onerror=alert(1)>", ""]
)
def test_an_address_that_names_no_two_roles_asks_for_them(look: Visits, asked: str) -> None:
    page = look(f"/roles/compare/?roles={asked}")
    expect(page.locator("[data-compare] output")).to_contain_text("选")
    expect(page.locator("[data-compared] > *")).to_have_count(0)


def test_a_role_page_leads_to_its_comparison(look: Visits) -> None:
    page = look("/roles/control-ops/")
    page.get_by_role("link", name="和别的角色并排看").click()
    expect(page.get_by_label("角色一")).to_have_value("control-ops")


def test_texts_of_the_data_are_shown_as_text(look: Visits) -> None:
    """A name of 300 characters and one that is a tag: nothing runs, nothing is cut."""
    page = look("/roles/compare/?roles=general-ops,control-ops")
    expect(page.locator(".pb-compared").first).to_be_visible()
    evil, long = "<img src=x onerror=document.title='run'>", "长" * 300
    data = json.dumps(
        {
            "duties": {"data-monitoring": evil},
            "tasks": {"data-monitoring.morning-check": evil},
            "goals": {"data-monitoring.faster-detection": [evil, evil]},
            "roles": {
                id_: {
                    "name": name,
                    "mission": evil,
                    "may": [evil],
                    "ask": [evil],
                    "duties": {"data-monitoring": [50, evil, evil]},
                    "tasks": {"data-monitoring.morning-check": [evil + id_, evil]},
                    "goals": {"data-monitoring.faster-detection": 20},
                }
                for id_, name in (("general-ops", evil), ("control-ops", long))
            },
        }
    )
    page.evaluate(
        """async (data) => {
            const { compareRoles } = await import(new URL("lists/comparison.js", document.querySelector('script[src$="/js/playbook.js"]').src));
            const one = (selector) => document.querySelector(selector);
            const form = one("[data-compare]");
            const fresh = form.cloneNode(true);
            form.replaceWith(fresh);
            compareRoles(fresh, one("[data-compared]"), one("[data-shares]"), JSON.parse(data));
        }""",
        data,
    )
    place = page.locator("[data-compared]")
    expect(place).to_contain_text(evil)
    expect(place).to_contain_text(long)
    expect(place.locator("img")).to_have_count(0)
    assert page.title() != "run"


def test_on_paper_there_is_what_was_asked_for_and_differs(look: Visits) -> None:
    page = look("/roles/compare/?roles=general-ops,assistant-ops,control-ops")
    expect(page.locator(".pb-compared").first).to_be_visible()
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    assert len(sheets) <= 20  # the table of all roles and what is alike took as many again
    assert "峰谷预判与资源提醒" in text
    assert "全部角色的占比" not in text
