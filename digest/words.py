"""English prose, taken apart: sentences, words, names.

Deterministic, offline and fast enough to run over a week of news; what it cannot know it leaves whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from digest import bundled

_ABBREVIATIONS = bundled.lines("abbreviations.txt")
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9$€£¥])")
_WHOLE = re.compile(r"[.!?][\"'”’)]*$")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\])[\"'”’)]*$")
_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[’'.&-][A-Za-z0-9À-ɏ]+)*")
_STOP = bundled.lines("stop_words.txt")
_SAME_WORDS = bundled.pairs("same_words.txt")
_SAME = re.compile(rf"(?<![^ ])(?:{'|'.join(map(re.escape, _SAME_WORDS))})(?![^ ])")
_SAME_FIRST = frozenset(spelling.split()[0] for spelling in _SAME_WORDS)
_POSSESSIVE = ("'s", "’s")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, whitespace folded; a paragraph ends one, an abbreviation does not."""
    return tuple(
        sentence for paragraph in re.split(r"\n\s*\n|\n(?=• )", text) for sentence in _of_paragraph(paragraph)
    )


def _of_paragraph(paragraph: str) -> list[str]:
    folded = " ".join(paragraph.split())
    found, start = [], 0
    for end in _END.finditer(folded):
        before = folded[start : end.start()].rsplit(" ", 1)[-1].lstrip("\"'“‘([").lower()
        if folded[end.start()] == "." and (
            before in _ABBREVIATIONS or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", before)
        ):
            continue
        if _in_quotation(folded[start : end.end()]):  # half of what somebody said is not what they said
            continue
        found.append(folded[start : end.end()].strip())
        start = end.end()
    rest = folded[start:].strip()
    return [*found, rest] if rest else found


def _in_quotation(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def is_whole(sentence: str) -> bool:
    """Whether it ends as a sentence does, and not in the middle of a teaser."""
    return bool(_WHOLE.search(sentence)) and not _CUT.search(sentence)


def words(text: str) -> list[str]:
    """The words of `text` in small letters, possessives removed, spellings made one, in order."""
    found = [word[:-2] if word.endswith(_POSSESSIVE) else word for word in _WORD.findall(text.lower())]
    if _SAME_FIRST.isdisjoint(found):  # as in most texts; a look at each place is dear
        return found
    return _SAME.sub(lambda match: _SAME_WORDS[match[0]], " ".join(found)).split()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem: plural and common verb endings go, so that `raises` meets `raising` and `raised`."""
    if len(word) < 4 or not word.isalpha():
        return word
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            cut = word[: -len(ending)] + put
            return (
                cut[:-1]
                if ending in ("ing", "ed") and cut[-1:] == cut[-2:-1] and cut[-1:] not in "ls"
                else cut
            )
    return word.removesuffix("e")


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order."""
    return telling(words(text))


def telling(found: Iterable[str]) -> list[str]:
    """The same of words that were taken out of a text before."""
    return [stem(word) for word in found if word not in _STOP and (len(word) > 1 or word.isdigit())]


def names(text: str) -> frozenset[str]:
    """Words that are written as names are (capital inside a sentence, digits inside, all capitals).

    Headlines in Title Case make every word look like a name; there only the rarity of a word, which the
    caller knows, tells them apart.
    """
    return frozenset(name for name in map(_name, _WORD.findall(text)) if name)


@lru_cache(maxsize=65536)
def _name(word: str) -> str:
    """`word` in small letters if it is written as a name, else ""."""
    word = word[:-2] if word.endswith(_POSSESSIVE) else word
    if len(word) < 2 or word.lower() in _STOP:
        return ""
    mixed = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
    return word.lower() if word[0].isupper() or mixed else ""


def counted(number: int, noun: str) -> str:
    """`1 item`, `6 items`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
