"""The parts below the header come through every server as they were, pictures too."""

from __future__ import annotations

import quopri
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver import Attachment
from digest.errors import MessageError
from tests.deliver.letters import read, sent

_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
_ODD = st.sampled_from(
    ["From here on\n", ".\n", "..dots\n", "a \n", "tab\t\n", "=", "=3D", "x" * 100, "é" * 40, "\r\n", "\r",
     "\n\n", "From " + "y" * 80, "." + "z" * 90, "--=_0", "🚀", " \n", "_under_"]
)  # fmt: skip
_TEXTS = st.lists(_ANY | _ODD, max_size=10).map("".join)
PICTURE = Attachment("chart-1@notes.example", "image/png", "chart.png", bytes(range(256)) * 3)


def _plain(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).removesuffix("\n")


@given(_TEXTS, _TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_comes_back_and_no_line_is_what_a_server_would_change(html: str, text: str) -> None:
    mail = sent(html, text)
    mail.decode("ascii")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", mail)
    for line in mail.split(b"\r\n"):
        assert len(line) <= 78
        assert line == line.rstrip()
    for line in mail.partition(b"\r\n\r\n")[2].split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith((b".", b"From "))
    parts = list(read(mail).iter_parts())
    for part, given_text in zip(parts, (text, html), strict=True):
        coded = part.get_payload(decode=False)
        assert isinstance(coded, str)
        got = quopri.decodestring(coded.encode("ascii")).decode("utf-8")
        assert _plain(got) == _plain(given_text)


def test_a_text_that_holds_the_boundary_of_its_own_mail_gets_another() -> None:
    found = re.search(rb'boundary="([^"]+)"', sent())
    assert found
    mail = sent(text=f"--{found[1].decode()}\n--{found[1].decode()}--\n")
    assert len(list(read(mail).iter_parts())) == 2


def test_pictures_stand_beside_the_html_that_shows_them() -> None:
    mail = read(sent(html='<img src="cid:chart-1@notes.example" alt="">', pictures=(PICTURE,)))
    text, related = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert related.get_content_type() == "multipart/related"
    assert related.get_param("type") == "text/html"
    html, picture = related.iter_parts()
    assert html.get_content_type() == "text/html"
    assert picture.get_content_type() == "image/png"
    assert picture["Content-ID"] == "<chart-1@notes.example>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_filename() == "chart.png"
    assert picture.get_payload(decode=True) == PICTURE.content


def test_the_name_of_a_picture_may_have_other_letters() -> None:
    named = Attachment(PICTURE.cid, PICTURE.media_type, "größe.png", b"x")
    _, related = read(sent(pictures=(named,))).iter_parts()
    assert list(related.iter_parts())[1].get_filename() == "größe.png"


@pytest.mark.parametrize(
    ("picture", "problem"),
    [
        (Attachment("no id", "image/png", "a.png", b""), "is no content id"),
        (Attachment("a@b>\r\nBcc: x", "image/png", "a.png", b""), "is no content id"),
        (Attachment("a@b", "text/html", "a.png", b""), "is no type of picture"),
        (Attachment("a@b", "image/png\r\nBcc: x", "a.png", b""), "is no type of picture"),
        (Attachment("a@b", "image/png", "a\r\nBcc: x.png", b""), "holds a carriage return"),
    ],
)
def test_a_picture_that_would_break_the_header_is_refused(picture: Attachment, problem: str) -> None:
    with pytest.raises(MessageError, match=problem):
        sent(pictures=(picture,))


def test_half_a_character_is_refused_with_the_part_that_holds_it() -> None:
    with pytest.raises(MessageError, match="the html part: holds half of a character"):
        sent(html="<p>\ud800</p>")
