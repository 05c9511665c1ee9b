"""The local cloud's emulator runs few processes of a function at a time, whatever comes at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.contract.aws_server import AwsClients
from williams_localcloud.run_ministack import BACKGROUND, MOST_WORKERS

HANDLER = """
import os, time

def handler(event, context):
    time.sleep(0.05)
    return os.getpid()
"""
CALLS = MOST_WORKERS * 3
Pids = Callable[[str], set[int]]


@pytest.fixture
def pids_of_calls(aws: AwsClients) -> Pids:
    """Make a function, call it many times at once, and return the processes that answered."""

    def call(name: str) -> set[int]:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("crowd.py", HANDLER)
        aws.__getattr__("lambda").create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="crowd.handler",
            Role="arn:aws:iam::000000000000:role/crowd",
            Code={"ZipFile": packed.getvalue()},
            Timeout=60,
        )
        clients = aws.__getattr__("lambda")
        with ThreadPoolExecutor(CALLS) as threads:
            answers = list(threads.map(lambda _: clients.invoke(FunctionName=name)["Payload"].read(), range(CALLS)))
        return {int(answer) for answer in answers}

    return call


def test_a_crowd_is_served_by_few_processes(pids_of_calls: Pids) -> None:
    assert 1 <= len(pids_of_calls("crowd")) <= MOST_WORKERS


def test_background_work_has_a_low_priority(pids_of_calls: Pids) -> None:
    own = psutil.Process().nice()
    assert {psutil.Process(pid).nice() for pid in pids_of_calls(f"crowd{BACKGROUND}import")} == {min(19, own + 10)}
