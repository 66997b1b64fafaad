"""A newsletter in a mailbox becomes its links; furniture, strangers and hostile mails do no harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from digest import collect
from digest.collect import imapbox, letterbox, newsletters
from digest.config import FetchingSettings
from digest.model import Collected, Memory
from tests.leaving import imapd

from .conftest import NOW

HEAD = (
    "From: Harbour Notes <notes@harbour.example>\r\nSubject: Week 47\r\n"
    "Date: Thu, 19 Nov 2026 08:00:00 +0000\r\n"
)
HTML = """<p><a href="https://harbour.example/view">View in browser</a></p>
<h2>Cranes</h2>
<h3><a href="https://a.example/crane?utm_source=x">The harbour buys a third crane</a></h3>
<p>It lifts forty tons. <a href="https://a.example/crane">Read more</a></p>
<p>A pier fell down. The mayor
<a href="https://www.google.com/url?q=https://b.example/pier">blames the winter storms of 1926</a>.
Others do not.</p>
<h2>Sponsored</h2><p><a href="https://ads.example/">Buy the best ropes in town today</a></p>
<h2>More</h2><p><a href="mailto:x@harbour.example">Write to all of us by mail</a>
<a href="https://harbour.example/u">Unsubscribe</a>
<a href="javascript:alert(1)">An evil link of many words</a></p>"""
RULES = newsletters.Rules(("@harbour.example",))


def mail(html: str = HTML, head: str = HEAD, form: str = "html") -> bytes:
    return f"{head}Content-Type: text/{form}; charset=utf-8\r\n\r\n{html}".encode()


def collected(folder: Path, memory: Memory | None = None, **rest: object) -> Collected:
    row = {"name": "Letters", "kind": "mailbox", "senders": ("@harbour.example",), "path": "box", **rest}
    settings = letterbox.Settings.model_validate(row)
    memories = {"Letters": memory} if memory else {}
    return collect.entries([settings], memories, FetchingSettings(), folder, NOW, lambda _: None)[0]


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / "box" / part).mkdir(parents=True)
    return tmp_path


def test_each_link_that_is_news_is_one_item_with_its_sentences() -> None:
    items = newsletters.read(mail(), RULES).items
    assert [(item.link, item.title) for item in items] == [
        ("https://a.example/crane", "The harbour buys a third crane"),
        ("https://b.example/pier", "blames the winter storms of 1926"),
    ]
    assert items[0].summary.startswith("It lifts forty tons.")
    assert "A pier fell down." in items[1].summary
    assert items[0].publisher == "Harbour Notes"


def test_a_text_without_html_is_taken_apart_by_its_paragraphs() -> None:
    plain = "A third crane comes to the harbour. It lifts.\nhttps://a.example/crane\n\nUnsubscribe: https://a.example/u"
    items = newsletters.read(mail(plain, form="plain"), RULES).items
    assert [(item.link, item.title) for item in items] == [
        ("https://a.example/crane", "A third crane comes to the harbour.")
    ]


@pytest.mark.parametrize(
    "head",
    [
        "From: notes@harbour.example <x@evil.example>\r\n",
        "From: x@evil.example\r\nFrom: notes@harbour.example\r\n",
        "From: x@evil.example, notes@harbour.example\r\n",
        "From: x@harbour.example.evil.example\r\n",
        "Subject: no sender\r\n",
    ],
)
def test_mails_of_others_are_not_read(head: str) -> None:
    assert not newsletters.read(mail(head=head), RULES).items


@pytest.mark.parametrize(
    ("results", "count"),
    [
        ("mx.example; dkim=pass header.d=harbour.example", 2),
        ("mx.example; dkim=pass header.d=evil.example", 0),
        ("mx.example; spf=fail smtp.mailfrom=notes@harbour.example", 0),
        ("mx.example; spf=pass smtp.mailfrom=notes@harbour.example.evil.example", 0),
        (
            "mx.example; dkim=fail\r\nAuthentication-Results: mx.example; dkim=pass header.d=harbour.example",
            0,
        ),
    ],
)
def test_where_it_must_be_verified_the_own_server_vouches_for_the_domain(results: str, count: int) -> None:
    rules = newsletters.Rules(("notes@harbour.example",), verified=True)
    read = newsletters.read(mail(head=f"Authentication-Results: {results}\r\n{HEAD}"), rules)
    assert len(read.items) == count


def test_a_maildir_is_read_and_stays_as_it_was(maildir: Path) -> None:
    (maildir / "box/new/1").write_bytes(mail())
    (maildir / "box/cur/2:2,S").write_bytes(mail(head="From: friend@else.example\r\n"))
    before = sorted(path.name for path in (maildir / "box").rglob("*"))
    first = collected(maildir, form="maildir")
    assert not first.failure
    assert {entry.url for entry in first.entries} == {"https://a.example/crane", "https://b.example/pier"}
    assert sorted(path.name for path in (maildir / "box").rglob("*")) == before
    assert collected(maildir, first.memory, form="maildir").unchanged


def test_an_mbox_is_read(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"From x Thu\n" + mail() + b"\nFrom y Thu\n" + mail(head=""))
    assert len(collected(tmp_path, form="mbox").entries) == 2


def test_hostile_mails_leave_the_others_readable(maildir: Path) -> None:
    nest = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    (maildir / "box/new/1").write_bytes(f"From: a@harbour.example\n{nest}".encode())
    (maildir / "box/new/2").write_bytes(
        HEAD.encode() + b"Content-Type: text/html; charset=nope\n\n\xff\x00<a href="
    )
    (maildir / "box/new/3").write_bytes(mail("<div>" * 60_000))
    (maildir / "box/new/4").write_bytes(mail())
    assert len(collected(maildir, form="maildir").entries) == 2


def test_a_mailbox_that_is_none_is_a_failure(tmp_path: Path) -> None:
    assert "is no Maildir" in str(collected(tmp_path, form="maildir").failure)


@pytest.mark.parametrize(
    "rest",
    [
        {"form": "imap"},
        {"form": "imap", "host": "mail.example", "user": "u", "security": "none"},
        {"form": "mbox", "senders": ()},
        {"form": "mbox", "senders": ("harbour.example",)},
        {"form": "mbox", "path": ""},
    ],
)
def test_settings_that_cannot_work_are_refused(rest: dict[str, object]) -> None:
    row = {"name": "x", "kind": "mailbox", "senders": ("@a.example",), "path": "box"}
    with pytest.raises(ValidationError):
        letterbox.Settings.model_validate({**row, **({"path": ""} if rest["form"] == "imap" else {}), **rest})


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(imapbox.VARIABLE, imapd.PASSWORD)


def on_server(tmp_path: Path, server: imapd.Server, memory: Memory | None = None) -> Collected:
    more: dict[str, Any] = {
        "form": "imap",
        "host": "127.0.0.1",
        "port": server.port,
        "user": imapd.USER,
        "path": "",
    }
    return collected(tmp_path, memory or Memory(), **more, security="none")


@pytest.mark.server
@pytest.mark.usefixtures("signed_in")
def test_a_real_dialogue_leaves_no_trace(tmp_path: Path) -> None:
    with imapd.serving(None, mail(), mail()) as server:
        found = on_server(tmp_path, server)
        assert not found.failure, found.failure
        assert found.entries
        assert found.memory.etag == "7:2"
        assert on_server(tmp_path, server, found.memory).unchanged
        assert not any(word in " ".join(server.heard) for word in ("STORE", "SELECT", "MOVE", "EXPUNGE"))
        assert server.flags == {}


@pytest.mark.server
@pytest.mark.usefixtures("signed_in")
def test_of_many_new_mails_none_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letterbox, "MOST_MAILS", 2)
    with imapd.serving(None, *(mail() for _ in range(7))) as server:
        first = on_server(tmp_path, server)
        assert first.memory.etag == "7:7", "what was there before the first look is old"
        behind = replace(first.memory, etag="7:2")
        second = on_server(tmp_path, server, behind)
        assert second.memory.etag == "7:4"
        assert second.notes[-1] == "3 more mails will be read the next time"
        third = on_server(tmp_path, server, second.memory)
        assert third.memory.etag == "7:6"


@pytest.mark.server
def test_a_wrong_password_is_said_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(imapbox.VARIABLE, "hunter2")
    with imapd.serving(None, mail()) as server:
        failure = str(on_server(tmp_path, server).failure)
    assert "127.0.0.1" in failure
    assert "hunter2" not in failure
