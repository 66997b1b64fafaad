"""A server that closes its lines again and again takes each mail once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench import send_kills
from tests.sending.sink import sink


@pytest.mark.slow
@pytest.mark.server
def test_lines_that_are_cut_after_every_25_mails_lose_and_double_nothing(tmp_path: Path) -> None:
    send_kills.approved(tmp_path / "approved")
    log, folder = tmp_path / "log", tmp_path / "project"
    with sink(log, "--cut", "25") as port:
        send_kills.peopled(tmp_path / "approved", folder, port, 400)
        send_kills.sent(folder, log, random.Random(1), 0)  # noqa: S311 - a simulation
    found = send_kills.audited(folder, log)
    assert (found.readers, found.lost, found.doubled, found.in_doubt) == (400, 0, 0, 0)
