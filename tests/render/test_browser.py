"""Mail and page in a real browser: no sideways scrolling, readable in light and dark."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Browser

from digest.model import Claim, Difference, Edition, Figure, Stated
from digest.render import Templates, issue, palette, renditions
from tests import editions
from tests.render import reckoned

pytestmark = pytest.mark.browser
TEMPLATES = Templates()

# Every element with text of its own: its colour, and the first background below it that is not clear.
_COLOURS = """() => {
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)') return colour;
    }
    return 'none';
  };
  const speaks = node => [...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
  return [...document.body.querySelectorAll('*')]
    .filter(node => speaks(node) && node.getClientRects().length)
    .map(node => [node.textContent.trim().slice(0, 40), getComputedStyle(node).color, ground(node)]);
}"""


def _hex(colour: str) -> str:
    channels = [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3]]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


@pytest.mark.parametrize("form", ["email", "page"])
@pytest.mark.parametrize(
    "edition",
    [editions.weekly(), editions.nasty(), reckoned.edition(), reckoned.edition(language="ar")],
    ids=["weekly", "nasty", "reckoned", "from the right"],
)
def test_nothing_sticks_out_sideways(browser: Browser, edition: Edition, form: str) -> None:
    (made,) = renditions(edition, TEMPLATES, only=[form])
    page = browser.new_page()
    page.set_content(made.text)
    for width in (320, 360, 900):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("form", ["email", "page"])
def test_every_word_has_contrast_to_a_ground_that_is_set(
    browser: Browser, form: str, scheme: Literal["light", "dark"]
) -> None:
    (made,) = renditions(editions.weekly(), TEMPLATES, only=[form])
    page = browser.new_page(color_scheme=scheme)
    page.set_content(made.text)
    seen = page.evaluate(_COLOURS)
    page.close()
    assert len(seen) > 100
    for words, ink, ground in seen:
        assert ground != "none", words
        assert palette.contrast(_hex(ink), _hex(ground)) >= 4.5, (words, ink, ground)


def test_the_page_asks_for_nothing_else(browser: Browser) -> None:
    (made,) = renditions(editions.weekly(), TEMPLATES, only=["page"])
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(made.text, wait_until="networkidle")
    page.close()
    assert asked == []


def test_a_page_from_right_to_left_has_no_sideways_scrolling_either(browser: Browser) -> None:
    (made,) = renditions(editions.edition(language="ar"), TEMPLATES, only=["page"])
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.set_content(made.text)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("form", ["email", "page"])
@pytest.mark.parametrize("width", [360, 900])
def test_bars_are_drawn_as_long_as_their_figures_say(browser: Browser, form: str, width: int) -> None:
    (made,) = renditions(reckoned.edition(), TEMPLATES, only=[form])
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(made.text)
    selector = ".figures td.bar, .figures td.hollow" if form == "email" else ".bar rect"
    drawn = page.eval_on_selector_all(selector, "all => all.map(one => one.getBoundingClientRect().width)")
    page.close()
    for wide, bar in zip(drawn, issue.of(reckoned.edition()).sums, strict=True):
        assert wide / drawn[0] == pytest.approx(bar.percent / 100, abs=0.02), bar.label


@pytest.mark.parametrize("form", ["email", "page"])
def test_the_ribbon_is_shared_out_as_the_stories_are(browser: Browser, form: str) -> None:
    rooms = (*editions.edition(sections=1, stories=6).sections, *editions.edition(stories=3).sections[1:])
    (made,) = renditions(editions.edition(rooms=rooms), TEMPLATES, only=[form])
    page = browser.new_page(viewport={"width": 600, "height": 800})
    page.set_content(made.text)
    script = "all => all.map(one => one.getBoundingClientRect().width)"
    widths = page.eval_on_selector_all(".ribbon td, .ribbon .stripe", script)
    page.close()
    assert len(widths) == 2
    assert widths[0] / sum(widths) == pytest.approx(0.66, abs=0.02)


_PARTED = r"""() => {
  const parted = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const sum of text.textContent.matchAll(/[$€]\d[\d.,]*[TBMK]?/g)) {
      const range = document.createRange();
      range.setStart(text, sum.index);
      range.setEnd(text, sum.index + sum[0].length);
      const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top)));
      if (lines.size > 1) parted.push(text.textContent.trim());
    }
  }
  return parted;
}"""


def _crowded() -> Edition:
    """The edition with all figures; what outlets say of them is long, and so are the names of companies."""
    plain = reckoned.edition()
    first, *others = plain.sections[0].pieces
    assert first.story
    words = "in advanced talks that several people who know of them describe as constructive"
    stated = (
        Stated(first.story.lead.id, "$200M", words),
        Stated(first.story.copies[0].id, "up to $120.5M for 49%", words),
    )
    claims = tuple(
        Claim(
            first.story.lead.id,
            "",
            Figure(kind, (123.4 + n) * 1e6, unit, 0, 0),
            role,
            f"Northwind Harbour Industries {name}",
        )
        for role, kind, unit in (
            ("valuation", "money", "USD"),
            ("revenue", "money", "EUR"),
            ("fine", "money", "USD"),
        )
        for n, name in enumerate(("Ash", "Birch", "Cedar"))
    )
    story = replace(first.story, differences=(Difference("amount, Ash", stated),), claims=claims)
    headline = " and ".join(sorted({claim.company for claim in claims}))
    told = replace(first, story=story, headline=headline)
    room = replace(plain.sections[0], pieces=(told, *others))
    return plain.with_sections((room, *plain.sections[1:]))


@pytest.mark.parametrize("form", ["email", "page"])
def test_no_sum_is_parted_at_the_end_of_a_line(browser: Browser, form: str) -> None:
    (made,) = renditions(_crowded(), TEMPLATES, only=[form])
    assert "$200M" in made.text
    assert "Revenue" in made.text
    page = browser.new_page()
    page.set_content(made.text)
    for width in (320, 360, 900):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_PARTED) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.close()


def test_a_deal_on_a_narrow_page_shows_all_that_is_known_of_it(browser: Browser) -> None:
    (made,) = renditions(reckoned.edition(), TEMPLATES, only=["page"])
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.set_content(made.text)
    row = page.locator(".deals tbody tr").first
    assert [
        word for word in ("$14.8B", "49%", "$30B", "stake", "announced") if word not in row.inner_text()
    ] == []
    assert row.bounding_box()["height"] < 80  # type: ignore[index]
    assert page.locator(".deals").get_by_role("rowheader").count() == 6
    page.close()
