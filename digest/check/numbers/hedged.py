"""A doubt that stands in the verbs of the reports and no longer here: "may be worth", told as "is worth"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.check.finding import Finding
from digest.check.numbers.proof import Told, equal
from digest.check.numbers.reasons import Place
from digest.check.numbers.reports import Seen

_MODAL = re.compile(r"\b(?:may|might|could|would)\s", re.IGNORECASE)
_NO_MODAL = re.compile(
    r"\b(?:in|on|by|until|since|of|late|early|last|next|this)\s$|\d\s$", re.IGNORECASE
)  # the month
_CUT = re.compile(
    r"[;:]\s|\.\s|\s[–—|]\s|,\s(?:and|which|who|while|but|with|as|after)\s|\b(?:after|since|because|despite|following|"
    r"whereas|although|though|when)\s",
    re.IGNORECASE,
)
_DOUBTS = re.compile(  # any of these words tells a reader that it is not settled
    r"\b(?:may|might|could|would|can|will|should|if|up to|as much as|as many as|at most|potential\w*|"
    r"possibl[ey]|perhaps|likely|reportedly|rumou?r\w*|said to|talks?|negotiat\w*|discuss\w*|"
    r"consider\w*|plan\w*|hop(?:es?|ing|ed)|aim\w*|seek\w*|sought|want\w*|eye[sd]?|target\w*|expect\w*|"
    r"forecast\w*|project\w*|estimat\w*|propos\w*|look(?:s|ing)? (?:to|for)|near(?:s|ing)|close to|set to|"
    r"about to|toward\w*|(?<!tender )offer\w*|bids?|prospect\w*|weigh\w*|"
    r"explor\w*|allegedly|maximum|ceiling|goal|predict\w*|intend\w*|going to|to be|pursu\w*|"
    r"promis\w*)\b",
    re.IGNORECASE,
)
_AROUND = 600  # characters on either side of a figure in which a word may tell that it is not settled
_FAR = 110  # characters before a figure in which its verb is looked for


def findings(at: Place, sentence: str, told: Told, found: Sequence[Seen]) -> Iterator[Finding]:
    """A figure that is told as a fact, and that every one of the reports `found` doubts."""
    figure = told.figure
    if figure.kind != "money" or figure.qualifier == "up_to":
        return
    if _DOUBTS.search(sentence, max(0, figure.start - _AROUND), figure.end + _AROUND):
        return
    same = [seen for seen in found if equal(told, seen.told)]
    if same and all(map(_is_doubted, same)):
        seen = next((one for one in same if one.figure.qualifier != "up_to"), same[0])
        reason = f"told as a fact, and no report has it so; {seen.report.outlet}: “{seen.sentence}”"
        remedy = "say that it may be so, or on what it hangs"
        yield at.finding("numbers-hedge", "warning", told.words, reason, remedy)


def _is_doubted(seen: Seen) -> bool:
    """Whether "up to" or the verb before the figure leaves it open."""
    if seen.figure.qualifier == "up_to":
        return True
    before = seen.sentence[max(0, seen.figure.start - _FAR) : seen.figure.start]
    clause = before[max((cut.end() for cut in _CUT.finditer(before)), default=0) :]
    return any(not _NO_MODAL.search(clause[: modal.start()]) for modal in _MODAL.finditer(clause))
