"""Mails as servers and people send them back, written for these tests in the forms of the RFCs."""

from __future__ import annotations

from digest.readers.keys import Keys
from digest.readers.tokens import Claim, Purpose, token

KEYS = Keys({"aa": b"k" * 32})
READER = "abcdefghijklmnop"
LEAVE = token(KEYS, Claim(Purpose.LEAVE, 1, READER))
CONFIRM = token(KEYS, Claim(Purpose.CONFIRM, 1, READER))
VERP = token(KEYS, Claim(Purpose.BOUNCE, 1, READER))
ORIGINAL = "<2026-W47.0123456789abcdef@notes.example>"


def crlf(text: str) -> bytes:
    return text.lstrip("\n").replace("\n", "\r\n").encode()


def letter(
    to: str = "leave@notes.example", subject: str = "Hello", text: str = "Hello.", more: str = ""
) -> bytes:
    return crlf(f"From: Ada <ada@reader.example>\nTo: {to}\nSubject: {subject}\n{more}\n{text}\n")


def unsubscribe(given: str = LEAVE) -> bytes:
    return letter(subject=f"unsubscribe {given}")


def bounce(
    to: str = f"bounces+{VERP}@notes.example",
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "550 5.1.1 <ada@reader.example>: no such user here",
    returned: str = "",
) -> bytes:
    """A delivery status notification as Postfix lays it out."""
    return crlf(f"""
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="AB12.1700000000/mx.example"

This is a MIME-encapsulated message.

--AB12.1700000000/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

We are sorry, your mail could not be delivered.

--AB12.1700000000/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Queue-ID: AB12
Arrival-Date: Sun, 22 Nov 2026 18:00:00 +0000 (UTC)

Final-Recipient: rfc822; ada@reader.example
Original-Recipient: rfc822;ada@reader.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.reader.example
Diagnostic-Code: smtp; {words}

--AB12.1700000000/mx.example
Content-Description: Undelivered Message
Content-Type: text/rfc822-headers

Message-ID: {ORIGINAL}
From: Notes <weekly@notes.example>
{returned}
--AB12.1700000000/mx.example--
""")


def listed(given: str = LEAVE) -> str:
    """The line of our mail by which a report says whose it was."""
    mail = f"mailto:leave@notes.example?subject=unsubscribe%20{given}"
    return f"List-Unsubscribe: <https://notes.example/leave/{given}>,\n <{mail}>\n"


def complaint(kind: str = "abuse", returned: str | None = None, verp: str = "") -> bytes:
    """A feedback report as mailbox providers send it."""
    return crlf(f"""
From: <feedback@provider.example>
To: <abuse@notes.example>
Subject: Abuse report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain

Somebody pressed a button.

--part
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <{verp}>

--part
Content-Type: message/rfc822

From: Notes <weekly@notes.example>
Message-ID: {ORIGINAL}
{listed() if returned is None else returned}Subject: The week

Text.
--part--
""")


def qmail(code: str = "#5.1.1", to: str = f"bounces+{VERP}@notes.example") -> bytes:
    return crlf(f"""
Return-Path: <>
From: MAILER-DAEMON@old.example
To: {to}
Subject: failure notice

Hi. This is the program that carries mail at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada@reader.example>:
203.0.113.5 does not like recipient.
Remote host said: 550 no mailbox by that name ({code})

--- Below this line is a copy of the message.

Return-Path: <bounces@notes.example>
Subject: version 5.4.3 is out
""")
