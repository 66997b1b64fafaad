"""What docs/scheduling.md tells people to install."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from digest import cli
from digest.config import ScheduleSettings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "scheduling.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def commands() -> set[tuple[str, str]]:
    """Each command with an option after it: `run --once` gives (run, --once)."""
    found = re.findall(r"\bdigest (run|send|status|approve|build)((?: --?[a-z-]+(?: \d+d)?)*)", TEXT)
    return {(name, option) for name, options in found for option in re.findall(r"--[a-z-]+", options) or [""]}


@pytest.mark.parametrize(("name", "option"), sorted(commands()))
def test_every_command_that_it_names_is_there(name: str, option: str) -> None:
    shown = CliRunner().invoke(cli.main, [name, "--help"])
    assert shown.exit_code == 0
    assert option in shown.output


def test_every_setting_that_it_names_is_one() -> None:
    for name in ("collect_every", "build", "grace", "send", "approval", "late", "ping"):
        assert f"`{name}`" in TEXT or f"`{name} =" in TEXT or f"[schedule] {name}" in TEXT
        assert name in ScheduleSettings.model_fields


def test_the_timer_catches_up_and_the_service_is_shut_in() -> None:
    service, timer = (configparser.ConfigParser(strict=False, interpolation=None) for _ in range(2))
    for parser in (service, timer):
        parser.optionxform = str  # type: ignore[assignment,method-assign]
    first, second = blocks("ini")
    service.read_string(first)
    timer.read_string(second)
    assert timer["Timer"]["Persistent"] == "true"
    assert service["Service"]["NoNewPrivileges"] == "yes"
    assert service["Service"]["ReadWritePaths"] == service["Service"]["WorkingDirectory"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_takes_the_service_and_the_timer(tmp_path: Path) -> None:
    first, second = blocks("ini")
    (tmp_path / "digest.service").write_text(first.replace("User=digest\n", ""), encoding="utf-8")
    (tmp_path / "digest.timer").write_text(second, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("digest.service", "digest.timer")]
    command = ["systemd-analyze", "verify", *files]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "digest" in line]
    assert ours == []


def test_the_line_for_cron_has_five_times_and_a_command() -> None:
    (line,) = blocks("cron")
    assert re.fullmatch(r"(?:[\d*/,-]+ ){5}cd /srv/digest && digest run --once .*\n", line)


def test_the_workflow_is_yaml_that_runs_what_is_due_and_never_twice_at_once() -> None:
    (text,) = blocks("yaml")
    flow = yaml.safe_load(text)
    assert flow["concurrency"]
    steps = flow["jobs"]["run"]["steps"]
    assert any(step.get("run") == "digest run --once" for step in steps)
    assert flow["permissions"] == {"contents": "read"}
