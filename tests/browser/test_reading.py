"""What of a duty is read before a task is done and what is looked up; what comes most often; lines that stay in line."""

import pytest
from playwright.sync_api import expect

from macros.views.views import Views
from tests.browser.axe import complaints
from tests.browser.conftest import Visits

DUTY = "/duties/data-monitoring/"
TASK = "morning-check"


def test_on_a_phone_what_is_looked_up_is_closed_and_what_must_be_read_is_open(visit: Visits, playbook: Views) -> None:
    page = visit(f"{DUTY}#{TASK}", width=390, height=844)
    task = playbook.find_task(f"data-monitoring.{TASK}")[1]
    card = page.locator(f"details.pb-task:has(#{TASK})")
    expect(card.locator("details.pb-else")).to_have_count(len(task.steps))
    for text in (task.steps[0].do, task.steps[0].expect, task.output.what, task.done_when[0], task.evidence):
        expect(card.get_by_text(text[:8]).first).to_be_visible()
    for text in (task.steps[0].else_, task.mistakes[0].what, task.example):
        expect(card.get_by_text(text[:8]).first).to_be_hidden()
    card.locator("details.pb-else > summary").first.tap()
    expect(card.get_by_text(task.steps[0].else_[:8]).first).to_be_visible()
    card.locator(".pb-look > summary").tap()
    expect(card.get_by_text(task.mistakes[0].what[:8]).first).to_be_visible()
    for summary in card.locator(".pb-look > summary, .pb-else > summary").all():
        box = summary.bounding_box()
        assert box
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "options", [{"width": 1280}, {"width": 390, "javascript": False}], ids=["wide", "without scripts"]
)
def test_elsewhere_all_of_it_is_open(visit: Visits, playbook: Views, options: dict[str, int]) -> None:
    page = visit(f"{DUTY}#{TASK}", **options)  # type: ignore[arg-type]
    card = page.locator(f"details.pb-task:has(#{TASK})")
    if options.get("javascript", True):
        expect(card).to_have_attribute("open", "")
    else:
        card.locator("> summary").click()
    task = playbook.find_task(f"data-monitoring.{TASK}")[1]
    for text in (task.steps[0].else_, task.mistakes[0].what, task.example):
        expect(card.get_by_text(text[:8]).first).to_be_visible()


def test_a_phone_that_is_turned_opens_and_closes_it(visit: Visits) -> None:
    page = visit(f"{DUTY}#{TASK}", width=390)
    part = page.locator(f"details.pb-task:has(#{TASK}) .pb-look")
    expect(part).not_to_have_attribute("open", "")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(part).to_have_attribute("open", "")


def test_paper_has_all_of_it(visit: Visits, playbook: Views) -> None:
    page = visit(DUTY, width=390)
    expect(page.locator(".pb-look").first).not_to_have_attribute("open", "")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    task = playbook.find_task(f"data-monitoring.{TASK}")[1]
    for text in (task.steps[0].else_, task.mistakes[0].what):
        expect(page.get_by_text(text[:8]).first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".pb-look").first).not_to_have_attribute("open", "")


def test_a_duty_names_what_comes_most_often(visit: Visits, playbook: Views) -> None:
    page = visit(DUTY)
    often = page.locator(".pb-often a")
    tasks = playbook.frequent("data-monitoring")
    expect(often).to_have_text([task.name for task in tasks])
    often.first.click()
    expect(page.locator(f"details.pb-task:has(#{tasks[0].id})")).to_have_attribute("open", "")


def test_every_duty_has_its_most_frequent_tasks_by_how_often_they_come(shipped: Views) -> None:
    order = {"daily": 20.0, "weekly": 4.3, "monthly": 1.0, "quarterly": 0.33, "yearly": 0.08}
    for id_, duty in shipped.playbook.duties.items():
        tasks = shipped.frequent(id_)
        assert len(tasks) == min(3, len(duty.tasks))
        times = [
            task.trigger.per_month if task.trigger else order[str(task.rhythm.cadence)] if task.rhythm else 0
            for task in duty.tasks
        ]
        least = sorted(times, reverse=True)[len(tasks) - 1]
        for task in tasks:
            assert times[duty.tasks.index(task)] >= least * 0.6, f"{id_}.{task.id}"


def test_axe_finds_nothing_on_a_folded_duty(visit: Visits) -> None:
    page = visit(DUTY, width=390)
    page.evaluate("for (const one of document.querySelectorAll('details.pb-task')) one.open = true")
    expect(page.locator("details.pb-else").first).to_be_visible()
    assert complaints(page, 390) == []


# ------------------------------------------------------------------------------------------- lines that meet


@pytest.mark.parametrize("width", [390, 1280])
def test_the_rules_of_the_matrix_meet(look_shipped: Visits, width: int) -> None:
    """A sticky cell is drawn apart: only where rows are of whole pixels do its rules stand beside those of the others."""
    page = look_shipped("/raci/", width=width)
    page.locator("[data-raci-filter]").wait_for()
    heights = page.locator("[data-raci] tbody tr").evaluate_all(
        "(rows) => rows.map((row) => row.getBoundingClientRect().height)"
    )
    assert len(heights) > 50
    assert [height for height in heights if not float(height).is_integer()] == []


#: Headings whose last line has no room for the icon behind it: with each width of a text, some are so.
ALONE = """() => {
  const heading = document.querySelector("article h3:has(> .headerlink)");
  const link = heading.querySelector(":scope > .headerlink");
  const text = document.createTextNode("");
  heading.replaceChildren(text, link);
  const alone = [];
  for (let width = 100; width < 360; width += 1) {
    text.data = "早".repeat(9);
    heading.style.width = `${width}px`;
    const range = document.createRange();
    range.selectNodeContents(text);
    const last = [...range.getClientRects()].at(-1);
    if (link.getBoundingClientRect().top >= last.bottom) alone.push(width);
  }
  return alone;
}"""


def test_the_icon_of_a_heading_never_stands_alone(look: Visits) -> None:
    page = look("/metrics/", width=390)
    assert page.evaluate(ALONE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
