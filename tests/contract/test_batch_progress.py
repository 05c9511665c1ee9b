"""BatchProgressPort: the fake and DynamoDB under the same tests."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.contract.aws_server import AwsClients
from williams.adapters.dynamodb.batch_progress import DynamoDbBatchProgress
from williams.adapters.dynamodb.progress import DynamoDbProgress
from williams.adapters.dynamodb.tables import PROGRESS_TABLE
from williams.domain.batch_progress import BatchProgress, BatchRecord
from williams.domain.batches import BatchStatus
from williams.domain.errors import StoreUnavailable
from williams.domain.ids import new_id
from williams.ports.progress import BatchProgressPort
from williams_testing.memory.batch_progress import InMemoryBatchProgress

OWNER = "ada"


@pytest.fixture(scope="module")
def table(aws: AwsClients) -> str:
    name = f"progress-{secrets.token_hex(6)}"
    aws.dynamodb.create_table(TableName=name, **PROGRESS_TABLE)
    return name


@pytest.fixture(params=["memory", "dynamodb"])
def progress(request: pytest.FixtureRequest) -> BatchProgressPort:
    if request.param == "memory":
        return InMemoryBatchProgress()
    aws: AwsClients = request.getfixturevalue("aws")
    return DynamoDbBatchProgress(request.getfixturevalue("table"), aws.dynamodb)


def message(batch_id: str, seq: int, **changes: Any) -> BatchProgress:
    told: dict[str, Any] = {
        "batch_id": batch_id,
        "status": BatchStatus.RUNNING,
        "progress": 33.3,
        "message": "1 of 3 ended",
        "total": 3,
        "counts": {"completed": 1, "waiting": 2},
        "timestamp": datetime(2026, 11, 29, 0, 0, 1, 123_000, tzinfo=UTC),
        "seq": seq,
    }
    return BatchProgress(**told | changes)


def test_the_last_message_comes_back_as_it_went_in(progress: BatchProgressPort) -> None:
    batch_id = new_id("bat")
    assert progress.record(batch_id) is None
    first = message(batch_id, 1)
    last = message(batch_id, 2, status=BatchStatus.COMPLETED, progress=100.0, counts={"completed": 3})
    for each in (first, last):
        assert progress.write(OWNER, each)
        assert progress.record(batch_id) == BatchRecord(owner=OWNER, latest=each)


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_number_that_is_not_next_is_refused(progress: BatchProgressPort, seq: int) -> None:
    batch_id = new_id("bat")
    assert not progress.write(OWNER, message(batch_id, 2))
    for each in (1, 2):
        assert progress.write(OWNER, message(batch_id, each))
    assert not progress.write(OWNER, message(batch_id, seq, progress=0.0))
    record = progress.record(batch_id)
    assert record is not None
    assert record.latest == message(batch_id, 2)


def test_nobody_who_names_a_job_means_a_batch(table: str, aws: AwsClients) -> None:
    """They share a table, and a batch's item is none of a job's."""
    batch_id = new_id("bat")
    DynamoDbBatchProgress(table, aws.dynamodb).write(OWNER, message(batch_id, 1))
    assert DynamoDbProgress(table, aws.dynamodb).record(batch_id) is None


def test_an_item_expires(table: str, aws: AwsClients) -> None:
    batch_id = new_id("bat")
    DynamoDbBatchProgress(table, aws.dynamodb, now=lambda: 1000.5).write(OWNER, message(batch_id, 1))
    item = aws.dynamodb.get_item(TableName=table, Key={"job_id": {"S": f"batch#{batch_id}"}})["Item"]
    assert item["expires_at"] == {"N": str(1000 + 7 * 24 * 3600)}


def test_a_table_that_is_not_there(aws: AwsClients) -> None:
    away = DynamoDbBatchProgress("nowhere", aws.dynamodb)
    with pytest.raises(StoreUnavailable, match="progress table"):
        away.record("bat_1")
    with pytest.raises(StoreUnavailable, match="progress table"):
        away.write(OWNER, message("bat_1", 1))
