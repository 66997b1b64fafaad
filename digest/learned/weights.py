"""The file of weights, `digest/data/learned.npz`, opened once.

Arrays of a numpy archive; words are UTF-8 lines. `bench/training` writes it and records in `about` from what
it was made, with which settings, and what it reached when it was tested on items that it had not seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SECTIONS = ("deals", "competitors", "infrastructure", "labor", "geopolitics", "none")
"""The labels of the trained section model, in the order of its columns."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What was learned; equal only to itself.

    Attributes:
        about: how the file was made.
        words: row of each word in `vectors`.
        vectors: a vector for each word, its weight by rarity multiplied in; shape (words, dimensions).
        rarity: -log of the share of general news texts that hold a stem; `unseen` for any other.
        clues: row of each clue in `clue_weights`.
        clue_weights: evidence of a clue for each label; shape (clues, 6).
        clue_rarity: weight of a clue within its block; shape (clues,).
        dense: evidence of the vectors of headline and of headline with teaser; shape (2 * dimensions, 6).
        bias: shape (6,).
        ordinary: vectors of ordinary reports on AI, of shape (reports, dimensions).
        general: the same of reports on anything.
        stories: the model of what a story's reports say of its label together, as named arrays.
        pairs: the model of two reports being one story, as named arrays.
        worth: the model of a story's importance, as named arrays.
    """

    about: dict[str, Any]
    words: dict[str, int]
    vectors: Floats
    rarity: dict[str, float]
    unseen: float
    clues: dict[str, int]
    clue_weights: Floats
    clue_rarity: Floats
    dense: Floats
    bias: Floats
    ordinary: Floats
    general: Floats
    stories: dict[str, Floats]
    pairs: dict[str, Floats]
    worth: dict[str, Floats]


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights inside the package."""
    return read(Path(__file__).resolve().parent.parent / "data" / "learned.npz")


def read(path: Path) -> Weights:
    """The weights in the archive at `path`."""
    with np.load(path, allow_pickle=False) as held:
        found = {name: held[name] for name in held.files}
    stems = _lines(found["stems"])
    return Weights(
        about=json.loads(found["about"].tobytes()),
        words=_rows(found["words"]),
        vectors=_scaled(found["vectors"], found["vector_scales"][:, None]),
        rarity=dict(zip(stems, (found["stem_rarity"].astype(np.float32) / 16).tolist(), strict=True)),
        unseen=float(found["unseen"]),
        clues=_rows(found["clues"]),
        clue_weights=_scaled(found["clue_weights"], found["clue_scales"]),
        clue_rarity=found["clue_rarity"].astype(np.float32) / 16,
        dense=found["dense"].astype(np.float32),
        bias=found["bias"].astype(np.float32),
        ordinary=_scaled(found["ordinary"], np.float32(1 / 127)),
        general=_scaled(found["general"], np.float32(1 / 127)),
        stories=_named(found, "stories."),
        pairs=_named(found, "pairs."),
        worth=_named(found, "worth."),
    )


def _named(found: dict[str, Any], prefix: str) -> dict[str, Floats]:
    return {
        name.removeprefix(prefix): array.astype(np.float32)
        for name, array in found.items()
        if name.startswith(prefix)
    }


def _scaled(small: NDArray[Any], scale: Any) -> Floats:
    return np.asarray(small.astype(np.float32) * np.asarray(scale, np.float32), np.float32)


def _lines(array: NDArray[Any]) -> list[str]:
    return array.tobytes().decode("utf-8").split("\n")


def _rows(array: NDArray[Any]) -> dict[str, int]:
    return {line: row for row, line in enumerate(_lines(array))}
