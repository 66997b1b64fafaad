"""What the tests of readers say the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from digest.readers.records import Consent

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
LIST = "readers"
CONSENT = Consent(NOW, "form", "v1")


def bytes_on_disk(folder: Path) -> bytes:
    """All that lies in the folder, the logs beside the database too."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
