"""Makes `digest/data/learned.npz`.

    python -m bench.training.make CACHE

CACHE is a folder for the sentence encoder's answers; with it filled the run takes some three minutes on one
core. Needs the shared data beside the checkout and `pip install .[bench]` (and, for an
empty cache, what `bench/training/vectors.py` names). The same inputs give the same file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.training import news, pairs, sections, stories, vectors, worth
from digest.learned import filing, traits
from digest.learned import vectors as text_vectors
from digest.learned.weights import Weights, read

TARGET = news.HERE.parent / "digest" / "data" / "learned.npz"
ORDINARY = 400


def lines(words: Iterable[str]) -> NDArray[np.uint8]:
    """Words as the bytes of UTF-8 lines."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def small(values: NDArray[Any], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Values as bytes, and the scale of each row (axis 1) or column (axis 0)."""
    scales = np.maximum(np.abs(values).max(axis=axis) / 127, 1e-9).astype(np.float32)
    spread = scales[:, None] if axis else scales
    return np.round(values / spread).astype(np.int8), scales


def written(arrays: Mapping[str, NDArray[Any]], path: Path) -> Weights:
    """Writes the file and reads it again."""
    fresh = path.with_name("fresh.npz")  # whoever runs meanwhile reads the whole file or the one before
    np.savez_compressed(fresh, allow_pickle=False, **{name: arrays[name] for name in sorted(arrays)})
    fresh.replace(path)
    return read(path)


def vector_arrays(cache: Path) -> dict[str, NDArray[Any]]:
    known, table = vectors.table(cache)
    packed, scales = small(table, 1)
    rarity = vectors.stem_rarity()
    return {
        "words": lines(known),
        "vectors": packed,
        "vector_scales": scales,
        "stems": lines(rarity),
        "stem_rarity": np.round(np.array(list(rarity.values())) * 16).astype(np.uint8),
        "unseen": np.array(max(rarity.values()) + 0.7, np.float32),
    }


def empty() -> dict[str, NDArray[Any]]:
    """Arrays of what is not trained yet."""
    return {
        "clues": lines(["t:nothing"]),
        "clue_weights": np.zeros((1, 6), np.int8),
        "clue_scales": np.ones(6, np.float32),
        "clue_rarity": np.ones(1, np.uint8),
        "dense": np.zeros((2 * vectors.DIMENSIONS, 6), np.float16),
        "bias": np.zeros(6, np.float32),
        "ordinary": np.zeros((1, vectors.DIMENSIONS), np.int8),
        "general": np.zeros((1, vectors.DIMENSIONS), np.int8),
        "about": lines(["{}"]),
    }


def dense_of(entries: Sequence[Any], weights: Weights) -> NDArray[np.float64]:
    """Vectors of headline and of the whole, side by side."""
    return np.hstack(text_vectors.of([(one.title, one.summary) for one in entries], weights)).astype(float)


def section_arrays(items: Sequence[news.Item], dense: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    found = [sections.clues_of(item.entry) for item in items]
    vocabulary = sections.Vocabulary(found)
    counts = np.array([sections.COUNTS[item.sure] for item in items])
    fitted = sections.fit(vocabulary.matrix(found, dense), sections.targets(items), counts)
    keep = sections.pruned(vocabulary, fitted)
    names = list(vocabulary.rows)
    packed, scales = small(fitted[keep], 0)
    return {
        "clues": lines(names[row] for row in keep),
        "clue_weights": packed,
        "clue_scales": scales,
        "clue_rarity": np.round(vocabulary.rarity[keep] * 16).astype(np.uint8),
        "dense": fitted[len(names) : -1].astype(np.float16),
        "bias": fitted[-1].astype(np.float32),
    }


def weeks_read(
    items: Sequence[news.Item], dense: NDArray[np.float64], weights: Weights
) -> dict[str, tuple[Sequence[news.Told], Sequence[traits.Traits]]]:
    """Our weeks and the general sets, their section probabilities from models that had not seen them."""
    fold = sections.folds([item.entry for item in items], 4)
    chances = sections.unseen(items, dense, fold)
    known = {item.entry.id: chances[row] for row, item in enumerate(items)}
    found: dict[str, tuple[Sequence[news.Told], Sequence[traits.Traits]]] = {}
    for name, told in (news.our_weeks() | news.general()).items():
        read_out = traits.of([one.entry for one in told], weights)
        found[name] = (
            told,
            [
                replace(one, probabilities=known.get(each.entry.id, one.probabilities).astype(np.float32))
                for each, one in zip(told, read_out, strict=True)
            ],
        )
    return found


def main() -> None:
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else news.HERE / "training" / "cache"
    ids, titles = news.held_out()
    items = [
        item
        for item in news.sections()
        if item.entry.id not in ids and news.plain(item.entry.title) not in titles
    ]
    arrays = vector_arrays(cache) | empty()
    weights = written(arrays, TARGET)
    print(f"{len(weights.words)} words, {len(weights.rarity)} stems")
    dense = dense_of([item.entry for item in items], weights)
    arrays |= section_arrays(items, dense)
    some = np.random.RandomState(0).choice(len(items), ORDINARY, replace=False)
    wide = dense_of([one.entry for told in news.general().values() for one in told], weights)
    arrays["general"] = np.round(wide[::3, vectors.DIMENSIONS :] * 127).astype(np.int8)
    arrays["ordinary"] = np.round(dense[np.sort(some), vectors.DIMENSIONS :] * 127).astype(np.int8)
    weights = written(arrays, TARGET)
    print(f"sections: {len(items)} items, {len(weights.clues)} clues")
    read_out = weeks_read(items, dense, weights)
    weeks = [
        pairs.Week(told, found, weights, 0.7 if name in {"allsides", "uci"} else 3.0)
        for name, (told, found) in read_out.items()
    ]
    arrays |= {f"pairs.{name}": array for name, array in pairs.fit(weeks).items()}
    arrays |= {f"stories.{name}": array for name, array in stories.fit(read_out).items()}
    arrays |= {f"worth.{name}": array for name, array in worth.fit(read_out, weights).items()}
    print(f"stories: {sum(len(week.pairs) for week in weeks)} pairs of {len(weeks)} sets")
    labels = sorted((news.HERE / "labels").glob("*.tsv"))
    about = {
        "made_by": "bench/training/make.py",
        "items": len(items),
        "labels": blake2b(b"".join(path.read_bytes() for path in labels), digest_size=8).hexdigest(),
        "settings": {"slack": sections.SLACK, "rounds": sections.ROUNDS, "dense": filing.DENSE},
    }
    arrays["about"] = lines([json.dumps(about, sort_keys=True)])
    written(arrays, TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
