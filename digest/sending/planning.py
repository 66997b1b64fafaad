"""What sending an edition would do: who gets it and who does not, why, and what to look at before.

Nothing is written or sent here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from digest import words
from digest.deliver.states import FINAL, SendState, State
from digest.readers.records import Reason, Standing

DRIFT = 0.2
"""A list that has grown or shrunk by more than this since the edition before is looked at by a person."""

HAD_IT = "has it already"
PENDING = "has not confirmed"
EXCLUSIONS: Mapping[str, str] = MappingProxyType(
    {
        PENDING: "have not confirmed",
        Reason.LEFT: "left",
        Reason.BOUNCED: "bounced",
        Reason.COMPLAINED: "complained",
        Reason.ASKED: "suppressed by you",
        Reason.ERASED: "asked to be forgotten",
        HAD_IT: "have it already",
    }
)
"""Why somebody on the list gets no mail, with the words for several of them."""

OVER = (SendState.DONE, SendState.DONE_WITH_FAILURES)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody on a list: those who get a mail, and the others by reason."""

    count: int
    exclusions: Mapping[str, int]

    @property
    def candidates(self) -> int:
        """Everybody who was looked at."""
        return self.count + sum(self.exclusions.values())

    @property
    def words(self) -> str:
        """`1,204 of 1,230; 20 left, 6 bounced`."""
        if not self.exclusions:
            return f"{self.count:,} of {self.candidates:,}"
        out = ", ".join(
            f"{count:,} {EXCLUSIONS.get(why, why)}" for why, count in sorted(self.exclusions.items())
        )
        return f"{self.count:,} of {self.candidates:,}; {out}"


@dataclass(frozen=True, slots=True)
class Before:
    """How the send of this edition to this list stands already.

    Attributes:
        revision: digest of the version that it sends.
        mails: by state.
    """

    revision: str
    state: SendState
    reason: str
    mails: Mapping[State, int]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done by itself."""
        return self.state in OVER

    @property
    def handing(self) -> int:
        """Mails whose text was on its way when it stopped: only the server knows of them."""
        return self.mails.get(State.HANDING, 0)

    @property
    def open(self) -> int:
        """Mails that still go, now or later."""
        return sum(count for state, count in self.mails.items() if state not in FINAL | {State.IN_DOUBT})


@dataclass(frozen=True, slots=True)
class Plan:
    """What sending would do.

    Attributes:
        key: of the edition.
        list: to which it goes.
        account: the list as sends are counted by it, see `naming`; "" for the list itself.
        revision: SHA-256 of the approved version, in hex.
        subject: of the mail.
        way: where mail goes, as a sentence ends with it.
        audience: as the list stands now.
        before: how this send stands already; None where it is new.
        last: candidates of the edition that went to this list before; 0 for none.
        joined: who came to the list after this send was prepared.
    """

    key: str
    list: str
    revision: str
    subject: str
    way: str
    audience: Audience
    before: Before | None = None
    last: int = 0
    account: str = ""
    joined: int = 0

    @property
    def send(self) -> str:
        """The id of the send."""
        return f"{self.account or self.list}/{self.key}"

    @property
    def is_resumed(self) -> bool:
        """Whether it goes on with what was prepared, and was agreed to then."""
        return self.before is not None and self.before.revision == self.revision

    @property
    def is_done(self) -> bool:
        """Whether all of it was sent already."""
        return self.is_resumed and self.before is not None and self.before.is_over

    @property
    def count(self) -> int:
        """Mails that would go out."""
        if self.before and self.is_resumed:
            return self.before.open - self.before.handing
        return self.audience.count

    @property
    def is_first(self) -> bool:
        """Whether nothing was sent to this list before."""
        return not self.last and self.before is None

    @property
    def drift(self) -> float:
        """By how much the list has changed since the edition before: 0.5 for half as many again."""
        return (
            (self.audience.candidates - self.last) / self.last if self.last and not self.is_resumed else 0.0
        )

    @property
    def caution(self) -> str:
        """Why a person should type the list's name or the count, and not just say yes; "" for no reason."""
        if self.is_resumed:
            return ""
        if self.is_first:
            return f"nothing was sent to the list “{self.list}” before"
        if abs(self.drift) > DRIFT:
            change = "more" if self.drift > 0 else "fewer"
            return (
                f"the list has {self.audience.candidates:,} people, {abs(self.drift):.0%} {change} than the "
                f"{self.last:,} of the edition before"
            )
        return ""

    def agrees(self, typed: str) -> bool:
        """Whether `typed` is the list's name or the count."""
        given = typed.strip()
        return given == self.list or given.replace(",", "").replace(" ", "") == str(self.count)

    @property
    def words(self) -> tuple[str, ...]:
        """What will happen, a line each; for whoever is asked to agree."""
        does = "Has sent" if self.is_done else "Sends"
        told = [f"{does} “{self.subject}” ({self.key}, version {self.revision[:12]})"]
        told.append(f"  to   the list “{self.list}”: {self._whom}")
        told.append(f"  by   {self.way}")
        if self.before and not self.is_resumed:
            had = self.before.mails.get(State.ACCEPTED, 0) + self.before.mails.get(State.IN_DOUBT, 0)
            told.append(
                f"  was  version {self.before.revision[:12]}, which {had:,} have had; they get no second mail"
            )
        if self.is_resumed and self.joined:
            told.append(f"  new  {self.joined:,} joined since; the next edition goes to them too")
        return tuple(told)

    @property
    def _whom(self) -> str:
        if self.before and self.is_resumed:
            accepted = self.before.mails.get(State.ACCEPTED, 0)
            if self.is_done:
                return f"nothing is left to do; {accepted:,} were accepted"
            told = f"goes on with {words.counted(self.count, 'mail')}; {accepted:,} were accepted before"
            handing = self.before.handing
            return f"{told}; {handing:,} were on their way when it stopped" if handing else told
        return self.audience.words


def exclusion(standing: Standing, suppressed: Reason | None, before: State | None = None) -> str:
    """Why somebody gets no mail, one of `EXCLUSIONS`; "" for who gets one.

    A suppression counts more than how somebody stands, and what they had before least: it is told of those
    who would get one otherwise.
    """
    if suppressed is not None:
        return suppressed.value
    if standing is Standing.LEFT:
        return Reason.LEFT.value
    if standing is Standing.PENDING:
        return PENDING
    return HAD_IT if before in {State.ACCEPTED, State.IN_DOUBT} else ""


def audience(reasons: Iterable[str]) -> Audience:
    """The audience whose people are excluded for these `reasons`, one each, "" for who gets a mail."""
    counts = Counter(reasons)
    count = counts.pop("", 0)
    return Audience(count, MappingProxyType(dict(counts)))
