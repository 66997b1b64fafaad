"""One thing in a true sentence made wrong, by kind."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from bench.planting.forms import COMPANY, COUNT, PERCENT, SIZED, YEAR
from digest.model import Story


def magnitude(sentence: str, _: Story, chance: random.Random) -> str | None:
    ways = []
    other = {"million": "billion", "billion": "million", "trillion": "billion", "bn": "mn", "mn": "bn"}
    other |= {"M": "B", "B": "M", "T": "B"}
    ways += [(found.span(4), other[found[4]]) for found in SIZED.finditer(sentence)]
    for pattern, group in ((SIZED, 2), (COUNT, 1)):
        for found in pattern.finditer(sentence):
            if "." not in found[group]:
                plain = int(found[group].replace(",", "")) * 10
                ways.append((found.span(group), f"{plain:,}"))
    for found in re.finditer(r"(?<=\d)\s?([MG])W\b", sentence):
        ways.append((found.span(1), "G" if found[1] == "M" else "M"))
    return planted(sentence, ways, chance)


def unit(sentence: str, _: Story, chance: random.Random) -> str | None:
    other = {"$": "€", "€": "$", "£": "$"}
    ways = [(found.span(1), other[found[1]]) for found in SIZED.finditer(sentence)]
    ways += [(found.span(2), " percentage points") for found in PERCENT.finditer(sentence)]
    return planted(sentence, ways, chance)


def digits(sentence: str, _: Story, chance: random.Random) -> str | None:
    ways = []
    for pattern, group in ((SIZED, 2), (PERCENT, 1), (COUNT, 1)):
        for found in pattern.finditer(sentence):
            number = found[group]
            at = chance.randrange(len(number))
            if not number[at].isdigit():
                continue
            another = chance.choice([d for d in "123456789" if d != number[at]])
            ways.append((found.span(group), number[:at] + another + number[at + 1 :]))
            swaps = [
                n
                for n in range(len(number) - 1)
                if number[n : n + 2].isdigit() and number[n] != number[n + 1]
            ]
            swaps = [n for n in swaps if not (n == 0 and number[1] == "0")]
            for n in swaps:
                ways.append((found.span(group), number[:n] + number[n + 1] + number[n] + number[n + 2 :]))
    return planted(sentence, ways, chance)


def year(sentence: str, _: Story, chance: random.Random) -> str | None:
    ways = [(found.span(1), str(int(found[1]) + chance.choice((-1, 1)))) for found in YEAR.finditer(sentence)]
    return planted(sentence, ways, chance)


def company(sentence: str, story: Story, chance: random.Random) -> str | None:
    """The figures of two exchanged, or the one company of a sentence for another that the story names."""
    named = list(dict.fromkeys(COMPANY.findall(sentence)))
    for pattern in (SIZED, PERCENT):
        figures = list(pattern.finditer(sentence))
        if len(named) == 2 and len(figures) == 2 and figures[0][0] != figures[1][0]:
            places = [sentence.find(name) for name in named]
            if places[0] < figures[0].start() < places[1] < figures[1].start():
                one, other = figures
                middle = sentence[one.end() : other.start()]
                return sentence[: one.start()] + other[0] + middle + one[0] + sentence[other.end() :]
    if len(named) != 1 or not (SIZED.search(sentence) or PERCENT.search(sentence) or COUNT.search(sentence)):
        return None
    text = " ".join(f"{entry.title} {entry.summary}" for entry in story.entries)
    others = sorted(set(COMPANY.findall(text)) - {named[0]})
    others = [other for other in others if other not in named[0] and named[0] not in other]
    return re.sub(rf"\b{re.escape(named[0])}\b", chance.choice(others), sentence) if others else None


def planted(sentence: str, ways: Sequence[tuple[tuple[int, int], str]], chance: random.Random) -> str | None:
    if not ways:
        return None
    (first, last), put = chance.choice(ways)
    return sentence[:first] + put + sentence[last:]


PLANTS: dict[str, Callable[[str, Story, random.Random], str | None]] = {
    "magnitude": magnitude,
    "unit": unit,
    "digits": digits,
    "year": year,
    "company": company,
}
