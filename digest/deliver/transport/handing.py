"""Mail after mail over one open line to a server, each step told apart (RFC 5321 section 3.3, RFC 2920).

One recipient a mail. Where the server takes commands together, MAIL, RCPT and DATA go in one write and cost
one round trip instead of three. The text and its final dot go in one write too: as long as the system has not
taken the last byte of it, the mail was certainly not accepted; from then on only the server knows.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from typing import NamedTuple

from digest.deliver.transport import troubles, verdicts
from digest.deliver.transport.kinds import Answer, Parcel, Verdict
from digest.deliver.transport.patience import Patience
from digest.deliver.transport.replies import Replies, Reply

_END = b".\r\n"
_TEXT = "the text"
_BAD = re.compile(r"[^!-;=?-~]")  # not in an address on a command line: spaces, controls, brackets, no ASCII


class Abilities(NamedTuple):
    """What the server offered in answer to EHLO that changes how a mail is handed over."""

    pipelining: bool = False
    size: bool = False


class _EndedError(Exception):
    """This mail goes no further."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.words)
        self.answer = answer


class Handing:
    """An open line, as `kinds.Line` asks for it.

    Args:
        sock: connected, sealed and signed in.
        abilities: what the server offered.
        patience: how long to wait.
        told: what a server said, as a person may read it.
    """

    def __init__(
        self,
        sock: socket.socket,
        abilities: Abilities,
        patience: Patience,
        told: Callable[[bytes | str], str],
    ) -> None:
        self._sock, self._abilities, self._patience, self._told = sock, abilities, patience, told
        self._replies = Replies(sock)
        self._is_begun = False  # the server has an envelope of ours that nothing came of
        self.is_over = False

    def knows(self, _parcel: Parcel) -> None:
        """Nothing: a mail server does not say what it took before."""

    def hand_over(self, parcel: Parcel, before_text: Callable[[], None]) -> Answer:
        """Hands `parcel` over, and says what became of it; see `kinds.Line`."""
        if self.is_over:
            return Answer(Verdict.TROUBLE, "the line was closed before", "MAIL FROM", is_over=True)
        try:
            text = _travelling(parcel)
            self._announce(parcel)
            self.is_over = True  # until it is known how the text ends
            before_text()
            answer = self._give(text)
        except _EndedError as ended:
            answer = ended.answer
        self.is_over = answer.is_over
        return answer

    def _announce(self, parcel: Parcel) -> None:
        """Says for whom and from whom, until the server waits for the text."""
        for stage, address in (("MAIL FROM", parcel.sender), ("RCPT TO", parcel.to)):
            if _BAD.search(address):
                code = 501 if stage == "MAIL FROM" else 553
                raise _EndedError(Answer(verdicts.of(stage, code, b""), "is no address", stage))
        size = f" SIZE={len(parcel.content)}" if self._abilities.size else ""
        commands = [
            ("MAIL FROM", f"MAIL FROM:<{parcel.sender}>{size}\r\n".encode("ascii")),
            ("RCPT TO", f"RCPT TO:<{parcel.to}>\r\n".encode("ascii")),
            ("DATA", b"DATA\r\n"),
        ]
        if self._is_begun:
            commands.insert(0, ("RSET", b"RSET\r\n"))
        if self._replies.is_there():
            raise self._spoke("MAIL FROM", Verdict.TROUBLE)
        self._is_begun = True
        if self._abilities.pipelining:
            self._together(commands)
        else:
            self._singly(commands)

    def _singly(self, commands: list[tuple[str, bytes]]) -> None:
        for stage, command in commands:
            self._say(stage, command)
            reply = self._heard(stage)
            if not _is_good(stage, reply.code):
                raise self._refused(stage, reply)

    def _together(self, commands: list[tuple[str, bytes]]) -> None:
        """All in one write; every reply is read, and the first refusal counts."""
        self._say(commands[0][0], b"".join(command for _, command in commands))
        refused: _EndedError | None = None
        for stage, _ in commands:
            try:
                reply = self._heard(stage)
            except _EndedError as lost:  # a 421 before it is why
                raise refused or lost from None
            if refused is None and not _is_good(stage, reply.code):
                refused = self._refused(stage, reply)
                if refused.answer.is_over:
                    raise refused
        if refused is None:
            return
        if reply.code == 354:
            # It waits for a text though it refused the envelope. A dot alone might reach somebody as an empty
            # mail; a closed line reaches nobody.
            raise _EndedError(_over(refused.answer))
        raise refused

    def _give(self, text: bytes) -> Answer:
        """The text with its final dot. From the last byte on, silence says neither yes nor no."""
        self._sent(text)
        try:
            reply = self._replies.next(self._patience.final_s)
        except OSError as error:
            reason = self._told(troubles.of(error)[0])
            return Answer(Verdict.IN_DOUBT, reason, "the mail", is_over=True)
        if 200 <= reply.code < 300:
            self._is_begun = False
            return Answer(Verdict.ACCEPTED, self._words(reply), code=reply.code)
        if reply.code < 400:
            return Answer(Verdict.IN_DOUBT, self._words(reply), "the mail", is_over=True)
        self._is_begun = False
        return self._refused("the mail", reply).answer

    def _sent(self, text: bytes) -> None:
        """Sends `text`; when it fails, the system had not taken all of it, so that the dot never left."""
        stage = _TEXT
        if self._replies.is_there():
            raise self._spoke(stage, Verdict.LATER)
        try:
            self._sock.settimeout(self._patience.text_s)
            done = self._sock.send(text)
            whole = memoryview(text)
            while done < len(text):
                if self._replies.is_there():
                    raise self._spoke(stage, Verdict.LATER)
                done += self._sock.send(whole[done:])
        except OSError as error:
            raise self._lost(stage, error, Verdict.LATER) from None

    def _spoke(self, stage: str, verdict: Verdict) -> _EndedError:
        """Why the server speaks when it is our turn: it is gone, or says that it goes."""
        try:
            reply = self._replies.next(self._patience.leave_s)
        except OSError as error:
            return self._lost(stage, error, verdict)
        return _EndedError(Answer(verdict, self._words(reply), stage, is_over=True, code=max(reply.code, 0)))

    def _say(self, stage: str, command: bytes) -> None:
        try:
            self._sock.settimeout(self._patience.command_s)
            self._sock.sendall(command)
        except OSError as error:
            # What it said before it went, a 421 perhaps, is why.
            raise self._last_words(stage) or self._lost(stage, error) from None

    def _last_words(self, stage: str) -> _EndedError | None:
        try:
            reply = self._replies.next(self._patience.leave_s)
        except OSError:
            return None
        return _EndedError(_over(self._refused(stage, reply).answer))

    def _heard(self, stage: str) -> Reply:
        try:
            return self._replies.next(self._patience.command_s)
        except OSError as error:
            raise self._lost(stage, error) from None

    def _lost(self, stage: str, error: OSError, verdict: Verdict = Verdict.TROUBLE) -> _EndedError:
        where = "before it had the whole mail" if stage == _TEXT else f"at {stage}"
        words = f"broke off {where}: {self._told(troubles.of(error)[0])}"
        return _EndedError(Answer(verdict, words, stage, is_over=True))

    def _refused(self, stage: str, reply: Reply) -> _EndedError:
        verdict, is_over = verdicts.of(stage, reply.code, reply.said), verdicts.is_over(reply.code)
        return _EndedError(Answer(verdict, self._words(reply), stage, is_over, max(reply.code, 0)))

    def _words(self, reply: Reply) -> str:
        said = self._told(reply.said)
        return f"{reply.code} {said}" if reply.code > 0 else f"it said “{said}”, which no mail server says"


def _travelling(parcel: Parcel) -> bytes:
    """The mail as it travels, with its end: a dot more where a line begins with one (section 4.5.2)."""
    if parcel.is_dotless:
        return parcel.content + _END
    content = parcel.content if parcel.content.endswith(b"\r\n") else parcel.content + b"\r\n"
    dotted = content.replace(b"\n.", b"\n..")
    return (b"." + dotted if content.startswith(b".") else dotted) + _END


def _is_good(stage: str, code: int) -> bool:
    return code == 354 if stage == "DATA" else code in {250, 251} or (stage == "RCPT TO" and code == 252)


def _over(answer: Answer) -> Answer:
    return Answer(answer.verdict, answer.words, answer.stage, is_over=True, code=answer.code)
