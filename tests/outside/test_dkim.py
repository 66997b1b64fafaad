"""A second program on signed mail: Debian's Mail::DKIM, which is what SpamAssassin and Amavis use."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.deliver import dkimmail
from tests.deliver.letters import sent
from tests.deliver.test_dkim import CHANGES, ODD
from tests.outside import tools

pytestmark = pytest.mark.outside
SCRIPT = Path(__file__).with_name("dkim_verify.pl")


@pytest.fixture(scope="module")
def perl() -> str:
    """Perl, where it has the library."""
    found = tools.command("perl")
    if subprocess.run([found, "-MMail::DKIM", "-e1"], capture_output=True, check=False).returncode:
        pytest.skip("no Mail::DKIM on this machine (apt-get install libmail-dkim-perl)")
    return found


def told(perl: str, folder: Path, mail: bytes) -> dict[str, str]:
    """Its result for each algorithm, and for the whole."""
    names = folder / "names"
    names.write_text("".join(f"{name} {text}\n" for name, text in dkimmail.records().items()), "ascii")
    done = subprocess.run([perl, SCRIPT, names], input=mail, capture_output=True, check=True, timeout=60)
    lines = done.stdout.decode("ascii").splitlines()
    return {algorithm: result for algorithm, _, result in (line.partition(" ") for line in lines)}


@pytest.mark.parametrize("mail", [sent(), ODD], ids=["plain", "odd"])
def test_it_verifies_the_rsa_signature_and_passes_the_mail(perl: str, tmp_path: Path, mail: bytes) -> None:
    found = told(perl, tmp_path, dkimmail.both()(mail))
    assert found["rsa-sha256"] == "pass"
    assert found["all"] == "pass"


def test_it_passes_the_other_signature_or_does_not_know_its_kind(perl: str, tmp_path: Path) -> None:
    found = told(perl, tmp_path, dkimmail.both()(sent()))
    assert found["ed25519-sha256"] in {"pass", "invalid"}  # Debian 12 has no Ed25519: hence two signatures


@pytest.mark.parametrize("change", CHANGES)
def test_it_catches_what_somebody_changes_or_adds(perl: str, tmp_path: Path, change: str) -> None:
    found = told(perl, tmp_path, CHANGES[change](dkimmail.both()(sent())))
    assert found["all"] != "pass"
    assert found["rsa-sha256"] == "fail"
