"""A house of readers in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.readers.people import People, opened


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    with opened(tmp_path / "subscribers.db", {}) as found:
        yield found
