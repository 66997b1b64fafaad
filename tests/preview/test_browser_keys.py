"""The desk by its keys in a real browser: what opens with one closes with Escape, and fields keep theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.preview import projects
from tests.preview.desks import COOKIE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]

META = "50ee8d818d02"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def week(tmp_path: Path) -> Path:
    return projects.week(tmp_path)


@pytest.fixture
def page(browser: Browser, week: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1600})
    context.add_cookies(
        [{"name": COOKIE["name"], "value": COOKIE["value"], "domain": "127.0.0.1", "path": "/"}]
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with projects.served(week) as address:
        page.goto(address)
        page.wait_for_selector(f"#grip-{META}")
        yield page
        context.close()
    assert errors == []


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
