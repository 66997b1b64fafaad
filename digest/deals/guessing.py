"""A deal whose verb no frame knows, guessed from a sum, words of money, and who stands before."""

from __future__ import annotations

from collections.abc import Sequence

from digest.deals import clauses, names, runs, slots, wordlists
from digest.deals.headline import Word
from digest.deals.scene import Told, is_barred

WEIGHT = 3.4
"""How sure a guess is: as sure as the least of what is told."""

_CROWD = wordlists.named("many") | wordlists.named("no round")
_SPENDING = wordlists.named("spending")
_KINDS = {"funding": wordlists.named("guess funding"), "investment": wordlists.named("guess investment")}
_SMALL_ROUND, _LARGE_ROUND = 5e5, 5e9  # of any currency
_SHORT = 6  # words of a subject with its verb


def of(words: Sequence[Word], place: int, *, titled: bool) -> Told | None:
    """The deal that the sum at `place` may be; None where too little speaks for one."""
    lows = {word.low for word in words}
    kind = next((kind for kind, told in _KINDS.items() if lows & told), "")
    if not kind and _is_purposeful(words, place):
        kind = "funding"
    if not kind or lows & _CROWD:
        return None
    first, _ = clauses.around(words, place, place + 1)
    who = slots.actor(words[first:place], titled=titled)
    if not who or runs.is_place(who[0]) or not names.is_proper(who[0]) or is_barred(who[0]):
        return None
    return Told(kind, who[0], (), WEIGHT)


def _is_purposeful(words: Sequence[Word], place: int) -> bool:
    """Whether the sum stands right behind a short subject and its verb, and before what it is for."""
    if not 1 < place <= _SHORT or words[place - 1].low in _SPENDING:
        return False
    behind = words[place + 1].low if place + 1 < len(words) else "to"
    figure = words[place].figure
    large = figure is not None and _SMALL_ROUND <= figure.value < _LARGE_ROUND and not figure.per
    return large and behind in {"to", "for"} and words[place - 1].low.endswith("s")
