"""Into a folder of this machine: the mail can be looked at with any program that reads a Maildir.

The form is that of https://cr.yp.to/proto/maildir.html: written whole in `tmp`, moved to `new`. Lines end as
they do in files of this machine, as mail programs expect there.
"""

from __future__ import annotations

import os
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Literal

from digest.config import DeliverySettings
from digest.deliver.transport.kinds import Door, NotSentError, Parcel, Receipt
from digest.files import unwritable

OUTBOX = "outbox"
"""The Maildir inside the folder for everything that is made."""


class Settings(DeliverySettings):
    """`[delivery]` with `kind = "maildir"`: nothing is to be set."""

    kind: Literal["maildir"] = "maildir"

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
    try:
        for name in ("tmp", "new", "cur"):
            (box / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        final = _stored(box, _envelope(parcel) + parcel.content, int(door.now.timestamp()))
    except OSError as error:
        told = unwritable(error, box)
        raise NotSentError(
            told.subject, told.problem, "free some space, or check who may write there"
        ) from error
    words = f"put into {final}; nothing left this machine, since [delivery] names no mail server"
    return Receipt(str(final), words)


def _envelope(parcel: Parcel) -> bytes:
    """What a server that delivers would write above the mail (RFC 5321 section 4.4)."""
    return f"Return-Path: <{parcel.sender}>\r\nDelivered-To: {parcel.to}\r\n".encode("ascii")


def _stored(box: Path, content: bytes, seconds: int) -> Path:
    """The mail under a name that no other has; the same mail at the same moment gets a second one."""
    name = _free(box, f"{seconds}.{sha256(content).hexdigest()[:16]}.digest")
    temporary, final = box / "tmp" / name, box / "new" / name
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.replace(b"\r\n", os.linesep.encode("ascii")))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(final.parent)
    return final


def _free(box: Path, name: str) -> str:
    for number in count():
        tried = f"{name}.{number}" if number else name
        if not any((box / folder / tried).exists() for folder in ("new", "cur")):
            return tried
    raise AssertionError("count() never ends")


def _sync(folder: Path) -> None:
    """Makes a new name in `folder` outlive a power cut; a system that cannot is left alone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
