"""A signed mail: others verify it, what somebody changes or adds breaks it, and no key is ever shown."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver import dkim, dkimkeys
from digest.deliver.dkimkeys import Kind
from digest.errors import ConfigError, DigestError
from digest.secret import Keeper
from tests.deliver import dkimmail
from tests.deliver.letters import sent
from tests.test_config import GOOD, read

KINDS: tuple[Kind, ...] = ("rsa", "ed25519")
ODD = sent(
    subject="Zählt: 14,8 Milliarden für die Hälfte von Tall Pines – was die Woche sonst noch brachte",
    text="Two  blanks,\ta tab, a line that ends in one \n\n\n\n",
)
each_kind = pytest.mark.parametrize("number", [0, 1], ids=KINDS)
posix = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


@each_kind
def test_somebody_elses_program_verifies_both_signatures(number: int) -> None:
    for mail in (sent(), ODD, sent(reply_to="Ada <ada@notes.example>", text="")):
        assert dkimmail.is_whole(dkimmail.both()(mail), number)


def test_the_mail_itself_stays_as_it_was_and_the_same_mail_gives_the_same_bytes() -> None:
    signed = dkimmail.both()(ODD)
    assert signed.endswith(ODD)
    assert signed == dkimmail.both()(ODD)


def test_a_signature_limits_no_body_and_seals_what_may_stand_once() -> None:
    head = dkimmail.both()(sent()).split(b"\r\nFrom: ")[0].decode()
    tags = head.replace("\r\n ", " ").split("\r\n")[0].partition(":")[2]
    found = dict(part.strip().split("=", 1) for part in tags.split("; "))
    names = found["h"].replace(" ", "").split(":")
    assert found["c"] == "relaxed/relaxed"
    assert "l" not in found
    assert [names.count(name) for name in ("From", "Subject", "List-Unsubscribe", "Reply-To")] == [2, 2, 2, 1]
    assert max(len(line) for line in head.split("\r\n")) <= 78


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another word in the body": lambda mail: mail.replace(b"A week", b"A month"),
    "a line after the body": lambda mail: mail + b"Buy this.\r\n",
    "another button": lambda mail: mail.replace(b"leave/sample-reader>", b"leave/somebody-else>"),
    "a second subject above": lambda mail: mail.replace(b"From:", b"Subject: Win\r\nFrom:", 1),
    "a second subject below": lambda mail: mail.replace(b"\r\n\r\n", b"\r\nSubject: Win\r\n\r\n", 1),
    "a second sender": lambda mail: b"From: eve@evil.example\r\n" + mail,
    "a second button": lambda mail: b"List-Unsubscribe: <https://evil.example>\r\n" + mail,
    "another click": lambda mail: b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" + mail,
    "an address for answers": lambda mail: b"Reply-To: eve@evil.example\r\n" + mail,
    "another day": lambda mail: mail.replace(b"15 Jun", b"16 Jun"),
}


@each_kind
@pytest.mark.parametrize("change", CHANGES)
def test_what_somebody_changes_or_adds_on_the_way_breaks_it(change: str, number: int) -> None:
    signed = dkimmail.both()(sent())
    changed = CHANGES[change](signed)
    assert changed != signed
    assert not dkimmail.is_whole(changed, number)


@each_kind
def test_blanks_that_a_server_folds_anew_do_not_break_it(number: int) -> None:
    signed = dkimmail.both()(sent())
    folded = signed.replace(b"Subject: Three sums", b"Subject:   Three\r\n\tsums") + b"\r\n\r\n"
    assert dkimmail.is_whole(folded, number)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(" \tab.=", max_size=12), max_size=8))
def test_any_body_hashes_as_somebody_elses_program_hashes_it(lines: list[str]) -> None:
    head = sent().partition(b"\r\n\r\n")[0]
    mail = head + b"\r\n\r\n" + "".join(f"{line}\r\n" for line in lines).encode()
    assert dkimmail.is_whole(dkim.Signer((dkimmail.signature("ed25519"),))(mail), 0)


def kept(folder: Path, content: bytes, mode: int = 0o600) -> str:
    file = folder / "key.pem"
    file.write_bytes(content)
    file.chmod(mode)
    return file.name


def rsa(bits: int, *, passphrase: bytes = b"") -> bytes:
    hidden = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return generate_private_key(65537, bits).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden
    )


ED = dkimkeys.made("ed25519")[1]
SHORT, HIDDEN = rsa(1024), rsa(2048, passphrase=b"Sildesalat-42")
PUBLIC = dkimmail.signature("rsa").key.public_key()
WRONG = {
    "short": (SHORT, "holds an RSA key of 1024 bits, which many servers do not trust; make one of 2048"),
    "with a passphrase": (HIDDEN, "holds a key behind a passphrase"),
    "of another kind": (ED, "holds a key, but none of RSA"),
    "no key": (b"hello", "holds no private key in PEM"),
    "half of a key": (SHORT[:300], "holds no private key in PEM"),
    "empty": (b"", "holds no private key in PEM"),
    "not text": (b"\xff\xfe\x00", "is not text in UTF-8"),
    "public": (
        PUBLIC.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        "holds the public half of a key",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_key_that_cannot_sign_is_told_and_nothing_of_it_is_shown(tmp_path: Path, wrong: str) -> None:
    content, words = WRONG[wrong]
    with pytest.raises(DigestError) as told:
        dkimkeys.key("rsa", kept(tmp_path, content), Keeper(tmp_path, {}))
    assert words in str(told.value)
    assert "key.pem" in str(told.value)
    shown = "".join(traceback.format_exception(told.value))
    for line in content.decode("latin-1").splitlines()[1:-1]:
        assert line not in shown


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(DigestError, match=r"can be read by others than you; chmod 600"):
        dkimkeys.key("rsa", kept(tmp_path, rsa(2048), mode), Keeper(tmp_path, {}))


def test_a_key_that_is_not_there_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match=r"gone.pem: cannot be read: no such file.*key_file in \[dkim\]"):
        dkimkeys.key("rsa", "gone.pem", Keeper(tmp_path, {}))


def test_a_key_of_the_environment_goes_before_the_file_and_no_repr_shows_it(tmp_path: Path) -> None:
    pem = rsa(2048).decode()
    config = read(f'{GOOD}[mail]\nsender = "a@notes.example"\n[dkim]\nselector = "s1"\nkey_file = "gone.pem"')
    sign = dkim.signer(config, {"DIGEST_DKIM_KEY": pem})
    assert sign is not None
    assert b"d=notes.example; s=s1" in sign(sent())
    assert not any(line in repr(sign) for line in pem.splitlines())


def test_without_a_selector_nothing_is_signed() -> None:
    assert dkim.signer(read(GOOD), {"DIGEST_DKIM_KEY": "x"}) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('key_file = "k.pem"', "[dkim]: key_file: means nothing without selector"),
        ('ed25519_selector = "e1"', "[dkim]: ed25519_selector: means nothing without selector"),
        ('selector = "s1"\ned25519_key_file = "k.pem"', "means nothing without ed25519_selector"),
        ('selector = "s 1"', "should be a short name"),
        ('domain = "nowhere"', "should be a domain"),
    ],
)
def test_settings_that_go_together_are_asked_for_together(line: str, words: str) -> None:
    with pytest.raises(ConfigError) as told:
        read(f"{GOOD}\n[dkim]\n{line}")
    assert words in str(told.value)


def test_a_published_key_is_read_back() -> None:
    for kind in KINDS:
        key = dkimmail.signature(kind).key
        encoded = dkimkeys.published(key).partition("p=")[2]
        assert dkimkeys.public(kind, encoded) == key.public_key()
    assert dkimkeys.public("rsa", "AAAA") is None
    assert dkimkeys.public("ed25519", "not base64!") is None


def test_the_last_of_two_equal_fields_is_the_one_that_is_signed() -> None:
    double = sent().replace(b"To: reader@example.com", b"To: first@notes.example\r\nTo: second@notes.example")
    assert dkimmail.is_whole(dkimmail.both()(double), 0)
