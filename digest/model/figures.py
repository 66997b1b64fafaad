"""What the texts state in figures: the figure as it stands there, what it is about, and the deals it makes.

Kinds of deals, qualifiers and statuses are a closed list each; a reader of `edition.json` may rely on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KINDS = (
    "funding",
    "investment",
    "acquisition",
    "ipo",
    "tender",
    "contract",
    "fund",
    "spending",
    "valuation",
)
"""What a deal can be: a round, a stake, a purchase, a listing, a sale of shares, an order, a fund …"""

QUALIFIERS = ("exact", "about", "at_least", "up_to")

STATUSES = ("rumoured", "announced", "closed", "withdrawn")
"""How far a deal has come; each may follow those before it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a text states it.

    Attributes:
        kind: `money`, `percent`, `multiple` (3x), `people`, `chips`, `power` (watts), `energy` (watt-hours),
            `duration` (days), `year`, `date`, `ordinal` or `number`.
        value: in full units: 1500000000.0 for "$1.5bn", 49.0 for "49 %", 2e9 for "2 GW", 2025.0 for a year,
            the proleptic ordinal for a date.
        unit: ISO 4217 code of money; else "%", "x", "people", "chips", "W", "Wh", "days" or "".
        start, end: where it stands, in characters; qualifying words such as "over" are inside.
        high: upper end of a range; None where it is none.
        qualifier: one of `QUALIFIERS`.
        per: `year`, `month`, `day`, `hour` … of a rate; "" for none.
    """

    kind: str
    value: float
    unit: str
    start: int
    end: int
    high: float | None = None
    qualifier: str = "exact"
    per: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum: in full units of `currency` (ISO 4217), and one of `QUALIFIERS`."""

    value: float
    currency: str = "USD"
    qualifier: str = "exact"


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure read from one sentence of one entry.

    Attributes:
        entry: id of the entry.
        sentence: word for word; `figure` says where in it.
        role: what the figure is: `amount`, `valuation`, `stake`, `revenue`, `profit`, `headcount`, `layoffs`,
            `capacity`, `chips`, `fine`, `price`, `users`, `growth`, `date`; `figure` where that is not known.
        company: whose; "" where the sentence does not say.
        stage: one of `STATUSES`; "" where the sentence says nothing of a deal.
    """

    entry: str
    sentence: str
    figure: Figure
    role: str = "figure"
    company: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """A transaction.

    Attributes:
        kind: one of `KINDS`.
        company: raised for, invested in, bought, or spending; as written, without legal suffix.
        counterparties: investors, buyers, customers.
        amount, valuation: None where nobody says.
        stake_percent: share of the company, 0 to 100; None where nobody says.
        round: `Seed`, `Series A`; "" for none.
        status: one of `STATUSES`.
        statements: what each report says of it, oldest first; empty for a single reading, and where only the
            editor says it.
    """

    kind: str
    company: str
    counterparties: tuple[str, ...] = ()
    amount: Money | None = None
    valuation: Money | None = None
    stake_percent: float | None = None
    round: str = ""
    status: str = "announced"
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A deal as one sentence of one report states it.

    Attributes:
        entry: id of the entry.
        sentence: word for word.
        words: those that say how far it has come and how sure it is, "in talks"; "" for none.
        deal: what it states, without statements.
    """

    entry: str
    sentence: str
    words: str
    deal: Deal


@dataclass(frozen=True, slots=True)
class Stated:
    """One outlet's figure: id of the entry, the figure in short ("$14.8B for 49%"), and its stage words."""

    entry: str
    figure: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure on which outlets differ: `what` it is ("amount, Meta – Scale AI"), and each, oldest first."""

    what: str
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a text expects by a date.

    Attributes:
        entry: id of the entry.
        sentence: word for word.
        phrase: the words that name the date: "in the third quarter", "on 14 July".
        first, last: the days that it means, both inside; equal for a single day.
    """

    entry: str
    sentence: str
    phrase: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Watch:
    """An expectation of an earlier edition that falls due in this one.

    Attributes:
        text: Markdown, one line; an editor may change it.
        edition, number: key and number of the edition that told it.
        due: what was expected; None for the editor's own.
    """

    text: str
    edition: str = ""
    number: int = 0
    due: Due | None = None
