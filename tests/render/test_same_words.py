"""Markdown, mail, text and page of one edition, compared word by word.

Mail and text part hold the same words in the same order without any exception but the list of links (the
gate's own rule, see `tests/check/test_parts.py`). Page and Markdown are held against the mail here; what one
of them has alone, or elsewhere, is listed with its reason.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from digest import messages
from digest.check import said
from digest.check.parts import WORDS
from digest.model import Edition, Stationery
from digest.render import issue
from tests import editions, generated, presses
from tests.render import reckoned

# Fixed words that a form has alone, and why.
_ALONE = {
    "email.html": {
        "masthead.browser": "the page is already in the browser",
        "footer.reason": "nobody was sent the page",
        "footer.unsubscribe": "the same",
        "footer.answer": "the same",
        "footer.no_tracking": "the page says it in its own words",
        "deals.terms": "a telephone has room for two columns",
        "deals.stake_at": "the same: stake and valuation share a cell",
    },
    "index.html": {
        "masthead.skip": "for who goes by keyboard",
        "deals.kind": "a screen has room for six columns",
        "deals.sum": "the same",
        "deals.valuation": "the same",
        "deals.stake": "the same",
        "deals.status": "the same",
        "sources.source": "the sources are a table, with all reports that were read",
        "sources.read": "the same",
        "sources.used": "the same",
        "footer.page": "the mail says it in its own words",
        "footer.imprint": "a page may be found years later",
    },
    "edition.md": {
        "opening.largest": "bars are a table, and its caption stands in one line with the heading",
        "deals.deal": "bars are a table, which needs heads",
        "deals.kind": "a screen has room for six columns",
        "deals.sum": "the same",
        "deals.valuation": "the same",
        "deals.stake": "the same",
        "deals.status": "the same",
    },
}
# Fixed words that stand elsewhere in a form.
_MOVED = {
    "index.html": (),
    "edition.md": ("masthead.sample",),  # a Markdown file begins with its title, not with the notice
}

_SAMPLES = {
    "weekly": editions.weekly(),
    "judged": editions.judged(),
    "figures": reckoned.edition(),
    "figures in Arabic": reckoned.edition(language="ar"),
    "figures in German": reckoned.edition(language="de"),
    "quiet": editions.quiet(),
    "corrected": editions.corrected(),
    "corrected in French": editions.corrected(language="fr"),
    "corrected in Arabic": editions.corrected(language="ar"),
} | {
    # one of each kind of text; words under heaps of marks weigh so much that five stories would be cut
    f"generated: {generated.kind(number).name}": generated.edition(number)
    for number in (*range(8), 8 + 2 * 17, *range(9, 17))
}


def _words(text: str) -> list[str]:
    return [word.text for word in said.of_text(text).words]


def _read(filename: str, text: str) -> list[str]:
    if filename.endswith(".md"):
        text = MarkdownIt("commonmark").enable("table").render(text)
    return [word.text for word in said.of_html(LexborHTMLParser(text).body).words]


def _parted(mail: list[str], other: list[str]) -> tuple[Counter[str], Counter[str]]:
    """The words of the mail that the other form has not, or not there, and the other way round."""
    only_mail: Counter[str] = Counter()
    only_other: Counter[str] = Counter()
    matcher = difflib.SequenceMatcher(None, mail, other, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag != "equal":
            only_mail.update(mail[start:end])
            only_other.update(other[from_:to])
    return only_mail, only_other


def _fixed(made: Edition, keys: Iterable[str]) -> Iterator[str]:
    words = messages.of(made.language)
    for key in keys:
        yield from _words(str(words.table[key]))


def _alone(made: Edition, filename: str, paper: Stationery) -> set[str]:
    """All words that one form may have alone: fixed ones, and what they are filled with."""
    found = set(_fixed(made, _ALONE[filename]))
    shown = issue.of(made, paper, messages.of(made.language))
    if filename == "email.html":
        filled = [shown.footer.reason, shown.footer.address, *(block.count for block in shown.blocks)]
    else:
        filled = [
            shown.title,
            shown.facts[0],
            shown.built,
            *(str(source.seen) for source in shown.sources.used),
        ]
    return found.union(*map(_words, filled)) | {"0"}


def _in_deal_table(made: Edition) -> set[str]:
    """Words of the cells that each form puts into an order of its own."""
    tables = [block.deals for block in issue.of(made).blocks if block.deals]
    tables += [
        block.deals for block in issue.of(made, words=messages.of(made.language)).blocks if block.deals
    ]
    cells = (
        cell
        for table in tables
        for row in table.rows
        for cell in (row.kind, row.amount, row.valuation, row.stake, row.standing, row.facts, row.terms)
    )
    return set().union(*map(_words, cells))


@pytest.mark.parametrize("filename", ["index.html", "edition.md"])
@pytest.mark.parametrize("name", _SAMPLES)
def test_page_and_markdown_say_what_the_mail_says_in_the_same_order(name: str, filename: str) -> None:
    made, paper = _SAMPLES[name], generated.stationery(1)
    outputs = presses.galley(made, paper).outputs
    mail, other = _read("email.html", outputs["email.html"]), _read(filename, outputs[filename])
    only_mail, only_other = _parted(mail, other)
    moved = only_mail & only_other
    elsewhere = set(_fixed(made, _MOVED[filename])) | _in_deal_table(made)
    alone = _alone(made, "email.html", paper), _alone(made, filename, paper)
    assert set(moved) - elsewhere - alone[0] - alone[1] == set()
    assert set(only_mail - moved) - alone[0] - elsewhere == set()
    assert set(only_other - moved) - alone[1] - elsewhere == set()


@pytest.mark.parametrize("name", _SAMPLES)
def test_the_text_part_says_what_the_mail_says_in_the_same_order(name: str) -> None:
    assert list(WORDS.of(presses.galley(_SAMPLES[name], generated.stationery(1)))) == []


@pytest.mark.parametrize("name", ["weekly", "judged", "figures"])
def test_without_deals_the_stories_are_the_same_to_the_last_word(name: str) -> None:
    plain = _SAMPLES[name]
    rooms = (
        replace(room, pieces=tuple(replace(piece, deals=()) for piece in room.pieces))
        for room in plain.sections
    )
    made = plain.with_sections(rooms)
    outputs = presses.galley(made).outputs
    titles = [" ".join(_words(section.title)) for section in made.sections]
    told = {
        filename: _stories(_read(filename, outputs[filename]), titles[0], made)
        for filename in ("email.html", "index.html", "edition.md")
    }
    assert told["email.html"] == told["index.html"]
    assert "company" in told["email.html"] or "the" in told["email.html"]
    counts = Counter(told["email.html"]) - Counter(told["edition.md"])
    assert set(counts) <= {"stories", "story", *map(str, range(10))}, "Markdown only leaves out the counts"


def _stories(words: list[str], title: str, made: Edition) -> list[str]:
    """The words from the first section's title, its last time before its first headline, to the sources."""
    text = f" {' '.join(words)} "
    headline = " ".join(_words(made.pieces[0].headline))
    sources = " ".join(_fixed(made, ["sources.title"]))
    first = text.rindex(f" {title} ", 0, text.rindex(f" {headline} "))
    return text[first : text.rindex(f" {sources} ")].split()


def test_a_word_that_is_lost_or_moved_is_seen() -> None:
    assert _parted(["a", "b", "c"], ["a", "c"]) == (Counter("b"), Counter())
    gone, new = _parted(["a", "b", "c", "d"], ["b", "c", "d", "a"])
    assert gone & new == Counter("a")
