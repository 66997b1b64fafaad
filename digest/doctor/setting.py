"""The checks of what is configured and of what was found by knocking. Each is one function over the facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from digest.doctor.facts import Facts, Page
from digest.doctor.finding import Finding, fail, note, ok, warn

SOON = timedelta(days=14)
"""A certificate that holds no longer than this should be renewed."""
SLOW_S = 3.0
"""Programs of mail wait about that long for an address for leaving."""
OFF = timedelta(minutes=10)
"""So far from another's clock a Date looks forged to some filters."""

_OFFLINE = "not looked at (offline)"


def sender(facts: Facts) -> Iterator[Finding]:
    """Somebody sends, with an address of a domain of their own."""
    if not facts.sender:
        remedy = 'write sender = "Name <name@example.org>" under [mail]'
        yield fail("Sender", "nobody sends this mail", remedy)
        return
    yield ok("Sender", f"{facts.config.mail.sender}")


def imprint(facts: Facts) -> Iterator[Finding]:
    """A name of the list that never changes, and a postal address."""
    mail = facts.config.mail
    if mail.list_id:
        yield ok("List-Id", mail.list_id)
    else:
        remedy = f'write list_id = "weekly.{facts.sender or "example.org"}" under [mail], and keep it'
        yield warn("List-Id", "the list has no name: readers cannot file the mail by it", remedy)
    if mail.address:
        yield ok("Postal address", mail.address)
    else:
        remedy = "write address = … under [mail]; many countries require it"
        yield warn("Postal address", "none stands below the mail", remedy)


def leaving(facts: Facts) -> Iterator[Finding]:
    """One click at https, and a mail, by which readers leave (RFC 8058)."""
    mail = facts.config.mail
    if not mail.unsubscribe:
        remedy = (
            'write unsubscribe = "https://…/{token}" under [mail]; digest serve-unsubscribe answers there'
        )
        words = "there is no address at which one click is enough; large providers ask for it"
        yield (warn if mail.unsubscribe_mail else fail)("Leaving", words, remedy)
    elif not facts.config.stationery.names_reader:
        words = f"{mail.unsubscribe} does not say who leaves, so that one click is not announced"
        yield warn("Leaving", words, "put {token} into unsubscribe under [mail]")
    else:
        yield _opened(facts)
    if not mail.unsubscribe_mail:
        remedy = "write unsubscribe_mail under [mail]; digest poll reads what arrives there"
        yield warn("Leaving by mail", "nobody can leave by mail", remedy)
    elif not facts.config.mailbox.kind:
        remedy = "[mailbox] says where they arrive, for digest poll"
        words = f"mails to {mail.unsubscribe_mail} are not read by the program"
        yield warn("Leaving by mail", words, remedy)
    else:
        yield ok("Leaving by mail", f"{mail.unsubscribe_mail}, read from {facts.config.mailbox.kind}")


def _opened(facts: Facts) -> Finding:
    """What a GET at the address brought; no GET takes anybody off."""
    topic, page = "Leaving", facts.page
    if page is None:
        return note(topic, _OFFLINE)
    if page.trouble:
        words = f"{page.address} does not answer: {page.trouble}"
        return fail(topic, words, "start the server, or check its address")
    if page.status != 200:
        return _unfit(page)
    if not page.has_form:
        words = f"{page.address} asks nothing: who only opens it, as scanners of links do, may be taken off"
        return warn(topic, words, "a page with a form that sends with POST belongs there")
    if page.took_s > SLOW_S:
        return warn(
            topic, f"{page.address} took {page.took_s:.1f} s", f"{SLOW_S:.0f} s are the most that many wait"
        )
    return ok(topic, f"{page.address} asks, and takes nobody off by being opened ({page.took_s:.1f} s)")


def _unfit(page: Page) -> Finding:
    if 300 <= page.status < 400:
        words = f"{page.address} leads elsewhere ({page.status}): one click does not follow"
        return fail("Leaving", words, "write the last address as unsubscribe under [mail]")
    words = f"{page.address} answers {page.status}"
    return fail("Leaving", words, "look whether digest serve-unsubscribe runs there")


def server(facts: Facts) -> Iterator[Finding]:
    """The mail server is there, is who it says, and takes the password."""
    if not facts.host:
        way = facts.config.delivery.kind
        yield note("Mail server", f'none: kind = "{way}" puts mail into a folder')
        return
    found = facts.server
    if found is None:
        yield note("Mail server", _OFFLINE)
        return
    if found.trouble:
        yield fail("Mail server", f"{found.place} {found.trouble}", found.remedy)
        return
    who = "the password was taken" if found.signed_in else "nobody signs in there"
    yield ok("Mail server", f"{found.place} answers; {who}")
    yield _certificate(facts)


def _certificate(facts: Facts) -> Finding:
    found = facts.server
    assert found is not None, "looked at before"  # noqa: S101
    if not found.sealed:
        words = f'{found.place} gets mail in plain text (security = "none")'
        if facts.host in {"localhost", "127.0.0.1", "::1"}:
            return ok("TLS", f"{words}, on this machine")
        return warn("TLS", words, 'security = "starttls" under [delivery]')
    if found.expires is None:
        return note("TLS", "until when the certificate holds cannot be said")
    left = found.expires - facts.now
    words = f"the certificate of {found.place} holds until {found.expires:%Y-%m-%d}"
    return warn("TLS", words, "have it renewed") if left < SOON else ok("TLS", words)


def clock(facts: Facts) -> Iterator[Finding]:
    """This machine's clock is right: periods, dates of mails and certificates go by it."""
    if facts.clock_doubt:
        yield fail("Clock", facts.clock_doubt, "set the clock of this machine (timedatectl set-ntp true)")
        return
    served = facts.page.served_at if facts.page else None
    if served is None:
        yield note("Clock", "nothing speaks against it" if facts.offline else "nothing to hold it against")
        return
    off = abs(served - facts.now)
    words = f"{off.total_seconds():.0f} s from the server's at the address for leaving"
    yield ok("Clock", words) if off < OFF else warn("Clock", words, "set the clock of one of them")
