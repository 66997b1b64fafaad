"""A mail program that knows nothing of our dark colours darkens the mail itself; it stays legible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.outside import pixels, samples

pytestmark = [pytest.mark.outside, pytest.mark.browser]

FLAGS = ("--blink-settings=forceDarkModeEnabled=true", "--enable-features=WebContentsForceDark")


@pytest.mark.parametrize("name", ["weekly", "figures", "arabic", "chinese"])
def test_every_line_of_the_mail_can_be_read_when_it_is_darkened_by_force(browser: Browser, name: str) -> None:
    html = samples.outputs(name)["email.html"]
    # what Gmail drops: the media query; and the word to a browser that the mail has dark colours of its own
    blind = html.replace("prefers-color-scheme", "prefers-nothing").replace('name="color-scheme"', 'name="x"')
    blind = blind.replace('name="supported-color-schemes"', 'name="y"').replace("color-scheme:", "x-scheme:")
    page = browser.new_page(viewport={"width": 600, "height": 900}, device_scale_factor=pixels.SCALE)
    page.set_content(blind)
    found = pixels.lines(page)
    page.close()
    assert len(found) > 20
    dark = [line for line in found if int(line.ground[1:3], 16) < 0x80]
    assert len(dark) > len(found) / 2, "nothing was darkened"
    assert [line for line in found if line.contrast < 4.5] == []
