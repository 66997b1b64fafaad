"""The rules about the mail: a good one passes, and each way to spoil it is told by its own rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import deliver
from digest.check import GATES, RULES, Finding, Galley
from digest.deliver import Letter
from digest.model import Edition, Stationery
from tests import editions
from tests.deliver.letters import HTML, STATIONERY, TEXT

EDITION = editions.edition(
    subject="Drei Summen, die zählen – und eine, die nicht zählt: was die Woche über Fabriken lehrt"
)


def galley(
    mail: str | None = None,
    *,
    edition: Edition = EDITION,
    stationery: Stationery = STATIONERY,
    unsent: str = "",
) -> Galley:
    letter = Letter(edition.subject or edition.title, edition.key, edition.built_at, edition.language)
    if mail is None:
        mail = deliver.build(HTML, TEXT, stationery, letter).decode("ascii")
    return Galley(
        edition,
        outputs={"email.eml": mail, "email.txt": TEXT, "email.html": HTML},
        stationery=stationery,
        unsent=unsent,
    )


def found(looked_at: Galley) -> list[Finding]:
    return list(GATES["message"](looked_at))


GOOD = galley().message


def test_a_mail_as_the_program_writes_it_passes() -> None:
    assert found(galley()) == []


def test_a_mail_with_a_name_in_other_letters_and_a_picture_passes() -> None:
    ours = replace(
        STATIONERY, sender="Zoë „die Feder“ Ærø <woche@bücher.example>", reply_to="Zoë <z@notes.example>"
    )
    letter = Letter(EDITION.subject, EDITION.key, EDITION.built_at, "de", "ada@example.com", "Ada Ørsted")
    picture = deliver.Attachment("a@notes.example", "image/png", "a.png", b"x" * 500)
    mail = deliver.build(HTML, TEXT, ours, letter, (picture,)).decode("ascii")
    assert found(galley(mail, stationery=ours)) == []


def test_a_picture_may_be_elsewhere_for_the_mail_than_for_the_file_beside_it() -> None:
    shown, beside = (
        f'{HTML}<img class="picture" src="{place}" alt="">' for place in ("https://a.example/a.png", "a.png")
    )
    letter = Letter(EDITION.subject, EDITION.key, EDITION.built_at)
    mail = deliver.build(shown, TEXT, STATIONERY, letter).decode("ascii")
    outputs = {"email.eml": mail, "email.html": beside}
    assert found(Galley(EDITION, outputs=outputs, stationery=STATIONERY)) == []


def put(name: str, line: str) -> Callable[[str], str]:
    """Puts `line` in the place of the field `name`, or takes the field out."""

    def spoil(mail: str) -> str:
        head, gap, body = mail.partition("\r\n\r\n")
        fields = head.replace("\r\n ", "\n ").split("\r\n")
        kept = [line if field.startswith(f"{name}:") else field for field in fields]
        assert kept != fields
        return "\r\n".join(field.replace("\n ", "\r\n ") for field in kept if field) + gap + body

    return spoil


def add(line: str) -> Callable[[str], str]:
    return lambda mail: f"{line}\r\n{mail}"


def swap(old: str, new: str) -> Callable[[str], str]:
    def spoil(mail: str) -> str:
        assert old in mail
        return mail.replace(old, new)

    return spoil


def html_first(mail: str) -> str:
    return (
        mail.replace("text/plain", "text/x").replace("text/html", "text/plain").replace("text/x", "text/html")
    )


BUTTON = "List-Unsubscribe: <https://notes.example/leave/sample-reader>"
SPOILT = [
    ("parts", html_first),
    ("parts", swap("multipart/alternative", "multipart/mixed")),
    ("parts", swap("text/plain; charset=utf-8", "text/plain; charset=iso-8859-1")),
    ("parts", swap("quoted-printable", "7bit")),
    ("parts", swap("A week.\r\n\r\nLeave", "Another week.\r\n\r\nLeave")),
    ("parts", swap("<p>A week", "<p>A month")),
    ("parts", lambda mail: mail[: mail.rindex("--=_")]),
    ("lines", swap("A week.\r\n", "A week.\n")),
    ("lines", swap("A week.\r\n", "A week.\r")),
    ("lines", swap("A week.\r\n", "A week. \r\n")),
    ("lines", swap("A week.\r\n", f"A week.{'x' * 77}\r\n")),
    ("lines", swap("A week.\r\n", "A wéek.\r\n")),
    ("lines", swap("A week.\r\n", "A week.\0\r\n")),
    ("lines", add(f"X-Long: {'x' * 1000}")),
    ("lines", swap("\r\n <mailto:", "\r\n \r\n <mailto:")),
    ("lines", lambda mail: mail.removesuffix("\r\n")),
    *(("fields", put(name, "")) for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")),
    ("fields", add("Subject: Another")),
    ("fields", add("From: eve@evil.example")),
    ("fields", add("Date: Sun, 15 Jun 2025 17:00:00 +0000")),
    ("fields", add("Bcc: eve@evil.example")),
    ("fields", add("no field at all")),
    ("fields", put("Date", "Date: Sun, 15 Jun 2025 17:00:00 GMT")),
    ("fields", put("Date", "Date: Sun, 45 Jun 2025 17:00:00 +0000")),
    ("fields", put("Message-ID", "Message-ID: <a@elsewhere.example>")),
    ("fields", put("Message-ID", "Message-ID: a@notes.example")),
    ("fields", put("To", "To: ada@example.com, bo@example.com")),
    ("fields", put("Subject", "Subject: Something else")),
    ("encoded", put("To", "To: <=?utf-8?q?ada?=@example.com>")),
    ("encoded", put("List-Id", "List-Id: <=?utf-8?q?weekly?=.notes.example>")),
    ("encoded", put("List-Unsubscribe", "List-Unsubscribe: =?utf-8?q?=3Chttps=3A//notes=2Eexample=3E?=")),
    ("encoded", put("Message-ID", "Message-ID: <=?utf-8?q?a?=@notes.example>")),
    ("encoded", put("Subject", f"Subject: =?utf-8?q?{'x' * 70}?=")),
    ("encoded", put("Subject", "Subject: =?utf-8?q?one?==?utf-8?q?two?=")),
    ("encoded", put("Subject", "Subject: =?utf-8?q?=C3?= =?utf-8?q?=A4?=")),
    ("encoded", put("Subject", f"Subject: =?utf-8?q?one?= {'x ' * 40}y")),
    ("unsubscribe", put("List-Unsubscribe", "")),
    ("unsubscribe", put("List-Unsubscribe", "List-Unsubscribe: <mailto:leave@notes.example>")),
    ("unsubscribe", put("List-Unsubscribe", "List-Unsubscribe: <https://notes.example/leave/sample-reader>")),
    ("unsubscribe", swap(BUTTON, "List-Unsubscribe: <http://notes.example/sample-reader>")),
    ("unsubscribe", swap(BUTTON, "List-Unsubscribe: <https://a.example/sample-reader>, <https://b.example/>")),
    ("unsubscribe", swap(BUTTON, BUTTON.replace("leave", "\r\n leave"))),
    ("unsubscribe", swap(BUTTON, BUTTON.replace("<", "").replace(">", ""))),
    ("unsubscribe", add("List-Unsubscribe: <mailto:x@notes.example>")),
    ("one-click", put("List-Unsubscribe-Post", "")),
    ("one-click", put("List-Unsubscribe-Post", "List-Unsubscribe-Post: One-Click")),
    ("one-click", put("List-Unsubscribe-Post", "List-Unsubscribe-Post: list-unsubscribe=one-click")),
    ("one-click", add("List-Unsubscribe-Post: List-Unsubscribe=One-Click")),
    ("one-click", put("List-Unsubscribe", "List-Unsubscribe: <mailto:leave@notes.example>")),
    ("one-click", swap("leave/sample-reader>", "leave/>")),
    ("list", put("List-Id", "")),
    ("list", put("List-Id", "List-Id: <another.notes.example>")),
    ("automatic", put("Auto-Submitted", "")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "spoil"), SPOILT)
def test_a_spoilt_mail_is_told_by_the_rule_for_it(rule: str, spoil: Callable[[str], str]) -> None:
    told = [one for one in found(galley(spoil(GOOD))) if one.rule == f"message-{rule}"]
    assert told
    assert all(one.level == "error" and one.reason and one.remedy for one in told)


@pytest.mark.parametrize("name", ["subject", "title", "preheader", "language", "url"])
@pytest.mark.parametrize("bad", ["\n", "\r\nBcc: eve@evil.example", "\0", "\x85", "\u2028"])
def test_a_control_in_a_field_of_the_edition_is_told_with_the_fields_name(name: str, bad: str) -> None:
    spoilt = replace(EDITION, **dict[str, Any]({name: f"some{bad}thing"}))
    told = [one for one in found(galley("", edition=spoilt)) if one.rule == "message-controls"]
    assert [(one.level, one.place) for one in told] == [("error", name)]


@pytest.mark.parametrize(
    "name", ["sender", "reply_to", "list_id", "address", "reason", "unsubscribe", "unsubscribe_mail"]
)
def test_a_control_in_the_stationery_is_told_with_its_name(name: str) -> None:
    spoilt = replace(STATIONERY, **{name: "some\nthing"})
    told = [one for one in found(galley("", stationery=spoilt)) if one.rule == "message-controls"]
    assert [(one.level, one.place) for one in told] == [("error", name)]
    assert "sources.toml" in told[0].remedy


def test_where_nobody_sends_a_mail_there_is_nothing_to_say_of_it() -> None:
    assert found(Galley(EDITION)) == []


def test_a_mail_that_could_not_be_put_together_is_told_with_what_was_wrong() -> None:
    (told,) = found(galley("", unsent="sender: “x” is no mail address; write it like this"))
    assert (told.rule, told.remedy) == ("message-made", "write it like this")
    assert "“x” is no mail address" in told.reason


def test_a_way_to_leave_that_is_not_set_is_a_warning_and_none_at_all_an_error() -> None:
    def levels(**changes: str) -> list[str]:
        looked_at = galley(stationery=replace(STATIONERY, **changes))
        return [one.level for one in found(looked_at)]

    assert levels(unsubscribe="") == ["warning"]
    assert levels(unsubscribe_mail="") == ["warning"]
    assert levels(unsubscribe="", unsubscribe_mail="") == ["error", "error"]
    assert levels(list_id="") == ["warning"]


def test_an_address_for_leaving_that_names_no_reader_is_an_error() -> None:
    (told,) = found(galley(stationery=replace(STATIONERY, unsubscribe="https://notes.example/leave")))
    assert (told.rule, told.level) == ("message-one-click", "error")
    assert "{token}" in told.remedy


def test_these_rules_keep_no_edition_from_the_web() -> None:
    rules = [rule for id_, rule in RULES.items() if id_.startswith("message-")]
    assert len(rules) == 10
    assert all(set(rule.purposes) == {"send"} and rule.why for rule in rules)


@given(st.text(max_size=300) | st.lists(st.sampled_from(GOOD.split("\r\n")), max_size=30).map("\r\n".join))
@settings(max_examples=200, deadline=None)
def test_whatever_the_file_holds_the_rules_answer(mail: str) -> None:
    for one in found(galley(mail)):
        assert one.rule in RULES
        assert one.reason


@given(st.integers(0, len(GOOD) - 1), st.text(max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_mail_that_was_damaged_anywhere_is_still_read(at: int, put_in: str) -> None:
    for one in found(galley(GOOD[:at] + put_in + GOOD[at + 3 :])):
        assert one.rule in RULES


@pytest.mark.parametrize(("address", "why"), [("leave#{token}", "behind the #"), ("leave", "has no {token}")])
def test_an_address_that_does_not_tell_the_server_who_leaves_is_an_error(address: str, why: str) -> None:
    ours = replace(STATIONERY, unsubscribe=f"https://notes.example/{address}")
    letter = Letter(EDITION.subject, EDITION.key, EDITION.built_at, EDITION.language)
    mail = deliver.build("<p>A week.</p>", "A week.", ours, letter).decode("ascii")
    (told,) = [each for each in found(galley(mail, stationery=ours)) if each.rule == "message-one-click"]
    assert told.level == "error"
    assert why in told.reason
