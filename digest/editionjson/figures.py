"""Figures, claims and deals as they stand in `edition.json`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from digest import model
from digest.editionjson.place import Place, fault

_FIGURE = ("kind", "unit", "qualifier", "per")
_CLAIM = ("role", "company", "stage")
_DEAL = ("kind", "company", "round", "status")


def claims_out(claims: Iterable[model.Claim]) -> list[dict[str, object]]:
    """One object for each sentence, with the figures in it."""
    grouped = groupby(claims, key=lambda claim: (claim.entry, claim.sentence))
    return [
        {"entry": entry, "sentence": sentence, "figures": [_claim_out(claim) for claim in found]}
        for (entry, sentence), found in grouped
    ]


def claims_in(found: Iterable[Place]) -> tuple[model.Claim, ...]:
    """The claims that `claims_out` wrote."""
    return tuple(
        model.Claim(
            at["entry"].text,
            at["sentence"].text,
            _figure_in(figure),
            **{name: figure[name].text for name in _CLAIM},
        )
        for at in found
        for figure in at["figures"]
    )


def _claim_out(claim: model.Claim) -> dict[str, object]:
    return {
        **figure_out(claim.figure),
        "start": claim.figure.start,
        "end": claim.figure.end,
        **{name: getattr(claim, name) for name in _CLAIM},
    }


def figure_out(figure: model.Figure) -> dict[str, object]:
    """What a figure says, without where it stands."""
    return {
        "kind": figure.kind,
        "value": _plain(figure.value),
        "high": None if figure.high is None else _plain(figure.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "per": figure.per,
    }


def _figure_in(at: Place) -> model.Figure:
    words = {name: at[name].text for name in _FIGURE}
    return model.Figure(
        value=at["value"].amount,
        high=at["high"].maybe(lambda high: high.amount),
        start=at["start"].count,
        end=at["end"].count,
        **words,
    )


def deal_out(deal: model.Deal) -> dict[str, object]:
    """The deal with what the reports state of it."""
    return {**terms_out(deal), "statements": [_statement_out(said) for said in deal.statements]}


def deal_in(at: Place) -> model.Deal:
    """The deal that `deal_out` wrote."""
    return replace(_terms_in(at), statements=tuple(map(_statement_in, at["statements"])))


def terms_out(deal: model.Deal) -> dict[str, object]:
    """The deal without what the reports state of it; an unnamed company is null."""
    return {
        "kind": deal.kind,
        "company": deal.company or None,
        "counterparties": list(deal.counterparties),
        "amount": money_out(deal.amount),
        "valuation": money_out(deal.valuation),
        "stake_percent": None if deal.stake_percent is None else _plain(deal.stake_percent),
        "round": deal.round or None,
        "status": deal.status,
    }


def terms_in(value: object) -> model.Deal:
    """The deal that `terms_out` wrote.

    Raises:
        DigestError: something in it is missing or means nothing.
    """
    return _terms_in(Place(value, "deal"))


def _terms_in(at: Place) -> model.Deal:
    return model.Deal(
        kind=_one_of(at["kind"], model.KINDS),
        company=at["company"].maybe(lambda name: name.text) or "",
        counterparties=tuple(name.text for name in at["counterparties"]),
        amount=at["amount"].maybe(_money_in),
        valuation=at["valuation"].maybe(_money_in),
        stake_percent=at["stake_percent"].maybe(_share_in),
        round=at["round"].maybe(lambda name: name.text) or "",
        status=_one_of(at["status"], model.STATUSES),
    )


def money_out(money: model.Money | None) -> dict[str, object] | None:
    """A sum in full units; null for none."""
    if money is None:
        return None
    return {"value": _plain(money.value), "currency": money.currency, "qualifier": money.qualifier}


def _money_in(at: Place) -> model.Money:
    value, currency = at["value"].amount, at["currency"].text
    if value < 0:
        raise fault(f"{at.path}.value is less than nothing")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise fault(f"{at.path}.currency is not a code like USD")
    return model.Money(value, currency, _one_of(at["qualifier"], model.QUALIFIERS))


def _share_in(at: Place) -> float:
    if not 0 <= at.amount <= 100:
        raise fault(f"{at.path} is no share from 0 to 100")
    return at.amount


def _statement_out(said: model.Statement) -> dict[str, object]:
    return {"entry": said.entry, "sentence": said.sentence, "words": said.words, **terms_out(said.deal)}


def _statement_in(at: Place) -> model.Statement:
    return model.Statement(at["entry"].text, at["sentence"].text, at["words"].text, _terms_in(at))


def difference_out(difference: model.Difference) -> dict[str, object]:
    """A figure on which outlets differ, and each outlet's."""
    stated = [{"entry": one.entry, "figure": one.figure, "words": one.words} for one in difference.stated]
    return {"what": difference.what, "stated": stated}


def difference_in(at: Place) -> model.Difference:
    """The difference that `difference_out` wrote."""
    stated = tuple(
        model.Stated(one["entry"].text, one["figure"].text, one["words"].text) for one in at["stated"]
    )
    return model.Difference(at["what"].text, stated)


def due_out(due: model.Due) -> dict[str, object]:
    """Something that is expected, with the days that it means."""
    return {
        "entry": due.entry,
        "sentence": due.sentence,
        "phrase": due.phrase,
        "first": due.first.isoformat(),
        "last": due.last.isoformat(),
    }


def due_in(at: Place) -> model.Due:
    """What `due_out` wrote."""
    words = {name: at[name].text for name in ("entry", "sentence", "phrase")}
    return model.Due(first=_day_in(at["first"]), last=_day_in(at["last"]), **words)


def watch_out(watch: model.Watch) -> dict[str, object]:
    """A line of the watch list and what it rests on."""
    return {
        "text": watch.text,
        "edition": watch.edition,
        "number": watch.number,
        "due": due_out(watch.due) if watch.due else None,
    }


def watch_in(at: Place) -> model.Watch:
    """What `watch_out` wrote."""
    return model.Watch(at["text"].text, at["edition"].text, at["number"].count, at["due"].maybe(due_in))


def _plain(value: float) -> float:
    """Whole numbers stay whole, so that no reader meets `1e+10`."""
    return int(value) if value == int(value) else value


def _day_in(at: Place) -> date:
    try:
        return date.fromisoformat(at.text)
    except ValueError:
        raise fault(f"{at.path} is not a day like 2026-11-22") from None


def _one_of(at: Place, known: Sequence[str]) -> str:
    if at.text not in known:
        raise fault(f"{at.path} is none of {', '.join(known)}")
    return at.text
