"""What a person does with the stories of a draft, done in the file that is open in their editor too.

Each action is a small edit of `draft.md`, applied to what stands there now and written only if nobody has
saved it since; else it is applied again to what they saved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from digest import drafts, files, journal, redrafting
from digest.deeds import ACTIONS, ConcurrentChange
from digest.draft import form
from digest.draft.moves.proofs import Proofs
from digest.draft.moves.reversing import reversed_
from digest.draft.moves.weaving import woven
from digest.errors import DigestError, UsageError
from digest.journal import Entry
from digest.project import Project

__all__ = ["Acted", "ConcurrentChange", "act", "proofs_of", "undone", "undone_last"]

_TRIES = 3  # times that a move is applied while somebody else saves


@dataclass(frozen=True, slots=True)
class Acted:
    """One action on a draft.

    Attributes:
        words: what was done and where, in one line.
        before, after: the text of the draft; equal where nothing had to be done.
    """

    words: str
    before: str
    after: str


def act(project: Project, key: str, action: str, /, story: str = "", **values: str) -> Acted:
    """Does `action` with the `story` that a person means in the draft of the edition `key`.

    | action | values |
    | --- | --- |
    | move, restore | `section` (id or title), `before` or `after` (a story) |
    | drop, pin, unpin, hold, lead, seen | |
    | retitle | `headline`; `seen`: the headline that the person had before them |
    | reword | `part` (of `rewriting.PARTS`), `words`; `seen`: the words that they had before them |
    | settle | `which`: "mine" or "theirs"; `story` may be a section, or "" for what stands before the first |

    Raises:
        ConcurrentChange: the words to be replaced were changed meanwhile, and both cannot be had.
        DigestError: there is no such draft, story or section, or several are meant.
    """
    deed = ACTIONS.get(action)
    if deed is None:
        raise UsageError(f'"{action}"', "is no action", f"there are {', '.join(ACTIONS)}")
    for _ in range(_TRIES):
        proofs = proofs_of(project, key)
        done = deed(project, proofs, story, values)
        if done.text == proofs.text:
            return Acted(f"Nothing to do: {done.words}", proofs.text, proofs.text)
        text = redrafting.caught_up(project, key, proofs.text, done.text)
        if files.swap(project.folder(key) / drafts.FILE, proofs.text, text):
            redrafting.shown(project, key, proofs.text, text)
            journal.add(project.folder(key), Entry(done.words, proofs.text, text))
            return Acted(done.words, proofs.text, text)
    raise _restless(proofs.file)


def undone(project: Project, key: str, before: str, after: str) -> Acted:
    """Takes back what turned `before` into `after`, also where the draft was changed elsewhere since.

    Raises:
        ConcurrentChange: what it did was changed since.
        DigestError: there is no such draft, or it could not be read then.
    """
    file = project.folder(key) / drafts.FILE
    for _ in range(_TRIES):
        now = proofs_of(project, key).text
        text = woven(after, now, before) or reversed_(before, after, now, str(file))
        if text is None:
            raise ConcurrentChange(str(file), before, now)
        if text != now:
            form.read(text, str(file))
            text = redrafting.caught_up(project, key, now, text)
        if text == now or files.swap(file, now, text):
            redrafting.shown(project, key, now, text)
            journal.remove(file.parent, before, after)
            return Acted("Took it back.", now, text)
    raise _restless(str(file))


def undone_last(project: Project, key: str) -> Acted:
    """Takes back the last action that is remembered for the draft of `key`.

    Raises:
        ConcurrentChange: what it did was changed since.
        DigestError: there is none.
    """
    done = journal.entries(project.folder(key))
    if not done:
        raise DigestError(
            key, "has no action that could be taken back", "digest stories shows what stands there"
        )
    taken = undone(project, key, done[-1].before, done[-1].after)
    return replace(taken, words=f"Took back: {done[-1].words}")


def proofs_of(project: Project, key: str) -> Proofs:
    """The draft of the edition `key` as it stands, beside what the machine wrote.

    Raises:
        DigestError: there is none, or it cannot be read; the subject names the line.
    """
    base = project.store.edition(key)
    file = project.folder(key) / drafts.FILE
    text = drafts.current(file.parent)
    if base is None or text is None:
        raise project.lacks(key, "edition" if base is None else "draft")
    return Proofs(key, text, str(file), base.draft)


def _restless(file: str) -> DigestError:
    return DigestError(file, f"was saved {_TRIES} times while this was being done", "try again")
