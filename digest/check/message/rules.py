"""The family of rules about the mail as it would be sent, and how such a rule is entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.message.rawmail import Field, RawMail
from digest.check.spot import Spot

MESSAGE = Family("message")

REPORT = "this is a fault of the program or of what changed the file; render again, and report it if it stays"
"""What to do about what no editor wrote."""

Reading = Callable[[Galley, RawMail], Iterator[Fault]]


def about_mail(name: str, reports: str, why: str) -> Callable[[Reading], Reading]:
    """Enters a rule that reads the mail; where there is none it finds nothing."""

    def entered(reading: Reading) -> Reading:
        def look(galley: Galley) -> Iterator[Fault]:
            if galley.message:
                yield from reading(galley, RawMail(galley.message))

        MESSAGE.rule(name, reports, why=why, purposes={"send"})(look)
        return reading

    return entered


def spot(said: str = "", part: str = "") -> Spot:
    """A place in the mail, by what stands there."""
    return Spot("email.eml", said if len(said) <= 120 else f"{said[:119]}…", part)


def of(field: Field) -> Spot:
    """A field of the header as a place."""
    return spot(" ".join(field.raw.split()))
