"""The panels of check, mail, evidence and changes in a real browser: by keyboard, narrow and wide, live."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import pytest

from tests.outside import tools
from tests.preview import projects
from tests.preview.desks import COOKIE
from tests.preview.projects import draft_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]

PANELS = ("check", "mail", "evidence", "changes")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RIGHT, WRONG = "49% of Scale AI for $14.8 billion", "49% of Scale AI for $14.9 billion"
HOSTILE = (
    "\n### [<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>](https://wire.example/x)\n\n"
    "<script>alert(3)</script> <img src=https://evil.example/p.png> [$9 million](javascript:alert(4)) "
    "[<svg/onload=alert(5)>](https://evil.example/go)\n"
)


@dataclass
class Watch:
    """What the page said, whom it asked, and whether anything of a stranger ran."""

    errors: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)
    dialogs: list[str] = field(default_factory=list)


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
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [{"name": COOKIE["name"], "value": COOKIE["value"], "domain": "127.0.0.1", "path": "/"}]
    )
    page = context.new_page()
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("request", lambda request: watch.hosts.add(urlsplit(request.url).hostname))
    page.on("dialog", lambda dialog: watch.dialogs.append(dialog.message))
    page.on("dialog", lambda dialog: dialog.dismiss())
    yield page
    context.close()


def rewritten(week: Path, old: str, new: str) -> None:
    draft = draft_of(week)
    text = draft.read_text("utf-8")
    assert old in text
    draft.write_text(text.replace(old, new, 1), "utf-8")


def opened(page: Page, address: str, panel: str) -> None:
    """The panel once the check is through, with all folds open."""
    page.goto(f"{address}?panel={panel}")
    page.locator("#to-check .number", has_text="error").wait_for()
    page.evaluate("document.querySelectorAll('#told details').forEach(each => { each.open = true })")


def test_a_panel_that_is_chosen_on_a_narrow_screen_is_in_view(page: Page, week: Path) -> None:
    with projects.served(week) as address:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(address)
        page.keyboard.press(page.locator("#to-mail").get_attribute("data-key") or "")
        page.wait_for_selector("#told[data-panel=mail]", state="attached")
        sync_api.expect(page.locator("#to-mail")).to_be_in_viewport()
        page.goto("about:blank")


def test_a_wrong_figure_is_marked_new_leads_to_its_line_and_is_gone_when_it_is_right(
    page: Page, week: Path, watch: Watch
) -> None:
    with projects.served(week) as address:
        opened(page, address, "check")
        rewritten(week, RIGHT, WRONG)
        found = page.locator("#check li.error", has_text="$14.9 billion")
        found.wait_for()
        assert found.locator(".tag").inner_text() == "new"
        line = found.get_by_role("link", name="Show line")
        line.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**tab=draft**line=*")
        target = page.frame_locator("#thing").locator("p:target")
        assert WRONG in target.inner_text()
        assert page.locator("#check").is_visible(), "the panel stays"
        rewritten(week, WRONG, RIGHT)
        page.locator("#check-vanished summary").click()
        gone = page.locator("#check-vanished li")
        assert "no report" in gone.inner_text()
    assert watch.errors == []


def test_one_level_is_shown_by_keyboard_and_stays_over_a_save(page: Page, week: Path) -> None:
    rewritten(week, RIGHT, WRONG)
    rewritten(week, "Cisco has launched", "[click here](https://odd.example/a) Cisco has launched")
    with projects.served(week) as address:
        opened(page, address, "check")
        page.locator("#check li.error", has_text="$14.9 billion").wait_for()
        page.focus("#level-warnings")
        page.keyboard.press("Enter")
        page.wait_for_url("**words=warning")
        assert page.locator("#check li.error").count() == 0
        page.locator("#check li.warning").first.wait_for()
        rewritten(week, "[click here](https://odd.example/a)", "[click here](https://odd.example/b)")
        page.frame_locator("#thing").locator("a[href='https://odd.example/b']").wait_for()
        assert page.locator("#check li.error").count() == 0
        assert page.locator("#level-warnings").get_attribute("aria-current") == "true"


def test_a_finding_shows_its_story_in_the_mail(page: Page, week: Path) -> None:
    rewritten(week, "Lisbon answers Europe", "Lisbon, with $77 million, answers Europe")
    with projects.served(week) as address:
        opened(page, address, "check")
        found = page.locator("#check li.error", has_text="$77 million")
        found.wait_for()
        headline = page.frame_locator("#thing").get_by_role("heading", name="Lisbon, with $77 million")
        headline.wait_for()
        found.get_by_role("button", name="Show it").click()
        sync_api.expect(headline).to_be_in_viewport()


def test_changes_follow_each_save_and_a_fold_stays_open(page: Page, week: Path) -> None:
    with projects.served(week) as address:
        opened(page, address, "changes")
        page.get_by_text("Since the machine wrote the draft").wait_for()
        rewritten(week, "Cisco has launched", "The network company Cisco has launched")
        page.get_by_role("heading", name="Since the last render").wait_for()
        assert page.locator("#told ins").first.inner_text().strip() == "The network company"
        assert page.get_by_role("rowheader", name="Email").first.is_visible()


def test_the_answers_of_pages_come_from_the_last_check_and_nobody_is_asked(
    page: Page, week: Path, watch: Watch
) -> None:
    report = "https://ledgerwire.example/2025/06/09/cisco-ai-fund"
    answer = {
        "status": 404,
        "problem": "",
        "moved_to": "",
        "asked_at": "2026-11-22T16:40:05+00:00",
        "unasked": "",
    }
    (draft_of(week).parent.parent / "links.json").write_text(json.dumps({report: answer}), "utf-8")
    with projects.served(week) as address:
        opened(page, address, "mail")
        row = page.locator("table.links tr", has_text="cisco-ai-fund")
        assert row.locator("td").inner_text() == "gone (404)"
        assert page.get_by_text("Last asked 2026-11-22 16:40 UTC.").is_visible()
        assert page.locator("table.links td", has_text="not asked yet").count() > 20
    assert watch.hosts <= {"127.0.0.1", None}


def test_a_printed_sentence_says_whose_it_is_and_an_edited_one_that_it_is_the_editors(
    page: Page, week: Path
) -> None:
    rewritten(
        week, "Cisco has launched a $1 billion fund", "I read that Cisco has launched a $1 billion fund"
    )
    with projects.served(week) as address:
        opened(page, address, "evidence")
        story = page.locator("details.why", has=page.get_by_text("Cisco sets up $1 billion fund")).first
        printed = story.locator(".folded").first.locator("li")
        assert "your own words" in printed.nth(0).inner_text()
        assert "word for word from" in printed.nth(1).inner_text()


@pytest.mark.parametrize("panel", PANELS)
def test_nothing_of_a_stranger_runs_or_loads(panel: str, page: Page, week: Path, watch: Watch) -> None:
    with projects.served(week) as address:
        opened(page, address, panel)
        draft = draft_of(week)
        draft.write_text(draft.read_text("utf-8") + HOSTILE, "utf-8")
        page.wait_for_timeout(1500)
        opened(page, address, panel)
        page.wait_for_timeout(300)
        assert page.locator("#told script, #told img, #told [onerror], #told [onload]").count() == 0
        assert page.locator("#told a[href^='javascript:' i]").count() == 0
    assert (watch.dialogs, watch.errors) == ([], [])
    assert watch.hosts <= {"127.0.0.1", None}


@pytest.mark.parametrize("panel", PANELS)
def test_headings_skip_no_level_ids_are_single_and_nothing_sticks_out(
    panel: str, page: Page, week: Path
) -> None:
    rewritten(week, RIGHT, WRONG)
    with projects.served(week) as address:
        for width in (320, 360, 900, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            opened(page, address, panel)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            assert (
                page.evaluate("(p => p.scrollWidth - p.clientWidth)(document.getElementById('panel'))") <= 0
            ), width
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("panel", PANELS)
def test_axe_finds_nothing(panel: str, page: Page, week: Path) -> None:
    axe = tools.file("axe-core", "axe.min.js").read_text("utf-8")
    rewritten(week, RIGHT, WRONG)
    told = []
    with projects.served(week) as address:
        opened(page, address, panel)
        rewritten(week, "Cisco has launched", "The network company Cisco has launched")
        page.wait_for_timeout(1000)
        for scheme in SCHEMES:
            for width in (360, 1280):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                opened(page, address, panel)
                page.evaluate(axe)
                found: dict[str, Any] = page.evaluate(
                    "axe.run('#panel', {iframes: false, resultTypes: ['violations']})"
                )
                told += [
                    f"{scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})"
                    for one in found["violations"]
                ]
    assert told == []
