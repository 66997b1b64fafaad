"""Each pair of colours is told once for each scheme, the weakest first."""

from __future__ import annotations

from digest.preview.mail import colours
from digest.preview.mail.colours import Swatch
from tests.preview.mail import mails

GREY = '<p style="color:#aaaaaa">pale words</p>'


def swatches(body: str, scheme: str) -> list[Swatch]:
    return [swatch for swatch in colours.of(mails.mail(body)) if swatch.scheme == scheme]


def test_the_weakest_pair_comes_first_with_its_words_and_ratio() -> None:
    first = colours.of(mails.mail(f"<p>plain</p>{GREY}"))[0]
    assert (first.ink, first.ground, first.sample) == ("#aaaaaa", "#ffffff", "pale words")
    assert (first.label, first.is_weak) == ("2.32", True)


def test_light_dark_and_turned_over_each_have_their_own_colours() -> None:
    body = "<p>plain</p>"
    assert [(each.ink, each.ground) for each in swatches(body, "light")] == [("#111111", "#ffffff")]
    assert [(each.ink, each.ground) for each in swatches(body, "dark")] == [("#ffffff", "#000000")]
    assert [(each.ink, each.ground) for each in swatches(body, "inverted")] == [("#eeeeee", "#000000")]


def test_a_pair_is_told_once_and_counted() -> None:
    (plain,) = swatches("<p>one</p><p>two</p><p>three</p>", "light")
    assert (plain.sample, plain.count) == ("one", 3)


def test_words_that_nobody_sees_are_none() -> None:
    assert swatches(f'<div style="display:none">{GREY}</div>', "light") == []


def test_the_story_that_words_stand_in_is_named() -> None:
    found = swatches(mails.told(GREY), "light")
    assert found[0].place == "Quiet Mill hires"


def test_what_is_just_too_weak_does_not_look_enough() -> None:
    found = swatches('<p style="color:#777777">nearly</p>', "light")[0]
    assert (found.label, found.is_weak) == ("4.47", True)
