"""The links of a mail in plain text come with their headline, and with the sentence below it."""

from __future__ import annotations

import pytest

from digest.collect.plainmail import mentions

NOTES = "[1] https://a.example/1\n[2]: <https://a.example/2>\n"


def told(plain: str) -> list[tuple[str, str, str]]:
    return [(one.url, one.title, one.more) for one in mentions(plain)]


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        (
            "The harbour buys a third crane\nhttps://a.example/1\nIt lifts forty tons.\n",
            [("https://a.example/1", "The harbour buys a third crane", "It lifts forty tons.")],
        ),
        (
            "A third crane comes to the harbour. It lifts.\nhttps://a.example/1",
            [("https://a.example/1", "A third crane comes to the harbour.", "It lifts.")],
        ),
        (
            "* The harbour buys a crane [1]\n* A pier fell\n  down in the storm [2]\n\n" + NOTES,
            [
                ("https://a.example/1", "The harbour buys a crane", ""),
                ("https://a.example/2", "A pier fell down in the storm", ""),
            ],
        ),
        (
            "A pier fell down in the storm\n\nRead: https://a.example/2.",
            [("https://a.example/2", "A pier fell down in the storm", "")],
        ),
        (
            "As the paper (https://a.example/3) found, piers fall.",
            [("https://a.example/3", "As the paper found, piers fall.", "")],
        ),
        ("No link, no news [7].", []),
    ],
)
def test_a_link_has_the_words_that_belong_to_it(plain: str, found: list[tuple[str, str, str]]) -> None:
    assert told(plain) == found
    assert told(plain.replace("\n", "\r\n")) == found
