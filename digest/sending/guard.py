"""Whether this place may send: the database of readers and `sent.log` belong together, and both are at home.

A copy of a project is as good as the original in everything but one: it does not know what the other has
sent since. So the ledger says where it lives, by machine, folder and file, and a copy is held until a person
says that it is the only one. A machine that is made anew for every run, as in CI, says with `DIGEST_MACHINE`
which one it stands for.
"""

from __future__ import annotations

import hashlib
import platform
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digest import words
from digest.deliver.states import State
from digest.errors import HeldError
from digest.sending.ledger import Word

VARIABLE = "DIGEST_MACHINE"
"""The variable of the environment that names the machine where folder and file change with every run."""
FACT = "ledger"
"""The fact in the database that names its ledger."""
_IDENTITIES = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Home:
    """Where a ledger lives.

    Attributes:
        mark: 32 hex digits that are others on another machine, in another folder, or for a copy of the file.
        host: name of the machine, for a person.
        folder: in which the ledger lies, for a person.
    """

    mark: str
    host: str
    folder: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What a ledger says as a whole.

    Attributes:
        id: its own, by chance; "" where it was never used.
        home: where it says that it lives.
        handings: mails that were handed over, by send.
        closed: sends that are not to be gone on with, and why.
    """

    id: str = ""
    home: Home = Home("", "", "")
    handings: Mapping[str, int] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database of readers says as a whole.

    Attributes:
        id: of the ledger that belongs to it; "" where none ever did.
        handings: mails that were handed over, by send; 0 for one that is prepared.
        accepted: mails that were accepted, by send.
    """

    id: str = ""
    handings: Mapping[str, int] = field(default_factory=dict)
    accepted: Mapping[str, int] = field(default_factory=dict)


def here(path: Path, environ: Mapping[str, str]) -> Home:
    """The home of the ledger at `path`, which is there."""
    folder = str(path.parent.resolve())
    if named := environ.get(VARIABLE, "").strip():
        return Home(_hashed("named", named), named, folder)
    return Home(
        _hashed(_machine(), folder, str(path.stat().st_ino)), platform.node() or "this machine", folder
    )


def noted(records: Iterable[Mapping[str, Any]]) -> Noted:
    """What a ledger says with all its lines."""
    own, home = "", Home("", "", "")
    handings: Counter[str] = Counter()
    closed: dict[str, str] = {}
    for record in records:
        if Word.HANDING in record:
            handings[record["send"]] += 1
        elif "home" in record:
            own, home = record["ledger"], Home(record["home"], record["host"], record["folder"])
        elif "closed" in record:
            closed[record["send"]] = record["closed"]
    return Noted(own, home, handings, closed)


def fresh() -> str:
    """An id for a new ledger."""
    return secrets.token_hex(8)


def disagreement(says: Noted, kept: Kept, home: Home | None) -> str:
    """Why nothing may be sent from here, in words; "" where nothing speaks against it.

    `home` is where the ledger lies now; None where there is no file.
    """
    handed = sum(kept.handings.values())
    if not says.id and not says.handings:
        return (
            f"sent.log is gone, in which {words.counted(handed, 'mail')} stood as handed over"
            if handed
            else ""
        )
    if unknown := sorted(says.handings.keys() - kept.handings.keys() - says.closed.keys()):
        return (
            f"the database of readers does not know {_named(unknown)}, which sent.log says was sent: it was "
            "deleted or rolled back, or it is another one"
        )
    if kept.id != says.id and (kept.id or handed or says.handings):
        return "the database of readers and sent.log do not belong together: one of them is another project's"
    if less := sorted(
        send for send, count in says.handings.items() if count > kept.handings.get(send, count)
    ):
        return f"the database of readers says less about {_named(less)} than sent.log: it was rolled back"
    if more := sorted(send for send, count in kept.accepted.items() if count and send not in says.handings):
        return f"sent.log says nothing about {_named(more)}, which the database of readers says was sent"
    return _away(says.home, home) if home else ""


def _away(was: Home, now: Home) -> str:
    """That the ledger is not at home; "" where it is."""
    if was.mark == now.mark:
        return ""
    if (was.host, was.folder) == (now.host, now.folder):
        return "this folder is a copy that was put in the place of the one that sent last"
    return f"the last mails went out from {was.host}, {was.folder}, and this is {now.host}, {now.folder}"


def differing(said: Mapping[str, int], rows: Iterable[tuple[str, int, State]]) -> str:
    """How the ledger's handings of one send and the database's `rows` differ; "" where the law holds.

    `rows` are reader, handings and state. A reader's handings in the database are those in the ledger or one
    more, since the database is written first; what it calls accepted stands in the ledger.
    """
    less = more = without = 0
    seen = 0
    for reader, handings, state in rows:
        found = said.get(reader, 0)
        seen += reader in said
        less += handings < found
        more += handings > found + 1
        without += state is State.ACCEPTED and not found
    less += len(said) - seen
    told = (
        (less, "sent.log says more than the database of readers, which was rolled back"),
        (more, "sent.log says less than the database of readers; lines of it are gone"),
        (
            without,
            "sent.log does not say that it was handed over, and the database says that it was accepted",
        ),
    )
    return "; ".join(f"of {words.counted(count, 'reader')} {what}" for count, what in told if count)


def held(send: str, problem: str) -> HeldError:
    """That nothing is sent, and the way on."""
    remedy = (
        "nothing was sent. If no other copy of it sends any more, `digest send --adopt` takes both together "
        "as what was sent, and nobody gets a mail again"
    )
    return HeldError(send, problem, remedy)


def _named(sends: list[str]) -> str:
    more = len(sends) - _LISTED
    return ", ".join(sends[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _machine() -> str:
    """What tells this machine from others: its own id, else its name. Only a hash of it is written down."""
    for path in _IDENTITIES:
        try:
            found = Path(path).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if found:
            return found
    return platform.node()


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
