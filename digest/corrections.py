"""Corrections: what an edition that went out got wrong is put right where its readers see it.

    opened(project, "2026-W46")                      what is open, and what went out when
    correct(project, "2026-W46", "We wrote …", …)    a dated line in its draft, and new outputs
    letter(project, "2026-W46", now)                 a short mail to those who got the wrong one

The next edition that is built lists what was corrected since (`due`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from digest import checking, desk, drafts, editionjson, files, findings, markup, messages, press
from digest.check import Finding
from digest.desk import Rendered
from digest.draft.moves import correcting, naming
from digest.draft.moves.sheet import Sheet
from digest.errors import DigestError, UsageError
from digest.messages import Messages
from digest.model import Correction, Edition, stable_id
from digest.project import Project
from digest.render import clean
from digest.text import line

FOLDER = "correction"
"""Beside the draft of the corrected edition, where the mail to its readers lies."""

_OUTPUTS = {"email.html": "email.html", "email.txt": "email.txt", "edition.md": "correction.md"}


@dataclass(frozen=True, slots=True)
class Opened:
    """An edition that went out, opened again.

    Attributes:
        went: how it went out and when that was first, aware UTC: `approved`, `published`, `sent`.
        draft: where its draft lies.
        made: its corrections so far, the earliest first.
    """

    key: str
    went: Mapping[str, datetime]
    draft: Path
    made: tuple[Correction, ...]

    @property
    def since(self) -> datetime:
        """From when on somebody may have had what is wrong in it."""
        return min(self.went.values())


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction in a draft.

    Attributes:
        headline: of its story; "" for the edition as a whole.
        is_new: whether it was not there yet.
    """

    correction: Correction
    headline: str
    is_new: bool
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Letter:
    """The mail to those who got the wrong edition, written and not sent.

    Attributes:
        findings: what the gate says of it as a mail.
        unsent: why there is no file that a mail program opens; "" where there is one, or nobody sends mail.
    """

    subject: str
    count: int
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    unsent: str = ""


def pending(earlier: Sequence[Edition], decided: Iterable[Correction] = ()) -> tuple[Correction, ...]:
    """The corrections of `earlier` editions that none of them lists yet, the oldest edition's first.

    `earlier` begins with the last edition. `decided` are corrections that were put before an editor, who may
    have deleted them: what was decided does not come back.
    """
    listed = {_mark(one) for edition in earlier for one in edition.corrections if one.edition}
    listed |= {_mark(one) for one in decided if one.edition}
    found = (_told_elsewhere(one, edition) for edition in reversed(earlier) for one in _own(edition))
    return tuple(one for one in found if _mark(one) not in listed)


def due(project: Project, key: str, earlier: Sequence[Edition]) -> tuple[Correction, ...]:
    """The corrections that the edition of `key` is to list; `earlier` are those before it, the last first.

    One that was approved or went out keeps what its build listed: what is corrected later is the next one's.
    What the build of another edition has listed was decided there, whatever became of the line.
    """
    store = project.store
    if store.approvals(key) or store.releases(key):
        return _listed(project, key)
    if not (found := pending(earlier)):
        return ()
    keys = [built for built, _ in store.editions()]
    since = keys[: max((keys.index(one.edition) for one in found if one.edition in keys), default=len(keys))]
    return pending(earlier, (one for built in since if built != key for one in _listed(project, built)))


def opened(project: Project, key: str) -> Opened:
    """The edition of `key`, which went out, for whoever corrects it.

    Raises:
        DigestError: it never was approved, or its draft cannot be read.
    """
    store, folder = project.store, project.folder(key)
    if store.edition(key) is None:
        raise project.lacks(key)
    approved = [("approved", approval.at) for approval in store.approvals(key)]
    went = dict([*approved, *((release.kind, release.at) for release in store.releases(key))])
    if not went:
        raise DigestError(key, "is not out", f"edit its draft and render: digest render {key}")
    # the store tells the newest first, so that of each way the first time stays
    return Opened(key, went, folder / drafts.FILE, _own(checking.current(project, key)))


def correct(project: Project, key: str, note: str, now: datetime, story: str = "") -> Corrected:
    """Writes `note`, Markdown of one line, with the day of `now` into the draft of `key`, and renders it.

    `story` names the story as a person does, by id, address or words of its headline; "" means the edition
    as a whole.

    Raises:
        DigestError: it is not out, the note says nothing, no or more than one story is meant, the draft or an
            output cannot be had, or somebody else saved the draft meanwhile. The draft is changed last.
    """
    before = opened(project, key)
    text = drafts.current(before.draft.parent)
    if text is None:
        raise DigestError(str(before.draft), "there is no such draft", f"digest build {key} makes one")
    named = _named(text, story, before.draft, project) if story else None
    day = now.astimezone(ZoneInfo(project.config.edition.timezone)).date()
    found = Correction(day, _said(note), named.key if named else "")
    after = correcting.corrected(text, found, file=str(before.draft))
    if after != text and not files.swap(before.draft, text, after):
        raise DigestError(str(before.draft), "was saved by somebody else meanwhile", "try again")
    try:
        rendered = desk.render(project, key)
    except DigestError:
        files.swap(before.draft, after, text)
        raise
    return Corrected(found, named.headline if named else "", after != text, rendered)


def letter(project: Project, key: str, now: datetime) -> Letter:
    """Writes a mail with the corrections of `key` since it first went out; sends nothing.

    Raises:
        DigestError: it is not out, nothing in it was corrected, or the mail cannot be made.
    """
    since = opened(project, key).since.astimezone(ZoneInfo(project.config.edition.timezone)).date()
    words = messages.of(project.config.edition.language, project.config.templates)
    made = letter_of(checking.current(project, key), since, now, words)
    if not made.corrections:
        remedy = f'digest correct {key} --note "What was wrong, and what is right."'
        raise DigestError(key, "has no correction to tell", remedy)
    printed = press.printed(project, made)
    texts = {name: printed.texts[output] for output, name in _OUTPUTS.items()}
    texts |= {name: text for name, text in printed.texts.items() if name == press.MAIL}
    folder = project.folder(key) / FOLDER
    files.write(folder, texts, without=printed.unmade)
    fit = findings.fit(checking.of(project, made, printed), "send")
    told = findings.chosen(fit, (), ("numbers",))  # the edition's own gate read them beside its reports
    written = tuple(folder / name for name in texts)
    return Letter(made.subject, len(made.corrections), written, told, printed.unsent)


def letter_of(edition: Edition, since: date, now: datetime, words: Messages) -> Edition:
    """An edition of its own that tells what was corrected in `edition` since a day, and nothing else."""
    corrections = tuple(_linked(one, edition) for one in _own(edition) if one.at >= since)
    number = words.say("edition.number", number=edition.number)
    told = words.say(
        "corrections.intro", number=number, title=edition.title, period=words.span(*edition.period.days)
    )
    page = markup.link(words.say("corrections.page"), edition.url) if edition.url else ""
    version = stable_id(*(f"{one.at} {one.text}" for one in corrections))[:8]
    return replace(
        edition,
        period=replace(edition.period, key=f"{edition.key}-{FOLDER}-{version}"),
        subject=words.say("corrections.subject", title=edition.title, number=number),
        preheader=words.say("corrections.preheader", number=number),
        intro="\n\n".join(filter(None, [markup.escape(told), page])),
        sections=(),
        sources=(),
        watch=(),
        pictures=(),
        held=(),
        built_at=now,
        corrections=corrections,
    )


def _own(edition: Edition) -> tuple[Correction, ...]:
    return tuple(sorted((one for one in edition.corrections if not one.edition), key=lambda one: one.at))


def _mark(one: Correction) -> tuple[str, date, str]:
    """What makes two lines about earlier editions one."""
    return one.edition, one.at, " ".join(one.text.split())


def _told_elsewhere(one: Correction, edition: Edition) -> Correction:
    """A correction of `edition` itself as a later edition lists it."""
    return replace(one, edition=edition.key, url=edition.url, number=edition.number)


def _linked(one: Correction, edition: Edition) -> Correction:
    """A correction as a mail tells it, in which the story does not stand."""
    address = (
        f"{edition.url.partition('#')[0]}#{clean.anchor(one.story)}" if edition.url and one.story else ""
    )
    return replace(one, story="", url=address)


def _listed(project: Project, key: str) -> tuple[Correction, ...]:
    """What the last build of `key` listed; nothing where that cannot be read any more."""
    built = project.store.edition(key)
    try:
        found = editionjson.read(built.edition).corrections if built else ()
    except DigestError:
        return ()
    return tuple(one for one in found if one.edition)


def _named(text: str, story: str, file: Path, project: Project) -> naming.Named:
    base = project.store.edition(file.parent.name)
    pieces = editionjson.read(base.edition).pieces if base else ()
    known: Mapping[str, str] = {piece.url: piece.id for piece in pieces if piece.url}
    told = naming.stories(Sheet.of(text, str(file)), known)
    return naming.one(
        [one for one in told if one.place == "printed"], story, f"the draft of {file.parent.name}"
    )


def _said(note: str) -> str:
    """The note on one line. Raises `UsageError` where it says nothing."""
    told = line(note)
    if not told:
        raise UsageError(
            "--note", "says nothing", 'write what was wrong and what is right: --note "We wrote …"'
        )
    return told
