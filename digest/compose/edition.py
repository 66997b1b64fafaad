"""The edition: ranked stories laid out under their sections, with the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from digest import markup
from digest.config import EditionSettings, Theme
from digest.messages import ENGLISH, Messages
from digest.model import Edition, Link, Period, Piece, Section, Sentence, SourceNote, Story, Watch

_SUBJECT_CHARS, _PREHEADER_CHARS = 70, 110  # what an inbox shows


def edition(
    told: Sequence[Story],
    briefs: Sequence[Story],
    *,
    period: Period,
    number: int,
    settings: EditionSettings,
    themes: Sequence[Theme],
    sources: Sequence[SourceNote],
    built_at: datetime,
    watch: Sequence[Watch] = (),
    words: Messages = ENGLISH,
) -> Edition:
    """The edition of `period`: stories `told` with their summaries and those given in `briefs`.

    `watch` is what falls due in it; `words` are those of its language.

    Every section of the configuration is in it, also an empty one.
    """
    pieces = [*(piece(story, story.summary) for story in told), *(piece(story, ()) for story in briefs)]
    found = tuple(_section(theme, pieces) for theme in themes)
    leads = [section.told[0] for section in found if section.told]
    first = max(leads, key=_standing, default=None)
    return Edition(
        period=period,
        number=number,
        title=settings.title,
        tagline=settings.tagline,
        language=settings.language,
        subject=_shortened(
            first.headline if first else _quiet(settings.title, period, words), _SUBJECT_CHARS
        ),
        preheader=_preheader(first, leads, pieces, words),
        intro=intro(pieces, sum(note.seen for note in sources), words),
        sections=found,
        sources=tuple(sources),
        built_at=built_at,
        url=settings.url.replace("{key}", period.key),
        sample=settings.sample,
        watch=tuple(watch),
    )


def _section(theme: Theme, pieces: Iterable[Piece]) -> Section:
    own = [piece for piece in pieces if piece.story and piece.story.section == theme.id]
    ordered = sorted(own, key=lambda piece: piece.is_brief)  # a story without a fitting sentence is a brief
    return Section(theme.id, theme.title, theme.description, tuple(ordered))


def sections(stories: Iterable[Story], themes: Sequence[Theme]) -> tuple[Section, ...]:
    """The sections of the configuration, with those of `stories` that are filed under each, in order."""
    ordered = tuple(stories)
    return tuple(
        Section(
            theme.id,
            theme.title,
            theme.description,
            tuple(piece(story, story.summary) for story in ordered if story.section == theme.id),
        )
        for theme in themes
    )


def piece(story: Story, summary: tuple[Sentence, ...]) -> Piece:
    """The story as it is printed, with `summary` for its text."""
    lead = story.lead
    also: dict[str, Link] = {}
    for entry in story.entries[1:]:
        if entry.url and entry.publisher != lead.publisher:
            also.setdefault(entry.publisher, Link(entry.publisher, entry.url))
    blurb = markup.escape(" ".join(sentence.text for sentence in summary))
    links = tuple(also.values())
    return Piece(story.id, lead.title, lead.url, blurb, links, summary, story, story.deals)


def _preheader(first: Piece | None, leads: Sequence[Piece], pieces: Sequence[Piece], words: Messages) -> str:
    """What an inbox shows after the subject: the other leads, then the other stories, as many as fit.

    A lone story goes on with its first sentence; a quiet period says that it is one.
    """
    ordered = sorted(leads, key=_standing, reverse=True) + sorted(pieces, key=_standing, reverse=True)
    others = dict.fromkeys(piece.headline for piece in ordered if piece is not first)
    if others:
        return _listed(tuple(others), _PREHEADER_CHARS)
    if first and first.summary:
        return _shortened(first.summary[0].text, _PREHEADER_CHARS)
    return "" if first else _shortened(words.say("opening.quiet_nothing"), _PREHEADER_CHARS)


def _standing(piece: Piece) -> float:
    return piece.story.score.value if piece.story else 0.0


def _quiet(title: str, period: Period, words: Messages) -> str:
    days = (period.end - period.start).days
    length = "day" if days <= 1 else "week" if days <= 7 else "month"
    return words.say(f"edition.quiet_{length}", title=title)


def intro(pieces: Sequence[Piece], reports: int, words: Messages) -> str:
    """A plain line of numbers on `pieces` from so many `reports`; an editor will often write a better one."""
    stories = [piece.story for piece in pieces if piece.story]
    if not stories:
        return ""
    newsrooms = {name for story in stories for name in story.publishers}
    size = words.say(
        "edition.intro",
        stories=words.count("opening.stories", len(pieces)),
        newsrooms=words.count("opening.newsrooms", len(newsrooms)),
        reports=words.count("edition.reports", reports),
    )
    shared = sum(len(story.publishers) > 1 for story in stories)
    return f"{size} {words.count('edition.shared', shared)}" if shared else size


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _listed(headlines: Sequence[str], limit: int) -> str:
    """As many headlines as fit, the first one shortened if need be; one that is too long is passed over."""
    line = ""
    for headline in headlines:
        longer = f"{line} · {headline}" if line else _shortened(headline, limit)
        if len(longer) <= limit:
            line = longer
    return line
