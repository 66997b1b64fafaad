"""How soon the desk is there and a save is on the screen, in a real Chromium.

    python bench/desk_speed.py [--saves 40] [--json bench/desk_speed.json]

`start` runs from calling `digest preview` to the mail of the sample week shown beside its stories. `save`
runs from the save of draft.md to the first paint of the document with the new words. The browser itself says
when it painted: asking it from outside until it shows the words adds some 80 ms that no reader waits for. The
baseline is what one does without a desk, in the same run: `digest render`, and the mail loaded again.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from digest import start

DIGEST = str(Path(sys.executable).with_name("digest"))
TARGETS_MS = {"start": 1000, "save": 150}
STARTS = 5
PAINTED = """() => {
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  return first ? performance.timeOrigin + first.startTime : null;
}"""
OPENED = "() => document.querySelector('#told .card') && document.querySelector('#thing')"


def painted_ms(page: Page, words: str) -> float:
    """When the framed document that holds `words` was first painted, in milliseconds since 1970."""
    page.frame_locator("#thing").get_by_text(words).first.wait_for(state="visible")
    handle = page.locator("#thing").element_handle()
    frame = handle.content_frame() if handle else None
    assert frame is not None
    return first_paint_ms(frame)


def first_paint_ms(shown: Page | Frame) -> float:
    """When a document was first painted, in milliseconds since 1970."""
    while (painted := shown.evaluate(PAINTED)) is None:
        time.sleep(0.01)
    return float(painted)


@contextmanager
def desk(config: Path) -> Iterator[str]:
    """The address of `digest preview` in a process of its own."""
    command = [DIGEST, "preview", "--config", os.fspath(config), "--port", "0", start.DEMO_KEY]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    try:
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        yield found[0]
    finally:
        process.terminate()
        process.wait(10)


def started_ms(config: Path, browser: Browser) -> float:
    context = browser.new_context()
    page = context.new_page()
    began = time.time()
    with desk(config) as address:
        page.goto(address, wait_until="commit")
        page.wait_for_function(OPENED)
        took = painted_ms(page, "Meta signs") - 1000 * began
    context.close()
    return took


def saves_ms(page: Page, draft: Path, saves: int) -> list[float]:
    """From the save to the frame that shows the new words."""
    times = []
    for number in range(saves):
        words = f"Cisco opens fund number {number:03}"
        text = re.sub(r"(?m)^### \[Cisco [^\]]*", f"### [{words}", draft.read_text("utf-8"), count=1)
        assert words in text
        before = time.time()
        draft.write_text(text, "utf-8")
        times.append(painted_ms(page, words) - 1000 * before)
        page.wait_for_timeout(700)
    return times


def renders_ms(page: Page, config: Path, draft: Path, saves: int) -> list[float]:
    """The same by hand: the command, then the mail loaded again."""
    times = []
    for number in range(saves):
        words = f"Cisco shuts fund number {number:03}"
        text = re.sub(r"(?m)^### \[Cisco [^\]]*", f"### [{words}", draft.read_text("utf-8"), count=1)
        before = time.time()
        draft.write_text(text, "utf-8")
        command = [DIGEST, "render", "--config", os.fspath(config), start.DEMO_KEY]
        subprocess.run(command, check=True, capture_output=True)
        page.goto((draft.parent / "email.html").as_uri())
        page.get_by_text(words).first.wait_for(state="visible")
        times.append(first_paint_ms(page) - 1000 * before)
    return times


def weight(browser: Browser, address: str) -> dict[str, int]:
    """How many requests open the desk, and how many bytes their answers hold."""
    context = browser.new_context()
    page, sizes = context.new_page(), dict[str, int]()

    def note(path: str, size: int) -> None:
        sizes[path] = size

    page.on(
        "response",
        lambda answer: (
            None
            if answer.status != 200 or "/events" in answer.url or not answer.url.startswith("http")
            else note(answer.url, int(answer.headers.get("content-length", 0)))
        ),
    )
    page.goto(address)
    page.frame_locator("#thing").locator("h1").first.wait_for()
    context.close()
    return {"requests": len(sizes), "bytes": sum(sizes.values())}


def spread(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--json", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="digest-bench-"))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        subprocess.run([DIGEST, "demo", os.fspath(folder / "week")], check=True, capture_output=True)
        config = folder / "week" / "sources.toml"
        draft = folder / "week" / start.DEMO_KEY / "draft.md"
        with sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            starts = [started_ms(config, browser) for _ in range(STARTS)]
            with desk(config) as address:
                page = browser.new_page()
                page.goto(address)
                page.frame_locator("#thing").locator("h1").first.wait_for()
                page.wait_for_timeout(1500)
                saves = saves_ms(page, draft, options.saves)
                page.close()
            with desk(config) as address:
                weighed = weight(browser, address)
            naive = renders_ms(browser.new_page(), config, draft, max(5, options.saves // 4))
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results = {"start": spread(starts), "save": spread(saves), "render_and_reload": spread(naive)}
    for name, found in results.items():
        aim = TARGETS_MS.get(name)
        told = (
            "" if aim is None else f"   aim {aim} ms: {'reached' if found['median_ms'] < aim else 'missed'}"
        )
        print(f"{name:<18}median {found['median_ms']:>8.0f} ms   p95 {found['p95_ms']:>8.0f} ms{told}")
    print(f"{'page':<18}{weighed['requests']} requests, {weighed['bytes'] / 1000:.0f} kB")
    load = round(os.getloadavg()[0], 1)
    print(f"{'load':<18}{load} on {os.cpu_count()} cores")
    written = {**results, "page": weighed, "saves": options.saves, "load": load}
    options.json.write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
