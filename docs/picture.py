"""Takes the pictures that the README shows: the sample mail, and the desk with it.

python docs/picture.py     needs Chromium; builds the sample in a temporary folder
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MAIL, DESK = (Path(__file__).with_name(name) for name in ("mail.png", "desk.png"))
ARGS = ["--no-sandbox", "--disable-background-networking"]
RUN = [sys.executable, "-m", "digest"]


def main() -> None:
    """Builds, looks, writes."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        subprocess.run([*RUN, "demo", "--quiet", folder], check=True)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        mail(browser, Path(folder))
        desk(browser, Path(folder))
        browser.close()
    for picture in (MAIL, DESK):
        print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


def mail(browser: Browser, folder: Path) -> None:
    """The head of the mail."""
    page = browser.new_page(viewport={"width": 760, "height": 1500}, device_scale_factor=1.5)
    page.goto((folder / "2025-W24" / "email.html").as_uri())
    page.screenshot(path=MAIL)


def desk(browser: Browser, folder: Path) -> None:
    """The desk, with its first story opened to be reworded."""
    command = [*RUN, "preview", "--port", "0", "--config", str(folder / "sources.toml")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None  # noqa: S101 - it was asked for
        address = next(word for word in served.stdout.readline().split() if word.startswith("http"))
        page = browser.new_page(viewport={"width": 1360, "height": 880}, device_scale_factor=1.5)
        page.goto(address)
        page.locator(".card summary").first.click()
        page.wait_for_timeout(1500)
        page.screenshot(path=DESK)
        served.terminate()


if __name__ == "__main__":
    main()
