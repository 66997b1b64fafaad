"""A send as a whole: planned, prepared once, run as often as it takes, and told in a receipt.

planned = plan(project, people, key)
receipt = dispatch(project, people, planned, now, tally, environ)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from digest import approval, editionjson, press, words
from digest.approval import Frozen, kept
from digest.deliver import dkim, transport
from digest.deliver.states import SendState, State
from digest.errors import HeldError, TemplateError, UsageError
from digest.model import Edition
from digest.project import Project
from digest.readers.people import People
from digest.readers.records import Standing
from digest.readers.sends import Send, Sends
from digest.sending import guard, naming, planning, preparing, receipts, witness
from digest.sending.engine import ENGINE, Engine
from digest.sending.ledger import FILE, Ledger
from digest.sending.planning import Audience, Before, Plan
from digest.sending.preparing import Candidate
from digest.sending.receipts import Receipt, Row
from digest.sending.resolving import ASSUMED
from digest.store import Release

SENT = "sent"
"""What the store calls it."""


def ledger_path(project: Project) -> Path:
    """Where the ledger lies: beside the database of readers, one for all editions of a project."""
    return project.config.people.with_name(FILE)


def audience(project: Project, people: People) -> Audience:
    """Who is on the list, for whoever wants to know before anything is approved."""
    return preparing.audience(_candidates(people, project.config.delivery.list))


def plan(project: Project, people: People, key: str) -> Plan:
    """What sending the edition of `key` would do.

    Raises:
        HeldError: it is not approved, is not as it was approved, or has no mail.
    """
    frozen = _frozen(project, key)
    if press.MAIL not in frozen.files:
        remedy = f'write sender = "Name <name@example.org>" under [mail], then digest approve {key}'
        raise HeldError(key, "was approved without a mail, since nobody sends it", remedy)
    return _planned(project, people, key, frozen.approval.digest, _subject(frozen))


def _never_sent(project: Project, planned: Plan) -> None:
    """Refuses what store or receipt know to have gone to this list: the books were lost or put back."""
    sent = (one for one in project.store.releases(planned.key) if one.kind == SENT)
    release = next((one for one in sent if one.place.endswith(_on(planned.account))), None)
    if release and planned.before is None:
        went = f"was sent on {release.at:%Y-%m-%d} to {release.place}"
        problem = f"{went}, and the database of readers knows nothing of it"
        raise HeldError(planned.key, problem, "nothing was sent; restore it, or wait for the next edition")
    told = receipts.taken(project.folder(planned.key), planned.send)
    known = planned.before.mails.get(State.ACCEPTED, 0) if planned.before else 0
    if told > known:
        problem = (
            f"its receipt says that {words.counted(told, 'mail')} were accepted, and the database of readers "
            f"{known:,}: it was put back from a backup"
        )
        raise HeldError(planned.key, problem, "nothing was sent; restore what was there, with sent.log")


def _on(account: str) -> str:
    name, _, kind = account.partition(":")
    return f"on the list “{name}”" + (f", by {kind}" if kind else "")


def resumption(project: Project, people: People, key: str) -> Plan:
    """What going on with the send of `key` would do, with the version with which it began.

    Raises:
        UsageError: it was not begun, or has nothing left to do.
    """
    sends, send = Sends(people.database), naming.send_id(project.config, key)
    found = sends.get(send)
    if found is None:
        problem = f"was not begun {_on(naming.account(project.config))}, so there is nothing to resume"
        raise UsageError(key, problem, f"digest send {key} begins it")
    return _planned(project, people, key, found.revision, str(found.content["subject"]))


def is_open(project: Project, people: People, key: str) -> bool:
    """Whether a send of `key` was begun and is not over."""
    found = Sends(people.database).get(naming.send_id(project.config, key))
    return found is not None and found.state not in planning.OVER


def _planned(project: Project, people: People, key: str, revision: str, subject: str) -> Plan:
    name, sends = project.config.delivery.list, Sends(people.database)
    account, send = naming.account(project.config), naming.send_id(project.config, key)
    found, last = sends.get(send), sends.before(account, key)
    return Plan(
        key=key,
        list=name,
        account=account,
        revision=revision,
        subject=subject,
        way=project.config.delivery.way,
        audience=preparing.audience(_candidates(people, name, _had(people, send))),
        before=_before(sends, found) if found else None,
        last=last.candidates if last else 0,
        joined=_joined(people, name, send) if found else 0,
    )


def _joined(people: People, name: str, send: str) -> int:
    """How many would get a mail of `send` by now, and were not there when it was prepared."""
    had = _had(people, send)
    return sum(not why and not had(reader) for reader, _, why in _candidates(people, name))


def _frozen(project: Project, key: str) -> Frozen:
    """What was approved; a template that broke since then is what a person has to look at."""
    try:
        return approval.frozen(project, key)
    except TemplateError as error:
        problem = f"cannot be printed any more as it was approved: {error}"
        raise HeldError(key, problem, "mend the template; nothing was sent") from error


def _agreed_to(project: Project, planned: Plan) -> Frozen:
    """What was approved when it was planned. It goes out even if the draft was changed since then."""
    newest = kept.newest(project, planned.key)
    if newest is None or newest.digest != planned.revision:
        problem = f"{'was approved anew' if newest else 'is not approved any more'}; nothing was sent"
        raise HeldError(planned.key, problem, "look at it, and try again")
    return Frozen(newest, kept.unsealed(newest))


def _edition(frozen: Frozen) -> Edition:
    return editionjson.read(frozen.files["edition.json"].decode("utf-8"))


def _subject(frozen: Frozen) -> str:
    made = _edition(frozen)
    return made.subject or made.title


def _had(people: People, send: str) -> Callable[[str], str]:
    """Says of a reader in which state their mail of `send` is; "" where they have none."""
    sends = Sends(people.database)
    if sends.get(send) is None:
        return lambda _reader: ""
    return lambda reader: sends.state_of(send, reader)


def _before(sends: Sends, found: Send) -> Before:
    counts = {State(state): count for state, count in sends.counts(found.id).items()}
    return Before(found.revision, SendState(found.state), found.reason, counts)


def _candidates(
    people: People, name: str, had: Callable[[str], str] = lambda _reader: ""
) -> Iterator[Candidate]:
    for member in people.members(name):
        before = had(member.reader)
        why = planning.exclusion(
            Standing(member.standing), member.suppressed, State(before) if before else None
        )
        yield member.reader, member.address, why


def dispatch(
    project: Project,
    people: People,
    planned: Plan,
    now: datetime,
    tally: Callable[[Mapping[str, int]], None],
    environ: Mapping[str, str],
    limit: int = 0,
    engine: Engine | None = None,
) -> Receipt:
    """Sends what was planned, or goes on with it, until nothing is due; then writes the receipt.

    Args:
        project: open.
        people: open.
        planned: by `plan` or `resumption`.
        now: aware; the moment of the run.
        tally: hears how many mails are in which state.
        environ: the environment, from which secrets come.
        limit: as many mails are handed over at most; 0 for all.
        engine: casts the mails and hands them over.

    Raises:
        HeldError: database and ledger do not agree, this is a copy, or a mail is not as it should be.
        BusyError: another process sends.
        DigestError: something of it cannot be read or written.
    """
    sends, engine = Sends(people.database), engine or ENGINE
    with Ledger.open(ledger_path(project)) as ledger:
        guard.admit(ledger, sends, planned.send, now, environ)
        _never_sent(project, planned)
        _for_somebody(people, planned)
        witness.note(ledger.path, sends.fact(guard.FACT), environ)
        if not planned.is_resumed:
            _prepare(project, people, planned, now, engine)
        done = engine.run(project, people, ledger, planned.send, now, tally, environ, limit)
        witness.note(ledger.path, sends.fact(guard.FACT), environ)
        receipt = told(project, people, planned.key, now, done.handed, done.took_s)
        _release(project, receipt, now)
        people.forget_older(now)
    return receipt


def agreeing(project: Project, people: People, planned: Plan, environ: Mapping[str, str]) -> None:
    """Looks whether this is the place from which `planned` may go, and to somebody, before anybody is asked.

    Raises:
        HeldError: database and ledger do not agree, this is a copy, or nobody gets it.
        DigestError: a key that signs is missing.
    """
    guard.look(ledger_path(project), Sends(people.database), planned.send, environ)
    _never_sent(project, planned)
    _for_somebody(people, planned)
    dkim.signer(project.config, environ)


def _for_somebody(people: People, planned: Plan) -> None:
    """Refuses to begin a send to nobody: a name of a list is easily misspelt, and it would count as sent."""
    if planned.is_resumed or planned.count:
        return
    others = ", ".join(f"{name} ({count:,})" for name, count in people.lists().items() if count)
    problem = f"nobody on the list “{planned.list}” would get it"
    there = (
        f"there are the lists {others}" if others else "digest subscribers add and import put people onto it"
    )
    raise HeldError(planned.key, problem, f"nothing was sent; {there}")


def _prepare(project: Project, people: People, planned: Plan, now: datetime, engine: Engine) -> Send:
    """Looks at every mail, and writes the send down."""
    config, frozen = project.config, _agreed_to(project, planned)
    number = people.list_number(planned.list)
    made_of = preparing.content(
        planned, config.stationery, _edition(frozen).language, number, config.mail.bounces, now
    )
    sends, had = Sends(people.database), _had(people, planned.send)
    readers = ((who, where) for who, where, why in _candidates(people, planned.list, had) if not why)
    cast = engine.caster(project, people, frozen.files, made_of)
    with closing(readers):
        preparing.looked_through(planned.send, readers, cast, frozen.files[press.MAIL], config.stationery)
    return preparing.written(sends, planned, made_of, _candidates(people, planned.list, had), now)


def told(
    project: Project, people: People, key: str, now: datetime, handed: int = 0, took_s: float | None = None
) -> Receipt:
    """The receipt of the send of `key` as it stands, which is written beside the edition.

    Raises:
        UsageError: nothing of it was sent.
        StoreError: it does not add up.
    """
    sends, send = Sends(people.database), naming.send_id(project.config, key)
    found = sends.get(send)
    if found is None:
        problem = f"was not begun {_on(naming.account(project.config))}, so there is no receipt"
        raise UsageError(key, problem, f"digest send {key} begins it")
    receipt = Receipt(
        send=send,
        revision=found.revision,
        subject=str(found.content["subject"]),
        state=found.state,
        reason=found.reason,
        candidates=found.candidates,
        exclusions=dict(found.content["exclusions"]),
        mails={State(state): count for state, count in sends.counts(send).items()},
        prepared_at=datetime.fromisoformat(found.frozen_at),
        at=now,
        place=_place(project),
        took_s=took_s,
        handed=handed,
        assumed=sends.worded(send, ASSUMED),
    )
    receipts.write(project.folder(key), receipt, missed(people, send))
    return receipt


def _place(project: Project) -> str:
    """Where the mails went, as a sentence ends with it; where they lie, when no server took them."""
    settings = project.config.delivery
    folder = getattr(transport.KINDS.get(settings.kind), "OUTBOX", None)
    return f"they lie in {project.config.out / folder}" if folder else settings.way


def missed(people: People, send: str) -> Iterator[Row]:
    """Each mail of `send` that no server has taken, and why."""
    for mail in Sends(people.database).not_accepted(send):
        state = State(mail.state)
        again = mail.next_at if state is State.RETRY_WAIT else ""
        yield Row(mail.address, state, mail.words, mail.at, again, mail.attempts)


def _release(project: Project, receipt: Receipt, now: datetime) -> None:
    """Remembers that this version went out, once it did."""
    account, _, key = receipt.send.rpartition("/")
    went = (one for one in project.store.releases(key) if one.kind == SENT)
    is_known = any(one.digest == receipt.revision and one.place.endswith(_on(account)) for one in went)
    if is_known or receipt.state not in planning.OVER:
        return
    place = f"{receipt.accepted:,} of {receipt.candidates:,} {_on(account)}"
    project.store.release(Release(key, SENT, receipt.revision, now, place))
