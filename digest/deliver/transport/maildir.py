"""Into a folder of this machine: the mail can be looked at with any program that reads a Maildir.

The form is that of https://cr.yp.to/proto/maildir.html: written whole in `tmp`, moved to `new`. Lines end as
they do in files of this machine, as mail programs expect there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Literal

from digest.config import DeliverySettings
from digest.deliver.transport.kinds import Door, Parcel, Receipt
from digest.deliver.transport.shelving import Shelf, Staged, settle, stage, writable

OUTBOX = "outbox"
"""The Maildir inside the folder for everything that is made."""


class Settings(DeliverySettings):
    """`[delivery]` with `kind = "maildir"`: nothing is to be set."""

    kind: Literal["maildir"] = "maildir"

    @property
    def is_local(self) -> bool:
        """Nothing leaves this machine."""
        return True

    @property
    def way(self) -> str:
        """Into the folder."""
        return f"into the folder {OUTBOX} beside the editions; nothing leaves this machine"


def carry(settings: Settings, parcel: Parcel, door: Door) -> Receipt:  # noqa: ARG001 - there is nothing to set
    """Puts `parcel` into the outbox: on the disk whole, or not there at all.

    Raises:
        NotSentError: it cannot be written.
    """
    box = door.out / OUTBOX
    with writable(box):
        _made(box)
        content = _content(parcel)
        # The same mail at the same moment gets a second name: who tests twice wants to see two.
        name = _free(box, f"{int(door.now.timestamp())}.{_digest(content)}.digest")
        final = settle(_staged(box, content, name))
    words = f"put into {final}; nothing left this machine, since [delivery] names no mail server"
    return Receipt(str(final), words)


@contextmanager
def line(settings: Settings, door: Door) -> Iterator[Shelf]:  # noqa: ARG001 - there is nothing to set
    """The Maildir, open for one mail after the other; the same mail lies there once.

    Raises:
        NotSentError: it cannot be made.
    """
    box = door.out / OUTBOX
    with writable(box):
        _made(box)

    def staged(parcel: Parcel) -> Staged:
        content = _content(parcel)
        return _staged(box, content, _name(content))

    yield Shelf(staged, lambda parcel: _found(box, _name(_content(parcel))))


def _made(box: Path) -> None:
    for name in ("tmp", "new", "cur"):
        (box / name).mkdir(parents=True, exist_ok=True, mode=0o700)


def _content(parcel: Parcel) -> bytes:
    """The mail as it lies there, below what a server that delivers would write (RFC 5321 section 4.4)."""
    envelope = f"Return-Path: <{parcel.sender}>\r\nDelivered-To: {parcel.to}\r\n".encode("ascii")
    return (envelope + parcel.content).replace(b"\r\n", os.linesep.encode("ascii"))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _name(content: bytes) -> str:
    """Of a mail of a send: without the moment, so that a second try finds it."""
    return f"0.{_digest(content)}.digest"


def _staged(box: Path, content: bytes, name: str) -> Staged:
    return stage(content, box / "tmp" / name, box / "new" / name)


def _found(box: Path, name: str) -> Path | None:
    """Where it lies; a program that shows it moves it to `cur`, and writes flags behind its name."""
    if (box / "new" / name).exists():
        return box / "new" / name
    return next((box / "cur").glob(f"{name}*"), None)


def _free(box: Path, name: str) -> str:
    for number in count():
        tried = f"{name}.{number}" if number else name
        if not any((box / folder / tried).exists() for folder in ("new", "cur")):
            return tried
    raise AssertionError("count() never ends")
