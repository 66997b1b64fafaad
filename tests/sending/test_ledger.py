"""The ledger of what was handed over: it grows, survives a power cut, and knows no address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.errors import BusyError, StoreError
from digest.sending.ledger import FILE, Entry, Ledger, Word

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
SEND = "readers/2026-W47"


def entry(reader: str, word: Word = Word.HANDING, number: int = 1, send: str = SEND) -> Entry:
    return Entry(send, reader, word, number, NOW)


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / FILE) as ledger:
        ledger.append([entry("anna"), entry("berta")])
        ledger.append([entry("anna", number=2), entry("anna", send="readers/2026-W46")])
    with Ledger.open(tmp_path / FILE) as ledger:
        assert ledger.handings(SEND) == {"anna": 2, "berta": 1}


def test_the_last_word_about_a_reader_counts(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / FILE) as ledger:
        ledger.append([entry("anna"), entry("berta"), entry("carla")])
        ledger.append([entry("anna", Word.ACCEPTED), entry("berta", Word.BACK)])
        assert ledger.last_words(SEND) == {
            "anna": Word.ACCEPTED,
            "berta": Word.BACK,
            "carla": Word.HANDING,
        }


@pytest.mark.parametrize("torn", [b"{", b'{"send":"readers/2026-W47","rea', b"\0" * 9000])
def test_half_a_line_of_a_power_cut_is_taken_off(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / FILE
    with Ledger.open(path) as ledger:
        ledger.append([entry("anna")])
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    with Ledger.open(path) as ledger:
        ledger.append([entry("berta")])
        assert ledger.handings(SEND) == {"anna": 1, "berta": 1}
    assert path.read_bytes().startswith(whole)


def test_a_file_of_nothing_but_half_a_line_is_empty(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"send"')
    with Ledger.open(tmp_path / FILE) as ledger:
        assert ledger.handings(SEND) == {}
    assert (tmp_path / FILE).read_bytes() == b""


@pytest.mark.parametrize("line", ["scribble", "[1]", '{"send":"x"}', '{"send":"x","reader":"y"}', ""])
def test_a_line_that_somebody_changed_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / FILE
    with Ledger.open(path) as ledger:
        ledger.append([entry("anna"), entry("berta")])
    lines = path.read_text().split("\n")
    path.write_text("\n".join([lines[0], line, lines[1], ""]))
    with Ledger.open(path) as ledger, pytest.raises(StoreError, match="line 2 is damaged"):
        ledger.handings(SEND)


def test_two_processes_do_not_send_at_once(tmp_path: Path) -> None:
    with (
        Ledger.open(tmp_path / FILE),
        pytest.raises(BusyError, match="another run is sending"),
        Ledger.open(tmp_path / FILE),
    ):
        pass
    with Ledger.open(tmp_path / FILE):
        pass


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / FILE):
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_disk_that_takes_nothing_stops_the_sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with Ledger.open(tmp_path / FILE) as ledger:
        monkeypatch.setattr("os.write", full)
        with pytest.raises(StoreError, match="no space left"):
            ledger.append([entry("anna")])
