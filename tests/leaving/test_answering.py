"""The endpoint, served in both ways: only a POST acts, and no answer tells who is on a list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.errors import BusyError
from digest.leaving.answering import LONGEST, Reception, Request
from digest.leaving.pages import Page
from digest.readers.records import Reason, Standing
from digest.readers.tokens import Purpose
from tests.leaving.houses import ADA, FORM, LIST, ONE_CLICK, WAYS, Ask, House, Told, house

pytestmark = pytest.mark.server
MULTIPART = "multipart/form-data; boundary=----x7"
ONE_CLICK_PARTS = (
    b'------x7\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n------x7--\r\n'
)


@pytest.fixture
def home(tmp_path: Path) -> House:
    return house(tmp_path)


@pytest.fixture(params=sorted(WAYS))
def ask(request: pytest.FixtureRequest, home: House) -> Iterator[Ask]:
    with WAYS[request.param](home.reception) as asked:
        yield asked


def seen(told: Told) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer that a stranger could compare with another's."""
    return told.status, told.body, sorted((n, v) for n, v in told.headers.items() if n != "date")


def test_one_click_takes_a_reader_off_in_one_request(home: House, ask: Ask) -> None:
    told = ask("POST", f"/leave/{home.token()}", ONE_CLICK)
    assert told.status == 200
    assert "You are unsubscribed" in told.text
    assert home.standing() is Standing.LEFT
    with home.people() as people:
        (held,) = people.suppressions()
    assert (held.list, held.reason, held.note) == (LIST, Reason.LEFT, "one-click")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, ONE_CLICK),
        (f"{FORM}; charset=utf-8", b"list-unsubscribe=one-click"),
        ("", ONE_CLICK),
        ("text/plain", ONE_CLICK + b"\r\n"),
        (MULTIPART, ONE_CLICK_PARTS),
        ('Multipart/Form-Data; boundary="----x7"', ONE_CLICK_PARTS),
        (FORM, b"sure=yes"),
    ],
)
def test_every_form_of_saying_so_acts(home: House, ask: Ask, kind: str, body: bytes) -> None:
    assert ask("POST", f"/leave/{home.token()}", body, kind).status == 200
    assert home.standing() is Standing.LEFT


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"sure=no", b"List-Unsubscribe=", b"List-Unsubscribe=Two-Clicks"]
)
def test_a_post_that_does_not_say_so_asks(home: House, ask: Ask, body: bytes) -> None:
    token = home.token()
    assert seen(ask("POST", f"/leave/{token}", body)) == seen(ask("GET", f"/leave/{token}"))
    assert home.standing() is Standing.SUBSCRIBED


def test_opening_the_link_changes_nothing_however_often(home: House, ask: Ask) -> None:
    before, token = home.facts(), home.token()
    for number in range(100):
        method = "HEAD" if number % 2 else "GET"
        told = ask(method, f"/leave/{token}")
        assert told.status == 200
        assert (b"<form" in told.body) == (method == "GET")
        ask(method, f"/join/{home.token(Purpose.CONFIRM)}")
    assert home.facts() == before


def test_twice_is_done_once_with_the_same_answer(home: House, ask: Ask) -> None:
    token = home.token()
    first = ask("POST", f"/leave/{token}", ONE_CLICK)
    after = home.facts()
    assert seen(ask("POST", f"/leave/{token}", ONE_CLICK)) == seen(first)
    assert home.facts() == after


def test_a_token_with_any_bit_flipped_is_refused(home: House, ask: Ask) -> None:
    token, before = home.token().encode(), home.facts()
    answers = set()
    for place in range(len(token)):
        for bit in range(8):
            flipped = bytearray(token)
            flipped[place] ^= 1 << bit
            told = ask("POST", "/leave/" + flipped.decode("latin-1"), ONE_CLICK)
            answers.add((told.status, told.body))
    assert home.facts() == before
    assert answers == {(200, ask("POST", f"/leave/{token.decode()}", ONE_CLICK).body)}


def test_good_bad_and_unknown_look_alike(home: House, ask: Ask) -> None:
    good, confirming = home.token(), home.token(Purpose.CONFIRM)
    with home.people() as people:
        people.subscribe("bob@reader.example", LIST, next(people.readers(LIST)).consent, home.now[0])
    gone = home.token(address="bob@reader.example")
    with home.people() as people:
        people.erase("bob@reader.example", home.now[0])
    others = (gone, "a" * 49, "sample-reader", "x", "..", "%00", home.token(Purpose.BOUNCE), "é" * 49)
    for other in others:
        assert seen(ask("GET", f"/leave/{other}")) == seen(ask("GET", f"/leave/{good}")), other
    left = seen(ask("POST", f"/leave/{good}", ONE_CLICK))
    for other in others:
        assert seen(ask("POST", f"/leave/{other}", ONE_CLICK)) == left, other
    wanted = seen(ask("POST", f"/join/{confirming}", b"sure=yes"))
    assert seen(ask("POST", "/join/" + "b" * 49, b"sure=yes")) == wanted


def test_a_token_is_good_for_one_purpose(home: House, ask: Ask) -> None:
    for purpose in (Purpose.CONFIRM, Purpose.BOUNCE):
        ask("POST", f"/leave/{home.token(purpose)}", ONE_CLICK)
    assert home.standing() is Standing.SUBSCRIBED


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(home: House, ask: Ask, method: str) -> None:
    told = ask(method, f"/leave/{home.token()}")
    assert (told.status, told.headers["allow"]) == (405, "GET, HEAD, POST")
    assert home.standing() is Standing.SUBSCRIBED


def test_a_long_body_is_refused_and_does_nothing(home: House, ask: Ask) -> None:
    told = ask("POST", f"/leave/{home.token()}", ONE_CLICK + b"&x=" + b"y" * LONGEST)
    assert told.status == 413
    assert home.standing() is Standing.SUBSCRIBED


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "notes.example:8080", "[::1]", "x" * 200])
def test_the_name_under_which_it_is_asked_changes_nothing(home: House, ask: Ask, host: str) -> None:
    token = home.token()
    assert seen(ask("GET", f"/leave/{token}", host=host)) == seen(ask("GET", f"/leave/{token}"))


@pytest.mark.parametrize(
    "path", ["/", "/favicon.ico", "/robots.txt", "/lea", "/leaving/x", "//evil.example/leave/"]
)
def test_what_is_no_link_of_ours_is_not_found(home: House, ask: Ask, path: str) -> None:
    assert ask("GET", path).status == 404
    assert ask("POST", path, ONE_CLICK).status == 404


def test_every_answer_keeps_the_rules_of_a_page_that_holds_a_secret(home: House, ask: Ask) -> None:
    token = home.token()
    answers = [
        ask("GET", f"/leave/{token}"),
        ask("GET", "/join"),
        ask("GET", "/nowhere"),
        ask("PUT", "/leave/x"),
        ask("POST", "/leave/x", b"y" * 20_000),
        ask("POST", "/join", b"address=nobody"),
        ask("POST", f"/leave/{token}", ONE_CLICK),
    ]
    for told in answers:
        policy = told.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert told.headers["referrer-policy"] == "no-referrer"
        assert told.headers["cache-control"] == "no-store"
        assert told.headers["x-robots-tag"].startswith("noindex")
        assert told.headers["x-content-type-options"] == "nosniff"
        assert not {"set-cookie", "location", "refresh"} & told.headers.keys()
        assert token not in told.text
        assert "http" not in told.text.replace("http-equiv", ""), "it loads and links nothing"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://notes.example/a/b/{token}", "/a/b/{token}"),
        ("https://notes.example/a/b/{token}", "/{token}"),  # the proxy took the path before it away
        ("https://notes.example/a?t={token}&x=1", "/a?t={token}&x=1"),
        ("https://notes.example/a?t={token}", "/leave/{token}"),  # the link of an older mail
        ("https://notes.example/{token}/leave", "/{token}/leave"),
        ("https://leave.example/{token}", "/{token}"),
    ],
)
def test_the_link_of_the_mail_leads_here_wherever_the_token_stands(
    tmp_path: Path, address: str, path: str
) -> None:
    home = house(tmp_path, leave=address)
    with WAYS["wsgi"](home.reception) as ask:
        asked = path.replace("{token}", home.token())
        assert "Unsubscribe from Small Weekly?" in ask("GET", asked).text
        ask("POST", asked, ONE_CLICK)
        assert home.standing() is Standing.LEFT


def test_a_token_in_capital_letters_is_read(home: House, ask: Ask) -> None:
    ask("POST", f"/leave/{home.token().upper()}", ONE_CLICK)
    assert home.standing() is Standing.LEFT


def test_what_cannot_be_done_now_is_to_be_tried_again() -> None:
    class Busy:
        def leave(self, _token: str, _how: str) -> None:
            raise BusyError("subscribers.db", "another run is using it", "try again")

        def confirm(self, _token: str) -> None:
            raise AssertionError

        def join(self, _address: str, _client: str) -> Page:
            raise AssertionError

    class Blank:
        def __getitem__(self, page: Page) -> object:
            from digest.leaving.pages import Shown

            return Shown(page.value, "'x'")

    reception = Reception(Blank(), Busy(), "/leave/", "")  # type: ignore[arg-type]
    told = reception.answer(Request("POST", "/leave/x", body=ONE_CLICK))
    assert (told.status, dict(told.headers)["Retry-After"], told.body) == (503, "300", b"later")


def test_the_wsgi_callable_is_made_of_a_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digest.leaving import starting, wsgi

    home = house(tmp_path)
    assert callable(wsgi.application(tmp_path / "sources.toml"))
    told = starting.reception(tmp_path / "sources.toml").answer(
        Request("POST", f"/leave/{home.token()}", body=ONE_CLICK)
    )
    assert (told.status, home.standing(ADA)) == (200, Standing.LEFT)
