"""A mail can be signed and verified as it lies there: its lines are already those that travel (RFC 6376)."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from tests.deliver.letters import sent
from tests.outside import tools

dkim = pytest.importorskip("dkim", reason="no dkimpy on this machine")
pytestmark = pytest.mark.outside

SIGNED = [
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A private key, and its public half as the DNS would give it."""
    openssl = tools.command("openssl")
    folder: Path = tmp_path_factory.mktemp("dkim")
    file = folder / "private.pem"
    subprocess.run([openssl, "genrsa", "-traditional", "-out", file, "2048"], check=True, capture_output=True)
    public = subprocess.run(
        [openssl, "rsa", "-in", file, "-pubout", "-outform", "DER"], check=True, capture_output=True
    ).stdout
    return file.read_bytes(), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


@pytest.mark.parametrize("way", [b"simple", b"relaxed"])
def test_a_signature_holds_and_a_changed_button_breaks_it(key: tuple[bytes, bytes], way: bytes) -> None:
    private, public = key
    mail = sent(
        subject="Zählt: 14,8 Milliarden für die Hälfte von Tall Pines – was die Woche sonst noch brachte"
    )
    signature = dkim.sign(
        mail, b"s1", b"notes.example", private, canonicalize=(way, way), include_headers=SIGNED
    )

    def is_whole(signed: bytes) -> bool:
        return bool(dkim.verify(signed, dnsfunc=lambda *_args, **_named: public))

    assert is_whole(signature + mail)
    assert not is_whole(signature + mail.replace(b"leave/sample-reader>", b"leave/somebody-else>"))
    assert not is_whole(signature + mail.replace(b"A week", b"A month"))
