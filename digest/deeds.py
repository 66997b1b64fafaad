"""Each action of an editor on a draft: what it makes of the text, and what it says that it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from digest import journal, markup, reserve
from digest.draft import moves
from digest.draft.moves import rewriting
from digest.draft.moves.naming import Named
from digest.draft.moves.proofs import Proofs
from digest.draft.moves.sheet import Sheet
from digest.draft.moves.weaving import woven
from digest.errors import DigestError, UsageError
from digest.project import Project
from digest.text import clip

_SHOWN = 80  # characters of a headline that a message shows
_PARTS = MappingProxyType({"blurb": "text", "also": "further reports", "intro": "introduction"})


class ConcurrentChange(DigestError):  # noqa: N818  # it is no fault of anybody's
    """Somebody changed the same words meanwhile; nothing was written.

    Attributes:
        mine: the words that were to be put in.
        theirs: the words that stand there now.
    """

    def __init__(self, subject: str, mine: str, theirs: str) -> None:
        self.mine, self.theirs = mine, theirs
        problem = "was changed in the draft since you had it before you"
        super().__init__(subject, problem, "look at what stands there now, and change that")


@dataclass(frozen=True, slots=True)
class Deed:
    """What an action makes of a draft: the new text, and what it did."""

    text: str
    words: str


def _move(project: Project, proofs: Proofs, story: str, values: Mapping[str, str]) -> Deed:
    told = proofs.present(story)
    place = _place(proofs, values)
    section = place.get("section", "")
    text = _with_section(project, proofs, section)
    made = moves.moved(text, told.key, **place, file=proofs.file)
    return _moved(proofs, told, made, "Moved")


def _moved(proofs: Proofs, told: Named, made: str, verb: str) -> Deed:
    """A story in its new place, told as such."""
    after = replace(proofs, text=made)
    now = after.named(told.key)
    if made == proofs.text:
        return Deed(made, f"{_quoted(now)} stands there already, {after.spot(told.key)}")
    from_ = f" from {told.section}" if told.section != now.section else ""
    return Deed(made, f"{verb} {_quoted(now)}{from_} to {after.spot(told.key)}.")


def _lead(_: Project, proofs: Proofs, story: str, __: Mapping[str, str]) -> Deed:
    told = proofs.present(story)
    made = moves.led(proofs.text, told.key, file=proofs.file)
    if made == proofs.text:
        return Deed(made, f"{_quoted(told)} leads {told.section} already")
    return Deed(made, f"{_quoted(told)} leads {told.section} now.")


def _drop(_: Project, proofs: Proofs, story: str, __: Mapping[str, str]) -> Deed:
    told = proofs.present(story)
    made = moves.dropped(proofs.text, told.key, file=proofs.file)
    return Deed(made, f"Dropped {_quoted(told)} from {told.section}.")


def _hold(_: Project, proofs: Proofs, story: str, __: Mapping[str, str]) -> Deed:
    told = proofs.present(story)
    made = moves.held(proofs.text, told.key, file=proofs.file)
    if made == proofs.text:
        return Deed(made, f"{_quoted(told)} is held already")
    words = f"Held {_quoted(told)} for the next edition; it stood in {told.section}."
    return Deed(made, words)


def _pin(_: Project, proofs: Proofs, story: str, __: Mapping[str, str], *, on: bool = True) -> Deed:
    told = proofs.present(story)
    made = moves.pinned(proofs.text, told.key, on=on, file=proofs.file)
    if made == proofs.text:
        return Deed(made, f"{_quoted(told)} is {'pinned already' if on else 'not pinned'}")
    if not on:
        return Deed(made, f"Unpinned {_quoted(told)} in {told.section}.")
    words = f"Pinned {_quoted(told)} in {told.section}: a rebuild neither moves nor removes it."
    return Deed(made, words)


def _seen(_: Project, proofs: Proofs, story: str, __: Mapping[str, str]) -> Deed:
    told = proofs.present(story)
    made = moves.seen(proofs.text, told.key, file=proofs.file)
    marked = f"{_quoted(told)} is not marked as new"
    return Deed(made, marked if made == proofs.text else f"{_quoted(told)} is no longer marked as new.")


def _restore(project: Project, proofs: Proofs, story: str, values: Mapping[str, str]) -> Deed:
    """Back from those that are held, else from the machine's last draft, else from all that was seen."""
    told = proofs.absent(story)
    place = _place(proofs, values)
    if told is None:
        block = reserve.block(project, proofs.edition, story)
        place = place or {"section": reserve.piece(project, proofs.edition, story)[1]}
    elif told.place == "dropped":
        block, beside = _as_it_was(project, proofs, told.key)
        block = block or proofs.machine_block(told.key)
        place = place or beside or proofs.home(told.key)
    else:
        block, place = "", place or proofs.home(told.id) or _filed(project, proofs, told)
    text = _with_section(project, proofs, place.get("section", ""))
    if told and not block:
        return _moved(proofs, told, moves.moved(text, told.key, **place, file=proofs.file), "Restored")
    made = moves.restored(text, block, **place, file=proofs.file)
    after = replace(proofs, text=made)
    new = next(one for one in after.stories if one.key not in {known.key for known in proofs.stories})
    return Deed(made, f"Restored {_quoted(new)} to {after.spot(new.key)}.")


def _as_it_was(project: Project, proofs: Proofs, key: str) -> tuple[str, dict[str, str]]:
    """A story in the words in which it was dropped by a remembered action, and its place; "" for none."""
    for done in reversed(journal.entries(project.folder(proofs.edition))):
        with suppress(DigestError):  # a draft that could not be read holds no story
            before, after = Sheet.of(done.before), Sheet.of(done.after)
            kept = {leaf.key: leaf for leaf in before.leaves if leaf.piece}
            if key in kept and key not in {leaf.key for leaf in after.leaves}:
                return "".join(kept[key].lines), _beside(before, proofs, key)
    return "", {}


def _beside(before: Sheet, proofs: Proofs, key: str) -> dict[str, str]:
    """The neighbour of a story in `before` that still stands: the one above it, else the one below."""
    at = before.story(key)
    standing = {one.key for one in proofs.stories if one.place == "printed"}
    above, below = before.leaves[at - 1], before.leaves[at + 1 : at + 2]
    if above.piece and above.key in standing:
        return {"after": above.key}
    return {"before": below[0].key} if below and below[0].piece and below[0].key in standing else {}


def _filed(project: Project, proofs: Proofs, told: Named) -> dict[str, str]:
    """The section of a held story that the machine did not print."""
    try:
        return {"section": reserve.piece(project, proofs.edition, told.id)[1]}
    except DigestError as error:
        remedy = "say where with --to and a section"
        raise UsageError(_quoted(told), "has no section of its own to go back to", remedy) from error


def _retitle(_: Project, proofs: Proofs, story: str, values: Mapping[str, str]) -> Deed:
    told = proofs.present(story)
    headline = _merged(proofs, told.key, "headline", _needed(values, "headline"), values.get("seen"))
    made = moves.retitled(proofs.text, told.key, headline, file=proofs.file)
    if made == proofs.text:
        return Deed(made, f"{_quoted(told)} is its headline already")
    words = f'Retitled {_quoted(told)} in {told.section}: it is "{clip(headline, _SHOWN)}" now.'
    return Deed(made, words)


def _reword(_: Project, proofs: Proofs, story: str, values: Mapping[str, str]) -> Deed:
    part = _needed(values, "part")
    is_around = part in {"title", "subject", "preheader", "intro"}
    if is_around or part.startswith("section"):
        key, name = story, _PARTS.get(part, part) if is_around else f"{part.split()[-1]} of {story}"
    else:
        told = proofs.present(story)
        key, name = told.key, f"{_PARTS.get(part, part)} of {_quoted(told)}"
    words = _merged(proofs, key, part, _needed(values, "words"), values.get("seen"))
    made = rewriting.reworded(proofs.text, key, part, words, file=proofs.file)
    return Deed(made, f"the {name} says that already" if made == proofs.text else f"Reworded the {name}.")


def _merged(proofs: Proofs, key: str, part: str, words: str, seen: str | None) -> str:
    """The words that a person put in, with what was changed in the same part since they saw it."""
    if seen is None:
        return words
    now = rewriting.words_of(proofs.text, key, part, file=proofs.file)
    if now in (seen, words):
        return words
    both = woven(f"{seen}\n", f"{words}\n", f"{now}\n")
    if both is None:
        raise ConcurrentChange(f"the {_PARTS.get(part, part)}", words, now)
    return both.removesuffix("\n")


def _settle(_: Project, proofs: Proofs, story: str, values: Mapping[str, str]) -> Deed:
    which = _needed(values, "which")
    if which not in {"mine", "theirs"}:
        raise UsageError(f'"{which}"', "settles nothing", "say mine, your words, or theirs, the machine's")
    key = story if proofs.is_section(story) else proofs.present(story).key if story else ""
    made = moves.settled(proofs.text, key, which, file=proofs.file)
    name = _quoted(proofs.named(key)) if key and not proofs.is_section(key) else key or "what stands before"
    done = "your words stay" if which == "mine" else "the machine's words are in"
    return Deed(made, f"Settled {name}: {done}.")


def _needed(values: Mapping[str, str], name: str) -> str:
    if name not in values:
        raise UsageError(f'"{name}"', "is missing", "say it with the action")
    return values[name]


def _place(proofs: Proofs, values: Mapping[str, str]) -> dict[str, str]:
    """Section and neighbour as the draft's functions take them; empty where neither is said."""
    beside = {side: proofs.present(values[side]).key for side in ("before", "after") if values.get(side)}
    section = {"section": proofs.section(values["section"])} if values.get("section") else {}
    return section | beside


def _with_section(project: Project, proofs: Proofs, section: str) -> str:
    """The draft, with the heading of `section` again where it is configured and was deleted."""
    if not section or proofs.is_section(section):
        return proofs.text
    for theme in project.config.sections:
        if section in (theme.id, theme.title):
            return moves.opened(proofs.text, theme.id, markup.escape(theme.title), file=proofs.file)
    return proofs.text


def _quoted(told: Named) -> str:
    return f'"{clip(told.headline, _SHOWN)}"'


ACTIONS: Mapping[str, Callable[[Project, Proofs, str, Mapping[str, str]], Deed]] = MappingProxyType(
    {
        "move": _move,
        "drop": _drop,
        "pin": _pin,
        "unpin": partial(_pin, on=False),
        "hold": _hold,
        "restore": _restore,
        "lead": _lead,
        "retitle": _retitle,
        "reword": _reword,
        "settle": _settle,
        "seen": _seen,
    }
)
"""What can be done with a story, by name."""
