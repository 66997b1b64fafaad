"""The length of the mail is told part by part, and the parts are all of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.inbox import Size
from digest.preview.mail import sizes
from tests.preview.mail import mails


def test_the_parts_are_the_sections_and_what_stands_around_them() -> None:
    weight = sizes.weighed(mails.mail(mails.told()))
    assert [part.title for part in weight.parts] == [
        "Head and styles",
        "Before the first heading",
        "Deals",
        "Labor",
        "After the last story",
    ]


def test_together_they_are_the_whole_mail_to_the_byte() -> None:
    mail = mails.mail(mails.told("é" * 100))
    weight = sizes.weighed(mail)
    assert sum(part.raw for part in weight.parts) == len(mail.html.encode()) == weight.whole.raw


def test_a_section_begins_with_the_table_around_it_and_ends_before_the_next() -> None:
    mail = mails.mail(mails.told())
    deals, labor = sizes.weighed(mail).parts[2:4]
    starts = [at for at in range(len(mail.html)) if mail.html.startswith('<table role="presentation">', at)]
    assert deals.raw == len(mail.html[starts[0] : starts[1]].encode())
    assert labor.raw == len(mail.html[starts[1] : mail.html.index("<p>You get this")].encode())


def test_what_travels_longer_counts_longer() -> None:
    plain, accented = (sizes.weighed(mails.mail(mails.told(more))) for more in ("e" * 900, "é" * 450))
    assert plain.parts[3].raw == accented.parts[3].raw
    assert accented.parts[3].encoded > 2 * plain.parts[3].encoded
    assert accented.parts[3].label == f"{accented.parts[3].encoded / 1000:.1f} kB"


def test_the_longest_story_is_named_first_with_its_id() -> None:
    first, second = sizes.weighed(mails.mail(mails.told("so " * 200))).heaviest
    assert (first.title, first.story) == ("Quiet Mill hires", mails.HIRES.id)
    assert second.title == "Northwind signs"
    assert first.count > second.count


def test_what_is_left_of_the_limit_is_told() -> None:
    small = sizes.weighed(mails.mail(mails.told()))
    assert small.left.endswith("kB left")
    assert sizes.weighed(mails.mail(mails.told("x" * 120_000))).left.endswith("kB too many")


def test_of_a_mail_that_is_not_whole_only_the_length_is_known() -> None:
    broken = mails.mail("<h2>Deals</h2><table><tr><td>no body of the table is written")
    weight = sizes.weighed(broken)
    assert weight.whole == Size.of(broken.html)
    assert [(part.title, part.raw) for part in weight.parts] == [("Head and styles", weight.whole.raw)]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["<h2>", "</h2>", "<td>", "<p>", "</table>", "<!--", "-->", "é", "<style>", "<", "x"])
    )
)
def test_whatever_a_mail_holds_its_parts_are_all_of_it(pieces: list[str]) -> None:
    mail = mails.mail("".join(pieces))
    assert sum(part.raw for part in sizes.weighed(mail).parts) == len(mail.html.encode())
