"""What a pile of entries amounts to: the stories that they tell, filed and ranked, and the fates of the rest.

One call for each decision, in the order in which an editor would take them: what is said twice, what was
printed before, what is one event, where it belongs, what comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.compose import (
    classify,
    cluster,
    continuity,
    identity,
    normalise,
    rank,
    roundup,
    voices,
)
from digest.config import Config
from digest.learned import readings
from digest.learned.traits import Traits
from digest.learned.weights import shipped
from digest.model import Edition, Entry, Fate, Lesson, Period, Source, Story


@dataclass(frozen=True, slots=True)
class Judged:
    """What some entries amount to, before anything is placed.

    Attributes:
        entries: all of them, as they were compared.
        ranked: the stories with section and score, best first.
        left_out: the stories that are not for this digest, without section.
        copies: the entries that repeat another, which stand in that one's story.
        fates: of the entries that are left out.
        traits: what was read out of each entry that was compared, by its id.
    """

    entries: tuple[Entry, ...]
    ranked: tuple[Story, ...]
    left_out: tuple[Story, ...]
    copies: tuple[identity.Copy, ...]
    fates: tuple[Fate, ...]
    traits: Mapping[str, Traits]


def of(
    config: Config,
    found: Iterable[Entry],
    sources: Mapping[str, Source],
    period: Period,
    *,
    lessons: Sequence[Lesson] = (),
    earlier: Sequence[Edition] = (),
    memo: Mapping[str, bytes] | None = None,
    step: Callable[[], None] = lambda: None,
) -> Judged:
    """The stories that the entries `found` tell, filed and ranked: pure, and blind to the period's bounds.

    Args:
        config: gives sections, selection and ranking.
        found: entries of any age.
        sources: by name, one for each source that an entry names.
        period: recency counts from its start to its end.
        lessons: what the editor did with earlier stories.
        earlier: editions before this one; what they told is not news again.
        memo: what was read out of entries before (`digest.learned.readings`); it only saves time.
        step: called after each of the five steps.
    """
    weights = {name: source.weight for name, source in sources.items()}
    learned, before = shipped(), [one for edition in earlier for one in continuity.told(edition)]
    own = {theme.id for theme in config.sections if not theme.trained}
    split = roundup.split(normalise.entries(found))
    fresh = continuity.entries(split.entries, before)
    step()
    unique = identity.distinct(fresh.entries, weights)
    step()
    traits = readings.by_id(unique.entries, learned, memo)
    copies = _by_original(unique.copies)
    told = voices.stories(cluster.stories(unique.entries, copies, weights, traits, learned))
    stories = continuity.stories(told, before)
    step()
    filed = classify.stories(stories, config.sections, config.selection, sources, traits, learned, lessons)
    step()
    ranked = rank.stories(filed.stories, config.ranking, sources, period, traits, learned, own=own)
    step()
    fates = (*split.fates, *fresh.fates, *filed.fates)
    return Judged(split.entries, ranked, filed.left_out, unique.copies, fates, traits)


def _by_original(copies: Sequence[identity.Copy]) -> dict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for copy in copies:
        found[copy.of].append(copy.entry)
    return dict(found)
