"""How pictures come with a mail: inside of it, once each, or from where the page lies."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from digest import checking, desk, enclosures
from digest.errors import DraftError, MessageError
from digest.model import Edition, Picture
from digest.project import load, opened
from tests.pictures import png, put
from tests.records import edition
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures

_IMG = '<p><img class="picture" src="{}" width="60" height="40" alt="A"></p>'


def html(*pictures: Picture) -> str:
    return "".join(_IMG.format(picture.address) for picture in pictures)


def illustrated(*pictures: Picture, url: str = "") -> Edition:
    return edition(pictures=pictures, url=url)


def test_an_embedded_picture_is_named_by_its_content_and_travels_once(tmp_path: Path) -> None:
    one, same, other = put(tmp_path), put(tmp_path, "again.png"), put(tmp_path, "my logo.png", png(80))
    given = html(one, same, other)
    found, enclosed = enclosures.of(given, illustrated(one, same, other), tmp_path, "embed")
    assert [picture.content for picture in enclosed] == [png(), png(80)]
    assert [picture.name for picture in enclosed] == ["again.png", "my logo.png"]
    assert found.count(f'src="cid:{enclosed[0].cid}"') == 2
    assert found.count(f'src="cid:{enclosed[1].cid}"') == 1


def test_a_picture_that_the_mail_does_not_show_does_not_travel(tmp_path: Path) -> None:
    shown, left_out = put(tmp_path), put(tmp_path, "other.png", png(80))
    _, enclosed = enclosures.of(html(shown), illustrated(shown, left_out), tmp_path, "embed")
    assert len(enclosed) == 1


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://notes.example/w47/", "https://notes.example/w47/pictures/a%20b.png"),
        ("https://notes.example/w47.html", "https://notes.example/pictures/a%20b.png"),
        ("https://notes.example", "https://notes.example/pictures/a%20b.png"),
    ],
)
def test_a_hosted_picture_has_the_address_that_the_page_takes_it_from(
    tmp_path: Path, url: str, address: str
) -> None:
    picture = put(tmp_path, "pictures/a b.png")
    found, enclosed = enclosures.of(html(picture), illustrated(picture, url=url), tmp_path, "host")
    assert f'src="{address}"' in found
    assert enclosed == ()


@pytest.mark.parametrize("url", ["", "http://notes.example/"])
def test_a_hosted_picture_needs_an_https_address(tmp_path: Path, url: str) -> None:
    picture = put(tmp_path)
    with pytest.raises(MessageError, match="no https address") as caught:
        enclosures.of(html(picture), illustrated(picture, url=url), tmp_path, "host")
    assert "url in [edition]" in caught.value.remedy


def test_an_edition_without_pictures_needs_no_address(tmp_path: Path) -> None:
    assert enclosures.of("<p>", illustrated(), tmp_path, "host") == ("<p>", ())


def test_a_file_that_was_changed_since_makes_no_mail(tmp_path: Path) -> None:
    picture = put(tmp_path)
    put(tmp_path, "chart.png", png(90))
    with pytest.raises(MessageError, match="was changed since; render the edition again"):
        enclosures.of(html(picture), illustrated(picture), tmp_path, "embed")


def _drafted(sample: Path, text: str) -> None:  # noqa: F811
    draft = sample / KEY / "draft.md"
    head, heading, rest = draft.read_text("utf-8").partition("\n### ")
    title, _, rest = rest.partition("\n")
    draft.write_text(f"{head}{heading}{title}\n\n{text}\n{rest}", "utf-8")


def test_a_picture_in_the_draft_lies_in_every_output_and_in_the_mail(sample: Path) -> None:  # noqa: F811
    _drafted(sample, '![The bars rise from left to right](chart.png "City figures")')
    put(sample / KEY)
    with opened(load(sample / "sources.toml")) as project:
        rendered = desk.render(project, KEY)
        findings = [one for one in checking.of(project, rendered.edition) if one.rule.startswith("picture-")]
    assert findings == []
    mail = email.message_from_bytes((sample / KEY / "email.eml").read_bytes(), policy=email.policy.default)
    (part,) = (part for part in mail.walk() if part.get_content_type() == "image/png")
    assert part.get_content() == png()
    (body,) = (part for part in mail.walk() if part.get_content_type() == "text/html")
    assert f'src="cid:{part["Content-ID"].strip("<>")}"' in body.get_content()
    for name in ("email.html", "index.html"):
        assert 'src="chart.png"' in (sample / KEY / name).read_text("utf-8")
    assert "](chart.png)" in (sample / KEY / "edition.md").read_text("utf-8")


def test_when_a_picture_is_missing_the_last_good_outputs_stay(sample: Path) -> None:  # noqa: F811
    before = (sample / KEY / "email.html").read_bytes()
    _drafted(sample, "![The bars rise](gone.png)")
    with (
        opened(load(sample / "sources.toml")) as project,
        pytest.raises(DraftError, match=r'draft.md:\d+: "gone'),
    ):
        desk.render(project, KEY)
    assert (sample / KEY / "email.html").read_bytes() == before
