"""What a text expects by a date: "is expected to close in the third quarter", "hearing on 14 July".

Precision before recall: a date without words of expectation, a date that is over, and a date that hangs on
what somebody said are left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from digest.figures import calendar

_YEARS_AHEAD = 5
_LONGEST = 1_000  # characters of a sentence; what is longer is none
_REACH, _LEAD = 140, 90  # characters from the words of expectation to the date behind or before them
_MONTHS_AHEAD = 9  # of a month without its year; what is further is more likely the one just over
_OPENING = 2  # characters, quotation marks, before a date that opens its sentence
_JUST_OVER = 60  # days for which a day without its year is taken to be over, not next year's
_SENTENCE = re.compile(
    r"(?<=[.!?…])(?<![A-Z][a-z]{2}\.)(?<!Sept\.)[\"'”’)]{0,2}\s+(?=[\"'“‘(]{0,2}[A-Z0-9$€£])|\n\s*\n"
)
_EXPECTED = re.compile(
    r"(?<![\w’'-])(?:expect(?:s|ed|ing)?|will|(?<!its\s)(?<!their\s)(?<!the\s)plan(?:s|ned|ning)?\s(?:to|for)|due(?!\s(?:to|diligence))|scheduled|"
    r"set\s(?:to|for)|slated|hearing|deadline|aim(?:s|ing)?\s(?:to|for)|target(?:s|ing)|on\strack|intends?\sto|"
    r"hop(?:es|ing)\sto|closes\s(?:in|on)|takes\seffect|goes\sinto\seffect|expires|trial\s(?:is|in|on)|"
    r"is\sto|are\sto|begins\son|anticipat(?:es|ed)|vows?\sto|pledge[sd]?\sto|promise[sd]?\sto|poised\sto)(?![\w’'-])",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?:\bwas|\bwere|\bhad(?:\sbeen)?|\bpreviously|\boriginally|\bbeen|n[’']t|\bonce)\s$", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:said|says|told|announced|reported|wrote|posted|filed|confirmed|according|since|after|because|compared|"
    r"which\shas|revealed|disclosed|published|launched|closed|signed|unveiled|was|were|had|fell|rose)\b|;",
    re.IGNORECASE,
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NTH = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "1st": 1,
    "2nd": 2,
}
_NTH |= {"3rd": 3, "4th": 4}
_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}
_THIRDS: Final = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "": (1, 12)}
_LEADS = r"(?i:in|on|by|before|during|until|for|from|at|around|as early as|no later than|starting)"
_Y = r"20\d\d(?![\w%.,]\d|\w)"
_PHRASE = re.compile(
    rf"(?<![\w-])(?:{_LEADS}\s)?(?:"
    r"(?P<iso>20\d\d-[01]\d-[0-3]\d)(?![\w-])"
    rf"|(?P<end>(?:the\s)?end\sof\s(?:(?P<end_what>the\s(?:year|month|week|quarter)|this\s(?:year|month|week|quarter)"
    rf"|next\s(?:year|month|week))|(?:(?P<end_month>{calendar.NAMED})\s?)?(?P<end_year>{_Y})?))(?![\w-])"
    r"|(?P<year_end>year[\s-]end)(?![\w-])"
    rf"|(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s(?P<m1>{calendar.MONTH})(?![\w])(?:,?\s(?P<y1>{_Y}))?"
    rf"|(?P<m2>{calendar.MONTH})\s(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?![\w%]|[.,]\d)(?:,?\s(?P<y2>{_Y}))?"
    rf"|(?:the\s)?(?:(?P<fiscal>fiscal\s)?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter|Q(?P<q>[1-4]))"
    rf"(?![\w-])(?:\s(?:of\s)?(?P<quarter_year>{_Y}|(?:this|next)\syear))?"
    rf"|(?:the\s)?(?:(?P<half>first|second)\shalf|H(?P<h>[12]))(?:\s(?:of\s)?(?P<half_year>{_Y}|(?:this|next|the)\syear))"
    r"|(?P<next>next|later\sthis|this\scoming)\s(?P<unit>week|month|quarter|year)(?![\w’'-])"
    rf"|(?P<this>this|next)\s(?P<season>{'|'.join(_SEASONS)})(?![\w-])"
    rf"|(?P<season2>{'|'.join(_SEASONS)})\s(?:of\s)?(?P<season_year>{_Y})"
    r"|(?P<tomorrow>tomorrow)(?!\w|[’']s)"
    rf"|(?:(?P<next_day>next|this)\s)?(?P<weekday>{'|'.join(day.title() for day in _WEEKDAYS)})(?![\w’'-])"
    rf"|(?:(?P<part>early|mid|late)[\s-])?(?:(?P<month>{calendar.NAMED})(?:,?\s(?P<month_year>{_Y}|next\syear))?"
    rf"|(?P<year>{_Y}))(?![\w-])"
    r")"
)
_LED = re.compile(rf"{_LEADS}\s")


def due(text: str, said: date) -> tuple[tuple[int, int, date, date], ...]:
    """The dated expectations of `text`, published on `said`.

    Each is start and end of the words that name the date, and the first and the last day they mean, both
    after `said` and at most five years on. "By the end of" something means its last day.
    """
    if not _EXPECTED.search(text):
        return ()
    found, start = [], 0
    for cut in [*(match.start() for match in _SENTENCE.finditer(text)), len(text)]:
        if cut - start <= _LONGEST:
            found += [
                (start + low, start + high, first, last)
                for low, high, first, last in _of_sentence(text[start:cut], said)
            ]
        start = cut
    return tuple(found)


def _of_sentence(sentence: str, said: date) -> Iterator[tuple[int, int, date, date]]:
    expected = [
        match.span()
        for match in _EXPECTED.finditer(sentence)
        if not _OVER.search(sentence[: match.start()][-12:])
    ]
    if not expected:
        return
    for phrase in _PHRASE.finditer(sentence):
        if not _is_led(phrase) or not _is_near(sentence, phrase, expected):
            continue
        days = _days(phrase, said)
        if days is None:
            continue
        first, last = max(days[0], said + timedelta(days=1)), days[1]
        if first <= last and (last - said).days <= _YEARS_AHEAD * 366:
            yield phrase.start(), phrase.end(), first, last


def _is_led(phrase: re.Match[str]) -> bool:
    """A bare "May", "2027" or "Tuesday" is too little; a whole date and "later this year" are not."""
    if _LED.match(phrase[0]):
        return True
    whole = ("iso", "d1", "m2", "next", "tomorrow", "year_end", "this", "next_day")
    return any(phrase[name] for name in whole)


def _is_near(sentence: str, phrase: re.Match[str], expected: list[tuple[int, int]]) -> bool:
    for start, end in expected:
        follows = start < phrase.start()  # "set for next week" shares its middle word
        between = sentence[end : phrase.start()] if follows else sentence[phrase.end() : start]
        reach = _REACH if follows else _LEAD
        if (follows or phrase.start() <= _OPENING) and len(between) <= reach and not _TOLD.search(between):
            return True
    return False


def _days(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    """The days that a phrase means; None where it names none that can be told."""
    try:
        return next((made for read in _READERS if (made := read(phrase, said)) is not None), None)
    except (ValueError, OverflowError):  # 31 February
        return None


def _day(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    if phrase["iso"]:
        day = date.fromisoformat(phrase["iso"])
        return day, day
    name, number = phrase["m1"] or phrase["m2"], phrase["d1"] or phrase["d2"]
    if not name:
        return None
    month, year = calendar.MONTHS[name.lower().rstrip(".")], phrase["y1"] or phrase["y2"]
    day = date(int(year or said.year), month, int(number))
    if not year and (said - day).days > _JUST_OVER:
        day = date(said.year + 1, month, int(number))
    return day, day


def _end(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    if phrase["year_end"]:
        return (date(said.year, 12, 31),) * 2
    if not phrase["end"]:
        return None
    what = (phrase["end_what"] or "").lower()
    if what:
        ahead = 1 if what.startswith("next") else 0
        return (_period(what.split()[-1], said, ahead)[1],) * 2
    if not phrase["end_month"]:
        return (date(int(phrase["end_year"]), 12, 31),) * 2 if phrase["end_year"] else None
    return (_month(phrase["end_month"], phrase["end_year"], said)[1],) * 2


def _part_of_year(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    quarter = phrase["quarter"] or phrase["q"]
    half = phrase["half"] or phrase["h"]
    if phrase["fiscal"] or not (quarter or half):
        return None
    months = 3 if quarter else 6
    start = (_NTH[(quarter or half).lower()] - 1) * months + 1
    named = (phrase["quarter_year"] or phrase["half_year"] or "").lower()
    year = int(named) if named.isdigit() else said.year + (named == "next year")
    if not named and _last(year, start + months - 1) <= said:
        year += 1
    return date(year, start, 1), _last(year, start + months - 1)


def _relative(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    if phrase["tomorrow"]:
        return (said + timedelta(days=1),) * 2
    if phrase["weekday"]:
        ahead = (_WEEKDAYS.index(phrase["weekday"].lower()) - said.weekday()) % 7
        week = 7 if (phrase["next_day"] or "").lower() == "next" and ahead < 7 - said.weekday() else 0
        return (said + timedelta(days=ahead + week),) * 2
    if phrase["next"]:
        return _period(phrase["unit"], said, 0 if phrase["next"].lower().startswith("later") else 1)
    return None


def _season(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    season = phrase["season"] or phrase["season2"]
    if not season:
        return None
    low, high = _SEASONS[season]
    year = int(phrase["season_year"] or said.year)
    if phrase["this"] == "next" and date(year, low, 1) <= said:
        year += 1
    return date(year, low, 1), _last(year, high)


def _month_or_year(phrase: re.Match[str], said: date) -> tuple[date, date] | None:
    part = phrase["part"] or ""
    if phrase["year"]:
        low, high = _THIRDS[part]
        return date(int(phrase["year"]), low, 1), _last(int(phrase["year"]), high)
    if not phrase["month"]:
        return None
    named = phrase["month_year"]
    year = named if not named or named.isdigit() else str(said.year + 1)
    first, last = _month(phrase["month"], year, said)
    low, high = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day), "": (1, last.day)}[part]
    return first.replace(day=low), last.replace(day=high)


_READERS: Final[tuple[Callable[[re.Match[str], date], tuple[date, date] | None], ...]] = (
    _day,
    _end,
    _part_of_year,
    _relative,
    _season,
    _month_or_year,
)


def _month(name: str, year: str | None, said: date) -> tuple[date, date]:
    """The month of that name; without a year the next that is not over, and none that has just been."""
    month = calendar.MONTHS[name.lower()]
    ahead = (month - said.month) % 12
    if not year and ahead > _MONTHS_AHEAD:
        raise ValueError(f"{name} has just been")
    named = int(year) if year else said.year + (month < said.month)
    return date(named, month, 1), _last(named, month)


def _period(unit: str, said: date, ahead: int) -> tuple[date, date]:
    """This week, month, quarter or year, or one `ahead`."""
    if unit == "week":
        monday = said - timedelta(days=said.weekday()) + timedelta(weeks=ahead)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(said.year + ahead, 1, 1), date(said.year + ahead, 12, 31)
    months = 3 if unit == "quarter" else 1
    count = said.year * 12 + (said.month - 1) // months * months + ahead * months
    year, month = divmod(count, 12)
    return date(year, month + 1, 1), _last(year, month + months)


def _last(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
