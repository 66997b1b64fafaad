"""A mail that is cast equals the mail that is put together, byte for byte, for every reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import deliver
from digest.deliver import Attachment
from digest.errors import MessageError
from digest.model import Stationery
from digest.readers import tokens
from digest.readers.keys import Keys
from digest.readers.tokens import Purpose
from digest.sending.mould import Caster, Mould, Owner
from tests.deliver.letters import HTML, LETTER, STATIONERY, TEXT

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
KEYS = Keys({"aa": bytes(range(32)), "ab": bytes(range(32, 64))})
PICTURE = Attachment("one@pictures.example", "image/png", "one.png", bytes(range(256)) * 9)
READER = "abcdefgh2345abcd"

owners = st.builds(
    Owner,
    st.builds(
        "{}@{}.example".format,
        st.text("abcdefghijklmnopqrstuvwxyz0123456789+_-", min_size=1, max_size=60),
        st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=60),
    ),
    st.text(BASE32, min_size=tokens.LENGTH, max_size=tokens.LENGTH),
    st.text("0123456789abcdef", min_size=24, max_size=24),
)
wordings = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\n=. ab0"), max_size=400
)


def built(owner: Owner, html: str, text: str, stationery: Stationery, *pictures: Attachment) -> bytes:
    letter = replace(LETTER, address=owner.address, token=owner.token, unique=owner.unique, mark="f" * 64)
    return deliver.build(html, text, stationery, letter, pictures)


@given(owners, wordings, st.booleans())
def test_what_is_cast_equals_what_is_put_together(owner: Owner, words: str, has_picture: bool) -> None:  # noqa: FBT001
    pictures = (PICTURE,) * has_picture
    html, text = words + HTML + words + HTML, TEXT + words + TEXT
    mould = Mould(lambda one: built(one, html, text, STATIONERY, *pictures))
    assert mould.cast(owner) == built(owner, html, text, STATIONERY, *pictures)


@pytest.mark.parametrize(
    "stationery",
    [
        STATIONERY,
        replace(STATIONERY, unsubscribe="https://notes.example/" + "x" * 280 + "/{token}"),
        replace(STATIONERY, unsubscribe="", unsubscribe_mail="leave@notes.example"),
        replace(STATIONERY, unsubscribe="", unsubscribe_mail=""),
        replace(STATIONERY, unsubscribe="https://notes.example/leave?who={token}&list={token}"),
    ],
)
def test_every_way_of_leaving_is_cast(stationery: Stationery) -> None:
    url = stationery.unsubscribe.replace("{token}", "sample-reader").replace("&", "&amp;")
    html = f'<p>aaaa 0000 bbbb 1111 <a href="{url}">Leave</a></p>' * 40
    owner = Owner("ada@notes.example", "q" * tokens.LENGTH, "9" * 24)
    mould = Mould(lambda one: built(one, html, "A week.", stationery))
    assert mould.cast(owner) == built(owner, html, "A week.", stationery)


def test_a_mail_that_differs_in_more_is_refused() -> None:
    with pytest.raises(MessageError, match="once for all readers"):
        Mould(lambda one: built(one, HTML, TEXT + one.token[0], STATIONERY))
    with pytest.raises(MessageError, match="once for all readers"):
        Mould(lambda one: built(one, HTML, TEXT + "x" * (one.token[0] == "q"), STATIONERY))


def caster(revision: str = "f" * 64, bounces: str = "") -> Caster:
    mould = Mould(lambda one: built(one, HTML, TEXT, STATIONERY))
    return Caster(mould, KEYS, 7, revision, bounces, "weekly@notes.example")


def test_the_same_mail_to_the_same_reader_is_the_same_bytes() -> None:
    assert caster().parcel(READER, "ada@x.example") == caster().parcel(READER, "ada@x.example")
    assert caster().parcel(READER, "ada@x.example") != caster("e" * 64).parcel(READER, "ada@x.example")


def test_the_envelope_says_for_whom_a_mail_comes_back_and_the_mail_how_to_leave() -> None:
    parcel = caster(bounces="back@notes.example").parcel(READER, "ada@x.example")
    local, _, domain = parcel.sender.partition("@")
    name, _, token = local.partition("+")
    claim = tokens.read(KEYS, token, Purpose.BOUNCE)
    assert (name, domain) == ("back", "notes.example")
    assert claim
    assert (claim.list, claim.reader) == (7, READER)
    assert len(local) <= 64
    assert tokens.read(KEYS, caster()(READER, "ada@x.example")[1], Purpose.LEAVE)
    assert caster().parcel(READER, "ada@x.example").sender == "weekly@notes.example"
