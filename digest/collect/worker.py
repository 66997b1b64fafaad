"""A worker: `python -m digest.collect.worker` reads jobs from its input and answers on its output.

It runs apart because parsers of hostile input crash, hang and eat memory. It is a program of its own
and not a `multiprocessing` child, which would run the caller's main module again.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from typing import BinaryIO

from digest.collect.reading import Job, Reading, read

LENGTH = struct.Struct(">I")
MEMORY = 1 << 30  # bytes of address space
_STACK = 3_000  # frames; sound documents need a tenth of it


def main() -> None:
    """Answers one job after the other until the input ends."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the protocol
    _bound_memory()
    sys.setrecursionlimit(_STACK)
    from digest.collect import feedxml  # noqa: F401, PLC0415  # load before the first clock runs

    _send(answers, b"ready")
    while job := _receive(jobs):
        _send(answers, pickle.dumps(_answer(job), pickle.HIGHEST_PROTOCOL))


def _answer(packed: bytes) -> Reading:
    job = pickle.loads(packed)  # noqa: S301  # from our own parent, through a pipe that nobody else has
    assert isinstance(job, Job)  # noqa: S101
    try:
        return read(job)
    except MemoryError:
        return Reading(problem="more than could be read in 1 GB of memory")
    except RecursionError:
        return Reading(problem="something that nests too deep to be read")
    except Exception as error:  # noqa: BLE001  # a parser may raise anything; it is this document's failure
        return Reading(problem=f"something that broke the parser ({type(error).__name__}: {error})"[:200])


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):  # macOS refuses RLIMIT_AS; the time limit still holds
        return


def _send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes:
    head = pipe.read(LENGTH.size)
    return pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


if __name__ == "__main__":
    main()
