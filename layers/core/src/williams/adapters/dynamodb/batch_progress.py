"""BatchProgressPort in DynamoDB: one item per batch, beside those of the jobs in their table."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from williams.adapters.aws import aws_errors, error_code
from williams.adapters.dynamodb.items import batch_message_of, plain, typed, values_of_batch_message
from williams.domain.batch_progress import BatchProgress, BatchRecord, watched_batch

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT: Final = "The progress table"
_KEPT_SECONDS: Final = 7 * 24 * 3600


class DynamoDbBatchProgress:
    """See :data:`williams.adapters.dynamodb.tables.PROGRESS_TABLE`. ``now`` is the time in Unix seconds."""

    def __init__(self, table: str, client: DynamoDBClient, now: Callable[[], float] = time.time) -> None:
        self._table = table
        self._client = client
        self._now = now

    def record(self, batch_id: str) -> BatchRecord | None:
        key = typed({"job_id": watched_batch(batch_id)})
        with aws_errors(_WHAT):
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        if "Item" not in answer:
            return None
        values = plain(answer["Item"])
        return BatchRecord(owner=values["owner"], latest=batch_message_of(values))

    def write(self, owner: str, message: BatchProgress) -> bool:
        expires = int(self._now()) + _KEPT_SECONDS
        values = {**values_of_batch_message(message), "owner": owner, "expires_at": expires}
        condition = "attribute_not_exists(#seq)" if message.seq == 1 else "#seq = :old_seq"
        old = {} if message.seq == 1 else {"old_seq": message.seq - 1}
        with aws_errors(_WHAT):
            try:
                # Functions may update items of this table, and not put any.
                self._client.update_item(
                    TableName=self._table,
                    Key=typed({"job_id": watched_batch(message.batch_id)}),
                    UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
                    ConditionExpression=condition,
                    ExpressionAttributeNames={f"#{name}": name for name in values},
                    ExpressionAttributeValues={f":{name}": value for name, value in typed(values | old).items()},
                )
            except ClientError as error:
                if error_code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True
