"""The order of stories, and the reasons that it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import numpy as np
import pytest

from digest import words
from digest.compose import rank
from digest.config import RankingSettings
from digest.learned import traits, weights
from digest.learned.weights import SECTIONS, Weights
from digest.model import Reason, Since, Source, Story, Voices
from tests.records import PERIOD, entry, story

NAMES = ("Ledger Wire", "The Circuit", "Quay Daily")
SOURCES = {name: Source(name, "feed", "") for name in NAMES}


def learned(**values: float) -> Weights:
    """Weights that know what these words are worth, and nothing of labels."""
    shipped = weights.shipped()
    by_stem = {words.stem(word): value for word, value in values.items()}
    stems = np.array([by_stem.get(stem, 0.0) for stem in shipped.rarity], np.float32)
    nothing = np.zeros(len(SECTIONS), np.float32)
    return replace(shipped, worth={"stems": stems, "labels": nothing, "base": np.zeros(1, np.float32)})


LEARNED = learned(merger=0.4, garden=-0.4)


def ranked(
    *stories: Story,
    ranking: RankingSettings | None = None,
    sources: Mapping[str, Source] = SOURCES,
    own: Collection[str] = (),
) -> tuple[Story, ...]:
    read = traits.by_id((one for told in stories for one in told.entries), LEARNED)
    ranking = ranking or RankingSettings()
    return rank.stories(stories, ranking, sources, PERIOD, read, LEARNED, own=own)


def reasons(told: Story, **options: Collection[str]) -> dict[str, Reason]:
    (found,) = ranked(told, **options)  # type: ignore[arg-type]
    return {reason.name: reason for reason in found.score.reasons}


def test_more_newsrooms_rank_higher_and_the_score_says_so() -> None:
    alone = story(entry("Alone"))
    told = story(
        entry("Told"), entry("Told too", source="The Circuit"), entry("Told 3", source="The Circuit")
    )
    first, second = ranked(alone, told)
    assert first.id == told.id
    by_name = {reason.name: reason for reason in first.score.reasons}
    assert by_name["coverage"].note == "2 newsrooms, 3 reports"
    assert first.score.value == pytest.approx(sum(reason.value for reason in first.score.reasons))
    assert "coverage" not in {reason.name for reason in second.score.reasons}


def test_a_wire_in_five_outlets_is_one_voice() -> None:
    five = story(*(entry("Told", source=name) for name in NAMES))
    carried = replace(five, voices=Voices(wires=("Agency",), rewrites=NAMES))
    confirmed = replace(five, voices=Voices(newsrooms=NAMES))
    assert reasons(carried)["coverage"].value < reasons(confirmed)["coverage"].value
    assert reasons(confirmed)["coverage"].note == "3 independent voices"
    assert reasons(carried)["coverage"].note == "1 independent voice, 3 reports"


def test_a_story_that_only_its_party_tells_is_ranked_too() -> None:
    release = replace(story(entry("We are great")), voices=Voices(documents=("Northwind",)))
    assert "coverage" not in reasons(release)


def test_a_larger_sum_ranks_higher_and_in_the_headline_most() -> None:
    small, large = story(entry("Raises $2 million")), story(entry("Raises $2 billion"))
    below = story(entry("Raises money", summary="It was worth $2 billion."))
    assert [told.id for told in ranked(small, below, large)] == [large.id, below.id, small.id]
    assert reasons(large)["figures"].note == "names a sum of about $2 billion"


def test_a_later_hour_ranks_higher() -> None:
    early = story(entry("One", published=PERIOD.start))
    late = story(entry("Two", published=PERIOD.end - timedelta(minutes=1)))
    assert [told.id for told in ranked(early, late)] == [late.id, early.id]


def test_news_of_a_kind_that_has_mattered_ranks_higher_and_names_its_words() -> None:
    merger, garden = story(entry("A merger in the north")), story(entry("A garden in the north"))
    assert [told.id for told in ranked(garden, merger)] == [merger.id, garden.id]
    assert 'for it "merger"' in reasons(merger)["subject"].note
    assert 'against it "garden"' in reasons(garden)["subject"].note
    assert reasons(garden)["subject"].value < 0 < reasons(merger)["subject"].value


def test_on_another_beat_what_was_learned_elsewhere_says_nothing() -> None:
    found = reasons(story(entry("A merger in the north")), own={"deals"})
    assert not {"subject", "fit"} & found.keys()


def test_how_sure_the_filing_was_counts_on_every_beat() -> None:
    sure = replace(story(entry("Sure")), relevance=0.9)
    unsure = replace(story(entry("Sure, nearly")), relevance=0.6)
    assert [told.id for told in ranked(unsure, sure, own={"deals"})] == [sure.id, unsure.id]
    assert reasons(sure)["fit"].note == "90% sure that it is for this digest"


def test_a_weighty_source_lifts_and_a_light_one_lowers() -> None:
    told = story(entry("Told"))
    values = [
        next(
            (
                reason.value
                for reason in ranked(told, sources={"Ledger Wire": source})[0].score.reasons
                if reason.name == "weight"
            ),
            0.0,
        )
        for source in (Source("Ledger Wire", "feed", "", weight=weight) for weight in (0.5, 1.0, 2.0))
    ]
    assert values[0] < values[1] == 0 < values[2]


def test_a_story_that_goes_on_counts_less_than_one_that_begins() -> None:
    fresh = story(entry("Talks begin"))
    since = replace(fresh, since=Since("2026-W46", 2, "Talks are near", "They begin"))
    reason = reasons(since)["novelty"]
    assert reason.value < 0
    assert reason.note == 'goes on from "Talks are near" in edition 2'
    assert "novelty" not in reasons(fresh)


def test_a_comment_counts_less_than_news() -> None:
    assert reasons(story(entry("Why the merger failed")))["kind"].value < 0
    assert "kind" not in reasons(story(entry("Merger fails"), entry("Why the merger failed")))
    assert (
        reasons(story(entry("This week: ten mergers")))["kind"].value
        < reasons(story(entry("Ten things about mergers")))["kind"].value
    )


def test_a_factor_of_zero_silences_a_reason_and_two_doubles_it() -> None:
    told = replace(
        story(entry("Why the merger raises $2 billion"), entry("Merger", source="The Circuit")),
        since=Since("2026-W46", 2, "Merger", "News"),
    )
    heavy = {name: Source(name, "feed", "", weight=2.0) for name in NAMES}
    names = tuple(RankingSettings.model_fields)
    silent = RankingSettings(**dict.fromkeys(names, 0.0))
    assert ranked(told, ranking=silent, sources=heavy)[0].score.reasons == ()
    once = ranked(told, sources=heavy)[0].score.reasons
    twice = ranked(told, ranking=RankingSettings(**dict.fromkeys(names, 2.0)), sources=heavy)[0].score.reasons
    assert [reason.value for reason in twice] == pytest.approx(
        [2 * reason.value for reason in once], abs=0.002
    )


def test_every_reason_is_bounded() -> None:
    many = story(*(entry(f"Merger {n} of $900 trillion", source=f"Outlet {n}") for n in range(200)))
    assert all(abs(reason.value) < 5 for reason in reasons(many).values())


def test_the_order_does_not_depend_on_the_order_in_which_stories_come() -> None:
    same = [story(entry(title)) for title in ("Merger one", "Merger two", "A garden")]
    assert len({tuple(told.id for told in ranked(*order)) for order in permutations(same)}) == 1


def test_bad_headlines_and_nothing_at_all_are_ranked() -> None:
    assert ranked() == ()
    odd = [story(entry(title)) for title in ("", "合併", "merger " * 1500)]
    assert len(ranked(*odd)) == 3
