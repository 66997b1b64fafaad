"""An edition of which one story has figures, deals that disagree, and a date by which something is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from digest.check import Finding
from digest.model import (
    Claim,
    Deal,
    Difference,
    Due,
    Edition,
    Entry,
    Figure,
    Money,
    Piece,
    Section,
    Stated,
    Statement,
    Story,
)
from tests import editions, records

TALKS = "Northwind is in talks to pay over $10 billion for 49 % of Tall Pines, worth $21 billion."
SIGNED = "Northwind has signed to buy 49 % of Tall Pines for $14.8 billion."
CLOSES = "It expects to close in the third quarter."
FIRST = records.entry("Northwind in talks with Tall Pines", source="The Circuit", text=TALKS)
LATER = replace(
    records.entry("Northwind signs for Tall Pines", source="Ledger Wire", text=f"{SIGNED} {CLOSES}"),
    published=records.NOW - timedelta(hours=3),
)


def figure(sentence: str, words: str, value: float, unit: str, kind: str = "money") -> Figure:
    """The figure of these words."""
    start = sentence.index(words)
    return Figure(kind, value, unit, start, start + len(words))


def claim(entry: Entry, sentence: str, found: Figure, role: str, company: str = "", stage: str = "") -> Claim:
    """A claim of `entry`."""
    return Claim(entry.id, sentence, found, role, company, stage)


def story() -> Story:
    """Two outlets on one stake: the sum differs, the status moves on."""
    over = replace(figure(TALKS, "over $10 billion", 10e9, "USD"), qualifier="at_least")
    share, worth = figure(TALKS, "49 %", 49.0, "%", "percent"), figure(TALKS, "$21 billion", 21e9, "USD")
    rumour = Deal(
        "investment", "Tall Pines", ("Northwind",), Money(10e9, "USD", "at_least"), Money(21e9), 49.0
    )
    rumour = replace(rumour, status="rumoured")
    signed = replace(rumour, amount=Money(14.8e9), valuation=None, status="announced")
    statements = (
        Statement(FIRST.id, TALKS, "in talks", rumour),
        Statement(LATER.id, SIGNED, "has signed", signed),
    )
    told = records.story(LATER, FIRST, sentences=(SIGNED,))
    return replace(
        told,
        section="s1",
        claims=(
            claim(LATER, SIGNED, figure(SIGNED, "49 %", 49.0, "%", "percent"), "stake", "Tall Pines"),
            claim(
                LATER,
                SIGNED,
                figure(SIGNED, "$14.8 billion", 14.8e9, "USD"),
                "amount",
                "Northwind",
                "announced",
            ),
            claim(FIRST, TALKS, over, "amount", "Northwind", "rumoured"),
            claim(FIRST, TALKS, share, "stake", "Tall Pines", "rumoured"),
            claim(FIRST, TALKS, worth, "valuation", "Tall Pines", "rumoured"),
        ),
        deals=(replace(signed, valuation=Money(21e9), round="Series C", statements=statements),),
        differences=(
            Difference(
                "amount, Northwind – Tall Pines",
                (Stated(FIRST.id, "over $10B", "in talks"), Stated(LATER.id, "$14.8B for 49%", "has signed")),
            ),
        ),
        due=(Due(LATER.id, CLOSES, "in the third quarter", date(2026, 7, 1), date(2026, 9, 30)),),
    )


def piece(**changes: object) -> Piece:
    """The story as it is printed."""
    told = replace(story(), **changes)  # type: ignore[arg-type]
    return Piece(told.id, "Northwind buys half of Tall Pines", told.lead.url, SIGNED, (), told.summary, told)


def edition(*others: Piece) -> Edition:
    """It, with `others` in the same section."""
    return editions.edition(rooms=(Section("s1", "Deals", "", (piece(), *others)),))


def unproved() -> Finding:
    """What the gate would say if the blurb had another sum."""
    return Finding(
        rule="numbers-unproved",
        level="error",
        place=f"story {story().id} “Northwind buys half of Tall Pines”, sentence 1",
        said="Northwind pays $14.9 billion, not $14.",
        figure="$14.9 billion",
        reason="No report of this story has $14.9 billion; the nearest is $14.8 billion in Ledger Wire.",
        remedy="Take the figure from a report, or leave it out.",
        story=story().id,
    )
