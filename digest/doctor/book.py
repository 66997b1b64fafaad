"""Where records are looked up: the DNS, or a zone file that somebody pasted; both answer alike.

Names are in small letters without a dot at the end. A TXT is whole: its pieces are put together as a mail
server does it (RFC 7208 section 3.3). An MX is `10 mail.example.org`, a null MX `0 .` (RFC 7505).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.resolver
import dns.tokenizer
import dns.zonefile

from digest.errors import DigestError

Kind = Literal["TXT", "MX", "A", "AAAA"]
_CNAMES = 8  # a longer chain is a circle
_PATIENCE_S = 6.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of the records of one name and kind.

    Attributes:
        values: one a record; empty where there is none.
        unknown: why nobody can say; "" where it is known.
    """

    values: tuple[str, ...] = ()
    unknown: str = ""


class Book(Protocol):
    """Something in which records are looked up."""

    def look(self, name: str, kind: Kind, /) -> Answer:
        """The records of `name`."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Where nothing may be asked."""

    def look(self, name: str, kind: Kind, /) -> Answer:  # noqa: ARG002
        """That it is not known."""
        return Answer(unknown="not looked up (offline)")


@dataclass
class Dns:
    """The DNS itself; each question is asked once."""

    _resolver: dns.resolver.Resolver | None = None
    _known: dict[tuple[str, Kind], Answer] = field(default_factory=dict)

    def look(self, name: str, kind: Kind, /) -> Answer:
        """The records of `name`, as the resolver of this machine knows them."""
        if (name, kind) not in self._known:
            self._known[name, kind] = self._asked(name, kind)
        return self._known[name, kind]

    def _asked(self, name: str, kind: Kind) -> Answer:
        try:
            resolver = self._resolver = self._resolver or dns.resolver.Resolver()
            found = resolver.resolve(f"{name}.", kind, lifetime=_PATIENCE_S)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return Answer()
        except (dns.exception.DNSException, UnicodeError, OSError) as error:
            return Answer(unknown=f"the DNS does not answer for {name} ({type(error).__name__})")
        return Answer(tuple(_value(record) for record in found))


@dataclass(frozen=True, slots=True)
class ZoneFile:
    """A zone file: what it does not hold does not exist, below the names that it is about."""

    origins: tuple[str, ...]
    records: Mapping[tuple[str, str], tuple[str, ...]]

    def look(self, name: str, kind: Kind, /) -> Answer:
        """The records of `name`; unknown where the file is not about it."""
        for _ in range(_CNAMES):
            if found := self.records.get((name, kind)):
                return Answer(found)
            if not any(name == origin or name.endswith(f".{origin}") for origin in self.origins):
                return Answer(unknown=f"{name} is outside the zone file")
            if not (alias := self.records.get((name, "CNAME"))):
                return Answer()
            name = alias[0]
        return Answer(unknown=f"{name} is an alias that goes in circles")


def read(file: Path, domains: Iterable[str]) -> ZoneFile:
    """The zone file at `file`.

    Raises:
        DigestError: it cannot be read, or is none; it names the line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = f"cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}".lower()
        raise DigestError(str(file), problem, "--zone names the file with your records") from error
    return parse(text, domains, str(file))


def parse(text: str, domains: Iterable[str], where: str = "zone file") -> ZoneFile:
    """The records that a zone file in the form of BIND holds (RFC 1035 section 5).

    Args:
        text: it may be a few pasted lines without SOA, TTL or class.
        domains: what it is about where no $ORIGIN says so; the first completes its short names.
        where: what a message calls it.

    Raises:
        DigestError: a line is no record.
    """
    known = list(dict.fromkeys(filter(None, domains)))
    gathered = _Gathered()
    # Pasted lines are often all moved to the right, which would make each belong to the name before it.
    plain = textwrap.dedent(text.replace("\r\n", "\n"))
    reader = dns.zonefile.Reader(
        dns.tokenizer.Tokenizer(plain + "\n", "near line "),
        dns.rdataclass.IN,
        gathered,
        default_ttl=3600,
    )
    reader.current_origin = reader.last_name = dns.name.from_text(known[0] if known else ".")
    try:
        reader.read()
    except (dns.exception.DNSException, ValueError) as error:
        problem = f"is no zone file: {str(error).replace('line :', 'line ')}"
        remedy = 'write each record like: news.example.org. IN TXT "v=spf1 mx -all"'
        raise DigestError(where, problem, remedy) from error
    stated = [line.split()[1] for line in plain.splitlines() if line.upper().startswith("$ORIGIN ")]
    starts = [name.rstrip(".").lower() for name in stated if name.endswith(".")]
    origins = tuple(dict.fromkeys(filter(None, [*known, *starts])))
    return ZoneFile(
        tuple(dict.fromkeys(origins)), {key: tuple(found) for key, found in gathered.records.items()}
    )


class _Gathered(dns.zonefile.RRsetsReaderTransaction):
    """What the reader of a zone file writes to; the zones of dnspython want one domain and its SOA."""

    def __init__(self) -> None:
        manager = dns.zonefile.RRSetsReaderManager(origin=dns.name.root, relativize=False)
        super().__init__(manager, replacement=True, read_only=False)  # type: ignore[no-untyped-call]
        self.records: dict[tuple[str, str], list[str]] = {}

    def add(self, *given: Any) -> None:
        """Takes one record: its name, its time to live and itself."""
        name, _, record = given
        key = (_plain(name), dns.rdatatype.to_text(record.rdtype))
        self.records.setdefault(key, []).append(_value(record))


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _value(record: Any) -> str:
    if record.rdtype == dns.rdatatype.TXT:
        return b"".join(record.strings).decode("utf-8", "replace")
    if record.rdtype == dns.rdatatype.MX:
        host = _plain(record.exchange)
        return f"{record.preference} {host or '.'}"
    if record.rdtype == dns.rdatatype.CNAME:
        return _plain(record.target)
    return str(record.to_text())
