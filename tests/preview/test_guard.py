"""Nobody but this machine is answered, nothing is changed, and every answer forbids what it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.preview.desk import OUTPUTS, View
from digest.preview.guard import is_loopback
from digest.preview.live import Live
from digest.preview.server import application
from tests.preview.desks import ask, desk_in, served

ROUTES = ["/", "/desk.css", "/desk.js", "/events", "/nothing", *(f"/frame/{tab}" for tab in OUTPUTS)]
ODD_HOSTS = (
    None,
    "",
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:80",
    "evil.example#127.0.0.1",
    "127.0.0.1@evil.example",
    "127.0.0.2",
    "0.0.0.0",  # noqa: S104 a header, nothing is bound
    "[::]",
    "localhost:80:80",
    "localhost:",
    "127.0.0.1\t.evil",
    "127.0.0.１",
    "2130706433",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(desk_in(tmp_path_factory.mktemp("guard"))) as address:
        yield address


@pytest.mark.server
@pytest.mark.parametrize("path", ROUTES)
def test_other_hosts_are_refused_on_every_route(address: str, path: str) -> None:
    for host in ODD_HOSTS:
        response, text = ask(address, path, host=host and host.encode("utf-8").decode("latin-1"))
        assert response.status == 400, host
        assert "Scale" not in text
        assert "default-src 'none'" in (response.getheader("Content-Security-Policy") or "")


@pytest.mark.server
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8765", "[::1]:9", "127.0.0.1:65535"])
def test_this_machine_is_answered_by_each_of_its_names(address: str, host: str) -> None:
    assert ask(address, "/", host=host)[0].status == 200


@pytest.mark.server
def test_a_request_that_names_another_server_in_its_first_line_is_refused(address: str) -> None:
    assert ask(address, "http://evil.example/")[0].status == 400


def test_only_whole_names_count_as_loopback() -> None:
    assert not any(is_loopback(host) for host in ODD_HOSTS if host is not None)


def test_no_route_of_the_desk_can_change_anything(tmp_path: Path) -> None:
    routes = list(application(Live(desk_in(tmp_path))).router.routes())
    assert {route.method for route in routes} == {"GET", "HEAD"}
    assert {route.resource.canonical for route in routes if route.resource} == {
        "/",
        "/desk.css",
        "/desk.js",
        "/events",
        "/frame/{tab}",
    }


@pytest.mark.server
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ROUTES)
def test_methods_that_write_are_refused(address: str, method: str, path: str) -> None:
    response, _ = ask(address, path, method)
    assert response.status == (404 if path == "/nothing" else 405)
    assert response.getheader("Content-Security-Policy")


@pytest.mark.server
@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_carries_the_rules(address: str, path: str) -> None:
    response, _ = ask(address, path)
    policy = response.getheader("Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert response.getheader("Cache-Control") == "no-store"
    assert response.getheader("X-Content-Type-Options") == "nosniff"
    assert response.getheader("Referrer-Policy") == "no-referrer"


@pytest.mark.server
@pytest.mark.parametrize("tab", OUTPUTS)
def test_framed_documents_may_run_nothing_and_load_nothing(address: str, tab: str) -> None:
    policy = ask(address, f"/frame/{tab}")[0].getheader("Content-Security-Policy") or ""
    assert "script" not in policy.replace("sandbox allow-popups allow-popups-to-escape-sandbox", "")
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "http" not in policy


@pytest.mark.server
@pytest.mark.parametrize(
    "path",
    [
        "/frame/../draft.md",
        "/frame/draft.md",
        "/frame/..%2fedition.json",
        "/frame/%2e%2e/%2e%2e/secret",
        "/frame/email%00",
        "/frame/",
        "/frame/email/../../secret",
        "//secret",
        "/desk.html",
        "/../secret",
    ],
)
def test_names_are_looked_up_and_never_become_paths(address: str, path: str) -> None:
    response, text = ask(address, path)
    assert response.status == 404
    assert "First" not in text
    assert response.getheader("Content-Security-Policy")


@pytest.mark.server
def test_a_fault_of_our_own_is_answered_with_the_rules_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_query: object) -> View:
        raise RuntimeError("a bug")

    monkeypatch.setattr(View, "of", fail)
    with served(desk_in(tmp_path)) as address:
        response, text = ask(address, "/")
    assert response.status == 500
    assert response.getheader("Content-Security-Policy")
    assert "a bug" not in text
