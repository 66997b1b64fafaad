"""The whole site under the eyes of others: the Nu HTML checker, axe, and a browser that watches requests."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from tests.editions import weekly
from tests.outside import tools
from tests.publish.sites import built, numbered

pytestmark = [pytest.mark.outside, pytest.mark.browser]
WIDTHS = (320, 1000)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What the Nu checker calls an error and we mean; see test_checkers.
_MEANT = r"The “role” attribute must not be used on a “t[rdh]” element which has a “table” ancestor.*"
_AXE = "axe.run(document, {resultTypes: ['violations'], preload: false})"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on the disk."""
    into = tmp_path_factory.mktemp("site")
    for name, content in built(weekly(), numbered(1), numbered(2)).items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(content)
    return into


def pages(folder: Path) -> Iterator[Path]:
    """One page of each make, and some more."""
    seen: set[str] = set()
    for file in sorted(folder.rglob("*.html")):
        name = file.relative_to(folder).as_posix()
        make = name.split("/")[0] if not name.startswith(("companies/", "sections/")) else name[:12]
        if make not in seen:
            seen.add(make)
            yield file


def test_the_nu_checker_finds_no_error(folder: Path) -> None:
    java = tools.command("java")
    jar = tools.file("vnu-jar", "build", "dist", "vnu.jar")
    files = sorted(map(str, folder.rglob("*.html")))
    command = [
        java,
        "-Xss4m",
        "-jar",
        str(jar),
        "--errors-only",
        "--format",
        "json",
        "--filterpattern",
        _MEANT,
    ]
    ran = subprocess.run([*command, *files], capture_output=True, text=True, timeout=180, check=False)
    found = json.loads(ran.stderr)["messages"]
    told = [f"{m.get('url', '').partition('/site')[2]}:{m.get('lastLine')}: {m['message']}" for m in found]
    assert told == []


def test_axe_finds_no_violation_the_console_is_silent_and_nobody_else_is_asked(
    browser: Browser, folder: Path
) -> None:
    axe = tools.file("axe-core", "axe.min.js").read_text("utf-8")
    told: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("request", lambda request: told.extend([f"asks {request.url}"] * (request.url[:5] != "file:")))
    for file in pages(folder):
        name = file.relative_to(folder).as_posix()
        if name == "404.html":  # its links start at the root of the host, and its style sheet with them
            continue
        for scheme in SCHEMES:
            for width in WIDTHS:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(file.as_uri())
                page.evaluate(axe)
                found: dict[str, Any] = page.evaluate(_AXE)
                told += [
                    f"{name} {scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:150]}"
                    for one in found["violations"]
                ]
    page.close()
    assert told == []
