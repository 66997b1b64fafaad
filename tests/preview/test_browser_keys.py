"""The desk by its keys in a real browser: what opens with one closes with Escape, and fields keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.preview.test_browser_hands import browser, page, pytestmark, week

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "page", "pytestmark", "week"]


def test_escape_closes_the_list_the_hints_and_a_question(page: Page) -> None:
    page.locator("#sheets summary").click()
    page.keyboard.press("Escape")
    assert page.locator("#sheets").get_attribute("open") is None
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys:not([open])")
    page.goto(page.url.partition("?")[0] + "?panel=out")
    page.click("[data-step=approve]")
    page.wait_for_selector("#confirm[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#confirm:not([open])", state="attached")


def test_the_hints_name_every_key_that_does_anything(page: Page) -> None:
    page.keyboard.press("?")
    named = set(" ".join(page.locator("#keys dt").all_inner_texts()).split()) | set("12345")
    assert {"1", "to", "5"} <= named
    working = page.locator("[data-key]").evaluate_all("all => all.map(each => each.dataset.key)")
    assert set(working) <= named


def test_a_question_is_answered_before_any_key_leads_away(page: Page) -> None:
    page.goto(page.url.partition("?")[0] + "?panel=out")
    page.click("[data-step=approve]")
    page.wait_for_selector("#confirm[open]")
    page.keyboard.press("2")
    page.keyboard.press("c")
    page.wait_for_timeout(300)
    assert page.locator("#confirm[open]").count() == 1
    assert "panel=out" in page.url


@pytest.mark.parametrize(("panel", "field"), [("out", "#address"), ("stories", "#around-subject")])
def test_what_is_typed_into_a_field_stays_there(page: Page, panel: str, field: str) -> None:
    page.goto(page.url.partition("?")[0] + f"?panel={panel}")
    page.locator(field).evaluate(
        "field => { for (const part of document.querySelectorAll('details')) "
        "part.open ||= part.contains(field); }"
    )
    page.locator(field).focus()
    before = page.url
    page.locator(field).fill("")
    page.keyboard.type("2cmwdu9?")
    page.wait_for_timeout(300)
    assert page.locator(field).input_value() == "2cmwdu9?"
    assert page.url == before
    assert page.locator("#keys[open]").count() == 0
