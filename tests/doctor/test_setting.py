"""What is configured and what answers: the server, the address for leaving, the clock; and new keys."""

from __future__ import annotations

import http.server
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.cli import main
from digest.deliver.transport import Door
from digest.doctor import examine, knocking, making
from digest.doctor.facts import Page, Server
from digest.errors import DigestError
from tests.deliver.servers import Certificates, working
from tests.doctor.patients import MAIL, NOW, config, facts, told

WORD = "Hjelp-42"
ADDRESS = "https://notes.example/leave/doctor"
ASKS = Page(ADDRESS, 200, 0.2, has_form=True, served_at=NOW)


def test_a_page_that_asks_is_fine_and_says_the_time() -> None:
    found = examine(facts(page=ASKS))
    assert told(found, "Leaving")[0].startswith("ok: https://notes.example/leave/doctor asks")
    assert told(found, "Clock")[0].startswith("ok: 0 s from")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            Page(ADDRESS, trouble="refused"),
            "fail: https://notes.example/leave/doctor does not answer: refused",
        ),
        (replace(ASKS, status=404), "fail: https://notes.example/leave/doctor answers 404"),
        (replace(ASKS, status=302), "leads elsewhere (302)"),
        (replace(ASKS, has_form=False), "warn: https://notes.example/leave/doctor asks nothing"),
        (replace(ASKS, took_s=5.0), "warn: https://notes.example/leave/doctor took 5.0 s"),
    ],
)
def test_a_page_that_does_not_do_is_told(page: Page, words: str) -> None:
    assert words in told(examine(facts(page=page)), "Leaving")[0]


def test_a_clock_that_is_off_is_told() -> None:
    found = examine(facts(page=replace(ASKS, served_at=NOW + timedelta(hours=2))))
    assert told(found, "Clock") == ["warn: 7200 s from the server's at the address for leaving"]


@pytest.mark.parametrize(
    ("line", "topic", "words"),
    [
        ("sender", "Sender", "fail: nobody sends this mail"),
        ("list_id", "List-Id", "warn: the list has no name"),
        ("address", "Postal address", "warn: none stands below the mail"),
        ("unsubscribe", "Leaving", "warn: there is no address at which one click is enough"),
        ("unsubscribe_mail", "Leaving by mail", "warn: nobody can leave by mail"),
    ],
)
def test_what_is_not_configured_is_told(line: str, topic: str, words: str) -> None:
    text = "\n".join(one for one in MAIL.splitlines() if one.split(" =")[0] != line)
    assert told(examine(facts(text)), topic)[-1 if topic == "Leaving by mail" else 0].startswith(words)


def test_a_certificate_that_ends_soon_is_told() -> None:
    sealed = Server("mail.notes.example:587", signed_in=True, sealed=True, expires=NOW + timedelta(days=3))
    found = examine(facts(server=sealed))
    assert told(found, "Mail server") == ["ok: mail.notes.example:587 answers; the password was taken"]
    assert told(found, "TLS")[0].startswith(
        "warn: the certificate of mail.notes.example:587 holds until 2026-11-25"
    )


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """The authority behind the servers' certificates, as this machine's own would be."""
    issued = Certificates.issued()
    file = tmp_path / "authority.pem"
    issued.authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return issued


@pytest.mark.server
def test_a_server_is_asked_up_to_the_password_and_gets_no_mail(trusted: Certificates, tmp_path: Path) -> None:
    with working(trusted, password=WORD) as (inbox, port):
        text = MAIL.replace('"mail.notes.example"', f'"localhost"\nport = {port}\nuser = "ada"')
        environ = {"DIGEST_SMTP_PASSWORD": WORD}
        found = knocking.server(config(text), Door(tmp_path, tmp_path, NOW, environ))
        wrong = knocking.server(config(text), Door(tmp_path, tmp_path, NOW, {"DIGEST_SMTP_PASSWORD": "x"}))
    assert found is not None
    assert (found.trouble, found.signed_in, found.sealed) == ("", True, True)
    assert found.expires is not None
    assert wrong is not None
    assert "refused AUTH: 535" in wrong.trouble
    assert inbox.mails == []


class _Asks(http.server.BaseHTTPRequestHandler):
    heard: list[str] = []  # noqa: RUF012 - one test fills it

    def do_GET(self) -> None:
        self.heard.append(f"{self.command} {self.path}")
        content = b'<form method="post"><button>Leave</button></form>'
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def page_server(certificates: Certificates) -> Iterator[int]:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Asks)
    server.socket = certificates.context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.mark.server
def test_the_address_for_leaving_is_only_opened(trusted: Certificates) -> None:
    with page_server(trusted) as port:
        text = MAIL.replace("https://notes.example/", f"https://localhost:{port}/")
        found = knocking.page(config(text))
    assert found is not None
    assert (found.status, found.has_form, found.trouble) == (200, True, "")
    assert found.served_at is not None
    assert _Asks.heard == ["GET /leave/doctor"]


PROJECT = f"""
[edition]
title = "Small Weekly"
{MAIL}
[[sections]]
id = "deals"
title = "Deals"

[[sources]]
name = "Ledger Wire"
kind = "feed"
url = "https://ledgerwire.example/feed"
"""


def test_new_keys_are_their_owners_and_sign_once_they_are_published(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(PROJECT, "utf-8")
    made = CliRunner().invoke(main, ["doctor", "--make-dkim", "mail2026", "--config", str(file)])
    assert made.exit_code == 0, made.output
    assert "PRIVATE" not in made.output
    keys = sorted((tmp_path / "keys").glob("*.pem"))
    assert [stat.S_IMODE(key.stat().st_mode) for key in keys] == [0o600, 0o600]
    assert (tmp_path / "keys" / ".gitignore").read_text("utf-8") == "*\n"
    lines = made.output.splitlines()
    table = [line.strip() for line in lines if line.startswith("  ") and ("= " in line or "[dkim]" in line)]
    table = [line for line in table if "IN TXT" not in line]
    file.write_text(PROJECT.replace("[[sections]]", "\n".join([*table, "", "[[sections]]"])), "utf-8")
    zone = tmp_path / "zone.txt"
    zone.write_text("\n".join(line.strip() for line in lines if "IN TXT" in line) + "\n", "utf-8")
    seen = CliRunner().invoke(main, ["doctor", "--zone", str(zone), "--offline", "--config", str(file)])
    assert "ok    DKIM mail2026: mail2026._domainkey.notes.example holds the key that signs" in seen.output
    assert "ok    DKIM mail2026-ed: mail2026-ed._domainkey.notes.example holds the key" in seen.output
    assert seen.exit_code == 1  # there is no SPF record in that file


def test_keys_that_are_there_are_never_written_over(tmp_path: Path) -> None:
    known = config().model_copy(update={"file": tmp_path / "sources.toml"})
    making.make(known, "mail")
    before = (tmp_path / "keys" / "mail.pem").read_bytes()
    with pytest.raises(DigestError, match="is there already"):
        making.make(known, "mail")
    assert (tmp_path / "keys" / "mail.pem").read_bytes() == before
