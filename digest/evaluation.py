"""How well items are judged, against what a person said of them, beside the plainest way to do the same.

The plain ways: a near copy and a story are items of one title; the section is that of the first keyword in
the title; the order is newest first, or by coverage alone; a deal is a verb and the first sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest import analysis, measures, words
from digest.analysis import Analysed
from digest.config import Config, Theme
from digest.deals import scores
from digest.labels import NONE, Labels
from digest.measures import Confusion
from digest.model import Entry, Lesson, Story
from digest.phrases import Phrases

_PLACES = 20  # of the order that count
_MATTERS, _NOISE = 2, 0  # grades of importance

Grouping = Mapping[str, str]  # a group for each item


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: of what, its name and value, and what the plain ways named in `plain` reach."""

    about: str
    name: str
    value: float
    plain: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures for which there are labels.

    Attributes:
        items: how many were judged.
        filed: which section was taken for which; empty where no section is labelled.
        untaught: the same without the lessons; None where there are none.
        lessons: how many there were.
    """

    items: int
    figures: tuple[Figure, ...]
    filed: Confusion
    untaught: Confusion | None = None
    lessons: int = 0


def of(
    config: Config,
    entries: Sequence[Entry],
    labels: Labels,
    lessons: Sequence[Lesson] = (),
    step: Callable[[], None] = lambda: None,
) -> Evaluation:
    """How well `entries` are judged by what `labels` say."""
    plain = analysis.of(config, entries, (), step)
    taught = analysis.of(config, entries, lessons, step) if lessons else plain
    sections = _first_keywords(config.sections, entries)
    titles = {entry.id: " ".join(words.terms(entry.title)) or entry.id for entry in entries}
    figures = (
        *_copies(taught, labels, titles),
        *_stories(taught, labels, titles),
        *_sections(taught, labels, sections),
        *_kept(taught, labels, sections),
        *_order(taught, labels),
        *_deals(taught, labels, entries),
    )
    filed = measures.confusion(_filed(taught), labels.section)
    untaught = measures.confusion(_filed(plain), labels.section) if lessons else None
    return Evaluation(len(entries), figures, filed, untaught, len(lessons))


def _copies(found: Analysed, labels: Labels, titles: Grouping) -> tuple[Figure, ...]:
    true = labels.original
    if len(set(true.values())) == len(true):  # no copy among them
        return ()
    ours = measures.same_pairs({id_: one.duplicate_of or id_ for id_, one in found.findings.items()}, true)
    plain = measures.same_pairs(titles, true)
    return (
        Figure("near copies", "precision", ours.precision, (("equal titles", plain.precision),)),
        Figure("near copies", "recall", ours.recall, (("equal titles", plain.recall),)),
    )


def _stories(found: Analysed, labels: Labels, titles: Grouping) -> tuple[Figure, ...]:
    true = labels.story
    if not true:
        return ()
    told = {id_: one.story for id_, one in found.findings.items()}
    ours, plain = (measures.same_pairs(group, true) for group in (told, titles))
    items, plain_items = (measures.b_cubed(group, true) for group in (told, titles))
    figures = [
        Figure("same story", "pair precision", ours.precision, (("equal titles", plain.precision),)),
        Figure("same story", "pair recall", ours.recall, (("equal titles", plain.recall),)),
        Figure("same story", "pair F1", ours.f1, (("equal titles", plain.f1),)),
        Figure("same story", "B-cubed F1", items.f1, (("equal titles", plain_items.f1),)),
    ]
    if labels.family:
        families = {id_: labels.family.get(story, story) for id_, story in true.items()}
        ours, plain = (measures.same_pairs(group, families) for group in (told, titles))
        name = "precision, related ones harmless"
        figures.insert(1, Figure("same story", name, ours.precision, (("equal titles", plain.precision),)))
    return tuple(figures)


def _sections(found: Analysed, labels: Labels, plain: Grouping) -> tuple[Figure, ...]:
    true = labels.section
    if not true:
        return ()
    filed = _filed(found)
    ours, simple = (measures.confusion(way, true) for way in (filed, plain))
    figures = [
        Figure("section", name, measure(ours), (("first keyword", measure(simple)),))
        for name, measure in (("macro-F1", measures.macro_f1), ("accuracy", measures.accuracy))
    ]
    if labels.secondary:
        right, simply = (_right_or_second(way, labels) for way in (filed, plain))
        figures.append(Figure("section", "first or second", right, (("first keyword", simply),)))
    return tuple(figures)


def _right_or_second(filed: Grouping, labels: Labels) -> float:
    right = (
        filed[id_] in {section, labels.secondary.get(id_, section)} for id_, section in labels.section.items()
    )
    return _share(right)


def _kept(found: Analysed, labels: Labels, plain: Grouping) -> tuple[Figure, ...]:
    """Whether what matters is in and what does not is out, event by event: one item of it is enough."""
    ours, simple = (_events_kept(way, labels) for way in (_filed(found), plain))
    figures = []
    grades = labels.importance_by_event
    for name, wanted, matters in (
        ("kept of importance 2 and 3", True, True),
        ("left out of 0", False, False),
    ):
        events = [
            event for event, grade in grades.items() if (grade >= _MATTERS if matters else grade == _NOISE)
        ]
        if events:
            value, other = (_share((event in kept) is wanted for event in events) for kept in (ours, simple))
            figures.append(Figure("for this digest", name, value, (("first keyword", other),)))
    return tuple(figures)


def _events_kept(filed: Grouping, labels: Labels) -> set[str]:
    return {labels.event(id_) for id_ in labels.importance if filed[id_] != NONE}


def _order(found: Analysed, labels: Labels) -> tuple[Figure, ...]:
    if not any(labels.importance.values()):
        return ()
    judged = found.judged
    every = (*judged.ranked, *judged.left_out)
    newest = sorted(every, key=lambda story: (*_newest(story), story.id))
    covered = sorted(every, key=lambda story: (-len(story.publishers), *_newest(story), story.id))
    plain = (("newest first", _ndcg(newest, labels)), ("coverage only", _ndcg(covered, labels)))
    return (Figure("order", f"nDCG@{_PLACES}", _ndcg(judged.ranked, labels), plain),)


def _deals(found: Analysed, labels: Labels, entries: Sequence[Entry]) -> tuple[Figure, ...]:
    """How well the deals of headlines are read; the plain way is a verb, and the first sum after it."""
    if not labels.deals:
        return ()
    ours = scores.of((found.findings[id_].deals, true) for id_, true in labels.deals.items())
    titles = {entry.id: entry.title for entry in entries}
    plain = scores.of((scores.plain(titles[id_]), true) for id_, true in labels.deals.items())
    return tuple(
        Figure("deals", name, value, (("verb and sum", plain[name]),) if name in plain else ())
        for name, value in ours.items()
    )


def _newest(story: Story) -> tuple[float]:
    return (-max(entry.dated.timestamp() for entry in story.entries),)


def _ndcg(stories: Iterable[Story], labels: Labels) -> float:
    """Of an order of stories; an event that is told by two of them is worth something once."""
    grades, told = labels.importance_by_event, set[str]()
    gains = []
    for story in stories:
        event = next((labels.event(one.id) for one in story.entries if one.id in labels.importance), None)
        if event is not None:
            gains.append(0.0 if event in told else float(grades[event]))
            told.add(event)
    return measures.ndcg(gains, grades.values(), _PLACES)


def _filed(found: Analysed) -> dict[str, str]:
    return {id_: one.section or NONE for id_, one in found.findings.items()}


def _first_keywords(themes: Sequence[Theme], entries: Iterable[Entry]) -> dict[str, str]:
    """The plain way to file: the first section with a keyword in the title."""
    keywords = [(theme.id, Phrases(theme.keywords or _described(theme))) for theme in themes]
    return {
        entry.id: next((section for section, known in keywords if known.found(entry.title)), NONE)
        for entry in entries
    }


def _described(theme: Theme) -> tuple[str, ...]:
    """The longer words of a section's title and description, for a section without keywords."""
    return tuple(word for word in words.words(f"{theme.title} {theme.description}") if len(word) > 3)


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0
