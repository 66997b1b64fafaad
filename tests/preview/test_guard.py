"""Nobody but this machine is answered, nothing is changed, and every answer forbids what it can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digest.preview import actions
from digest.preview.desk import OUTPUTS, View
from digest.preview.guard import is_loopback
from digest.preview.server import application
from digest.preview.shelf import Shelf
from digest.preview.static import SCRIPTS, STAMP
from tests.preview.desks import KEYS, Alone, ask, desk_in, served

READS = [
    "/",
    "/static/desk.css",
    *(f"/static/{STAMP}/{name}" for name in SCRIPTS),
    "/events",
    "/nothing",
    *(f"/frame/{tab}" for tab in OUTPUTS),
]
WRITES = list(actions.ROUTES)
ROUTES = [*READS, *WRITES]
OWN = {"Cookie": f"{KEYS.cookie}={KEYS.start}"}
KNOWN = {
    **OWN,
    "Origin": "http://localhost",
    "X-Digest-Desk": KEYS.page,
    "Content-Type": "application/json",
}
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


def test_the_tests_know_every_route_of_the_desk(tmp_path: Path) -> None:
    routes = list(application(Shelf(Alone(desk_in(tmp_path)), "2026-W47"), KEYS).router.routes())
    paths = {(route.method, route.resource.canonical) for route in routes if route.resource}
    assert {path for method, path in paths if method in {"GET", "HEAD"}} == {
        "/",
        "/static/{name}",
        f"/static/{STAMP}/{{name}}",
        "/frame/{tab}",
        "/events",
    }
    assert {path for method, path in paths if method not in {"GET", "HEAD"}} == set(WRITES)
    assert {method for method, _ in paths} == {"GET", "HEAD", "POST"}


@pytest.mark.server
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ROUTES)
def test_nobody_is_answered_who_did_not_come_by_the_address_of_the_start(
    address: str, path: str, method: str
) -> None:
    for cookie in ("", f"{KEYS.cookie}=", f"{KEYS.cookie}=start-toke", "digest-desk=start-token", "x=é"):
        headers = {name: value for name, value in KNOWN.items() if name != "Cookie"} | {"Cookie": cookie}
        response, text = ask(address, path, method, headers=headers)
        assert response.status == 403
        assert "First" not in text


@pytest.mark.server
@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "strange",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_others_are_refused_on_every_route(address: str, path: str, strange: dict[str, str]) -> None:
    method = "POST" if path in WRITES else "GET"
    assert ask(address, path, method, headers=KNOWN | strange)[0].status == 403


@pytest.mark.server
@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Origin": ""}, 403),
        ({"X-Digest-Desk": ""}, 403),
        ({"X-Digest-Desk": KEYS.start}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_what_changes_anything_is_asked_by_the_page_itself_in_json(
    tmp_path: Path, path: str, changed: dict[str, str], status: int
) -> None:
    studio = Alone(desk_in(tmp_path))
    headers = {name: value for name, value in (KNOWN | changed).items() if value}
    body = '{"edition": "2026-W47", "action": "drop", "step": "approve", "agreed": "approve-2026-W47"}'
    with served(studio) as here:
        assert ask(here, path, "POST", headers=headers, body=body)[0].status == status
        assert studio.asked == []


@pytest.mark.server
@pytest.mark.parametrize("path", READS)
def test_looking_changes_nothing(tmp_path: Path, path: str) -> None:
    studio = Alone(replace(desk_in(tmp_path), rerender=lambda: ""))
    with served(studio) as here:
        ask(here, path)
        before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
        for query in ("?action=drop&story=x", "?panel=out&step=approve", "?panel=explain&words=x"):
            ask(here, path + query)
        assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    assert studio.asked == []


@pytest.mark.server
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", READS)
def test_methods_that_write_are_refused(address: str, method: str, path: str) -> None:
    response, _ = ask(address, path, method, headers=KNOWN)
    assert response.status == (404 if path == "/nothing" else 405)
    assert response.getheader("Content-Security-Policy")


@pytest.mark.server
@pytest.mark.parametrize("path", WRITES)
def test_what_writes_answers_no_other_method(address: str, path: str) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert ask(address, path, method, headers=KNOWN)[0].status == 405


@pytest.mark.server
@pytest.mark.parametrize(
    "query",
    ["token=start-token", "token=start-token&tab=text", "token=start-token&next=//evil.example"],
)
def test_the_address_of_the_start_lets_in_and_leads_nowhere_else(address: str, query: str) -> None:
    response, _ = ask(address, f"/?{query}", headers={})
    assert response.status == 303
    assert (response.getheader("Location") or "").startswith("/")
    assert not (response.getheader("Location") or "").startswith(("//", "/\\"))
    assert "token" not in (response.getheader("Location") or "")
    cookie = response.getheader("Set-Cookie") or ""
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ask(address, "/?token=other", headers={})[0].status == 403


@pytest.mark.server
@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_carries_the_rules(address: str, path: str) -> None:
    response, _ = ask(address, path)
    policy = response.getheader("Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    kept = "private, max-age=31536000, immutable" if STAMP in path else "no-store"
    assert response.getheader("Cache-Control") == kept, "only what names its own content is kept"
    assert response.getheader("X-Content-Type-Options") == "nosniff"
    assert response.getheader("Referrer-Policy") == "no-referrer"


@pytest.mark.server
@pytest.mark.parametrize("tab", OUTPUTS)
def test_framed_documents_may_run_nothing_but_ours_and_load_nothing(address: str, tab: str) -> None:
    first, second = (ask(address, f"/frame/{tab}") for _ in range(2))
    nonces = []
    for response, text in (first, second):
        policy = response.getheader("Content-Security-Policy") or ""
        nonces += re.findall(r"script-src 'nonce-([\w-]{20,})';", policy)
        assert policy.count("script-src") == 1
        assert text.count(f'<script nonce="{nonces[-1]}">') == text.count("nonce=") == 1
        assert "allow-same-origin" not in policy
        assert "default-src 'none'" in policy
        assert "http" not in policy
    assert nonces[0] != nonces[1]


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
        "/static/page.html",
        "/static/..%2fguard.py",
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
