"""Every stage at which a mail server can fail, and what that means for the mail; servers go by a script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from digest.deliver.transport import Answer, Line, NotSentError, Parcel, Verdict
from digest.deliver.transport.dialogue import Dialogue
from digest.deliver.transport.patience import Patience
from digest.secret import Secret
from tests.deliver.letters import sent
from tests.deliver.servers import CLOSE, PIPELINING, RESET, STALL, scripted

pytestmark = pytest.mark.server

PARCEL = Parcel("weekly@notes.example", "ada@reader.example", sent())
LARGE = Parcel(PARCEL.sender, PARCEL.to, b"Subject: large\r\n\r\n" + (b"x" * 76 + b"\r\n") * 200_000)
IMPATIENT = Patience(2, 0.3, 2, 0.3, 0.3)
PLAIN = b"250-mail.test\r\n250 AUTH PLAIN"
OFFER = b"250-mail.test\r\n250 STARTTLS"
BOTH = pytest.mark.parametrize("hello", [b"250 mail.test", PIPELINING], ids=["singly", "together"])


@contextmanager
def line(port: int, security: str = "none", user: str = "") -> Iterator[Line]:
    """As `smtp.line` opens it; but a password over a plain line, which the settings refuse."""
    with Dialogue("localhost", port, f"localhost:{port}", IMPATIENT, user, Secret("word")) as server:
        server.open(security)
        if user:
            server.sign_in()
        yield server.handing()


class Asked:
    """Counts how often somebody is told that the text goes now."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


# Before there is a line.


@pytest.mark.parametrize(
    ("script", "opening", "is_lasting"),
    [
        ({"banner": b"554 5.7.1 not you"}, {}, True),
        ({"banner": b"421 4.3.2 too many of you"}, {}, False),
        ({"banner": b"SSH-2.0-OpenSSH_9"}, {}, True),
        ({"banner": STALL}, {}, False),
        ({"banner": CLOSE}, {}, False),
        ({"EHLO": b"502 no"}, {}, True),
        ({"EHLO": b"421 4.3.2 going down"}, {}, False),
        ({"EHLO": CLOSE}, {}, False),
        ({}, {"security": "starttls"}, True),
        ({"EHLO": OFFER, "STARTTLS": b"454 4.7.0 not now"}, {"security": "starttls"}, False),
        ({"EHLO": OFFER, "STARTTLS": CLOSE}, {"security": "starttls"}, False),
        ({"EHLO": PLAIN, "AUTH": b"535 5.7.8 wrong"}, {"user": "ada"}, True),
        ({"EHLO": PLAIN, "AUTH": b"454 4.7.0 cannot look"}, {"user": "ada"}, False),
        ({"EHLO": PLAIN, "AUTH": CLOSE}, {"user": "ada"}, False),
        ({}, {"user": "ada"}, True),
    ],
)
def test_a_line_that_cannot_be_opened_blames_no_reader_and_says_whether_trying_again_helps(
    script: dict[str, bytes], opening: dict[str, Any], *, is_lasting: bool
) -> None:
    with scripted(**script) as server, pytest.raises(NotSentError) as caught, line(server.port, **opening):
        pytest.fail("there is no line")
    assert caught.value.is_lasting == is_lasting
    assert "nothing was sent" in str(caught.value)
    assert not server.mails


# While a mail goes over it.

REFUSALS: list[tuple[dict[str, bytes], Verdict, str, bool]] = [
    ({"MAIL": b"451 4.3.0 later"}, Verdict.LATER, "MAIL FROM", False),
    ({"MAIL": b"550 5.7.60 not your address"}, Verdict.REFUSED, "MAIL FROM", False),
    ({"MAIL": b"421 4.7.0 too fast"}, Verdict.TROUBLE, "MAIL FROM", True),
    ({"MAIL": b"454 4.7.0 daily quota reached"}, Verdict.TROUBLE, "MAIL FROM", True),
    ({"MAIL": b"530 5.7.0 sign in first"}, Verdict.TROUBLE, "MAIL FROM", True),
    ({"RCPT": b"450 4.2.0 greylisted"}, Verdict.LATER, "RCPT TO", False),
    ({"RCPT": b"452 4.2.2 mailbox full"}, Verdict.LATER, "RCPT TO", False),
    ({"RCPT": b"550 5.1.1 nobody here"}, Verdict.REJECTED, "RCPT TO", False),
    ({"RCPT": b"550 no such user"}, Verdict.REJECTED, "RCPT TO", False),
    ({"RCPT": b"554 5.7.1 relay access denied"}, Verdict.REFUSED, "RCPT TO", False),
    ({"RCPT": b"550 5.1.8 no such sender domain"}, Verdict.REFUSED, "RCPT TO", False),
    ({"RCPT": b"553 5.1.3 bad address"}, Verdict.REJECTED, "RCPT TO", False),
    ({"RCPT": b"550 5.2.1 mailbox disabled"}, Verdict.REJECTED, "RCPT TO", False),
    ({"RCPT": b"421 4.7.0 slow down"}, Verdict.TROUBLE, "RCPT TO", True),
    ({"DATA": b"451 4.3.0 later"}, Verdict.LATER, "DATA", False),
    ({"DATA": b"554 5.5.1 no"}, Verdict.REFUSED, "DATA", False),
    ({"DATA": b"421 4.3.2 going down"}, Verdict.TROUBLE, "DATA", True),
    ({"DATA": b"250 what?"}, Verdict.TROUBLE, "DATA", True),
]
GONE = [(stage, how) for stage in ("MAIL", "RCPT", "DATA") for how in (CLOSE, STALL, RESET, b"gibberish")]
NAMES = {"MAIL": "MAIL FROM", "RCPT": "RCPT TO", "DATA": "DATA"}


@BOTH
@pytest.mark.parametrize(("script", "verdict", "stage", "is_over"), REFUSALS)
def test_a_refusal_before_the_text_has_its_verdict_and_no_byte_of_the_text_goes(
    script: dict[str, bytes], verdict: Verdict, stage: str, hello: bytes, *, is_over: bool
) -> None:
    # With MAIL or RCPT refused a server refuses DATA too: 503, bad sequence.
    later = {} if stage == "DATA" else {"DATA": b"503 5.5.1 no recipients"}
    asked = Asked()
    with scripted(**{"EHLO": hello, **later, **script}) as server, line(server.port) as way:
        answer = way.hand_over(PARCEL, asked)
    (said,) = script.values()
    assert (answer.verdict, answer.stage, answer.is_over) == (verdict, stage, is_over)
    assert (answer.words, answer.code) == (said.decode(), int(said[:3]))
    assert asked.times == 0
    assert not server.mails
    assert not server.pieces


@BOTH
@pytest.mark.parametrize(("stage", "how"), GONE)
def test_a_server_that_is_gone_before_the_text_blames_nobody(stage: str, how: bytes, hello: bytes) -> None:
    asked = Asked()
    with scripted(**{"EHLO": hello, stage: how}) as server, line(server.port) as way:
        answer = way.hand_over(PARCEL, asked)
    assert (answer.verdict, answer.is_over) == (Verdict.TROUBLE, True)
    # A reset throws away replies that were on their way: then an earlier stage is the last one heard of.
    assert answer.stage == NAMES[stage] or (how == RESET and hello == PIPELINING)
    assert answer.words.startswith(("broke off at", "it said “gibberish”"))
    assert asked.times == 0
    assert not server.mails


@BOTH
@pytest.mark.parametrize("how", [CLOSE, RESET, STALL])
def test_a_line_that_breaks_before_the_last_byte_is_a_mail_that_did_not_arrive(
    how: bytes, hello: bytes
) -> None:
    asked = Asked()
    with scripted(EHLO=hello, text=how) as server:
        patience = Patience(2, 0.3, 0.3, 0.3, 0.3)
        with Dialogue("localhost", server.port, "there", patience) as opening:
            opening.open("none")
            answer = opening.handing().hand_over(LARGE, asked)
    assert (answer.verdict, answer.stage, answer.is_over) == (Verdict.LATER, "the text", True)
    assert answer.words.startswith("broke off before it had the whole mail")
    assert asked.times == 1
    assert not server.mails


@BOTH
@pytest.mark.parametrize("how", [CLOSE, STALL, RESET, b"gibberish", b"354 go on"])
def test_silence_after_the_dot_is_a_doubt_and_the_end_of_the_line(how: bytes, hello: bytes) -> None:
    with scripted(EHLO=hello, dot=how) as server, line(server.port) as way:
        answer = way.hand_over(PARCEL, Asked())
    assert (answer.verdict, answer.stage, answer.is_over) == (Verdict.IN_DOUBT, "the mail", True)
    assert len(server.mails) == 1


@BOTH
@pytest.mark.parametrize(
    ("said", "verdict", "is_over"),
    [
        (b"421 4.3.2 going down", Verdict.LATER, True),
        (b"451 4.3.0 later", Verdict.LATER, False),
        (b"452 4.3.1 full", Verdict.LATER, False),
        (b"454 4.7.0 quota", Verdict.LATER, True),
        (b"550 5.7.1 spam", Verdict.REFUSED, False),
        (b"554 5.6.0 spam", Verdict.REFUSED, False),
    ],
)
def test_a_no_to_the_whole_mail_has_its_verdict(
    said: bytes, verdict: Verdict, hello: bytes, *, is_over: bool
) -> None:
    with scripted(EHLO=hello, dot=said) as server, line(server.port) as way:
        answer = way.hand_over(PARCEL, Asked())
    assert answer == Answer(verdict, said.decode(), "the mail", is_over, int(said[:3]))


@BOTH
@pytest.mark.parametrize("how", [CLOSE, STALL, RESET, b"500 what?", b"421 late"])
def test_what_happens_at_the_goodbye_leaves_the_mail_accepted(how: bytes, hello: bytes) -> None:
    with scripted(EHLO=hello, QUIT=how) as server, line(server.port) as way:
        answer = way.hand_over(PARCEL, Asked())
    assert answer == Answer(Verdict.ACCEPTED, "250 2.0.0 queued as 42", code=250)
    assert server.mails == [PARCEL.content]


# One mail after the other.


@BOTH
def test_many_mails_go_over_one_line(hello: bytes) -> None:
    with scripted(EHLO=hello) as server, line(server.port) as way:
        answers = [way.hand_over(PARCEL, Asked()) for _ in range(30)]
    assert {answer.verdict for answer in answers} == {Verdict.ACCEPTED}
    assert len(server.mails) == 30
    assert sum(said.lower().startswith("ehlo") for said in server.heard) == 1


@BOTH
def test_after_a_refusal_the_next_mail_begins_anew(hello: bytes) -> None:
    with scripted(EHLO=hello, RCPT=b"550 no", DATA=b"503 no") as server, line(server.port) as way:
        for _ in range(3):
            assert way.hand_over(PARCEL, Asked()).verdict is Verdict.REJECTED
    verbs = [said.split(" ")[0] for said in server.heard[1:-1]]
    mail = ["MAIL", "RCPT"] if hello != PIPELINING else ["MAIL", "RCPT", "DATA"]
    assert verbs == [*mail, "RSET", *mail, "RSET", *mail]


def test_a_server_that_will_not_begin_anew_blames_nobody() -> None:
    script = {"EHLO": PIPELINING, "RCPT": b"550 no", "DATA": b"503 no", "RSET": b"500 what?"}
    with scripted(**script) as server, line(server.port) as way:
        way.hand_over(PARCEL, Asked())
        answer = way.hand_over(PARCEL, Asked())
    assert (answer.verdict, answer.stage) == (Verdict.TROUBLE, "RSET")


def test_where_the_server_offers_it_three_commands_cost_one_round_trip() -> None:
    with scripted(slow=b"yes", EHLO=PIPELINING) as server, line(server.port) as way:
        assert way.hand_over(PARCEL, Asked()).verdict is Verdict.ACCEPTED
    with scripted(slow=b"yes") as server, line(server.port) as way:  # not offered: each waits for its answer
        assert way.hand_over(PARCEL, Asked()).verdict is Verdict.TROUBLE


@pytest.mark.parametrize("refused", ["MAIL", "RCPT"])
def test_nobody_gets_an_empty_mail_when_the_server_waits_for_a_text_after_a_refusal(refused: str) -> None:
    asked = Asked()
    with scripted(**{"EHLO": PIPELINING, refused: b"550 5.1.1 no"}) as server, line(server.port) as way:
        answer = way.hand_over(PARCEL, asked)
    assert answer.is_over
    assert answer.code == 550
    assert asked.times == 0
    assert not server.mails
    assert server.pieces == [b""]


def test_a_mail_without_a_stop_before_its_text_goes_after_its_last_reply() -> None:
    order = []
    with scripted() as server, line(server.port) as way:
        way.hand_over(PARCEL, lambda: order.extend([server.heard[-1], len(server.mails)]))
    assert order == ["DATA", 0]


@BOTH
def test_when_the_moment_before_the_text_fails_no_byte_of_it_goes(hello: bytes) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    with scripted(EHLO=hello) as server, line(server.port) as way:
        with pytest.raises(OSError, match="No space"):
            way.hand_over(PARCEL, full)
        assert way.hand_over(PARCEL, Asked()).is_over
    assert not server.mails
    assert server.pieces == [b""]
    assert server.heard[-1] == "DATA"


@pytest.mark.parametrize(
    "to", ["a b@reader.example", "a>@x.example", "a@x.example\r\nRCPT TO:<b@x.example>", "ä@x"]
)
def test_what_is_no_address_does_not_reach_the_command_line(to: str) -> None:
    with scripted() as server, line(server.port) as way:
        answer = way.hand_over(Parcel(PARCEL.sender, to, PARCEL.content), Asked())
        assert way.hand_over(PARCEL, Asked()).verdict is Verdict.ACCEPTED
    assert (answer.verdict, answer.stage, answer.is_over) == (Verdict.REJECTED, "RCPT TO", False)
    assert sum(said.startswith("RCPT") for said in server.heard) == 1


def test_a_text_that_was_looked_at_before_goes_as_it_is() -> None:
    with scripted() as server, line(server.port) as way:
        way.hand_over(
            Parcel(PARCEL.sender, PARCEL.to, b"Subject: x\r\n\r\nno dot\r\n", is_dotless=True), Asked()
        )
    assert server.mails == [b"Subject: x\r\n\r\nno dot\r\n"]
