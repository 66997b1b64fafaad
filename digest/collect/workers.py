"""The pool of workers: documents are read in processes of their own, one at a time, with a time limit.

A document that hangs, crashes or bloats its worker costs that worker, which is replaced, and nothing
else. Workers start when there is work for them and stay until the run ends. Large documents are read one
at a time, and huge ones while nothing else is, so that the memory of a run does not depend on how many of
them come together.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from digest.collect.reading import Job, Reading
from digest.collect.room import HUGE, LARGE
from digest.collect.worker import ANSWER, LENGTH

MOST = 4
LIMIT_S = 15.0  # for one document, waiting for a busy processor included
START_S = 30.0  # a loaded machine may take its time to start Python
_BUFFER = 1 << 18  # bytes
_MOST = 1 << 27  # bytes of an answer
_COMMAND = ("-P", "-m", "digest.collect.worker")  # -P: no module from the current folder is imported


class Workers:
    """Reads documents in at most `count` processes; use as `async with Workers() as workers`."""

    def __init__(self, count: int = 0, limit_s: float = LIMIT_S, command: tuple[str, ...] = _COMMAND) -> None:
        self._count = count or min(os.cpu_count() or 1, MOST)
        self._limit_s = limit_s
        self._command = command
        self._free: list[asyncio.subprocess.Process] = []
        self._turns = asyncio.Semaphore(self._count)
        self._turn_of_large = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(self._end(process) for process in self._free))

    async def read(self, job: Job) -> Reading:
        """What `job` holds; a hang or crash of its worker is a problem in the reading."""
        if len(job.body) <= LARGE:
            async with self._turns:
                return await self._read(job)
        async with self._turn_of_large, self._all_turns(1 if len(job.body) <= HUGE else self._count):
            return await self._read(job)

    @contextlib.asynccontextmanager
    async def _all_turns(self, count: int) -> AsyncIterator[None]:
        """Takes `count` turns. Only one document may do so at a time: two would wait for each other."""
        taken = 0
        try:
            while taken < count:
                await self._turns.acquire()
                taken += 1
            while count > 1 and len(self._free) > 1:
                await self._end(self._free.pop())
            yield
        finally:
            for _ in range(taken):
                self._turns.release()

    async def _read(self, job: Job) -> Reading:
        process = self._free.pop() if self._free else None
        is_worn = True
        try:
            process = process or await self._start()
            async with asyncio.timeout(self._limit_s):
                answer, is_worn = await self._ask(process, job)
        except TimeoutError:
            problem = f"something that could not be read within {self._limit_s:g} s"
        except (OSError, asyncio.IncompleteReadError):
            problem = await _last_words(process)
        else:
            return answer
        finally:
            if process and is_worn:
                await self._end(process)
            elif process:
                self._free.append(process)
        return Reading(problem=problem)

    async def _start(self) -> asyncio.subprocess.Process:
        paths = os.pathsep.join(path for path in sys.path if path)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            limit=_BUFFER,
        )
        try:
            async with asyncio.timeout(START_S):
                await _receive(process)  # "ready"
        except BaseException:
            await self._end(process)
            raise
        return process

    async def _ask(self, process: asyncio.subprocess.Process, job: Job) -> tuple[Reading, bool]:
        """What the worker found, and whether it wants to be replaced."""
        assert process.stdin  # noqa: S101  # opened in _start
        packed = pickle.dumps(replace(job, body=b""), pickle.HIGHEST_PROTOCOL)
        process.stdin.write(LENGTH.pack(len(packed)) + packed + LENGTH.pack(len(job.body)))
        for start in range(0, len(job.body), _BUFFER):  # a buffer would hold all of it once more
            process.stdin.write(job.body[start : start + _BUFFER])
            await process.stdin.drain()
        await process.stdin.drain()
        packed, is_worn = await _receive(process)
        answer = pickle.loads(packed)  # noqa: S301  # from our own child
        assert isinstance(answer, Reading)  # noqa: S101
        return answer, is_worn

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if process.stdin:
            process.stdin.close()


async def _receive(process: asyncio.subprocess.Process) -> tuple[bytes, bool]:
    assert process.stdout  # noqa: S101  # opened in _start
    length, is_worn = ANSWER.unpack(await process.stdout.readexactly(ANSWER.size))
    if length > _MOST:
        raise OSError("a worker that lost its mind")
    return await process.stdout.readexactly(length), is_worn


async def _last_words(process: asyncio.subprocess.Process | None) -> str:
    """How the worker ended, to be read after "sent"."""
    if process is None:
        return "something, and no worker could be started to read it"
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1.0):
            await process.wait()
    if process.returncode == -getattr(signal, "SIGXCPU", 0):
        return "something that takes too long to be read"
    return "something that crashed the parser"
