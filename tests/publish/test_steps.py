"""What publishing would do to each file: a person's is never overwritten, and ours is not left behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import DigestError
from digest.publish import record, steps
from digest.publish.record import Mine, Place

KEY = "2026-W47"


def place(**files: bytes) -> Place:
    return Place({name: Mine(KEY, (steps.digest(content),)) for name, content in files.items()})


def decided(wanted: dict[str, bytes], before: Place, disk: dict[str, bytes]) -> list[tuple[str, str, str]]:
    return [(s.name, s.state, s.target) for s in steps.of(wanted, before, {KEY}, disk.get)]


def after(wanted: dict[str, bytes], before: Place, disk: dict[str, bytes]) -> tuple[Place, dict[str, bytes]]:
    """The record and the disk once it was done."""
    done = steps.of(wanted, before, {KEY}, disk.get)
    disk = dict(disk)
    for step in done:
        if step.content is None:
            disk.pop(step.target)
        else:
            disk[step.target] = step.content
    return Place(steps.after(before, done, lambda _: KEY, {})), disk


@pytest.mark.parametrize(
    ("before", "disk", "state", "target"),
    [
        (place(), {}, "new", "p"),
        (place(p=b"old"), {}, "new", "p"),
        (place(p=b"old"), {"p": b"old"}, "changed", "p"),
        (place(p=b"old"), {"p": b"now"}, "unchanged", "p"),
        (place(), {"p": b"now"}, "unchanged", "p"),
        (place(), {"p": b"a person's"}, "kept", "p.new"),
        (place(p=b"old"), {"p": b"old, and more"}, "kept", "p.new"),
        (place(p=b"old"), {"p": b"mine", "p.new": b"mine too"}, "kept", "p.2.new"),
        (place(p=b"old", **{"p.new": b"earlier"}), {"p": b"mine", "p.new": b"earlier"}, "kept", "p.new"),
    ],
)
def test_a_file_is_replaced_only_where_it_is_as_we_left_it(
    before: Place, disk: dict[str, bytes], state: str, target: str
) -> None:
    assert decided({"p": b"now"}, before, disk) == [("p", state, target)]


def test_what_the_edition_no_longer_has_goes_unless_a_person_changed_it() -> None:
    before = place(a=b"a", b=b"b", p=b"p")
    disk = {"a": b"a", "b": b"changed", "p": b"p", "other": b"x"}
    assert decided({"p": b"p"}, before, disk) == [("p", "unchanged", "p"), ("a", "removed", "a")]
    other = Place({"a": Mine("2026-W46", before.files["a"].digests)})
    assert decided({"p": b"p"}, other, disk) == [("p", "unchanged", "p")]


def test_ours_beside_a_persons_goes_once_the_person_gave_way() -> None:
    before, disk = after({"p": b"2"}, place(p=b"1"), {"p": b"mine"})
    assert disk == {"p": b"mine", "p.new": b"2"}
    del disk["p"]
    _, disk = after({"p": b"2"}, before, disk)
    assert disk == {"p": b"2"}


CONTENT = st.sampled_from([b"1", b"2", b"3"])
FILES = st.dictionaries(st.sampled_from(["p", "q", "p.new"]), CONTENT)


@given(FILES, FILES, FILES)
def test_publishing_twice_changes_nothing_more_and_no_person_loses_a_file(
    wanted: dict[str, bytes], ours: dict[str, bytes], disk: dict[str, bytes]
) -> None:
    before = place(**ours)
    once = after(wanted, before, disk)
    assert after(wanted, *once) == once
    for name, content in disk.items():
        if ours.get(name) != content:
            assert once[1][name] == content
    for content in wanted.values():
        assert content in once[1].values()


def test_the_record_comes_back_as_it_was_written() -> None:
    places = {"site site": Place({"a/b": Mine(KEY, ("1", "2")), "c": Mine("", (), "s")}, {KEY: "version"})}
    assert record.read(record.write(places)) == places


def test_the_record_of_an_older_version_is_read() -> None:
    text = '{"site site": {"files": {}, "editions": {"2026-W47": {"title": "T"}}}}'
    assert record.read(text)["site site"].editions == {KEY: ""}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a": 1}', '{"a": {"files": {}, "editions": []}}', "\ufffd"]
)
def test_a_broken_record_is_named_with_what_to_do(text: str) -> None:
    with pytest.raises(DigestError, match=r"published\.json") as caught:
        record.read(text)
    assert "delete it" in caught.value.remedy
