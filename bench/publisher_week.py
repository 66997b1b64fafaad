"""A week of two publishers as it really came: TechCrunch and Wired snapshots, served day by day.

    python bench/publisher_week.py [2025-W19] [--out FOLDER]

Collects after each day's snapshot, builds the week, and counts: is every item of every snapshot kept
exactly once, and what became of it? The edition is left in FOLDER for reading.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tarfile
import tempfile
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import feedparser

from digest import bundled, gathering, periods, pipeline
from digest.project import load, opened

HERE = Path(__file__).resolve().parent
SNAPSHOTS = HERE.parents[1] / "shared" / "data" / "feeds_publisher_raw" / "snapshots.tar.gz"
PUBLISHERS = {"TechCrunch": "techcrunch", "Wired": "wired"}


class Publisher(BaseHTTPRequestHandler):
    """Serves for each path the body that stands in `bodies` now."""

    bodies: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        """Answers with the body of the day."""
        body = self.bodies.get(self.path.strip("/"), b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def snapshots(start: datetime, end: datetime) -> dict[datetime, dict[str, bytes]]:
    """Bodies by publisher for each moment of a snapshot in [start, end)."""
    found: dict[datetime, dict[str, bytes]] = {}
    with tarfile.open(SNAPSHOTS) as archive:
        for member in archive:
            match = re.fullmatch(r"snapshots/(\w+)/(\d{4}-\d\d-\d\dT\d{4}Z)\.xml", member.name)
            if match and match[1] in PUBLISHERS.values():
                at = datetime.strptime(match[2], "%Y-%m-%dT%H%MZ").replace(tzinfo=UTC)
                body = archive.extractfile(member)
                if start <= at < end and body:
                    found.setdefault(at, {})[match[1]] = body.read()
    return dict(sorted(found.items()))


def project(folder: Path, port: int) -> Path:
    """The shipped edition, reading the two publishers from the local server."""
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    text = text[: text.index("[[sources]]")].replace("allow       = []", 'allow = ["127.0.0.0/8"]')
    for name, path in PUBLISHERS.items():
        text += f'[[sources]]\nname = "{name}"\nkind = "feed"\nurl = "http://127.0.0.1:{port}/{path}"\n'
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    return folder / "sources.toml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("key", nargs="?", default="2025-W19")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if not SNAPSHOTS.exists():
        sys.exit("needs the shared data beside the checkout")
    folder = arguments.out or Path(tempfile.mkdtemp(prefix="publisher-week-"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    config = load(project(folder, server.server_address[1]))
    period = periods.of_key(arguments.key, config.schedule, config.edition.timezone)

    guids: set[str] = set()
    days = []
    with opened(config) as current:
        for at, bodies in snapshots(period.start - timedelta(days=3), period.end).items():
            Publisher.bodies.update(bodies)
            for body in bodies.values():
                guids |= {entry.get("id", entry.link) for entry in feedparser.parse(body).entries}
            gathered = gathering.collect(current, at, lambda *_: None)
            days.append((at, gathered.kept, [str(result.failure) for result in gathered.failed]))
        built = pipeline.build(current, period, period.end, lambda *_: None, offline=True)
        kept = current.store.entries(datetime(2000, 1, 1, tzinfo=UTC))
    server.shutdown()

    for at, counts, failed in days:
        counted = f"{counts.new:>4} new  {counts.changed:>3} changed  {counts.known:>4} known"
        print(f"{at:%a %d %b %H:%M}  {counted}  {failed or ''}")
    fates = Counter(fate.fate for fate in built.composed.fates)
    edition = built.composed.edition
    lost = guids - {entry.guid for entry in kept}
    result = {
        "week": arguments.key,
        "items in the snapshots": len(guids),
        "entries kept": len(kept),
        "lost": len(lost),
        "kept twice": len(kept) - len({entry.guid for entry in kept}),
        "of the period": sum(fates.values()) - fates["too old"] - fates["next edition"],
        "fates": dict(fates.most_common()),
        "stories": len(edition.pieces),
        "by section": {section.id: len(section.pieces) for section in edition.sections},
        "told by both": sum(len(piece.story.publishers) > 1 for piece in edition.pieces if piece.story),
        "folder": str(folder),
    }
    for name, value in result.items():
        print(f"{name:<24}{value}")
    (HERE / "publisher_week.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
