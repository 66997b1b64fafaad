"""Rules on mail clients: what the mail uses that one of them does not show, with what caniemail.com knows.

Missing without harm is what `clients_harmless.toml` lists, each entry with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.check.clients import support, used
from digest.check.clients.support import NOT, PARTLY
from digest.check.clients.table import Group, Lack, table
from digest.check.clients.used import Use
from digest.check.clients.wording import listed
from digest.check.document import Document
from digest.check.family import Family, Fault
from digest.check.galley import Galley

__all__ = ["CLIENTS", "Group", "Lack", "table"]

CLIENTS = Family("clients")

_SOURCE = "caniemail.com has tested it"
_MOST_USES = 2000  # of one mail that are weighed; templates make a few hundred


@dataclass(frozen=True, slots=True)
class Harm:
    """A feature that important clients do not do as the mail needs it: where first, and which clients."""

    use: Use
    clients: tuple[str, ...]


@CLIENTS.rule(
    "unsupported",
    "the mail uses something that an important client does not show",
    why=f"layout or words are lost there ({_SOURCE}); what does no harm is listed, with a reason",
    purposes={"send"},
)
def unsupported(galley: Galley) -> Iterator[Fault]:
    """Features that a client leaves out."""
    if galley.mail:
        for harm in _harms(galley.mail, NOT).values():
            yield _fault(galley.mail, harm, "is not shown by", "error")


@CLIENTS.rule(
    "partial",
    "the mail uses something that an important client shows only partly",
    why=f"it may look broken there ({_SOURCE}); what does no harm is listed with its reason",
    purposes={"send"},
)
def partial(galley: Galley) -> Iterator[Fault]:
    """Features that a client does by halves; not those that another one leaves out, which is worse."""
    if galley.mail:
        worse = _harms(galley.mail, NOT)
        for feature, harm in _harms(galley.mail, PARTLY).items():
            if feature not in worse:
                yield _fault(galley.mail, harm, "is shown only partly by", "warning")


def _harms(document: Document, state: str) -> dict[str, Harm]:
    """The features that important clients have in `state` to a reader's harm, in the order of the text."""
    known, insisted = support.known(), support.important()
    found: dict[str, tuple[Use, set[str]]] = {}
    for number, use in enumerate(used.of(document)):
        if number >= _MOST_USES:
            break
        states = known.features[use.feature].support
        hurt = {
            client
            for client in insisted
            if states[client] == state
            and not support.is_harmless(use.feature, client, state, use.part, in_head=use.in_head)
        }
        if hurt:
            found.setdefault(use.feature, (use, set()))[1].update(hurt)
    return {
        feature: Harm(use, tuple(client for client in insisted if client in clients))
        for feature, (use, clients) in found.items()
    }


def _fault(document: Document, harm: Harm, verb: str, level: str) -> Fault:
    known = support.known()
    feature = known.features[harm.use.feature]
    notes = dict.fromkeys(feature.notes[client] for client in harm.clients if client in feature.notes)
    detail = f": {next(iter(notes)).rstrip('.')}" if notes and level == "warning" else ""
    named = _named(harm.use, feature.title)
    return Fault(
        document.spot(harm.use.node, harm.use.part),
        f"{named} {verb} {listed(harm.clients)}{detail}; as tested up to {known.date}",
        f"take something that all of them show; if nothing is lost without it, say so in "
        f"digest/data/clients_harmless.toml ({harm.use.feature})",
        level,
    )


def _named(use: Use, title: str) -> str:
    """The feature as it is used: its title, and the declaration or attribute where that says more."""
    plain = "".join(use.part.split())
    return title if not plain or plain == "".join(title.split()) else f"{title}, as in “{use.part}”,"
