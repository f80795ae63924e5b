"""The metric calculators: what a reader sees. The evaluator itself: tests/scripts/test_formula.py."""

import pytest
from playwright.sync_api import Page, expect

from macros.views.views import Views
from tests.browser.conftest import Visits


def calculator(page: Page, metric: str) -> Page:
    card = page.locator(f".pb-metric:has(#{metric})")
    card.get_by_text("代入自己的数").click()
    return card  # type: ignore[return-value]


def test_a_reader_works_a_metric_out(look: Visits) -> None:
    card = calculator(look("/metrics/"), "csat")
    expect(card.locator("output")).to_have_text("88 %")  # the worked example stands there to begin with
    card.get_by_label("4–5 分回答数").fill("１，２００")
    card.get_by_label("有效回答数").fill("1600")
    expect(card.locator("output")).to_have_text("75 %")
    expect(card.get_by_text("陷阱")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "算不出来：除数是 0"),
        ("", "把每一格都填上"),
        ("五百", "“五百”不是一个数"),
        ("<img src=x onerror=alert(1)>", "“<img src=x onerror=alert(1)>”不是一个数"),
    ],
)
def test_what_cannot_be_worked_out_is_said(look: Visits, typed: str, said: str) -> None:
    card = calculator(look("/metrics/", width=390), "csat")
    card.get_by_label("有效回答数").fill(typed)
    expect(card.locator("output")).to_have_text(said)
    expect(card.locator("img")).to_have_count(0)


def test_every_metric_with_a_formula_has_a_calculator_that_gives_its_example(
    look_shipped: Visits, shipped: Views
) -> None:
    count = sum(metric.calc is not None for metric in shipped.playbook.metrics.values())
    page = look_shipped("/metrics/")
    expect(page.locator("details.pb-calc")).to_have_count(count)
    page.evaluate("document.querySelectorAll('details.pb-calc').forEach((box) => (box.open = true))")
    expect(page.locator("details.pb-calc output:not(:empty)")).to_have_count(count)
    pairs = page.evaluate(
        """() => [...document.querySelectorAll("[data-calc]")].map((one) => [
            Number(one.querySelector("strong").textContent) + " " + one.querySelector(".pb-unit").textContent,
            one.closest(".pb-metric").querySelector("output").textContent.replaceAll(",", ""),
        ])"""
    )
    assert len(pairs) == count > 0
    assert [given for given, _ in pairs] == [worked for _, worked in pairs]


def test_without_javascript_the_worked_example_is_there(look: Visits) -> None:
    page = look("/metrics/", javascript=False)
    expect(page.locator(".pb-metric:has(#csat)")).to_contain_text("4–5 分回答数 440、有效回答数 500，结果 88%")
    expect(page.locator("details.pb-calc")).to_have_count(0)
