"""The files of an editor's pictures: what is taken, what is refused and why, and nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import pictures
from digest.errors import DigestError
from digest.model import path_within
from tests.pictures import gif, jpeg, png, put

OUTSIDE = (
    "../secret.png", "../../etc/passwd", "/etc/passwd", "//host/chart.png", "C:\\chart.png", "C:/chart.png",
    "%2e%2e/secret.png", "%252e%252e/secret.png", "..%2fsecret.png", "a/../../secret.png", "..\\secret.png",
    "file:///etc/passwd", "data:image/png;base64,AA==", "https://news.example/chart.png", "~/chart.png",
    ".hidden.png", "a//b.png", "./chart.png", "chart.png?x", "chart.png#x", "chart.png%00", "", "a" * 300,
    "chart.png ", "pictures/ /chart.png",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("chart.png", png(), "image/png"),
        ("CHART.PNG", png(), "image/png"),
        ("photo.jpg", jpeg(), "image/jpeg"),
        ("photo.jpeg", jpeg(orientation=1), "image/jpeg"),
        ("pictures/turn.gif", gif(), "image/gif"),
        ("Bildschirmfoto über alles.png", png(), "image/png"),
    ],
)
def test_a_picture_is_known_by_its_content(
    tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    found = put(tmp_path, name, content)
    assert (found.path, found.media_type) == (name, media_type)
    assert (found.width, found.height, found.size) == (60, 40, len(content))
    assert pictures.unchanged(tmp_path, found) == content


def test_a_name_may_be_written_as_an_address(tmp_path: Path) -> None:
    found = put(tmp_path, "small chart.png")
    assert pictures.read(tmp_path, "small%20chart.png") == found
    assert found.address == "small%20chart.png"


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_does_not_lie_beside_the_draft_is_never_read(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "week"
    put(folder)
    (tmp_path / "secret.png").write_bytes(png())
    with pytest.raises(DigestError, match=r"beside the draft|is not in|is a link"):
        pictures.read(folder, address)


def test_links_lead_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    put(folder)
    put(tmp_path / "other", "chart.png")
    (folder / "linked.png").symlink_to(tmp_path / "other" / "chart.png")
    (folder / "inside.png").symlink_to(folder / "chart.png")
    (folder / "folder").symlink_to(tmp_path / "other")
    for path in ("linked.png", "inside.png", "folder/chart.png"):
        with pytest.raises(DigestError, match="is a link to another place"):
            pictures.read(folder, path)


def test_the_editions_folder_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    found = put(tmp_path / "week")
    (tmp_path / "latest").symlink_to(tmp_path / "week")
    assert pictures.read(tmp_path / "latest", "chart.png") == found


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("chart.png", b"<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'/>", "is no PNG, JPEG"),
        ("chart.png", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "is no PNG, JPEG"),
        ("chart.svg", b"<svg/>", "is no PNG, JPEG"),
        ("chart.png", b"", "is no PNG, JPEG"),
        ("chart.png", jpeg(), r"is a JPEG by its content; let its name end in \.jpg"),
        ("chart", png(), r"is a PNG by its content; let its name end in \.png"),
        ("chart.png", b"\x89PNG\r\n\x1a\nbroken", "cannot be read as a picture"),
        ("chart.gif", b"GIF89a", "cannot be read as a picture"),
        ("dot.png", png(1, 1), "is 1 × 1 px"),
        ("wall.png", png(9_000, 100), "is 9000 × 100 px"),
        ("bomb.png", png(60_000, 60_000), "is 60000 × 60000 px"),
        ("photo.jpg", jpeg(orientation=6), "is stored lying"),
        ("photo.jpg", jpeg(orientation=3), "is stored lying"),
        ("big.png", png(padding=5_000_000), "is 5.0 MB, and at most 5 MB"),
    ],
)
def test_what_a_mail_program_might_not_show_is_refused_with_a_reason(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    with pytest.raises(DigestError, match=problem) as caught:
        put(tmp_path, name, content)
    assert caught.value.remedy


def test_a_missing_file_and_a_folder_are_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    for path in ("gone.png", "folder.png", "folder.png/chart.png"):
        with pytest.raises(DigestError, match=f"is not in {tmp_path}; put the picture beside the draft"):
            pictures.read(tmp_path, path)


def test_a_file_that_was_changed_or_taken_away_is_noticed(tmp_path: Path) -> None:
    chart, logo = put(tmp_path), put(tmp_path, "logo.gif", gif())
    assert pictures.altered(tmp_path, (chart, logo)) == {}
    (tmp_path / "chart.png").write_bytes(png(61))
    (tmp_path / "logo.gif").unlink()
    found = pictures.altered(tmp_path, (chart, logo))
    assert found == {"chart.png": "was changed since", "logo.gif": f"is not in {tmp_path}"}


def test_all_that_are_named_as_pictures_are_found_beside_the_draft(tmp_path: Path) -> None:
    put(tmp_path, "b.png")
    put(tmp_path, "pictures/a.GIF", gif())
    (tmp_path / "draft.md").write_text("x", "utf-8")
    (tmp_path / "folder.png").mkdir()
    assert pictures.beside(tmp_path) == (tmp_path / "b.png", tmp_path / "pictures" / "a.GIF")
    assert pictures.beside(tmp_path / "nothing") == ()


@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["..", ".", "/", "%2e", "%2f", "\\", "a", ":"])).map("".join)
)
def test_no_address_leads_out_of_the_folder(address: str) -> None:
    path = path_within(address)
    assert not path or (
        not Path(path).is_absolute() and "\\" not in path and not {"..", ".", ""} & set(path.split("/"))
    )
    assert path_within(path) in ("", path), "it says the same when it is read again"
