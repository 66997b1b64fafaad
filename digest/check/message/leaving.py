"""The ways out of the list, and the name of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.message.rawmail import ENCODED_WORD, RawMail
from digest.check.message.rules import REPORT, about_mail, of, spot
from digest.check.spot import Spot
from digest.model import SAMPLE_READER, TOKEN

_CLICK = "List-Unsubscribe=One-Click"


@about_mail(
    "unsubscribe",
    "the list cannot be left by the mail program's own button",
    "Gmail and Yahoo ask for it of everybody who sends much (RFC 2369, RFC 8058)",
)
def unsubscribe(galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """List-Unsubscribe: one https address and one mailto, plain, as they are configured."""
    found = mail.all("List-Unsubscribe")
    yield from _not_configured(galley)
    if len(found) > 1:
        yield Fault(of(found[1]), "List-Unsubscribe stands more than once", REPORT)
    for field in found[:1]:
        rest = re.sub(r"<[^<>]*>", "", field.value)
        if rest.replace(" ", "") != "," * (len(field.uris) - 1) or not field.uris:
            yield Fault(of(field), "it is not a list of addresses in angle brackets", REPORT)
        for uri in field.uris:
            if not re.fullmatch(r"(?:https://|mailto:)[!-;=?-~]+", uri) or ENCODED_WORD.search(uri):
                yield Fault(spot(uri), "it is no plain https or mailto address", REPORT)
            if f"<{uri}>" not in field.raw:
                yield Fault(spot(uri), "the address is folded in its middle", REPORT)
    uris = found[0].uris if found else ()
    for scheme, key in (("https:", "unsubscribe"), ("mailto:", "unsubscribe_mail")):
        count = sum(uri.startswith(scheme) for uri in uris)
        expected = 1 if getattr(galley.stationery, key) else 0
        if count != expected:
            yield Fault(spot("List-Unsubscribe"), f"{count} {scheme} addresses instead of {expected}", REPORT)


def _not_configured(galley: Galley) -> Iterator[Fault]:
    ours = galley.stationery
    wants = (
        ("unsubscribe", ours.unsubscribe, f'unsubscribe = "https://example.org/leave/{TOKEN}"'),
        ("unsubscribe_mail", ours.unsubscribe_mail, 'unsubscribe_mail = "leave@example.org"'),
    )
    level = "warning" if ours.unsubscribe or ours.unsubscribe_mail else "error"
    for key, value, line in wants:
        if not value:
            reason = f"{key} is not set: a reader has one way less to leave"
            yield Fault(Spot("sources.toml"), reason, f"write {line} under [mail] in sources.toml", level)


@about_mail(
    "one-click",
    "the promise that one click is enough to leave is missing, wrong, or cannot be kept",
    "List-Unsubscribe-Post has one allowed value and means the https address only (RFC 8058 section 3.1)",
)
def one_click(galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """List-Unsubscribe-Post exactly as it must be, and only where an https address says who leaves."""
    found = mail.all("List-Unsubscribe-Post")
    https = [uri for uri in mail.first("List-Unsubscribe").uris if uri.startswith("https://")]
    if https and not galley.stationery.names_reader:
        yield _nameless(galley.stationery.unsubscribe)
    elif https and not found:
        yield Fault(spot("List-Unsubscribe-Post"), "it is missing beside an https address", REPORT)
    elif https and SAMPLE_READER not in https[0]:
        yield Fault(of(mail.first("List-Unsubscribe")), "the address for leaving names no reader", REPORT)
    for field in found:
        if not https:
            yield Fault(of(field), "it is promised without an https address", REPORT)
        if field.value != _CLICK or len(found) > 1:
            yield Fault(of(field), f"it must read {_CLICK}, once", REPORT)


def _nameless(address: str) -> Fault:
    """Why a server does not hear who leaves."""
    if TOKEN in address:
        reason = f"{TOKEN} stands behind the # of the address, and what stands there reaches no server"
        return Fault(Spot("sources.toml", address), reason, f"put {TOKEN} before the # of unsubscribe")
    reason = f"the address has no {TOKEN}, so that one click does not say who leaves"
    return Fault(Spot("sources.toml", address), reason, f"put {TOKEN} into unsubscribe")


@about_mail(
    "list",
    "readers cannot sort the mail by its list",
    "filters go by List-Id, which must stay the same for ever (RFC 2919)",
)
def list_id(galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """List-Id once and as configured."""
    found = mail.all("List-Id")
    if not galley.stationery.list_id:
        remedy = 'write list_id = "weekly.example.org", of your own domain, under [mail] in sources.toml'
        yield Fault(Spot("sources.toml"), "list_id is not set", remedy, "warning")
    elif [field.uris for field in found] != [(galley.stationery.list_id,)] or len(found[0].value) > 255:
        yield Fault(spot("List-Id"), "it does not hold the list's name once", REPORT)


@about_mail(
    "automatic",
    "the mail does not say that a program sends it",
    "the replies of holidaymakers stay away from what says so (RFC 3834 section 5)",
)
def automatic(_galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """Auto-Submitted: auto-generated."""
    if [field.value for field in mail.all("Auto-Submitted")] != ["auto-generated"]:
        yield Fault(spot("Auto-Submitted"), "it should read auto-generated, once", REPORT)
