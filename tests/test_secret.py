"""Secrets: from the environment, a file that only its owner reads or the keyring, and shown nowhere."""

from __future__ import annotations

import base64
import io
import logging
import os
import pickle
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console
from rich.traceback import Traceback

from digest.deliver.transport import Door, NotSentError
from digest.deliver.transport import secret as of_mail
from digest.deliver.transport.dialogue import Dialogue
from digest.deliver.transport.patience import Patience
from digest.secret import ENVIRON, Keeper, Secret, SecretError
from tests.deliver.servers import CLOSE, scripted

WORD = "Hjelp-oss-42"
SETTING = "password_file in [delivery]"
NAME = "DIGEST_SMTP_PASSWORD"

posix = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


def found(folder: Path, place: str = "", **environ: str) -> str:
    return Keeper(folder, environ).secret(NAME, place, SETTING).reveal()


def kept(folder: Path, content: bytes, mode: int = 0o600) -> str:
    file = folder / "password.txt"
    file.write_bytes(content)
    file.chmod(mode)
    return file.name


def everything_shown(error: BaseException) -> str:
    """What tools print about an error, with the values of variables of every frame, also below its causes."""
    seen: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        if (one := left.pop()) and one not in seen:
            seen.append(one)
            left += [one.__cause__, one.__context__]
    shown = [repr(one) + str(one.args) for one in seen]
    for one in seen:
        while one.__traceback__ and one.__traceback__.tb_frame.f_globals["__name__"].startswith("tests."):
            one.__traceback__ = one.__traceback__.tb_next  # a test knows the secret; the program is looked at
        told = traceback.TracebackException.from_exception(one, capture_locals=True)
        shown.append("".join(told.format()))
        console = Console(file=io.StringIO(), width=400)
        console.print(Traceback.from_exception(type(one), one, one.__traceback__, show_locals=True))
        assert isinstance(console.file, io.StringIO)
        shown.append(console.file.getvalue())
    return "\n".join(text for text in shown if text)


def assert_hidden(error: BaseException) -> None:
    plain = base64.b64encode(f"\0ada\0{WORD}".encode()).decode()
    shown = everything_shown(error)
    for form in (WORD, plain, base64.b64encode(WORD.encode()).decode()):
        assert form not in shown


# Where it comes from.


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    assert found(tmp_path, kept(tmp_path, b"another"), DIGEST_SMTP_PASSWORD=WORD) == WORD


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\nsecond line\n"])
def test_the_first_line_of_the_file_counts(tmp_path: Path, ending: bytes) -> None:
    assert found(tmp_path, kept(tmp_path, WORD.encode() + ending)) == WORD


def test_spaces_belong_to_a_password(tmp_path: Path) -> None:
    assert found(tmp_path, kept(tmp_path, b" a b \n")) == " a b "


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_may_touch_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SecretError, match=r"can be read by others than you; chmod 600 .*password.txt"):
        found(tmp_path, kept(tmp_path, WORD.encode(), mode))


def test_no_password_at_all_names_both_ways_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(
        SecretError, match=r"\[delivery\]: there is no password; .*DIGEST_SMTP_PASSWORD.*file"
    ):
        found(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match=r"gone\.txt: cannot be read: no such file"):
        found(tmp_path, "gone.txt")


@pytest.mark.parametrize("content", [b"", b"\nlater\n"])
def test_an_empty_first_line_is_no_password(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SecretError, match="holds no password in its first line"):
        found(tmp_path, kept(tmp_path, content))


def test_a_mail_without_a_password_is_not_sent_until_somebody_gives_one(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    door = Door(tmp_path, tmp_path, datetime(2026, 11, 22, tzinfo=UTC), {})
    with pytest.raises(NotSentError, match="there is no password") as told:
        of_mail.password(door, "")
    assert told.value.is_lasting


# The keyring.


class Ring(SimpleNamespace):
    """A keyring with one entry."""

    def get_password(self, service: str, user: str) -> str | None:
        if service == "locked":
            raise RuntimeError(f"{WORD} is what it would have said")
        return WORD if (service, user) == ("digest", "ada") else None


def test_an_entry_of_the_keyring_is_named_instead_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", Ring())
    assert found(tmp_path, "keyring:digest/ada") == WORD


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("keyring:digest/eve", "has no such entry; keyring set digest eve"),
        ("keyring:ada", 'write "keyring:SERVICE/USER"'),
        ("keyring:locked/ada", r"does not open \(RuntimeError\)"),
    ],
)
def test_an_entry_that_cannot_be_had_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, told: str
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", Ring())
    with pytest.raises(SecretError, match=told) as caught:
        found(tmp_path, place)
    assert WORD not in str(caught.value)


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SecretError, match=r"pip install 'scaleup-digest\[keyring\]'"):
        found(tmp_path, "keyring:digest/ada")


# That it is not shown.


def test_a_secret_is_in_no_repr_no_log_and_no_copy() -> None:
    secret = Secret(WORD)
    stream = io.StringIO()
    logger = logging.getLogger("of this test")
    logger.addHandler(logging.StreamHandler(stream))
    logger.warning("%s %r", secret, secret)
    assert WORD not in f"{secret}{secret!r}{secret!s}{[secret]}{stream.getvalue()}"
    assert stream.getvalue()
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_keeper_and_a_door_do_not_show_the_environment(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    environ = {NAME: WORD}
    door = Door(tmp_path, tmp_path, datetime(2026, 11, 22, tzinfo=UTC), environ)
    assert WORD not in f"{door!r}{Keeper(tmp_path, environ)!r}"


def test_the_environment_is_as_it_is_and_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, WORD)
    assert ENVIRON[NAME] == ENVIRON.get(NAME) == WORD
    assert dict(ENVIRON) == dict(os.environ)
    assert WORD not in f"{ENVIRON}{ENVIRON!r}"


@pytest.mark.parametrize(
    ("content", "mode"),
    [(WORD.encode(), 0o644), (f"\n{WORD}".encode(), 0o600), (f"{WORD}\xff".encode("latin-1"), 0o600)],
)
def test_no_frame_below_a_refused_file_holds_what_it_says(tmp_path: Path, content: bytes, mode: int) -> None:
    name = kept(tmp_path, content, mode)
    content = b""
    with pytest.raises(SecretError) as caught:
        found(tmp_path, name)
    assert_hidden(caught.value)


@pytest.mark.server
@pytest.mark.parametrize("mechanism", [b"PLAIN", b"LOGIN"])
@pytest.mark.parametrize("how", [b"535 no", b"334 " + WORD.encode(), CLOSE, b"gibberish"])
def test_no_frame_below_a_failed_sign_in_holds_the_password(mechanism: bytes, how: bytes) -> None:
    patience = Patience(2, 0.3, 0.3, 0.3, 0.3)
    script = {"EHLO": b"250-mail.test\r\n250 AUTH " + mechanism, "AUTH": how}
    how = b""
    with scripted(**script) as server:
        script.clear()
        caught = signing_in(Dialogue("localhost", server.port, "there", patience, "ada", Secret(WORD)))
    del server
    assert_hidden(caught)


def signing_in(dialogue: Dialogue) -> NotSentError:
    with dialogue:
        dialogue.open("none")
        with pytest.raises(NotSentError) as caught:
            dialogue.sign_in()
    return caught.value
