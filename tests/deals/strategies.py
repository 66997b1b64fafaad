"""Any deal, claim, difference and expectation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from digest.model import (
    KINDS,
    QUALIFIERS,
    STATUSES,
    Claim,
    Deal,
    Difference,
    Due,
    Figure,
    Money,
    Stated,
    Statement,
    Watch,
)

_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
_names = st.sampled_from(
    ("Meta", "Scale AI", "Ferrous, Labs", "Oak → Ash", "Müller & Söhne", "*Star*", "a · b")
)
_sums = st.builds(
    Money,
    st.sampled_from((1.0, 950.0, 1e6, 14.8e9, 14_812_345_678.0, 5e8, 2.5e12)),
    st.sampled_from(("USD", "EUR", "GBP", "INR")),
    st.sampled_from(QUALIFIERS),
)


def bare_deals() -> st.SearchStrategy[Deal]:
    """Deals without statements."""
    return st.builds(
        Deal,
        kind=st.sampled_from(KINDS),
        company=_names,
        counterparties=st.lists(_names, max_size=3, unique=True).map(tuple),
        amount=st.none() | _sums,
        valuation=st.none() | _sums,
        stake_percent=st.none() | st.sampled_from((0.5, 10.0, 33.3, 49.0, 100.0)),
        round=st.sampled_from(("", "Seed", "Series A", "Pre-Seed", "Series B Extension")),
        status=st.sampled_from(STATUSES),
    )


def deals() -> st.SearchStrategy[Deal]:
    """Deals with up to two statements."""
    said = st.builds(Statement, st.just("e1"), _words, _words, bare_deals())

    def with_statements(deal: Deal, statements: list[Statement]) -> Deal:
        return replace(deal, statements=tuple(statements))

    return st.builds(with_statements, bare_deals(), st.lists(said, max_size=2))


def claims() -> st.SearchStrategy[Claim]:
    """Claims with any figure."""
    figure = st.builds(
        Figure,
        kind=st.sampled_from(("money", "percent", "year", "number")),
        value=st.floats(0, 1e15, allow_nan=False),
        unit=st.sampled_from(("USD", "%", "")),
        start=st.integers(0, 40),
        end=st.integers(41, 80),
        high=st.none() | st.floats(0, 1e15, allow_nan=False),
        qualifier=st.sampled_from(QUALIFIERS),
        per=st.sampled_from(("", "year")),
    )
    return st.builds(Claim, st.sampled_from(("e1", "e2")), st.sampled_from(("One.", "Two.")), figure)


def differences() -> st.SearchStrategy[Difference]:
    """Differences of up to three outlets."""
    stated = st.builds(Stated, st.just("e1"), _words, _words)
    return st.builds(Difference, _words, st.lists(stated, max_size=3).map(tuple))


def due() -> st.SearchStrategy[Due]:
    """Expectations."""
    days = st.dates(date(2025, 1, 1), date(2030, 1, 1))
    return st.builds(Due, st.just("e1"), _words, _words, days, days)


def watches() -> st.SearchStrategy[Watch]:
    """Lines of the watch list: Markdown on one line, without comments."""
    texts = st.from_regex(r"[A-Za-z0-9 ,.*\[\]()]{1,30}", fullmatch=True).map(str.strip).filter(bool)
    return st.builds(Watch, texts, st.just("2025-W23"), st.integers(1, 9), st.none() | due())
