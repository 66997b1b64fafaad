"""Mail to a server: sealed or refused, and every way in which it can fail told with its stage."""

from __future__ import annotations

import base64
import re
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver import transport
from digest.deliver.transport import (
    Door,
    InDoubtError,
    NotSentError,
    Parcel,
    Receipt,
    Verdict,
    dialogue,
    handing,
    smtp,
)
from digest.deliver.transport.patience import Patience
from digest.secret import Secret
from tests.deliver.letters import sent
from tests.deliver.servers import CLOSE, STALL, Certificates, scripted, working

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
PARCEL = Parcel("weekly@notes.example", "ada@reader.example", sent())
WORD = "Blåbær-42"
IMPATIENT = Patience(2, 0.3, 2, 0.3, 0.3)


def settings(port: int, **changes: Any) -> smtp.Settings:
    return smtp.Settings.model_validate({"host": "localhost", "port": port, "security": "none"} | changes)


def carry(port: int, parcel: Parcel = PARCEL, *, password: str = WORD, **changes: Any) -> Receipt:
    door = Door(Path(), Path(), NOW, {"DIGEST_SMTP_PASSWORD": password})
    return smtp.carry(settings(port, **changes), parcel, door, IMPATIENT)


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates.issued()


@pytest.fixture
def trusted(certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """The authority behind the server's certificate, as this machine's own would be."""
    file = tmp_path / "authority.pem"
    certificates.authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return certificates


# What is right.


@pytest.mark.server
def test_a_server_gets_the_mail_as_it_was_built_and_its_answer_is_told() -> None:
    with working() as (inbox, port):
        receipt = carry(port)
    (envelope,) = inbox.mails
    assert envelope.content == PARCEL.content
    assert (envelope.mail_from, envelope.rcpt_tos) == ("weekly@notes.example", ["ada@reader.example"])
    assert receipt.place == f"localhost:{port}"
    assert receipt.words == f"localhost:{port} took it: 250 2.0.0 queued as 4711"


@pytest.mark.server
def test_starttls_seals_the_line_before_the_password_travels(trusted: Certificates) -> None:
    with working(trusted, password=WORD) as (inbox, port):
        carry(port, security="starttls", user="ada")
    assert inbox.users == ["ada"]
    assert len(inbox.mails) == 1


@pytest.mark.server
@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not count a line sealed from the start
def test_tls_from_the_first_byte(trusted: Certificates) -> None:
    with working(trusted, is_implicit=True, password=WORD) as (inbox, port):
        carry(port, security="tls", user="ada")
    assert len(inbox.mails) == 1


@pytest.mark.server
def test_the_table_of_kinds_leads_to_the_server() -> None:
    with working() as (inbox, port):
        transport.carry(settings(port), PARCEL, Door(Path(), Path(), NOW))
    assert len(inbox.mails) == 1


@pytest.mark.server
def test_the_dialogue_is_as_short_as_it_can_be_and_names_no_made_up_host() -> None:
    with scripted() as server:
        carry(server.port)
    hello, *rest = server.heard
    assert re.fullmatch(r"(?i)ehlo (\[127\.0\.0\.1\]|[\w-]+(\.[\w-]+)+)", hello)
    size = len(PARCEL.content)
    assert rest == [
        f"MAIL FROM:<weekly@notes.example> SIZE={size}",
        "RCPT TO:<ada@reader.example>",
        "DATA",
        "quit",
    ]


@pytest.mark.server
def test_a_line_that_begins_with_a_dot_arrives_with_it() -> None:
    lines = b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nno dot\r\n"
    with working() as (inbox, port):
        carry(port, Parcel("a@notes.example", "b@reader.example", lines))
    assert inbox.mails[0].content == lines


@given(st.lists(st.binary(max_size=6).map(lambda line: re.sub(rb"[\r\n]", b".", line)), max_size=8))
def test_no_text_can_end_the_mail_before_its_end(lines: list[bytes]) -> None:
    content = b"".join(line + b"\r\n" for line in lines)
    *travelling, end, rest = handing._travelling(Parcel("", "", content)).split(b"\r\n")
    assert (end, rest) == (b".", b"")
    assert b"." not in travelling
    assert [line.removeprefix(b".") if line.startswith(b".") else line for line in travelling] == (
        lines or [b""]
    )


# What is sealed.


@pytest.mark.server
def test_a_server_without_starttls_gets_nothing_in_plain_text() -> None:
    with scripted() as server, pytest.raises(NotSentError, match=r"offers no STARTTLS.*nothing was sent"):
        carry(server.port, security="starttls", user="ada")
    assert [line.split()[0].lower() for line in server.heard] == ["ehlo", "quit"]


@pytest.mark.server
def test_a_refused_starttls_does_not_go_on_in_plain_text() -> None:
    hello = b"250-mail.test\r\n250 STARTTLS"
    with (
        scripted(EHLO=hello, STARTTLS=b"454 4.7.0 not now") as server,
        pytest.raises(NotSentError, match=r"refused STARTTLS: 454 4\.7\.0 not now"),
    ):
        carry(server.port, security="starttls")
    assert not server.mails


@pytest.mark.server
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(certificates: Certificates, security: str) -> None:
    with (
        working(certificates, is_implicit=security == "tls") as (inbox, port),
        pytest.raises(NotSentError, match=r"certificate is not to be trusted: .*nothing was sent"),
    ):
        carry(port, security=security, user="ada")
    assert not inbox.mails


@pytest.mark.server
def test_a_certificate_of_another_server_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Certificates.issued("elsewhere.example")
    other.authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with working(other) as (_, port), pytest.raises(NotSentError, match="not valid for 'localhost'"):
        carry(port, security="starttls")


@pytest.mark.server
def test_a_server_that_speaks_no_tls_is_told_with_the_usual_ports() -> None:
    with scripted() as server, pytest.raises(NotSentError, match='"starttls" at 587'):
        carry(server.port, security="tls")


# What a server refuses, and where.


@pytest.mark.server
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"banner": b"554 5.7.1 not you"}, "refused the connection: 554 5.7.1 not you"),
        ({"banner": b"SSH-2.0-OpenSSH_9"}, "which no mail server says"),
        ({"EHLO": b"502 no"}, "refused EHLO: 502 no"),
        ({"MAIL": b"550 5.7.60 not your address"}, "refused MAIL FROM <weekly@notes.example>: 550 5.7.60"),
        ({"RCPT": b"550 5.1.1 nobody here"}, "refused RCPT TO <ada@reader.example>: 550 5.1.1 nobody here"),
        ({"RCPT": b"450 4.2.0 greylisted"}, "450 4.2.0 greylisted; it says that this will pass: try again"),
        ({"DATA": b"451 4.3.0 later"}, "refused DATA: 451 4.3.0 later"),
        ({"dot": b"554 5.6.0 spam"}, "refused the mail: 554 5.6.0 spam"),
        ({"dot": b"452 4.3.1 full"}, "refused the mail: 452 4.3.1 full; it says that this will pass"),
    ],
)
def test_a_refusal_is_told_with_its_stage_and_the_servers_words(change: dict[str, bytes], told: str) -> None:
    with scripted(**change) as server, pytest.raises(NotSentError) as caught:
        carry(server.port)
    assert str(caught.value).startswith(f"localhost:{server.port}: ")
    assert told in str(caught.value)
    assert "nothing was sent" in str(caught.value)
    assert caught.value.exit_code == 1


@pytest.mark.server
def test_after_a_refusal_the_server_is_told_goodbye() -> None:
    with scripted(RCPT=b"550 no") as server, pytest.raises(NotSentError):
        carry(server.port)
    assert server.heard[-1] == "quit"


@pytest.mark.server
@pytest.mark.parametrize("how", [CLOSE, STALL], ids=["goes away", "says nothing"])
@pytest.mark.parametrize("stage", ["banner", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_is_gone_before_the_mail_did_not_get_it(stage: str, how: bytes) -> None:
    with scripted(**{stage: how}) as server, pytest.raises(NotSentError, match="nothing was sent") as caught:
        carry(server.port)
    names = {"banner": "cannot be reached", "MAIL": "broke off at MAIL FROM", "RCPT": "broke off at RCPT TO"}
    assert names.get(stage, f"broke off at {stage}") in str(caught.value)


@pytest.mark.server
@pytest.mark.parametrize("how", [CLOSE, STALL, b"gibberish", b"354 go on"])
def test_silence_after_the_final_dot_is_neither_yes_nor_no(how: bytes) -> None:
    with (
        scripted(dot=how) as server,
        pytest.raises(InDoubtError, match="in doubt: it had the whole mail") as caught,
    ):
        carry(server.port)
    assert len(server.mails) == 1
    assert "look whether it arrived before you send it again" in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.server
@pytest.mark.parametrize("how", [CLOSE, STALL, b"500 what?"])
def test_what_happens_at_the_goodbye_changes_nothing(how: bytes) -> None:
    with scripted(QUIT=how) as server:
        assert carry(server.port).words.endswith("took it: 250 2.0.0 queued as 42")


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> socket.socket:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", nobody)
    with pytest.raises(NotSentError, match="localhost:2525: cannot be reached: connection refused"):
        carry(2525)


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> socket.socket:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)
    with pytest.raises(NotSentError, match=r"its name is not known; check host in .delivery."):
        carry(2525, host="mail.nowhere.example")


# Who signs in.


def hello(*offered: str) -> bytes:
    return f"250-mail.test\r\n250 AUTH {' '.join(offered)}".encode()


def signing_in(port: int) -> Receipt:
    """Over a plain line: the config refuses it, the dialogue does not care."""
    with dialogue.Dialogue("localhost", port, f"localhost:{port}", IMPATIENT, "ada", Secret(WORD)) as server:
        server.open("none")
        server.sign_in()
        return Receipt("", server.handing().hand_over(PARCEL, lambda: None).words)


@pytest.mark.server
def test_a_password_with_any_letter_goes_as_plain() -> None:
    with scripted(EHLO=hello("LOGIN", "PLAIN"), AUTH=b"235 welcome") as server:
        signing_in(server.port)
    sent_line = next(line for line in server.heard if line.startswith("AUTH"))
    assert base64.b64decode(sent_line.split()[2]).decode() == f"\0ada\0{WORD}"


@pytest.mark.server
def test_a_server_that_knows_login_only_is_asked_so() -> None:
    user, word = (base64.b64encode(text.encode()).decode() for text in ("ada", WORD))
    answers = {user.upper(): b"334 UGFzc3dvcmQ6", word.upper(): b"235 welcome"}
    with scripted(EHLO=hello("LOGIN", "CRAM-MD5"), AUTH=b"334 VXNlcm5hbWU6", **answers) as server:
        signing_in(server.port)
    assert server.heard[1:4] == ["AUTH LOGIN", user, word]


@pytest.mark.server
@pytest.mark.parametrize("offered", [hello("XOAUTH2"), b"250 mail.test"])
def test_a_server_that_takes_no_password_gets_none(offered: bytes) -> None:
    with (
        scripted(EHLO=offered) as server,
        pytest.raises(NotSentError, match="lets nobody sign in by password"),
    ):
        signing_in(server.port)
    assert not any("AUTH" in line for line in server.heard)


@pytest.mark.server
def test_a_wrong_password_is_told_and_no_mail_is_tried(trusted: Certificates) -> None:
    with (
        working(trusted, password=WORD[::-1]) as (inbox, port),
        pytest.raises(NotSentError, match=r"refused AUTH: 535 .*check user and password"),
    ):
        carry(port, security="starttls", user="ada")
    assert not inbox.mails


@pytest.mark.server
def test_no_message_repeats_the_password_though_the_server_does() -> None:
    plain = base64.b64encode(f"\0ada\0{WORD}".encode())
    echo = b"535 no: " + WORD.encode() + b" " + plain + b" " + base64.b64encode(WORD.encode())
    with scripted(EHLO=hello("PLAIN"), AUTH=echo) as server, pytest.raises(NotSentError) as caught:
        signing_in(server.port)
    shown = f"{caught.value!r} {caught.value} {caught.value.__cause__!r} {caught.value.__context__!r}"
    for secret in (WORD, plain.decode(), base64.b64encode(WORD.encode()).decode()):
        assert secret not in shown
    assert "535 no: … … …" in shown


def test_neither_the_settings_nor_the_dialogue_show_a_password() -> None:
    held = dialogue.Dialogue("localhost", 25, "localhost:25", IMPATIENT, "ada", Secret(WORD))
    assert WORD not in f"{held!r}{settings(25)!r}"


@pytest.mark.server
def test_a_hostile_answer_is_told_on_one_short_line() -> None:
    long = b"550-\x1b[31mred\r\n" + b"550-" + b"x" * 500 + b"\r\n550 \xff\x00end"
    with scripted(RCPT=long) as server, pytest.raises(NotSentError) as caught:
        carry(server.port)
    told = str(caught.value)
    assert "\n" not in told
    assert "\x1b" not in told
    assert "\x00" not in told
    assert len(told) < 500


# Mail after mail.


@pytest.mark.server
@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_sealed_line_takes_mail_after_mail(trusted: Certificates, security: str) -> None:
    door = Door(Path(), Path(), NOW, {"DIGEST_SMTP_PASSWORD": WORD})
    large = Parcel(PARCEL.sender, PARCEL.to, PARCEL.content + (b"x" * 70 + b"\r\n") * 20_000)
    with working(trusted, is_implicit=security == "tls", password=WORD) as (inbox, port):
        given = settings(port, security=security, user="ada")
        with smtp.line(given, door, IMPATIENT) as way:
            answers = [way.hand_over(parcel, lambda: None) for parcel in (PARCEL, large) * 5]
    assert {answer.verdict for answer in answers} == {Verdict.ACCEPTED}
    assert [envelope.content for envelope in inbox.mails] == [PARCEL.content, large.content] * 5
