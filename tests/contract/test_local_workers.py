"""The local cloud's emulator runs few processes of a function at a time, whatever comes at once, and begins at once."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import pytest

from tests.contract.aws_server import AwsClients
from williams_localcloud.run_ministack import BACKGROUND, MOST_WORKERS, START_SECONDS

HANDLER = """
import os, time

def handler(event, context):
    time.sleep(0.05)
    return os.getpid()
"""
CALLS = MOST_WORKERS * 3
Answers = Callable[..., list[Any]]


@pytest.fixture
def answers(aws: AwsClients) -> Answers:
    """Make a function, call it many times at once, and return what it answered."""

    def call(name: str, handler: str = HANDLER) -> list[Any]:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("crowd.py", handler)
        client = aws.__getattr__("lambda")
        client.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="crowd.handler",
            Role="arn:aws:iam::000000000000:role/crowd",
            Code={"ZipFile": packed.getvalue()},
            Timeout=60,
        )
        with ThreadPoolExecutor(CALLS) as threads:
            return list(threads.map(lambda _: json.load(client.invoke(FunctionName=name)["Payload"]), range(CALLS)))

    return call


def test_a_crowd_is_served_by_few_processes(answers: Answers) -> None:
    assert 1 <= len(set(answers("crowd"))) <= MOST_WORKERS


def test_processes_that_cannot_start_keep_no_place(answers: Answers) -> None:
    told = answers("crowd-broken", "raise RuntimeError('no crowd today')")
    assert len(told) == CALLS > MOST_WORKERS
    # Each that fails takes those with it that are just starting.
    assert all("errorMessage" in each for each in told)
    assert any("no crowd today" in each["errorMessage"] for each in told)


def test_background_work_has_a_low_priority(answers: Answers) -> None:
    own = psutil.Process().nice()
    assert {psutil.Process(pid).nice() for pid in answers(f"crowd{BACKGROUND}import")} == {min(19, own + 10)}


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
