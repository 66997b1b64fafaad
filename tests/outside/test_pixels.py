"""Every line of text has contrast on the screen itself: light, dark, and turned over by a mail program."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.outside import pixels, samples

pytestmark = [pytest.mark.outside, pytest.mark.browser]

LEAST = 4.5
_NAMES = ("weekly", "figures", "arabic", "chinese")


def _faint(browser: Browser, html: str, scheme: Literal["light", "dark"], css: str = "") -> list[pixels.Line]:
    page = browser.new_page(
        color_scheme=scheme, viewport={"width": 600, "height": 900}, device_scale_factor=pixels.SCALE
    )
    page.set_content(html)
    if css:
        page.add_style_tag(content=css)
    found = pixels.lines(page)
    page.close()
    assert len(found) > 20
    return [line for line in found if line.contrast < LEAST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("form", samples.FORMS)
@pytest.mark.parametrize("name", _NAMES)
def test_every_line_can_be_read(
    browser: Browser, name: str, form: str, scheme: Literal["light", "dark"]
) -> None:
    assert _faint(browser, samples.outputs(name)[form], scheme) == []


@pytest.mark.parametrize("name", _NAMES)
def test_every_line_of_the_mail_can_be_read_when_all_colours_are_turned_over(
    browser: Browser, name: str
) -> None:
    """As Outlook and Gmail do on telephones: lightness turned over, hues kept, dark styles dropped."""
    over = "html{filter:invert(1) hue-rotate(180deg);background:#fff}"
    html = samples.outputs(name)["email.html"]
    assert _faint(browser, html, "light", over) == []
