"""The mailbox with the servers of others: a bounce as Postfix writes it, a folder as Dovecot keeps it."""

from __future__ import annotations

import smtplib
import time
from pathlib import Path

import pytest
import trustme

from digest.leaving import poller
from digest.leaving.deeds import Deed
from digest.readers.records import Reason, Standing
from digest.readers.tokens import Purpose
from tests.deliver.servers import scripted
from tests.leaving import mails
from tests.leaving.houses import NOW, house
from tests.outside import dovecot, postfix

pytestmark = [pytest.mark.outside, pytest.mark.server, pytest.mark.slow]


@pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())
@pytest.mark.parametrize(
    ("reply", "deed", "reasons"),
    [
        (b"550 5.1.1 no such user", Deed.GONE, [Reason.BOUNCED]),
        (b"550 5.7.1 we do not like your mail", Deed.FAILED, []),
    ],
)
def test_a_mail_that_postfix_returns_is_heeded_by_its_token(
    tmp_path: Path, reply: bytes, deed: Deed, reasons: list[Reason]
) -> None:
    with scripted(RCPT=reply) as beyond, postfix.running(beyond.port) as server:
        home = house(tmp_path, more=f'\n[mailbox]\nkind = "maildir"\npath = "{server.inbox}"\n')
        sender = f"bounces+{home.token(Purpose.BOUNCE)}@lists.example"
        with smtplib.SMTP("127.0.0.1", server.port) as line:
            line.sendmail(sender, "ada@bounces.example", b"Subject: The week\r\n\r\nText.\r\n")
        for _ in range(300):
            if server.delivered():
                break
            time.sleep(0.1)
        found = poller.poll(home.config, NOW, {})
        assert found.done[deed] == 1, server.log()
        with home.people() as people:
            assert [one.reason for one in people.suppressions()] == reasons


@pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing())
def test_a_folder_of_dovecot_is_read_and_what_was_heeded_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    home = house(tmp_path)
    given = (mails.letter(), mails.unsubscribe(home.token()))
    with dovecot.running(authority, "secret", *given) as (port, box):
        settings = (
            f'kind = "imap"\nhost = "127.0.0.1"\nport = {port}\nuser = "weekly"\nfiled = "Heeded mails"\n'
        )
        home = house(tmp_path, more=f"\n[mailbox]\n{settings}")
        first = poller.poll(home.config, NOW, {"DIGEST_IMAP_PASSWORD": "secret"})
        again = poller.poll(home.config, NOW, {"DIGEST_IMAP_PASSWORD": "secret"})
        filed = [path.read_bytes() for path in (box / ".Heeded mails").glob("[nc][eu][wr]/*")]
        left = [path for name in ("new", "cur") for path in (box / name).iterdir()]
    assert (first.done[Deed.LEFT], sum(first.left_there.values())) == (1, 1)
    assert (sum(again.done.values()), sum(again.left_there.values())) == (0, 0)
    assert filed == [given[1]]
    assert [("S" in path.name.partition(":2,")[2]) for path in left] == [False]
    assert home.standing() is Standing.LEFT
