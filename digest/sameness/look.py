"""What an entry is compared by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import urlsplit
from zlib import crc32

from digest import bundled, outlets, urls, words
from digest.model import Entry
from digest.similarity import grams

_TITLE_CHARS = 400
_LEAD_CHARS = 260
_TEXT_CHARS = 1500
_SHINGLE = 4  # words in a run
_WORDY = 4  # words; an address with fewer is a key

_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(
    r"(\d+(?:[.,]\d+)*)(?:[\s-]?(trillion|billion|million|tn|bn|mn|[tbmk])\b)?", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:(?:exclusive|breaking(?: news)?|analysis|opinion|update(?: ?\d+)?|updated)\s*[:|–—-]"
    r"|(?:watch|video|live|just in)\s*(?:[:|–—]|\s-))\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:[|–—·-]|by)\s+([^|–—·]{2,40})$", re.IGNORECASE)
_NOTICE = re.compile(
    r"©.*|\b(?:all rights reserved|the post .{0,200} (?:first )?appeared|submitted by /u/|read more\b).*"
    r"|\b(?:image|photo|illustration|credit)s?(?: by|:) [^.|]{0,80}",
    re.IGNORECASE | re.DOTALL,
)
_STOP = bundled.lines("stop_words.txt")
_NOTHING: frozenset[int] = frozenset()
_ANY_WORD = re.compile(r"\w+(?:\.\w+)*")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?\b")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SLUG_WORD = re.compile(r"[a-z0-9]+")


class Look:
    """What an entry is compared by; the dearer parts are made when they are first needed."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.outlet = outlets.key(entry.publisher)
        title = _bare_title(entry.title[:_TITLE_CHARS], entry.publisher)
        self.title = title
        spoken = _spoken(title)
        self.heading = " ".join(spoken)  # the headline as its words alone, for telling equal ones
        self.terms = frozenset(telling(spoken))
        self.url = "" if entry.within else _page(urls.canonical(entry.url))
        self.roundup = urls.canonical(entry.within.url) if entry.within else ""

    @cached_property
    def collects(self) -> bool:
        """Whether its outlet mostly repeats or links what others wrote."""
        return outlets.is_aggregator(self.entry.publisher)

    @cached_property
    def spelling(self) -> frozenset[str]:
        """Runs of four characters of the headline."""
        return frozenset(grams(self.heading, 4))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Numbers of the headline with their magnitude, however it is spelled."""
        found = _FIGURE.findall(self.title) if _DIGIT.search(self.title) else ()
        return frozenset(number.replace(",", "") + scale[:1].lower() for number, scale in found)

    @cached_property
    def lead(self) -> frozenset[str]:
        """Terms of the opening."""
        if not self.entry.opening(1):
            return frozenset()
        return frozenset(telling(_spoken(_NOTICE.sub(" ", self.entry.opening(_LEAD_CHARS)))))

    @cached_property
    def formula(self) -> tuple[str, str]:
        """Newsroom and first words of the opening: what a series starts with each time."""
        return self.outlet, " ".join(self.entry.opening(_LEAD_CHARS).casefold().split()[:6])

    @cached_property
    def slug(self) -> frozenset[str]:
        """Words of the last part of the address; none where it is a key and not words."""
        if not self.url:
            return frozenset()
        last = max(urlsplit(self.url).path.rsplit("/", 2)[-2:], key=lambda part: part.count("-"))
        found = frozenset(_SLUG_WORD.findall(last.lower().removesuffix(".html")))
        return found if len(found) >= _WORDY else frozenset()

    @cached_property
    def runs(self) -> frozenset[int]:
        """Runs of four words of the text, hashed."""
        text = (self.entry.text or self.entry.summary)[:_TEXT_CHARS]
        if not text:
            return _NOTHING
        spoken = _spoken(text)
        return frozenset(
            crc32(" ".join(spoken[at : at + _SHINGLE]).encode("utf-8", "replace"))
            for at in range(len(spoken) - _SHINGLE + 1)
        )


def _page(url: str) -> str:
    """`url` unless it is a site's front page, which many items link to."""
    parts = urlsplit(url)
    return url if parts.path.strip("/") or parts.query else ""


def _bare_title(title: str, publisher: str) -> str:
    """Without a label before it and the name of an outlet after it."""
    title = _LABEL.sub("", " ".join(title.split()))
    tail = _TAIL.search(title)
    if tail and (outlets.key(tail[1]) == outlets.key(publisher) or outlets.is_known(tail[1])):
        title = title[: tail.start()]
    return title


def _spoken(text: str) -> list[str]:
    """All words in small letters, without possessives; pairs of characters where a script has no spaces."""
    found = _ANY_WORD.findall(_POSSESSIVE.sub("", text.casefold()))
    if text.isascii() or not _UNSPACED.search(text):
        return found
    return [part for word in found for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    if _UNSPACED.search(word):
        yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
    else:
        yield word


def telling(spoken: Iterable[str]) -> Iterator[str]:
    """Stems of the words that carry meaning."""
    return (
        words.stem(word)
        for word in spoken
        if word not in _STOP and (len(word) > 1 or word.isdigit() or not word.isascii())
    )
