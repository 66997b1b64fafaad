"""Approving: looked at once more by the gate, then frozen; and opening again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest import desk, draft, drafts, findings, press, words
from digest.approval import kept, seal
from digest.approval.standing import State, state
from digest.check import LEVELS, Finding
from digest.desk import Proof, Rendered
from digest.errors import DigestError, HeldError
from digest.project import Project
from digest.store import Approval
from digest.text import one_line

SHOWN = 12
"""As many characters of a digest tell two versions apart at a glance."""
_LISTED = 8  # refusals named one by one; `digest check` has them all


class RefusedError(HeldError):
    """The gate does not let an edition go out.

    Attributes:
        findings: those for which it does not.
        words: what they are, without what to type.
    """

    def __init__(self, key: str, found: Sequence[Finding]) -> None:
        self.findings = tuple(found)
        more = len(found) - _LISTED
        told = [
            f"is not approved: {findings.listed(found)}",
            *(line for each in found[:_LISTED] for line in _lines(each)),
        ]
        rest = [f"  and {more} more"] if more > 0 else []
        self.words = "\n".join([f"{key} {told[0]}", *told[1:], *rest])
        lines = [
            *told,
            *(f"{line}; digest check {key} lists them" for line in rest),
            f"mend that, or let pass what you have looked at: digest approve {key} {_allowing(found)}",
        ]
        super().__init__(key, "\n".join(lines))


def _lines(finding: Finding) -> list[str]:
    told = [f"  {finding.rule}: {one_line(finding.place, 200)}: {one_line(finding.reason, 400)}"]
    return [*told, f"    -> {one_line(finding.remedy, 400)}"] if finding.remedy else told


def _allowing(found: Sequence[Finding]) -> str:
    return " ".join(f"--allow {rule}" for rule in sorted({finding.rule for finding in found}))


@dataclass(frozen=True, slots=True)
class Plan:
    """What an approval would freeze.

    Attributes:
        proof: the draft with its outputs, as they were printed for it.
        files: all that is frozen, by name.
        digest: SHA-256 in hex over them.
        allowed: the rules whose errors are let pass.
        before: the approval that counts so far; None where there is none.
    """

    proof: Proof
    files: Mapping[str, bytes]
    digest: str
    allowed: tuple[str, ...]
    before: Approval | None

    @property
    def key(self) -> str:
        """Of the edition."""
        return self.proof.base.key

    @property
    def is_approved(self) -> bool:
        """Whether just this was approved before."""
        return self.before is not None and self.before.digest == self.digest

    @property
    def words(self) -> str:
        """What is frozen, in one line."""
        made = self.proof.edition
        count = len(made.pieces)
        passed = f"; errors let pass: {', '.join(self.allowed)}" if self.allowed else ""
        mail = "" if press.MAIL in self.files else "; without a mail, since nobody sends it yet"
        return (
            f"{self.key}, number {made.number}: “{made.subject or made.title}”, "
            f"{'1 story' if count == 1 else f'{count} stories'}, {words.counted(len(self.files), 'file')}, "
            f"version {self.digest[:SHOWN]}{passed}{mail}"
        )


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval as it was made now, or as it was found to be there already."""

    plan: Plan
    approval: Approval
    is_new: bool
    rendered: Rendered


def plan(project: Project, key: str, allowed: Sequence[str] = ()) -> Plan:
    """What approving the draft of `key`, as it stands now, would freeze.

    Raises:
        HeldError: a conflict stands in the draft, or the gate refuses (`RefusedError`). Errors of the rules
            in `allowed` do not count.
        UsageError: one of them is no rule.
        DigestError: there is no such draft, or it cannot be printed.
    """
    findings.refusals((), allowed=allowed)  # a rule that does not exist is told before the work
    _settled(project, key)
    proof = desk.proof(project, key)
    files = kept.files(project, proof)
    digest, before = seal.digest(files), kept.newest(project, key)
    if before and before.digest == digest:
        return Plan(proof, files, digest, before.allowed, before)
    if refused := findings.refusals(proof.findings, allowed=allowed):
        raise RefusedError(key, refused)
    passed = {finding.rule for finding in proof.findings if finding.level == LEVELS[0]}
    return Plan(proof, files, digest, tuple(sorted(passed)), before)


def approve(project: Project, key: str, now: datetime, allowed: Sequence[str] = ()) -> Approved:
    """Freezes the draft of `key`, as it stands now; raises what `plan` raises."""
    return freeze(project, plan(project, key, allowed), now)


def freeze(project: Project, planned: Plan, now: datetime) -> Approved:
    """Freezes what was planned, and puts it into the edition's folder, so that the disk shows it.

    Raises:
        HeldError: the draft was changed since it was planned; nothing is frozen.
    """
    key, proof = planned.key, planned.proof
    if drafts.current(project.folder(key)) != proof.draft:
        raise HeldError(key, f"is not approved: {drafts.FILE} changed meanwhile", "look at it, and try again")
    rendered = desk.written(project, proof)
    before = kept.newest(project, key)  # it may have been withdrawn since it was planned
    if before and before.digest == planned.digest:
        return Approved(planned, before, is_new=False, rendered=rendered)
    files = seal.packed(planned.files)
    approval = Approval(key, planned.digest, now, proof.draft, planned.allowed, files)
    project.store.approve(approval)
    return Approved(planned, approval, is_new=True, rendered=rendered)


def withdraw(project: Project, key: str, now: datetime) -> State:
    """Opens the edition of `key` again, and says how it stood; what went out of it stays out.

    Raises:
        DigestError: it is not approved.
    """
    stood = state(project, key)
    if not project.store.withdraw(key, now):
        raise DigestError(key, "is not approved, so there is nothing to withdraw")
    return stood


def _settled(project: Project, key: str) -> None:
    """Refuses while a conflict stands in the draft."""
    file = project.folder(key) / drafts.FILE
    text = drafts.current(file.parent) or ""
    conflicts = draft.read(text, str(file)).conflicts if text else ()
    if conflicts:
        lines = text.split("\n")
        count = words.counted(len(conflicts), "conflict")
        listed = "".join(f"\n  line {each.line}: {_said(lines[each.line - 1])}" for each in conflicts)
        remedy = "keep what is right and delete the comment, or let digest settle do it; then approve again"
        raise HeldError(key, f"is not approved: {count} to settle in {file}{listed}\n{remedy}")


def _said(line: str) -> str:
    """What the first line of a comment says."""
    return one_line(line.partition("<!--")[2].removesuffix("-->"), 200)
