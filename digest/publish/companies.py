"""The companies of the ledger over all editions: their deals, what they were valued at, and their stories."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from digest import ledger
from digest.deals import names
from digest.ledger import Point, Row
from digest.model import Edition, Piece
from digest.publish.shelf import Shelved
from digest.render import clean

LONGEST = 48
"""Characters of a name; what is longer is no name."""

_LONGEST_SLUG = 60
_MARK = 8  # hex digits that tell two names with one slug apart


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of an edition that tells of a company."""

    edition: Edition
    piece: Piece
    section: str


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the ledger.

    Attributes:
        name: as most reports write it.
        slug: its name in addresses, at most 60 characters; the same for all spellings, and nobody else's.
        rows: its deals, what moved last first.
        points: what it was valued at, oldest first.
        mentions: the pieces that tell of it, newest edition first.
    """

    name: str
    slug: str
    rows: tuple[Row, ...]
    points: tuple[Point, ...]
    mentions: tuple[Mention, ...]


def of(shelf: Sequence[Shelved], rows: Sequence[Row]) -> tuple[Company, ...]:
    """The companies that take part in `rows`, by name; `shelf` is sorted, the newest edition first."""
    deals: defaultdict[str, list[Row]] = defaultdict(list)
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for key, name in _parties(row).items():
            deals[key].append(row)
            spelt[key][name] += 1
    called = {key: spellings.most_common(1)[0][0] for key, spellings in spelt.items()}
    points = ledger.histories(rows, called.values(), (one.edition for one in shelf))
    mentions = _mentions(shelf, called)
    found = (
        Company(name, slug(key), tuple(deals[key]), points[name], tuple(mentions[key]))
        for key, name in called.items()
    )
    return tuple(sorted(found, key=lambda company: (company.name.casefold(), company.slug)))


def slug(key: str) -> str:
    """The name of a company's page, out of `names.key` of the company: `scale-ai`."""
    folded = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")
    if plain.replace("-", " ") == key and len(plain) <= _LONGEST_SLUG and plain not in _TAKEN:
        return plain
    mark = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{plain[: _LONGEST_SLUG - _MARK - 1].strip('-')}-{mark}".lstrip("-")


_TAKEN = frozenset(
    {"index", "con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(10))}
)


def _parties(row: Row) -> Mapping[str, str]:
    """Who takes part in a deal: by key the name as it is written."""
    found: dict[str, str] = {}
    for written in (row.deal.company, *row.deal.counterparties):
        name = clean.line(written)
        key = names.key(name)
        if key and len(name) <= LONGEST:
            found.setdefault(key, name)
    return found


def _mentions(shelf: Iterable[Shelved], known: Mapping[str, str]) -> defaultdict[str, list[Mention]]:
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for one in shelf:
        for section, piece in _pieces(one.edition):
            about = dict.fromkeys(map(names.key, one.about.get(piece.id, ())))
            for key in about:
                if key in known:
                    found[key].append(Mention(one.edition, piece, section))
    return found


def _pieces(edition: Edition) -> Iterator[tuple[str, Piece]]:
    for section in edition.sections:
        for piece in section.pieces:
            yield section.id, piece
