"""Signing up: nobody gets mail who did not confirm, and nobody learns who is on a list."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from digest.deliver import dkimkeys
from digest.errors import UsageError
from digest.leaving import starting
from digest.leaving.clients import client
from digest.leaving.limits import Leave, Limits
from digest.leaving.office import Office
from digest.leaving.pages import Page
from digest.project import load
from digest.readers.people import People
from digest.readers.records import Reason, Standing
from digest.readers.tokens import Purpose
from tests.leaving.houses import ADA, LIST, NOW, ONE_CLICK, WAYS, Ask, House, house

pytestmark = pytest.mark.server
BOB = "bob@reader.example"


@pytest.fixture
def home(tmp_path: Path) -> House:
    return house(tmp_path)


@pytest.fixture(params=sorted(WAYS))
def ask(request: pytest.FixtureRequest, home: House) -> Iterator[Ask]:
    with WAYS[request.param](home.reception) as asked:
        yield asked


def form(address: str, more: str = "") -> bytes:
    return f"address={address.replace('@', '%40').replace('+', '%2B')}{more}".encode()


def mail(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def link(raw: bytes) -> str:
    found = re.search(r"https://notes\.example(/join/\w{49})", mail(raw).get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert found
    return found[1]


def test_who_signs_up_is_asked_by_mail_and_comes_on_by_the_button(home: House, ask: Ask) -> None:
    assert 'name="address"' in ask("GET", "/join").text
    assert "Look into your mailbox" in ask("POST", "/join", form(BOB)).text
    assert home.standing(BOB) is Standing.PENDING
    (raw,) = home.mails()
    for _ in range(3):
        assert "Get Small Weekly by mail?" in ask("GET", link(raw)).text
    assert home.standing(BOB) is Standing.PENDING, "a scanner opened it"
    ask("POST", link(raw), ONE_CLICK)
    assert home.standing(BOB) is Standing.PENDING, "a mail program never confirms"
    assert "You are subscribed" in ask("POST", link(raw), b"sure=yes").text
    assert home.standing(BOB) is Standing.SUBSCRIBED


def test_the_mail_that_asks_is_no_mail_of_the_list_and_says_nothing_of_a_stranger(
    home: House, ask: Ask
) -> None:
    ask("POST", "/join", form(BOB, "&name=Buy+pills&website="))
    (raw,) = home.mails()
    found = mail(raw)
    of_the_folder = {"return-path", "delivered-to"}  # what the Maildir notes of the envelope
    assert {name.lower() for name in found.keys()} - of_the_folder == {  # noqa: SIM118
        *("from", "to", "subject", "date", "message-id", "content-language", "auto-submitted", "precedence"),
        *("mime-version", "content-type"),
    }
    assert (found["To"], found["Subject"]) == (BOB, "Please confirm: Small Weekly")
    for kind in ("plain", "html"):
        text = found.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert link(raw) in text
        assert "1 Mill Lane, Ashby" in text
        assert "pills" not in text
        assert BOB not in text


def test_the_answer_is_the_same_for_everybody(home: House, ask: Ask) -> None:
    with home.people() as people:
        people.suppress("never@reader.example", "", Reason.COMPLAINED, NOW)
    answers = {
        (told.status, told.body)
        for told in (
            ask("POST", "/join", form(BOB)),  # new
            ask("POST", "/join", form(BOB)),  # asked already
            ask("POST", "/join", form(ADA)),  # subscribed
            ask("POST", "/join", form("never@reader.example")),  # complained once
            ask("POST", "/join", form("eve@reader.example", "&website=x")),  # a machine
        )
    }
    assert len(answers) == 1
    assert [mail(raw)["To"] for raw in home.mails()] == [BOB], "one mail, to who was not there"
    assert home.standing("eve@reader.example") is None


def test_what_is_no_address_is_told_and_does_nothing(home: House, ask: Ask) -> None:
    before = home.facts()
    for address in (
        "",
        "no-address",
        "a@b",
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "x" * 300,
    ):
        told = ask("POST", "/join", form(address))
        assert told.status == 400
        assert "This is no mail address." in told.text
        assert "no-address" not in told.text
    assert (home.facts(), home.mails()) == (before, [])


def test_other_letters_in_the_domain_are_taken(home: House, ask: Ask) -> None:
    ask("POST", "/join", b"address=eva%40b%C3%BCcher.example")
    assert home.standing("eva@xn--bcher-kva.example") is Standing.PENDING


def test_who_left_comes_back_only_by_confirming(home: House, ask: Ask) -> None:
    ask("POST", f"/leave/{home.token()}", ONE_CLICK)
    ask("POST", "/join", form(ADA))
    with home.people() as people:
        (member,) = people.members(LIST)
    assert (member.standing, member.suppressed) == (Standing.PENDING, Reason.LEFT)
    ask("POST", link(home.mails()[0]), b"sure=yes")
    with home.people() as people:
        (member,) = people.members(LIST)
    assert (member.standing, member.suppressed) == (Standing.SUBSCRIBED, None)


def test_a_link_that_confirmed_once_does_not_bring_back_who_left_later(home: House, ask: Ask) -> None:
    ask("POST", "/join", form(BOB))
    confirming = link(home.mails()[0])
    ask("POST", confirming, b"sure=yes")
    ask("POST", f"/leave/{home.token(address=BOB)}", ONE_CLICK)
    ask("POST", confirming, b"sure=yes")
    assert home.standing(BOB) is Standing.LEFT


def test_the_proof_names_the_words_to_which_somebody_said_yes(home: House, ask: Ask) -> None:
    ask("POST", "/join", form(BOB))
    with home.people() as people:
        consent = next(one for one in people.readers(LIST) if one.address == BOB).consent
    kept = home.config.out / "consent" / f"{consent.text}.txt"
    assert (consent.at, consent.source) == (NOW, "form")
    shown = ask("GET", "/join").text
    for line in kept.read_text("utf-8").splitlines():
        assert line in shown


def test_nobody_fills_a_mailbox_by_the_form(home: House, ask: Ask) -> None:
    for number in range(30):
        home.now[0] = NOW + timedelta(minutes=20 * number)
        ask("POST", "/join", form(BOB))
    assert len(home.mails()) == 1
    home.now[0] = NOW + timedelta(hours=25)
    ask("POST", "/join", form(BOB))
    assert len(home.mails()) == 2


def test_one_net_asks_for_few_and_is_told_to_come_later(home: House, ask: Ask) -> None:
    statuses = [ask("POST", "/join", form(f"a{number}@reader.example")).status for number in range(14)]
    assert statuses == [200] * 10 + [429] * 4
    assert len(home.mails()) == 10


def test_all_together_get_no_more_mails_in_an_hour_than_was_set() -> None:
    limits = Limits(3)
    taken = [limits.take(f"a{n}@x.example", f"203.0.{n}.1", NOW) for n in range(5)]
    assert taken == [Leave.GIVEN] * 3 + [Leave.LATER] * 2
    assert limits.take("b@x.example", "203.0.9.1", NOW + timedelta(hours=1)) is Leave.GIVEN


def test_a_net_is_what_one_household_has() -> None:
    limits = Limits(1000)
    near = [limits.take(f"a{n}@x.example", f"2001:db8:1:{n:x}::1", NOW) for n in range(11)]
    assert near[-1] is Leave.LATER
    assert limits.take("b@x.example", "2001:db8:2::1", NOW) is Leave.GIVEN
    assert limits.take("c@x.example", "::ffff:203.0.113.9", NOW) is Leave.GIVEN
    assert limits.take("d@x.example", "no address", NOW) is Leave.GIVEN


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # not of our own web server: anybody can write it
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("::1", "203.0.113.9", "203.0.113.9"),
        ("", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("unix", "203.0.113.9", "unix"),
    ],
)
def test_who_asks_is_believed_of_our_own_web_server_only(peer: str, forwarded: str, who: str) -> None:
    assert client(peer, forwarded) == who


def test_a_mail_that_does_not_go_is_told_to_the_owner_without_the_address(tmp_path: Path) -> None:
    home = house(
        tmp_path, more='\n[delivery]\nkind = "smtp"\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n'
    )
    with WAYS["wsgi"](home.reception) as ask:
        assert ask("POST", "/join", form(BOB)).status == 200
        (line,) = home.told
        assert "did not go" in line
        assert BOB not in line
        ask("POST", "/join", form(BOB))
        assert len(home.told) == 2, "who got no mail may ask again"


def test_a_mail_that_asks_and_comes_back_is_known_by_its_envelope(tmp_path: Path) -> None:
    home = house(tmp_path)
    file = tmp_path / "sources.toml"
    told = file.read_text("utf-8").replace("[mail]", '[mail]\nbounces = "back@notes.example"')
    file.write_text(told, "utf-8")
    starting.reception_of(load(file), home.told.append).deeds.join(BOB, "")
    for _ in range(100):
        if home.mails():
            break
        time.sleep(0.05)
    envelope = str(mail(home.mails()[0])["Return-Path"])
    assert envelope == f"<back+{home.token(Purpose.BOUNCE, BOB)}@notes.example>"


def test_without_an_address_for_it_there_is_no_form(tmp_path: Path) -> None:
    home = house(tmp_path, join="")
    with WAYS["wsgi"](home.reception) as ask:
        assert ask("GET", "/join").status == 404
        assert ask("POST", "/join", form(BOB)).status == 404
    assert home.standing(BOB) is None


def test_there_is_something_to_serve_or_it_says_what_to_write(tmp_path: Path) -> None:
    home = house(tmp_path, leave="", join="")
    with pytest.raises(UsageError, match="unsubscribe = "):
        starting.reception_of(home.config, home.told.append)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("sender =", "reply_to =", "nobody sends its mail"),
        (
            "[signup]",
            '[delivery]\nkind = "webhook"\nurl = "https://x.example/"\n\n[signup]',
            "no single mails",
        ),
    ],
)
def test_a_form_whose_mail_cannot_go_is_not_shown(
    tmp_path: Path, before: str, after: str, problem: str
) -> None:
    home = house(tmp_path)
    file = tmp_path / "sources.toml"
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")
    with pytest.raises(UsageError, match=problem):
        starting.reception_of(load(file), home.told.append)


def test_the_mail_that_asks_is_signed_where_mail_is(tmp_path: Path) -> None:
    _, pem = dkimkeys.made("rsa")
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "key.pem").chmod(0o600)
    home = house(tmp_path, more='\n[dkim]\nselector = "s1"\nkey_file = "key.pem"\n')
    home.reception.deeds.join(BOB, "")
    (raw,) = home.mails()
    assert "d=notes.example" in str(mail(raw)["DKIM-Signature"])


def test_the_answer_waits_for_nothing_that_depends_on_who_is_known(tmp_path: Path) -> None:
    home, work = house(tmp_path), list[Callable[[], None]]()

    def closed() -> AbstractContextManager[People]:
        raise AssertionError("nobody is looked up before the answer")

    office = Office(home.config, closed, {}, lambda: NOW, home.told.append, work.append)
    assert {office.join(address, "203.0.113.7") for address in (ADA, BOB)} == {Page.ASKED}
    assert len(work) == 2
