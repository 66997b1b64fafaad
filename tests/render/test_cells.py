"""Cells that keep their words whole, and those that may not."""

from __future__ import annotations

import pytest

from digest.render.cells import whole


@pytest.mark.parametrize(
    ("text", "columns", "is_whole"),
    [
        ("$200M", 1, True),
        ("up to $120.5M for 49%", 1, True),
        ("", 1, True),
        ("$123.4M", 3, True),
        ("$123,400,002", 2, True),
        ("$123,400,002", 3, False),
        ("XTS" + "9" * 40, 1, False),
        ("–", 100, False),
        ("–", 0, True),
    ],
)
def test_words_stay_whole_where_a_row_of_them_fits(text: str, columns: int, is_whole: bool) -> None:  # noqa: FBT001
    assert whole(text, columns) == ("whole" if is_whole else "")
