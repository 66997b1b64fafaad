"""Traits in a form that keeps, so that a rebuild reads only what is new.

A reading is found again by a key of everything that it follows from: the words of the entry, and every file
that reading goes by. Whatever of these changes, the entry is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from sys import intern

import numpy as np

from digest.learned import traits
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS, Weights
from digest.model import Entry

_HERE = Path(__file__).resolve().parent


def by_id(
    entries: Iterable[Entry], weights: Weights, memo: Mapping[str, bytes] | None = None
) -> dict[str, Traits]:
    """The traits of `entries` by their ids; what `memo` has by its key is not read again."""
    listed = list(entries)
    known = {entry.id: _read(memo.get(key(entry), b""), entry, weights) for entry in listed} if memo else {}
    fresh = traits.by_id((entry for entry in listed if known.get(entry.id) is None), weights)
    return {entry.id: known.get(entry.id) or fresh[entry.id] for entry in listed}


def kept(
    entries: Iterable[Entry], found: Mapping[str, Traits], memo: Mapping[str, bytes]
) -> dict[str, bytes]:
    """What to keep of the traits `found` by id: as `memo` has it, else as it is written."""
    keys = {key(entry): entry.id for entry in entries if entry.id in found}
    return {name: memo.get(name) or _written(found[id_]) for name, id_ in keys.items()}


def key(entry: Entry) -> str:
    """The same for entries of the same words, as long as they are read in the same way."""
    said = "\0".join((entry.title, entry.opening(2 * traits.LEAD_CHARS), entry.publisher))
    return blake2b(said.encode("utf-8", "replace"), digest_size=16, key=_way_of_reading()).hexdigest()


@lru_cache(maxsize=1)
def _way_of_reading() -> bytes:
    """A hash of the code and the data by which texts are read."""
    code = (*_HERE.glob("*.py"), _HERE.parent / "words.py", *(_HERE.parent / "data").iterdir())
    found = blake2b(digest_size=32)
    for path in sorted(code):
        found.update(path.read_bytes())
    return found.digest()


def _written(one: Traits) -> bytes:
    vectors = np.concatenate([one.headline, one.whole, one.evidence, one.probabilities])
    lists = (one.title, one.lead, one.said, one.sums, one.title_sums)
    sets = (
        one.names, one.lead_names, one.phrases, one.all_phrases, one.firms, one.all_firms, one.figures,
        one.all_figures,
    )  # fmt: skip
    said = [*lists, *map(sorted, sets), one.comment, one.mixed]
    return vectors.astype("<f4").tobytes() + json.dumps(said, separators=(",", ":")).encode("ascii")


def _read(data: bytes, entry: Entry, weights: Weights) -> Traits | None:
    """The traits of `entry` out of `data`; None where that is none, or damaged."""
    size = weights.vectors.shape[1]
    ends = (size, 2 * size, 2 * size + len(SECTIONS), 2 * size + 2 * len(SECTIONS))
    if len(data) <= 4 * ends[-1]:
        return None
    vectors = np.frombuffer(data, "<f4", ends[-1])
    try:
        title, lead, said, sums, title_sums, *sets, comment, mixed = json.loads(data[4 * ends[-1] :])
        names, lead_names, phrases, all_phrases, firms, all_firms, figures, all_figures = map(_set, sets)
        return Traits(
            title=_tuple(title),
            lead=_tuple(lead),
            names=names,
            lead_names=lead_names,
            phrases=phrases,
            all_phrases=all_phrases,
            firms=firms,
            all_firms=all_firms,
            sums=tuple(sums),
            title_sums=tuple(title_sums),
            figures=figures,
            all_figures=all_figures,
            said=_tuple(said),
            comment=comment,
            mixed=mixed,
            day=traits.day(entry),
            publisher=traits.publisher(entry),
            headline=vectors[: ends[0]],
            whole=vectors[ends[0] : ends[1]],
            evidence=vectors[ends[1] : ends[2]],
            probabilities=vectors[ends[2] :],
        )
    except (ValueError, TypeError):
        return None


def _tuple(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(intern, words))  # else each report would hold a copy of every common word


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(intern, words))
