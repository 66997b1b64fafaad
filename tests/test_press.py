"""The whole mail beside the other outputs: there where somebody sends it, gone where nobody does any more."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email import policy
from pathlib import Path

import pytest

from digest import checking, deliver, desk, press
from digest.deliver import Letter
from digest.errors import DigestError
from digest.model import SAMPLE_READER
from digest.project import load, opened
from digest.render import Templates, renditions
from tests import editions
from tests.deliver.letters import STATIONERY, field
from tests.test_pipeline import KEY, NOW, build, built_once, sample, week  # noqa: F401 - fixtures

READER = "Ada_42"


def configure(folder: Path, pattern: str, line: str) -> None:
    """Puts `line` in the place of the one line of sources.toml that `pattern` finds."""
    file = folder / "sources.toml"
    text, times = re.subn(rf"(?m)^{pattern}.*$", line, file.read_text(encoding="utf-8"))
    assert times == 1
    file.write_text(text, encoding="utf-8")


def rendered(folder: Path) -> desk.Rendered:
    with opened(load(folder / "sources.toml")) as project:
        return desk.render(project, KEY)


def test_the_mail_of_the_demo_is_addressed_to_a_reader_who_does_not_exist(week: Path) -> None:  # noqa: F811
    mail = (week / "email.eml").read_bytes()
    read = email.message_from_bytes(mail, policy=policy.default)
    assert read["To"] == "reader@example.com"
    assert read["From"] == "AI Scale-Up Weekly <weekly@example.org>"
    assert read["Date"].datetime == NOW
    assert "<https://example.org/leave/sample-reader>" in field(mail, "List-Unsubscribe")


def test_the_mail_holds_the_text_and_the_html_that_lie_beside_it(week: Path) -> None:  # noqa: F811
    read = email.message_from_bytes((week / "email.eml").read_bytes(), policy=policy.default)
    text, html = read.iter_parts()
    for part, name in ((text, "email.txt"), (html, "email.html")):
        assert part.get_content().replace("\r\n", "\n") == (week / name).read_text(encoding="utf-8")


def test_without_a_sender_there_is_no_mail_and_an_older_one_does_not_stay(sample: Path, week: Path) -> None:  # noqa: F811
    assert (week / "email.eml").exists()
    configure(sample, "sender", 'sender = ""')
    made = rendered(sample)
    assert not (week / "email.eml").exists()
    assert week / "email.eml" not in made.files
    assert [one.rule for one in made.findings if one.rule.endswith("-sender")] == ["imprint-sender"]


def test_a_build_takes_the_mail_away_as_well(sample: Path, week: Path) -> None:  # noqa: F811
    configure(sample, "sender", 'sender = ""')
    build(sample, overwrite=True)
    assert not (week / "email.eml").exists()


def test_a_mail_that_cannot_be_made_keeps_no_page_back_and_is_told(sample: Path, week: Path) -> None:  # noqa: F811
    configure(sample, "sender", 'sender = "Zoë <zoë@example.org>"')
    made = rendered(sample)
    assert not (week / "email.eml").exists()
    assert week / "index.html" in made.files
    (told,) = [one for one in made.findings if one.rule == "message-made"]
    assert "other letters than ASCII before the @" in told.reason


def test_a_line_feed_in_a_subject_makes_no_mail(sample: Path) -> None:  # noqa: F811
    with opened(load(sample / "sources.toml")) as project:
        made = replace(checking.current(project, KEY), subject="Deals\r\nBcc: eve@evil.example")
        spoilt = press.printed(project, made)
    assert press.MAIL not in spoilt.texts
    assert spoilt.unsent.startswith("subject: holds a carriage return")
    assert spoilt.unmade == (press.MAIL,)


def test_a_mail_that_cannot_be_taken_away_leaves_all_as_it_was(sample: Path, week: Path) -> None:  # noqa: F811
    before = (week / "email.txt").read_bytes()
    configure(sample, "sender", 'sender = ""')
    draft = (week / "draft.md").read_text(encoding="utf-8").replace("chosen from", "well chosen from")
    (week / "draft.md").write_text(draft, encoding="utf-8")
    (week / "email.eml").unlink()
    (week / "email.eml").mkdir()
    with pytest.raises(DigestError, match="unchanged"):
        rendered(sample)
    assert (week / "email.txt").read_bytes() == before


@pytest.mark.parametrize(
    "address",
    [
        "https://notes.example/leave/{token}",
        "https://notes.example/leave?list=1&who={token}",
        'https://notes.example/l\'été/{token}?q="a"|[b]',
        "https://bücher.example/~x/(y)/{token};v=1,2#here",
        "https://Notes.example:443/a b/{token}",
    ],
)
def test_however_it_is_printed_the_address_for_leaving_becomes_the_readers_own(address: str) -> None:
    ours = replace(STATIONERY, unsubscribe=address)
    made = editions.weekly()
    html, text = renditions(made, Templates(), only=["email", "text"], stationery=ours)
    letter = Letter("A week", made.key, made.built_at, token=READER)
    mail = deliver.build(html.text, text.text, ours, letter)
    for part in email.message_from_bytes(mail, policy=policy.default).iter_parts():
        assert READER in part.get_content()
        assert SAMPLE_READER not in part.get_content()
    assert SAMPLE_READER not in mail.decode("ascii")
