"""What a person changed in a draft, brought into the edition that it was written from.

The draft decides words, order, place and presence; the edition supplies the evidence behind each story
that is still there. Nothing here writes or asks: the same draft and edition give the same result.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from digest import markup, words
from digest.deals import identity
from digest.draft import corrections, deals
from digest.draft.drafted import Draft, DraftPiece, DraftSection
from digest.errors import DraftError
from digest.model import Deal, Edition, Piece, Section, Sentence, Watch, stable_id
from digest.text import clip


def applied(edition: Edition, draft: Draft, reserve: Mapping[str, Piece] = MappingProxyType({})) -> Edition:
    """`edition` as `draft` has it.

    A story that `edition` does not have and whose id is in `reserve` stands on the evidence there.

    Raises:
        DraftError: the draft is of another edition, names an unknown section, or has one story twice; the
            subject names the line.
    """
    if draft.edition and draft.edition != edition.key:
        remedy = f"put edition: {edition.key} into the front matter, or move the file to its own folder"
        raise DraftError(draft.file, f"is the draft of {draft.edition}, not of {edition.key}", remedy)
    desk = _Desk(edition, reserve, draft)
    return replace(
        edition,
        title=draft.title or edition.title,
        subject=draft.subject or edition.subject,
        preheader=draft.preheader,
        intro=draft.intro,
        sections=_sections(edition, draft, desk),
        held=tuple(piece for drafted in draft.held for piece in desk.pieces(drafted)),
        watch=_watch(edition, draft),
        corrections=corrections.of(edition, draft, desk.stories),
    )


def _watch(edition: Edition, draft: Draft) -> tuple[Watch, ...]:
    """What falls due as the draft has it; a line that stands as the machine wrote it keeps its evidence."""
    known = {" ".join(watch.text.split()): watch for watch in edition.watch}
    return tuple(
        known.get(" ".join(line.text.split())) or Watch(line.text) for line in draft.watch if line.text
    )


def _sections(edition: Edition, draft: Draft, desk: _Desk) -> tuple[Section, ...]:
    sections: dict[str, Section] = {}
    for drafted in draft.sections:
        place = f"{draft.file}:{drafted.line}"
        known = _section(edition, drafted, place)
        found = tuple(desk.pieces(drafted))
        before = sections.get(known.id)
        sections[known.id] = replace(
            before or known,
            title=drafted.title,
            pieces=_briefs_last((*(before.pieces if before else ()), *found)),
            intro="\n\n".join(filter(None, [before.intro if before else "", drafted.intro])),
        )
    return tuple(sections.values())


def _briefs_last(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Every output prints the briefs of a section together, after the stories with text."""
    return tuple(sorted(pieces, key=lambda piece: piece.is_brief))


def _section(edition: Edition, drafted: DraftSection, place: str) -> Section:
    for section in edition.sections:
        if section.id == drafted.id or (
            not drafted.id and section.title.casefold() == drafted.title.casefold()
        ):
            return section
    name = drafted.id or drafted.title
    titles = [section.title for section in edition.sections]
    close = difflib.get_close_matches(drafted.title, titles, n=1)
    remedy = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(titles)}"
    raise DraftError(place, f'there is no section "{clip(name, 80)}"', remedy)


class _Desk:
    """The pieces that a draft may mean, and the lines in which it has used them."""

    def __init__(self, edition: Edition, reserve: Mapping[str, Piece], draft: Draft) -> None:
        self._printed = {piece.id: piece for piece in (*edition.pieces, *edition.held)}
        self._reserve, self._file = reserve, draft.file
        sections = (*draft.sections, *draft.held)
        self._named = {piece.id for section in sections for piece in section.pieces}
        self._used: dict[str, int] = {}

    @property
    def stories(self) -> Mapping[int, str]:
        """By the line of its heading the id of each story that was asked for so far."""
        return {line: story for story, line in self._used.items()}

    def pieces(self, drafted: DraftSection) -> Iterator[Piece]:
        """The pieces of a section as the draft has them, each with its evidence."""
        for piece in drafted.pieces:
            known = self._known(piece)
            rows = _deals(piece, known.deals if known else (), self._file)
            yield replace(_edited(known, piece) if known else _own(piece, self._used), deals=rows)

    def _known(self, drafted: DraftPiece) -> Piece | None:
        """The machine's piece that a heading means: by its id, else by its address.

        None for the editor's own, and for a story that nothing is known of any more: its words are all here.
        """
        used = self._used
        if drafted.id and drafted.id in used:
            problem = f"story {drafted.id} stands here and in line {used[drafted.id]}"
            remedy = "delete one of the two, or the comment behind its heading"
            raise DraftError(f"{self._file}:{drafted.line}", problem, remedy)
        known = self._printed.get(drafted.id) or self._reserve.get(drafted.id) or self._at(drafted.url)
        if identity := known.id if known else drafted.id:
            used[identity] = drafted.line
        return known

    def _at(self, url: str) -> Piece | None:
        """The first printed piece of that address that no heading of the draft names and none has used."""
        by_url = (piece for piece in self._printed.values() if url and piece.url == url)
        return next((one for one in by_url if one.id not in self._used.keys() | self._named), None)


def _deals(drafted: DraftPiece, known: tuple[Deal, ...], file: str) -> tuple[Deal, ...]:
    """The deals as the draft has them; one that was changed keeps what the reports say of it."""
    left, found = list(known), list[Deal]()
    for row in drafted.deals:
        place = f"{file}:{row.line}"
        same = next((deal for deal in left if deals.line(deal) == f"{deals.LABEL} {row.text}"), None)
        read = same or deals.read(row.text, place)
        before = same or next((deal for deal in left if deal.company == read.company), None)
        if before:
            left.remove(before)
        if not same and any(identity.same(read, deal) for deal in found):
            problem = f'two lines tell the deal of "{clip(read.company, 80)}"'
            raise DraftError(place, problem, "delete one of the two, or change the one that is there")
        found.append(same or replace(read, statements=before.statements if before else ()))
    return tuple(found)


def _edited(piece: Piece, drafted: DraftPiece) -> Piece:
    summary = piece.summary if drafted.blurb == piece.blurb else _traced(drafted.blurb, piece)
    return replace(
        piece,
        headline=drafted.headline,
        url=drafted.url,
        blurb=drafted.blurb,
        also=drafted.also,
        summary=summary,
    )


def _traced(blurb: str, piece: Piece) -> tuple[Sentence, ...]:
    """The sentences of an edited text; those that still stand as the machine took them keep their entry."""
    entries = {markup.escape(sentence.text): sentence.entry for sentence in piece.summary}
    return tuple(
        Sentence(markup.unescape(sentence), entries.get(sentence))
        for sentence in words.sentences(markup.told(blurb))
    )


def _own(drafted: DraftPiece, used: dict[str, int]) -> Piece:
    summary = tuple(
        Sentence(markup.unescape(text), None) for text in words.sentences(markup.told(drafted.blurb))
    )
    identity = drafted.id or _free(drafted, used)
    return Piece(identity, drafted.headline, drafted.url, drafted.blurb, drafted.also, summary)


def _free(drafted: DraftPiece, used: dict[str, int]) -> str:
    """An id for a story of the editor's own: of two with the same headline the second has one more."""
    number, identity = 1, stable_id("own", drafted.headline, drafted.url)
    while identity in used:
        number += 1
        identity = stable_id("own", drafted.headline, drafted.url, str(number))
    used[identity] = drafted.line
    return identity
