"""Debian's smtp-sink (package postfix): a real server that throws mail away, or refuses where it is told."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_PLACES = (shutil.which("smtp-sink"), "/usr/sbin/smtp-sink")


@contextmanager
def sink(*options: str) -> Iterator[int]:
    """The port of a sink of its own; the test is skipped where there is none."""
    program = next((place for place in _PLACES if place and Path(place).exists()), None)
    if program is None:
        pytest.skip("needs smtp-sink, which comes with postfix")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    process = subprocess.Popen([program, *user, *options, f"127.0.0.1:{port}", "100"])
    try:
        _wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait(5)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    pytest.fail("smtp-sink did not start")
