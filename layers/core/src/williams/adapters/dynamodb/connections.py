"""ConnectionPort in DynamoDB: an item for each connection, and one for each job or batch that it listens to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from williams.adapters.aws import aws_errors
from williams.adapters.dynamodb.items import plain, typed
from williams.adapters.dynamodb.tables import BY_CONNECTION
from williams.domain.progress import Subscriber

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT: Final = "The connections table"
# API Gateway ends a connection after two hours.
_KEPT_SECONDS: Final = 2 * 3600 + 600
# No job's id: a connection's own item stands in a partition of its own.
_OWN: Final = "connection#"


class DynamoDbConnections:
    """See :data:`williams.adapters.dynamodb.tables.CONNECTIONS_TABLE`. ``now`` is the time in Unix seconds."""

    def __init__(self, table: str, client: DynamoDBClient, now: Callable[[], float] = time.time) -> None:
        self._table = table
        self._client = client
        self._now = now

    def open(self, connection_id: str, who: Subscriber) -> None:
        ticket = {"owner": who.owner, "ticket_job_id": who.watched}
        self._put(f"{_OWN}{connection_id}", connection_id, ticket)

    def who(self, connection_id: str) -> Subscriber | None:
        key = typed({"job_id": f"{_OWN}{connection_id}", "connection_id": connection_id})
        with aws_errors(_WHAT):
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item = plain(answer.get("Item", {}))
        if not item or item["expires_at"] <= self._now():
            return None
        return Subscriber(owner=item["owner"], watched=item["ticket_job_id"])

    def subscribe(self, connection_id: str, watched: str) -> None:
        self._put(watched, connection_id, {})

    def subscribers(self, watched: str) -> Sequence[str]:
        # DynamoDB deletes expired items when it pleases, up to days later.
        items = self._query(
            KeyConditionExpression="job_id = :id",
            FilterExpression="expires_at > :now",
            ExpressionAttributeValues=typed({":id": watched, ":now": int(self._now())}),
            ConsistentRead=True,
        )
        return [item["connection_id"] for item in items]

    def forget(self, connection_id: str) -> None:
        # The index lags a little behind; the connection's own item is known without it.
        self._delete(f"{_OWN}{connection_id}", connection_id)
        for item in self._query(
            IndexName=BY_CONNECTION,
            KeyConditionExpression="connection_id = :id",
            ExpressionAttributeValues=typed({":id": connection_id}),
        ):
            self._delete(item["job_id"], connection_id)

    def _put(self, job_id: str, connection_id: str, values: dict[str, Any]) -> None:
        expires = int(self._now()) + _KEPT_SECONDS
        item = typed({**values, "job_id": job_id, "connection_id": connection_id, "expires_at": expires})
        with aws_errors(_WHAT):
            self._client.put_item(TableName=self._table, Item=item)

    def _delete(self, job_id: str, connection_id: str) -> None:
        key = typed({"job_id": job_id, "connection_id": connection_id})
        with aws_errors(_WHAT):
            self._client.delete_item(TableName=self._table, Key=key)

    def _query(self, **query: Any) -> list[dict[str, Any]]:
        with aws_errors(_WHAT):
            pages = self._client.get_paginator("query").paginate(TableName=self._table, **query)
            return [plain(item) for page in pages for item in page["Items"]]
