"""The suites of feedparser, gofeed and the feed validator through our reading, against what they state.

    python bench/conformance.py

Every document goes through the workers, as in a collect: nothing may escape, and the whole must be done
within a minute. Where a suite states how many entries there are, a title, a link or a date, ours must say the
same, as a reader sees it: expected titles are read out as ours are, links as addresses that may be followed.
What differs is listed with its reason; what has none is a fault. feedparser itself is measured beside it.
"""

from __future__ import annotations

import ast
import asyncio
import io
import json
import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import feedparser

from digest import text, urls
from digest.collect.items import Origin
from digest.collect.reading import Job, Reading, read
from digest.collect.workers import Workers
from digest.model import Entry

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "data"
FOLDERS = ("feeds_conformance", "feeds_real", "feeds_ai_labs")
SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".json", ".html")
URL = "http://127.0.0.1:8097/"
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
_EXPECT = re.compile(rb"Expect:\s*(.+?)\s*-->", re.DOTALL)
_ITEM = re.compile(rb"(<(?:\w+:)?(?:item|entry)\b[^<>]*>)")
_ORIGIN = Origin("s", URL, NOW, publisher="S")
_LEFT_OUT = "an item without title, link and text is left out"
_NO_FEED = "no feed, and no item in it, by our reading: %s"


@dataclass(frozen=True)
class Stated:
    """What a suite says of a document: `count`, or `title`, `link` or `date` of the entry at `index`."""

    field: str
    index: int
    value: Any


def documents() -> dict[str, bytes]:
    """Name and bytes of every document of the corpora."""
    found: dict[str, bytes] = {}
    for folder in FOLDERS:
        for archive in sorted((SHARED / folder).glob("*.tar.gz")):
            with tarfile.open(archive) as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.isfile() else None
                    if file and member.name.endswith(SUFFIXES):
                        found[f"{folder}/{member.name}"] = file.read()
    return found


def stated(name: str, bodies: Mapping[str, bytes]) -> tuple[Stated, ...]:
    """What the suites say of the document, as far as it is about entries."""
    if "gofeed" in name and name.endswith(".xml"):
        beside = bodies.get(str(PurePosixPath(name).with_suffix(".json")), b"")
        return tuple(_of_gofeed(beside))
    if "feedparser" in name and "node-feedparser" not in name:
        match = _EXPECT.search(bodies[name][:4_000])
        return tuple(_of_expression(match[1].decode("utf-8", "replace"))) if match else ()
    return ()


def _of_gofeed(body: bytes) -> Iterator[Stated]:
    try:
        told = json.loads(body)
    except ValueError:
        return
    rows = told.get("items", told.get("entries")) or [] if isinstance(told, dict) else []
    if rows:
        yield Stated("count", 0, len(rows))
    for index, row in enumerate(rows):
        if row.get("title"):
            yield Stated("title", index, row["title"])
        links = [link.get("href") for link in row.get("links") or () if isinstance(link, dict)]
        if link := row.get("link") or (links[0] if len(links) == 1 else ""):
            yield Stated("link", index, link)
        date = row.get("publishedParsed") or row.get("pubDateParsed")
        if date:
            yield Stated("date", index, datetime.fromisoformat(date).astimezone(UTC))


def _of_expression(said: str) -> Iterator[Stated]:
    """The comparisons in an expression of feedparser's tests that are about entries; nothing is evaluated."""
    try:
        tree = ast.parse(said.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return
    for part in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        if not (isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq) and len(part.ops) == 1):
            continue
        try:
            value = ast.literal_eval(part.comparators[0])
        except ValueError:
            continue
        match re.sub(r"['\"]", "", ast.unparse(part.left)):
            case "len(entries)":
                yield Stated("count", 0, value)
            case "entries[0][title]" | "entries[0][title_detail][value]" | "entries[0].title":
                yield Stated("title", 0, value)
            case "entries[0][link]" | "entries[0].link":
                yield Stated("link", 0, value)
            case "entries[0][published_parsed]" | "entries[0][updated_parsed]" | "entries[0][date_parsed]":
                if value is not None:
                    yield Stated("date", 0, _moment(value))


def _moment(parts: tuple[int, ...]) -> datetime | None:
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def differs(one: Stated, reading: Reading, body: bytes) -> str | None:
    """Why ours says something else; None where it says the same, "" where there is no reason."""
    found = reading.entries
    if reading.problem:
        return _NO_FEED % reading.problem
    if one.field == "count":
        return None if len(found) == one.value else _LEFT_OUT if len(found) < one.value else ""
    if one.field == "title":
        meant = text.headline(str(one.value), 300)
        agrees = any(entry.title == meant for entry in found)
        return None if agrees else "a title without words, such as a picture, is none" if not meant else ""
    if one.field == "date":
        found = found or read(Job("feed", _ITEM.sub(rb"\1<title>Dated</title>", body), _ORIGIN)).entries
        if not found:
            return _LEFT_OUT
        agrees = any(entry.published == one.value for entry in found)
        is_doubtful = one.value is None or one.value > NOW
        return None if agrees else "a date in the future is not believed" if is_doubtful else ""
    return _LEFT_OUT if not found else _of_link(one, found, body)


def _of_link(one: Stated, found: Sequence[Entry], body: bytes) -> str | None:
    meant = urls.safe(str(one.value).replace(" ", "%20"), URL)
    if any(entry.url == meant for entry in found):
        return None
    if not meant:
        return "an address that is not http or https is no link"
    if b"Content-Location" in body[:1_000]:
        return "the suite sends a base in a header, which stands in the file as a comment only"
    return "feedparser gives the address in an attribute, which is none" if b"<link uri=" in body else ""


async def read_all(bodies: Mapping[str, bytes]) -> dict[str, Reading]:
    """Every document through the workers."""
    async with Workers() as workers:
        jobs = (workers.read(Job("feed", body, _ORIGIN)) for body in bodies.values())
        return dict(zip(bodies, await asyncio.gather(*jobs), strict=True))


def by_feedparser(bodies: Mapping[str, bytes]) -> tuple[float, int]:
    """Seconds that feedparser takes for the same, one after the other, and errors that escape."""
    began, escaped = time.perf_counter(), 0
    for body in bodies.values():
        try:
            feedparser.parse(io.BytesIO(body))
        except Exception:  # noqa: BLE001  # it is counted
            escaped += 1
    return time.perf_counter() - began, escaped


def main() -> None:
    """Reads all, compares and prints."""
    if not SHARED.exists():
        sys.exit("needs the shared data beside the checkout")
    bodies = documents()
    began = time.perf_counter()
    readings = asyncio.run(read_all(bodies))
    took_s = time.perf_counter() - began
    theirs_s, escaped = by_feedparser(bodies)
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    faults: list[str] = []
    for name, reading in readings.items():
        counts["broken"] += "broke the parser" in reading.problem or "crashed" in reading.problem
        for one in stated(name, bodies):
            counts[f"{one.field} stated"] += 1
            reason = differs(one, reading, bodies[name])
            if reason is None:
                counts[f"{one.field} agrees"] += 1
            elif reason:
                reasons[f"{one.field}: {reason}"] += 1
            else:
                ours = [(entry.title, entry.url, str(entry.published)) for entry in reading.entries[:2]]
                faults.append(f"{name}: {one.field} stated {one.value!r}, ours {ours}")
    print(f"{len(bodies):,} documents in {took_s:.1f} s (aim 60), {counts['broken']} that broke a parser")
    print(f"feedparser alone: {theirs_s:.1f} s in one thread, {escaped} errors that escape")
    for field in ("count", "title", "link", "date"):
        print(f"{field:<6} stated {counts[f'{field} stated']:>5}, agrees {counts[f'{field} agrees']:>5}")
    for reason, count in reasons.most_common():
        print(f"  {count:>4}  {reason}")
    print(f"{len(faults)} without a reason", *faults, sep="\n  ")
    result = {"documents": len(bodies), "counts": dict(counts), "reasons": dict(reasons), "faults": faults}
    (HERE / "conformance.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
