"""Colours: readable everywhere, also for sections that nobody foresaw."""

from __future__ import annotations

from typing import get_args

import pytest

from digest.config import EditionSettings
from digest.render import palette
from digest.render.palette import DARK, LIGHT

_MANY = (*palette.SECTIONS, *(f"own-{n}" for n in range(12)))


@pytest.mark.parametrize("section", _MANY)
def test_every_section_reads_well_on_paper_and_wash(section: str) -> None:
    hue = palette.hues(_MANY)[section]
    for scheme, colour in ((LIGHT, hue.light), (DARK, hue.dark)):
        assert palette.contrast(colour, scheme.paper) >= 4.5
        assert palette.contrast(colour, scheme.wash) >= 4.5


@pytest.mark.parametrize("theme", [*palette.THEMES, "plain"])
def test_the_accent_of_every_theme_reads_well_on_paper_and_wash(theme: str) -> None:
    hue = palette.accent(theme)
    for scheme, colour in ((LIGHT, hue.light), (DARK, hue.dark)):
        assert palette.contrast(colour, scheme.paper) >= 5.7
        assert palette.contrast(colour, scheme.wash) >= 5.7


def test_a_setting_names_the_themes_that_there_are() -> None:
    choices = get_args(EditionSettings.model_fields["theme"].annotation)
    assert choices == (*palette.THEMES, "plain")


def test_the_plain_theme_has_no_colour() -> None:
    assert {palette.accent("plain"), *palette.hues(_MANY, "plain").values()} == {palette.PLAIN}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_ink_muted_and_link_read_well_on_paper_and_wash(scheme: palette.Scheme) -> None:
    for colour in (scheme.ink, scheme.muted, scheme.link):
        for ground in (scheme.paper, scheme.wash):
            assert palette.contrast(colour, ground) >= 4.5


def test_colours_survive_forced_inversion() -> None:
    """Gmail on iOS and Outlook turn light mails dark by turning lightness round."""

    def inverted(colour: str) -> str:
        return f"#{0xFFFFFF - int(colour[1:], 16):06x}"

    accents = (hue.light for hue in palette.THEMES.values())
    inks = [
        LIGHT.ink,
        LIGHT.muted,
        LIGHT.link,
        *accents,
        *(hue.light for hue in palette.hues(_MANY).values()),
    ]
    assert all(palette.contrast(inverted(ink), inverted(LIGHT.paper)) >= 4.5 for ink in inks)


def test_sections_of_one_issue_differ_and_keep_their_colour() -> None:
    eight = palette.hues(["deals", "own-1", "labor", "own-2", "own-3"])
    assert len({hue.light for hue in eight.values()}) == 5
    assert eight["deals"] == palette.SECTIONS["deals"]
    assert palette.hues(["own-1"])["own-1"] == eight["own-1"]


def test_contrast_is_that_of_wcag() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
