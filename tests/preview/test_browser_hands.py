"""Editing on the desk in a real browser: it stands in the draft as a hand would have written it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import draft
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

META = "50ee8d818d02"
TENDER = "fc3b6ec6d568"
TOGETHER = "6a23c3c11f3e"


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
def page(browser: Browser, week: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1600})
    context.add_cookies(
        [{"name": COOKIE["name"], "value": COOKIE["value"], "domain": "127.0.0.1", "path": "/"}]
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with projects.served(week) as address:
        page.goto(address)
        page.wait_for_selector(f"#grip-{META}")
        yield page
        context.close()
    assert errors == []


def ids(week: Path, section: str = "deals") -> list[str]:
    read = draft.read(draft_of(week).read_text("utf-8"))
    return next([piece.id for piece in one.pieces] for one in read.sections if one.id == section)


def says(page: Page, words: str) -> None:
    page.wait_for_function("words => document.getElementById('said').textContent.includes(words)", arg=words)


def test_the_arrows_on_a_handle_move_a_story_and_undo_takes_it_back(page: Page, week: Path) -> None:
    before = draft_of(week).read_text("utf-8")
    page.focus(f"#grip-{META}")
    page.keyboard.press("ArrowDown")
    says(page, "2 of 6 in Deals")
    assert ids(week)[:2] == [TENDER, META]
    assert page.evaluate("document.activeElement.id") == f"grip-{META}"
    page.keyboard.press("ArrowUp")
    says(page, "1 of 6 in Deals")
    page.click("#undo")
    says(page, "back")
    assert ids(week)[:2] == [TENDER, META]
    page.click("#undo")
    page.wait_for_selector("#undo:disabled")
    assert draft_of(week).read_text("utf-8") == before


def test_a_story_is_dragged_to_another_section(page: Page, week: Path) -> None:
    page.drag_and_drop(f"#grip-{TOGETHER}", "[data-section=competitors] h2")
    says(page, "from Deals to Competitors")
    assert TOGETHER in ids(week, "competitors")
    page.wait_for_selector(f"[data-section=competitors] #grip-{TOGETHER}")


def test_a_headline_is_reworded_in_place_and_the_mail_follows(page: Page, week: Path) -> None:
    page.click(f"#edit-{META} summary")
    page.fill(f"[id='{META}-headline']", "Meta takes half of Scale, nearly")
    page.click(f"#edit-{META} [data-save]")
    says(page, "Retitled")
    assert "### [Meta takes half of Scale, nearly](" in draft_of(week).read_text("utf-8")
    frame = page.frame_locator("#thing")
    frame.get_by_role("heading", name="Meta takes half of Scale, nearly").first.wait_for()
    assert page.locator(f"#edit-{META}").get_attribute("open") is not None


def test_what_is_typed_stays_when_the_file_changes_and_a_clash_is_asked_about(page: Page, week: Path) -> None:
    page.click(f"#edit-{META} summary")
    field = f"[id='{META}-blurb']"
    page.fill(field, "My own words about it.")
    file = draft_of(week)
    file.write_text(
        file.read_text("utf-8").replace("Meta Platforms has", "Meta, says a colleague, has"), "utf-8"
    )
    page.wait_for_function("() => document.querySelector('#thing').dataset.shown")
    assert page.input_value(field) == "My own words about it."
    page.click(f"#edit-{META} [data-save]")
    page.wait_for_selector(".offer.conflict")
    assert "a colleague" in page.inner_text(".offer.conflict")
    assert "a colleague" in file.read_text("utf-8")
    page.click("[data-clash=mine]")
    says(page, "Reworded")
    assert "My own words about it." in file.read_text("utf-8")
    assert "a colleague" not in file.read_text("utf-8")


def test_a_change_elsewhere_in_the_file_does_not_stand_in_the_way(page: Page, week: Path) -> None:
    page.click(f"#edit-{META} summary")
    page.fill(f"[id='{META}-headline']", "Meta takes half")
    file = draft_of(week)
    file.write_text(file.read_text("utf-8").replace("Cisco sets up", "Cisco, at last, sets up"), "utf-8")
    page.click(f"#edit-{META} [data-save]")
    says(page, "Retitled")
    text = file.read_text("utf-8")
    assert "Meta takes half" in text
    assert "Cisco, at last, sets up" in text


def test_dropping_holding_and_bringing_back(page: Page, week: Path) -> None:
    page.click(f"#edit-{META} summary")
    page.click(f"#edit-{META} [data-act=drop]")
    says(page, "Dropped")
    page.click(f"#edit-{TENDER} summary")
    page.click(f"#edit-{TENDER} [data-act=hold]")
    says(page, "Held")
    assert not {META, TENDER} & set(ids(week))
    assert "## Held for next week <!-- held -->" in draft_of(week).read_text("utf-8")
    for story in (META, TENDER):
        page.click(f".gone [data-act=restore][data-story='{story}']")
        page.wait_for_selector(f"#grip-{story}")
    assert {META, TENDER} <= set(ids(week))
    page.click(f"#edit-{META} summary")
    page.click(f"#edit-{META} [data-act=pin]")
    page.wait_for_selector(f"#edit-{META} [data-act=unpin]")
    assert f"<!-- story {META} --> <!-- pinned -->" in draft_of(week).read_text("utf-8")


def test_what_became_of_an_item_is_searched_and_one_click_brings_it_in(page: Page, week: Path) -> None:
    page.click("#to-explain")
    page.fill("#words", "friday round")
    page.wait_for_selector(".hits li")
    assert "not for this digest" in page.inner_text(".hits")
    name = page.locator(".hits .headline").first.inner_text()
    page.click(".hits [data-act=restore]")
    says(page, "Restored")
    assert name[:40] in draft_of(week).read_text("utf-8")


def test_approving_says_first_what_it_does_and_a_later_change_needs_a_new_one(page: Page, week: Path) -> None:
    page.click("#to-out")
    page.click("[data-step=approve]")
    page.wait_for_selector("#confirm[open]")
    assert "sample" in page.inner_text("#confirm")
    page.check("#confirm-allow input[value=edition-sample]")
    page.click("#confirm-allow button")
    page.wait_for_selector("#confirm-do:not([hidden])")
    assert "Freezes 2025-W24" in page.inner_text("#confirm-words")
    page.click("#confirm-do")
    says(page, "is approved, version")
    page.wait_for_selector("#told :text-is('Approved')")
    file = draft_of(week)
    file.write_text(file.read_text("utf-8").replace("Cisco sets up", "Cisco opens"), "utf-8")
    page.wait_for_selector("#told :text('Changed since approval')")


def test_a_test_mail_goes_to_one_address_and_says_where_it_lies(page: Page, week: Path) -> None:
    page.click("#to-out")
    page.fill("#address", "me@desk.example")
    page.click("[data-step=test]")
    page.wait_for_selector("#confirm[open] #confirm-do:not([hidden])")
    assert re.search(r"\[Test\] .* to me@desk\.example", page.inner_text("#confirm-words"))
    page.click("#confirm-do")
    says(page, "me@desk.example")
    mails = [path for path in week.parent.rglob("*") if path.parent.name == "new" and path.is_file()]
    assert len(mails) == 1
    assert b"To: me@desk.example" in mails[0].read_bytes()


def test_what_is_not_approved_is_not_published(page: Page) -> None:
    page.click("#to-out")
    page.click("[data-step=publish]")
    page.wait_for_selector("#confirm[open]")
    assert "approve" in page.inner_text("#confirm-problem")
    assert page.locator("#confirm-do").is_hidden()
    page.keyboard.press("Escape")
    page.wait_for_selector("#confirm:not([open])", state="attached")


def test_scroll_and_tab_stay_over_a_save(page: Page, week: Path) -> None:
    frame = page.frames[1]
    page.evaluate("addEventListener('message', ({data}) => { window.heard = data.scrolled; })")
    frame.evaluate("window.scrollTo(0, 900)")
    page.wait_for_function("() => window.heard === 900")
    page.evaluate("document.querySelector('#panel').scrollTop = 120")
    file = draft_of(week)
    file.write_text(file.read_text("utf-8").replace("Cisco sets up", "Cisco opens"), "utf-8")
    page.frame_locator("#thing").get_by_text("Cisco opens").first.wait_for()
    frame.wait_for_function("() => scrollY === 900")
    assert page.evaluate("document.querySelector('#panel').scrollTop") == 120


def test_what_is_typed_outlives_a_look_elsewhere(page: Page) -> None:
    page.click(f"#edit-{META} summary")
    field = f"[id='{META}-blurb']"
    page.fill(field, "Half a thought")
    page.click("#to-mail")
    page.wait_for_selector("#told[data-panel=mail]")
    page.click("#to-stories")
    page.wait_for_selector("#told[data-panel=stories]")
    sync_api.expect(page.locator(field)).to_have_value("Half a thought")
    assert page.is_enabled(f"#edit-{META} [data-save]")
    page.reload()
    page.wait_for_selector(f"#edit-{META}[open]")
    sync_api.expect(page.locator(field)).to_have_value("Half a thought")


def test_quick_presses_each_move_one_place(page: Page, week: Path) -> None:
    page.focus(f"#grip-{META}")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    says(page, "5 of 6 in Deals")
    assert ids(week)[4] == META


def test_after_dropping_the_keyboard_is_at_the_next_story_and_it_comes_back_in_place(
    page: Page, week: Path
) -> None:
    before = ids(week)
    page.click(f"#edit-{TOGETHER} summary")
    page.click(f"#edit-{TOGETHER} [data-act=drop]")
    page.wait_for_selector(f"#grip-{TOGETHER}", state="detached")
    page.wait_for_function(
        "id => document.activeElement.closest('.card')?.dataset.story === id", arg=before[3]
    )
    page.click(f".gone [data-act=restore][data-story='{TOGETHER}']")
    page.wait_for_selector(f"#grip-{TOGETHER}")
    assert ids(week) == before


def test_a_yes_counts_once(page: Page, week: Path) -> None:
    page.click("#to-out")
    page.fill("#address", "me@desk.example")
    page.click("[data-step=test]")
    page.wait_for_selector("#confirm[open] #confirm-do:not([hidden])")
    with page.expect_response("**/carry-out") as answered:
        page.click("#confirm-do")
    assert answered.value.ok
    once_more = """async ({body, desk}) => await (await fetch("/carry-out", {
        method: "POST", body, headers: {"Content-Type": "application/json", "X-Digest-Desk": desk},
    })).json()"""
    desk = page.locator('meta[name="desk"]').get_attribute("content")
    second = page.evaluate(once_more, {"body": answered.value.request.post_data, "desk": desk})
    assert "already" in second["words"]
    mails = [path for path in week.parent.rglob("*") if path.parent.name == "new" and path.is_file()]
    assert len(mails) == 1
