"""The mail as clients take it: its length, its links, how it is read out, how well it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from digest.check.document import Document
from digest.errors import DigestError
from digest.preview import records
from digest.preview.mail import clients, colours, links, outlines, sizes
from digest.preview.mail.clients import Family
from digest.preview.mail.colours import Swatch
from digest.preview.mail.links import Linked
from digest.preview.mail.outlines import Outline
from digest.preview.mail.sizes import Weight
from digest.preview.places import Places
from digest.preview.sight import Sight
from digest.preview.studio import Answer


@dataclass(frozen=True, slots=True)
class Read:
    """An output as it is read out."""

    name: str
    anchor: str
    outline: Outline


@dataclass(frozen=True, slots=True)
class Mail:
    """What the panel shows; what cannot be told is empty.

    Attributes:
        weight: how long the mail is; None where there is none, or no edition that it was made from.
        colours: the pairs of colours in it, the weakest first.
        read: mail and page.
        clients: what each mail client makes of it, as tested up to `tested`.
        lines: where stories stand in the draft.
    """

    weight: Weight | None = None
    links: Linked | None = None
    colours: tuple[Swatch, ...] = ()
    read: tuple[Read, ...] = ()
    clients: tuple[Family, ...] = ()
    tested: str = ""
    lines: Places | None = None


def data(sight: Sight) -> Mail:
    """What is to be known of the mail on the desk."""
    mail, page = records.mail(sight.desk), records.page(sight.desk)
    read = tuple(_read(mail, page))
    if mail is None:
        return Mail(read=read)
    answers = tuple(sorted(_answers(sight).items()))
    return Mail(
        _weight(mail),
        _linked(mail, answers),
        _colours(mail),
        read,
        _clients(mail),
        clients.date(),
        records.places(sight.desk),
    )


def _answers(sight: Sight) -> dict[str, Answer]:
    """What pages answered; none where that cannot be had: the panel has more to say."""
    try:
        return dict(sight.studio.answers(sight.desk.key))
    except DigestError:
        return {}


def _read(mail: Document | None, page: Document | None) -> Iterator[Read]:
    for name, document in (("Mail", mail), ("Page", page)):
        if document is not None:
            yield Read(name, f"outline-{name.lower()}", _outline(document))


# A document is made once for each state of the outputs (`records`): what was found in it stays true.
_kept = lru_cache(maxsize=8)


@_kept
def _weight(mail: Document) -> Weight:
    return sizes.weighed(mail)


@_kept
def _linked(mail: Document, answers: tuple[tuple[str, Answer], ...]) -> Linked:
    return links.of(mail, dict(answers))


@_kept
def _colours(mail: Document) -> tuple[Swatch, ...]:
    return colours.of(mail)


@_kept
def _clients(mail: Document) -> tuple[Family, ...]:
    return clients.told(mail)


@_kept
def _outline(document: Document) -> Outline:
    return outlines.of(document)
