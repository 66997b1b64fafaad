"""Whose figure it is, where it is set beside those of other companies: by form, and else nobody's.

A valuation, a revenue or a fine is read only where the sentence has the form that tells it: "S raised $5M at
a $40M valuation", "valuing S at $40M", "S, a startup valued at $40M". S is the subject with which the clause
opens, and the words between S and the figure are looked through for another whom it could belong to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from digest.claims import clauses, phrases, valuations
from digest.claims.clauses import Case
from digest.claims.parts import is_nobody, name
from digest.model import Figure

ROLES = ("valuation", "revenue", "headcount", "layoffs", "capacity", "chips", "users", "fine")
"""Roles of figures that are compared between companies."""

_LEAST_USERS, _LEAST_CHIPS, _LEAST_WATTS = 1000, 100, 1e6  # smaller ones count something else
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIMELY = (  # words before "revenue" that leave it the company's own; of a segment it is another matter
    r"(?:(?:annual|annuali[sz]ed|annually|recurring|yearly|total|quarterly|monthly|net|gross|overall|record|"
    r"run-rate|combined|global|worldwide|reported|its|fiscal|full-year|(?:first|second|third|fourth)-quarter|"
    rf"Q[1-4]|(?:19|20)\d\d|ARR|the|an?|{_MONTHS})[\s-]){{0,4}}"
)
_EARNED = rf"{_TIMELY}(?:revenues?|ARR|sales|run[ -]rate|turnover)"
_REVENUE_BEHIND = re.compile(
    rf"\s(?:in\s|of\s|worth of\s)?{_EARNED}\b"
    r"(?!\s(?:per|miss|impact|shortfall|hit|growth|multiple|share|loss|tax|team|target)|-)",
    re.IGNORECASE,
)
_REVENUE_BEFORE = re.compile(
    rf"(?:^|\b(?:of|in|said|sees|saw|{phrases.alternatives('earns')})\s|['’]s\s)\s?{_EARNED}\s"
    r"(?:run[ -]rate\s)?"
    rf"(?:(?:{phrases.alternatives('came to')}|by\s\d+%|\d+%|in (?:19|20)\d\d)\s){{1,4}}$",
    re.IGNORECASE,
)
_EARNS = re.compile(
    rf"(?:\b(?:{phrases.alternatives('earns')})\s(?:[\w-]+\s){{0,2}}|^\s?(?:,[^,]{{3,90}},\s)?)[“\"']?$",
    re.IGNORECASE,
)
_REVENUE = re.compile(r"\brevenues?\b|\bARR\b|\bsales\b")
_FOLLOWS = re.compile(r"\b(?:up|down|compared|from|versus|than)\s(?:[\w-]+\s){0,4}$")

_EMPLOYS = phrases.right_before("employs", r"(?:(?!\w+ed\b)[\w-]+\s)?")
_STAFF = re.compile(
    r"employees?|staff|staffers|workers|workforce|engineers|researchers|annotators|contractors|-person|-strong|headcount",
    re.IGNORECASE,
)
_CUTS = phrases.right_before("cuts", r"(?:[\w-]+\s){0,3}")
_POWERS = phrases.right_before("powers", r"(?:[\w-]+\s){0,3}")
_COMPUTES = phrases.right_before("computes", r"(?:[\w-]+\s){0,4}")
_SERVES = phrases.right_before("serves", r"(?:[\w-]+\s){0,2}(?:to\s)?(?:[\w-]+\s)?")
_HARMS = phrases.anywhere("harms")
_USERS = re.compile(
    r"\s?(?:(?!from\b|of\b|for\b|to\b|and\b|by\b|with\b)[\w-]+\s){0,4}"
    r"(?:users?|subscribers?|customers|downloads|visitors|accounts)\b"
    r"(?!['’]|\s(?:chats?|data|accounts|records|agents))",
    re.IGNORECASE,
)

_PAYS = phrases.right_before("pays", r"(?:[\w-]+\s){0,3}")
_FINE = re.compile(
    r"\b(?:fine|fines|fined|penalty|penalties|damages|settlement|settles?|settled)\b", re.IGNORECASE
)
_FINE_BEHIND = re.compile(
    r"\s(?:(?!for\b|to\b|over\b|from\b|and\b|after\b)[\w.’'-]+\s){0,4}(?:fine|penalty|damages|settlement)\b",
    re.IGNORECASE,
)
_FINES = re.compile(
    r"\b(?:fines?|fined|fining|penali[sz]e[sd])\s(?P<whom>[^,;:]{2,50}?)\s(?:an?\s)?(?:record\s)?$",
    re.IGNORECASE,
)
_ALSO_FINED = re.compile(
    r"\bfine[sd]?\b.{1,50}\d.{1,50}\band\s(?P<whom>[A-Z][\w.&-]{1,30}(?:\s[A-Z][\w.&-]{1,30}){0,2})\s$"
)
_WHOSE = re.compile(
    r"(?:^|\s)(?P<whom>(?:[A-Z][\w.&-]{1,30}\s){0,2}[A-Z][\w.&-]{1,30})['’]s\s(?:record\s|[a-z-]+\s)?$"
)
_AUTHORITY = re.compile(  # who fines, or sues
    r"\b(?:EU|European|Commission|Court|Judge|SEC|FTC|DOJ|Regulators?|Authority|Union|Department|Agency|Authors|"
    r"CMA|CNIL|Congress|Senate|Ministry|Musk|FAA|FDA|FCC|ICO|Attorney|Feds|Watchdog|Police)\b"
)


def of(figure: Figure, role: str, text: str, parties: Sequence[tuple[int, int]]) -> str:
    """Whose `figure` is; "" where the sentence has none of the forms that say so.

    `parties` are where names stand in `text`; `role` is one of `ROLES`.
    """
    found = _FORMS[role](clauses.case(figure, text, parties))
    return "" if is_nobody(found) else found


def _revenue(case: Case) -> str:
    behind = _REVENUE_BEHIND.match(case.behind) and _EARNS.search(case.between)
    before = _REVENUE_BEFORE.search(case.between)
    follows = _REVENUE.search(case.between) and _FOLLOWS.search(case.between)
    return case.owner if behind or before or follows else ""


def _headcount(case: Case) -> str:
    return (
        case.owner if _EMPLOYS.search(case.between) and _STAFF.search(case.words + case.behind[:20]) else ""
    )


def _layoffs(case: Case) -> str:
    return case.owner if _CUTS.search(case.between) else ""


def _capacity(case: Case) -> str:
    return case.owner if case.figure.value >= _LEAST_WATTS and _POWERS.search(case.between) else ""


def _chips(case: Case) -> str:
    return case.owner if case.figure.value >= _LEAST_CHIPS and _COMPUTES.search(case.between) else ""


def _users(case: Case) -> str:
    told = _USERS.match(case.behind) or _USERS.search(case.words)
    if not told or case.figure.value < _LEAST_USERS or _HARMS.search(case.before):
        return ""
    return case.owner if _SERVES.search(case.between) else ""


def _fine(case: Case) -> str:
    for form in (_ALSO_FINED, _FINES):
        told = form.search(case.before)
        if told and name(told["whom"]):
            return name(told["whom"])
    called = _FINE_BEHIND.match(case.behind)
    whose = _WHOSE.search(case.before) if called else None
    if whose:
        return "" if _AUTHORITY.search(whose["whom"]) else whose["whom"]
    if not (called or _FINE.search(case.between)) or _AUTHORITY.search(case.owner):
        return ""
    return case.owner if _PAYS.search(case.between) else ""


_FORMS: dict[str, Callable[[Case], str]] = {
    "valuation": valuations.owner,
    "revenue": _revenue,
    "headcount": _headcount,
    "layoffs": _layoffs,
    "capacity": _capacity,
    "chips": _chips,
    "users": _users,
    "fine": _fine,
}
