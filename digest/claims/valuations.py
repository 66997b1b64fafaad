"""Valuations: which sum is one, and of whom; the investor is not the one who is valued."""

from __future__ import annotations

import re

from digest.claims import phrases
from digest.claims.clauses import Case
from digest.claims.parts import name
from digest.model import Figure

_READ = 90  # characters before a sum
_KIND = r"(?:(?:[A-Z][\w-]{0,20}|post-money|pre-money|market|private|company)\s){0,2}"
_BEHIND = re.compile(
    rf"(?:\sin (?=market|valuation))?\s?(?:or more\s)?{_KIND}(?:[Vv]aluations?|[Vv]alue|[Mm]arket cap)"
    r"(?!\w|\s(?:of|decline|drop|loss|wipe\w*|gain|rout)\b)"
)
_BEFORE = re.compile(
    r"\b(?:valuations?|valued|values?|valuing|market cap|capitali[sz]ation|"
    r"(?:is|now|once|be|was|are|being|he['’]s|it['’]s|company|startup)\sworth)"
    r"(?:\s(?!with\b|and\b|on\b|in\b|after\b|for\b|by\b|as\b|loss\b|drops?\b|falls?\b|fell\b|sinks?\b|los\w+\b|down\b)[\w-]+){0,3}?\s*[“\"']?$",
    re.IGNORECASE,
)
_OTHER_SUM = re.compile(  # what a deal or a market comes to, or what somebody owns
    r"\b(?:deals?|contracts?|transactions?|stakes?|market|industry|shares|investments?|orders?|award|agreement|"
    r"assets?|packages?|grants?|merger|acquisition|net|infrastructure|equipment|property|goods|stock|chips)"
    r"(?:,|\sis|\swas|\sat|\sbeing|\snow|\sthat|\swhich|\sreportedly|\spotentially){0,3}"
    r"\s(?:worth|valued at)(?:\s[\w-]+){0,2}?\s*$"
    r"|\b(?:valuing|values|valued)\s(?:the\s)?(?:\w+\s)?(?:deal|market|stake|transaction)\b",
    re.IGNORECASE,
)
_OF_MARKET = re.compile(r"\b(?:market(?!\s(?:cap|value|debut))|sector|industry)\b", re.IGNORECASE)
_PART = re.compile(r"\s(?:worth )?of\b")
_LOST = re.compile(
    r"\b(?:los[est]\w*|eras\w+|wip\w+|shed\w*|adds?|added|gain\w*|swing|drops?|fell|falls)\b[^,;\d$€£]{0,20}$",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"\bvalu(?:es?|ed|ing)\s(?P<whom>[^,;]{2,60}?)(?:,\s[\w\s-]{3,40},)?\sat(?:\s[\w-]+){0,3}\s*[“\"']?"
    r"(?:[\w\s]{0,12}[”\"']\s)?$",
    re.IGNORECASE,
)
_VALUATION_OF = re.compile(
    r"\bvaluation (?:of|for) (?P<whom>[^,;]{2,50}?) (?:at|to|of)(?:\s[\w-]+){0,3}\s*$", re.IGNORECASE
)
_IS_VALUED = re.compile(
    r"(?:,?\s(?:is|was|has been|had been|which is|which was|that is|that was|now|currently|last|"
    r"most recently|recently|once|reportedly|being|already|privately)){0,4}"
    r",?\s(?:valued at|worth)(?:\s[\w-]+){0,2}\s*$",
    re.IGNORECASE,
)
_APPOSED = re.compile(r",\s(?:an?|the|one of)\s(?:[\w’'&.-]+\s){1,18}?valued at(?:\s[\w-]+){0,2}\s*$")
_LED_BY = re.compile(r"\b(?:led|co-led|backed|joined|followed)\sby\b", re.IGNORECASE)
_INVESTS = phrases.anywhere("invests")
_TARGET = re.compile(
    r"\b(?:in|into|of|backs?|backing|buys?|buying|acquires?|acquiring|for)\s(?P<whom>[^,;:]{2,60}?)"
    r"\s(?:at|on)\s(?:an?\s|the\s)?(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"(?:it|itself|the (?:[\w-]+\s){0,3}"
    r"(?:company|startup|start-up|firm|business|group|maker|giant|lab|unicorn))$",
    re.IGNORECASE,
)
_RECEIVED = re.compile(r"\b(?:received|gets|got|secured|raised|closed|landed)\b[^,;]{0,60}\binvestment\b")


def is_one(figure: Figure, text: str) -> bool:
    """Whether the words right beside a sum call it what a company is worth."""
    before = text[max(0, figure.start - _READ) : figure.start]
    if _BEHIND.match(text, figure.end):
        return not _LOST.search(before)
    called = _BEFORE.search(before) or _VALUES.search(before)
    return bool(called) and not (_OTHER_SUM.search(before) or _PART.match(text, figure.end))


def owner(case: Case) -> str:
    """Who is valued at a sum; "" where that is not clear."""
    if _OF_MARKET.search(case.between):
        return ""
    told = _VALUES.search(case.before) or _VALUATION_OF.search(case.before)
    if told and not _ITSELF.match(told["whom"].strip()):
        return name(told["whom"])
    if _IS_VALUED.match(case.between) or _APPOSED.match(case.between):
        return case.subject.name
    if not _INVESTS.search(_LED_BY.sub("", case.between)):
        return case.owner
    if told:  # "received an investment from Y that values it"
        return case.owner if _RECEIVED.search(case.between) else ""
    target = _TARGET.search(case.before) if _BEHIND.match(case.behind) else None
    return name(target["whom"]) if target else ""
