"""A true sentence in other words: other spellings, rounded sums, a sentence of a person's own."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from bench.planting.forms import COMPANY, COUNT, PERCENT, SIZED
from digest.model import Story

HEDGES = (
    "over ",
    "about ",
    "nearly ",
    "than ",
    "to ",
    "around ",
    "almost ",
    "some ",
    "roughly ",
    "least ",
    "under ",
)
RAISES = re.compile(
    r"((?:[A-Z][\w.&-]*)(?:\s[A-Z][\w.&-]*){0,2}) "
    r"(?:raises|secures|lands|nabs|spends|invests|pays|bags|scores|closes) "
    r"([$€£]\d[\d,.]*\s?(?:million|billion|[MB])\b)"
)
RETELLINGS = (
    "{} has {} to show for a busy week.",
    "With {1} behind it, {0} will hire.",
    "The sum that {} put its name to is {}.",
    "For {}, {} is the largest step so far.",
    "{}'s {} was the talk of the week.",
)
OF_YEAR = re.compile(
    r"([$€£]\d[\d,.]*\s?(?:million|billion|[MB])\b)(?:\s[a-z]+){0,2}\s(?:in|for|during)\s(20[12]\d)\b(?![,–-]?\d)"
)
MODAL = re.compile(r"\b(?:may|might|could|would)\b", re.IGNORECASE)
DATED = (
    "The {0} of {1} was much noted.",
    "In {1} it came to {0}.",
    "The books have {0} for {1}, and that is that.",
    "As for {1}, the sum was {0}.",
)
LEAD_INS = (
    "In brief, {}",
    "Our note of the week: {}",
    "{} That is what is known so far.",
    "As we go to press, {}",
    "Worth a second look: {}",
)


def retold(story: Story, chance: random.Random) -> tuple[str, str | None] | None:
    """A headline that gives one company a sum, in other words; and the same of a company from beside it."""
    found = RAISES.match(story.lead.title)
    if not found:
        return None
    form = chance.choice(RETELLINGS)
    rest = " ".join(f"{one.title} {one.summary}" for one in story.entries[1:])
    others = sorted({name for name in COMPANY.findall(rest) if name not in story.lead.title})
    wrong = form.format(chance.choice(others), found[2]) if others else None
    return form.format(found[1], found[2]), wrong


def dated(story: Story, chance: random.Random) -> tuple[str, str, Story] | None:
    """A sum with its year in other words, and with the year of another sum that its report is made to have.

    Only where the story has the sum once and as a fact: a report that names no year proves any year.
    """
    lead = story.lead
    found = OF_YEAR.search(lead.summary) or OF_YEAR.search(lead.title)
    text = " ".join(f"{one.title} {one.summary}" for one in dict.fromkeys(story.entries))
    if not found or text.count(found[1]) > 1 or MODAL.search(found.string):
        return None
    other, form = str(int(found[2]) + chance.choice((-1, 1))), chance.choice(DATED)
    beside = replace(lead, summary=f"{lead.summary} A sum of $7.31 trillion is told of {other}.")
    told = replace(story, entries=(beside, *story.entries[1:]))
    return form.format(found[1], found[2]), form.format(found[1], other), told


def respelled(sentence: str, chance: random.Random) -> str:
    """The same figures as another desk would write them."""
    currencies = {"$": "dollars", "€": "euros", "£": "pounds"}
    long = {"M": "million", "mn": "million", "B": "billion", "bn": "billion", "T": "trillion"}
    short = {
        "million": "M",
        "billion": "bn",
        "trillion": "trn",
        "M": "m",
        "mn": "M",
        "B": "bn",
        "bn": "B",
        "T": "tn",
    }

    def money(found: re.Match[str]) -> str:
        sign, number, _, size = found.groups()
        if chance.random() < 0.5:
            return f"{number} {long.get(size, size)} {currencies[sign]}"
        return f"{sign}{number}{short[size]}"

    sentence = SIZED.sub(money, sentence)
    sentence = PERCENT.sub(lambda found: f"{found[1]}{' per cent' if found[2] == '%' else '%'}", sentence)
    return COUNT.sub(
        lambda found: found[0].replace(found[1], f"{int(found[1].replace(',', '')):,}"), sentence
    )


def rounded(sentence: str) -> str:
    """Sums told with a digit less, and with the word that says so; as they are where that says too little."""

    def money(found: re.Match[str]) -> str:
        value = float(found[2].replace(",", ""))
        shorter = float(f"{value:.{max(1, len(re.sub('[^0-9]', '', found[2]).rstrip('0')) - 1)}g}")
        if not value or abs(shorter - value) > 0.05 * value or found.string[: found.start()].endswith(HEDGES):
            return found[0]
        hedge = "" if shorter == value else "nearly " if shorter > value else "about "
        return f"{hedge}{found[1]}{shorter:,g}{found[3]}{found[4]}"

    return SIZED.sub(money, sentence)
