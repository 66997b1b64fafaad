"""SPF: whether the records of a domain allow a machine to send for it (RFC 7208)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from digest.doctor.book import Answer, Book, Kind

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOOKUPS = 10
"""Questions to the DNS that one evaluation may cost; with more it fails for everybody (section 4.6.4)."""

_TERM = re.compile(
    r"(?P<sign>[+?~-]?)(?P<name>all|include|a|mx|ptr|ip4|ip6|exists)"
    r"(?::(?P<domain>[^\s/]*[^\s/:]|[0-9A-Fa-f:.]+))?(?P<length>(?:/\d{1,3})?(?://\d{1,3})?)",
    re.IGNORECASE,
)
_MODIFIER = re.compile(r"(?P<name>[A-Za-z][\w.-]*)=(?P<value>\S*)")


class Verdict(StrEnum):
    """What SPF says of a machine (section 2.6); `unknown` is ours: not everything could be looked up."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    NONE = "none"
    PERMERROR = "permerror"
    UNKNOWN = "unknown"


_SIGNS = {"+": Verdict.PASS, "": Verdict.PASS, "-": Verdict.FAIL, "~": Verdict.SOFTFAIL, "?": Verdict.NEUTRAL}


@dataclass(frozen=True, slots=True)
class Result:
    """What came out.

    Attributes:
        words: why, where it is not plain.
        lookups: how many questions it cost.
    """

    verdict: Verdict
    words: str = ""
    lookups: int = 0


class _BrokenError(Exception):
    """A record cannot be evaluated; the message is why."""


def records(book: Book, domain: str) -> Answer:
    """The SPF records of `domain`; there should be one."""
    answer = book.look(domain, "TXT")
    return Answer(tuple(text for text in answer.values if _is_spf(text)), answer.unknown)


def evaluate(book: Book, domain: str, address: Address) -> Result:
    """Whether `domain` allows the machine at `address` to send."""
    walk = _Walk(book, address)
    try:
        verdict = walk.domain(domain)
    except _BrokenError as error:
        return Result(Verdict.PERMERROR, str(error), walk.lookups)
    if verdict is not Verdict.PASS and walk.unknown:
        return Result(Verdict.UNKNOWN, walk.unknown[0], walk.lookups)
    return Result(verdict, "", walk.lookups)


def _is_spf(text: str) -> bool:
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


@dataclass
class _Walk:
    """One evaluation, with what it cost so far."""

    book: Book
    address: Address
    lookups: int = 0
    unknown: list[str] = field(default_factory=list)

    def domain(self, name: str) -> Verdict:
        """What the record of `name` says."""
        answer = records(self.book, name)
        if answer.unknown:
            self.unknown.append(answer.unknown)
            return Verdict.NONE
        if not answer.values:
            return Verdict.NONE
        if len(answer.values) > 1:
            raise _BrokenError(f"{name} has {len(answer.values)} SPF records")
        return self._record(name, answer.values[0])

    def _record(self, name: str, text: str) -> Verdict:
        redirect = ""
        for word in text.split()[1:]:
            if modifier := _MODIFIER.fullmatch(word):
                redirect = modifier["value"] if modifier["name"].lower() == "redirect" else redirect
                continue
            term = _TERM.fullmatch(word)
            if not term:
                raise _BrokenError(f"“{word}” in the record of {name} is not understood")
            if self._matches(term, name):
                return _SIGNS[term["sign"]]
        return self._redirected(redirect) if redirect else Verdict.NEUTRAL

    def _redirected(self, name: str) -> Verdict:
        self._ask(name)
        verdict = self.domain(name.lower().rstrip("."))
        if verdict is Verdict.NONE and not self.unknown:
            raise _BrokenError(f"redirect={name} leads to no SPF record")
        return verdict

    def _matches(self, term: re.Match[str], own: str) -> bool:
        kind, given = term["name"].lower(), term["domain"] or ""
        if kind == "all":
            return True
        if kind in {"ip4", "ip6"}:
            return self._is_in(given, term["length"], own)
        self._ask(given or own)
        if "%" in given or kind in {"ptr", "exists"}:
            self.unknown.append(f"“{term[0]}” depends on the mail, and is not evaluated here")
            return False
        name = (given or own).lower().rstrip(".")
        if kind == "include":
            return self._includes(name)
        hosts = self._exchanges(name) if kind == "mx" else [name]
        return any(self._is_near(found, term["length"]) for host in hosts for found in self._addresses(host))

    def _includes(self, name: str) -> bool:
        before = len(self.unknown)
        verdict = self.domain(name)
        if verdict is Verdict.NONE and len(self.unknown) == before:
            raise _BrokenError(f"include:{name} leads to no SPF record")
        return verdict is Verdict.PASS

    def _ask(self, name: str) -> None:
        self.lookups += 1
        if self.lookups > LOOKUPS:
            raise _BrokenError(f"it costs more than {LOOKUPS} lookups (it was at {name} then)")

    def _is_in(self, given: str, length: str, own: str) -> bool:
        try:
            network = ipaddress.ip_network(given + length, strict=False)
        except ValueError:
            raise _BrokenError(f"“{given}{length}” in the record of {own} is no network") from None
        return self.address in network

    def _is_near(self, found: Address, length: str) -> bool:
        """Whether `found` and the machine are in one network; `length` is `/24`, `//64` or both."""
        short, _, long = length.partition("//")
        bits = long if found.version == 6 else short.removeprefix("/")
        if found.version != self.address.version or (bits and int(bits) > found.max_prefixlen):
            return False
        return self.address in ipaddress.ip_network(f"{found}/{bits or found.max_prefixlen}", strict=False)

    def _exchanges(self, name: str) -> list[str]:
        hosts = [value.split()[1] for value in self._look(name, "MX")]
        if len(hosts) > LOOKUPS:
            raise _BrokenError(f"{name} has more than {LOOKUPS} MX records")
        return [host for host in hosts if host != "."]

    def _addresses(self, host: str) -> Iterator[Address]:
        kind: Kind = "A" if self.address.version == 4 else "AAAA"
        for value in self._look(host, kind):
            yield ipaddress.ip_address(value)

    def _look(self, name: str, kind: Kind) -> tuple[str, ...]:
        answer = self.book.look(name, kind)
        if answer.unknown:
            self.unknown.append(answer.unknown)
        return answer.values
