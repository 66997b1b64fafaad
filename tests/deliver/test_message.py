"""A mail as its reader's program gets it: the header, the ways out, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from digest.errors import MessageError
from tests.deliver.letters import HTML, LETTER, TEXT, field, read, sent

READER = "r_42"


def test_every_field_stands_once_and_in_the_order_in_which_people_read() -> None:
    head = sent(reply_to="Desk <desk@notes.example>").partition(b"\r\n\r\n")[0].decode("ascii")
    names = [line.partition(":")[0] for line in head.split("\r\n") if line[0] not in " \t"]
    assert names == [
        "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Content-Language", "List-Id",
        "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Precedence", "MIME-Version",
        "Content-Type",
    ]  # fmt: skip


def test_a_reader_sees_who_wrote_when_and_what() -> None:
    mail = read(sent(name="Ada Reader", address="ada@example.com"))
    assert mail["From"] == "Scale Notes <weekly@notes.example>"
    assert mail["To"] == "Ada Reader <ada@example.com>"
    assert mail["Subject"] == "Three sums that matter"
    assert mail["Date"] == "Sun, 15 Jun 2025 17:00:00 +0000"
    assert mail["Content-Language"] == "en"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_text_comes_first_and_html_last_and_both_say_what_they_were_given() -> None:
    mail = read(sent())
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == TEXT
    assert html.get_content().strip() == HTML
    assert {part.get_content_charset() for part in (text, html)} == {"utf-8"}


def test_the_button_for_leaving_gets_one_https_and_one_mailto_address_and_its_promise() -> None:
    mail = sent(token=READER)
    assert field(mail, "List-Unsubscribe") == (
        "List-Unsubscribe: <https://notes.example/leave/r_42>,\r\n"
        " <mailto:leave@notes.example?subject=unsubscribe%20r_42>"
    )
    assert field(mail, "List-Unsubscribe-Post") == "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


@pytest.mark.parametrize("address", ["https://notes.example/leave#{token}", "https://notes.example/leave"])
def test_one_click_is_not_promised_where_no_server_hears_who_leaves(address: str) -> None:
    mail = sent(unsubscribe=address, html="<p>A week.</p>", text="A week.\n")
    assert b"One-Click" not in mail
    assert b"List-Unsubscribe: <https://notes.example/leave" in mail


@pytest.mark.parametrize("length", [40, 80, 200, 800])
def test_a_long_address_for_leaving_stays_whole_on_its_line(length: int) -> None:
    address = f"https://notes.example/leave/{'x' * length}/{{token}}?list=weekly&from=mail"
    lines = field(sent(unsubscribe=address), "List-Unsubscribe").split("\r\n")
    assert lines[0].endswith(f"<{address.replace('{token}', 'sample-reader')}>,")
    assert len(lines) == 2


def test_an_address_that_no_line_can_hold_is_refused() -> None:
    with pytest.raises(MessageError, match=r"List-Unsubscribe: has a part of more than 998 letters"):
        sent(unsubscribe=f"https://notes.example/{'x' * 1000}/{{token}}")


def test_one_click_is_promised_only_where_an_address_says_who_leaves() -> None:
    assert b"List-Unsubscribe-Post" not in sent(unsubscribe="")
    assert b"List-Unsubscribe-Post" not in sent(unsubscribe="https://notes.example/leave")
    assert b"List-Unsubscribe" not in sent(unsubscribe="", unsubscribe_mail="")


def test_the_readers_own_address_for_leaving_takes_the_place_of_the_samples_in_both_texts() -> None:
    address = "https://notes.example/leave?list=1&who={token}"
    html = '<a href="https://notes.example/leave?list=1&amp;who=sample-reader">Leave</a>'
    text = "Leave: https://notes.example/leave?list=1&who=sample-reader\n"
    text_part, html_part = read(sent(html, text, unsubscribe=address, token=READER)).iter_parts()
    assert text_part.get_content().strip() == "Leave: https://notes.example/leave?list=1&who=r_42"
    assert 'href="https://notes.example/leave?list=1&amp;who=r_42"' in html_part.get_content()
    assert b"sample-reader" not in sent(html, text, unsubscribe=address, token=READER)


def test_a_template_that_spells_the_address_otherwise_is_told_before_a_reader_leaves_in_vain() -> None:
    html = '<a href="https://notes.example/leave/%sample-reader">Leave</a>'
    with pytest.raises(MessageError, match=r"unsubscribe: a template spells it otherwise"):
        sent(html, token=READER)


def test_a_token_that_an_address_cannot_hold_as_it_is_is_refused() -> None:
    for token in ("", "a b", "a/b", "ä", "x\n", "a%20"):
        with pytest.raises(MessageError, match=r"^token: "):
            sent(token=token)


def test_a_message_id_is_the_same_for_an_issue_and_a_reader_and_of_the_senders_domain() -> None:
    first = read(sent(address="ada@example.com"))["Message-ID"]
    assert first == read(sent("<p>Mended</p>", "Mended", address="ada@example.com"))["Message-ID"]
    others = [sent(address="bo@example.com"), sent(address="ada@example.com", key="2025-W25")]
    assert first not in [read(mail)["Message-ID"] for mail in others]
    assert first.startswith("<2025-W24.")
    assert first.endswith("@notes.example>")
    assert "ada" not in first


def test_a_key_of_the_users_own_choosing_still_makes_an_id() -> None:
    own = read(sent(key="9–15 June (special)"))["Message-ID"]
    assert own.startswith("<9-15-June-special.")


def test_the_date_is_in_utc_with_a_zone_in_digits() -> None:
    oslo = datetime(2025, 6, 15, 19, tzinfo=timezone(timedelta(hours=2)))
    assert field(sent(built_at=oslo), "Date") == "Date: Sun, 15 Jun 2025 17:00:00 +0000"
    with pytest.raises(MessageError, match=r"^date: has no time zone"):
        sent(built_at=LETTER.built_at.replace(tzinfo=None))


def test_the_same_mail_has_the_same_bytes() -> None:
    assert sent() == sent()


FIELDS = (
    "sender", "reply_to", "list_id", "unsubscribe", "unsubscribe_mail", "subject", "key", "address", "name",
    "token", "language",
)  # fmt: skip
GOOD = {
    "sender": "Scale {}Notes <weekly@notes.example>",
    "reply_to": "Desk{} <desk@notes.example>",
    "list_id": "weekly{}.notes.example",
    "unsubscribe": "https://notes.example/{}leave/{{token}}",
    "unsubscribe_mail": "lea{}ve@notes.example",
    "address": "reader{}@example.com",
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "bad", ["\r", "\n", "\0", "\r\nBcc: eve@evil.example", "\x0b", "\x1b", "\x85", "\u2028"]
)
def test_a_line_feed_or_another_control_is_refused_in_every_field(name: str, bad: str) -> None:
    value = GOOD.get(name, "some{}thing").format(bad)
    with pytest.raises(MessageError) as refused:
        sent(**dict[str, Any]({name: value}))
    assert refused.value.remedy
    shown = {"address": "address of the reader", "name": "name of the reader"}.get(name, name)
    assert refused.value.subject == shown


def test_a_control_is_called_by_its_name_and_its_place() -> None:
    with pytest.raises(MessageError, match=r"subject: holds a line feed \(U\+000A\) after “Three sums”"):
        sent(subject="Three sums\nBcc: eve@evil.example")


def test_a_line_feed_hidden_in_an_encoded_word_stays_words() -> None:
    trick = "=?UTF-8?Q?Hi=0D=0ABcc:_eve@evil.example?="
    mail = sent(subject=trick, name=trick)
    assert b"\r\nBcc" not in mail
    assert read(mail)["Subject"] == trick
    assert read(mail)["Bcc"] is None


@pytest.mark.parametrize(
    "address",
    [
        "weekly", "weekly@", "@notes.example", "a b@notes.example", "a@b@notes.example", "a..b@notes.example",
        "a@-notes.example", "a@notes", "a@[127.0.0.1]", "a,b@notes.example", "=?utf-8?q?a?=@notes.example",
        f"{'a' * 65}@notes.example", "a@notes..example", '"a b"@notes.example',
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MessageError, match=r"address of the reader: “"):
        sent(address=address)


def test_other_letters_before_the_at_are_refused_with_the_reason() -> None:
    with pytest.raises(MessageError, match=r"sender: .*other letters than ASCII before the @"):
        sent(sender="Zoë <zoë@notes.example>")


def test_a_domain_with_other_letters_is_written_as_servers_know_it() -> None:
    mail = sent(sender="Notizen <woche@bücher.example>", address="leser@例え.example")
    assert field(mail, "From") == "From: Notizen <woche@xn--bcher-kva.example>"
    assert field(mail, "To") == "To: leser@xn--r8jz45g.example"
    assert field(mail, "Message-ID").endswith("@xn--bcher-kva.example>")


def test_an_edition_without_a_subject_or_a_sender_is_no_mail() -> None:
    with pytest.raises(MessageError, match="subject: is empty"):
        sent(subject="  ")
    with pytest.raises(MessageError, match="sender: nobody sends this mail"):
        sent(sender="")


def test_a_list_is_called_by_plain_letters_only() -> None:
    for name in ("weekly", "a b.example", "\u212aelvin.notes.example", "x..example", "a." + "b" * 300):
        with pytest.raises(MessageError, match=r"^list_id: "):
            sent(list_id=name)
    assert (
        field(sent(list_id="Weekly.Notes.example"), "List-Id")
        == "List-Id: Scale Notes <Weekly.Notes.example>"
    )
