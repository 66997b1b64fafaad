"""The pages in a real browser: they fit a phone, can be read in light and dark, and their one button acts."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.leaving import server
from digest.readers.records import Standing
from digest.render.palette import contrast
from tests.leaving.houses import House, house

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]
QUIET = ["--no-sandbox", "--disable-background-networking"]
COLOURS = """() => [...document.querySelectorAll("h1, p, label, button")].map(one => {
  let paper = "rgba(0, 0, 0, 0)";
  for (let at = one; at && paper === "rgba(0, 0, 0, 0)"; at = at.parentElement)
    paper = getComputedStyle(at).backgroundColor;
  return [one.textContent.trim(), getComputedStyle(one).color, paper];
})"""


def served(home: House) -> Iterator[str]:
    places, ready, stop = list[str](), threading.Event(), threading.Event()

    def is_ready(address: str) -> None:
        places.append(address)
        ready.set()

    thread = threading.Thread(target=server.serve, args=(home.reception, "127.0.0.1", 0, is_ready, stop))
    thread.start()
    assert ready.wait(10)
    yield places[0].rstrip("/")
    stop.set()
    thread.join(10)


def colour(rgb: str) -> str:
    return "#" + "".join(f"{int(one):02x}" for one in re.findall(r"\d+", rgb)[:3])


def test_the_pages_fit_read_well_and_act_on_the_button(tmp_path: Path) -> None:
    home = house(tmp_path)
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for place in served(home):
            for scheme in ("light", "dark"):
                for width in (360, 900):
                    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
                    complaints: list[str] = []
                    page.on("console", lambda said, kept=complaints: kept.append(said.text))
                    for path in ("/leave/x", "/join"):
                        page.goto(place + path)
                        assert page.evaluate("document.documentElement.scrollWidth") <= width
                        for text, ink, paper in page.evaluate(COLOURS):
                            assert contrast(colour(ink), colour(paper)) >= 5.5, (scheme, path, text)
                        box = page.locator("button").bounding_box()
                        assert box["height"] >= 44
                    assert complaints == []
                    page.close()
            page = browser.new_page(java_script_enabled=False)
            page.goto(f"{place}/leave/{home.token()}")
            assert home.standing() is Standing.SUBSCRIBED
            page.locator("button").click()
            assert page.locator("h1").inner_text() == "You are unsubscribed"
            assert home.standing() is Standing.LEFT
        browser.close()
