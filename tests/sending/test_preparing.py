"""Every mail is looked at before the first goes: one that is not like the approved one holds them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest import deliver
from digest.deliver import Letter
from digest.errors import HeldError
from digest.model import Stationery
from digest.sending import preparing

PAPER = Stationery(
    sender="Notes <notes@example.org>",
    unsubscribe="https://example.org/leave/{token}",
    unsubscribe_mail="leave@example.org",
)
LETTER = Letter("Wafers", "2026-W47", datetime(2026, 11, 22, 18, tzinfo=UTC))
LINK = "https://example.org/leave/sample-reader"
READERS = [("r1", "ada@example.org"), ("r2", "bob@example.org")]


def mail(letter: Letter, paper: Stationery = PAPER, text: str = LINK) -> bytes:
    return deliver.build(f'<p><a href="{text}">Leave</a></p>', f"Leave: {text}", paper, letter)


SAMPLE = mail(LETTER)


def cast(reader: str, address: str) -> tuple[bytes, str]:
    token = f"token-of-{reader}"
    return mail(replace(LETTER, address=address, token=token)), token


def look(cast: Callable[[str, str], tuple[bytes, str]]) -> int:
    return preparing.looked_through("readers/2026-W47", READERS, cast, SAMPLE, PAPER)


def test_mails_like_the_approved_one_may_go() -> None:
    assert look(cast) == 2


def test_a_mail_with_one_field_more_holds_them_all() -> None:
    def broken(reader: str, address: str) -> tuple[bytes, str]:
        made, token = cast(reader, address)
        return made.replace(
            b"\r\nPrecedence", b"\r\nBcc: eve@example.org\r\nPrecedence", reader == "r2"
        ), token

    with pytest.raises(HeldError, match=r"the mail to reader r2 has another header .*\(Bcc\)"):
        look(broken)


def test_a_mail_that_still_has_the_sample_readers_address_holds_them_all() -> None:
    def broken(reader: str, address: str) -> tuple[bytes, str]:
        made, token = cast(reader, address)
        return made.replace(token.encode(), b"sample-reader"), token

    with pytest.raises(HeldError, match="sample reader's address"):
        look(broken)


def test_a_mail_with_the_token_of_somebody_else_holds_them_all() -> None:
    with pytest.raises(HeldError, match="no address at which its reader leaves"):
        look(lambda reader, address: (cast(reader, address)[0], "token-of-another"))


def test_a_mail_that_lost_its_text_holds_them_all() -> None:
    def broken(reader: str, address: str) -> tuple[bytes, str]:
        made, token = cast(reader, address)
        return made + b"x" * 20_000, token

    with pytest.raises(HeldError, match="bytes, and what was approved"):
        look(broken)


def test_a_text_whose_link_leads_nowhere_is_found_below_its_encoding() -> None:
    def broken(reader: str, address: str) -> tuple[bytes, str]:
        token = f"token-of-{reader}"
        return mail(replace(LETTER, address=address, token=token), text="https://example.org/"), token

    with pytest.raises(HeldError, match="no address at which its reader leaves in its text"):
        look(broken)
