"""Offers and conflicts: what is written beside an editor's words is read as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest import draft
from digest.draft import offers
from digest.draft.offers import Offer
from tests.records import edition

SLOWLY = settings(deadline=None)  # a shared machine is slow at times

TEXT = draft.write(edition())
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40).map(str.strip)
WORDS = st.lists(
    LINES.filter(lambda line: "&gt;" not in line and "&lt;" not in line), min_size=1, max_size=4
).map(lambda lines: "\n".join(lines).strip())
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "heading": st.just("### [A --> B](https://a.example/b)"),
        "blurb": WORDS
        | st.sampled_from(["Deal: no deal", "\\Also: x", "subject: y", "#### z", "<!-- c -->"]),
        "deals": st.sampled_from(["", "Deal: A → B · funding · announced", "Deal: A\nDeal: B"]),
        "also": st.sampled_from(["", "Also: [One](https://one.example)"]),
    },
)


@SLOWLY
@given(PARTS, st.booleans())
def test_an_offer_is_read_as_it_was_written_and_never_ships(parts: dict[str, str], is_conflict: bool) -> None:  # noqa: FBT001
    offer = Offer(is_conflict, "you changed what the reports took back" if is_conflict else "", parts)
    comment = "\n".join(offers.write(offer))
    assert offers.read(comment) == offer
    assert offers.read(comment.replace("\n", "\r\n")) == offer
    text = TEXT.replace("It is large.\n", f"It is large.\n\n{comment}\n")
    assert text != TEXT
    read = draft.read(text)
    assert len(read.conflicts) == is_conflict
    assert draft.applied(edition(), read) == edition()


def test_words_around_the_mail_are_offered_as_the_front_matter_has_them() -> None:
    offer = Offer(
        is_conflict=False, why="", parts={"subject": 'He said "so"', "intro": "title: of a book\n\nMore."}
    )
    assert 'subject: "He said \\"so\\""' in offers.write(offer)
    assert offers.read("\n".join(offers.write(offer)), "intro") == offer


def test_other_comments_are_no_offers() -> None:
    assert offers.read("<!-- note: new since you edited -->") is None
    assert offers.read("<!-- a conflict: of interest -->") is None
