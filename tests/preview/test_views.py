"""What readers see whose program shows the mail otherwise, and that no document makes a view slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.preview.views import Look, conditions, gmail, inversion, notes, outlook, pictureless, shown

PICTURE = '<img src="a.png" width="300" height="90" alt="Bars of &lt;four&gt; sums" style="font-size:14px">'
HOSTILE = (
    "<",
    "<!--[if ",
    "<!--",
    '<a "',
    "<a b='",
    "<style>",
    "<img alt=",
    "{",
    "(",
    '<p style="',
    "<p style='a:(",
    "<![if",
)


def test_gmail_at_its_worst_keeps_what_stands_on_the_elements_only() -> None:
    html = gmail.html(
        '<style>.a{color:red}</style><p class="a" id="s-1" style="color:#111111;box-shadow:0 0 1px">Words</p>'
    )
    assert html == '<p id="s-1" style="color:#111111">Words</p>'


def test_gmail_keeps_the_doctype_and_no_other_comment() -> None:
    assert gmail.html("<!doctype html><!--[if mso]><b>x</b><![endif]--><p>a</p>") == "<!doctype html><p>a</p>"


def test_outlook_shows_what_is_meant_for_it_and_nothing_else() -> None:
    html = outlook.html(
        "<p>a</p><!--[if mso | IE]><table><![endif]--><!--[if !mso]><!--><div><!--<![endif]-->b"
    )
    assert html.endswith("<p>a</p><table>b")


def test_outlook_drops_what_word_does_not_know_and_where_it_does_not_hear() -> None:
    html = outlook.html(
        '<td style="border-radius:4px;padding:8px;color:#111111">x</td><p style="padding:8px">y</p>'
    )
    assert '<td style="padding:8px;color:#111111">' in html
    assert "<p>y</p>" in html


def test_outlook_hides_what_is_hidden_from_it_alone() -> None:
    assert '<p style="display:none">' in outlook.html('<p style="mso-hide:all;color:#111111">x</p>')


def test_outlook_reads_no_media_query() -> None:
    html = outlook.html("<style>@media (max-width:479px){.a{color:red}} td{color:#111111}</style>")
    assert "red" not in html
    assert "td { color:#111111 }" in html


def test_a_drawing_of_vml_is_a_box_with_its_words() -> None:
    html = outlook.html(
        '<!--[if mso]><v:roundrect fillcolor="#0b57a4" style="width:200px;height:40px">'
        "<w:anchorlock/><center>Read on</center></v:roundrect><![endif]-->"
    )
    assert "background-color:#0b57a4;width:200px;height:40px" in html
    assert "<center>Read on</center></div>" in html
    assert "anchorlock" not in html


@pytest.mark.parametrize(
    ("condition", "is_outlook"),
    [
        ("mso", True),
        ("!mso", False),
        ("gte mso 9", True),
        ("lte mso 11", False),
        ("mso 16", True),
        ("(gte mso 9)|(IE)", True),
        ("(mso)&(!vml)", False),
        ("IE", False),
        ("(mso", False),
        ("", False),
        ("(" * 90, False),
    ],
)
def test_conditions_hold_as_outlook_says(condition: str, is_outlook: bool) -> None:  # noqa: FBT001
    assert conditions.holds(condition) is is_outlook


def test_a_picture_that_is_off_is_a_box_of_its_size_with_its_words() -> None:
    html = pictureless.html(PICTURE)
    assert "<img" not in html
    assert ">Bars of &lt;four&gt; sums</span>" in html
    assert "width:300px;min-height:90px" in html
    assert "font-size:14px" in html


def test_a_picture_behind_text_and_a_pixel_leave_nothing() -> None:
    html = pictureless.html(
        '<td background="a.png" style="background:#eeeeee url(a.png)">x</td><img width="1" src="p">'
    )
    assert html == '<td style="background:#eeeeee none">x</td>'


def test_turned_over_light_is_dark_and_hues_stay() -> None:
    assert inversion.colour("#ffffff") == "#000000"
    assert inversion.colour("#111111") == "#eeeeee"
    assert inversion.colour("red") == "#ff0000"
    assert inversion.colour("rgba(0, 0, 0, 0.5)") == "#ffffff80"
    assert inversion.colour("inherit") == "inherit"


def test_colours_are_turned_wherever_they_stand_and_words_are_not() -> None:
    html = inversion.html(
        "<style>p{color:#111111;font-family:'Black'} .white{border-top:1px solid #ffffff}</style>"
        '<td bgcolor="#ffffff" style="background:#fff url(white.png)">white #ffffff</td>'
    )
    assert "p{color:#eeeeee;font-family:'Black'} .white{border-top:1px solid #000000}" in html
    assert '<td bgcolor="#000000" style="background:#000000 url(white.png)">white #ffffff</td>' in html


@given(st.integers(0, 0xFFFFFF))
def test_a_colour_turned_twice_is_the_same_but_for_rounding(number: int) -> None:
    colour = f"#{number:06x}"
    twice = inversion.colour(inversion.colour(colour))
    parts = [(int(colour[at : at + 2], 16), int(twice[at : at + 2], 16)) for at in (1, 3, 5)]
    assert all(abs(one - other) <= 6 for one, other in parts)


def test_a_plain_look_changes_nothing_and_says_nothing() -> None:
    assert (
        shown(f"<style>p{{color:red}}</style>{PICTURE}", Look()) == f"<style>p{{color:red}}</style>{PICTURE}"
    )
    assert list(notes(Look())) == []


def test_every_other_look_says_what_it_is_not() -> None:
    assert "not Outlook" in " ".join(notes(Look(program="outlook")))
    assert "not Gmail" in " ".join(notes(Look(program="gmail")))
    assert "no dark style" in " ".join(notes(Look(colours="dark", program="gmail")))
    assert len(list(notes(Look("inverted", "off", "outlook")))) == 3


LOOKS = [Look("inverted", "off", program) for program in ("any", "gmail", "outlook")]


@pytest.mark.parametrize("look", LOOKS)
@given(html=st.text(alphabet="<>!-[]if mso\"'=/style{}():;#aimg", max_size=200))
def test_no_document_breaks_a_view(look: Look, html: str) -> None:
    once = shown(html, look)
    assert once == shown(html, look)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("piece", HOSTILE)
def test_half_a_megabyte_of_anything_is_done_at_once(look: Look, piece: str) -> None:
    document = piece * (500_000 // len(piece))
    started = time.perf_counter()
    shown(document, look)
    assert time.perf_counter() - started < 10, "quadratic work would take minutes"
