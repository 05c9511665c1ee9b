"""With real processes: each is a Python that sleeps, in a session of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from williams_localcloud.environment import ROOT_VARIABLE, server_environment
from williams_localcloud.processes import find, is_alive, record_of, spawn, stop, strays
from williams_localcloud.state import ProcessRecord

SLEEP = "import time; print('ready', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).wait()"

Spawned = subprocess.Popen[bytes]


class Starter:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.started: list[Spawned] = []

    def __call__(self, code: str) -> Spawned:
        command: Sequence[str] = [sys.executable, "-c", code]
        process = spawn(command, log=self.log, env=server_environment(self.folder), cwd=self.folder)
        self.started.append(process)
        deadline = time.monotonic() + 10
        while b"ready" not in self.log.read_bytes():
            assert time.monotonic() < deadline, "the process did not start"
            time.sleep(0.02)
        return process


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starter]:
    starter = Starter(tmp_path)
    yield starter
    for process in starter.started:
        process.kill()
        process.wait()


def test_a_recorded_process_is_found_while_it_lives(start: Starter) -> None:
    process = start(SLEEP)
    record = record_of(process)

    assert find(record) == psutil.Process(process.pid)

    process.kill()
    assert _eventually(lambda: find(record) is None), "a zombie counts as alive"


def test_another_process_with_the_same_pid_is_not_ours(start: Starter) -> None:
    record = record_of(start(SLEEP))

    assert find(ProcessRecord(record.pid, record.started - 100)) is None


def test_it_has_a_session_of_its_own(start: Starter) -> None:
    process = start(SLEEP)

    assert os.getsid(process.pid) == process.pid != os.getsid(0)


def test_stop_is_clean_when_the_process_obeys(start: Starter) -> None:
    process = psutil.Process(start(SLEEP).pid)

    assert stop(process, signal.SIGTERM, wait_s=10)
    assert not is_alive(process)


def test_stop_kills_what_does_not_obey_and_says_so(start: Starter) -> None:
    process = psutil.Process(start(STUBBORN).pid)

    assert not stop(process, signal.SIGTERM, wait_s=0.2)
    assert not is_alive(process)


def test_stop_takes_the_descendants_along(start: Starter) -> None:
    parent = psutil.Process(start(PARENT).pid)
    (child,) = parent.children()

    stop(parent, signal.SIGTERM, wait_s=10)

    assert not is_alive(child)


def test_stop_frees_a_process_that_waits_for_its_children(start: Starter) -> None:
    patient = f"import signal; signal.signal(signal.SIGTERM, lambda *_: None); {PARENT}"
    parent = psutil.Process(start(patient).pid)
    (child,) = parent.children()

    assert stop(parent, signal.SIGTERM, wait_s=10, children_wait_s=0.1)
    assert not is_alive(child)


def test_strays_are_our_own_without_the_known_and_their_descendants(start: Starter) -> None:
    parent = psutil.Process(start(PARENT).pid)
    (child,) = parent.children()

    assert {stray.pid for stray in strays(start.folder, known=[])} == {parent.pid, child.pid}
    assert strays(start.folder, known=[parent]) == []
    assert strays(start.folder / "another clone", known=[]) == []


def test_a_server_gets_neither_keys_nor_a_proxy_for_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "intranet.example")

    environment = server_environment(tmp_path)

    assert environment.keys().isdisjoint({"OPENAI_API_KEY", "AWS_PROFILE"})
    assert environment["https_proxy"] == "http://proxy.example:3128"
    assert environment["no_proxy"] == "intranet.example,127.0.0.1,localhost"
    assert environment[ROOT_VARIABLE] == str(tmp_path)


def _eventually(condition: object, wait_s: float = 5) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + wait_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
