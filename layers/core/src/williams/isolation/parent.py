"""Runs the reader process with limits and turns the ways in which it can end into results and errors."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import re
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from williams.domain import errors

MEMORY_BYTES = 1 << 30
SECONDS = 240.0
_POLL_SECONDS = 1.0
_STDERR_BYTES = 16_000
_REFUSED_MEMORY = re.compile(rb"memory allocation of \d+ bytes failed|std::bad_alloc")
"""What libraries in Rust or C++ say when they end the process since they got no memory."""
# A hostile file must find no credentials in the process that reads it. Lambda's Python has its libraries in /var/lang.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": "/var/lang/lib", "LANG": "C.UTF-8"}
# Nothing that is imported is ever garbage: looking for it would be a tenth of the start.
_BOOT = (
    "import gc; gc.disable(); import sys, json; task = json.loads(sys.argv[1]); sys.path[:] = task['path']; "
    "from williams.isolation.child import main; main(task)"
)


@dataclass(frozen=True)
class Reader:
    """What reads the file.

    Attributes:
        function: ``module:name`` of a function that takes the file's path, a function to call with the steps done and
            their total, and ``options`` by name. It returns an answer of JSON's types, or raises a WilliamsError.
        kind: what people call such a file (``PDF``), for messages.
        advice: a sentence that says what to do when it cannot be read.
        options: of JSON's types.
        environment: what the process's libraries are to find there, beside the little that each process gets.
    """

    function: str
    kind: str
    advice: str
    options: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """``seconds`` is what the reader may take at most, ``remaining`` what the stage has left."""

    seconds: float = SECONDS
    remaining: float = math.inf
    memory_bytes: int = MEMORY_BYTES


async def _start(reader: Reader, source: Path, result: Path, limits: Limits) -> Process:
    task = {
        "function": reader.function,
        "kind": reader.kind,
        "advice": reader.advice,
        "options": reader.options,
        "source": str(source),
        "result": str(result),
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": math.ceil(limits.seconds) + 5,
        "path": [entry for entry in sys.path if entry],
    }
    # -I and -S: nothing of the environment or of site-packages' .pth files is looked at, the path is the parent's.
    arguments = ("-I", "-S", "-c", _BOOT, json.dumps(task))
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env={**_ENVIRONMENT, **reader.environment}
    )


async def _last_words(process: Process) -> bytes:
    """Read standard error to its end, so that the process never waits, and keep the last of it."""
    assert process.stderr is not None
    kept = b""
    while chunk := await process.stderr.read(65536):
        kept = (kept + chunk)[-_STDERR_BYTES:]
    return kept


def _report(line: bytes, progress: Callable[[int, int], None]) -> None:
    parts = line.split()
    if len(parts) == 2 and parts[0].isdigit() and parts[1].isdigit():
        progress(int(parts[0]), int(parts[1]))


async def _follow(
    process: Process, ends: float, progress: Callable[[int, int], None], check: Callable[[], None]
) -> None:
    """Pass progress on until standard output ends. Raises TimeoutError, and whatever ``check`` raises."""
    assert process.stdout is not None
    reading = asyncio.ensure_future(process.stdout.readline())
    try:
        while True:
            check()
            left = ends - time.monotonic()
            if left <= 0:
                raise TimeoutError
            done, _ = await asyncio.wait({reading}, timeout=min(left, _POLL_SECONDS))
            if not done:
                continue
            line = reading.result()
            if not line:
                return
            _report(line, progress)
            reading = asyncio.ensure_future(process.stdout.readline())
    finally:
        reading.cancel()


def _ended_badly(reader: Reader, limits: Limits, code: int, words: bytes) -> errors.WilliamsError:
    if code == -signal.SIGKILL:
        return errors.WorkerCrashed(
            f"The process that reads the {reader.kind} was killed from outside; it will be tried again."
        )
    if code == -signal.SIGXCPU:
        return _took_too_long(reader, limits)
    if code == -signal.SIGABRT and _REFUSED_MEMORY.search(words):
        return errors.ContentTooLarge(
            f"Reading the {reader.kind} takes more than {limits.memory_bytes >> 20} MB of memory. {reader.advice}"
        )
    if code < 0:
        name = signal.Signals(-code).name
        return errors.CorruptContent(
            f"The {reader.kind} crashed its reader ({name}): it is damaged or made to harm. {reader.advice}"
        )
    said = words.decode("utf-8", "replace").strip()
    return errors.PluginDefect(
        f"The program that reads the {reader.kind} has a defect, which was logged. {reader.advice}",
        f"{reader.function} ended with exit code {code}: {said[-1000:]}",
    )


def _timed_out(reader: Reader, limits: Limits) -> errors.WilliamsError:
    if limits.remaining < limits.seconds:
        return errors.DeadlineExceeded(
            f"The stage's time was used up before the {reader.kind} was read; it will be tried again."
        )
    return _took_too_long(reader, limits)


def _took_too_long(reader: Reader, limits: Limits) -> errors.CorruptContent:
    return errors.CorruptContent(
        f"Reading the {reader.kind} took longer than {limits.seconds:.0f} s: it is damaged, made to harm, or far too "
        f"large. {reader.advice}"
    )


async def read_isolated(
    reader: Reader,
    source: Path,
    result: Path,
    limits: Limits,
    progress: Callable[[int, int], None],
    check: Callable[[], None],
) -> dict[str, Any]:
    """Read ``source`` in a process of its own, with ``result`` as a place for its answer.

    Args:
        progress: called with the steps done and their total.
        check: called once a second; what it raises ends the process and is raised again.

    Raises:
        WilliamsError: as the reader raised it; CorruptContent also if it crashed or took too long, ContentTooLarge if
            it took too much memory.
        DeadlineExceeded: the stage had too little time left.
        WorkerCrashed: someone else killed the process.
    """
    process = await _start(reader, source, result, limits)
    words = asyncio.ensure_future(_last_words(process))
    try:
        await _follow(process, time.monotonic() + min(limits.seconds, limits.remaining), progress, check)
        code = await process.wait()
    except TimeoutError:
        raise _timed_out(reader, limits) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        said = await words
    if code != 0:
        raise _ended_badly(reader, limits, code, said)
    return _answer(result)


def _answer(result: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    if "error" in answer:
        raise getattr(errors, answer["error"])(*answer["told"])
    return answer
