"""`digest ledger` as a person types it: what it says, what it writes, and the code that it ends with."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import cli, editionjson, start
from digest.model import Deal, Edition
from digest.project import load, opened
from digest.store import BuiltEdition
from tests.ledger.weeks import claim, closing, dollars, edition, key, piece, told_on

TALKS = Deal("investment", "Tall Pines", ("Northwind",), dollars(10, "at_least"), status="rumoured")
SIGNED = Deal("investment", "Tall Pines Inc.", ("Northwind",), dollars(14.3), dollars(29), 49.0)
ROUND = Deal("funding", "=Quarry()", ("Oak Fund",), dollars(0.3), round="Series B")
CLAIM = claim("Basalt", 4e9, "Basalt, worth # today, opens a plant.")


def digest(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["ledger", *args], catch_exceptions=False)


def put(folder: Path, *editions: Edition) -> None:
    """Has the project in `folder` remember `editions` as builds with their files."""
    with opened(load(folder / "sources.toml")) as project:
        for one in editions:
            text = editionjson.write(one)
            project.store.save(BuiltEdition(one.key, one.number, one.built_at, text, ""))
            project.folder(one.key).mkdir()
            (project.folder(one.key) / "edition.json").write_text(text, encoding="utf-8")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without an edition, in the working folder."""
    monkeypatch.chdir(tmp_path)
    start.init(tmp_path)
    return tmp_path


@pytest.fixture
def here(bare: Path) -> Path:
    """A project with three editions."""
    put(
        bare,
        edition(1, piece(1, TALKS), piece(1, ROUND)),
        edition(2, piece(2, SIGNED)),
        edition(3, piece(3, Deal("contract", "Slate"), claims=(CLAIM,))),
    )
    return bare


def test_a_table_of_aligned_lines_newest_first_and_a_last_line_that_says_what_next(here: Path) -> None:
    shown = digest()
    assert shown.exit_code == 0
    head, slate, pines, quarry, last = shown.output.splitlines()
    assert head.split()[:4] == ["last", "move", "company", "with"]
    assert slate.startswith(f"{told_on(3)}  Slate")
    assert "rumoured → announced" in pines
    assert f"{key(1)} – {key(2)}" in pines
    assert "funding Series B" in quarry
    assert pines.index("$14.3B") + len("$14.3B") == quarry.index("$300M") + len("$300M")
    assert last == (
        "Announced or closed, 2 deals: $14.6B. Not counted: 1 without a sum. "
        "For a spreadsheet: digest ledger --output ledger.csv"
    )


def test_quiet_says_the_last_line_only(here: Path) -> None:
    assert len(digest("-q").output.splitlines()) == 1


def test_filters_go_together(here: Path) -> None:
    assert digest("--company", "tall pines").output.count("\n") == 3
    assert "=Quarry()" in digest("--kind", "funding", "--kind", "ipo").output
    assert "Slate" not in digest("--until", key(2)).output
    assert "Quarry" not in digest("--since", str(told_on(2))).output
    assert digest("--status", "rumoured").output.startswith("Nothing of 3 editions fits all of that; ")


def test_csv_goes_through_pipes_as_it_is(here: Path) -> None:
    command = [sys.executable, "-m", "digest", "ledger", "--csv"]
    latin = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    raw = subprocess.run(command, capture_output=True, check=True, env=latin).stdout
    assert raw.endswith(b"\r\n")
    assert b"\r\r\n" not in raw
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert [row["company"] for row in table] == ["Slate", "Tall Pines Inc.", "'=Quarry()"]
    assert [row["amount"] for row in table] == ["", "14300000000", "300000000"]
    assert table[1]["moves"] == "rumoured → announced"


def test_json_is_a_list_of_deals(here: Path) -> None:
    rows = json.loads(digest("--json").stdout)
    assert [row["company"] for row in rows] == ["Slate", "Tall Pines Inc.", "=Quarry()"]
    assert [move["edition"] for move in rows[1]["moves"]] == [key(1), key(2)]


@pytest.mark.parametrize("name", ["ledger.csv", "ledger.json", "ledger.txt", "new/ledger.csv"])
def test_a_file_is_written_in_the_form_that_its_ending_names(here: Path, name: str) -> None:
    shown = digest("--output", name)
    assert shown.output == f"3 deals in {name}\n"
    raw = (here / name).read_bytes()
    if name.endswith(".csv"):
        assert raw.decode().endswith("\r\n")
        assert len(list(csv.reader(io.StringIO(raw.decode(), newline="")))) == 4
    elif name.endswith(".json"):
        assert len(json.loads(raw)) == 3
    else:
        assert raw.decode().startswith("last move")


def test_an_option_says_the_form_before_the_ending_does(here: Path) -> None:
    digest("--json", "--output", "ledger.csv")
    assert json.loads((here / "ledger.csv").read_text(encoding="utf-8"))
    digest("--json", "--output", "ledger.xlsx")
    assert json.loads((here / "ledger.xlsx").read_text(encoding="utf-8"))


def test_the_history_of_all_and_of_one(here: Path) -> None:
    every = digest("--history").output.splitlines()
    assert every[:2] == ["Basalt: $4B", "Tall Pines Inc.: $29B"]
    assert every[2].startswith("2 companies, 2 valuations. Move by move: digest ledger --history --company")
    one = digest("--history", "--company", "Tall Pines").output.splitlines()
    assert one[1] == "  investment with Northwind"
    assert "over $10B" in one[2]
    assert [row["company"] for row in json.loads(digest("--history", "--json").stdout)] == [
        "Basalt",
        "Tall Pines Inc.",
    ]
    assert digest("--history", "--csv", "--since", key(3)).stdout.count("\n") == 2


def test_no_edition_says_what_to_do(bare: Path) -> None:
    shown = digest()
    assert (shown.exit_code, shown.output) == (
        0,
        "No edition is built yet, so there are no deals; to make one: digest build\n",
    )
    assert json.loads(digest("--json").stdout) == []
    assert digest("--csv").stdout.count("\n") == 1, "a program that asks gets the header"


def test_editions_without_deals_and_companies_that_nobody_knows(bare: Path) -> None:
    put(bare, edition(1))
    assert digest().output.startswith("No deal stands in 1 edition; ")
    put(bare, edition(2, piece(2, SIGNED)))
    assert 'names "Tall Pynes"; did you mean "Tall Pines Inc."?' in digest("--company", "Tall Pynes").output


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--kind", "merger"], "'funding', 'investment', 'acquisition'"),
        (["--status", "done"], "'rumoured', 'announced', 'closed', 'withdrawn'"),
        (["--csv", "--json"], "--csv and --json: do not go together; choose one"),
        (["--since", "soon"], '--since "soon": is neither a day nor an edition; write a day like 2026-11-22'),
        (["--since", "2026-02-30"], "is neither a day nor an edition"),
        (["--since", "2026-03-01", "--until", "2026-02-01"], "--until: is before --since"),
        (
            ["--output", "x.xlsx"],
            "--output x.xlsx: is of no form that is written here; let its name end in .csv",
        ),
        (["--config", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_says_why(here: Path, words: list[str], problem: str) -> None:
    shown = digest(*words)
    assert shown.exit_code == 2
    assert problem in shown.stderr
    assert not (here / "x.xlsx").exists()


def test_a_broken_edition_is_named_and_the_rest_is_shown(here: Path) -> None:
    (here / "out" / key(2) / "edition.json").write_bytes(b'{"format": 1, "\xff')
    (here / "out" / key(1) / "edition.json").write_text("{", encoding="utf-8")
    shown = digest("--json")
    assert shown.exit_code == 4
    assert f"{key(2)}/edition.json: " in shown.stderr
    assert f"{key(1)}/edition.json: is no JSON" in shown.stderr
    assert len(json.loads(shown.stdout)) == 3, "what the machine had made stands in for it"


def test_an_edition_broken_in_both_places_is_left_out(bare: Path) -> None:
    put(bare, edition(1, piece(1, TALKS)))
    with opened(load(bare / "sources.toml")) as project:
        project.store.save(BuiltEdition(key(2), 2, closing(2), "{", ""))
    shown = digest()
    assert shown.exit_code == 4
    assert f"{key(2)}, as it was built: is no JSON" in shown.stderr
    assert "Tall Pines" in shown.stdout


def test_the_editors_deal_counts_and_a_folder_that_is_gone_changes_nothing(here: Path) -> None:
    changed = piece(2, SIGNED)
    changed = replace(changed, deals=(replace(changed.deals[0], amount=dollars(20)),))
    folder = here / "out" / key(2)
    (folder / "edition.json").write_text(editionjson.write(edition(2, changed)), encoding="utf-8")
    assert "$20B" in digest("--company", "Tall Pines").output
    (folder / "edition.json").unlink()
    shown = digest("--company", "Tall Pines")
    assert (shown.exit_code, "$14.3B" in shown.output) == (0, True)


def test_hostile_names_do_not_reach_a_pipe_or_a_file_raw(bare: Path) -> None:
    name = "Evil\x1b[2J\x9b31m\r\nname\u202e[bold]x[/bold]"
    put(bare, edition(1, piece(1, Deal("funding", name, (name,), dollars(1), dollars(2), round=name))))
    for words in (
        [],
        ["--json"],
        ["--csv"],
        ["--history"],
        ["--history", "--company", name],
        ["--company", "y\x1b"],
    ):
        shown = digest(*words).output
        assert not set("\x1b\x9b\u202e") & set(shown), words
        assert "[bold]x[/bold]" in shown or "y" in words[-1:][0]


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_a_terminal_gets_a_table_and_nothing_that_steers_it(bare: Path, columns: int) -> None:
    name = "Evil\x1b[2J\x07 [bold]x[/bold]"
    put(bare, edition(1, piece(1, Deal("funding", name, ("砂株式会社", "חול"), dollars(1)))))
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "1"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "digest", "ledger"], stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            said += part
    os.close(ours)
    assert process.returncode == 0
    text = said.decode("utf-8")
    assert "─" in text
    assert "$1B" in text
    assert "\x1b[2J" not in text
    assert "\x07" not in text
    if columns == 200:
        assert "Evil[2J [bold]x[/bold]" in text, "no name is read as markup"
