"""Replies of a server: the same however they are cut on the way, and none without an end."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.transport.replies import Replies, Reply

WORDS = st.binary(max_size=20).map(lambda words: words.replace(b"\r", b"").replace(b"\n", b""))
REPLIES = st.lists(st.tuples(st.integers(200, 599), st.lists(WORDS, min_size=1, max_size=3)), max_size=5)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Ours, and the server's."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def written(code: int, lines: list[bytes], end: bytes) -> bytes:
    return b"".join(
        str(code).encode() + (b" " if number == len(lines) else b"-") + line + end
        for number, line in enumerate(lines, 1)
    )


@given(REPLIES, st.lists(st.integers(0, 200), max_size=8), st.sampled_from([b"\r\n", b"\n"]))
def test_replies_are_read_the_same_however_they_are_cut(
    replies: list[tuple[int, list[bytes]]], cuts: list[int], end: bytes
) -> None:
    whole = b"".join(written(code, lines, end) for code, lines in replies)
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    ours, theirs = socket.socketpair()
    with ours, theirs:
        heard = Replies(ours)
        pieces = [whole[a:b] for a, b in pairwise(places)]
        sender = threading.Thread(target=lambda: deque(map(theirs.sendall, pieces), 0))
        sender.start()
        found = [heard.next(5) for _ in replies]
        sender.join()
        assert found == [Reply(code, b" ".join(lines)) for code, lines in replies]
        assert not heard.is_there()


@given(st.binary(min_size=1, max_size=60))
def test_whatever_comes_is_a_reply_or_no_reply_and_never_an_accident(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(sent + b"\r\n")
        heard = Replies(ours)
        try:
            while True:
                assert heard.next(1).code in {-1, *range(200, 600)}
        except ConnectionResetError:
            pass


@pytest.mark.parametrize(
    "said", [b"250x", b"25 0", b"0250 ok", b"199 no", b"600 no", b"+OK", b"", b"\xb2\xb3\xb5 ok"]
)
def test_what_no_mail_server_says_is_no_reply(pair: tuple[socket.socket, socket.socket], said: bytes) -> None:
    pair[1].sendall(said + b"\r\n")
    assert Replies(pair[0]).next(1).code == -1


@pytest.mark.parametrize("piece", [b"250-more\r\n", b"2" * 10])
def test_a_reply_without_an_end_is_given_up(pair: tuple[socket.socket, socket.socket], piece: bytes) -> None:
    ours, theirs = pair

    def flood() -> None:
        with suppress(OSError):  # until we have gone
            for pieces in repeat(piece * 100):
                theirs.sendall(pieces)

    sender = threading.Thread(target=flood, daemon=True)
    sender.start()
    assert Replies(ours).next(10).code == -1
    ours.close()
    sender.join(5)


def test_a_server_that_drips_is_given_up_in_time(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    over = threading.Event()

    def drip() -> None:
        while not over.wait(0.05):
            theirs.sendall(b"2")

    sender = threading.Thread(target=drip)
    sender.start()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        Replies(ours).next(0.3)
    assert time.monotonic() - began < 2
    over.set()
    sender.join(5)


def test_words_and_the_end_of_the_line_are_noticed_before_anybody_asks(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = pair
    heard = Replies(ours)
    assert not heard.is_there()
    theirs.sendall(b"421 going\r\n")
    assert heard.is_there()
    assert heard.next(1) == Reply(421, b"going")
    assert not heard.is_there()
    theirs.close()
    assert heard.is_there()
    with pytest.raises(ConnectionResetError):
        heard.next(1)
