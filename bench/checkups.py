"""What `digest sources check` would have said of real publishers, each answer judged at its own moment.

    ./run.sh bench checkups

Each snapshot is one answer of a publisher that was alive and well: a fault in it is a false alarm. Then each
publisher is taken to have stopped at its last snapshot: after how many days is that told?
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.hourly import SNAPSHOTS, snapshots
from digest import diagnosis
from digest.collect.items import Origin
from digest.collect.reading import Job, read
from digest.model import Collected, Memory, Source

DAYS = 365


def answer(name: str, body: bytes, at: datetime) -> Collected:
    """What the publisher listed at that moment."""
    reading = read(Job("feed", body, Origin(name, f"https://{name}.example/feed", at)))
    return Collected(name, reading.entries, Memory(), notes=reading.notes)


def told_after(source: Source, last: Collected, at: datetime) -> int | None:
    """Days from `at` until a check says that the source is silent; None for never within a year."""
    for days in range(DAYS):
        found = diagnosis.of(source, last, at + timedelta(days=days))
        if any(finding.word == "silent" for finding in found):
            return days
    return None


def row(name: str, bodies: Mapping[datetime, bytes]) -> dict[str, Any]:
    """What was said of one publisher."""
    source = Source(name, "feed", f"https://{name}.example/feed")
    answers = {at: answer(name, body, at) for at, body in bodies.items()}
    found = [finding for at, one in answers.items() for finding in diagnosis.of(source, one, at)]
    last = max(answers)
    return {
        "source": name,
        "answers": len(answers),
        "false_alarms": sum(finding.is_fault for finding in found),
        "silent_after_days": told_after(source, answers[last], last),
        "said": dict(Counter(finding.word for finding in found)),
    }


def main() -> None:
    """Judges, counts and prints."""
    if not SNAPSHOTS.exists():
        sys.exit("needs the shared data beside the checkout")
    rows = [row(name, bodies) for name, bodies in sorted(snapshots().items())]
    for one in rows:
        said = ", ".join(f"{word} {count}" for word, count in one["said"].items()) or "nothing"
        print(f"{one['source']:<12} {one['answers']:>4} answers, {one['false_alarms']} false alarms; {said}")
        print(f"{'':<12} silence is told after {one['silent_after_days']} days")
    Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
