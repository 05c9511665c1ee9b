"""Starts MiniStack; run by path, in its own virtual environment, which has nothing of this project.

Its WebSocket gateway reads each message to choose a route, and ends the connection where that takes more stack than
Python has: such a message goes to ``$default``, like any other that it cannot read.

It starts a process for each call of a function that finds none free, as AWS does, which has more than one machine's
processors: here such a call waits for one of a few, and longest where each processor has one. What works in the
background has no such bound, since lanes bound it, but a low priority, and ends when it has been idle for long.

Where one process dies as it starts, and where a function changes, it ends all processes of that function, those at
work among them, and it waits for one that is dead as long as a program that this had started lives. On AWS each call
has a machine of its own, which ends with it: so it is here.

It sleeps before it begins an execution, so that whoever started it is answered first. AWS promises no such order, and
every job waited for it: here executions begin at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any, cast

PROCESSORS = os.cpu_count() or 1
# A call may wait for a store, so that a few more than there are processors are of use.
MOST_WORKERS = PROCESSORS + 2
PATIENCE_SECONDS = 1.0
"""How long a call waits for a worker that is busy before it gets a new one: about as long as that needs to start."""
CROWDED_PATIENCE_SECONDS = 5.0
"""The same where each processor has a worker: one more makes all of them slower before it is of use."""
BACKGROUND = "-run-stage-"
"""In the name of each function that works in the background."""
BACKGROUND_IDLE_SECONDS = 300.0
NICE = ("nice", "-n", "10")
START_SECONDS = 0.15
"""How long the emulator sleeps before it begins an execution."""
_STARTS = 2


class _Room:
    """Where there is always a place."""

    def acquire(self) -> None: ...

    def release(self) -> None: ...


_ROOM = _Room()


class Workers:
    """The processes of the emulator's functions: how many there are, how urgent they are, and when they end.

    ``runtime`` is the emulator's module that starts them.
    """

    def __init__(
        self,
        runtime: Any,
        most: int = MOST_WORKERS,
        patience_s: float = PATIENCE_SECONDS,
        crowded_patience_s: float = CROWDED_PATIENCE_SECONDS,
        processors: int = PROCESSORS,
    ) -> None:
        self._runtime = runtime
        self._patience_s = patience_s
        self._crowded_patience_s = crowded_patience_s
        self._processors = processors
        self._freed = threading.Condition()
        self._acquire, self._release, self._reap, self._invalidate = (
            runtime.acquire_worker,
            runtime.release_worker,
            runtime.reap_idle_workers,
            runtime.invalidate_worker,
        )
        self._most = most
        self._lock = threading.Lock()
        self._places: dict[str, threading.Semaphore] = {}
        # A call is made and ended in one thread.
        self._held = threading.local()

    def acquire(self, func_name: str, config: dict[str, Any], code_zip: bytes, **options: Any) -> tuple[Any, str]:
        """Take a worker; wait while as many as may be are at work. Each call ends in its function's time."""
        place = self._place(func_name)
        place.acquire()
        self._held.place = place
        try:
            with self._freed:
                self._wait(func_name)
                return cast(tuple[Any, str], self._acquire(func_name, config, code_zip, **options))
        except BaseException:
            self._leave()
            raise

    def release(self, worker: Any) -> None:
        """Give a worker back: from now on it is idle, or ended, if its function has changed meanwhile.

        None stands for one that failed, and is thrown away already.
        """
        if worker is not None:
            worker.last_used = time.time()
            self._release(worker)
            with self._runtime._lock:
                kept = any(worker in workers for workers in self._runtime._workers.values())
            if not kept:
                self._runtime.kill_workers([worker])
        with self._freed:
            self._freed.notify_all()
        self._leave()

    def invalidate(self, func_name: str, *which: Any, **named: Any) -> None:
        """End the idle workers of a function that changed; those at work do so when they are given back."""
        with self._runtime._lock:
            for workers in self._runtime._workers.values():
                workers[:] = [worker for worker in workers if worker.func_name != func_name or not worker.in_use]
        self._invalidate(func_name, *which, **named)

    def reap(self, ttl: float | None = None) -> int:
        """End idle workers, of those in the background also the last; return how many."""
        ended = int(self._reap(ttl))
        with self._runtime._lock:
            idle = {key: workers for key, workers in self._runtime._workers.items() if _are_idle(workers)}
            for key in idle:
                del self._runtime._workers[key]
        doomed = [worker for workers in idle.values() for worker in workers]
        self._runtime.kill_workers(doomed)
        return ended + len(doomed)

    def _wait(self, func_name: str) -> None:
        """Wait for a worker to be given back, as long as that is better than one more; each that starts counts anew."""
        began = time.monotonic()
        while busy := self._busy(func_name):
            left = began + self._patience(func_name, busy) - time.monotonic()
            if left <= 0:
                return
            self._freed.wait(left)

    def _patience(self, func_name: str, busy: int) -> float:
        if busy >= self._processors:
            return self._crowded_patience_s
        return 0.0 if BACKGROUND in func_name else self._patience_s

    def _busy(self, func_name: str) -> int:
        """Return how many workers of a function there are; 0 where one of them is idle."""
        with self._runtime._lock:
            there = [worker for workers in self._runtime._workers.values() for worker in workers]
        own = [worker.in_use for worker in there if worker.func_name == func_name]
        return len(own) if all(own) else 0

    def _leave(self) -> None:
        place = getattr(self._held, "place", _ROOM)
        self._held.place = _ROOM
        place.release()

    def _place(self, func_name: str) -> threading.Semaphore | _Room:
        if BACKGROUND in func_name:
            return _ROOM
        with self._lock:
            return self._places.setdefault(func_name, threading.Semaphore(self._most))


def _are_idle(workers: list[Any]) -> bool:
    since = time.time() - BACKGROUND_IDLE_SECONDS
    return all(BACKGROUND in worker.func_name and not worker.in_use and worker.last_used < since for worker in workers)


def popen(command: Sequence[str], *, env: dict[str, str], **options: Any) -> subprocess.Popen[str]:
    """Start a worker, at a low priority if it works in the background; what it starts ends when it does."""
    if BACKGROUND in env.get("AWS_LAMBDA_FUNCTION_NAME", ""):
        command = [*NICE, *command]
    process = subprocess.Popen(command, env=env, process_group=0, **options)
    threading.Thread(target=_end_with, args=(process,), daemon=True).start()
    return process


def _end_with(process: subprocess.Popen[str]) -> None:
    """Whatever has a dead worker's pipes open would be waited for as if it were the worker."""
    # Left to be waited for by the emulator, whose questions must not wait for this thread; it may have been faster.
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def failing_alone(invoke: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a worker's ``invoke``, which raises where its process does not start, as one that says so.

    It starts it once more before, as AWS does: nothing of the call has been done.
    """

    def invoke_or_say(worker: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
        for _ in range(_STARTS):
            try:
                return invoke(worker, *arguments, **named)
            except Exception as error:  # whatever keeps a process from starting
                worker.kill()
                said = str(error)
        return {"status": "error", "error": said, "cold_start": True}

    return invoke_or_say


def guard_workers(runtime: ModuleType, invoking: ModuleType) -> None:
    """``runtime`` starts the workers, ``invoking`` has taken its functions over by name."""
    workers = Workers(runtime)
    runtime.Worker.invoke = failing_alone(runtime.Worker.invoke)
    runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": popen})  # type: ignore[attr-defined]
    for module in (runtime, invoking):
        for name, guarded in {
            "acquire_worker": workers.acquire,
            "release_worker": workers.release,
            "reap_idle_workers": workers.reap,
            "invalidate_worker": workers.invalidate,
        }.items():
            setattr(module, name, guarded)


def guard_gateway(gateway: ModuleType) -> None:
    choose = gateway._evaluate_route_selection

    def choose_or_default(expression: str, message: str) -> str:
        try:
            return str(choose(expression, message))
        except RecursionError:
            return "$default"

    gateway._evaluate_route_selection = choose_or_default  # type: ignore[attr-defined]


class Starting:
    """The time of the emulator's state machines, in which an execution's first sleep, before it begins, takes none.

    ``states`` is the emulator's module that runs them, each execution in a thread.
    """

    def __init__(self, states: Any) -> None:
        self._run = states._run_execution
        self._thread = threading.local()

    def run(self, execution_arn: str) -> None:
        self._thread.begins = True
        self._run(execution_arn)

    def sleep(self, seconds: float) -> None:
        begins, self._thread.begins = getattr(self._thread, "begins", False), False
        if not (begins and seconds == START_SECONDS):
            time.sleep(seconds)


def guard_executions(states: ModuleType) -> None:
    starting = Starting(states)
    states.time = SimpleNamespace(**{**vars(time), "sleep": starting.sleep})  # type: ignore[attr-defined]
    states._run_execution = starting.run  # type: ignore[attr-defined]


def main() -> None:
    from ministack import app  # type: ignore[import-not-found]
    from ministack.core import lambda_runtime  # type: ignore[import-not-found]
    from ministack.services import apigateway, lambda_svc, stepfunctions  # type: ignore[import-not-found]

    guard_gateway(apigateway)
    guard_executions(stepfunctions)
    guard_workers(lambda_runtime, lambda_svc)
    app.main()


if __name__ == "__main__":
    main()
