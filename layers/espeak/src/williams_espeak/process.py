"""One espeak-ng subprocess, kept alive between lines and replaced when it dies."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from williams.domain.errors import InvalidRequest, ProviderUnavailable

_WORKER = Path(__file__).with_name("worker.py")
_START_SECONDS = 20.0


class _WorkerDied(Exception):
    pass


class EspeakProcess:
    """Speaks line after line in one subprocess. Safe to use from several threads: one line is spoken at a time."""

    def __init__(self, *, seconds_per_line: float = 60.0) -> None:
        self._seconds_per_line = seconds_per_line
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._errors: IO[bytes] | None = None
        self.sample_rate = 0
        self.languages: dict[str, str] = {}

    def start(self) -> None:
        """Start the subprocess unless it runs. Raises ProviderUnavailable when it cannot."""
        with self._lock:
            self._ensure()

    def speak(self, request: dict[str, Any]) -> tuple[list[list[int]], bytes]:
        """Return the worker's words and PCM. Raises as ``phonemes`` does."""
        answer, pcm = self._ask(request)
        return answer["words"], pcm

    def phonemes(self, clauses: Sequence[str], voice: str) -> list[str]:
        """Return how each clause is said, its words apart, in tied IPA.

        Raises InvalidRequest when the engine refuses, ProviderUnavailable when it dies twice or takes too long.
        """
        said: list[str] = self._ask({"clauses": clauses, "voice": voice})[0]["phonemes"]
        return said

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """A subprocess that died since the last request is replaced once."""
        with self._lock:
            fresh = self._ensure()
            try:
                return self._exchange(request)
            except _WorkerDied as error:
                if fresh:
                    raise ProviderUnavailable(str(error)) from error
            self._ensure()
            try:
                return self._exchange(request)
            except _WorkerDied as error:
                raise ProviderUnavailable(str(error)) from error

    def close(self) -> None:
        """End the subprocess; the next line starts another."""
        with self._lock:
            self._discard()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _ensure(self) -> bool:
        if self._process is not None and self._owner != os.getpid():
            self._process = None  # inherited over a fork: the pipes belong to the parent
        if self._process is not None and self._process.poll() is None:
            return False
        self._discard()
        try:
            self._launch()
        except _WorkerDied as error:
            raise ProviderUnavailable(f"espeak-ng did not start: {error}") from error
        return True

    def _launch(self) -> None:
        try:
            import espeakng_loader
        except ImportError as error:
            raise ProviderUnavailable("espeak-ng is not installed: add the package espeakng-loader") from error
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        command = [sys.executable, "-I", "-S", str(_WORKER)]
        self._process = subprocess.Popen(
            [*command, espeakng_loader.get_library_path(), espeakng_loader.get_data_path()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        self._owner = os.getpid()
        with self._bounded(_START_SECONDS):
            hello = json.loads(self._read_frame())
        self.sample_rate, self.languages = hello["sample_rate"], hello["languages"]

    def _exchange(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        with self._bounded(self._seconds_per_line):
            self._write_frame(json.dumps(request).encode())
            answer: dict[str, Any] = json.loads(self._read_frame())
            pcm = self._read_frame()
        if "error" in answer:
            raise InvalidRequest(answer["error"])
        return answer, pcm

    @contextmanager
    def _bounded(self, seconds: float) -> Iterator[None]:
        """Kill the subprocess after ``seconds``, which ends any read or write that waits for it."""
        process = self._running()
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            _kill(process)

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (_WorkerDied, OSError) as error:
            self._fail(seconds if expired.is_set() else None, error)
        finally:
            timer.cancel()

    def _fail(self, timeout: float | None, error: Exception) -> None:
        if timeout is not None:
            self._discard()
            raise ProviderUnavailable(f"espeak-ng took longer than {timeout:g} s and was ended") from error
        said = self._last_words()
        self._discard()
        raise _WorkerDied(f"the espeak-ng process ended unexpectedly{said}") from error

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip()
        return f": {said[-400:]}" if said else ""

    def _write_frame(self, payload: bytes) -> None:
        stdin = self._running().stdin
        assert stdin is not None
        stdin.write(struct.pack(">I", len(payload)) + payload)
        stdin.flush()

    def _read_frame(self) -> bytes:
        (length,) = struct.unpack(">I", self._read(4))
        return self._read(length)

    def _read(self, size: int) -> bytes:
        stdout = self._running().stdout
        assert stdout is not None
        received = stdout.read(size)
        if len(received) < size:
            raise _WorkerDied("its output ended")
        return received

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    _close_quietly(stream)
        if self._errors is not None:
            self._errors.close()
            self._errors = None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process with the copy of it that may be speaking."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _close_quietly(stream: IO[bytes]) -> None:
    """A pipe whose reader is dead may refuse its last buffered bytes."""
    with suppress(BrokenPipeError):
        stream.close()
