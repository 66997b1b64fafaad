"""What stands around a verb or noun of a deal: who does it, what it is done to, and what prepositions add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest import bundled
from digest.deals import doubts, frames, names, parties, runs, wordlists
from digest.deals.frames import Match
from digest.deals.headline import Word

_LIGHTS = bundled.lines("deal_lights.txt") | frames.VERBS
_MODIFIERS = bundled.lines("company_modifiers.txt")
_PREPOSITIONS = wordlists.named("prepositions")
_APPOSITIONS = wordlists.named("appositions")
_SUBORDINATE = wordlists.named("subordinate")
_REPORTING = wordlists.named("reporting")
_SAYING = wordlists.named("saying")
_GIVING = wordlists.named("giving")
_FIRST = frozenset(["into", "to"])  # only the first phrase tells; a later one is something else
_HELPS = frozenset(["help", "helps", "helped"])
_ENDS = frozenset(["-", ".", ";", ":", "—", "–", "|", "?", "!", "("])
_REACH = 14  # words behind a preposition that may be names


@dataclass(frozen=True, slots=True)
class Slots:
    """Names by where they stand; each may be empty.

    Attributes:
        subject: before the verb, or with a possessive before the noun.
        object: right behind the verb, or right before the noun ("OpenAI" in "the OpenAI investment").
        behind: of each preposition.
        before, after: the words of the clause on both sides.
        anyone: whether somebody stands where the object is expected, by name or not.
        silent: whether nobody stands where the subject is expected, "after raising $1bn".
    """

    subject: tuple[str, ...]
    object: tuple[str, ...]
    behind: Mapping[str, tuple[str, ...]]
    before: Sequence[Word]
    after: Sequence[Word]
    anyone: bool
    silent: bool


def of(before: Sequence[Word], after: Sequence[Word], match: Match, *, titled: bool) -> Slots:
    """The slots of `match` between the words before and after it in its clause."""
    silent = not _without_passed(before, titled=titled)
    if match.frame.needs == "noun":
        subject, beside = _around_noun(before, titled=titled)
        return Slots(
            subject, beside, _behind(after, match, titled=titled), before, after, bool(beside), silent
        )
    nearest = _nearest(after)
    return Slots(
        actor(_of_gerund(before) if match.gerund else before, titled=titled),
        parties.listed(nearest, titled=titled),
        _behind(after, match, titled=titled),
        before,
        after,
        parties.is_somebody(nearest),
        silent,
    )


def is_crowd(before: Sequence[Word]) -> bool:
    """Whether companies in general act, "the sector raises", "the country's AI boom draws"."""
    return doubts.is_crowd(before, _LIGHTS)


def _of_gerund(before: Sequence[Word]) -> Sequence[Word]:
    """Read "is open to X buying": who is right before, behind the preposition."""
    if not before or not parties.may_be_name(before[-1]):
        return before
    start = len(before)
    while start and (parties.may_be_name(before[start - 1]) or before[start - 1].low in {"or", "and"}):
        if before[start - 1].low in _PREPOSITIONS:
            break
        start -= 1
    return before[start:] if start and before[start - 1].low in _PREPOSITIONS else before


def _around_noun(before: Sequence[Word], *, titled: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has the noun, and the name right before it."""
    start = len(before)
    while start:
        word = before[start - 1]
        if word.possessive or word.low in _PREPOSITIONS or word.low in _ENDS or word.low == ",":
            break
        if word.low in _LIGHTS and word.low not in _MODIFIERS:
            break
        if start > 1 and _is_small_verb(word, before[start - 2]):
            break
        start -= 1
    told = next((place for place in range(len(before) - 1, start, -1) if before[place].kind == "sum"), -1)
    beside = parties.beside(
        [word for word in before[max(start, told) :] if word.kind == "word"], titled=titled
    )
    if told > start:  # "X $3bn Y acquisition"
        start = told if any(map(parties.may_be_name, before[start:told])) else start
    if start and before[start - 1].possessive:
        owners = _owners(before[:start], titled=titled)
        if owners and all(map(runs.is_place, owners)) and (who := actor(before[: start - 1], titled=titled)):
            return who, beside
        return owners, beside
    return actor(before[:start], titled=titled), beside


def _is_small_verb(word: Word, before: Word) -> bool:
    """Whether it is a verb right after a name: "Blackstone boosts stake"."""
    ends = word.text.islower() and word.low.endswith(("s", "ed")) and not word.possessive
    return ends and parties.may_be_name(before) and not before.possessive


def _owners(before: Sequence[Word], *, titled: bool) -> tuple[str, ...]:
    """The names at the end of `before`, the last with its possessive: "SoftBank and OpenAI's"."""
    start = len(before)
    while (
        start
        and not (titled and (runs.is_verb(before[start - 1]) or before[start - 1].low in _PREPOSITIONS))
        and (parties.may_be_name(before[start - 1]) or before[start - 1].low in {"and", ",", "&"})
    ):
        start -= 1
    return parties.listed(before[start:], titled=titled)


def _without_passed(before: Sequence[Word], *, titled: bool) -> list[Word]:
    words = list(before)
    while words and (
        _is_passed(words[-1], titled=titled, first=len(words) == 1)
        or (len(words) > 1 and words[-1].low in _LEADS and parties.may_be_name(words[-2]))
    ):
        words.pop()
    return words


_LEADS = frozenset({"leads"})  # a verb after a name, "security leads" are people


def actor(before: Sequence[Word], *, titled: bool) -> tuple[str, ...]:
    """Who acts, by the words before the verb."""
    words = _without_passed(before, titled=titled)
    how = next((place for place in range(len(words) - 1, 0, -1) if words[place].low in {"how", "why"}), 0)
    if how and (found := actor(words[how + 1 :], titled=titled)):
        return found  # "the story of how Y raised"
    if told := _reported(words, titled=titled):
        return told
    pieces = [piece for piece in _pieces(words) if piece]
    while len(pieces) > 1 and _opens(pieces[0][0]):
        pieces = pieces[1:]
    if not pieces:
        return ()
    if len(pieces) > 1 and (_is_apposition(pieces[1]) or len(pieces[0]) > _LONG_PIECE):
        found = next((told for piece in pieces if (told := parties.listed(piece, titled=titled))), ())
        if found:
            return found
    whole = words if len(pieces) > 1 else pieces[0]
    found = parties.listed(whole, titled=titled) or parties.listed(pieces[-1], titled=titled)
    return tuple(name for name in found if not runs.is_place(name)) or found


def _opens(word: Word) -> bool:
    """Whether it opens a clause before the one who acts: "After a year, X", "Aiming at sales, X"."""
    return word.low in _SUBORDINATE or (word.low.endswith("ing") and names.is_common(word))


_LONG_PIECE = 6  # words before a comma that are more than one name of a list


def _reported(words: Sequence[Word], *, titled: bool) -> tuple[str, ...]:
    """Who acts behind "helps", "reports say that" or "says"."""
    near = True  # no comma between
    for place in range(len(words) - 1, 0, -1):
        low, before = words[place].low, words[place - 1].low
        near = near and low != ","
        helps = near and low in _HELPS and before not in _HELPING
        reported = low == "that" and any(word.low in _REPORTING for word in words[max(place - 3, 0) : place])
        if helps or reported or (near and low in _SAYING):
            found = actor(words[place + 1 :], titled=titled)
            if found or low not in _SAYING:
                return found
    return ()


_HELPING = frozenset({"that", "which", "who", "to"})


def _is_passed(word: Word, *, titled: bool, first: bool) -> bool:
    """Whether it stands between the one who acts and the verb; a capital where few have one is a name."""
    if word.kind != "word":
        return word.low not in _INSIDE_NAMES
    if parties.is_people(word):
        return False
    if word.text[0].isupper() and (first or not titled):
        return first and word.low.endswith("ing") and names.is_common(word)
    return word.low in _LIGHTS or (
        word.low.endswith("ly") and (titled or word.text[0].islower()) and not first
    )


_INSIDE_NAMES = frozenset({"&"})


def _is_apposition(piece: Sequence[Word]) -> bool:
    if any(word.possessive for word in piece[:-1]) and parties.is_somebody(piece[-1:]):
        return True
    return piece[0].low in _APPOSITIONS or not parties.may_be_name(piece[0])


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    pieces: list[list[Word]] = [[]]
    for word in words:
        if word.low == ",":
            pieces.append([])
        else:
            pieces[-1].append(word)
    return pieces


def _nearest(after: Sequence[Word]) -> Sequence[Word]:
    """The words of the object: up to a preposition, a sum or the end of the clause; commas only in lists."""
    for place, word in enumerate(after):
        if word.kind in {"sum", "share"} and (place == 0 or after[place - 1].possessive):
            continue  # "acquires €2bn utility X", "buys Y's $32bn startup"
        if word.kind in {"sum", "share"} or word.low in _PREPOSITIONS or word.low in _ENDS:
            return after[:place]
    return after


def _behind(after: Sequence[Word], match: Match, *, titled: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    first = _FIRST | {"in", "on"} if match.frame.kind == "investment" else _FIRST
    for place, word in enumerate(after):
        if word.low not in _PREPOSITIONS or word.low in found:
            continue
        if word.low == "by" and not _is_giver(after, place, match):
            continue  # "driven by", "by year-end"
        if word.low == "into" and place and after[place - 1].low in _TURNING:
            continue  # "turns into a drama"
        if word.low in first and any(each.low == "," for each in after[:place]):
            continue
        phrase = _phrase(after[place + 1 : place + 1 + _REACH])
        if word.low == "of" and place and after[place - 1].kind == "share" and not titled:
            who = parties.listed(runs.first(phrase) or phrase, titled=titled)  # "49% of Scale AI ties it"
        else:
            who = parties.proper(parties.listed(phrase, titled=titled), titled=titled)
        if who or word.low in first:
            found[word.low] = who
    return found


_TURNING = frozenset(["turn", "turns", "turned", "turning", "morphs", "evolves"])


def _is_giver(after: Sequence[Word], place: int, match: Match) -> bool:
    """Whether "by" tells who buys or gives: "led by", "to be acquired by"."""
    if not place:
        return match.frame.name == "bought"
    return after[place - 1].low in _GIVING


def _phrase(words: Sequence[Word]) -> Sequence[Word]:
    for place, word in enumerate(words):
        if (word.low in _PREPOSITIONS and place) or (word.kind == "sum" and place) or word.low in _ENDS:
            return words[:place]
    return words
