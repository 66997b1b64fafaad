"""Who is meant by the words around a verb: the name in a noun phrase, and the names of a list.

"AI logistics startup Augment, from Deliverr's founder" is Augment; "Bret Taylor's Sierra" is Sierra; "Chinese
AR glasses maker" is nobody by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest import bundled
from digest.deals import names, runs, wordlists
from digest.deals.headline import Word

_HEADS = bundled.lines("company_heads.txt")
_PEOPLE = bundled.lines("company_people.txt")
_UNITS = wordlists.named("units")
_CUT = bundled.lines("company_cuts.txt")


def name(words: Sequence[Word], *, titled: bool) -> str:
    """The party that a noun phrase names, without legal form; "" where it names none."""
    words = _until_relative(_behind_maker(_without_marks(words)))
    if not titled:
        words = _until_verb(words)
    if not words:
        return ""
    for place in range(len(words) - 2, -1, -1):
        if words[place].possessive:
            return _of_owner(words, place, titled=titled)
    found = _plain(words, titled=titled)
    return found if any(map(str.isalpha, found)) and found.lower() not in _PLAIN_HEADS else ""


def _behind_maker(words: Sequence[Word]) -> Sequence[Word]:
    """What follows "the maker of" or "the company behind": a company is called by what it makes."""
    for place in range(len(words) - 2):
        if words[place].low in _BEHIND_HEADS and words[place + 1].low in {"of", "behind"}:
            return words[place + 2 :]
    return words


_BEHIND_HEADS = wordlists.named("makers")


def _until_verb(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to a small verb that follows a name: "Lovable becomes a unicorn"."""
    for place in range(1, len(words)):
        if _is_small_verb(words[place]) and _is_whole(words[place - 1]):
            return words[:place]
    return words


def _is_small_verb(word: Word) -> bool:
    ends = word.text.islower() and word.low.endswith(("s", "ed"))
    return ends and word.low not in _HEADS and runs.is_verb(word)


def _is_whole(word: Word) -> bool:
    return names.is_capital(word) and not word.possessive and not runs.is_place(word.text)


def _of_owner(words: Sequence[Word], place: int, *, titled: bool) -> str:
    """Read "Ann Lee's Sola" as Sola, "Sola's India unit" as all of it, "Sola's record" as Sola."""
    rest = words[place + 1 :]
    if len(rest) == 1 and rest[0].text == "Arm":
        return rest[0].text  # the maker of chips, and no arm of its owner
    if rest[-1].low in _UNITS and not (len(rest) > 1 and rest[-2].low in _HEADS):
        return runs.text(runs.without_modifiers(_after_head(words[: place + 1])) + list(rest))
    found = _plain(rest, titled=titled)
    if rest[-1].low in _FOUNDERS and not any(word.low in {"former", "ex"} for word in rest):
        return _plain(words[: place + 1], titled=titled)
    if titled and found and not names.is_proper(found) and len(rest) > 1:
        found = ""  # "X's Explosive Growth"
    if found or rest[-1].low in _FIRMS or any(word.low in _PEOPLE for word in rest):
        return found
    return _plain(words[: place + 1], titled=titled)


def _plain(words: Sequence[Word], *, titled: bool) -> str:
    words = [word for place, word in enumerate(words) if not runs.is_affix(words, place)]
    if len(words) > 1 and words[-1].low == "parent":
        words = words[:-1]  # "Y parent" whose own name is not told goes by that of what it owns
    after = _after_head(words)
    if len(after) < len(words):
        return runs.text(runs.trimmed(runs.first(after), titled=titled))
    if any(word.low in _PEOPLE for word in words):
        return ""
    words = runs.without_modifiers(words)
    if (words and words[-1].low in _HEADS and len(words) > 1 and not names.is_capital(words[-1])) or titled:
        words = _before_head(words)
    if len(words) == 1 and _is_small_name(words[0]):
        return words[0].text
    run = runs.first(words) or runs.last(words)
    if not titled and len(run) == 1 and names.is_common(run[0]) and len(words) > 1:
        run = runs.following(words[1:]) or run  # "Ticket reseller StubHub": only the sentence gives a capital
    return runs.text(runs.told(runs.trimmed(run, titled=titled), titled=titled))


def _after_head(words: Sequence[Word]) -> list[Word]:
    """What stands behind the last noun that says what a company is: the name; all where there is none."""
    for place in range(len(words) - 2, -1, -1):
        if words[place].low in _HEADS and _may_follow(words[place], words[place + 1 :]):
            return list(words[place + 1 :])
    return list(words)


def _may_follow(head: Word, rest: Sequence[Word]) -> bool:
    """Whether `rest` may be the name behind a head; "Builder Ventures" is one name, "1mind" one too."""
    if names.is_capital(head) and len(rest) == 1 and rest[0].low in _OF_INVESTORS:
        return False
    return names.is_capital(rest[0]) or bool(_WITH_DIGIT.fullmatch(rest[0].text))


_OF_INVESTORS = frozenset(["ventures", "capital", "partners", "fund", "vc", "growth", "equity"])
_WITH_DIGIT = re.compile(r"\d{1,3}[a-z]{3,20}")


def _before_head(words: Sequence[Word]) -> list[Word]:
    """Read "xAI startup" is xAI, "chip maker" is nobody; words that end in no such noun stay."""
    words = list(words)
    if not words or words[-1].low not in _HEADS:
        return words
    if len(words) > 1 and words[-1].low in _PLAIN_HEADS and runs.is_rare(words[-2]):
        return words[-2:-1]
    return []


_PLAIN_HEADS = wordlists.named("plain heads")
_FOUNDERS = wordlists.named("founders")
_FIRMS = wordlists.named("firms")


def is_somebody(words: Sequence[Word]) -> bool:
    """Whether a company or a person stands there, by name or only by what it is."""
    return any(word.low in _HEADS or word.low in _PEOPLE for word in words)


def is_people(word: Word) -> bool:
    """Whether it says what somebody is: founder, alum."""
    return word.low in _PEOPLE


def may_be_name(word: Word) -> bool:
    """Whether it may be part of a name."""
    return names.is_capital(word)


def _until_relative(words: Sequence[Word]) -> Sequence[Word]:
    for place, word in enumerate(words):
        if word.low in _CUT and place:
            return words[:place]
    return words


def _without_marks(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.kind == "word" or word.low == "&"]


def listed(words: Sequence[Word], *, titled: bool) -> tuple[str, ...]:
    """The names of a list with commas and "and"; what is no name in it ends it.

    "Uber and Palantir alums" are nobody by name, "Ada Lo and Bo Chi's Phia" is Phia.
    """
    pieces = _list_pieces(words)
    if (
        len(pieces) > 1
        and not any(map(runs.is_rare, pieces[0]))
        and len(_after_head(pieces[-1])) < len(pieces[-1])
    ):
        last = name(pieces[-1], titled=titled)  # "data and security company Satori"
        return (last,) if last else ()
    if len(pieces) > 1 and (
        _is_people(pieces[-1]) or any(word.possessive and names.is_capital(word) for word in pieces[-1][:-1])
    ):
        last = name(words if _is_people(pieces[-1]) else pieces[-1], titled=titled)
        return (last,) if last else ()
    found: list[str] = []
    named = [piece for piece in pieces if not _is_people(piece)]
    for piece in named or pieces:  # "Harvard grad and AI broker Y"
        each = name(piece, titled=titled)
        if each and each not in found:
            found.append(each)
        elif found:
            break
    return tuple(found)


def proper(found: tuple[str, ...], *, titled: bool) -> tuple[str, ...]:
    """Those of `found` that are names for sure; in Title Case common words with capitals are none."""
    return tuple(each for each in found if not titled or names.is_proper(each) or names.key(each) in _KNOWN)


_KNOWN = bundled.lines("deal_investors.txt") | bundled.pairs("deal_labs.txt").keys()


def beside(words: Sequence[Word], *, titled: bool) -> tuple[str, ...]:
    """The names right before a noun, "OpenAI" in "the OpenAI investment"; no places, no common words."""
    rare = [place for place, word in enumerate(words) if runs.is_rare(word) or (word.low == "ai" and place)]
    end = rare[-1] + 1 if rare else 0
    while (
        end
        and end < len(words)
        and names.is_capital(words[end])
        and not runs.is_ending(words[end])
        and words[end].low not in _HEADS
    ):
        end += 1
    words = words[:end]
    found = listed(words, titled=titled)
    return tuple(each for each in found if not runs.is_place(each))


def _list_pieces(words: Sequence[Word]) -> list[list[Word]]:
    pieces: list[list[Word]] = [[]]
    for place, word in enumerate(words):
        if word.low in {",", "and", "or"}:
            pieces.append([])
        elif len(pieces) > 1 and not pieces[-1] and _is_gerund(words, place):
            break  # "in Y, furthering its plans"
        elif word.kind == "mark" and word.low not in _INSIDE:
            break
        else:
            pieces[-1].append(word)
    return [piece for piece in pieces if piece]


def _is_gerund(words: Sequence[Word], place: int) -> bool:
    """Whether a verb in -ing begins something else: "furthering Z's plan", no "Boeing"."""
    if not words[place].low.endswith("ing"):
        return False
    rest = words[place + 1 : place + 2]
    return names.is_common(words[place]) or any(
        word.possessive or word.text.islower() for word in rest if word.low not in {"and", "or"}
    )


_INSIDE = frozenset("&'‘’\"“”")


def _is_small_name(word: Word) -> bool:
    """Whether it may be a name written small, as "depthfirst": a long word that no running text has."""
    return (
        word.text.isalpha()
        and word.text.islower()
        and len(word.text) > _SMALL
        and not names.is_common(word)
        and not word.low.endswith(("ing", "ed", "ly", "es"))
    )


_SMALL = 7


def _is_people(words: Sequence[Word]) -> bool:
    return words[-1].low in _PEOPLE
