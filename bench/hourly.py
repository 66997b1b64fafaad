"""Publishers as they really came, polled every hour: is each article kept once, and at what cost?

    python bench/hourly.py [--days 149]

Serves the snapshots of each publisher from 127.0.0.1, answering 304 while one stands, and collects as
`digest run` does every hour of the time that they cover. Beside it stands what a program would fetch that
asks without validators.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tarfile
import tempfile
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import feedparser

from digest import bundled, gathering
from digest.project import load, opened

HERE = Path(__file__).resolve().parent
SNAPSHOTS = HERE.parents[1] / "shared" / "data" / "feeds_publisher_raw" / "snapshots.tar.gz"
HOUR = timedelta(hours=1)


class Publisher(BaseHTTPRequestHandler):
    """Serves for each path the body that stands in `bodies` now, or 304."""

    bodies: ClassVar[dict[str, bytes]] = {}
    sent: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        """Answers as publishers do."""
        body = self.bodies[self.path.strip("/")]
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        still = self.headers.get("If-None-Match") == etag
        self.send_response(304 if still else 200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", "0" if still else str(len(body)))
        self.end_headers()
        self.sent["requests"] += 1
        self.sent["bytes"] += 0 if still else len(body)
        if not still:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def snapshots() -> dict[str, dict[datetime, bytes]]:
    """Bodies by publisher and moment."""
    found: dict[str, dict[datetime, bytes]] = {}
    with tarfile.open(SNAPSHOTS) as archive:
        for member in archive:
            match = re.fullmatch(r"snapshots/(\w+)/(\d{4}-\d\d-\d\dT\d{4}Z)\.xml", member.name)
            body = archive.extractfile(member) if match else None
            if match and body:
                at = datetime.strptime(match[2], "%Y-%m-%dT%H%MZ").replace(tzinfo=UTC)
                found.setdefault(match[1], {})[at] = body.read()
    return {name: dict(sorted(bodies.items())) for name, bodies in found.items()}


def truth(bodies: Mapping[datetime, bytes]) -> tuple[int, int]:
    """Articles, and edits of headline or teaser between snapshots, by the publisher's own ids."""
    said: dict[str, tuple[str, str]] = {}
    edits = 0
    for body in bodies.values():
        for entry in feedparser.parse(body).entries:
            key, words = entry.get("id", entry.link), (entry.title, entry.get("summary", ""))
            edits += said.get(key, words) != words
            said[key] = words
    return len(said), edits


def project(folder: Path, port: int, names: list[str]) -> Path:
    """The shipped edition, reading the publishers from the local server every hour."""
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    text = text[: text.index("[[sources]]")].replace("allow       = []", 'allow = ["127.0.0.0/8"]')
    for name in names:
        text += f'[[sources]]\nname = "{name}"\nkind = "feed"\nurl = "http://127.0.0.1:{port}/{name}"\n'
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    return folder / "sources.toml"


def main() -> None:
    """Polls, counts and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=1_000)
    arguments = parser.parse_args()
    if not SNAPSHOTS.exists():
        sys.exit("needs the shared data beside the checkout")
    all_bodies = snapshots()
    start = min(map(min, all_bodies.values()))
    end = min(max(max(b) for b in all_bodies.values()) + HOUR, start + timedelta(days=arguments.days))
    served = {n: {at: b for at, b in bodies.items() if at < end} for n, bodies in all_bodies.items()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    config = load(project(Path(tempfile.mkdtemp(prefix="hourly-")), server.server_address[1], sorted(served)))
    naive, hours, new, changed, failures = 0, 0, Counter[str](), Counter[str](), 0
    now = start
    with opened(config) as current:
        while now < end:
            for name, bodies in served.items():
                Publisher.bodies[name] = bodies[[*bodies][max(bisect_right([*bodies], now) - 1, 0)]]
            naive += sum(map(len, Publisher.bodies.values()))
            before = current.store.totals()
            gathered = gathering.collect(current, now, lambda *_: None, is_wanted=False)
            failures += len(gathered.failed)
            for name, totals in current.store.totals().items():
                new[name] += totals.entries - (before[name].entries if name in before else 0)
            changed["all"] += gathered.kept.changed
            hours, now = hours + 1, now + HOUR
    server.shutdown()
    facts = {name: truth(bodies) for name, bodies in served.items()}
    articles, edits = (sum(fact[number] for fact in facts.values()) for number in (0, 1))
    share = Publisher.sent["bytes"] / naive
    print(
        f"{hours} hours, {len(served)} publishers, {Publisher.sent['requests']} requests, {failures} failed"
    )
    print(f"articles      {articles} there, {sum(new.values())} kept")
    print(f"edits         {edits} of headline or teaser there, {changed['all']} changes kept (text and all)")
    print(
        f"bytes         {Publisher.sent['bytes']:,} fetched of {naive:,} naive: {share:.1%} (aim under 15 %)"
    )
    result = {
        "hours": hours, "requests": Publisher.sent["requests"], "articles": articles, "kept": dict(new),
        "truth": {name: fact[0] for name, fact in facts.items()}, "edits": edits,
        "changed": changed["all"], "bytes": Publisher.sent["bytes"], "naive": naive,
    }  # fmt: skip
    (HERE / "hourly.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
