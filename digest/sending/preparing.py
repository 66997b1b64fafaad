"""A send is prepared: all its mails are looked at before the first one goes, and it is written down whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from typing import Any

from digest.errors import HeldError
from digest.model import SAMPLE_READER, TOKEN, Stationery
from digest.readers.sends import Send, Sends
from digest.sending import planning
from digest.sending.ledger import moment
from digest.sending.planning import Plan

Candidate = tuple[str, str, str]
"""Of somebody on the list: their id, their address, and why they get no mail, or "" where they do."""

_FIELD = re.compile(rb"(?m)^([!-9;-~]+):")
_SLACK = 8192  # bytes by which the mails of two readers may differ: their addresses, and what encodes them


def content(
    plan: Plan, stationery: Stationery, language: str, list_number: int, bounces: str, now: datetime
) -> dict[str, Any]:
    """What the mails of a send are made of besides the approved files; frozen with it."""
    return {
        "subject": plan.subject,
        "key": plan.key,
        "revision": plan.revision,
        "language": language,
        "date": moment(now),
        "stationery": asdict(stationery),
        "list_number": list_number,
        "bounces": bounces,
        "exclusions": Counter(),
    }


def written(
    sends: Sends, plan: Plan, made_of: dict[str, Any], people: Iterable[Candidate], now: datetime
) -> Send:
    """The send, with a mail for everybody among `people` who gets one; the others are counted by reason.

    Somebody who had or may have had an earlier version of it keeps that one, and is not counted as left out.
    """
    excluded: Counter[str] = made_of["exclusions"]
    row = Send(
        plan.send, plan.list, plan.key, plan.revision, "prepared", "", moment(now), made_of, 0, moment(now)
    )
    return sends.prepare(row, _chosen(sends, plan, people, excluded))


def _chosen(
    sends: Sends, plan: Plan, people: Iterable[Candidate], excluded: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Those who get a mail; the others are counted on the way, in the same transaction."""
    for reader, address, why in people:
        if why:
            is_counted = plan.before is None or not sends.state_of(plan.send, reader)
            if is_counted:
                excluded[why] += 1
        else:
            yield reader, address


def looked_through(
    send: str,
    readers: Iterable[tuple[str, str]],
    cast: Callable[[str, str], tuple[bytes, str]],
    sample: bytes,
    stationery: Stationery,
) -> int:
    """Looks at every mail before any goes; how many there are.

    Args:
        send: its id, for the message.
        readers: id and address of each.
        cast: the mail for one of them, with the token that stands for them.
        sample: the approved mail, to a reader who does not exist; each must be like it.
        stationery: says whether a token is to stand there at all.

    Raises:
        HeldError: one of them is not as it should be; nothing was sent.
        MessageError: one cannot be put together.
    """
    wanted, count = names(sample), 0
    for reader, address in readers:
        mail, token = cast(reader, address)
        fault = _fault(mail, wanted, len(sample), token, stationery) or (
            "" if count else _fault_inside(mail, token, stationery)
        )
        if fault:
            problem = f"the mail to reader {reader} {fault}; nothing was sent"
            raise HeldError(send, problem, "look at the templates and [mail], and approve the edition anew")
        count += 1
    return count


def names(mail: bytes) -> list[str]:
    """The names of a mail's header fields in their order."""
    head = mail.partition(b"\r\n\r\n")[0]
    return [name.decode("ascii") for name in _FIELD.findall(head)]


def _fault(mail: bytes, wanted: list[str], size: int, token: str, stationery: Stationery) -> str:
    """What is wrong with one mail; "" for nothing."""
    found = names(mail)
    if found != wanted:
        unlike = Counter(found)
        unlike.subtract(wanted)
        listed = ", ".join(sorted(name for name, count in unlike.items() if count)) or "their order"
        return f"has another header than what was approved ({listed})"
    if abs(len(mail) - size) > _SLACK:
        return f"has {len(mail):,} bytes, and what was approved {size:,}"
    if SAMPLE_READER.encode() in mail:
        return "holds the sample reader's address for leaving"
    if _is_addressed(stationery) and token.encode() not in mail:
        return "holds no address at which its reader leaves"
    return ""


def _fault_inside(mail: bytes, token: str, stationery: Stationery) -> str:
    """The same of its text as a reader sees it; all mails are cast alike, so one tells of all."""
    for part in message_from_bytes(mail).walk():
        if part.get_content_maintype() != "text":
            continue
        text = _text(part)
        if SAMPLE_READER in text:
            return "holds the sample reader's address for leaving in its text"
        if TOKEN in stationery.unsubscribe and token not in text:
            return "holds no address at which its reader leaves in its text"
    return ""


def _text(part: Message) -> str:
    held = part.get_payload(decode=True)
    return held.decode("utf-8", "replace") if isinstance(held, bytes) else ""


def _is_addressed(stationery: Stationery) -> bool:
    """Whether the mail says to whom it goes when its reader leaves."""
    return bool(stationery.unsubscribe_mail) or TOKEN in stationery.unsubscribe


def audience(people: Iterable[Candidate]) -> planning.Audience:
    """Those who get a mail, counted, and the others by reason."""
    return planning.audience(why for _, _, why in people)
