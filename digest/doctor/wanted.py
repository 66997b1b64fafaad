"""The records to publish, as lines for a zone file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from digest.deliver import dkimkeys
from digest.deliver.dkim import Signature
from digest.doctor.facts import Facts

_PIECE = 200  # octets of a TXT that stand together; 255 is the most (RFC 1035 section 3.3)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One record.

    Attributes:
        name: without a dot at the end.
        kind: TXT or MX.
        value: whole, without quotes.
        why: what it is for, in a few words.
    """

    name: str
    kind: str
    value: str
    why: str

    @property
    def line(self) -> str:
        """The record as a zone file has it; a long text in pieces."""
        if self.kind != "TXT":
            return f"{self.name}. IN {self.kind} {self.value}"
        pieces = textwrap.wrap(self.value, _PIECE, break_on_hyphens=False, drop_whitespace=False)
        quoted = " ".join('"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"' for piece in pieces)
        return f"{self.name}. IN TXT {f'( {quoted} )' if len(pieces) > 1 else quoted}"


def records(facts: Facts) -> list[Wanted]:
    """What should stand in the DNS; where there is an SPF or DMARC record already, that one may say more."""
    if not facts.sender:
        return []
    return [*_spf(facts), *map(of_key, facts.signatures), _dmarc(facts), *_exchange(facts)]


def of_key(signature: Signature) -> Wanted:
    """Where receivers find the public half of a key."""
    name = f"{signature.selector}._domainkey.{signature.domain}"
    return Wanted(name, "TXT", dkimkeys.published(signature.key), f"DKIM, {signature.algorithm}")


def _spf(facts: Facts) -> Iterator[Wanted]:
    value = f"v=spf1 a:{facts.host} -all" if "." in facts.host else "v=spf1 mx -all"
    why = "SPF; if a service carries your mail, the include that it names in place of this"
    yield Wanted(facts.returns, "TXT", value, why)


def _dmarc(facts: Facts) -> Wanted:
    why = "DMARC; p=quarantine once the reports that you get are clean"
    value = f"v=DMARC1; p=none; rua=mailto:dmarc@{facts.sender}"
    return Wanted(f"_dmarc.{facts.sender}", "TXT", value, why)


def _exchange(facts: Facts) -> Iterator[Wanted]:
    host = facts.host if "." in facts.host else f"mail.{facts.sender}"
    for domain in dict.fromkeys((facts.returns, facts.replies)):
        yield Wanted(domain, "MX", f"10 {host}.", "takes answers and returned mail; any server that does so")
