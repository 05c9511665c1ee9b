"""The emulator's workers: a few of a function at a time, background work behind, and none that idles for long."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from williams_localcloud.run_ministack import BACKGROUND_IDLE_SECONDS, Workers, failing_alone, guard_workers, popen

API, STAGE = "williams-local-api", "williams-local-run-stage-import-pdf"


class Worker:
    """``starts``: whether its process does, at each try."""

    def __init__(self, func_name: str, *starts: bool) -> None:
        self.func_name = func_name
        self.in_use = True
        self.last_used = time.time()
        self.starts = list(starts)
        self.killed = 0

    def invoke(self, event: object) -> dict[str, Any]:
        if not self.starts.pop(0):
            raise RuntimeError("Worker process exited immediately.")
        return {"status": "ok", "result": event}

    def kill(self) -> None:
        self.killed += 1


class Runtime(ModuleType):
    """The part of the emulator that keeps workers, as it is in the pinned version."""

    def __init__(self) -> None:
        super().__init__("runtime")
        self._lock = threading.Lock()
        self._workers: dict[str, list[Worker]] = {}
        self.killed: list[Worker] = []
        self.subprocess = subprocess
        self.Worker = type("Worker", (Worker,), {})

    def acquire_worker(self, func_name: str, _config: object, _code: bytes, **_options: Any) -> tuple[Worker, str]:
        if not func_name:
            raise ValueError("no name")
        with self._lock:
            workers = self._workers.setdefault(func_name, [])
            for worker in workers:
                if not worker.in_use:
                    worker.in_use = True
                    return worker, "reused"
            workers.append(Worker(func_name))
            return workers[-1], "spawn"

    def release_worker(self, worker: Worker) -> None:
        worker.in_use = False

    def reap_idle_workers(self, _ttl: float | None = None) -> int:
        return 0

    def invalidate_worker(self, func_name: str, qualifier: str | None = None) -> None:
        assert qualifier == "$LATEST"
        with self._lock:
            self.kill_workers(self._workers.pop(func_name, []))

    def kill_workers(self, workers: list[Worker]) -> None:
        self.killed += workers


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def workers(runtime: Runtime) -> Workers:
    return Workers(runtime, most=3, patience_s=0.001, crowded_patience_s=0.001)


def test_a_busy_worker_is_waited_for_before_another_is_started(runtime: Runtime) -> None:
    """Of the background's there are as many as there is work, up to one for each processor."""
    workers = Workers(runtime, most=3, patience_s=60, processors=2)
    first, how = workers.acquire(API, {}, b"")
    assert how == "spawn"
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(workers.acquire, API, {}, b"")
        workers.release(first)
        assert waiting.result() == (first, "reused")
    assert [workers.acquire(STAGE, {}, b"")[1] for _ in range(2)] == ["spawn", "spawn"]


@pytest.mark.parametrize("name", [API, STAGE])
def test_where_each_processor_has_a_worker_one_is_waited_for_longer(runtime: Runtime, name: str) -> None:
    workers = Workers(runtime, most=4, patience_s=0.001, crowded_patience_s=60, processors=2)
    (first, _), (_, how) = (workers.acquire(name, {}, b"") for _ in range(2))
    assert how == "spawn"
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(workers.acquire, name, {}, b"")
        with pytest.raises(TimeoutError):
            waiting.result(0.2)
        workers.release(first)
        assert waiting.result() == (first, "reused")


def test_of_calls_that_wait_together_not_each_gets_a_worker_of_its_own(runtime: Runtime) -> None:
    workers = Workers(runtime, most=9, patience_s=0.05, crowded_patience_s=60, processors=2)
    first, _ = workers.acquire(API, {}, b"")
    ended = threading.Event()

    def call(_: int) -> None:
        worker, _how = workers.acquire(API, {}, b"")
        ended.wait(60)
        workers.release(worker)

    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(call, number) for number in range(4)]
        while len(runtime._workers[API]) < 2:
            time.sleep(0.01)
        time.sleep(0.2)
        assert len(runtime._workers[API]) == 2
        ended.set()
        workers.release(first)
    assert [each.result() for each in calls] == [None] * 4
    assert len(runtime._workers[API]) == 2


def test_calls_wait_for_one_of_a_few_workers(runtime: Runtime, workers: Workers) -> None:
    def call(_: int) -> None:
        worker, _how = workers.acquire(API, {}, b"")
        time.sleep(0.001)
        workers.release(worker)

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(call, range(200)))
    assert 1 <= len(runtime._workers[API]) <= 3


def test_background_work_waits_for_nobody(runtime: Runtime, workers: Workers) -> None:
    taken = [workers.acquire(STAGE, {}, b"")[0] for _ in range(9)]
    assert len(runtime._workers[STAGE]) == len(taken)


def test_a_worker_that_failed_gives_its_place_back(runtime: Runtime, workers: Workers) -> None:
    for _ in range(9):
        workers.acquire(API, {}, b"")
        workers.release(None)
    worker, _ = workers.acquire(API, {}, b"")
    workers.release(worker)
    workers.release(None)
    for _ in range(3):
        workers.acquire(API, {}, b"")
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(workers.acquire, API, {}, b"")
        with pytest.raises(TimeoutError):
            waiting.result(0.05)
        workers.release(None)
        assert waiting.result()[0] in runtime._workers[API]


def test_a_worker_that_could_not_be_had_takes_no_place(runtime: Runtime, workers: Workers) -> None:
    for _ in range(9):
        with pytest.raises(ValueError, match="no name"):
            workers.acquire("", {}, b"")
    assert workers.acquire(API, {}, b"")[0] in runtime._workers[API]


@pytest.mark.parametrize(
    ("name", "in_use", "idle", "ends"),
    [
        (STAGE, False, BACKGROUND_IDLE_SECONDS + 1, True),
        (STAGE, False, BACKGROUND_IDLE_SECONDS - 9, False),
        (STAGE, True, BACKGROUND_IDLE_SECONDS + 1, False),
        (API, False, BACKGROUND_IDLE_SECONDS + 1, False),
    ],
    ids=["long idle", "not long enough", "at work", "of the API"],
)
def test_the_last_worker_ends_where_nobody_waits_for_an_answer(
    runtime: Runtime, workers: Workers, name: str, in_use: bool, idle: float, ends: bool
) -> None:
    worker, _ = workers.acquire(name, {}, b"")
    if not in_use:
        workers.release(worker)
    worker.last_used -= idle
    assert workers.reap() == len(runtime.killed) == int(ends)
    assert (name in runtime._workers) is not ends


def test_a_worker_idles_from_its_release_on(workers: Workers) -> None:
    worker, _ = workers.acquire(STAGE, {}, b"")
    worker.last_used -= BACKGROUND_IDLE_SECONDS + 1
    workers.release(worker)
    assert workers.reap() == 0


def test_a_function_that_changes_keeps_no_idle_worker_and_ends_none_at_work(runtime: Runtime, workers: Workers) -> None:
    (idle, _), (working, _), (other, _) = (workers.acquire(name, {}, b"") for name in (API, API, STAGE))
    workers.release(idle)
    workers.invalidate(API, qualifier="$LATEST")
    assert runtime.killed == [idle]
    fresh, how = workers.acquire(API, {}, b"")
    assert (fresh is working, how) == (False, "spawn")
    for worker in (working, fresh, other):
        workers.release(worker)
    assert runtime.killed == [idle, working]


@pytest.mark.parametrize(
    ("starts", "answer", "killed"),
    [
        ([True], {"status": "ok", "result": "event"}, 0),
        ([False, True], {"status": "ok", "result": "event"}, 1),
        ([False, False], {"status": "error", "error": "Worker process exited immediately.", "cold_start": True}, 2),
    ],
)
def test_a_process_that_does_not_start_is_started_once_more(
    starts: list[bool], answer: dict[str, Any], killed: int
) -> None:
    worker = Worker(API, *starts)
    assert failing_alone(Worker.invoke)(worker, "event") == answer
    assert (worker.killed, worker.starts) == (killed, [])


@pytest.mark.parametrize(("name", "more"), [(API, 0), (STAGE, 10)])
def test_background_work_leaves_the_processor_to_others(name: str, more: int) -> None:
    command = [sys.executable, "-c", "import os; print(os.nice(0))"]
    with popen(command, env={"AWS_LAMBDA_FUNCTION_NAME": name}, stdout=subprocess.PIPE, text=True) as process:
        said, _ = process.communicate()
    own = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert int(said) == min(19, own + more)


def test_what_a_worker_started_ends_also_where_the_emulator_knows_first_that_it_died(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = threading.Event()
    wait = os.waitid

    def late(*which: int) -> object:
        known.wait()
        return wait(*which)

    monkeypatch.setattr(os, "waitid", late)
    with popen(["sh", "-c", "sleep 300 &"], env={"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE) as process:
        process.wait()
        known.set()
        assert process.stdout
        assert select.select([process.stdout], [], [], 60)[0], "the pipe is closed by all who had it"


def test_the_emulator_takes_the_guarded_functions(runtime: Runtime) -> None:
    invoking = ModuleType("invoking")
    guard_workers(runtime, invoking)
    for name in ("acquire_worker", "release_worker", "reap_idle_workers", "invalidate_worker"):
        assert getattr(runtime, name) == getattr(invoking, name)
    assert runtime.Worker("", False, True).invoke("event")["status"] == "ok"
    assert runtime.subprocess.Popen is popen
    assert subprocess.Popen is not popen
