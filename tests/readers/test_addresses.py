"""One form for each address, and a word about what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import MessageError
from digest.readers.addresses import canonical, shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.Smith@EXAMPLE.org ", "Ada.Smith@example.org"),
        ("Ada <ada@example.org>", "ada@example.org"),
        ('"Smith, Ada" <ada@example.org>', "ada@example.org"),
        ("mailto:ada@example.org?subject=hi", "ada@example.org"),
        ("\u200bada@example.org\ufeff", "ada@example.org"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@例え。テスト", "ada@xn--r8jz45g.xn--zckzah"),
        ("+48@example.org", "+48@example.org"),
    ],
)
def test_an_address_has_one_form_however_it_was_typed(typed: str, kept: str) -> None:
    assert canonical(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "is empty"),
        ("ada.example.org", "has no @"),
        ("ada@@example.org", "more than one @"),
        ("ada@example.org, bob@example.org", "more than one @"),
        ("ada smith@example.org", "a space"),
        ("ada\r\nBcc: eve@example.org", "a space or a control character"),
        ("@example.org", "nothing before the @"),
        ("ada@", "nothing after the @"),
        ("ada@localhost", "no dot after the @"),
        ("ada.@example.org", "a dot in a place"),
        ("ada@example..org", "a dot in a place"),
        ("a" * 65 + "@example.org", "too long"),
        ("zoë@example.org", "other letters than ASCII before the @"),
        ("ada@-example.org", "is no mail address"),
        ("=?utf-8?q?a?=@example.org", "is no mail address"),
    ],
)
def test_what_is_no_address_is_told_why(typed: str, why: str) -> None:
    with pytest.raises(MessageError) as told:
        canonical(typed)
    assert why in told.value.problem


def test_people_see_a_domain_in_its_own_letters() -> None:
    assert shown("ada@xn--bcher-kva.example") == "ada@bücher.example"
    assert shown("ada@xn--99999999.example") == "ada@xn--99999999.example"


@given(st.text(max_size=40) | st.builds("{}@{}".format, st.text(max_size=12), st.text(max_size=12)))
def test_whatever_is_typed_ends_in_one_ascii_form_or_in_a_word_about_it(typed: str) -> None:
    try:
        kept = canonical(typed)
    except MessageError:
        return
    assert kept.isascii()
    assert kept.isprintable()
    assert canonical(kept) == kept
    assert canonical(shown(kept)) == kept
