"""Texts as vectors: the words' vectors added up, rare words more, the whole of length 1.

The words' vectors were fitted so that the sum comes near to what a sentence encoder says of the same
headline; the encoder itself stays with the training.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from digest.learned.weights import Floats, Weights

LEAD_CHARS = 260
LEAD_WEIGHT = 0.5
_WORD = re.compile(r"[^\W_]+(?:[.&+'’-][^\W_]+)*")
_ENDING = re.compile(r"'s$|'$")
_LONGEST = 400


def words(text: str) -> list[str]:
    """The words of `text` as the table of vectors has them."""
    return [_bare(word) for word in _WORD.findall(text[:_LONGEST].lower().replace("’", "'"))]


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    return _ENDING.sub("", word)


def of(texts: Iterable[tuple[str, str]], weights: Weights) -> tuple[Floats, Floats]:
    """Vectors of headlines, and of headlines with their leads; each of shape (texts, dimensions).

    A text of which no word is known gets zeros, which are like nothing.
    """
    rows = [(_rows(title, weights), _rows(lead[:LEAD_CHARS], weights)) for title, lead in texts]
    shape = (len(rows), weights.vectors.shape[1])
    titles, wholes = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for number, (title, lead) in enumerate(rows):
        titles[number] = weights.vectors[title].sum(axis=0)
        wholes[number] = titles[number] + LEAD_WEIGHT * weights.vectors[lead].sum(axis=0)
    return _unit(titles), _unit(wholes)


def _rows(text: str, weights: Weights) -> Sequence[int]:
    return [row for word in words(text) if (row := weights.words.get(word)) is not None]


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
