"""SpamAssassin on the mail of the demo: nothing about it looks like spam, and a spoilt mail does."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.deliver.letters import HTML, TEXT, sent
from tests.outside import samples, tools
from tests.test_pipeline import built_once  # noqa: F401 - a fixture

pytestmark = pytest.mark.outside


def scored(mail: bytes, home: Path) -> tuple[float, str]:
    """Points by the rules that ship with it, and which gave them: no network, no learning."""
    spamassassin = tools.command("spamassassin")
    done = subprocess.run(
        [spamassassin, "-L", "-t", "-x", f"--prefspath={home / 'user_prefs'}"],
        input=mail,
        capture_output=True,
        check=True,
        timeout=120,
    )
    report = done.stdout.decode("utf-8", "replace")
    found = re.search(r"\((-?\d+\.\d+) points, ", report)
    assert found, done.stderr.decode("utf-8", "replace")
    return float(found[1]), report[found.start() :]


def test_the_mail_of_the_demo_scores_nothing(built_once: Path, tmp_path: Path) -> None:  # noqa: F811
    points, report = scored((built_once / "2025-W24" / "email.eml").read_bytes(), tmp_path)
    assert points <= 0.0, report


@pytest.mark.parametrize("name", ["weekly", "hostile", "arabic", "chinese", "emoji", "empty"])
def test_no_edition_scores_anything(name: str, tmp_path: Path) -> None:
    outputs = samples.outputs(name)
    points, report = scored(sent(outputs["email.html"], outputs["email.txt"]), tmp_path)
    assert points <= 0.0, report


def test_a_mail_that_hides_words_and_shouts_is_seen(tmp_path: Path) -> None:
    html = '<p style="color:#ffffff;font-size:1px">Buy viagra now</p>' + HTML
    points, report = scored(sent(html, TEXT, subject="FREE VIAGRA!!! ACT NOW!!!"), tmp_path)
    assert points > 0.0, report
