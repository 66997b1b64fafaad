"""What publishing does to each file, decided before anything is touched."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from digest.publish.record import Mine, Place

STATES = ("new", "changed", "unchanged", "kept", "removed")
"""What a step can be; `kept`: a person's, which stays, and ours is put beside it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file.

    Attributes:
        name: of the file, within the folder, with `/`.
        state: one of `STATES`.
        target: the file that is written, removed or left as it is: `name`, or the one beside it.
        content: what `target` holds afterwards; None where it is removed.
        before: what it held when this was decided; None where there was no such file.
    """

    name: str
    state: str
    target: str
    content: bytes | None
    before: bytes | None

    @property
    def writes(self) -> bool:
        """Whether anything changes."""
        return self.content != self.before


def of(
    wanted: Mapping[str, bytes],
    place: Place,
    editions: Container[str],
    lying: Callable[[str], bytes | None],
    standing: Container[str] = frozenset(),
) -> tuple[Step, ...]:
    """The steps after which `wanted`, files by name, lie in the folder, and nothing of a person's is lost.

    `place` is what we wrote there before, `lying` reads a file there. What we wrote for one of `editions`, or
    for all, and is neither wanted any more nor among those left `standing` goes, unless a person changed it.
    """
    made = tuple(_step(name, wanted, place.files, lying) for name in wanted)
    targets = {step.target for step in made}
    gone = (
        name
        for name, mine in place.files.items()
        if (not mine.edition or mine.edition in editions) and name not in targets and name not in standing
    )
    return (*made, *_removed(place, gone, lying))


def after(
    place: Place, steps: tuple[Step, ...], edition_of: Callable[[str], str], stamps: Mapping[str, str]
) -> dict[str, Mine]:
    """The files that are ours once `steps` are done.

    `edition_of` says for which edition a file is, "" for all; `stamps` what some are made of.
    """
    files = dict(place.files)
    for step in steps:
        if step.content is None:
            files.pop(step.target, None)
        else:
            stamp = stamps.get(step.name, "") if step.target == step.name else ""
            files[step.target] = Mine(edition_of(step.name), (digest(step.content),), stamp)
    return files


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(content).hexdigest()


def _step(
    name: str, wanted: Mapping[str, bytes], ours: Mapping[str, Mine], lying: Callable[[str], bytes | None]
) -> Step:
    content, found = wanted[name], lying(name)
    if found is None:
        return Step(name, "new", name, content, None)
    if found == content:
        return Step(name, "unchanged", name, content, found)
    if _is_ours(name, found, ours):
        return Step(name, "changed", name, content, found)
    for beside in _beside(name):
        there = lying(beside)
        is_free = there is None or there == content or _is_ours(beside, there, ours)
        if is_free and beside not in wanted:
            return Step(name, "kept", beside, content, there)
    raise AssertionError("there is always another name")


def _removed(place: Place, names: Iterable[str], lying: Callable[[str], bytes | None]) -> Iterator[Step]:
    for name in names:
        found = lying(name)
        if found is not None and _is_ours(name, found, place.files):
            yield Step(name, "removed", name, None, found)


def _is_ours(name: str, content: bytes, ours: Mapping[str, Mine]) -> bool:
    return name in ours and digest(content) in ours[name].digests


def _beside(name: str) -> Iterator[str]:
    """`post.md.new`, and further names where a person changed that one too."""
    yield f"{name}.new"
    yield from (f"{name}.{number}.new" for number in count(2))
