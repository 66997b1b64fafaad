"""A deal as one line of the draft, to be read and changed by a person.

`Deal: Meta → Scale AI · investment · $14.8B · 49% · at $29B · announced`. Who gives money stands before the
arrow. The parts after the names may stand in any order; kind and status must be there, `at` goes before a
valuation.
"""

from __future__ import annotations

import re
from dataclasses import replace

from digest import figures, markup
from digest.errors import DraftError
from digest.figures import wording
from digest.model import KINDS, STATUSES, Deal, Money
from digest.text import clip

LABEL = "Deal:"
_EXAMPLE = "Deal: Meta → Scale AI · investment · $14.8B · announced"
_WORDS = 8  # of a company's name
_APART = re.compile(r"\s+[·|]\s+")
_ARROW = re.compile(r"\s*(?:→|->)\s*")
_VALUED = re.compile(r"^(?:at|valuation|valued at)\s+", re.IGNORECASE)
_ROUND = re.compile(
    r"^(?:(?:pre-?)?(?:seed|series [a-z]\d?)(?: extension)?|[a-z]+ round|growth)$", re.IGNORECASE
)
_PERCENT = re.compile(r"^(\d{1,3}(?:\.\d{1,6})?)\s?%$")


def line(deal: Deal) -> str:
    """The line of `deal`, Markdown; its statements are not in it."""
    names = [", ".join(map(_name, deal.counterparties)), _name(deal.company)]
    parts = [
        " → ".join(filter(None, names)),
        deal.kind,
        wording.short(deal.amount) if deal.amount else "",
        f"{deal.stake_percent:g}%" if deal.stake_percent is not None else "",
        f"at {wording.short(deal.valuation)}" if deal.valuation else "",
        deal.round,
        deal.status,
    ]
    return f"{LABEL} {' · '.join(filter(None, parts))}"


def read(text: str, place: str) -> Deal:
    """The deal of a line without its label; `place` says where it stands, for messages.

    Raises:
        DraftError: no company is named, or a part means nothing.
    """
    first, *parts = _APART.split(markup.unescape(text.strip()))
    *givers, company = _ARROW.split(first)
    names = tuple(name for giver in givers for name in re.split(r",\s*", giver) if name)
    if not company or len(givers) > 1 or _says_more(company):
        raise DraftError(place, f'"{clip(first, 80)}" names no deal', f"write it like {_EXAMPLE}")
    deal = Deal("", company, names, status="")
    for part in parts:
        before, deal = deal, _with(deal, part.strip(), place)
        if any(old and old != new for old, new in zip(_said(before), _said(deal), strict=True)):
            raise DraftError(
                place, f'the deal says "{clip(part, 80)}" beside another', "leave one of the two"
            )
    if not deal.kind or not deal.status:
        lacks = f"status ({', '.join(STATUSES)})" if deal.kind else f"kind ({', '.join(KINDS)})"
        raise DraftError(
            place, f'the deal of "{clip(company, 80)}" has no {lacks}', f"write it like {_EXAMPLE}"
        )
    return deal


def _says_more(company: str) -> bool:
    """Whether more than a name stands where the company belongs: parts after a comma, a sentence, a sum."""
    return "," in company or "•" in company or len(company.split()) > _WORDS or bool(figures.money(company))


def _said(deal: Deal) -> tuple[object, ...]:
    return deal.kind, deal.amount, deal.valuation, deal.stake_percent, deal.round, deal.status


def _name(name: str) -> str:
    """A name that cannot be taken for two, nor for another part of the line."""
    plain = re.sub(r"\s*(?:→|->|[,·|•])\s*", " ", name)
    return markup.escape(" ".join(plain.split()[:_WORDS]))


def _with(deal: Deal, part: str, place: str) -> Deal:
    """`deal` with what `part` says."""
    word = part.lower()
    if word in KINDS:
        return replace(deal, kind=word)
    if word in STATUSES:
        return replace(deal, status=word)
    if match := _PERCENT.match(part):
        return replace(deal, stake_percent=_share(float(match[1]), part, place))
    if _VALUED.match(part) and (valuation := _money(_VALUED.sub("", part))):
        return replace(deal, valuation=valuation)
    if amount := _money(part):
        return replace(deal, amount=amount)
    if _ROUND.match(part):
        return replace(deal, round=part)
    remedy = f"known are a sum, a share like 49%, at and a valuation, a round, {', '.join(KINDS + STATUSES)}"
    raise DraftError(place, f'the deal says "{clip(part, 80)}", which means nothing here', remedy)


def _share(percent: float, part: str, place: str) -> float:
    if percent > 100:
        raise DraftError(place, f'the deal says "{clip(part, 80)}" of a company', "a share is at most 100%")
    return percent


def _money(part: str) -> Money | None:
    """The sum that `part` is, and nothing else."""
    found = figures.money(part)
    if len(found) != 1 or part[: found[0].start].strip() or part[found[0].end :].strip():
        return None
    if found[0].high is not None or found[0].per:
        return None  # a range is two sums, and so much a year is none
    return Money(found[0].value, found[0].unit, found[0].qualifier)
