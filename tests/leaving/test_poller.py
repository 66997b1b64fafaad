"""The mailbox is read: what a mail wants is done once, and every other mail stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner

from digest import cli
from digest.errors import DigestError
from digest.leaving import mailboxes, poller
from digest.leaving.deeds import Deed
from digest.leaving.mailboxes import Mail
from digest.readers.records import Reason, Standing
from digest.readers.tokens import Purpose
from tests.leaving import imapd, mails
from tests.leaving.houses import ADA, LIST, NOW, House, house


def held(home: House) -> list[tuple[str, Reason]]:
    with home.people() as people:
        return [(one.list, one.reason) for one in people.suppressions()]


def maildir(folder: Path, *given: bytes) -> Path:
    box = folder / "box"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
    for number, mail in enumerate(given):
        (box / "new" / f"{number}.host").write_bytes(mail)
    return box


def at(folder: Path, *given: bytes) -> House:
    maildir(folder, *given)
    return house(folder, more='\n[mailbox]\nkind = "maildir"\npath = "box"\n')


def polled(home: House) -> dict[str, int]:
    found = poller.poll(home.config, NOW, {})
    return {str(deed): number for deed, number in found.done.items() if number}


def verp(home: House) -> str:
    return f"bounces+{home.token(Purpose.BOUNCE)}@notes.example"


def test_each_mail_does_what_it_wants_and_is_put_away(tmp_path: Path) -> None:
    home = at(tmp_path)
    maildir(tmp_path, mails.unsubscribe(home.token()), mails.letter(), mails.unsubscribe("a" * 49))
    assert polled(home) == {"left": 1}
    assert home.standing() is Standing.LEFT
    assert held(home) == [(LIST, Reason.LEFT)]
    assert [path.name for path in (tmp_path / "box" / "cur").iterdir()] == ["0.host:2,S"]
    assert len(list((tmp_path / "box" / "new").iterdir())) == 2, "what is for a person is not touched"
    assert polled(home) == {}


def test_an_address_that_is_gone_gets_no_more_mail_at_once(tmp_path: Path) -> None:
    home = at(tmp_path)
    maildir(tmp_path, mails.bounce(verp(home)))
    assert polled(home) == {"gone": 1}
    assert held(home) == [("", Reason.BOUNCED)]


def test_a_full_mailbox_is_asked_again_and_one_that_tries_on_is_waited_for(tmp_path: Path) -> None:
    home = at(tmp_path)
    late = mails.bounce(verp(home), action="delayed", status="4.4.1")
    maildir(tmp_path, mails.bounce(verp(home), status="5.2.2"), late)
    assert polled(home) == {"failed": 1, "waits": 1}
    assert held(home) == []


def test_a_complaint_takes_off_every_list_for_ever(tmp_path: Path) -> None:
    home = at(tmp_path)
    maildir(tmp_path, mails.complaint(returned=mails.listed(home.token())))
    assert polled(home) == {"complained": 1}
    assert held(home) == [("", Reason.COMPLAINED)]


def test_forged_tokens_do_nothing(tmp_path: Path) -> None:
    home = at(tmp_path)
    forged = [
        mails.unsubscribe(),
        mails.bounce(),
        mails.complaint(),
        mails.qmail(),
    ]  # signed with another key
    maildir(tmp_path, *forged, mails.unsubscribe(home.token(Purpose.CONFIRM)))
    before = {name: rows for name, rows in home.facts().items() if name != "seen_mails"}
    assert polled(home) == {}
    assert {name: rows for name, rows in home.facts().items() if name != "seen_mails"} == before


def test_one_bad_mail_never_stops_the_rest(tmp_path: Path) -> None:
    home = at(tmp_path)
    box = maildir(tmp_path, b"", bytes(range(256)) * 9, b"Content-Type: multipart/report; boundary=\r\n\r\n")
    (box / "new" / "8.gone").symlink_to(tmp_path / "nowhere")
    (box / "new" / "9.host").write_bytes(mails.unsubscribe(home.token()))
    assert polled(home) == {"left": 1}


def test_what_was_cut_off_between_doing_and_putting_away_is_done_again_without_harm(tmp_path: Path) -> None:
    home = at(tmp_path)
    maildir(tmp_path, mails.bounce(verp(home)), mails.unsubscribe(home.token()))

    class PowerError(Exception):
        """It goes."""

    class Cut:
        def mails(self) -> Iterator[Mail]:
            for mail in mailboxes.Maildir(tmp_path / "box").mails():
                yield Mail(mail.id, mail.read, self._fails)

        def _fails(self) -> None:
            raise PowerError

    for _ in range(2):
        with home.people() as people, pytest.raises(PowerError):
            poller.passed(Cut(), people, NOW)
    assert polled(home) == {"gone": 1, "left": 1}
    assert sorted(held(home)) == [("", Reason.BOUNCED), (LIST, Reason.LEFT)]


def test_an_mbox_is_only_read_and_each_mail_acts_once(tmp_path: Path) -> None:
    home = house(tmp_path, more='\n[mailbox]\nkind = "mbox"\npath = "mail"\n')
    raw = b"".join(b"From x Sun Nov 22 18:00:00 2026\n" + one + b"\n" for one in (
        mails.letter(), mails.unsubscribe(home.token()),
    ))  # fmt: skip
    (tmp_path / "mail").write_bytes(raw)
    assert polled(home) == {"left": 1}
    assert (tmp_path / "mail").read_bytes() == raw
    with home.people() as people:  # they come back, and the old mail lies there still
        people.subscribe(ADA, LIST, next(people.readers(LIST)).consent, NOW, Standing.PENDING)
        people.confirm(people.list_number(LIST), people.id_of(ADA), NOW)
    assert polled(home) == {}
    assert home.standing() is Standing.SUBSCRIBED


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    found = trustme.CA()
    found.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return found


def by_imap(folder: Path, port: int, security: str = "tls") -> House:
    settings = f'kind = "imap"\nhost = "127.0.0.1"\nport = {port}\nuser = "weekly"\nsecurity = "{security}"\n'
    return house(folder, more=f"\n[mailbox]\n{settings}")


SECRET = {"DIGEST_IMAP_PASSWORD": imapd.PASSWORD}


@pytest.mark.server
@pytest.mark.parametrize(
    ("capabilities", "keeps"),
    [
        ("IMAP4rev1 AUTH=PLAIN MOVE UIDPLUS", True),
        ("IMAP4rev1 AUTH=PLAIN UIDPLUS", True),
        ("IMAP4rev1 AUTH=PLAIN", True),
        ("IMAP4rev1 AUTH=PLAIN MOVE", False),
    ],
)
def test_a_folder_on_a_server_is_read_and_what_was_heeded_is_moved(
    tmp_path: Path,
    authority: trustme.CA,
    capabilities: str,
    keeps: bool,  # noqa: FBT001
) -> None:
    with imapd.serving(authority, capabilities=capabilities, keeps_keywords=keeps) as server:
        home = by_imap(tmp_path, server.port)
        server.folders["INBOX"] |= {1: mails.letter(), 2: mails.unsubscribe(home.token()), 3: mails.letter()}
        first = poller.poll(home.config, NOW, SECRET)
        again = poller.poll(home.config, NOW, SECRET)
    assert (first.done[Deed.LEFT], sum(first.left_there.values())) == (1, 2)
    assert (sum(again.done.values()), sum(again.left_there.values())) == (0, 0)
    assert home.standing() is Standing.LEFT
    assert list(server.folders["Digest"]) == [2]
    assert (2 in server.folders["INBOX"]) == (not {"MOVE", "UIDPLUS"} & set(capabilities.split()))
    assert {1, 3} <= set(server.folders["INBOX"])
    assert not any("\\Seen" in flags for flags in server.flags.values()), "they stay unread"


@pytest.mark.server
def test_starttls_is_verified_too(tmp_path: Path, authority: trustme.CA) -> None:
    clear = "IMAP4rev1 STARTTLS AUTH=PLAIN"
    with imapd.serving(authority, capabilities=clear, starts_clear=True) as server:
        home = by_imap(tmp_path, server.port, "starttls")
        server.folders["INBOX"][1] = mails.unsubscribe(home.token())
        assert poller.poll(home.config, NOW, SECRET).done[Deed.LEFT] == 1
        assert server.heard.index("STARTTLS") < next(
            n for n, line in enumerate(server.heard) if line.startswith("AUTHENTICATE")
        )


@pytest.mark.server
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_nobody_vouches_for_hears_no_password(tmp_path: Path, security: str) -> None:
    starts_clear = security == "starttls"
    clear = "IMAP4rev1 STARTTLS AUTH=PLAIN"
    with imapd.serving(trustme.CA(), capabilities=clear, starts_clear=starts_clear) as server:
        home = by_imap(tmp_path, server.port, security)
        with pytest.raises(DigestError, match="not to be trusted"):
            poller.poll(home.config, NOW, SECRET)
        assert not any(line.startswith(("AUTH", "LOGIN")) for line in server.heard)


@pytest.mark.server
def test_a_server_without_starttls_is_refused(tmp_path: Path) -> None:
    with imapd.serving(None, capabilities="IMAP4rev1 AUTH=PLAIN") as server:
        home = by_imap(tmp_path, server.port, "starttls")
        with pytest.raises(DigestError, match="cannot be read"):
            poller.poll(home.config, NOW, SECRET)
        assert not any(line.startswith("AUTH") for line in server.heard)


@pytest.mark.server
def test_a_wrong_password_is_told_without_it(tmp_path: Path, authority: trustme.CA) -> None:
    with imapd.serving(authority) as server:
        home = by_imap(tmp_path, server.port)
        with pytest.raises(DigestError) as told:
            poller.poll(home.config, NOW, {"DIGEST_IMAP_PASSWORD": "other"})
        assert "cannot be read" in str(told.value)
        with pytest.raises(DigestError) as none:
            poller.poll(home.config, NOW, {})
        assert "DIGEST_IMAP_PASSWORD" in str(none.value)
    assert "other" not in str(told.value).replace("another", "")


def test_a_password_never_goes_in_clear_to_another_machine(tmp_path: Path) -> None:
    home = house(
        tmp_path, more='\n[mailbox]\nkind = "imap"\nhost = "mail.example"\nuser = "x"\nsecurity = "none"\n'
    )
    with pytest.raises(DigestError, match="in clear"):
        poller.poll(home.config, NOW, SECRET)


def test_the_command_says_what_was_done(tmp_path: Path) -> None:
    home = at(tmp_path)
    maildir(tmp_path, mails.unsubscribe(home.token()), mails.letter())
    shown = CliRunner().invoke(cli.main, ["poll", "--config", str(tmp_path / "sources.toml")])
    assert (shown.exit_code, shown.output.splitlines()[-1]) == (0, "1 mail heeded, 1 left for a person.")
    assert "1  left a list" in shown.output
    assert ADA not in shown.output


def test_without_a_mailbox_the_command_says_how_to_name_one(tmp_path: Path) -> None:
    house(tmp_path)
    shown = CliRunner().invoke(cli.main, ["poll", "--config", str(tmp_path / "sources.toml")])
    assert shown.exit_code == 2
    assert "[mailbox]" in shown.stderr
