"""A person's actions on the draft of a project, with the file open in their editor too."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest import desk, editing, files, journal
from digest.draft.moves.naming import Named
from digest.editing import Acted, ConcurrentChange
from digest.errors import BusyError, DigestError, DraftError, UsageError
from digest.project import Project, load, opened
from tests.test_pipeline import KEY, built_once, sample, week  # noqa: F401 - fixtures


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:  # noqa: F811
    with opened(load(sample / "sources.toml")) as found:
        yield found


@pytest.fixture
def file(week: Path) -> Path:  # noqa: F811
    return week / "draft.md"


def text_of(file: Path) -> str:
    return file.read_bytes().decode()


def stories(project: Project) -> tuple[Named, ...]:
    return editing.proofs_of(project, KEY).stories


def act(project: Project, action: str, story: str = "", **values: str) -> Acted:
    return editing.act(project, KEY, action, story, **values)


def test_a_story_is_known_by_id_its_beginning_its_address_and_words_of_its_headline(project: Project) -> None:
    first = stories(project)[0]
    proofs = editing.proofs_of(project, KEY)
    for name in (first.key, first.key[:4], first.url, f"{first.url}?utm_source=x", first.headline.upper()):
        assert proofs.present(name).key == first.key
    assert proofs.present("tender offer").headline.startswith("Scale AI tender offer")


def test_a_name_that_means_several_lists_them_and_one_that_means_none_says_so(project: Project) -> None:
    with pytest.raises(UsageError, match="means 6 stories; give the id of one:") as caught:
        act(project, "drop", "Scale AI")
    assert str(caught.value).count("\n  ") == 6
    with pytest.raises(DigestError, match="is no story of the draft; digest stories lists them"):
        act(project, "drop", "a walrus")


def test_each_action_says_what_it_did_and_where(project: Project) -> None:
    first, second = stories(project)[:2]
    assert act(project, "move", first.key, section="labor").words.startswith(
        f'Moved "{first.headline}" from Deals to Labor & regulation, after "'
    )
    assert f'to Deals, after "{second.headline}"' in act(project, "move", first.key, after=second.key).words
    assert act(project, "lead", first.key).words == f'"{first.headline}" leads Deals now.'
    assert act(project, "pin", first.key).words.startswith(f'Pinned "{first.headline}" in Deals')
    assert act(project, "retitle", first.key, headline="Short").words.endswith('in Deals: it is "Short" now.')
    assert act(project, "hold", first.key).words == 'Held "Short" for the next edition; it stood in Deals.'


def test_what_is_as_it_is_asked_to_be_is_not_written_again(project: Project, file: Path) -> None:
    first = stories(project)[0]
    before = file.stat().st_mtime_ns
    for action, values in (
        ("lead", {}),
        ("unpin", {}),
        ("seen", {}),
        ("retitle", {"headline": first.headline}),
    ):
        done = act(project, action, first.key, **values)
        assert done.words.startswith("Nothing to do: ")
        assert done.before == done.after
    assert file.stat().st_mtime_ns == before
    assert journal.entries(file.parent) == ()


@pytest.mark.parametrize("place", [0, 5, 12, -1])
def test_what_was_dropped_or_held_comes_back_to_where_it_stood(
    project: Project, file: Path, place: int
) -> None:
    before, story = text_of(file), stories(project)[place]
    act(project, "drop", story.key)
    assert story.key not in text_of(file)
    assert [one.key for one in editing.proofs_of(project, KEY).dropped] == [story.key]
    act(project, "restore", story.headline)
    assert text_of(file) == before
    act(project, "hold", story.key)
    act(project, "restore", story.key[:5])
    assert text_of(file) == before


def test_what_was_never_printed_can_be_brought_in(project: Project) -> None:
    words = act(project, "restore", "ferry subsidies", section="labor").words
    assert words.startswith(
        'Restored "Coastal ministers fail to agree on ferry subsidies" to Labor & regulation'
    )
    with pytest.raises(UsageError, match="stands in the draft already, in Labor & regulation"):
        act(project, "restore", "ferry subsidies")


def test_a_story_whose_id_was_lost_is_still_known_as_the_machines(project: Project, file: Path) -> None:
    story = stories(project)[3]
    file.write_text(text_of(file).replace(f" <!-- story {story.key} -->", ""), encoding="utf-8")
    act(project, "hold", story.key)
    act(project, "restore", story.key)
    act(project, "move", story.key, section="labor")
    assert next(one for one in stories(project) if one.headline == story.headline).section_id == "labor"
    assert editing.proofs_of(project, KEY).dropped == ()


def test_a_story_of_ones_own_is_moved_by_its_headline(project: Project, file: Path) -> None:
    file.write_text(text_of(file) + "\n### What I think\n\nSo.\n", encoding="utf-8")
    act(project, "move", "what i think", section="Competitors")
    assert next(one for one in stories(project) if one.headline == "What I think").section == "Competitors"


def test_a_section_that_was_deleted_comes_back_with_what_is_moved_there(project: Project, file: Path) -> None:
    text = text_of(file)
    file.write_text(text[: text.index("## Geopolitics")], encoding="utf-8")
    gone = editing.proofs_of(project, KEY).dropped[0]
    act(project, "restore", gone.key)
    assert "## Geopolitics <!-- section geopolitics -->" in text_of(file)
    assert desk.render(project, KEY).edition.sections[-1].pieces[0].id == gone.key


def test_a_save_by_somebody_else_is_not_overwritten(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = stories(project)[0]
    swap, saved = files.swap, list[str]()

    def slow(path: Path, before: str, after: str) -> bool:
        if not saved:  # somebody saves between reading and writing
            saved.append(text_of(file).replace("22 stories", "Many stories"))
            file.write_text(saved[0], encoding="utf-8")
        return swap(path, before, after)

    monkeypatch.setattr(files, "swap", slow)
    done = act(project, "drop", first.key)
    assert "Many stories" in text_of(file)
    assert first.key not in text_of(file)
    assert done.before == saved[0]


def test_a_draft_that_never_rests_is_left_alone(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "swap", lambda *_: False)
    with pytest.raises(DigestError, match="was saved 3 times while this was being done; try again"):
        act(project, "drop", stories(project)[0].key)


def test_line_ends_and_permissions_of_the_file_stay(project: Project, file: Path) -> None:
    file.write_bytes(text_of(file).replace("\n", "\r\n").encode())
    file.chmod(0o640)
    act(project, "move", stories(project)[0].key, section="labor")
    act(project, "hold", stories(project)[0].key)
    assert "\n" not in text_of(file).replace("\r\n", "")
    assert file.stat().st_mode & 0o777 == 0o640
    assert not list(file.parent.glob(".draft.md*"))


def test_words_changed_by_both_are_merged_or_asked_about(project: Project, file: Path) -> None:
    first = stories(project)[0].key
    act(project, "reword", first, part="blurb", words="One.\n\nTwo.\n\nThree.")
    act(project, "reword", first, part="blurb", words="One!\n\nTwo.\n\nThree.", seen="One.\n\nTwo.\n\nThree.")
    act(project, "reword", first, part="blurb", words="One.\n\nTwo.\n\nThree!", seen="One.\n\nTwo.\n\nThree.")
    assert "One!\n\nTwo.\n\nThree!" in text_of(file)
    before = text_of(file)
    with pytest.raises(ConcurrentChange) as caught:
        act(
            project,
            "reword",
            first,
            part="blurb",
            words="Uno.\n\nTwo.\n\nThree.",
            seen="One.\n\nTwo.\n\nThree.",
        )
    assert (caught.value.mine, caught.value.theirs) == ("Uno.\n\nTwo.\n\nThree.", "One!\n\nTwo.\n\nThree!")
    with pytest.raises(ConcurrentChange):
        act(project, "retitle", first, headline="Mine", seen="What stood there once")
    assert text_of(file) == before


def test_an_action_is_taken_back_beneath_what_was_written_since(project: Project, file: Path) -> None:
    before = text_of(file)
    done = act(project, "move", stories(project)[0].key, section="labor")
    file.write_text(text_of(file).replace("22 stories", "Many stories"), encoding="utf-8")
    taken = editing.undone(project, KEY, done.before, done.after)
    assert taken.after == text_of(file) == before.replace("22 stories", "Many stories")


def test_what_was_changed_since_is_not_taken_back_but_told(project: Project, file: Path) -> None:
    done = act(project, "retitle", stories(project)[0].key, headline="Mine")
    file.write_text(text_of(file).replace("[Mine]", "[Theirs]"), encoding="utf-8")
    with pytest.raises(ConcurrentChange, match="was changed in the draft since"):
        editing.undone(project, KEY, done.before, done.after)
    assert "[Theirs]" in text_of(file)


def test_a_story_goes_back_past_one_that_was_reworded_since(project: Project, file: Path) -> None:
    before, (first, second) = text_of(file), stories(project)[:2]
    act(project, "lead", second.key)
    for title in (first.headline, second.headline):
        file.write_text(text_of(file).replace(f"[{title}]", f"[{title}, reworded]"), encoding="utf-8")
    editing.undone_last(project, KEY)
    told = before.replace(f"[{first.headline}]", f"[{first.headline}, reworded]")
    assert text_of(file) == told.replace(f"[{second.headline}]", f"[{second.headline}, reworded]")


@pytest.mark.parametrize("action", ["drop", "hold", "move", "pin", "lead"])
@pytest.mark.parametrize("place", [0, 1, 3, 21])
def test_any_move_is_taken_back_where_all_stories_around_it_were_reworded(
    project: Project, file: Path, action: str, place: int
) -> None:
    before, story = text_of(file), stories(project)[place]
    act(project, action, story.key, section="labor")
    others = [one.headline for one in stories(project) if one.key != story.key]
    text, told = text_of(file), before
    for title in others:
        text, told = (one.replace(f"[{title}]", f"[{title} too]") for one in (text, told))
    file.write_text(text, encoding="utf-8")
    if (action, place) != ("lead", 0):  # it leads already
        editing.undone_last(project, KEY)
    assert text_of(file) == told


def test_the_last_actions_are_taken_back_one_by_one(project: Project, file: Path) -> None:
    before, (first, second) = text_of(file), stories(project)[:2]
    act(project, "drop", first.key)
    act(project, "pin", second.key)
    assert editing.undone_last(project, KEY).words.startswith(f'Took back: Pinned "{second.headline}"')
    assert editing.undone_last(project, KEY).words.startswith(f'Took back: Dropped "{first.headline}"')
    assert text_of(file) == before
    with pytest.raises(DigestError, match="no action that could be taken back"):
        editing.undone_last(project, KEY)


def test_a_broken_journal_forgets_and_does_no_harm(project: Project, week: Path) -> None:  # noqa: F811
    (week / journal.FILE).write_text("{", encoding="utf-8")
    act(project, "drop", stories(project)[0].key)
    assert len(journal.entries(week)) == 1


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda text: text.replace("---", "--", 1), "draft.md:1: the draft does not start with ---"),
        (lambda text: text.replace("<!-- section labor -->", "<!-- section labor"), "a comment is opened"),
    ],
)
def test_a_draft_that_cannot_be_read_is_left_as_it_is(
    project: Project, file: Path, break_it: Callable[[str], str], words: str
) -> None:
    broken = break_it(text_of(file))
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(DraftError, match=words):
        act(project, "drop", "50ee")
    assert text_of(file) == broken


def test_an_action_that_is_unknown_or_incomplete_is_told(project: Project) -> None:
    first = stories(project)[0].key
    with pytest.raises(UsageError, match="is no action; there are move, drop"):
        act(project, "burn", first)
    with pytest.raises(UsageError, match='"headline": is missing'):
        act(project, "retitle", first)
    with pytest.raises(UsageError, match="say mine, your words, or theirs"):
        act(project, "settle", first, which="ours")
    assert editing.act(project, KEY, "pin", story=first, key="x", action="drop").words.startswith("Pinned")


def test_a_second_run_waits_for_the_first_as_long_as_it_may(tmp_path: Path) -> None:
    with files.only_run(tmp_path), pytest.raises(BusyError), files.only_run(tmp_path, wait_s=0.1):
        pytest.fail("two runs at once")


def test_a_run_that_waits_begins_when_the_other_ends(tmp_path: Path) -> None:
    first = files.only_run(tmp_path)
    first.__enter__()
    release = threading.Timer(0.1, first.__exit__, (None, None, None))
    release.start()
    with files.only_run(tmp_path, wait_s=10):
        assert release.finished.is_set()
    release.join()


def test_what_was_dropped_comes_back_in_the_words_that_it_had(project: Project, file: Path) -> None:
    first = stories(project)[0]
    act(project, "retitle", first.key, headline="My own headline")
    act(project, "reword", first.key, part="blurb", words="My own words.")
    before = text_of(file)
    act(project, "drop", first.key)
    act(project, "pin", stories(project)[0].key)
    act(project, "restore", first.key)
    act(project, "unpin", stories(project)[1].key)
    assert text_of(file) == before


def test_the_line_that_counts_the_stories_counts_those_that_are_left(project: Project) -> None:
    made = desk.proof(project, KEY).edition
    assert made.intro.startswith("22 stories")
    act(project, "drop", stories(project)[0].key)
    assert desk.proof(project, KEY).edition.intro.startswith("21 stories")
    act(project, "reword", part="intro", words="22 stories, says the editor.")
    assert desk.proof(project, KEY).edition.intro == "22 stories, says the editor."
