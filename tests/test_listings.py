"""Sources come into a sources.toml and go out of it, and nothing else in it moves."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import bundled, listings
from digest.errors import UsageError

BLOCK = listings.block({"name": "New “one”", "kind": "feed", "url": "https://new.example/feed"})
HEAD = '[edition]\ntitle = "T"  # mine\n\n'
ONE = '[[sources]]\nname = "One"   # first\nkind = "feed"\nurl  = "https://one.example/"\n'


def added(text: str) -> str:
    made = listings.added(text, [BLOCK], "sources.toml")
    assert tomllib.loads(made)["sources"][-1]["name"] == "New “one”"
    assert "".join(made.split(BLOCK.replace("\n", "\r\n" if "\r\n" in made else "\n"))).replace(
        "\n", ""
    ).replace("\r", "") == text.replace("\n", "").replace("\r", ""), (
        "all that was there is there, in its order"
    )
    return made


def test_a_block_is_tidy_and_quotes_what_needs_it() -> None:
    assert BLOCK == '[[sources]]\nname = "New “one”"\nkind = "feed"\nurl  = "https://new.example/feed"\n'
    odd = listings.block({"name": 'a "b" \\ c', "weight": 1.5, "fulltext": True})
    assert tomllib.loads(odd)["sources"] == [{"name": 'a "b" \\ c', "weight": 1.5, "fulltext": True}]


def test_it_stands_behind_the_last_source_and_comments_stay_with_what_they_are_about() -> None:
    after = '\n# How it is sent\n[delivery]\nkind = "maildir"\n'
    assert added(HEAD + ONE + after) == HEAD + ONE + "\n" + BLOCK + after
    assert added(HEAD + ONE) == HEAD + ONE + "\n" + BLOCK
    assert added(HEAD) == HEAD + BLOCK
    assert added(HEAD + ONE.rstrip("\n")) == HEAD + ONE + "\n" + BLOCK


def test_line_ends_stay_as_they_are() -> None:
    made = added((HEAD + ONE).replace("\n", "\r\n"))
    assert "\n" not in made.replace("\r\n", "")


def test_a_head_inside_of_a_text_is_none() -> None:
    text = HEAD + ONE + 'section = """\n[[sources]]\nname = 3\n"""\n\n[mail]\n'
    assert tomllib.loads(added(text))["mail"] == {}
    hidden = '[edition]\ntitle = """\n[[sources]]\n[x]\n"""\n'
    assert added(hidden).startswith(hidden)


def test_sources_in_another_form_are_left_alone_and_the_block_is_shown() -> None:
    text = 'sources = [ { name = "One", kind = "feed" } ]\n'
    with pytest.raises(UsageError, match="add this yourself"):
        listings.added(text, [BLOCK], "sources.toml")


@pytest.mark.parametrize("name", ["One", "Two", "Three"])
def test_a_source_is_taken_out_with_its_lines_only(name: str) -> None:
    blocks = {one: ONE.replace("One", one) for one in ("One", "Two", "Three")}
    text = HEAD + "\n".join(blocks.values()) + '\n# last\n[mail]\nsender = ""\n'
    made = listings.without(text, name, "sources.toml")
    assert [one["name"] for one in tomllib.loads(made)["sources"]] == [one for one in blocks if one != name]
    assert made.startswith(HEAD)
    assert made.endswith('# last\n[mail]\nsender = ""\n')


@given(
    st.lists(
        st.sampled_from([HEAD[:-1], ONE, "# note\n", "\n", '[mail]\nsender = ""\n', "[x]\ny = [\n1]\n"]),
        unique=True,
    )
)
def test_what_was_added_can_be_taken_out_again(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    back = listings.without(added(text), "New “one”", "sources.toml")
    assert tomllib.loads(back) == tomllib.loads(text)
    assert [line for line in back.splitlines() if line] == [line for line in text.splitlines() if line]


def test_the_shipped_file_takes_a_source() -> None:
    shipped = bundled.path("sources.toml").read_text(encoding="utf-8")
    made = added(shipped)
    assert len(tomllib.loads(made)["sources"]) == len(tomllib.loads(shipped)["sources"]) + 1
