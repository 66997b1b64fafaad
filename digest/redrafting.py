"""A draft that is built again: what the machine found since goes into what the editor made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from digest import continuing, draft, drafts, editionjson, reserve
from digest.draft.merging import Merged, merged
from digest.errors import DraftError, HeldError
from digest.model import Edition, Fate, Piece, Section
from digest.project import Project
from digest.store import BuiltEdition

ASIDE = "draft.new.md"
"""The new draft where it could not go into the one that is there."""

_TRIES = 5  # times that a draft is merged anew because somebody saved it meanwhile


@dataclass(frozen=True, slots=True)
class Redraft:
    """What became of a draft.

    Attributes:
        text: what is to stand in it.
        edition: what it comes to.
        merged: how the old one and the new one went together; None where there was none, or it is put aside.
        earlier: what earlier builds had of it and this one has not, as `digest.continuing.lost` gives it.
        aside: by file name an old draft that is put aside.
        refused: why the draft that is there stays as it is; "" where it does not.
    """

    text: str
    edition: Edition
    merged: Merged | None = None
    earlier: Edition | None = None
    aside: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""


def continued(
    project: Project, made: Edition, fates: Iterable[Fate], waiting: tuple[Section, ...]
) -> tuple[Edition, tuple[Fate, ...], tuple[Section, ...]]:
    """An edition, its fates and what waits below the line, under the ids that the stories had before."""
    before = known(project.store.edition(made.key))
    if before is None:
        return made, tuple(fates), waiting
    return continuing.kept(made, fates, before, waiting)


def known(before: BuiltEdition | None) -> Edition | None:
    """All that the machine had for an edition up to its last build; None where it was never built."""
    if before is None:
        return None
    return continuing.joined(editionjson.read(before.edition), _earlier(before))


def of(
    project: Project, made: Edition, offered: str, waiting: Iterable[Section], *, overwrite: bool = False
) -> Iterator[Redraft]:
    """The draft of `made`, `offered` where nobody has one yet; once more when it was saved meanwhile.

    The last one given stands on the draft as it is. `waiting` are the stories below the line: a draft may
    have brought one in.

    Raises:
        DigestError: the draft that is there is no file that can be read, or it changes all the time.
    """
    folder = project.folder(made.key)
    for _ in range(_TRIES):
        before = _bytes(folder)
        yield _once(project, made, offered, waiting, overwrite=overwrite)
        if _bytes(folder) == before:
            return
    problem = "was saved again and again while the edition was built"
    raise HeldError(str(folder / drafts.FILE), problem, "build it once more when nobody writes on it")


def _bytes(folder: Path) -> bytes | None:
    try:
        return (folder / drafts.FILE).read_bytes()
    except OSError:
        return None


def _once(
    project: Project, made: Edition, offered: str, waiting: Iterable[Section], *, overwrite: bool
) -> Redraft:
    folder, before = project.folder(made.key), project.store.edition(made.key)
    pieces = reserve.known(project, made.key, waiting)
    refused = _closed(project, made.key)
    try:
        mine = drafts.current(folder)
        if mine is None:
            return Redraft(offered, _applied(made, offered, folder, pieces))
        if refused:
            return Redraft(mine, made, refused=refused)
        if overwrite:
            own = {offered} | ({before.draft} if before else set())
            aside = {} if mine in own else {_unused(folder): mine}
            return Redraft(offered, _applied(made, offered, folder, pieces), aside=aside)
        return _merged(made, mine, offered, before, folder, pieces)
    except DraftError as error:
        if not (folder / drafts.FILE).is_file():
            raise
        return Redraft("", made, refused=f"{error}")


def _merged(
    made: Edition,
    mine: str,
    offered: str,
    before: BuiltEdition | None,
    folder: Path,
    pieces: Mapping[str, Piece],
) -> Redraft:
    file = str(folder / drafts.FILE)
    had, earlier = known(before), _earlier(before)
    if before is None or had is None:  # a draft from elsewhere: all of it is a person's
        base = f"---\nedition: {made.key}\n---\n"
    else:
        base = continuing.recalled(before.draft, mine, made, earlier, file)
    folded = continuing.folded(made, had) if had else {}
    found = merged(base, mine, offered, folded, file)
    left = continuing.lost(made, had, found.removed) if had else None
    try:
        edition = _applied(made, found.text, folder, pieces)
    except DraftError:
        _applied(had or made, mine, folder, pieces)  # a slip of the editor's own is told with its own line
        raise
    return Redraft(found.text, edition, found, left)


def remembered(project: Project, made: Edition, text: str, before: BuiltEdition | None) -> str:
    """The machine's draft of `made` as its editor, whose draft is `text` now, has seen it.

    The next merge holds their draft against it. A story that is not in theirs is in it as it was when they
    saw it last: what was found meanwhile is new to them when it comes back.
    """
    written = draft.write(made)
    file = str(project.folder(made.key) / drafts.FILE)
    return continuing.last_shown(before.draft, written, text, file) if before else written


def caught_up(project: Project, key: str, before: str, after: str) -> str:
    """`after` with what was found of those stories that it has back, and that `before` had not.

    Raises:
        DraftError: it cannot be read.
    """
    base = project.store.edition(key)
    if base is None or not _comes_back(before, after):
        return after
    made, file = editionjson.read(base.edition), str(project.folder(key) / drafts.FILE)
    last = continuing.recalled(base.draft, after, made, _earlier(base), file)
    return merged(last, after, draft.write(made), {}, file).text


def shown(project: Project, key: str, before: str, after: str) -> None:
    """Remembers, where a story came back and `after` was caught up, that its editor sees what was found."""
    base = project.store.edition(key)
    if base and _comes_back(before, after):
        seen = remembered(project, editionjson.read(base.edition), after, base)
        project.store.save(replace(base, draft=seen))


def _comes_back(before: str, after: str) -> bool:
    return not drafts.named(after) <= drafts.named(before)


def _applied(made: Edition, text: str, folder: Path, pieces: Mapping[str, Piece]) -> Edition:
    return made if text == draft.write(made) else drafts.applied(made, text, folder, pieces)


def _earlier(before: BuiltEdition | None) -> Edition | None:
    return editionjson.read(before.basis) if before and before.basis else None


def _closed(project: Project, key: str) -> str:
    """Why the draft of an edition may not change any more; "" where it may."""
    if not project.store.approvals(key):
        return ""
    return f"{key} is approved; digest approve {key} --withdraw opens it again"


def _unused(folder: Path) -> str:
    """A name for a draft that is put aside; none that was put aside before is lost."""
    names = ("draft.old.md", *(f"draft.old.{number}.md" for number in range(2, 1000)))
    return next(name for name in names if not (folder / name).exists())
