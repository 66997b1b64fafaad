"""Who is at work on a folder that two machines share: a lease that ends by itself.

The lock of a file system frees itself when its process dies, but need not reach from one machine to another.
A lease does: it names its owner, ends at a time, and has a number that grows with each new owner. It saves
work; that nothing is made or sent twice is seen to by the rows that can be claimed once only.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from digest.errors import BusyError, HeldError
from digest.listening import Listener
from digest.store import Store

NAME = "lease"
LENGTH = timedelta(minutes=30)
"""More than a build takes; a send renews it as it goes. So long one that died keeps the others waiting."""
_RENEWED_S = 60.0


@dataclass(frozen=True, slots=True)
class Lease:
    """That `owner` is at work until `until` (ISO 8601, UTC); `number` grows with each new owner."""

    owner: str
    number: int
    until: str

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended; also where it ends later than any can, since a clock was wrong then."""
        until = datetime.fromisoformat(self.until)
        return until <= now or until > now + 2 * LENGTH


def taken(text: str, owner: str, now: datetime) -> Lease:
    """The lease that `owner` gets where `text` is the one that stands; "" for none.

    Raises:
        BusyError: another one has it.
    """
    before = _read(text)
    if before and before.owner and before.owner != owner and not before.is_over(now):
        who = before.owner.partition(" ")[0]
        remedy = f"it ends by itself at {before.until}"
        raise BusyError(who, "another machine is at work on this folder", remedy)
    number = before.number if before else 0
    mine = before is not None and before.owner == owner
    until = (now + LENGTH).astimezone(UTC).isoformat(timespec="seconds")
    return Lease(owner, number if mine else number + 1, until)


def renewed(text: str, mine: Lease, now: datetime) -> Lease:
    """`mine` for longer.

    Raises:
        HeldError: another machine has taken over meanwhile, since it had ended.
    """
    stands = _read(text)
    if stands is None or (stands.owner, stands.number) != (mine.owner, mine.number):
        problem = "another machine has taken over this folder meanwhile"
        raise HeldError("digest run", problem, "it goes on there; let one machine alone do it")
    return taken(text, mine.owner, now)


@contextmanager
def held(
    store: Store, now: datetime, listen: Listener, *, passed_s: Callable[[], float] = time.monotonic
) -> Iterator[Listener]:
    """Holds the lease while the block runs. Gives `listen` in a form that renews it as work goes on.

    Raises:
        BusyError: another machine holds it.
    """
    owner = f"{platform.node() or 'machine'} {os.getpid()} {secrets.token_hex(6)}"
    mine = _exchanged(store, lambda text: taken(text, owner, now))
    began = last = passed_s()

    def working(name: str, done: int, total: int) -> None:
        nonlocal last, mine
        if passed_s() - last >= _RENEWED_S:
            last = passed_s()
            mine = _exchanged(store, lambda text: renewed(text, mine, now + timedelta(seconds=last - began)))
        listen(name, done, total)

    try:
        yield working
    finally:
        store.exchange(NAME, lambda text: _freed(text, mine))


def _exchanged(store: Store, change: Callable[[str], Lease]) -> Lease:
    found = _read(store.exchange(NAME, lambda text: json.dumps(asdict(change(text)))))
    assert found is not None, "just written"  # noqa: S101
    return found


def _freed(text: str, mine: Lease) -> str:
    """Nobody's; the number stays, so that it goes on growing."""
    stands = _read(text)
    if stands is None or (stands.owner, stands.number) != (mine.owner, mine.number):
        return text
    return json.dumps(asdict(Lease("", mine.number, mine.until)))


def _read(text: str) -> Lease | None:
    try:
        return Lease(**json.loads(text)) if text else None
    except (ValueError, TypeError):
        return None
