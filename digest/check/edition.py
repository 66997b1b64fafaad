"""The edition itself: its lines in the inbox, and whether it is all there."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from digest import messages, text
from digest.check import shortened
from digest.check.document import Document, visible
from digest.check.document.views import LIGHT
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.spot import Spot
from digest.model import Piece

EDITION = Family("edition")

SUBJECT, PREHEADER = (20, 70), (40, 110)
"""Letters: the fewest that say something, the most that an inbox shows."""

_SHOWN = 80  # letters of first words that are told
_SEND = frozenset({"send"})


@EDITION.rule(
    "subject",
    "the subject is missing, too long or too short",
    why="an inbox shows 70 letters of it, a phone about 40; an empty one is taken for spam (SpamAssassin)",
    purposes=_SEND,
)
def subjects(galley: Galley) -> Iterator[Fault]:
    """The subject has words, and not more than an inbox shows."""
    line = text.line(galley.edition.subject)
    fewest, most = SUBJECT
    spot = Spot("subject", line)
    remedy = "write one into the draft: what is new, the most important word first"
    if not line:
        yield Fault(spot, "there is none", remedy)
    elif (letters := _letters(line)) > most:
        yield Fault(spot, f"it has {letters} letters, and an inbox shows {most}", remedy, "warning")
    elif _breadth(line) < fewest:
        yield Fault(spot, f"it has {letters} letters and says little", remedy, "note")


@EDITION.rule(
    "preheader",
    "the line after the subject is missing, too long, too short, or not what the mail begins with",
    why="an inbox shows 40 to 110 letters after the subject; it takes them from the mail itself if need be",
    purposes=_SEND,
)
def preheaders(galley: Galley) -> Iterator[Fault]:
    """The preheader has 40 to 110 letters and is not the subject."""
    line, subject = text.line(galley.edition.preheader), text.line(galley.edition.subject)
    fewest, most = PREHEADER
    spot = Spot("preheader", line)
    remedy = f"write {fewest} to {most} letters into the draft that go on from the subject"
    if not line:
        yield Fault(spot, "there is none: an inbox shows the first words of the mail", remedy, "warning")
    elif line.casefold() == subject.casefold():
        yield Fault(spot, "it is the subject once more", remedy)
    elif (letters := _letters(line)) > most:
        yield Fault(spot, f"it has {letters} letters, and an inbox shows {most}", remedy, "warning")
    elif _breadth(line) < fewest:
        reason = f"it has {letters} letters: an inbox goes on with the first words of the mail"
        yield Fault(spot, reason, remedy, "warning")
    if line and galley.mail:
        yield from _opening(galley.mail, line)


def _opening(mail: Document, preheader: str) -> Iterator[Fault]:
    """What an inbox shows of `mail` is the preheader, once, and nothing else that nobody sees."""
    line = _plain(preheader)
    light = mail.seen(LIGHT)
    unseen = takewhile(lambda stretch: light.of(stretch[0]).hidden, mail.texts)
    before = " ".join(" ".join(words for _within, words in unseen).split())
    first = _beginning(mail, 2 * len(line) + _SHOWN)
    remedy = "print {{ issue.preheader }} once as the first words, as templates/email.mjml does"
    if not line:
        return
    if not first.startswith(line):
        yield Fault(mail.whole(first[:_SHOWN]), f"its first words are “{first[:_SHOWN]}”", remedy)
    elif first[len(line) :].lstrip().startswith(line):
        yield Fault(mail.whole(line), "it says its preheader twice", remedy)
    elif len(before) > len(line):
        more = before[len(line) :].strip()[:_SHOWN]
        yield Fault(mail.whole(more), f"“{more}” stands behind its preheader, and nobody sees it", remedy)


def _beginning(mail: Document, letters: int) -> str:
    """The first words of `mail`, at least so many letters of them."""
    found: list[str] = []
    for _within, words in mail.texts:
        found.extend(words.split())
        letters -= len(words)
        if letters < 0:
            break
    return " ".join(found)


def _plain(words: str) -> str:
    return " ".join(visible(text.line(words)).split())


@EDITION.rule("empty", "the edition tells nothing")
def nothing(galley: Galley) -> Iterator[Fault]:
    """It has a story."""
    if not galley.edition.pieces:
        remedy = "send it as it is, or skip this one"
        yield Fault(Spot(galley.edition.key), "it has no story", remedy, "note")


@EDITION.rule("section", "a section has words before its first story, and no story")
def sections(galley: Galley) -> Iterator[Fault]:
    """A section with an introduction has stories. One with neither is not printed."""
    for section in galley.edition.sections:
        if section.intro.strip() and not section.pieces:
            spot = Spot(f"section “{text.line(section.title)}”", _short(section.intro))
            remedy = "put a story under it, or take its words out of the draft"
            yield Fault(spot, "no story stands under these words", remedy, "warning")


@EDITION.rule("untitled", "something has no title, or only signs that cannot be seen")
def untitled(galley: Galley) -> Iterator[Fault]:
    """The edition, its sections that are printed and its stories have titles."""
    edition = galley.edition
    if not text.line(edition.title):
        yield Fault(
            Spot("title"), "the edition has no title", 'write title = "…" under [edition] in sources.toml'
        )
    for section in edition.sections:
        if section.pieces and not text.line(section.title):
            yield Fault(Spot(f"section {section.id}"), "it has no title", "give it one in sources.toml")
    for piece in edition.pieces:
        if not text.line(piece.headline):
            reason = "the story has no headline"
            yield Fault(_spot(piece), reason, "write one into the draft, or take the story out")


@EDITION.rule("textless", "a story has a place for text, and none in it")
def textless(galley: Galley) -> Iterator[Fault]:
    """What is not one line has words under its headline."""
    for piece in galley.edition.pieces:
        if piece.blurb and not text.line(piece.blurb):
            yield Fault(_spot(piece), "its text is blank", "write some, or leave it one line", "warning")


@EDITION.rule("twice", "two stories have the same headline")
def twice(galley: Galley) -> Iterator[Fault]:
    """No headline stands twice."""
    pieces: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in galley.edition.pieces:
        pieces[text.line(piece.headline).casefold()].append(piece)
    for headline, same in pieces.items():
        for piece in same[1:] if headline else ():
            remedy = "merge the two in the draft, or tell them apart in their headlines"
            yield Fault(_spot(piece), "another story has this headline", remedy, "warning")


@EDITION.rule("replaced", "a story could not be printed as it is")
def replaced(galley: Galley) -> Iterator[Fault]:
    """Every story stands in the outputs with its text."""
    by_id = {piece.id: piece for piece in galley.edition.pieces}
    for id_, problem in galley.replaced.items():
        spot = _spot(by_id[id_]) if id_ in by_id else Spot(f"story {id_[:6]}", "", "", id_)
        yield Fault(spot, f"only its headline is printed: {problem}", "mend its text in the draft", "warning")


@EDITION.rule(
    "cut",
    "stories or their texts stand on the page and not in the mail",
    why="Gmail cuts a mail at 102 kB",
    purposes=_SEND,
)
def cut(galley: Galley) -> Iterator[Fault]:
    """How many stories the mail leaves to the page, or that it leaves their texts to it."""
    if galley.mail is None:
        return
    remedy = "take out what matters least, or leave it so: the mail says where the rest is"
    reason = ""
    if absent := shortened.absent(galley.mail):
        reason = f"{absent} of {len(galley.edition.pieces)} stories stand on the page only"
    elif shortened.says_so(galley.mail):
        reason = "the texts of some stories stand on the page only"
    if reason:
        yield Fault(galley.mail.whole(), reason, remedy, "note" if galley.edition.url else "warning")


@EDITION.rule("sample", "the outlets and their reports are invented", purposes=_SEND)
def sample(galley: Galley) -> Iterator[Fault]:
    """A sample goes to nobody who did not ask for one."""
    if galley.edition.sample:
        remedy = "take sample = true out of sources.toml and name sources of your own"
        yield Fault(Spot(galley.edition.key), "it is a sample, and a reader might believe it", remedy)


@EDITION.rule("language", "the fixed words of the outputs are in another language")
def language(galley: Galley) -> Iterator[Fault]:
    """There are messages in the language of the edition."""
    tag = text.line(galley.edition.language) or "en"
    first = tag.split("-")[0].lower()
    if first not in messages.shipped():
        reason = f"no messages in “{tag}” come with the program: dates and labels are in English"
        remedy = f"write templates/messages/{first}.toml; where you have one, all is well"
        yield Fault(Spot("sources.toml: [edition] language", tag), reason, remedy, "note")


@EDITION.rule("number", "the number or the period of the edition cannot be right")
def numbers(galley: Galley) -> Iterator[Fault]:
    """It is number 1 or later of a period that ends after it begins."""
    edition = galley.edition
    if edition.number < 1:
        remedy = "build it again: digest counts from 1"
        yield Fault(Spot(edition.key, f"No. {edition.number}"), "no edition comes before the first", remedy)
    if edition.period.start >= edition.period.end:
        yield Fault(Spot(edition.key), "its period ends before it begins", "build it again")


def _letters(line: str) -> int:
    """What a reader counts: without marks upon letters and what joins signs into one."""
    return sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf", "Sk") for letter in line)


def _breadth(line: str) -> int:
    """Letters of `line`, where one of a script without spaces says as much as two."""
    wide = sum("\u2e80" <= letter <= "\ua4cf" or "\uac00" <= letter <= "\ud7af" for letter in line)
    return _letters(line) + wide


def _short(words: str) -> str:
    line = text.line(words)
    return line if len(line) <= 80 else line[:79] + "…"


def _spot(piece: Piece) -> Spot:
    headline = text.line(piece.headline)
    return Spot(f"story {piece.id[:6]} “{headline}”", headline, "", piece.id)
