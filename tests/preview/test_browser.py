"""The desk in a real browser: keys, reloads, no errors and no word to anybody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urlsplit

import pytest

from digest import draft, editionjson
from digest.preview import Desk
from digest.preview.desk import PANELS
from tests import editions, figured
from tests.preview.desks import COOKIE, desk_in, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]

CLEARED: Any = COOKIE | {"domain": "127.0.0.1", "path": "/"}
HOSTILE = (
    '<script>top.document.title = "broken out"</script><img src="https://evil.example/pixel.png">'
    '<img src=x onerror="top.document.title = 1"><link rel=stylesheet href="https://evil.example/x.css">'
    '<a id="out" href="https://news.example/" target="_top">out</a>'
    '<form action="/"><button>go</button></form>'
)


@dataclass
class Watch:
    """What the browser said and whom it asked."""

    errors: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context()
    context.add_cookies([CLEARED])
    page = context.new_page()
    page.set_default_timeout(12_000)
    page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("requestfinished", lambda request: watch.hosts.add(urlsplit(request.url).hostname))
    yield page
    context.close()


def test_an_editing_session(desk: Desk, page: Page, watch: Watch) -> None:
    with served(desk) as address:
        page.goto(address + "?panel=changes")
        page.frame_locator("#thing").get_by_text("Second").wait_for()
        page.keyboard.press(key_of(page, "Text"))
        page.wait_for_url("**tab=text**")
        page.frame_locator("#thing").locator("#L2").get_by_text("Second").wait_for()
        page.keyboard.press(key_of(page, "Email"))
        page.wait_for_url("**tab=email**")
        page.keyboard.press("d")
        page.wait_for_url("**scheme=dark**")
        width = asked(page)["width"]
        page.keyboard.press("w")
        page.wait_for_function("was => new URL(location).searchParams.get('width') !== was", arg=width)
        page.keyboard.press("m")
        page.wait_for_url("**panel=mail**")
        before = asked(page)
        page.keyboard.press("?")
        page.get_by_text("next width").wait_for(state="visible")
        (desk.folder / "draft.md").write_text("First\nSecond\nThird, revised\n", "utf-8")
        page.frame_locator("#thing").get_by_text("Third, revised").wait_for()
        assert asked(page) == before
        assert (before["tab"], before["scheme"], before["panel"]) == ("email", "dark", "mail")
        assert page.get_by_text("next width").is_visible(), "a reload leaves the hints open"
    assert watch.errors == []
    assert watch.hosts == {"127.0.0.1"}


def asked(page: Page) -> dict[str, str]:
    """The view that stands in the page's address."""
    return dict(parse_qsl(urlsplit(page.url).query))


def key_of(page: Page, label: str) -> str:
    """The key that follows a link of the desk."""
    link = page.get_by_role("link", name=label, exact=True)
    return link.get_attribute("data-key") or ""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus stands on a link or a button of these words."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if words in (page.evaluate("document.activeElement.textContent") or ""):
            return
    raise AssertionError(f"Tab does not come to {words}")


def test_what_was_decided_opens_by_keyboard_and_stays_open_over_a_save(
    desk: Desk, page: Page, watch: Watch
) -> None:
    record = desk.folder / "edition.json"
    text = editionjson.write(editions.judged())
    record.write_text(text, "utf-8")
    with served(replace(desk, watch=(), rerender=lambda: "")) as address:
        page.goto(f"{address}?panel=evidence")
        page.locator("#room-s1 > summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.get_by_text("Came second: Section 2").wait_for(state="visible")
        record.write_text(text.replace("Company 1.1 sells", "Company 1.1 parts with"), "utf-8")
        page.locator(".why > summary").get_by_text("Company 1.1 parts with").wait_for()
        assert page.get_by_text("Came second: Section 2").is_visible()
        assert (
            page.evaluate("document.activeElement.textContent").strip().startswith("Company 1.1 parts with")
        )
    assert watch.errors == []


def test_a_finding_leads_to_its_story_by_keyboard_and_to_its_line(
    desk: Desk, page: Page, watch: Watch
) -> None:
    (desk.folder / "edition.json").write_text(editionjson.write(figured.edition()), "utf-8")
    (desk.folder / "draft.md").write_text(draft.write(figured.edition()), "utf-8")
    findings = (figured.unproved(),)
    with served(replace(desk, watch=(), rerender=lambda: "", check=lambda: findings)) as address:
        page.goto(address)
        page.locator("#to-check").get_by_text("1 error").wait_for()
        page.keyboard.press("c")
        page.wait_for_url("**panel=check")
        page.wait_for_function("() => document.activeElement.id === 'to-check'")
        tab_to(page, "Its evidence")
        page.keyboard.press("Enter")
        page.wait_for_url("**panel=evidence#*")
        talks = page.locator("#panel mark").get_by_text("over $10 billion")
        talks.wait_for(state="visible")
        page.wait_for_function("() => document.activeElement.tagName === 'SUMMARY'")
        assert "Northwind buys half" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("c")
        page.get_by_role("link", name="Show line").click()
        page.wait_for_url("**tab=draft**line=*")
        line = page.url.rpartition("=")[2]
        sync_api.expect(page.frame_locator("#thing").locator(f"#L{line}")).to_be_in_viewport()
    assert watch.errors == []
    assert watch.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 900, 1400])
@pytest.mark.parametrize("panel", ["check", "evidence"])
def test_figures_and_findings_fit_the_panel_and_can_be_read(
    desk: Desk, page: Page, panel: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    long = replace(figured.unproved(), said="x" * 300 + " $14.9 billion", figure="x" * 300)
    (desk.folder / "edition.json").write_text(editionjson.write(figured.edition()), "utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    findings = (figured.unproved(), long)
    with served(replace(desk, watch=(), rerender=lambda: "", check=lambda: findings)) as address:
        page.goto(f"{address}?panel={panel}")
        page.locator("#to-check").get_by_text("2 errors").wait_for()
        page.evaluate("document.querySelectorAll('#panel details').forEach(part => { part.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("(p => p.scrollWidth - p.clientWidth)(document.getElementById('panel'))") <= 0
        colours = page.locator("#panel mark").first.evaluate(
            "mark => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor]"
        )
    assert contrast(*colours) >= 7


def contrast(one: str, other: str) -> float:
    """Of two colours as browsers write them, by WCAG 2.2."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("width", [320, 901, 1400])
@pytest.mark.parametrize("panel", PANELS)
def test_the_open_panel_does_not_stick_out_sideways(desk: Desk, page: Page, panel: str, width: int) -> None:
    (desk.folder / "edition.json").write_text(editionjson.write(editions.nasty()), "utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    with served(replace(desk, watch=(), rerender=lambda: "")) as address:
        page.goto(f"{address}?panel={panel}")
        page.evaluate("document.querySelectorAll('#panel details').forEach(part => { part.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("(p => p.scrollWidth - p.clientWidth)(document.getElementById('panel'))") <= 0


def test_an_error_comes_and_goes_without_a_reload(desk: Desk, page: Page, watch: Watch) -> None:
    with served(desk) as address:
        page.goto(address)
        page.frame_locator("#thing").get_by_text("Second").wait_for()
        (desk.folder / "draft.md").write_text("First\n\nBROKEN\n", "utf-8")
        page.get_by_role("alert").get_by_text("draft.md line 3").wait_for()
        assert page.frame_locator("#thing").get_by_text("Second").is_visible()
        page.get_by_role("link", name="Show line 3").click()
        sync_api.expect(page.frame_locator("#thing").locator("#L3")).to_be_in_viewport()
        (desk.folder / "draft.md").write_text("First\n\nMended\n", "utf-8")
        page.get_by_role("alert").wait_for(state="detached")
    assert watch.errors == []


def test_a_hostile_mail_stays_in_its_frame(desk: Desk, page: Page, watch: Watch) -> None:
    with served(desk) as address:
        page.goto(address)
        title = page.title()
        (desk.folder / "draft.md").write_text(f"Trap {HOSTILE}\n", "utf-8")
        page.frame_locator("#thing").get_by_text("Trap").wait_for()
        page.frame_locator("#thing").locator("#out").click()
        page.frame_locator("#thing").get_by_role("button").click()
        page.wait_for_timeout(300)
        assert page.title() == title
        assert page.url == address
    assert watch.hosts <= {"127.0.0.1", None}


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(17, 17, 17)")])
@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_mail_has_the_scheme_asked_for_whatever_the_system_prefers(
    desk: Desk, page: Page, scheme: str, paper: str, system: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=system)
    with served(desk) as address:
        page.goto(f"{address}?scheme={scheme}")
        body = page.frame_locator("#thing").locator("body")
        body.wait_for()
        assert body.evaluate("body => getComputedStyle(body).backgroundColor") == paper


def test_without_scripts_the_links_still_work(desk: Desk, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([CLEARED])
    page = context.new_page()
    with served(desk) as address:
        page.goto(address)
        page.get_by_role("link", name="Draft", exact=True).click()
        page.get_by_role("link", name="Dark", exact=True).click()
        page.get_by_role("link", name="Explain").click()
        view = asked(page)
        assert (view["tab"], view["scheme"], view["panel"]) == ("draft", "dark", "explain")
        page.frame_locator("#thing").get_by_text("Second").wait_for()
        page.get_by_text("Keys").click()
        assert page.get_by_text("next width").is_visible()
    context.close()


def test_a_page_says_that_the_desk_has_stopped(desk: Desk, page: Page) -> None:
    with served(desk) as address:
        page.goto(address)
        page.frame_locator("#thing").get_by_text("Second").wait_for()
    page.get_by_text("The desk has stopped.").wait_for(state="visible", timeout=8000)
