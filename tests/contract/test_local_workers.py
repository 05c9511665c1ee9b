"""The local cloud's emulator runs few processes of a function at a time, whatever comes at once, and begins at once."""

from __future__ import annotations

import io
import json
import os
import signal
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.contract.aws_server import AwsClients
from williams.adapters.aws import client
from williams_localcloud.account import REGION
from williams_localcloud.run_ministack import BACKGROUND, MOST_WORKERS, START_SECONDS

HANDLER = """
import os, time

def handler(event, context):
    time.sleep(0.05)
    return os.getpid()
"""
CALLS = MOST_WORKERS * 3
SECONDS = 60
# Leaves its process's id in a folder, and waits there until it may go on.
WAITING = """
import os, pathlib, subprocess, time

def wait():
    folder = pathlib.Path({folder!r})
    (folder / str(os.getpid())).touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    return os.getpid()
"""
STARTING = (
    WAITING
    + """
wait()

def handler(event, context):
    return os.getpid()
"""
)
WORKING = (
    WAITING
    + """
def handler(event, context):
    return wait()
"""
)
LEAVING = (
    WAITING
    + """
def handler(event, context):
    child = subprocess.Popen(["sleep", "45"])
    (pathlib.Path({folder!r}) / str(child.pid)).touch()
    os.kill(os.getpid(), 9)
"""
)


@dataclass(frozen=True)
class Function:
    client: Any
    name: str

    def call(self) -> Any:
        return json.load(self.client.invoke(FunctionName=self.name)["Payload"])

    def at_once(self, calls: int = CALLS) -> list[Any]:
        with ThreadPoolExecutor(calls) as threads:
            return list(threads.map(lambda _: self.call(), range(calls)))


Made = Callable[..., Function]


@pytest.fixture
def made(aws: AwsClients) -> Made:
    """Make a function of a handler."""

    def make(name: str, handler: str = HANDLER) -> Function:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("crowd.py", handler)
        function = client("lambda", REGION, aws.endpoint_url, attempts=1, answer_seconds=SECONDS)
        function.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="crowd.handler",
            Role="arn:aws:iam::000000000000:role/crowd",
            Code={"ZipFile": packed.getvalue()},
            Timeout=SECONDS,
        )
        return Function(function, name)

    return make


def pids(folder: Path, count: int) -> set[int]:
    """Wait until so many processes have come."""
    deadline = time.monotonic() + SECONDS
    while len(come := {int(file.name) for file in folder.iterdir()}) < count:
        assert time.monotonic() < deadline, f"{len(come)} of {count} have come"
        time.sleep(0.01)
    return come


def test_a_crowd_is_served_by_few_processes(made: Made) -> None:
    assert 1 <= len(set(made("crowd").at_once())) <= MOST_WORKERS


def test_processes_that_cannot_start_keep_no_place(made: Made) -> None:
    told = made("crowd-broken", "raise RuntimeError('no crowd today')").at_once(MOST_WORKERS + 1)
    assert {each["errorMessage"] for each in told} == {"Worker init failed: no crowd today"}


def test_one_that_is_killed_as_it_starts_takes_no_other_with_it(made: Made, tmp_path: Path) -> None:
    """Its own call gets another process, as on AWS."""
    crowd = made("crowd-starting", STARTING.format(folder=str(tmp_path)))
    with ThreadPoolExecutor(1) as thread:
        answers = thread.submit(crowd.at_once, 3)
        first = pids(tmp_path, 3)
        killed = min(first)
        os.kill(killed, signal.SIGKILL)
        others = pids(tmp_path, 4)
        (tmp_path / "go").touch()
        assert set(answers.result()) == others - {killed}


def test_one_that_dies_is_not_waited_for_because_of_what_it_started(made: Made, tmp_path: Path) -> None:
    told = made("crowd-leaving", LEAVING.format(folder=str(tmp_path))).call()
    assert told["errorMessage"] == "Worker process died"
    (left,) = pids(tmp_path, 1)
    assert not psutil.pid_exists(left) or psutil.Process(left).status() == psutil.STATUS_ZOMBIE


def test_a_function_that_changes_ends_its_work_first(made: Made, tmp_path: Path) -> None:
    crowd = made("crowd-changing", WORKING.format(folder=str(tmp_path)))
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(crowd.call)
        (before,) = pids(tmp_path, 1)
        crowd.client.update_function_configuration(FunctionName=crowd.name, Environment={"Variables": {"LAMP": "lit"}})
        (tmp_path / "go").touch()
        assert answer.result() == before
    assert crowd.call() != before


def test_background_work_has_a_low_priority(made: Made) -> None:
    own, crowd = psutil.Process().nice(), made(f"crowd{BACKGROUND}import")
    assert {psutil.Process(pid).nice() for pid in crowd.at_once(2)} == {min(19, own + 10)}


def test_an_execution_begins_at_once(aws: AwsClients) -> None:
    """By the emulator's own clock; a busy machine may hold up some of them."""
    states = aws.stepfunctions
    machine = states.create_state_machine(
        name="at-once",
        definition=json.dumps({"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}),
        roleArn="arn:aws:iam::000000000000:role/at-once",
    )["stateMachineArn"]

    def took(execution: str) -> float:
        deadline = time.monotonic() + 10
        while states.describe_execution(executionArn=execution)["status"] == "RUNNING" and time.monotonic() < deadline:
            time.sleep(0.01)
        ended = states.describe_execution(executionArn=execution)
        return float((ended["stopDate"] - ended["startDate"]).total_seconds())

    begun = [states.start_execution(stateMachineArn=machine)["executionArn"] for _ in range(5)]
    assert min(map(took, begun)) < START_SECONDS
