"""QueuePort: the fake and SQS under the same tests."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.sqs.queues import SqsQueues
from williams.domain.errors import StoreUnavailable
from williams.ports.queues import QueuePort
from williams_testing.memory.queues import InMemoryQueues

URLS = [f"http://127.0.0.1:1/000000000000/priority-{n}" for n in range(1, 11)]
Received = Callable[[int], list[str]]


@pytest.fixture
def urls(aws: AwsClients) -> list[str]:
    name = f"q-{secrets.token_hex(6)}"
    return [aws.sqs.create_queue(QueueName=f"{name}-priority-{n}")["QueueUrl"] for n in range(1, 11)]


@pytest.fixture(params=["memory", "sqs"])
def queues_and_received(request: pytest.FixtureRequest) -> tuple[QueuePort, Received]:
    if request.param == "memory":
        fake = InMemoryQueues()
        return fake, lambda priority: [s.job_id for s in fake.sent if s.priority == priority and not s.delay_seconds]
    aws, urls = request.getfixturevalue("aws"), request.getfixturevalue("urls")

    def received(priority: int) -> list[str]:
        answer: dict[str, Any] = aws.sqs.receive_message(QueueUrl=urls[priority - 1], MaxNumberOfMessages=10)
        return [json.loads(message["Body"])["job_id"] for message in answer.get("Messages", [])]

    return SqsQueues(urls, aws.sqs), received


def test_a_wake_up_arrives_in_the_queue_of_its_priority(queues_and_received: tuple[QueuePort, Received]) -> None:
    queues, received = queues_and_received
    for priority in (1, 5, 10):
        queues.wake(f"job_{priority}", priority)
    assert [received(priority) for priority in (1, 5, 10, 2)] == [["job_1"], ["job_5"], ["job_10"], []]


def test_a_delayed_wake_up_does_not_arrive_yet(queues_and_received: tuple[QueuePort, Received]) -> None:
    queues, received = queues_and_received
    queues.wake("job_1", 5, delay_seconds=60)
    assert received(5) == []


@pytest.mark.parametrize("priority", [0, 11, -1])
def test_a_priority_that_is_none(queues_and_received: tuple[QueuePort, Received], priority: int) -> None:
    queues, _ = queues_and_received
    with pytest.raises(ValueError, match="priority"):
        queues.wake("job_1", priority)


@pytest.mark.parametrize(("asked", "sent"), [(-3, 0), (8, 8), (900, 900), (5000, 900)])
def test_the_delay_is_one_that_sqs_takes(nobody: AwsClients, asked: int, sent: int) -> None:
    with Stubber(nobody.sqs) as stub:
        expected = {"QueueUrl": URLS[9], "MessageBody": '{"job_id": "job_1"}', "DelaySeconds": sent}
        stub.add_response("send_message", {}, expected)
        SqsQueues(URLS, nobody.sqs).wake("job_1", 10, asked)
        stub.assert_no_pending_responses()


def test_ten_queues_or_none(nobody: AwsClients) -> None:
    with pytest.raises(ValueError, match="9 queue URLs"):
        SqsQueues(URLS[1:], nobody.sqs)


def test_a_service_that_is_not_there(nobody: AwsClients) -> None:
    with pytest.raises(StoreUnavailable, match="did not answer"):
        SqsQueues(URLS, nobody.sqs).wake("job_1", 5)


def test_a_queue_that_is_not_there(aws: AwsClients, urls: list[str]) -> None:
    gone = [f"{url}-gone" for url in urls]
    with pytest.raises(StoreUnavailable, match="not deployed"):
        SqsQueues(gone, aws.sqs).wake("job_1", 5)


def test_a_service_that_is_busy(nobody: AwsClients) -> None:
    with Stubber(nobody.sqs) as stub:
        stub.add_client_error("send_message", "RequestThrottled", http_status_code=403)
        with pytest.raises(StoreUnavailable, match="busy"):
            SqsQueues(URLS, nobody.sqs).wake("job_1", 5)
