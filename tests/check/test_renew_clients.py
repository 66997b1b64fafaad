"""The trimmed data of mail clients keeps what the gate needs of what caniemail.com says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import renew_clients

NAMES = {
    "family": {"gmail": "Gmail", "outlook": "Outlook", "aol": "AOL"},
    "platform": {"ios": "iOS", "windows": "Windows"},
}


def feature(**changes: Any) -> dict[str, Any]:
    return {
        "slug": "css-glow",
        "title": "`glow`",
        "category": "css",
        "stats": {
            "gmail": {"ios": {"2019-01": "n", "2024-01": "a #2 #1"}},
            "outlook": {"windows": {"2007": "y", "2019": "n"}},
            "aol": {"ios": {"2020-01": "a #1"}},
        },
        "notes_by_num": {"1": "Only in [blue](https://colours.example).", "2": "Only at night."},
    } | changes


def renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *features: dict[str, Any]) -> dict[str, Any]:
    source, result = tmp_path / "data.json", tmp_path / "clients.json"
    told = {"last_update_date": "2026-02-03 04:05:06 +0000", "nicenames": NAMES, "data": features}
    source.write_text(json.dumps(told), "utf-8")
    monkeypatch.setattr(renew_clients, "RESULT", result)
    monkeypatch.setattr(renew_clients, "FEWEST", 1)
    monkeypatch.setattr(sys, "argv", ["renew_clients.py", str(source)])
    renew_clients.main()
    made: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return made


def test_the_last_version_of_each_client_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = renewed(tmp_path, monkeypatch, feature())
    assert made["date"] == "2026-02-03"
    assert made["clients"] == {
        "gmail.ios": "Gmail: iOS",
        "outlook.windows": "Outlook: Windows",
        "aol.ios": "AOL: iOS",
    }
    assert made["features"]["css-glow"] == [
        "glow",
        "ana",
        {"Only at night.": ["gmail.ios"], "Only in blue.": ["gmail.ios"]},
    ]
    assert made["licence"].startswith("MIT")


def test_what_is_no_part_of_a_mail_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = renewed(tmp_path, monkeypatch, feature(), feature(slug="bimi", category="others"))
    assert list(made["features"]) == ["css-glow"]


def test_a_client_that_nobody_tested_for_a_feature_has_a_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = renewed(tmp_path, monkeypatch, feature(), feature(slug="css-new", stats={"gmail": {"ios": {}}}))
    assert made["features"]["css-new"][1] == "---"


def test_the_same_data_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = feature(slug="css-dim")
    renewed(tmp_path, monkeypatch, feature(), other)
    first = (tmp_path / "clients.json").read_bytes()
    renewed(tmp_path, monkeypatch, other, feature())
    assert (tmp_path / "clients.json").read_bytes() == first
