"""A file with readers is read as whatever program wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import UsageError
from digest.readers.tables import opened


def addresses(path: Path, content: str | bytes) -> list[str]:
    path = path / "list.csv" if path.is_dir() else path
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [line.address for line in opened(path).lines]


@pytest.mark.parametrize(
    "content",
    [
        "ada@example.org\nbob@example.org\n",
        "email\nada@example.org\nbob@example.org",
        "Name,E-Mail\nAda,ada@example.org\nBob,bob@example.org\n",
        "Nom;Adresse électronique\nAda;ada@example.org\nBob;bob@example.org\n",
        "Nombre\tCorreo electrónico\r\nAda\tada@example.org\r\nBob\tbob@example.org\r\n",
        "الاسم|البريد الإلكتروني\nAda|ada@example.org\nBob|bob@example.org\n",
        "Ada,ada@example.org\rBob,bob@example.org\r",
        '"ada@example.org","Ada, Countess"\n\n"bob@example.org","Bob"\n',
        "Nimi;Sähköposti\nAda;ada@example.org\nBob;bob@example.org\n",
        "email,login\nada@example.org,7\nbob@example.org,8\n",
        "Address,Mail\n1 High Street,ada@example.org\n2 High Street,bob@example.org\n",
    ],
)
def test_the_addresses_are_found_whoever_wrote_the_file(tmp_path: Path, content: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert addresses(tmp_path, content.encode(encoding)) == ["ada@example.org", "bob@example.org"]


def test_latin_1_is_read_where_a_file_is_no_utf_8(tmp_path: Path) -> None:
    assert addresses(tmp_path, "Zoë;ada@example.org\nPère;bob@müller.example\n".encode("latin-1")) == [
        "ada@example.org",
        "bob@müller.example",
    ]


def test_a_quotation_mark_that_nobody_closes_swallows_no_other_line(tmp_path: Path) -> None:
    content = 'name,email\n"Ada,ada@example.org\nBob,bob@example.org\nC"yd,cyd@example.org\n'
    assert addresses(tmp_path, content) == ["ada@example.org", "bob@example.org", "cyd@example.org"]


def test_a_cell_may_go_over_several_lines_and_the_numbers_stay_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('email,note\nada@example.org,"first\nsecond\nthird"\n\nbob@example.org,x\n')
    assert [(line.number, line.address) for line in opened(file).lines] == [
        (2, "ada@example.org"),
        (6, "bob@example.org"),
    ]


def test_what_is_used_and_what_is_not_is_known(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Name,Email Address,OPTIN_TIME,status\nAda,ada@example.org,2024-03-01,subscribed\n")
    table = opened(file)
    assert table.columns == {"email": "“Email Address”", "consent_at": "“OPTIN_TIME”", "status": "“status”"}
    assert table.ignored == ("“Name”",)
    (line,) = table.lines
    assert (line.consent_at, line.status) == ("2024-03-01", "subscribed")


@pytest.mark.parametrize(("content", "why"), [("", "holds nothing"), ("a,b\n1,2\n3,4\n", "has no column")])
def test_a_file_without_addresses_is_told(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        addresses(tmp_path, content)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        opened(tmp_path / "none.csv")


def test_what_is_no_plain_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no plain file"):
        opened(tmp_path)


@given(st.binary(max_size=300))
def test_no_file_whatever_stands_in_it_brings_the_reading_down(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        addresses(folder, b"ada@example.org\n" + content)
    except UsageError:
        return


@pytest.mark.parametrize("head", ["unsubscribed_at", "UNSUB_TIME", "opted_out", "Abgemeldet am"])
def test_a_column_that_says_who_left_is_known_by_its_name(tmp_path: Path, head: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"email,{head}\nada@example.org,2021-05-05\n", encoding="utf-8")
    (line,) = opened(file).lines
    assert line.left == "2021-05-05"
