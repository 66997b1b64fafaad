"""Makes again the list of common words by which names are told in Title Case: `data/company_common.txt`.

    .venv/bin/python -m bench.training.deals

Counts, over the titles and summaries of the shared news items that are not in Title Case, how often a word is
written small and how often with a capital; the first word of a text says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.training import news

TARGET = Path(__file__).resolve().parents[2] / "digest" / "data" / "company_common.txt"
SOURCES = (
    "items/ai_items.jsonl.gz",
    "items/stream_120k.jsonl.gz",
    "deals/deal_headlines_unlabelled.jsonl.gz",
)
LEAST = 8  # times written small
TIMES = 4  # as often small as with a capital
FEW = 5  # words of a text that says nothing of capitals
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SUMMARY = 600  # characters of a summary that are counted


def texts() -> Iterator[str]:
    """Titles and openings of summaries."""
    for source in SOURCES:
        for row in news.rows(source):
            yield row.get("title") or ""
            yield (row.get("summary") or "")[:_SUMMARY]


def common(found: Iterable[str]) -> list[str]:
    """The words that are written small most of the time, in alphabetical order."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in found:
        words = _WORD.findall(text)
        if len(words) < FEW or 2 * sum(word[0].isupper() for word in words) > len(words):
            continue
        for word in words[1:]:
            (small if word.islower() else capital)[word.lower().replace("’", "'")] += 1
    return sorted(
        word
        for word, times in small.items()
        if times >= LEAST and times > TIMES * capital[word] and "'" not in word
    )


def main() -> None:
    """Writes the list below the comments that head it."""
    head = [line for line in TARGET.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    TARGET.write_text("\n".join([*head, *common(texts())]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
