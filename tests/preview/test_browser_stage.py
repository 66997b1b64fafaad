"""The stage in a real browser: each tab tells the truth, each width is what it says, each view shows."""

from __future__ import annotations

import shutil
from base64 import encodebytes
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urlsplit

import pytest

from digest.preview.desk import OUTPUTS
from digest.preview.tabs import ENGINES, TABS
from tests.outside import tools
from tests.preview import projects
from tests.preview.desks import COOKIE, desk_in, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]

CLEARED: Any = COOKIE | {"domain": "127.0.0.1", "path": "/"}
HEADLINE = "Meta signs $14.8 billion deal for 49% stake in Scale AI"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
DRAFT = (
    f'<img src="{DOT}" width="200" height="80" alt="A chart of the deals">\n'
    "<!--[if mso]><b>For Outlook alone</b><![endif]-->\n"
    "<!--[if !mso]><!--><b>For all others</b><!--<![endif]-->\n"
)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAPER = """() => {
  let at = document.elementFromPoint(4, 4);
  while (at && getComputedStyle(at).backgroundColor === "rgba(0, 0, 0, 0)") at = at.parentElement;
  const [red, green, blue] = getComputedStyle(at ?? document.body).backgroundColor.match(/[0-9]+/g);
  return (Number(red) + Number(green) + Number(blue)) / 3;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with projects.served(projects.week(tmp_path_factory.mktemp("stage"))) as address:
        yield address


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk whose mail holds a picture, and words for Outlook and for all others."""
    with served(desk_in(tmp_path_factory.mktemp("plain"), DRAFT)) as address:
        yield address


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk whose mail holds a text in base64, fifteen lines of it after three others."""
    desk = desk_in(tmp_path_factory.mktemp("encoded"))
    sent = encodebytes(b"What was said in the end. " * 32).decode()
    assert sent.count("\n") == 15
    (desk.folder / "email.eml").write_text(f"Subject: A\nX-By: B\n\n{sent}\n--end\n", "utf-8")
    with served(desk) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([CLEARED])
    page = context.new_page()
    page.set_default_timeout(12_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []


def framed(page: Page) -> Frame:
    """The document that is shown, when it has been read."""
    page.wait_for_load_state("load")
    frame = page.locator("#thing").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_load_state("load")
    return frame


def asked(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


TRUE = {
    "tab=email": HEADLINE,
    "tab=page": HEADLINE,
    "tab=text": HEADLINE,
    "tab=markdown": HEADLINE.replace("$", "\\$"),
    "tab=draft": "###",
    "sheet=mjml": "<mj-section",
    "sheet=html": "<!--[if mso",
    "sheet=eml": "Content-Transfer-Encoding: quoted-printable",
    "sheet=headers": "List-Unsubscribe",
    "sheet=feed": "<entry",
    **{f"sheet=post&engine={engine}": HEADLINE for engine in ENGINES},
}


@pytest.mark.parametrize(("query", "words"), TRUE.items(), ids=TRUE)
def test_each_tab_shows_what_it_is_named_after(page: Page, week: str, query: str, words: str) -> None:
    page.goto(f"{week}?{query}")
    assert words.replace("\\$", "$") in framed(page).locator("body").inner_text().replace("\\$", "$")


def test_every_tab_is_two_clicks_or_one_key_away(page: Page, week: str) -> None:
    for name, tab in TABS.items():
        page.goto(week)
        page.locator("#sheets summary").click()
        link = page.locator("#sheets").get_by_role("link", name=tab.label, exact=False).first
        link.click()
        page.wait_for_url(f"**sheet={name}**")
        key = page.locator(f'#sheets a[href*="sheet={name}"]').get_attribute("data-key")
        page.goto(week)
        assert key
        page.keyboard.press(key)
        page.wait_for_url(f"**sheet={name}**")
    for number, name in enumerate(OUTPUTS, 1):
        page.keyboard.press(str(number))
        page.wait_for_function(
            "name => !/sheet=/.test(location) && location.search.includes(name)", arg=f"tab={name}"
        )


def test_the_hints_name_every_key_of_a_tab(page: Page, week: str) -> None:
    page.goto(week)
    page.keyboard.press("?")
    hints = page.locator("#keys dl").inner_text()
    keys = page.locator("#sheets a[data-key]").evaluate_all("links => links.map(each => each.dataset.key)")
    assert len(keys) == len(TABS)
    assert " ".join(keys) in hints


def test_one_tab_has_the_posts_of_all_engines(page: Page, week: str) -> None:
    page.goto(f"{week}?sheet=post")
    assert framed(page).title() == "Post"
    posts = set()
    for name, label in ENGINES.items():
        page.get_by_role("link", name=label, exact=True).click()
        page.wait_for_url(f"**engine={name}**")
        assert page.locator('#views a[aria-current="true"]', has_text=label).count() == 1
        posts.add(framed(page).locator("body").inner_text())
    assert len(posts) == len(ENGINES), "each engine has a form of its own"


@pytest.mark.parametrize("window", [360, 1280])
@pytest.mark.parametrize("width", [320, 375, 600, 900])
def test_each_width_is_what_it_says(page: Page, week: str, width: int, window: int) -> None:
    page.set_viewport_size({"width": window, "height": 900})
    page.goto(f"{week}?width={width}")
    inside = framed(page).evaluate("[innerWidth, document.documentElement.clientWidth]")
    assert inside == [width, width]
    assert page.evaluate("document.documentElement.scrollWidth") <= window, (
        "the room is scrolled, not the page"
    )


def test_the_free_width_goes_where_the_hand_goes_and_stays_there(page: Page, week: str) -> None:
    page.goto(f"{week}?width=free&px=437")
    edge = page.get_by_role("separator", name="Free width in pixels")
    assert framed(page).evaluate("innerWidth") == 437
    box = edge.bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 8 + 150, box["y"] + 120, steps=4)
    page.mouse.up()
    framed(page).wait_for_function("innerWidth === 587")
    assert (asked(page)["px"], edge.get_attribute("aria-valuenow")) == ("587", "587")
    page.reload()
    assert framed(page).evaluate("innerWidth") == 587
    page.get_by_role("link", name="Dark", exact=True).click()
    page.wait_for_url("**scheme=dark**")
    assert framed(page).evaluate("innerWidth") == 587


def test_the_free_width_has_keys_and_a_number(page: Page, week: str) -> None:
    page.goto(f"{week}?width=free&px=500")
    edge, number = page.get_by_role("separator"), page.get_by_role("spinbutton")
    edge.focus()
    for key, width in (
        ("ArrowRight", 510),
        ("Shift+ArrowRight", 560),
        ("Shift+ArrowLeft", 510),
        ("ArrowLeft", 500),
        ("Home", 240),
        ("ArrowLeft", 240),
        ("End", 1600),
        ("ArrowRight", 1600),
    ):
        page.keyboard.press(key)
        framed(page).wait_for_function("width => innerWidth === width", arg=width)
    number.fill("777")
    number.press("Enter")
    framed(page).wait_for_function("innerWidth === 777")
    number.fill("12")
    number.press("Enter")
    assert (number.input_value(), asked(page)["px"]) == ("240", "240")


def test_a_save_leaves_the_width_and_the_fold_as_they_are(page: Page, tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with served(desk) as address:
        page.goto(f"{address}?width=free")
        page.locator("#inbox summary").click()
        page.get_by_role("separator").press("Shift+ArrowRight")
        (desk.folder / "draft.md").write_text("First\nSecond\nThird, revised\n", "utf-8")
        page.frame_locator("#thing").get_by_text("Third, revised").wait_for()
        framed(page).wait_for_function("innerWidth === 530 && name === 'bare'")
        assert page.get_by_role("separator").get_attribute("aria-valuenow") == "530"
        assert page.locator("#rows").get_attribute("open") is not None
        page.goto("about:blank")


def test_widths_work_without_script(browser: Browser, week: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([CLEARED])
    page = context.new_page()
    for query, width in {"width=375": 375, "width=free&px=437": 437, "width=free&px=9999": 1600}.items():
        page.goto(f"{week}?{query}")
        box = page.locator("#thing").bounding_box()
        assert box
        assert box["width"] == width + 2, "with the lines at its sides"
    assert page.get_by_role("spinbutton").count() == 0, "what does nothing is not there"
    context.close()


def test_light_dark_and_turned_over_have_their_paper(page: Page, week: str) -> None:
    paper = {}
    for scheme in ("light", "dark", "inverted"):
        page.goto(f"{week}?scheme={scheme}")
        paper[scheme] = framed(page).evaluate(PAPER)
    assert paper["light"] > 200
    assert paper["dark"] < 60
    assert paper["inverted"] < 60


def test_without_pictures_their_words_are_shown(page: Page, plain: str) -> None:
    page.goto(plain)
    assert "A chart of the deals" not in framed(page).locator("body").inner_text()
    page.get_by_role("link", name="Off", exact=True).click()
    page.wait_for_url("**pictures=off**")
    assert "A chart of the deals" in framed(page).locator("body").inner_text()
    assert framed(page).locator("img").count() == 0


def test_gmail_has_no_style_block_and_outlook_reads_its_comments(page: Page, plain: str) -> None:
    page.goto(plain)
    assert framed(page).locator("style").count() == 1
    words = framed(page).locator("body").inner_text()
    assert ("For all others" in words, "For Outlook alone" in words) == (True, False)
    page.goto(f"{plain}?program=gmail")
    assert framed(page).locator("style").count() == 0
    page.goto(f"{plain}?program=outlook")
    words = framed(page).locator("body").inner_text()
    assert ("For all others" in words, "For Outlook alone" in words) == (False, True)
    assert "Outlook" in page.locator("#note").inner_text(), "what it cannot know is said"


def test_a_text_in_base64_is_behind_a_fold_and_lines_keep_their_numbers(page: Page, encoded: str) -> None:
    page.goto(f"{encoded}?sheet=eml")
    mail = framed(page)
    assert "What was said in the end." not in mail.locator("body").inner_text()
    mail.get_by_text("The same as text").click()
    assert mail.get_by_text("What was said in the end.").is_visible()
    counts = mail.locator("div").evaluate_all("all => all.map(each => getComputedStyle(each).counterSet)")
    assert counts == ["line 18"], "three lines before, fifteen folded"


def test_the_inbox_is_shown_as_three_cut_it_in_the_colours_that_were_chosen(page: Page, week: str) -> None:
    page.goto(week)
    closed = page.locator("#inbox").bounding_box()
    assert closed
    assert closed["height"] < 40, "shut, it is one line"
    page.locator("#inbox summary").click()
    rows = page.locator("#inbox dd").all_inner_texts()
    assert [row.split("\n")[0] for row in rows] == ["AI Scale-Up Weekly"] * 2
    phone, notice = (row.split("\n") for row in rows)
    assert phone[1].endswith("…")
    assert len(notice[1]) < len(phone[1]) <= 40
    background = "each => getComputedStyle(each).backgroundColor"
    light = page.locator("#inbox").evaluate(background)
    page.goto(f"{week}?scheme=dark")
    assert page.locator("#rows").get_attribute("open") is not None, "it stays as it was left"
    assert page.locator("#inbox").evaluate(background) != light
    page.goto(f"{week}?tab=page")
    assert page.locator("#inbox").count() == 0


@pytest.mark.parametrize("query", ["tab=email", "tab=email&width=free", "sheet=post", "tab=text"])
def test_the_controls_take_one_row_and_stay_large_enough_to_touch(page: Page, week: str, query: str) -> None:
    page.goto(f"{week}?{query}")
    assert page.locator("#views").evaluate("each => each.offsetHeight") < 45
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = page.locator("#views :is(a, input)").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect()).map(({right, height}) => [right, height])"
        )
        assert all(right <= width and height >= 24 for right, height in boxes), width


@pytest.mark.parametrize("query", ["tab=email", "width=free&px=437", "sheet=post&engine=astro", "width=900"])
def test_axe_finds_nothing_on_the_stage(page: Page, week: str, query: str) -> None:
    axe = tools.file("axe-core", "axe.min.js").read_text("utf-8")
    told = []
    for scheme in SCHEMES:
        for width in (360, 1280):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{week}?{query}")
            for fold in ("#rows", "#sheets"):
                page.locator(fold).evaluate_all("folds => folds.forEach(each => { each.open = true; })")
            page.evaluate(axe)
            found: dict[str, Any] = page.evaluate(
                "axe.run({include: ['#stage', '#bar']}, {iframes: false, resultTypes: ['violations']})"
            )
            told += [
                f"{scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})"
                for one in found["violations"]
            ]
    assert told == []
