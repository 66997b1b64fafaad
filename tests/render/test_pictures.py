"""Pictures in the outputs: shown where they stand alone, in their size, in words where they cannot be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from digest.model import Edition, Picture, path_within
from digest.render import Templates, pictures, prose, renditions, wording
from tests import editions
from tests.pictures import png

CHART = Picture("chart.png", 1144, 501, "image/png", 9_000, "c" * 32)
LOGO = Picture("pictures/small logo.png", 200, 100, "image/png", 900, "d" * 32)
TEXT = """Rents went up.
![Rents “rise” & rise <again>](chart.png "City figures")
So the city says.

[![The seal of the city](<pictures/small logo.png>)](https://city.example/?a=1&b=2)
"""
_ALT = "Rents “rise” & rise <again>"


def made(text: str = TEXT, *shown: Picture) -> Edition:
    plain = editions.edition(sections=1, stories=2)
    first, *others = plain.sections[0].pieces
    pieces = (replace(first, blurb=text), *others)
    sections = (replace(plain.sections[0], pieces=pieces),)
    return replace(plain, sections=sections, pictures=shown or (CHART, LOGO))


def texts(edition: Edition, templates: Templates) -> dict[str, str]:
    return {rendition.format: rendition.text for rendition in renditions(edition, templates)}


def images(html: str) -> list[dict[str, str | None]]:
    return [node.attributes for node in LexborHTMLParser(html).css("img")]


def test_the_mail_shows_pictures_no_wider_than_its_column_and_the_page_as_they_are(
    templates: Templates,
) -> None:
    outputs = texts(made(), templates)
    for name, width, height in (("email", "572", "250"), ("page", "1144", "501")):
        chart, logo = images(outputs[name])
        assert (chart["src"], chart["alt"]) == ("chart.png", _ALT)
        assert (chart["width"], chart["height"]) == (width, height)
        assert (logo["src"], logo["width"], logo["height"]) == ("pictures/small%20logo.png", "200", "100")
        assert "City figures" in outputs[name]
        assert '<a href="https://city.example/?a=1&amp;b=2"' in outputs[name]
    chart, logo = images(outputs["email"])
    assert "width: 100%" in (chart["style"] or "")
    assert "max-width:572px" in (chart["style"] or "").replace(": ", ":")
    assert "max-width:200px" in (logo["style"] or "").replace(": ", ":")


def test_a_text_says_in_words_what_it_cannot_show(templates: Templates) -> None:
    text = texts(made(), templates)["text"]
    assert f"Rents went up.\n\n[{_ALT}]\n\nCity figures\n\nSo the city says.\n\n" in text
    assert "[The seal of the city] [" in text


def test_markdown_keeps_pictures_and_reads_the_same_again(templates: Templates) -> None:
    markdown = texts(made(), templates)["markdown"]
    assert "![Rents “rise” & rise &lt;again>](chart.png)\n\nCity figures" in markdown
    assert "[![The seal of the city](pictures/small%20logo.png)](https://city.example/?a=1&b=2)" in markdown
    assert prose.html(wording.markdown(TEXT)).replace(' class="meta legend"', "") == prose.html(TEXT).replace(
        ' class="meta legend"', ""
    )


@pytest.mark.parametrize(
    "text",
    [
        "Look ![Rents](chart.png) here", "- ![Rents](chart.png)", "# ![Rents](chart.png)", "![](chart.png)",
        "![Rents](../chart.png)", "![Rents](%2e%2e/chart.png)", "![Rents](//host.example/chart.png)",
        "![Rents](https://host.example/chart.png)", "![Rents](javascript:alert(1))", "![Rents](/chart.png)",
        "![Rents](C:\\chart.png)", "![Rents](data:image/png;base64,AA)", "`![Rents](chart.png)`",
        "Code:\n\n    ![Rents](chart.png)", "```\n![Rents](chart.png)\n```",
    ],
)  # fmt: skip
def test_a_picture_that_is_elsewhere_or_does_not_stand_alone_is_not_shown(text: str) -> None:
    assert "<img" not in prose.html(text)


@given(st.text("![]()<>\"' \n\\`*-.#:/&;a\x02\x03%2e", max_size=60))
@example('![a" onerror="x](b.png)')
@example("![a](b.png \"' onload='x\")")
@example("&#2;0&#3;\n\n![a](b.png)")
def test_whatever_is_written_a_shown_picture_has_words_a_path_beside_the_draft_and_nothing_else(
    text: str,
) -> None:
    for image in images(prose.html(text)):
        assert image.keys() == {"class", "src", "alt"}
        assert (image["alt"] or "").strip()
        assert path_within(image["src"] or "")


@given(st.text("aé字 .,&<>\"'", min_size=1, max_size=40).filter(str.strip))
def test_the_words_of_a_picture_are_the_same_in_every_form(alt: str) -> None:
    source = f"![{alt}](chart.png)"
    (shown,) = images(prose.html(source))
    assert shown["alt"] == " ".join(alt.split())
    (again,) = images(prose.html(wording.markdown(source)))
    assert again == shown
    assert wording.plain(source, lambda text, _: text).replace("\n", " ") == f"[{shown['alt']}]"


def test_a_template_may_hold_images_of_its_own() -> None:
    html = '<p><img src="logo.png" class="logo"><img class="picture" src="chart.png" alt="a > b"></p>'
    sized = pictures.sized(html, (CHART,), 572)
    assert '<img src="logo.png" class="logo">' in sized
    assert (
        '<img class="picture" width="572" height="250" style="max-width:572px" src="chart.png" alt="a > b">'
        in sized
    )
    moved = pictures.moved(sized, {"chart.png": "cid:a@b", "logo.png": "cid:c@d"})
    assert '<img src="logo.png" class="logo">' in moved
    assert 'src="cid:a@b" alt="a > b"' in moved


def test_a_thin_picture_keeps_a_height() -> None:
    assert pictures.shown_size(replace(CHART, width=8_000, height=8), 572) == (572, 1)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["email.html", "index.html"])
@pytest.mark.parametrize("width", [320, 900])
def test_a_browser_shows_them_from_the_folder_within_the_column(
    templates: Templates, browser: Browser, tmp_path: Path, name: str, width: int
) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "chart.png").write_bytes(png(1144, 501))
    (tmp_path / "pictures" / "small logo.png").write_bytes(png(200, 100))
    for rendition in renditions(made(), templates):
        (tmp_path / rendition.filename).write_text(rendition.text, "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((tmp_path / name).as_uri())
    sides = page.evaluate(
        "[...document.images].map(i => [i.naturalWidth, i.width, i.height, i.getBoundingClientRect().right])"
    )
    assert [natural for natural, *_ in sides] == [1144, 200]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for natural, shown, height, right in sides:
        assert right <= width
        assert height == pytest.approx(shown * (501 / 1144 if natural == 1144 else 0.5), abs=1)
    page.close()
