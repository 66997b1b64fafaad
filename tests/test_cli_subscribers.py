"""`digest subscribers` as a person types it."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import cli
from digest.project import load

NOW = "2026-11-22T18:00:00+00:00"
TIMED = {"add", "import", "remove", "erase", "suppress"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(
        '[edition]\ntitle = "Weekly"\n\n[[sections]]\nid = "news"\ntitle = "News"\n\n'
        '[[sources]]\nname = "Feed"\nkind = "feed"\nurl = "https://feed.example/rss"\n',
        encoding="utf-8",
    )
    return tmp_path


def run(folder: Path, *args: str, says: str = "") -> Result:
    moment = ["--now", NOW] if args[0] in TIMED else []
    command = ["subscribers", *args, *moment, "--config", str(folder / "sources.toml")]
    return CliRunner().invoke(cli.main, command, input=says)


def listed(folder: Path, *args: str) -> dict[str, str]:
    found = json.loads(run(folder, "list", "--json", *args).stdout)
    return {row["email"]: row["suppressed"] or row["standing"] for row in found}


def written(folder: Path, content: str) -> str:
    (folder / "people.csv").write_text(content, encoding="utf-8")
    return str(folder / "people.csv")


def test_somebody_is_added_with_the_proof_that_they_wanted_it(folder: Path) -> None:
    done = run(folder, "add", "Ada <ada@müller.example>", "--consent-source", "fair", "--consent-text", "v2")
    assert done.exit_code == 0, done.output
    assert "1 of 1 are on the list “readers”." in done.output
    assert "ada@müller.example" in run(folder, "list").output
    (row,) = json.loads(run(folder, "list", "--json").stdout)
    assert row["email"] == "ada@xn--mller-kva.example"
    assert (row["consent_at"], row["consent_source"], row["consent_text"]) == (NOW, "fair", "v2")


def test_of_several_who_are_added_each_has_a_word_and_the_code_says_whether_all_are_on(folder: Path) -> None:
    done = run(folder, "add", "ada@example.org", "nix")
    assert done.exit_code == 4
    assert "nix: bad: “nix” has no @" in done.output
    assert run(folder, "add", "nix").exit_code == 1


def test_an_import_names_each_line_that_was_not_added_and_ends_with_4_when_some_are_bad(folder: Path) -> None:
    run(folder, "add", "old@example.org")
    file = written(
        folder, "Name;E-Mail\nAda;ada@example.org\nOld;old@example.org\nAda;ADA@example.org\nX;nix\n"
    )
    done = run(folder, "import", file, "--consent-source", "fair")
    assert done.exit_code == 4
    assert "Addresses: column “E-Mail” of people.csv" in done.output
    assert "Not used: “Name”." in done.output
    assert "line 3: old@example.org: already there" in done.output
    assert "line 4: ADA@example.org: twice in the file (as in line 2)" in done.output
    assert "line 5: nix: bad: “nix” has no @" in done.output
    assert (
        "4 lines for the list “readers”: 1 added, 1 already there, 1 twice in the file, 1 bad." in done.output
    )


def test_a_dry_run_writes_nothing_at_all(folder: Path) -> None:
    file = written(folder, "ada@example.org\n")
    before = sorted(folder.rglob("*"))
    done = run(folder, "import", file, "--dry-run")
    assert "Nothing was written" in done.output
    assert "1 added" in done.output
    assert sorted(folder.rglob("*")) == before


def test_the_report_is_a_table_that_only_you_can_read_and_no_cell_of_it_runs(folder: Path) -> None:
    report = folder / "report.csv"
    file = written(folder, 'email\nada@example.org\n"=HYPERLINK(""https://evil.example"")"\n')
    run(folder, "import", file, "--report", str(report))
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    assert [(row["line"], row["result"]) for row in rows] == [("2", "added"), ("3", "bad")]
    assert rows[1]["address"].startswith("'=HYPERLINK")


def test_a_machine_gets_every_line_and_the_counts(folder: Path) -> None:
    found = json.loads(run(folder, "import", written(folder, "ada@example.org\nnix\n"), "--json").stdout)
    assert found["counts"] == {"added": 1, "bad": 1}
    assert [line["result"] for line in found["lines"]] == ["added", "bad"]


def test_many_lines_do_not_flood_the_terminal_and_their_number_is_told(folder: Path) -> None:
    done = run(folder, "import", written(folder, "email\n" + "nix\n" * 120))
    assert done.output.count("has no @") == 50
    assert "and 70 more lines" in done.output


def test_what_was_exported_is_taken_in_again_as_it_was(folder: Path) -> None:
    run(folder, "add", "+48@example.org", "ada@example.org", "gone@example.org", "--consent-source", "fair",
        "--consent-date", "2024-03-01")  # fmt: skip
    run(folder, "remove", "gone@example.org")
    out = folder / "readers.csv"
    assert run(folder, "export", "--output", str(out)).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "'+48@example.org" in out.read_text(encoding="utf-8")
    done = run(folder, "import", str(out), "--list", "copy")
    assert "gone@example.org: not subscribed there" in done.output
    rows = json.loads(run(folder, "list", "--list", "copy", "--json").stdout)
    assert [(row["email"], row["consent_at"][:10], row["consent_source"]) for row in rows] == [
        ("+48@example.org", "2024-03-01", "fair"),
        ("ada@example.org", "2024-03-01", "fair"),
    ]


def test_who_is_removed_stays_off_until_the_owner_lifts_it(folder: Path) -> None:
    run(folder, "add", "ada@example.org")
    assert run(folder, "remove", "ada@example.org").exit_code == 0
    assert "left the list" in run(folder, "import", written(folder, "ada@example.org\n")).output
    lifted = run(folder, "suppress", "--lift", "ada@example.org", "--yes")
    assert "left on 2026-11-22: removed by the owner" in lifted.output
    assert run(folder, "add", "ada@example.org").exit_code == 0
    assert listed(folder) == {"ada@example.org": "subscribed"}


def test_removing_whom_the_list_does_not_have_is_told(folder: Path) -> None:
    run(folder, "add", "ada@example.org")
    done = run(folder, "remove", "ada@example.org", "bob@example.org")
    assert done.exit_code == 4
    assert "bob@example.org: was not on readers" in done.output


def test_slips_of_the_pen_are_told(folder: Path) -> None:
    run(folder, "add", "ada@example.org")
    shown = run(folder, "suppress", "adda@example.org")
    assert "adda@example.org: nobody has this address; it is kept off all the same" in shown.output
    file = written(folder, "bob@example.org\n")
    shown = run(folder, "import", file, "--list", "raeders")
    assert "The list “raeders” is new; there are readers (1)." in shown.output
    assert "is new" not in run(folder, "import", file).output


def test_who_is_suppressed_gets_no_mail_of_any_list_and_that_can_be_seen(folder: Path) -> None:
    run(folder, "add", "ada@example.org")
    run(folder, "suppress", "ada@example.org", "eve@example.org", "--note", "by phone")
    assert listed(folder) == {"ada@example.org": "asked"}
    shown = run(folder, "list", "--suppressed").output
    assert "ada@example.org" in shown
    assert "asked on 2026-11-22: by phone" in shown
    assert "eve@example.org" not in shown  # of her only a hash is known
    assert run(folder, "add", "eve@example.org", "--list", "daily").exit_code == 1


def test_nothing_is_lifted_or_forgotten_unless_somebody_agrees(folder: Path) -> None:
    run(folder, "add", "ada@example.org")
    assert run(folder, "erase", "ada@example.org").exit_code == 2
    assert listed(folder) == {"ada@example.org": "subscribed"}
    run(folder, "suppress", "ada@example.org")
    assert run(folder, "suppress", "--lift", "ada@example.org").exit_code == 2
    assert listed(folder) == {"ada@example.org": "asked"}
    assert run(folder, "suppress", "--lift", "bob@example.org", "-y").exit_code == 1


def test_who_is_forgotten_leaves_no_address_behind_and_no_import_brings_them_back(folder: Path) -> None:
    out = load(folder / "sources.toml").out
    run(folder, "add", "ada@example.org", "bob@example.org")
    receipt = out / "2026-W47" / "receipt.csv"
    receipt.parent.mkdir()
    receipt.write_text(
        "address,state,why\nada@example.org,rejected,550 <ADA@example.org>\nbob@example.org,x,y\n"
    )
    mail = out / "outbox" / "new" / "1"
    mail.parent.mkdir(parents=True)
    mail.write_bytes(b"To: ada@example.org\r\n\r\nHello")
    done = run(folder, "erase", "Ada@example.org", "--yes")
    assert done.exit_code == 0, done.output
    assert "Taken out of 1 receipt." in done.output
    assert str(mail) in done.output
    mail.unlink()
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file()).lower()
    assert b"ada@example.org" not in everything
    assert b"bob@example.org" in everything
    assert "suppressed (erased" in run(folder, "import", written(folder, "ada@example.org\n")).output
    assert listed(folder) == {"bob@example.org": "subscribed"}


def test_a_person_is_told_everything_that_is_known_of_them(folder: Path) -> None:
    run(folder, "add", "ada@example.org", "--consent-source", "fair")
    found = json.loads(run(folder, "export", "--person", "ADA@example.org").stdout)
    assert found["address"] == "ada@example.org"
    assert found["lists"][0]["consent_source"] == "fair"


def test_a_new_key_signs_and_the_old_one_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, "add", "ada@example.org")
    keys = load(folder / "sources.toml").people.with_name("subscribers.keys")
    before = keys.read_text(encoding="ascii")
    assert "1 old" in run(folder, "rotate-key", "-y").output
    assert keys.read_text(encoding="ascii").startswith(before)
    monkeypatch.setenv("DIGEST_KEYS", before.strip())
    assert run(folder, "rotate-key", "-y").exit_code == 2


@pytest.mark.parametrize("args", [("--list", "Big List"), ("--consent-date", "2031-01-01")])
def test_what_cannot_be_meant_is_refused(folder: Path, args: tuple[str, str]) -> None:
    assert run(folder, "add", "ada@example.org", *args).exit_code == 2


def test_a_strangers_cell_does_nothing_to_the_terminal(folder: Path) -> None:
    done = run(folder, "import", written(folder, "email\nada\x1b[2J\x07@example.org\n"))
    assert "\x1b" not in done.output
    assert "\x07" not in done.output
