"""Into files, one a reader: each holds the mail to the byte as a server would get it.

Any mail program opens an `.eml`, and so does whoever wants to look at what every reader would get.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from digest.config import DeliverySettings
from digest.deliver.transport.kinds import Door, Parcel, Receipt
from digest.deliver.transport.shelving import Shelf, Staged, name, settle, stage, writable

OUTBOX = "outbox-eml"
"""The folder inside the one for everything that is made."""


class Settings(DeliverySettings):
    """`[delivery]` with `kind = "eml"`: nothing is to be set."""

    kind: Literal["eml"] = "eml"

    @property
    def is_local(self) -> bool:
        """Nothing leaves this machine."""
        return True

    @property
    def way(self) -> str:
        """Into the folder."""
        return f"into files in the folder {OUTBOX} beside the editions; nothing leaves this machine"


def carry(settings: Settings, parcel: Parcel, door: Door) -> Receipt:  # noqa: ARG001 - there is nothing to set
    """Writes `parcel`: on the disk whole, or not there at all; the same mail again changes nothing.

    Raises:
        NotSentError: it cannot be written.
    """
    box = door.out / OUTBOX
    with writable(box):
        _made(box)
        final = settle(_staged(box, parcel))
    return Receipt(str(final), f"put into {final}; nothing left this machine")


@contextmanager
def line(settings: Settings, door: Door) -> Iterator[Shelf]:  # noqa: ARG001 - there is nothing to set
    """The folder, open for one mail after the other.

    Raises:
        NotSentError: it cannot be made.
    """
    box = door.out / OUTBOX
    with writable(box):
        _made(box)
    yield Shelf(lambda parcel: _staged(box, parcel), lambda parcel: _found(box, parcel))


def _made(box: Path) -> None:
    box.mkdir(parents=True, exist_ok=True, mode=0o700)


def _staged(box: Path, parcel: Parcel) -> Staged:
    final = box / f"{name(parcel)}.eml"
    return stage(parcel.content, box / f".{final.name}.new", final)


def _found(box: Path, parcel: Parcel) -> Path | None:
    """The file with this very mail; one of the same name with other bytes is of an older version."""
    path = box / f"{name(parcel)}.eml"
    try:
        return path if path.read_bytes() == parcel.content else None
    except FileNotFoundError:
        return None
