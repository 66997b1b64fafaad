"""A worker: `python -m digest.collect.worker` reads jobs from its input and answers on its output.

It runs apart because parsers of hostile input crash, hang and eat memory. It is a program of its own
and not a `multiprocessing` child, which would run the caller's main module again.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import sys
import time
from dataclasses import replace
from typing import BinaryIO

from digest.collect.reading import Job, Reading, read

LENGTH = struct.Struct(">I")
ANSWER = struct.Struct(">I?")  # length, and whether the worker should be replaced
MEMORY = 48 << 20  # bytes of address space for a document, beside the program and 32 for each of its own
MOST_MEMORY = 61 << 20  # bytes for large ones, itself among them: 64 MB at most that are really used
_ITS_OWN = 6  # times its own size for those that only who raised `max_body_mb` gets
WORN = 48 << 20  # bytes that a worker may have kept; what parsers hold back is had again by a new one
CPU_S = 4  # for a document, and a second more for each megabyte and a half
_BYTES_A_SECOND = 1_500_000
_STACK = 3_000  # frames; sound documents need a tenth of it


def main() -> None:
    """Answers one job after the other until the input ends."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the protocol
    sys.setrecursionlimit(_STACK)
    from digest.collect import feedxml  # noqa: F401, PLC0415  # load before the first clock runs

    _send(answers, b"ready")
    while packed := _receive(jobs):
        body = _receive(jobs)  # apart, because packing it would double it
        _bound(len(body))
        _send(answers, pickle.dumps(_answer(packed, body), pickle.HIGHEST_PROTOCOL))


def _answer(packed: bytes, body: bytes) -> Reading:
    job = pickle.loads(packed)  # noqa: S301  # from our own parent, through a pipe that nobody else has
    assert isinstance(job, Job)  # noqa: S101
    try:
        return read(replace(job, body=body))
    except MemoryError:
        return Reading(problem=f"more than could be read in {memory(len(body)) >> 20} MB of memory")
    except RecursionError:
        return Reading(problem="something that nests too deep to be read")
    except Exception as error:  # noqa: BLE001  # a parser may raise anything; it is this document's failure
        return Reading(problem=f"something that broke the parser ({type(error).__name__}: {error})"[:200])


def cpu_s(size: int) -> int:
    """How many seconds of a processor a document of `size` bytes may take."""
    return CPU_S + size // _BYTES_A_SECOND


def memory(size: int) -> int:
    """How many bytes of address space a document of `size` bytes may take."""
    return max(min(MOST_MEMORY, MEMORY + 32 * size), _ITS_OWN * size)


def _bound(size: int) -> None:
    """Gives the next document its memory and its time, however much the ones before have taken.

    The time is the system's own limit: a worker whose parent was killed ends as well.
    """
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, int(time.process_time()) + 1 + cpu_s(size))
    taken = _taken(0)
    if taken:  # macOS refuses RLIMIT_AS; there the time limit has to do
        _limit(resource.RLIMIT_AS, taken - size + memory(size))


def _limit(what: int, wanted: int) -> None:
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(what)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _taken(column: int) -> int:
    """Bytes of address space (column 0) or memory (column 1); 0 where the system does not say (proc(5))."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # no Path: it is read a lot
            return int(file.read().split()[column]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError):
        return 0


def _send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(ANSWER.pack(len(message), _taken(1) > WORN))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes:
    head = pipe.read(LENGTH.size)
    return pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


if __name__ == "__main__":
    main()
