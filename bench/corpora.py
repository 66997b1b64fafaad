"""Every feed of the shared corpora through our reading, beside feedparser's own reading of the same bytes.

    python bench/corpora.py [--shared ../shared]

Must hold: no error escapes, and wherever feedparser finds items we find as many. Exceptions are listed
with their reason in `corpora.json`, beside this file.
"""

from __future__ import annotations

import argparse
import io
import json
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import feedparser

from digest.collect import feedxml, jsonfeed, repair, soundxml
from digest.collect.items import Document, Origin, entries

HERE = Path(__file__).resolve().parent
FOLDERS = ("feeds_conformance", "feeds_real", "feeds_ai_labs")
SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".json", ".html", ".opml")
URL = "https://news.example/feed"


def bodies(data: Path) -> Iterator[tuple[str, str, bytes]]:
    """Folder, name and bytes of every file."""
    for folder in FOLDERS:
        for archive in sorted((data / folder).glob("*.tar.gz")):
            with tarfile.open(archive) as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.isfile() else None
                    if file and member.name.endswith(SUFFIXES):
                        yield f"{folder}/{archive.name.split('.')[0]}", member.name, file.read()
    for attack in sorted((data / "html_attacks").rglob("*.xml")):
        yield "html_attacks", attack.name, attack.read_bytes()


def ours(body: bytes) -> tuple[Document | None, str]:
    """The document, or why there is none."""
    try:
        if jsonfeed.looks_like(body):
            return jsonfeed.read(body), ""
        return feedxml.read(body, URL), ""
    except feedxml.NotAFeedError as error:
        return None, str(error)


def differs(body: bytes, origin: Origin) -> bool:
    """Whether the short way for sound feeds gives other entries than feedparser's structure does."""
    text = repair.decoded(body)
    short = soundxml.read(repair.mended(text.lstrip().replace("\r\n", "\n"))[0]) if text else None
    if not short:
        return False
    with mock.patch.object(soundxml, "read", return_value=None):
        return entries(short, origin)[0] != entries(feedxml.read(body, URL), origin)[0]


def theirs(body: bytes) -> int:
    """How many items feedparser finds in its ordinary use."""
    try:
        return len(feedparser.parse(io.BytesIO(body), response_headers={"content-location": URL}).entries)
    except Exception:  # noqa: BLE001  # its crashes count as nothing found
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    data = parser.parse_args().shared / "data"
    rows: dict[str, Counter[str]] = {}
    exceptions: list[dict[str, object]] = []
    origin = Origin("bench", URL, datetime(2026, 11, 22, tzinfo=UTC))
    began = time.perf_counter()
    for group, name, body in bodies(data):
        row = rows.setdefault(group, Counter())
        row["files"] += 1
        began_one = time.perf_counter()
        try:
            document, reason = ours(body)
            made, notes = entries(document, origin) if document else ((), ())
        except Exception as error:  # noqa: BLE001  # exactly what must not happen
            row["errors"] += 1
            exceptions.append({"file": name, "error": f"{type(error).__name__}: {error}"})
            continue
        row["slowest_ms"] = max(row["slowest_ms"], round((time.perf_counter() - began_one) * 1000))
        if document and differs(body, origin):
            row["differ"] += 1
            exceptions.append({"file": name, "why": "the short way reads it differently"})
        found, expected = len(document.items) if document else 0, theirs(body)
        row["items"] += found
        row["feedparser"] += expected
        row["entries"] += len(made)
        row["more"] += found > expected
        if found < expected:
            row["fewer"] += 1
            why = reason or list(notes)
            exceptions.append({"file": name, "ours": found, "feedparser": expected, "why": why})
    columns = ("files", "errors", "items", "feedparser", "fewer", "more", "differ", "entries", "slowest_ms")
    print(f"{'corpus':52}" + "".join(f"{column:>11}" for column in columns))
    for group, row in rows.items():
        print(f"{group:52}" + "".join(f"{row[column]:>11}" for column in columns))
    for exception in exceptions[:40]:
        print(exception)
    print(f"{time.perf_counter() - began:.1f} s")
    result = {"rows": {group: dict(row) for group, row in rows.items()}, "exceptions": exceptions}
    (HERE / "corpora.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
