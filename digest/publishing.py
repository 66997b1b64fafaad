"""Publishing: what was approved goes onto the web, to the byte, and nothing of a person's is overwritten.

`plan` says what would happen and touches nothing, `publish` does it. What is put into a folder is remembered
in `published.json`; a file there that is not as we left it is a person's, and ours goes beside it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from digest import approval, editionjson, files, ledger, placing, treeswap, words
from digest.config import Config
from digest.errors import DigestError, HeldError, UsageError
from digest.model import Edition
from digest.project import Project
from digest.publish import ENGINES, companies, record, shelf, site, slugs, steps
from digest.publish.record import Mine, Place
from digest.publish.shelf import Shelved
from digest.publish.steps import STATES, Step
from digest.render import Templates, clean
from digest.shelving import Shelves
from digest.store import Approval, Release

SITE = "site"
"""The kind that is no blog engine: a site of our own."""

PUBLISHED = "published"
"""What the store calls it."""

_WORDS = {"new": "new", "changed": "replaced", "unchanged": "as it is already", "removed": "taken away"}
_NAMED = 6  # files, in one line


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing an edition does.

    Attributes:
        approved: the version that goes out.
        kind: `site`, or a blog engine.
        folder: into which it goes.
        main: the name of the page or post, within the folder.
        steps: what happens to each file.
        before: what the folder holds of ours now.
        after: what it holds then.
        records: what is kept of the editions of the site, by file name.
        editions: how many are published by it.
    """

    edition: Edition
    approved: Approval
    kind: str
    folder: Path
    main: str
    steps: tuple[Step, ...]
    before: Place
    after: Place
    records: Mapping[str, str] = field(default_factory=dict)
    editions: int = 1

    @property
    def is_done(self) -> bool:
        """Whether all of it lies there already."""
        return not any(step.writes for step in self.steps)

    @property
    def kept(self) -> tuple[Step, ...]:
        """The files that a person changed, which stay as they are."""
        return self._of("kept")

    def _of(self, state: str) -> tuple[Step, ...]:
        """The files of one state, the page or post first."""
        found = (step for step in self.steps if step.state == state)
        return tuple(sorted(found, key=lambda step: step.name != self.main))

    @property
    def is_out(self) -> bool:
        """Whether the page or post itself takes its place, and not beside one of a person's."""
        return not any(step.name == self.main for step in self.kept)

    @property
    def result(self) -> Path:
        """Where the page or post lies."""
        return self.folder / next(step.target for step in self.steps if step.name == self.main)

    @property
    def message(self) -> str:
        """What a commit of it says."""
        made = self.edition
        if self.editions > 1:
            return f"Publish {words.counted(self.editions, 'edition')} anew"
        return f"Publish {made.key}: {clean.line(made.subject or made.title)}"

    @property
    def words(self) -> tuple[str, ...]:
        """What will happen, a line each; for whoever is asked to agree."""
        made, version = self.edition, f"(version {self.approved.digest[: approval.SHOWN]})"
        what = "a page of the site" if self.kind == SITE else f"a post for {self.kind}"
        opening = (
            f"{made.key}, number {made.number}: “{made.subject or made.title}”, as approved {version}",
            f"becomes {what} in {self.folder}",
        )
        whole = (
            f"The whole site in {self.folder}, {words.counted(self.editions, 'edition')}, is made anew.",
        )
        return (
            *(opening if self.editions == 1 else whole),
            *(_told(state, found) for state in STATES if (found := self._of(state))),
            *_notes(made),
            "Files are written on this machine; nothing is sent.",
        )


@dataclass(frozen=True, slots=True)
class Published:
    """What was done; `is_new` where something changed or this version was not published there before."""

    plan: Plan
    at: datetime
    is_new: bool


def plan(project: Project, key: str, folder: Path | None = None) -> Plan:
    """What publishing the edition of `key` would do, into `folder` or where `sources.toml` says.

    Raises:
        HeldError: what the draft says now is not approved.
        DigestError: the folder is none to publish into.
    """
    kind, target = project.config.publish.kind, folder or project.config.published
    _fit(project.config, kind, target)
    frozen = approval.frozen(project, key)
    made = editionjson.read(frozen.files["edition.json"].decode())
    before = _places(project.config).get(_name(project.config, kind, target), Place())
    if kind == SITE:
        shelves = Shelves(project)
        own = shelves.add(frozen.approval.digest, frozen.files)
        return _plan_of_site(shelves, [own], frozen.approval, before, target)
    wanted, main = _post(kind, made, frozen.files)
    done = steps.of(wanted, before, {key}, lambda name: placing.content(target, name))
    after = Place(steps.after(before, done, lambda _: key, {}))
    return Plan(made, frozen.approval, kind, target, main, done, before, after)


def publish(project: Project, key: str, now: datetime, folder: Path | None = None) -> Published:
    """Publishes the edition of `key`; raises what `plan` raises."""
    return carry_out(project, plan(project, key, folder), now)


def carry_out(project: Project, planned: Plan, now: datetime) -> Published:
    """Does what was planned, and remembers that it went out.

    Raises:
        HeldError: a file there is another than when it was planned; nothing has changed.
        DigestError: a file cannot be written; nothing there has changed.
    """
    if planned.kind == SITE:
        treeswap.tidy(planned.folder)
    placing.tidy(planned.folder, planned.before.files)
    for step in planned.steps:
        if placing.content(planned.folder, step.target) != step.before:
            raise HeldError(step.target, "was changed meanwhile", "look at the plan again")
    if not planned.is_done:
        _remember(project.config, planned, replace(planned.before, files=_both(planned)))
        written = {
            step.target: step.content for step in planned.steps if step.writes and step.content is not None
        }
        removed = [step.target for step in planned.steps if step.content is None]
        put = placing.put_whole if planned.kind == SITE else placing.put
        put(planned.folder, written, removed)
    if planned.records:
        files.write(project.config.out / shelf.FOLDER, planned.records, is_durable=False)
    _remember(project.config, planned, planned.after)
    return Published(planned, now, is_new=_released(project, planned, now) or not planned.is_done)


def _fit(config: Config, kind: str, folder: Path) -> None:
    """Refuses a folder that would publish what nobody is to see, or that is no blog."""
    if kind == SITE and config.out.resolve().is_relative_to(folder.resolve()):
        problem = "holds the store and the drafts, which would go onto the web with the site"
        raise DigestError(str(folder), problem, "name another folder under [publish] in sources.toml")
    if kind != SITE and not folder.is_dir():
        remedy = "make the blog first, or correct `folder` under [publish] in sources.toml"
        raise DigestError(str(folder), f"is no folder of a {kind} blog", remedy)


def plan_all(project: Project, folder: Path | None = None) -> Plan:
    """What making every page of the site anew would do, out of the versions that are published there.

    Raises:
        DigestError: it is no site that is published to, or nothing was published there yet.
        HeldError: the store does not hold one of the editions any more.
    """
    target = folder or project.config.published
    if project.config.publish.kind != SITE:
        raise UsageError("--rebuild", "is for a site of our own", "a blog is built by its engine")
    _fit(project.config, SITE, target)
    before = _places(project.config).get(_name(project.config, SITE, target), Place())
    if not before.editions:
        raise DigestError(str(target), "holds no edition yet", "publish one: digest publish KEY")
    shelves = Shelves(project)
    with _no_search_for_rings():
        found = shelves.load(before.editions)
    newest = shelf.newest_first(found)[0]
    return _plan_of_site(shelves, found, shelves.approval(newest.key, newest.version), before, target)


@contextmanager
def _no_search_for_rings() -> Iterator[None]:
    """Lets the garbage collector wait: in half a million records that are all needed it finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_search_for_rings()
def _plan_of_site(
    shelves: Shelves, own: Sequence[Shelved], shown: Approval, before: Place, folder: Path
) -> Plan:
    """What publishing the editions `own` does to the site; `shown` is the one that is spoken of."""
    config, made = shelves.project.config, {one.key: one.edition for one in own}
    there = {
        known: version
        for known, version in before.editions.items()
        if known not in made and placing.inside(folder, f"{slugs.folder(known)}/{site.PAGE}").is_file()
    }
    found = shelf.newest_first([*own, *shelves.load(there)])
    press = site.Press(config.edition, found, Templates(config.templates))
    shared, standing, stamps = _site(press, shelves, before, folder)
    wanted: dict[str, bytes] = {}
    for one in own:
        wanted |= site.of_edition(one.edition, shelves.files(one), press)
    ours = {slugs.folder(one.key): one.key for one in found}

    def edition_of(name: str) -> str:
        return ours.get(name.partition("/")[0], "")

    done = steps.of(wanted | shared, before, made, lambda name: placing.content(folder, name), standing)
    after = Place(steps.after(before, done, edition_of, stamps), {one.key: one.version for one in found})
    edition = made[shown.edition]
    main = site.page_of(edition)
    return Plan(edition, shown, SITE, folder, main, done, before, after, shelves.fresh, len(own))


def _site(
    press: site.Press, shelves: Shelves, before: Place, folder: Path
) -> tuple[dict[str, bytes], set[str], dict[str, str]]:
    """The shared files that say something else now, the names of those that stay, what each is made of."""
    rows = ledger.of(one.edition for one in press.shelf)
    known = companies.of(press.shelf, rows)
    latest = shelves.page(press.shelf[0])
    there = placing.names(folder)
    wanted: dict[str, bytes] = {}
    standing = {name for name in before.files if name.startswith(f"{site.STYLES}/")}
    stamps: dict[str, str] = {}
    for sheet in site.sheets(press, rows, known, latest, shelves.items):
        stamps[sheet.name] = sheet.stamp
        mine = before.files.get(sheet.name)
        is_same = mine is not None and mine.stamp == sheet.stamp and sheet.name in there
        if mine and is_same and steps.digest((folder / sheet.name).read_bytes()) in mine.digests:
            standing.add(sheet.name)
        else:
            wanted[sheet.name] = sheet.make()
    return wanted, standing, stamps


def _post(kind: str, made: Edition, frozen: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The files of a post, its pictures first, and the name of the post."""
    post = ENGINES[kind].post(made, frozen["edition.md"].decode())
    pictures = {place: frozen[path] for path, place in post.pictures.items()}
    return pictures | {post.path: post.text.encode()}, post.path


def _places(config: Config) -> dict[str, Place]:
    """What was published so far, by kind and folder."""
    found = placing.content(config.out, record.FILE)
    return record.read(found.decode("utf-8", "replace")) if found is not None else {}


def _name(config: Config, kind: str, folder: Path) -> str:
    """What a folder is called in the record; a project can be moved as a whole."""
    path, home = folder.resolve(), config.folder.resolve()
    return f"{kind} {path.relative_to(home).as_posix() if path.is_relative_to(home) else path.as_posix()}"


def _remember(config: Config, planned: Plan, place: Place) -> None:
    places = {**_places(config), _name(config, planned.kind, planned.folder): place}
    files.write(config.out, {record.FILE: record.write(places)})


def _both(planned: Plan) -> dict[str, Mine]:
    """What is ours while files are being replaced: as they were and as they will be."""
    both = dict(planned.before.files)
    for name, mine in planned.after.files.items():
        known = both[name].digests if name in both else mine.digests
        stamp = mine.stamp if known == mine.digests else ""  # nobody knows which of the two lies there
        both[name] = replace(mine, digests=tuple(dict.fromkeys((*known, *mine.digests))), stamp=stamp)
    return both


def _released(project: Project, planned: Plan, now: datetime) -> bool:
    """Remembers that this version is out; False where that is known, or where it lies beside a person's."""
    key, version, place = planned.edition.key, planned.approved.digest, str(planned.result)
    known = any(
        (went.kind, went.digest, went.place) == (PUBLISHED, version, place)
        for went in project.store.releases(key)
    )
    if known or not planned.is_out:
        return False
    project.store.release(Release(key, PUBLISHED, version, now, place))
    return True


def _told(state: str, done: Iterable[Step]) -> str:
    """What happens to the files of one state, in a line."""
    if state == "kept":
        beside = ", ".join(f"{step.name} (ours is put beside it: {step.target})" for step in done)
        return f"stays as you changed it: {beside}"
    names = [step.name for step in done]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{_WORDS[state]}: {', '.join(names[:_NAMED])}{more}"


def _notes(made: Edition) -> tuple[str, ...]:
    if made.url:
        return ()
    return ("without an address on the web: set url in sources.toml, so that page and feed name it",)
