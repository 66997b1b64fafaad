"""No header field can be added through any field of a mail, under each Python that is supported.

A Python counts where its command runs on this machine (`python3.12`, also one of pyenv), or else where its
CPython compiled to WebAssembly is there, which carries the same standard library:

    npm install --prefix .tools pyodide-312@npm:pyodide@0.27.7 pyodide-313@npm:pyodide@0.29.0 \
        pyodide-314@npm:pyodide@314.0.6
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import idna
import pytest

import digest
from tests.outside import injection, tools

HERE = Path(__file__).parent
SCRIPT = HERE / "injection.py"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def command(version: str, folders: list[Path]) -> list[str | Path]:
    """What runs the script under that Python; without any the test is skipped."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    native = sys.executable if version == own else found(version)
    if native:
        return [native, "-B", SCRIPT, *folders]
    package = f"pyodide-{version.replace('.', '')}"
    home = tools.file(package, "pyodide.mjs").parent
    return [tools.command("node"), HERE / "in_wasm.mjs", home, SCRIPT, *folders]


def found(version: str) -> str:
    """The command of that Python; "" where none runs. One of pyenv may be there and refuse to."""
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    beside = sorted(kept.glob(f"{version}*/bin/python{version}"))
    for path in [shutil.which(f"python{version}"), *beside]:
        if path and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
            return str(path)
    return ""


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """The package, and of what it needs only idna: this Python's other libraries are none of another's."""
    beside = tmp_path / "libraries"
    shutil.copytree(Path(idna.__file__).parent, beside / "idna", ignore=shutil.ignore_patterns("*.pyc"))
    return [Path(digest.__file__).parents[1], beside]


@pytest.mark.outside
@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_no_field_lets_another_into_the_header(version: str, folders: list[Path]) -> None:
    done = subprocess.run(
        command(version, folders), capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, done.stdout[-500:] + done.stderr[-2000:]
    said = json.loads(lines[-1])
    assert said["python"].startswith(f"{version}.")
    assert said["slipped"] == []
    assert said["built"] > 500
    assert said["refused"] > 1500


def test_the_list_would_notice_a_field_that_slips_in() -> None:
    mail = injection.mail("subject", "Three sums")
    assert mail is not None
    assert injection.wrong(mail, "subject", "Three sums") == ""
    for spoilt in (
        mail.replace(b"Subject:", b"Bcc: eve@evil.example\r\nSubject:"),
        mail.replace(b"Precedence: bulk\r\n", b""),
        mail.replace(b"sums", b"sums\nBcc: eve@evil.example"),
        mail.replace(b"Subject: Three", b"Subject: Three\r\nSubject: Four"),
        mail.replace(b"Three", b"=?UTF-8?Q?Hi=0D=0ABcc:_e@x?="),
    ):
        assert injection.wrong(spoilt, "subject", "Three sums") != ""
