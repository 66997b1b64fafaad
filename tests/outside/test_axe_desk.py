"""axe finds nothing on the desk: every panel, some tabs, with an editor, a question or an error open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from digest.draft import offers
from digest.draft.offers import Offer
from digest.preview.desk import PANELS
from tests.outside import tools
from tests.preview import projects
from tests.preview.desks import COOKIE

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.server]
WIDTHS = (360, 900, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TABS = ("email", "text", "draft")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return projects.week(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def address(week: Path) -> Iterator[str]:
    with projects.served(week) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    cookie: Any = COOKIE | {"domain": "127.0.0.1", "path": "/"}
    context.add_cookies([cookie])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, and what sticks out sideways, at each width, light and dark."""
    page.evaluate(tools.file("axe-core", "axe.min.js").read_text("utf-8"))
    told = []
    for scheme in SCHEMES:
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found: dict[str, Any] = page.evaluate(
                "axe.run(document, {iframes: false, resultTypes: ['violations']})"
            )
            told += [
                f"{scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})"
                for one in found["violations"]
            ]
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        told += [f"{width}: the page is {wide} wide"] if wide > width else []
    return told


@pytest.mark.parametrize("panel", PANELS)
def test_axe_finds_nothing_on_any_panel_with_all_its_folds_open(page: Page, address: str, panel: str) -> None:
    tab = TABS[list(PANELS).index(panel) % len(TABS)]
    page.goto(f"{address}?panel={panel}&tab={tab}&words=chips")
    page.evaluate("document.querySelectorAll('#told details').forEach(each => { each.open = true })")
    assert violations(page) == []


def _menu(page: Page) -> None:
    page.click("#editions summary")
    page.keyboard.press("?")


def _question(page: Page) -> None:
    page.click("#to-out")
    page.click("[data-step=approve]")
    page.wait_for_selector("#confirm[open] #confirm-allow input")


def _message(page: Page) -> None:
    page.click(".card summary >> nth=0")
    page.click("[data-act=pin] >> nth=0")
    page.wait_for_function("() => document.getElementById('said').textContent")


STATES: Mapping[str, Callable[[Page], None]] = MappingProxyType(
    {"menu": _menu, "question": _question, "message": _message}
)


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_on_what_opens(page: Page, address: str, state: str) -> None:
    page.goto(address)
    STATES[state](page)
    assert violations(page) == []


def test_axe_finds_nothing_on_conflicts_and_on_an_error(page: Page, address: str, week: Path) -> None:
    file = projects.draft_of(week)
    text = file.read_text("utf-8")
    conflict = Offer(is_conflict=True, why="both of you changed it", parts={"blurb": "Other words."})
    news = Offer(is_conflict=False, why="", parts={"heading": "### [Another](https://wire.example/a)"})
    blocks = iter(["\n".join(offers.write(one)) for one in (conflict, news)])
    told = re.sub(r"\n\n(?=### )", lambda gap: f"\n\n{next(blocks, '')}{gap[0]}", text)
    file.write_text(told, "utf-8")
    page.goto(address)
    page.wait_for_selector(".offer.conflict", state="attached")
    page.evaluate("document.querySelectorAll('#told details').forEach(each => { each.open = true })")
    assert violations(page) == []
    file.write_text(text.replace("---\n", "---\nsubject: [\n", 1), "utf-8")
    page.wait_for_selector("#banner")
    assert violations(page) == []
    file.write_text(text, "utf-8")
    page.wait_for_selector("#banner", state="detached")
