"""Whom a story is mainly about: the company or person that its headlines name first and share.

Headlines in Title Case make every word look like a name. A word is taken for one only where the running
text of the period, openings and headlines in sentence case, hardly ever writes it small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from digest import bundled, words
from digest.learned.traits import Traits

_MOSTLY = (
    0.8  # share of its places where a name is written as one, and where a first name stands before the other
)
_EARLY = 2 / 3  # of a headline that stands alone: who is named later is mentioned
_TITLE_CASE = 0.6  # share of words with capitals from which a headline is no running text
_NO_PARTY = {words.stem(name) for name in bundled.lines("no_names.txt") | bundled.lines("places.txt")}


class Names:
    """The names that the reports of a period hold."""

    def __init__(self, reports: Iterable[Traits]) -> None:
        held: Counter[str] = Counter()
        named: Counter[str] = Counter()
        self._reports: Counter[str] = Counter()
        self._phrases: Counter[str] = Counter()
        for one in reports:
            for said, capitals in ((one.lead, one.lead_names), (one.title, one.names)):
                if said is one.lead or len(capitals) < _TITLE_CASE * len(set(said)):
                    held.update(set(said))
                    named.update(capitals & set(said))
            self._reports.update(one.names | one.lead_names)
            self._phrases.update(one.all_phrases)
        self._known = {
            stem
            for stem, count in named.items()
            if count >= _MOSTLY * held[stem] and stem not in _NO_PARTY and not stem.isdigit()
        }

    def main(self, reports: Sequence[Traits]) -> str:
        """The stem of the name that most headlines of a story share, the first of its lead's; "" for none.

        `reports` are those of the story, the lead first. A name that fewer than half of them hold in their
        headlines is not what the story is about. Of a first name and the other one the other tells.
        """
        lead = reports[0]
        own = [stem for stem in dict.fromkeys(lead.title) if stem in lead.names and stem in self._known]
        own = [
            stem
            for place, stem in enumerate(own)
            if not any(self._is_first_name(stem, after) for after in own[place + 1 : place + 2])
        ]
        shared = Counter(stem for one in reports for stem in own if stem in one.title)
        best = max(own, key=lambda stem: (shared[stem], -own.index(stem)), default="")
        if len(reports) == 1 and best and lead.title.index(best) >= _EARLY * len(lead.title):
            return ""
        return best if 2 * shared[best] >= len(reports) else ""

    def _is_first_name(self, stem: str, after: str) -> bool:
        return self._phrases[f"{stem} {after}"] >= max(1.0, _MOSTLY * self._reports[stem])

    def written(self, stem: str, title: str) -> str:
        """The name with this stem as `title` has it, a first name with it."""
        before = ""
        for token in title.split():
            stems = [words.stem(word) for word in words.words(token)]
            if stems[:1] == [stem]:
                first = words.stem("".join(words.words(before)))
                whole = first in self._known and self._is_first_name(first, stem)
                return f"{before} {_bare(token)}" if whole else _bare(token)
            before = _bare(token)
        return stem


def _bare(token: str) -> str:
    return token.strip("\"'“”‘’.,:;!?()[]—–-").removesuffix("'s").removesuffix("’s")
