"""axe finds nothing in mail and page, in light and dark, on a telephone and on a desk; nothing sticks out."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from tests.outside import samples, tools

pytestmark = [pytest.mark.outside, pytest.mark.browser]
WIDTHS = (360, 600, 1000)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# A mail is shown inside the page of a mail program, which has the landmarks.
_OFF = {"email.html": ("region", "landmark-one-main"), "index.html": ()}


@pytest.mark.parametrize("form", samples.FORMS)
@pytest.mark.parametrize("name", samples.EDITIONS)
def test_axe_finds_no_violation(browser: Browser, name: str, form: str) -> None:
    axe = tools.file("axe-core", "axe.min.js").read_text("utf-8")
    rules = {rule: {"enabled": False} for rule in _OFF[form]}
    page = browser.new_page()
    page.set_content(samples.outputs(name)[form])
    page.evaluate(axe)
    told = []
    for scheme in SCHEMES:
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found: dict[str, Any] = page.evaluate(
                "rules => axe.run(document, {rules, resultTypes: ['violations']})", rules
            )
            told += [
                f"{scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:120]} ({len(one['nodes'])})"
                for one in found["violations"]
            ]
    page.close()
    assert told == []


@pytest.mark.parametrize("form", samples.FORMS)
@pytest.mark.parametrize("name", samples.EDITIONS)
def test_nothing_sticks_out_at_any_width(browser: Browser, name: str, form: str) -> None:
    page = browser.new_page()
    page.set_content(samples.outputs(name)[form])
    wide = {}
    for width in (320, 360, 600, 900):
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = page.evaluate("document.scrollingElement.scrollWidth")
    page.close()
    assert {width: shown for width, shown in wide.items() if shown > width} == {}
