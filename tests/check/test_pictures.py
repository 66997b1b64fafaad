"""Rules about the pictures of a draft: words that say something, every output, shape, file and weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from digest.check import Finding, Galley
from digest.check.pictures import PICTURE
from digest.model import Picture, Stationery
from tests.records import edition

CHART = Picture("rents/chart-7.png", 1200, 600, "image/png", 9_000, "c" * 32)
_PAGE = "<!doctype html><html lang='en'><body><h3>First deal</h3><p>{}</p></body></html>"
_IMG = '<img class="picture" src="{src}" alt="{alt}" width="{width}" height="{height}">'


def galley(
    *shown: Picture,
    src: str = "rents/chart-7.png",
    alt: str = "Rents rise",
    width: int = 572,
    height: int = 286,
) -> Galley:
    html = _PAGE.format(_IMG.format(src=src, alt=alt, width=width, height=height))
    return Galley(edition(pictures=shown or (CHART,)), outputs={"email.html": html, "index.html": html})


def found(galley: Galley) -> list[str]:
    return [finding.rule for finding in of(galley)]


def of(galley: Galley) -> Iterator[Finding]:
    return PICTURE.of(galley)


def test_a_picture_as_the_program_shows_it_is_not_reported() -> None:
    assert found(galley()) == []
    assert found(Galley(edition())) == []


@pytest.mark.parametrize("alt", ["Chart-7", "Image", "photo 12", "chart", "IMG_2214", "2025", "–", ""])
def test_words_that_say_nothing_are_an_error(alt: str) -> None:
    (finding,) = of(galley(alt=alt))
    assert (finding.rule, finding.level) == ("picture-words", "error")
    assert finding.story, "it is told in which story"


@pytest.mark.parametrize("alt", ["Chart of rents", "chart-7.png", "租金上涨", "Rents 2025"])
def test_words_that_say_something_or_are_told_by_another_rule_are_none(alt: str) -> None:
    assert found(galley(alt=alt)) == []


def test_a_picture_that_a_template_leaves_out_is_missed_on_the_page() -> None:
    other = replace(CHART, path="other.png")
    (finding,) = of(galley(CHART, other))
    assert (finding.rule, finding.place, finding.figure) == ("picture-place", "index.html", "other.png")


def test_a_picture_in_a_text_that_could_not_be_rendered_is_not_missed_again() -> None:
    before = galley(replace(CHART, path="other.png"), CHART)
    intro = replace(before.edition, intro="![Rents rise](other.png)")
    assert found(replace(before, edition=intro)) == ["picture-place"]
    assert found(replace(before, edition=intro, replaced={"intro": "it failed"})) == []


@pytest.mark.parametrize(("width", "height"), [(572, 572), (2400, 1200), (572, 10)])
def test_a_picture_out_of_shape_or_blown_up_is_an_error(width: int, height: int) -> None:
    assert found(galley(width=width, height=height)) == ["picture-shape"] * 2


def test_rounding_to_whole_px_is_no_other_shape() -> None:
    assert found(galley(replace(CHART, width=8_000, height=9), height=1)) == []


def test_a_picture_that_the_edition_does_not_know_is_an_error() -> None:
    rules = found(galley(src="unknown.png"))
    assert set(rules) == {"picture-place", "picture-shape"}


def test_a_file_that_is_not_what_it_was_is_an_error() -> None:
    (finding,) = of(replace(galley(), altered={"rents/chart-7.png": "was changed since"}))
    assert (finding.rule, finding.level) == ("picture-file", "error")
    assert "rents/chart-7.png was changed since" in finding.reason


def test_heavy_pictures_are_a_warning_one_by_one_and_together() -> None:
    heavy = tuple(replace(CHART, size=900_000, digest=str(n), path=f"{n}.png") for n in range(3))
    mail = replace(galley(), edition=edition(pictures=heavy), outputs={})
    assert [(one.rule, one.level) for one in of(mail)] == [("picture-weight", "warning")]
    assert "2.7 MB together" in next(of(mail)).reason
    assert found(replace(mail, stationery=Stationery(images="host"))) == []
    same = tuple(replace(picture, digest="same") for picture in heavy)
    assert found(replace(mail, edition=edition(pictures=same))) == [], "the same content travels once"
    one = replace(mail, edition=edition(pictures=(replace(CHART, size=1_200_000),)))
    assert found(one) == ["picture-weight"]
