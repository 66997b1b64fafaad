"""An action on a draft taken back story by story, where its lines alone do not tell what it did.

Of two stories that changed places, lines cannot say which one was moved; if the other was reworded since, its
words stay, and the order goes back.
"""

from __future__ import annotations

from contextlib import suppress

from digest.draft import moves
from digest.draft.changes import rising
from digest.draft.moves.sheet import Leaf, Sheet
from digest.draft.moves.weaving import woven
from digest.errors import DraftError


def reversed_(before: str, after: str, now: str, file: str = "draft.md") -> str | None:
    """`now` without what turned `before` into `after`; None where that was changed since.

    Raises:
        DraftError: one of them cannot be read.
    """
    old, new, here = (Sheet.of(text, file) for text in (before, after, now))
    if _rest(old) != _rest(new) or not _is_as_it_was(old, new, here):
        return None
    with suppress(DraftError):
        return _put_back(old, new, now, file)
    return None


def _rest(sheet: Sheet) -> list[str]:
    """All that is no story; the heading of held ones comes and goes with them."""
    return ["".join(leaf.lines) for leaf in sheet.leaves if leaf.piece is None and not leaf.is_held]


def _is_as_it_was(old: Sheet, new: Sheet, here: Sheet) -> bool:
    """Whether what the action brought in is as it brought it in, and what it took out is still out."""
    was, became, is_now = (_stories(sheet) for sheet in (old, new, here))
    brought = became.keys() - was.keys()
    kept = all(key in is_now and is_now[key].lines == became[key].lines for key in brought)
    there = all(key in is_now for key in was.keys() & became.keys() if was[key].lines != became[key].lines)
    return kept and there and not (was.keys() - became.keys()) & is_now.keys()


def _put_back(old: Sheet, new: Sheet, text: str, file: str) -> str | None:
    was, became = _stories(old), _stories(new)
    for key in became.keys() - was.keys():
        text = moves.dropped(text, key, file=file)
    for key in _elsewhere(old, new):
        section, place = _home(old, Sheet.of(text, file), key)
        if key not in became:
            text = moves.restored(text, "".join(was[key].lines), section, **place, file=file)
        elif was[key].is_held:
            text = moves.held(text, key, file=file)
        else:
            text = moves.moved(text, key, section, **place, file=file)
    for key in (key for key in was if key in became and was[key].lines != became[key].lines):
        sheet = Sheet.of(text, file)
        at = sheet.story(key)
        lines = ("".join(leaf.lines) for leaf in (became[key], sheet.leaves[at], was[key]))
        words = woven(*lines)
        if words is None:
            return None
        text = str(sheet.with_leaf(at, (words,)))
    return text


def _stories(sheet: Sheet) -> dict[str, Leaf]:
    return {leaf.key: leaf for leaf in sheet.leaves if leaf.piece}


def _section(leaf: Leaf) -> str:
    if leaf.is_held or leaf.section is None:
        return ""
    return leaf.section.id or leaf.section.title


def _elsewhere(old: Sheet, new: Sheet) -> list[str]:
    """The stories of `old` that `new` has elsewhere or not at all, in the order of `old`."""
    became = _stories(new)
    places = {key: number for number, key in enumerate(became)}
    was = _stories(old)
    stayed = [key for key in was if key in became and _section(was[key]) == _section(became[key])]
    calm = {stayed[number] for number in rising([places[key] for key in stayed])}
    return [key for key in was if key not in calm]


def _home(old: Sheet, here: Sheet, key: str) -> tuple[str, dict[str, str]]:
    """The section of a story in `old`, and its nearest neighbour there that stands in it now."""
    was, is_now = _stories(old), _stories(here)
    section = _section(was[key])
    siblings = [other for other in was if _section(was[other]) == section]
    at = siblings.index(key)
    there = [other for other in siblings if other in is_now and _section(is_now[other]) == section]
    earlier = [other for other in there if siblings.index(other) < at]
    later = [other for other in there if siblings.index(other) > at]
    if earlier:
        return section, {"after": earlier[-1]}
    return section, {"before": later[0]} if later else {}
