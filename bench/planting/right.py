"""A true sentence in other words: other spellings, rounded sums, a sentence of a person's own."""

from __future__ import annotations

import random
import re

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
