"""RateCounterPort in DynamoDB: an item for each key and window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from williams.adapters.aws import aws_errors, error_code
from williams.adapters.dynamodb.items import typed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbRateCounters:
    """See :data:`williams.adapters.dynamodb.tables.RATE_LIMITS_TABLE`."""

    # Counting and checking are one conditional write, so that nobody counts between the two. The window is part of the
    # key: DynamoDB deletes lapsed items when it pleases, and none of them is ever read.
    _COUNT: Final = "SET expires_at = :ends_at ADD used :units"
    _FITS: Final = "attribute_not_exists(used) OR used <= :room"

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def take(self, key: str, units: int, limit: int, ends_at: int) -> bool:
        if units > limit:
            return False
        with aws_errors("The rate limits table"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=typed({"key": f"{key}#{ends_at}"}),
                    UpdateExpression=self._COUNT,
                    ConditionExpression=self._FITS,
                    ExpressionAttributeValues=typed({":units": units, ":room": limit - units, ":ends_at": ends_at}),
                )
            except ClientError as error:
                if error_code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True
