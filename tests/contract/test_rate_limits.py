"""RateCounterPort: the fake and DynamoDB under the same tests, then the whole limit as two processes share it."""

from __future__ import annotations

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from botocore.stub import Stubber
from fastapi.testclient import TestClient
from httpx2 import Response

from functions.api.app import create_app
from tests.contract.aws_server import AwsClients
from williams.adapters.aws import client
from williams.adapters.dynamodb.rate_limits import DynamoDbRateCounters
from williams.adapters.dynamodb.tables import RATE_LIMITS_TABLE
from williams.domain.errors import RateLimited, StoreUnavailable
from williams.ports.rate_limits import RateCounterPort
from williams.services.rate_limits import RateLimiter, RouteClass
from williams.services.tokens import OWNER_SCOPES
from williams_testing.application import memory_application
from williams_testing.memory.rate_limits import InMemoryRateCounters

NOON = 1_800_000_000
LIMIT = 40


@pytest.fixture(scope="module")
def table(aws: AwsClients) -> str:
    name = f"rate-limits-{secrets.token_hex(6)}"
    aws.dynamodb.create_table(TableName=name, **RATE_LIMITS_TABLE)
    return name


@pytest.fixture(params=["memory", "dynamodb"])
def counters(request: pytest.FixtureRequest) -> RateCounterPort:
    if request.param == "memory":
        return InMemoryRateCounters()
    aws: AwsClients = request.getfixturevalue("aws")
    return DynamoDbRateCounters(request.getfixturevalue("table"), aws.dynamodb)


@pytest.fixture
def key() -> str:
    return f"{secrets.token_hex(6)}#read"


def test_counts_up_to_the_limit(counters: RateCounterPort, key: str) -> None:
    assert [counters.take(key, 1, 3, NOON) for _ in range(5)] == [True, True, True, False, False]


def test_units_are_taken_all_or_none(counters: RateCounterPort, key: str) -> None:
    assert counters.take(key, 3, 5, NOON)
    assert not counters.take(key, 3, 5, NOON)
    assert counters.take(key, 2, 5, NOON)
    assert not counters.take(key, 6, 5, NOON + 60)


def test_every_key_has_a_counter_of_its_own(counters: RateCounterPort, key: str) -> None:
    assert counters.take(key, 1, 1, NOON)
    assert counters.take(f"{key}-other", 1, 1, NOON)


def test_a_counter_that_lapsed_is_not_read(counters: RateCounterPort, key: str) -> None:
    """DynamoDB may keep an item for days after it expired."""
    assert counters.take(key, 1, 1, NOON)
    assert counters.take(key, 1, 1, NOON + 60)
    assert not counters.take(key, 1, 1, NOON)


def test_many_at_once_never_get_more_than_the_limit(counters: RateCounterPort, key: str) -> None:
    with ThreadPoolExecutor(16) as threads:
        taken = list(threads.map(lambda _: counters.take(key, 1, LIMIT, NOON), range(LIMIT * 3)))
    assert taken.count(True) == LIMIT


KINDS = [
    (RouteClass.READ, "GET", "/api/jobs", 200),
    (RouteClass.SEARCH, "GET", "/api/search?q=books", 200),
    (RouteClass.WRITE, "POST", "/api/uploads", 201),
]


@pytest.mark.parametrize(("route", "method", "path", "granted"), KINDS)
def test_many_clients_of_several_processes_share_one_limit_and_are_told_the_truth(
    counters: RateCounterPort, route: RouteClass, method: str, path: str, granted: int
) -> None:
    """Each process has the API and a limiter of its own; what they have in common is the counter."""
    library, now, owner = memory_application(), [NOON + 17.5], f"owner-{secrets.token_hex(6)}"
    headers = {"Authorization": f"Bearer {library.token_of(owner, OWNER_SCOPES)}"}

    def process() -> TestClient:
        limiter = RateLimiter(counters, dict.fromkeys(RouteClass, LIMIT), lambda: now[0])
        application = replace(library.services.application, limiter=limiter)
        return TestClient(create_app(lambda: application), headers=headers)

    processes = [process() for _ in range(4)]

    def ask(number: int) -> Response:
        body = {"filename": "a.txt"} if method == "POST" else None
        return processes[number % len(processes)].request(method, path, json=body)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(LIMIT * 2)))
    assert Counter(answer.status_code for answer in answers) == {granted: LIMIT, 429: LIMIT}
    (seconds,) = {int(answer.headers["retry-after"]) for answer in answers if answer.status_code == 429}
    others = [kind for kind in KINDS if kind[0] is not route and kind[1] == "GET"]
    assert {process().request(kind[1], kind[2]).status_code for kind in others} == {200}
    now[0] += seconds - 1
    assert {ask(number).status_code for number in range(4)} == {429}
    now[0] += 1
    assert {ask(number).status_code for number in range(4)} == {granted}


def test_processes_share_one_limit(counters: RateCounterPort, key: str) -> None:
    """Each takes a part of the limit at a time; all together admit the limit exactly."""
    processes = [RateLimiter(counters, {RouteClass.READ: 300}, lambda: NOON) for _ in range(4)]

    def admitted(number: int) -> bool:
        try:
            processes[number % 4].admit(key, RouteClass.READ)
        except RateLimited:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(admitted, range(500))).count(True) == 300


def test_items_are_forgotten_by_themselves(aws: AwsClients, table: str, key: str) -> None:
    DynamoDbRateCounters(table, aws.dynamodb).take(key, 2, 5, NOON)
    item = aws.dynamodb.get_item(TableName=table, Key={"key": {"S": f"{key}#{NOON}"}})["Item"]
    assert (item["used"], item["expires_at"]) == ({"N": "2"}, {"N": str(NOON)})


def test_a_table_that_is_busy(nobody: AwsClients) -> None:
    with Stubber(nobody.dynamodb) as stub:
        stub.add_client_error("update_item", "ThrottlingException", http_status_code=400)
        with pytest.raises(StoreUnavailable, match="busy"):
            DynamoDbRateCounters("t", nobody.dynamodb).take("k", 1, 1, NOON)


def test_a_service_that_is_not_there(nobody: AwsClients) -> None:
    with pytest.raises(StoreUnavailable, match="did not answer"):
        DynamoDbRateCounters("t", nobody.dynamodb).take("k", 1, 1, NOON)


@pytest.mark.usefixtures("aws_credentials")
def test_a_service_that_never_answers_is_not_waited_for() -> None:
    """An address of a network that is reserved for documentation: nothing there refuses, nothing answers."""
    silent = client("dynamodb", "us-east-1", "http://192.0.2.1", attempts=1, answer_seconds=0.2)
    asked: list[object] = []
    silent.meta.events.register("before-send", lambda **request: asked.append(request))
    with pytest.raises(StoreUnavailable, match="did not answer"):
        DynamoDbRateCounters("t", silent).take("k", 1, 1, NOON)
    config = silent.meta.config
    assert (len(asked), config.connect_timeout, config.read_timeout) == (1, 0.2, 0.2)
