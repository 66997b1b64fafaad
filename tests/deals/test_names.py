"""Party names are found where they stand, and two spellings of one company are equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deals import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zintech Inc.", "Zintech"),
        ("The Morvane", "morvane"),
        ("Zintech’s", "Zintech"),
        ("Orrin Capital GmbH & Co. KG", "Orrin Capital"),
        ("a16z", "Andreessen Horowitz"),
        ("Meta Platforms, Inc.", "Meta"),
    ],
)
def test_two_spellings_of_one_company_have_one_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


def test_a_legal_form_alone_stays_a_name() -> None:
    assert names.key("Inc") == "inc"


def test_names_are_found_inside_a_sentence() -> None:
    text = "In May, the chip maker Morvane sold Orrin Labs to Zintech’s parent."
    assert [name.text for name in names.of(text)][-3:] == ["Morvane", "Orrin Labs", "Zintech"]


def test_title_case_makes_no_names_of_common_words() -> None:
    found = [
        name.text for name in names.of("Chip Maker Morvane Wants to Build More Data Centers in the Desert")
    ]
    assert found == ["Morvane"]


@given(st.text(max_size=300))
def test_names_stand_where_they_say(text: str) -> None:
    end = 0
    for name in names.of(text):
        assert text[name.start : name.end] == name.text
        assert end <= name.start < name.end
        end = name.end


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    assert isinstance(names.key(name), str)
    assert names.key(name.upper()) == names.key(name.upper())
