"""Whom a story is mainly about: the company or person that its headlines name first and share.

Headlines in Title Case make every word look like a name. A word is taken for one only where the running
text of the period, openings and headlines in sentence case, hardly ever writes it small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from digest import bundled, words
from digest.learned.traits import Traits

_CAPITAL = 0.8  # share of its places in running text where a name is written as one
_TITLE_CASE = 0.6  # share of words with capitals from which a headline is no running text
_NO_PARTY = {words.stem(name) for name in bundled.lines("no_names.txt") | bundled.lines("places.txt")}


class Names:
    """The names that the reports of a period hold."""

    def __init__(self, reports: Iterable[Traits]) -> None:
        held: Counter[str] = Counter()
        named: Counter[str] = Counter()
        for one in reports:
            held.update(set(one.lead))
            named.update(one.lead_names & set(one.lead))
            title = set(one.title)
            if len(one.names) < _TITLE_CASE * len(title):
                held.update(title)
                named.update(one.names & title)
        self._names = {
            stem
            for stem, count in named.items()
            if count >= _CAPITAL * held[stem] and stem not in _NO_PARTY and not stem.isdigit()
        }

    def main(self, reports: Sequence[Traits]) -> str:
        """The stem of the name that most headlines of a story share, the first of its lead's; "" for none.

        `reports` are those of the story, the lead first. A name that fewer than half of them hold in their
        headlines is not what the story is about. Of a first and a family name the family name tells.
        """
        lead = reports[0]
        own = [stem for stem in dict.fromkeys(lead.title) if stem in lead.names and stem in self._names]
        own = [
            stem
            for stem, after in zip(own, [*own[1:], ""], strict=True)
            if f"{stem} {after}" not in lead.phrases
        ]
        shared = Counter(stem for one in reports for stem in own if stem in one.title)
        best = max(own, key=lambda stem: (shared[stem], -own.index(stem)), default="")
        return best if 2 * shared[best] >= len(reports) else ""


def written(stem: str, title: str) -> str:
    """The word of `title` that has this stem, as it stands there."""
    for token in title.split():
        found = words.words(token)
        if found and words.stem(found[0]) == stem:
            bare = token.strip("\"'“”‘’.,:;!?()[]—–-")
            return bare.removesuffix("'s").removesuffix("’s")
    return stem
