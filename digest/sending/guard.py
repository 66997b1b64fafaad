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
from datetime import datetime
from pathlib import Path
from typing import Any

from digest import words
from digest.deliver.states import State
from digest.errors import HeldError
from digest.readers.sends import Sends
from digest.sending import witness
from digest.sending.ledger import Ledger, Word, handings, home_line, records

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


def disagreement(says: Noted, kept: Kept, home: Home) -> str:
    """Why nothing may be sent from here, in words; "" where nothing speaks against it.

    `home` is where the ledger lies now.
    """
    checks = (_gone(says, kept), _away(says, home), _unknown(says, kept), _strange(says, kept))
    return next(filter(None, (*checks, _less(says, kept), _more(says, kept))), "")


def _gone(says: Noted, kept: Kept) -> str:
    handed = sum(kept.handings.values())
    if says.id or says.handings or not handed:
        return ""
    return f"sent.log is gone, in which {words.counted(handed, 'mail')} stood as handed over"


def _away(says: Noted, now: Home) -> str:
    was = says.home
    if not says.id or was.mark == now.mark:
        return ""
    if (was.host, was.folder) == (now.host, now.folder):
        return "this folder is a copy that was put in the place of the one that sent last"
    return f"the last mails went out from {was.host}, {was.folder}, and this is {now.host}, {now.folder}"


def _unknown(says: Noted, kept: Kept) -> str:
    found = sorted(says.handings.keys() - kept.handings.keys() - says.closed.keys())
    if not found:
        return ""
    return (
        f"the database of readers does not know {_named(found)}, which sent.log says was sent: it was "
        "deleted or rolled back, or it is another one"
    )


def _strange(says: Noted, kept: Kept) -> str:
    if kept.id == says.id or not (kept.id or any(kept.handings.values()) or says.handings):
        return ""
    return "the database of readers and sent.log do not belong together: one of them is another project's"


def _less(says: Noted, kept: Kept) -> str:
    open_ = says.handings.keys() - says.closed.keys()
    found = sorted(send for send in open_ if says.handings[send] > kept.handings.get(send, 0))
    if not found:
        return ""
    return f"the database of readers says less about {_named(found)} than sent.log: it was rolled back"


def _more(says: Noted, kept: Kept) -> str:
    found = sorted(send for send, count in kept.accepted.items() if count and send not in says.handings)
    if not found:
        return ""
    return f"sent.log says nothing about {_named(found)}, which the database of readers says was sent"


def admit(ledger: Ledger, sends: Sends, send: str, now: datetime, environ: Mapping[str, str]) -> None:
    """Lets `send` go out from here; a project that never sent is at home where it is.

    Raises:
        HeldError: database and ledger do not agree, or this is a copy; a person has to look.
        StoreError: one of them cannot be read.
    """
    settle(ledger, sends, look(ledger.path, sends, send, environ).id, now, environ)


def look(path: Path, sends: Sends, send: str, environ: Mapping[str, str]) -> Noted:
    """What the ledger at `path` says, which agrees with the database; raises what `admit` raises.

    Nothing is written, and another process may be sending meanwhile.
    """
    says, kept = noted(records(path)), known(sends)
    if why := says.closed.get(send):
        raise HeldError(send, closed(why), "the next edition goes to everybody again")
    home = here(path, environ) if path.exists() else says.home
    problem = (
        disagreement(says, kept, home)
        or witness.problem(path, says.id or kept.id, environ)
        or differing(
            handings(records(path), send),
            ((mail.reader, mail.handings, State(mail.state)) for mail in sends.handed(send)),
        )
    )
    if problem:
        raise held(send, problem)
    return says


def settle(ledger: Ledger, sends: Sends, own: str, now: datetime, environ: Mapping[str, str]) -> None:
    """Notes that the ledger called `own` lives here, and that the database belongs to it."""
    home = here(ledger.path, environ)
    if not own or noted(ledger.records()).home.mark != home.mark:
        own = own or secrets.token_hex(8)
        ledger.write([home_line(own, home.mark, home.host, home.folder, now)])
    if sends.fact(FACT) != own:
        sends.note(FACT, own)


def known(sends: Sends) -> Kept:
    """What the database of readers says as a whole."""
    totals = list(sends.totals())
    return Kept(
        sends.fact(FACT),
        {send: handings for send, handings, _ in totals},
        {send: accepted for send, _, accepted in totals},
    )


def closed(why: str) -> str:
    """That a send is not to be gone on with."""
    return f"is closed: {why}; whoever has not had it cannot be told from the others"


def differing(said: Mapping[str, int], rows: Iterable[tuple[str, int, State]]) -> str:
    """How the ledger's handings of one send and the database's `rows` differ; "" where the law holds.

    `rows` are reader, handings and state. A reader's handings in the database are those in the ledger or one
    more, since the database is written first; what it calls accepted stands in the ledger.
    """
    less = more = without = 0
    seen = 0
    for reader, count, state in rows:
        found = said.get(reader, 0)
        seen += reader in said
        less += count < found
        more += count > found + 1
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
