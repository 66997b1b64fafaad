"""What holds for every test: no network but this machine's own, and that only where a test says so."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True)  # a landing must not hang on the draw of the day
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
_MAY_CONNECT = ("server", "browser")


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses every connection that leaves the machine, and all of them in tests without a mark."""
    allowed = any(request.node.get_closest_marker(name) for name in _MAY_CONNECT)
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        place = "" if self.family == socket.AF_UNIX else str(address[0])
        local = place.startswith("127.") or place in {"", "::1", "localhost"}
        if not (self.family == socket.AF_UNIX or (allowed and local)):
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _state_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What programs note in the home of their user is noted elsewhere."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared data beside the checkout")
    return SHARED
