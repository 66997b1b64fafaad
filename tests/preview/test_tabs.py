"""The tabs of what no reader sees: source, raw mail, headers; whatever they hold, it stays text."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.preview import headers, source
from digest.preview.tabs import TABS, document, lacking
from tests.preview.desks import ask, desk_in, served

OURS = re.compile(r'</?(?:i|p|details|summary)>|<details class="(?:en|de)coded">|<p id="L\d+">|<summary>')
MAIL = "From: Scale <a@example.org>\r\nSubject: =?utf-8?q?N=C3=A4chste_Woche?=\r\n\r\nHello\r\n"


@given(st.text(alphabet="<>&\"'!-/style ab\n=", max_size=300))
def test_source_holds_no_element_but_its_own(text: str) -> None:
    for line in (*source.markup(text), *source.mail(text)):
        assert "<" not in OURS.sub("", line)


def test_tags_are_muted_and_words_are_not() -> None:
    (line,) = source.markup('<p class="a">Words &amp; <!-- more --></p>')
    expected = (
        "<i>&lt;p class=&quot;a&quot;&gt;</i>Words &amp;amp; <i>&lt;!-- more --&gt;</i><i>&lt;/p&gt;</i>"
    )
    assert line == f'<p id="L1">{expected}</p>'


def test_lines_keep_their_numbers_within_a_comment_and_behind_folded_base64() -> None:
    assert list(source.markup("<!-- a\nb -->\nc"))[2] == '<p id="L3">c</p>'
    folded = list(source.mail("Head\n" + ("/9j/" * 19 + "\n") * 12 + "--Tail"))
    assert "<summary>12 lines of base64</summary>" in folded[1]
    assert 'id="L13"' in folded[1]
    assert folded[2] == '<p id="L14">--Tail</p>'


def test_a_text_in_base64_is_shown_as_text_too_and_a_picture_is_not() -> None:
    words = "Nächste Woche <b>mehr</b>\n" * 41
    lines = b64encode(words.encode()).decode()
    sent = "\n".join(lines[at : at + 76] for at in range(0, len(lines), 76))
    assert len(sent.split("\n")[-1]) < 40, "the last line is short, and is no less encoded"
    (_, decoded) = source.mail(sent)
    assert decoded.count("<p>Nächste Woche &lt;b&gt;mehr&lt;/b&gt;</p>") == 41
    assert len(list(source.mail(("/9j/" * 19 + "\n") * 12))) == 2, "the picture and the last, empty line"


def test_a_header_is_decoded_and_what_is_missing_is_named() -> None:
    page = headers.document(MAIL)
    assert "Nächste Woche" in page
    assert '<th scope="row">List-Unsubscribe</th><td>missing' in page


def test_a_hostile_header_stays_text() -> None:
    assert "<script" not in headers.document("Subject: <script>alert(1)</script>\r\n\r\n")


@pytest.mark.parametrize("name", TABS)
def test_every_tab_stands_hostile_text_and_says_why_it_is_empty(name: str) -> None:
    tab = TABS[name]
    assert "<script" not in document(tab, "X: <script>alert(1)</script></style>\n\n<script>", "dark")
    assert tab.empty.split(":")[0] in lacking(tab, tab.empty, "light")


@pytest.mark.server
def test_a_desk_without_a_sender_says_where_to_name_one(tmp_path: Path) -> None:
    with served(desk_in(tmp_path)) as address:
        assert "[mail] sender" in ask(address, "/frame/eml")[1]
        assert "&lt;h1&gt;" in ask(address, "/frame/html")[1]
        assert 'src="/frame/html?' in ask(address, "/?sheet=html")[1]
        assert ask(address, "/frame/nonsense")[0].status == 404
