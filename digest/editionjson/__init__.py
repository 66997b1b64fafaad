"""`edition.json`: the public, stable form of an edition; written and read here.

Keys stand in a fixed order, so that the same edition has the same bytes and a diff shows what changed.
Entries lose `text`, `html`, `summary` and `author`, which stay in the store; everything else comes back
as it was. `counts` and `score.value` are there for readers and are not read back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest import model
from digest.editionjson import figures
from digest.editionjson.place import Place, fault

FORMAT = 1
"""Version of the form; raised when a reader of the old one would go wrong."""

_LISTS = ("entries", "copies", "filed_by", "against", "ties", "related", "claims", "differences", "due")
_CORRECTION = "text story edition headline url"
_PICTURE = "path width height media_type size digest"
_VOICES = ("newsrooms", "wires", "rewrites", "documents")


def write(edition: model.Edition) -> str:
    r"""The edition as JSON, two spaces deep, ending in a newline.

    Everything is readable UTF-8; a lone surrogate, which UTF-8 cannot hold, is written as `\udXXX`.
    """
    text = json.dumps(_edition_out(edition), indent=2, ensure_ascii=False, allow_nan=False)
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def read(text: str) -> model.Edition:
    """The edition that `write` wrote.

    Raises:
        DigestError: it is no JSON, of another version, or something in it is missing or of the wrong
            kind; the message names the place.
    """
    try:
        found = Place(json.loads(text), "")
    except (ValueError, RecursionError) as error:
        raise fault(f"is no JSON: {error}") from error
    if (version := found["format"].count) != FORMAT:
        raise fault(f"has format {version}, this program reads {FORMAT}")
    return _edition_in(found)


def _edition_out(edition: model.Edition) -> dict[str, object]:
    return {
        "format": FORMAT,
        **_picked(edition, "key number"),
        "period": {
            "start": _time_out(edition.period.start),
            "end": _time_out(edition.period.end),
            **_picked(edition.period, "timezone label"),
        },
        **_picked(edition, "title tagline language subject preheader intro url sample"),
        "built_at": _time_out(edition.built_at),
        "counts": _counts(edition),
        "watch": [figures.watch_out(watch) for watch in edition.watch],
        "pictures": [_picked(picture, _PICTURE) for picture in edition.pictures],
        "corrections": [
            {"at": one.at.isoformat(), **_picked(one, f"{_CORRECTION} number")} for one in edition.corrections
        ],
        "sections": [_section_out(section) for section in edition.sections],
        "held": [_piece_out(piece) for piece in edition.held],
        "sources": [_picked(note, "name seen used problem") for note in edition.sources],
    }


def _counts(edition: model.Edition) -> dict[str, int]:
    return {
        "sections": len(edition.sections),
        "stories": len(edition.pieces),
        "briefs": sum(len(section.briefs) for section in edition.sections),
        "entries": sum(len(piece.story.entries) for piece in edition.pieces if piece.story),
        "publishers": edition.publishers,
        "sources": len(edition.sources),
    }


def _section_out(section: model.Section) -> dict[str, object]:
    stories = [_piece_out(piece) for piece in section.pieces]
    return {**_picked(section, "id title description intro"), "stories": stories}


def _piece_out(piece: model.Piece) -> dict[str, object]:
    return {
        **_picked(piece, "id headline url blurb"),
        "also": [_picked(link, "name url") for link in piece.also],
        "summary": [_picked(sentence, "text entry") for sentence in piece.summary],
        "deals": [figures.deal_out(deal) for deal in piece.deals],
        **_story_out(piece.story, piece.deals),
    }


def _story_out(story: model.Story | None, printed: Sequence[model.Deal]) -> dict[str, object]:
    """The evidence beside the printed words; `found` is null for a piece that the editor wrote.

    `found.deals` is null where the editor left the deals as they were found.
    """
    if story is None:
        return {**{name: [] for name in _LISTS}, "score": None, "voices": None, "since": None, "found": None}
    return {
        "entries": [_entry_out(entry) for entry in story.entries],
        "copies": [_entry_out(entry) for entry in story.copies],
        "score": {"value": story.score.value, "reasons": _reasons_out(story.score.reasons)},
        "filed_by": _reasons_out(story.filed_by),
        "against": _reasons_out(story.against),
        "ties": [{**_picked(tie, "entry to"), "reasons": _reasons_out(tie.reasons)} for tie in story.ties],
        "related": list(story.related),
        "voices": {name: list(getattr(story.voices, name)) for name in _VOICES},
        "since": _picked(story.since, "edition number headline new change") if story.since else None,
        "claims": figures.claims_out(story.claims),
        "differences": [figures.difference_out(difference) for difference in story.differences],
        "due": [figures.due_out(due) for due in story.due],
        "found": {
            **_picked(story, "id section relevance runner_up"),
            "summary": [_picked(sentence, "text entry") for sentence in story.summary],
            "deals": None if story.deals == printed else [figures.deal_out(deal) for deal in story.deals],
        },
    }


def _entry_out(entry: model.Entry) -> dict[str, object]:
    return {
        **_picked(entry, "id source publisher title url guid language"),
        "published": _time_out(entry.published) if entry.published else None,
        "seen_at": _time_out(entry.seen_at),
        "within": _picked(entry.within, "name url") if entry.within else None,
    }


def _reasons_out(reasons: Iterable[model.Reason]) -> list[dict[str, object]]:
    return [_picked(reason, "name value note") for reason in reasons]


def _picked(record: object, names: str) -> dict[str, object]:
    return {name: getattr(record, name) for name in names.split()}


def _time_out(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _edition_in(at: Place) -> model.Edition:
    words = ("title", "tagline", "language", "subject", "preheader", "intro", "url")
    return model.Edition(
        period=_period_in(at["key"], at["period"]),
        number=at["number"].count,
        sections=tuple(map(_section_in, at["sections"])),
        sources=tuple(map(_note_in, at["sources"])),
        built_at=at["built_at"].time,
        sample=at["sample"].flag,
        watch=tuple(map(figures.watch_in, at.listed("watch"))),
        pictures=tuple(map(_picture_in, at.listed("pictures"))),
        held=tuple(map(_piece_in, at.listed("held"))),
        corrections=tuple(map(_correction_in, at.listed("corrections"))),
        **{word: at[word].text for word in words},
    )


def _correction_in(at: Place) -> model.Correction:
    words = {name: at[name].text for name in _CORRECTION.split()}
    return model.Correction(at["at"].day, number=at["number"].count, **words)


def _picture_in(at: Place) -> model.Picture:
    path = at["path"].text
    if model.path_within(path) != path:  # whoever wrote it means to show another file
        raise fault(f"{at.path}.path leads out of the edition's folder")
    numbers = {name: at[name].count for name in ("width", "height", "size")}
    return model.Picture(path, media_type=at["media_type"].text, digest=at["digest"].text, **numbers)


def _period_in(key: Place, at: Place) -> model.Period:
    zone = at["timezone"]
    try:
        ZoneInfo(zone.text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise fault(f"{zone.path} is no time zone") from None
    return model.Period(key.text, at["start"].time, at["end"].time, zone.text)


def _note_in(at: Place) -> model.SourceNote:
    return model.SourceNote(at["name"].text, at["seen"].count, at["used"].count, at["problem"].text)


def _section_in(at: Place) -> model.Section:
    pieces = tuple(map(_piece_in, at["stories"]))
    words = {name: at[name].text for name in ("id", "title", "description", "intro")}
    return model.Section(pieces=pieces, **words)


def _piece_in(at: Place) -> model.Piece:
    deals = tuple(map(figures.deal_in, at.listed("deals")))
    return model.Piece(
        id=at["id"].text,
        headline=at["headline"].text,
        url=at["url"].text,
        blurb=at["blurb"].text,
        also=tuple(model.Link(link["name"].text, link["url"].text) for link in at["also"]),
        summary=tuple(map(_sentence_in, at["summary"])),
        story=at["found"].maybe(lambda found: _story_in(at, found, deals)),
        deals=deals,
    )


def _story_in(at: Place, found: Place, printed: tuple[model.Deal, ...]) -> model.Story:
    entries = tuple(map(_entry_in, at["entries"]))
    if not entries:
        raise fault(f"{at.path}.entries is empty, yet {found.path} says that the story was found")
    return model.Story(
        id=found["id"].text,
        entries=entries,
        copies=tuple(map(_entry_in, at["copies"])),
        section=found["section"].text,
        filed_by=tuple(map(_reason_in, at["filed_by"])),
        score=model.Score(tuple(map(_reason_in, at["score"]["reasons"]))),
        summary=tuple(map(_sentence_in, found["summary"])),
        ties=tuple(map(_tie_in, at.listed("ties"))),
        related=tuple(story.text for story in at.listed("related")),
        relevance=found.later("relevance").maybe(lambda share: share.amount) or 0.0,
        runner_up=found.later("runner_up").maybe(lambda section: section.text) or "",
        against=tuple(map(_reason_in, at.listed("against"))),
        voices=at.later("voices").maybe(_voices_in) or model.Voices(),
        since=at.later("since").maybe(_since_in),
        claims=figures.claims_in(at.listed("claims")),
        deals=_deals_in(found.later("deals"), printed),
        differences=tuple(map(figures.difference_in, at.listed("differences"))),
        due=tuple(map(figures.due_in, at.listed("due"))),
    )


def _deals_in(at: Place, printed: tuple[model.Deal, ...]) -> tuple[model.Deal, ...]:
    return printed if at.value is None else tuple(map(figures.deal_in, at))


def _tie_in(at: Place) -> model.Tie:
    return model.Tie(at["entry"].text, at["to"].text, tuple(map(_reason_in, at["reasons"])))


def _voices_in(at: Place) -> model.Voices:
    return model.Voices(**{name: tuple(voice.text for voice in at[name]) for name in _VOICES})


def _since_in(at: Place) -> model.Since:
    change = at.later("change").maybe(lambda change: change.text) or ""
    return model.Since(at["edition"].text, at["number"].count, at["headline"].text, at["new"].text, change)


def _entry_in(at: Place) -> model.Entry:
    names = ("id", "source", "publisher", "guid", "url", "title", "language")
    return model.Entry(
        published=at["published"].maybe(lambda published: published.time),
        seen_at=at["seen_at"].time,
        within=at.later("within").maybe(lambda link: model.Link(link["name"].text, link["url"].text)),
        summary="",
        text="",
        html="",
        author="",
        **{name: at[name].text for name in names},
    )


def _sentence_in(at: Place) -> model.Sentence:
    return model.Sentence(at["text"].text, at["entry"].maybe(lambda entry: entry.text))


def _reason_in(at: Place) -> model.Reason:
    return model.Reason(at["name"].text, at["value"].amount, at["note"].text)
