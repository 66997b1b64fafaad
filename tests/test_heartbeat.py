"""A clock that cannot be believed, and a monitor that may be dead."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from digest import heartbeat, pinging
from digest.collect import heads
from digest.pinging import Ping

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_a_run_before_that_is_still_to_come_says_that_the_clock_was_set_back() -> None:
    assert "still to come" in heartbeat.wrong(NOW, NOW + HOUR, None)
    assert heartbeat.wrong(NOW, NOW + 4 * MINUTE, None) == ""
    assert heartbeat.wrong(NOW, NOW - 400 * HOUR, None) == ""


def test_a_clock_more_than_an_hour_from_those_of_the_sources_is_wrong() -> None:
    assert "2 h 5 min behind" in heartbeat.wrong(NOW, None, 125 * MINUTE)
    assert "ahead of" in heartbeat.wrong(NOW, None, -125 * MINUTE)
    assert heartbeat.wrong(NOW, None, HOUR) == ""


def test_one_server_with_a_wrong_clock_does_not_count() -> None:
    assert heartbeat.skew([NOW, NOW + MINUTE, NOW - 9000 * HOUR], NOW) == timedelta(0)


@pytest.fixture
def monitor() -> Iterator[tuple[str, list[str]]]:
    """A monitor on this machine: its address, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            slow = "slow" in self.path
            self.send_response(500 if "broken" in self.path else 200)
            self.end_headers()
            for _ in range(50 if slow else 0):
                time.sleep(0.1)
                self.wfile.write(b".")

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.server
def test_a_monitor_hears_of_the_start_and_of_how_it_ended(monitor: tuple[str, list[str]]) -> None:
    address, asked = monitor
    for what in (Ping.START, Ping.DONE, Ping.FAIL):
        assert pinging.ping(f"{address}/secret?a=b", what, ask=pinging.over_http)
    assert asked == ["/secret/start?a=b", "/secret?a=b", "/secret/fail?a=b"]


@pytest.mark.server
def test_a_monitor_that_is_slow_broken_or_gone_stops_nothing(monitor: tuple[str, list[str]]) -> None:
    address, _ = monitor
    for place in (f"{address}/slow", f"{address}/broken", "http://127.0.0.1:9/gone"):
        began = time.monotonic()
        assert not pinging.ping(place, Ping.DONE, timeout_s=0.5, ask=pinging.over_http)
        assert time.monotonic() - began < 2
    assert pinging.ping("", Ping.DONE, ask=pinging.over_http)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"Date": "Sun, 22 Nov 2026 18:00:00 GMT"}, NOW),
        ({"Date": "Sun, 22 Nov 2026 17:00:00 GMT", "Age": "3600"}, NOW),  # out of a cache
        ({"Date": "soon"}, None),
        ({"Date": "Sun, 22 Nov 2026 18:00:00 GMT", "Age": "9" * 40}, None),
        ({}, None),
    ],
)
def test_a_source_says_what_time_it_is_there(headers: dict[str, str], found: datetime | None) -> None:
    assert heads.served_at(headers) == found
