"""A Chromium for the tests that look at mail and page as a reader does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.outside import tools

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium for one module; further flags of it stand in the module's `FLAGS`."""
    path = tools.command("chromium", "chromium-browser", "google-chrome")
    flags = [*_QUIET, *getattr(request.module, "FLAGS", ())]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=flags)
        yield found
        found.close()
