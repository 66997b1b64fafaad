"""What was approved, as the store keeps it: found whole, and compared with what the draft says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from digest import drafts, pictures
from digest.approval import seal
from digest.errors import HeldError, StoreError
from digest.project import Project
from digest.store import Approval

if TYPE_CHECKING:
    from digest.desk import Proof


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was approved, byte for byte, by file name; the draft is one of the files."""

    approval: Approval
    files: Mapping[str, bytes]


def frozen(project: Project, key: str) -> Frozen:
    """What was approved of `key`, for whoever lets it go out.

    Raises:
        HeldError: it is not approved, or the draft, a template or `sources.toml` says something else now.
        StoreError: what the store holds is damaged.
    """
    approval = newest(project, key)
    remedy = f"look at it and approve it: digest approve {key}"
    if approval is None:
        raise HeldError(key, "is not approved", remedy)
    kept = unsealed(approval)
    from digest import desk

    text = drafts.current(project.folder(key))
    if text != approval.draft:
        problem = f"{drafts.FILE} {'is gone' if text is None else 'changed since it was approved'}"
        raise HeldError(key, problem, f"{remedy}, or put the draft back as it was")
    if changed := unlike(kept, files(project, desk.proof(project, key))):
        reason = "a template, a picture, sources.toml, the build or the program is another than then"
        raise HeldError(key, f"{changed} would differ from what was approved: {reason}", remedy)
    return Frozen(approval, MappingProxyType(kept))


def newest(project: Project, key: str) -> Approval | None:
    """The approval of `key` that counts; None where there is none or it was withdrawn."""
    return next(iter(project.store.approvals(key)), None)


def files(project: Project, proof: Proof) -> dict[str, bytes]:
    """All that an approval freezes, by name: the outputs, the pictures and the draft.

    Raises:
        DigestError: a picture was changed while the outputs were printed.
    """
    folder, made = project.folder(proof.base.key), proof.edition
    texts = {name: text.encode("utf-8") for name, text in proof.printed.texts.items()}
    shown = {picture.path: pictures.unchanged(folder, picture) for picture in made.pictures}
    return shown | texts | {drafts.FILE: proof.draft.encode("utf-8")}


def unsealed(approval: Approval) -> dict[str, bytes]:
    """The frozen files, seen to be those that were approved.

    Raises:
        StoreError: they are not.
    """
    try:
        kept = seal.unpacked(approval.files)
    except ValueError:
        kept = {}
    if seal.digest(kept) != approval.digest:
        remedy = f"digest approve {approval.edition} --withdraw, then approve it again"
        raise StoreError(approval.edition, "what was approved is damaged in the store", remedy)
    return kept


def unlike(kept: Mapping[str, bytes], now: Mapping[str, bytes]) -> str:
    """The names of the files that are not the same in both; "" for none."""
    return ", ".join(name for name in sorted(kept.keys() | now.keys()) if kept.get(name) != now.get(name))
