"""ConnectionPort: the fake and DynamoDB under the same tests."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.dynamodb.connections import DynamoDbConnections
from williams.adapters.dynamodb.tables import CONNECTIONS_TABLE
from williams.domain.errors import StoreUnavailable
from williams.domain.ids import new_id
from williams.domain.progress import Subscriber
from williams.ports.progress import ConnectionPort
from williams_testing.memory.connections import InMemoryConnections

TWO_HOURS = 2 * 3600


@dataclass
class Clock:
    seconds: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def table(aws: AwsClients) -> str:
    name = f"connections-{secrets.token_hex(6)}"
    aws.dynamodb.create_table(TableName=name, **CONNECTIONS_TABLE)
    return name


@pytest.fixture(params=["memory", "dynamodb"])
def connections(request: pytest.FixtureRequest, clock: Clock) -> ConnectionPort:
    if request.param == "memory":
        return InMemoryConnections(clock)
    aws: AwsClients = request.getfixturevalue("aws")
    return DynamoDbConnections(request.getfixturevalue("table"), aws.dynamodb, clock)


@pytest.fixture
def job() -> str:
    return new_id("job")


@pytest.fixture
def one() -> str:
    return f"conn-{secrets.token_hex(6)}="


@pytest.fixture
def two() -> str:
    return f"conn-{secrets.token_hex(6)}="


@pytest.mark.parametrize("ticket", [None, "job_1"])
def test_whose_a_connection_is(connections: ConnectionPort, one: str, ticket: str | None) -> None:
    assert connections.who(one) is None
    connections.open(one, Subscriber(owner="ada", watched=ticket))
    assert connections.who(one) == Subscriber(owner="ada", watched=ticket)


def test_who_listens_to_a_job(connections: ConnectionPort, job: str, one: str, two: str) -> None:
    assert list(connections.subscribers(job)) == []
    for connection in (one, two, one):
        connections.subscribe(connection, job)
    connections.subscribe(one, new_id("job"))
    assert sorted(connections.subscribers(job)) == sorted([one, two])


def test_an_open_connection_listens_to_nothing_yet(connections: ConnectionPort, job: str, one: str) -> None:
    connections.open(one, Subscriber(owner="ada", watched=job))
    assert list(connections.subscribers(job)) == []


def test_a_forgotten_connection_is_gone_everywhere(connections: ConnectionPort, job: str, one: str, two: str) -> None:
    other = new_id("job")
    connections.open(one, Subscriber(owner="ada", watched=None))
    for each in (job, other):
        connections.subscribe(one, each)
        connections.subscribe(two, each)
    connections.forget(one)
    assert connections.who(one) is None
    assert list(connections.subscribers(job)) == [two]
    assert list(connections.subscribers(other)) == [two]
    connections.forget(one)


def test_a_connection_outlives_its_two_hours_by_little(
    connections: ConnectionPort, job: str, one: str, clock: Clock
) -> None:
    connections.open(one, Subscriber(owner="ada", watched=None))
    connections.subscribe(one, job)
    clock.seconds += TWO_HOURS
    assert list(connections.subscribers(job)) == [one]
    assert connections.who(one) is not None
    clock.seconds += 1000
    assert list(connections.subscribers(job)) == []
    assert connections.who(one) is None


def test_a_table_that_is_busy(nobody: AwsClients) -> None:
    connections = DynamoDbConnections("t", nobody.dynamodb)
    with Stubber(nobody.dynamodb) as stub:
        stub.add_client_error("query", "ProvisionedThroughputExceededException", http_status_code=400)
        stub.add_client_error("put_item", "ThrottlingException", http_status_code=400)
        with pytest.raises(StoreUnavailable, match="busy"):
            connections.subscribers("job_1")
        with pytest.raises(StoreUnavailable, match="busy"):
            connections.subscribe("conn", "job_1")


def test_a_service_that_is_not_there(nobody: AwsClients) -> None:
    connections = DynamoDbConnections("t", nobody.dynamodb)
    for call in (
        lambda: connections.open("conn", Subscriber(owner="ada", watched=None)),
        lambda: connections.who("conn"),
        lambda: connections.subscribe("conn", "job_1"),
        lambda: connections.subscribers("job_1"),
        lambda: connections.forget("conn"),
    ):
        with pytest.raises(StoreUnavailable, match="did not answer"):
            call()
