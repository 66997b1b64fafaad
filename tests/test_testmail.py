"""The test mail: one mail to one address, of the draft as it stands, and nothing else happens."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

import pytest

from digest import approval, drafts, testmail
from digest.deliver.transport import InDoubtError, NotSentError
from digest.doctor import making
from digest.errors import DigestError, DraftError, MessageError, UsageError
from digest.project import Project, load, opened
from tests import pictures as drawn
from tests.deliver.servers import CLOSE, scripted, working
from tests.test_approval import edit, retitle
from tests.test_pipeline import KEY, NOW, built_once, contents, sample, week  # noqa: F401 - fixtures
from tests.test_press import configure

READER = "ada@reader.example"


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:  # noqa: F811
    with opened(load(sample / "sources.toml")) as found:
        yield found


def outbox(project: Project) -> list[Message]:
    return list(mailbox.Maildir(project.config.out / "outbox"))


def send(project: Project, address: str = READER) -> testmail.Sent:
    return testmail.send(project, KEY, address, NOW)


def test_the_mail_lies_in_the_outbox_and_is_the_mail_of_the_edition(project: Project) -> None:
    sent = send(project)
    (mail,) = outbox(project)
    text, html = (part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart())
    folder = project.folder(KEY)
    assert [text, html] == [
        (folder / name).read_bytes().replace(b"\r\n", b"\n") for name in ("email.txt", "email.html")
    ]
    assert mail["To"] == READER
    assert Path(sent.place).is_file()
    assert sent.words.startswith("“[Test] ")
    assert "nothing left this machine" in sent.words


def test_nobody_takes_it_for_the_issue(project: Project) -> None:
    send(project)
    subject = str(make_header(decode_header(outbox(project)[0]["Subject"])))
    assert subject.startswith("[Test] ")
    assert not (project.folder(KEY) / "email.txt").read_text(encoding="utf-8").count("[Test]")


def test_it_is_signed_as_the_issue_will_be(sample: Path) -> None:  # noqa: F811
    with opened(load(sample / "sources.toml")) as before:
        made = making.make(before.config, "mail")
    file = sample / "sources.toml"
    head, table = file.read_text(encoding="utf-8").split("\n[dkim]\n")
    rest = table[table.index("\n[") :]
    file.write_text("\n".join([head, *made.lines, rest]), encoding="utf-8")
    with opened(load(file)) as project:
        send(project)
        assert len(outbox(project)[0].get_all("DKIM-Signature", [])) == 2
        made.files[0].unlink()
        with pytest.raises(DigestError, match="mail"):
            send(project)


def test_its_way_to_leave_takes_nobody_off_a_list(project: Project) -> None:
    send(project)
    assert "https://example.org/leave/sample-reader" in outbox(project)[0]["List-Unsubscribe"]


def test_it_is_the_draft_as_it_stands_rendered_or_not(project: Project) -> None:
    retitle(project, "Zwieback")
    send(project)
    text = next(part for part in outbox(project)[0].walk() if part.get_content_type() == "text/plain")
    assert b"Zwieback" in text.get_payload(decode=True)


def test_it_changes_nothing_in_the_edition_and_marks_nothing(project: Project) -> None:
    retitle(project, "Zwieback")
    before, state = contents(project.folder(KEY)), approval.state(project, KEY)
    send(project)
    assert contents(project.folder(KEY)) == before
    assert approval.state(project, KEY) == state
    assert project.store.releases(KEY) == ()


def test_a_second_test_is_not_taken_for_the_first_by_its_id(project: Project) -> None:
    send(project)
    testmail.send(project, KEY, READER, NOW + timedelta(minutes=5))
    first, second = outbox(project)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Date"] != second["Date"]


def test_the_same_moment_gives_the_same_bytes(project: Project) -> None:
    one, other = send(project), send(project)
    assert one.place != other.place
    assert Path(one.place).read_bytes() == Path(other.place).read_bytes()


def test_a_name_may_stand_before_the_address(project: Project) -> None:
    send(project, "Ada Østby <ada@reader.example>")
    (mail,) = outbox(project)
    assert str(make_header(decode_header(mail["To"]))) == "Ada Østby <ada@reader.example>"
    assert mail["Delivered-To"] == READER


def test_a_picture_travels_with_it(project: Project) -> None:
    (project.folder(KEY) / "plan.png").write_bytes(drawn.png(600, 300))
    edit(project, "\n## ", "\n![A plan of the site](plan.png)\n\n## ")
    send(project)
    assert "image/png" in {part.get_content_type() for part in outbox(project)[0].walk()}


def test_the_plan_says_what_will_happen_and_does_nothing(project: Project) -> None:
    planned = testmail.plan(project, KEY, READER)
    pattern = rf"Sends “\[Test\] .+” \(\d+ kB\) to {re.escape(READER)} into the folder outbox .*this machine"
    assert re.fullmatch(pattern, planned.words)
    assert not (project.config.out / "outbox").exists()


def through(folder: Path, port: int) -> None:
    """Lets the project in `folder` send to the server at `port`."""
    lines = f'kind = "smtp"\nhost = "localhost"\nport = {port}\nsecurity = "none"'
    file = folder / "sources.toml"
    text = re.sub(
        r"(?ms)^\[delivery\].*?(?=^\[|^# ----)", f"[delivery]\n{lines}\n\n", file.read_text("utf-8")
    )
    file.write_text(text, encoding="utf-8")


@pytest.mark.server
def test_with_a_server_it_says_through_which_and_what_that_answered(sample: Path) -> None:  # noqa: F811
    with working() as (inbox, port):
        through(sample, port)
        with opened(load(sample / "sources.toml")) as project:
            words = testmail.plan(project, KEY, READER).words
            sent = send(project)
    assert words.endswith(f" to {READER} through localhost:{port}")
    assert sent.words.endswith(f" to {READER}: localhost:{port} took it: 250 2.0.0 queued as 4711")
    (envelope,) = inbox.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("weekly@example.org", [READER])
    assert not (sample / "outbox").exists()


@pytest.mark.server
@pytest.mark.parametrize(
    ("change", "error"), [({"RCPT": b"550 5.1.1 nobody"}, NotSentError), ({"dot": CLOSE}, InDoubtError)]
)
def test_what_a_server_refuses_or_leaves_open_is_told(
    sample: Path,  # noqa: F811
    change: dict[str, bytes],
    error: type[DigestError],
) -> None:
    with scripted(**change) as server:
        through(sample, server.port)
        with opened(load(sample / "sources.toml")) as project, pytest.raises(error):
            send(project)


# What it refuses.


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "is no mail address"),
        ("ada", "is no mail address"),
        ("ada@reader", "is no mail address"),
        ("ada@reader.example, eve@reader.example", "more than one"),
        ("ada@reader.example;eve@reader.example", "more than one"),
        ("ada@reader.example eve@reader.example", "more than one"),
        ("ada@reader.example\nBcc: eve@reader.example", "more than one"),
        ("Ada\r\n <ada@reader.example>", "carriage return"),
        ("åda@reader.example", "other letters than ASCII"),
    ],
)
def test_an_address_that_is_none_or_several_is_refused(project: Project, address: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        testmail.plan(project, KEY, address)
    assert "\n" not in str(refused.value)


def test_without_a_sender_nothing_is_sent(sample: Path) -> None:  # noqa: F811
    configure(sample, "sender", 'sender = ""')
    with (
        opened(load(sample / "sources.toml")) as project,
        pytest.raises(MessageError, match=r"nobody sends this mail yet; write sender = .* under \[mail\]"),
    ):
        send(project)


def test_a_slip_in_the_draft_is_told_with_its_line(project: Project) -> None:
    edit(project, "\n## ", "\n<!-- never closed\n\n## ")
    with pytest.raises(DraftError, match=rf"{drafts.FILE}:\d+"):
        send(project)
    assert not (project.config.out / "outbox").exists()


def test_an_edition_that_is_not_there_is_told(project: Project) -> None:
    with pytest.raises(DigestError, match="there is no such edition"):
        testmail.plan(project, "2031-W01", READER)
