"""Every feed of the shared corpora through the fast lane and through feedparser, field by field.

    python bench/fast_lane.py [--shared ../shared] [--rounds 3]

Must hold: no field of any entry differs. Prints per corpus how many of the well-formed documents with items
take the lane, and the time that reading them takes with the lane and without it (the best of the rounds;
without it bodies are lifted past feedparser, as ever). "plain" is feedparser alone, as one would call it.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock
from xml.etree.ElementTree import ParseError, fromstring

import feedparser

from digest.collect import feedxml, jsonfeed, repair, soundxml
from digest.collect.items import Document, Origin, entries
from digest.model import Entry

HERE = Path(__file__).resolve().parent
FOLDERS = ("feeds_conformance", "feeds_real", "feeds_ai_labs", "feeds_publisher_raw")
SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
URL = "https://news.example/feed"
ORIGIN = Origin("bench", URL, datetime(2026, 11, 22, tzinfo=UTC))
ROW = re.compile(r"(\{.*\})?(item|entry)")


def bodies(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every feed in the archives of `folder`."""
    for archive in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                if file and member.name.endswith(SUFFIXES):
                    yield member.name, file.read()


def is_sound(body: bytes) -> bool:
    """Whether the document, mended as always, is well-formed XML with at least one item."""
    text = None if jsonfeed.looks_like(body) else repair.decoded(body)
    if text is None:
        return False
    try:
        root = fromstring(repair.mended(text.lstrip().replace("\r\n", "\n"))[0].encode("utf-8", "replace"))
    except ParseError:
        return False
    return any(ROW.fullmatch(element.tag) for element in root.iter())


def by_lane(body: bytes) -> Document | None:
    """The document where the lane takes it, else None."""
    with mock.patch.object(feedxml, "_parsed", side_effect=feedxml.NotAFeedError):
        try:
            return feedxml.read(body, URL)
        except feedxml.NotAFeedError:
            return None


def by_feedparser(body: bytes) -> Document:
    with mock.patch.object(soundxml, "read", return_value=None):
        return feedxml.read(body, URL)


def differing(lane: Document, slow: Document) -> list[str]:
    """Names of the fields in which the entries of both differ."""
    ours, theirs = entries(lane, ORIGIN)[0], entries(slow, ORIGIN)[0]
    found = ["title"] * (lane.title != slow.title) + ["count"] * (len(ours) != len(theirs))
    for one, other in zip(ours, theirs, strict=False):
        found += [row.name for row in fields(Entry) if getattr(one, row.name) != getattr(other, row.name)]
    return found


def best_s(call: Callable[[bytes], object], documents: list[bytes], rounds: int) -> float:
    """Seconds for all of `documents`, the best of `rounds`."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        for body in documents:
            call(body)
        times.append(time.perf_counter() - began)
    return min(times)


def measure(folder: Path, rounds: int) -> tuple[dict[str, float], list[str]]:
    """The figures of one corpus, and what differs in it."""
    sound = [(name, body) for name, body in bodies(folder) if is_sound(body)]
    lanes = [(name, body, lane) for name, body in sound if (lane := by_lane(body))]
    count: Counter[str] = Counter()
    differences = []
    for name, body, lane in lanes:
        if found := differing(lane, by_feedparser(body)):
            differences.append(f"{name}: {', '.join(sorted(set(found)))}")
        count["entries"] += len(lane.items)
    every, taken = [body for _, body in sound], [body for _, body, _ in lanes]
    row = {
        "sound": len(sound),
        "taken": len(taken),
        "entries": count["entries"],
        "differ": len(differences),
        "taken_lane_s": best_s(by_lane, taken, rounds),
        "taken_without_s": best_s(by_feedparser, taken, rounds),
        "taken_plain_s": best_s(lambda body: feedparser.parse(io.BytesIO(body)), taken, 1),
        "all_with_s": best_s(_usual, every, rounds),
        "all_without_s": best_s(by_feedparser, every, rounds),
    }
    return row, differences


def _usual(body: bytes) -> Document:
    return feedxml.read(body, URL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = {}
    for folder in FOLDERS:
        row, differences = measure(options.shared / "data" / folder, options.rounds)
        rows[folder] = row
        print(f"{folder:20} " + "  ".join(f"{name} {round(value, 2)}" for name, value in row.items()))
        print(
            f"{'':20} faster: {row['taken_without_s'] / row['taken_lane_s']:.1f}x where taken, "
            f"{row['all_without_s'] / row['all_with_s']:.1f}x all well-formed, "
            f"{row['taken_plain_s'] / row['taken_lane_s']:.1f}x against plain feedparser"
        )
        for line in differences[:40]:
            print(f"    {line}")
    (HERE / "fast_lane.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
