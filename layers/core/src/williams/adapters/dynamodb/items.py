"""Progress as a DynamoDB item, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from williams.domain.batch_progress import BatchProgress
from williams.domain.batches import BatchStatus
from williams.domain.jobs import JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.progress_rules import Change, State

if TYPE_CHECKING:
    from boto3.dynamodb.types import TypeDeserializer, TypeSerializer


@cache
def _types() -> tuple[TypeSerializer, TypeDeserializer]:
    # boto3 takes longer to import than all the rest of a function that may not need it.
    from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

    return TypeSerializer(), TypeDeserializer()


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values as DynamoDB's typed ones: ``{"a": 1}`` as ``{"a": {"N": "1"}}``."""
    serializer, _ = _types()
    return {name: serializer.serialize(value) for name, value in values.items()}


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return DynamoDB's typed values as plain ones; numbers are decimals."""
    _, deserializer = _types()
    return {name: deserializer.deserialize(value) for name, value in item.items()}


def state_of(item: Mapping[str, Any]) -> State:
    """Read a typed item."""
    values = plain(item)
    return State(values["owner"], change_of(values), tuple(change_of(line) for line in values["history"]))


def change_of(values: Mapping[str, Any]) -> Change:
    """Read the plain values of an item or of a line of its history."""
    noted = values.get("notices")
    return Change(
        status=JobStatus(values["status"]),
        progress=Decimal(values["progress"]),
        message=values["stage"],
        seq=int(values["seq"]),
        at=int(values["updated_at"]),
        execution=int(values.get("execution", 0)),
        error_code=values.get("error_code"),
        error_message=values.get("error_message"),
        notices=NoticeDigest.model_validate(noted) if noted else None,
    )


def values_of(change: Change) -> dict[str, Any]:
    """Return what :func:`change_of` reads."""
    return {
        "status": change.status.value,
        "progress": change.progress,
        "stage": change.message,
        "seq": change.seq,
        "updated_at": change.at,
        "execution": change.execution,
        "error_code": change.error_code,
        "error_message": change.error_message,
        "notices": change.notices.model_dump() if change.notices else None,
    }


def batch_message_of(values: Mapping[str, Any]) -> BatchProgress:
    """Read the plain values of a batch's item."""
    return BatchProgress(
        batch_id=values["batch_id"],
        status=BatchStatus(values["status"]),
        progress=float(values["progress"]),
        message=values["stage"],
        total=int(values["total"]),
        counts={status: int(count) for status, count in values["counts"].items()},
        timestamp=datetime.fromtimestamp(int(values["updated_at"]) / 1000, UTC),
        seq=int(values["seq"]),
    )


def values_of_batch_message(message: BatchProgress) -> dict[str, Any]:
    """Return what :func:`batch_message_of` reads. Times are kept in milliseconds."""
    return {
        "batch_id": message.batch_id,
        "status": message.status.value,
        "progress": Decimal(str(message.progress)),
        "stage": message.message,
        "total": message.total,
        "counts": dict(message.counts),
        "updated_at": round(message.timestamp.timestamp() * 1000),
        "seq": message.seq,
    }
