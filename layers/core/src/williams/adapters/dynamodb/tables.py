"""The tables as the adapters need them. What deploys them must agree: keys, index, stream, time to live."""

from __future__ import annotations

from typing import Any, Final

TTL_ATTRIBUTE: Final = "expires_at"
BY_CONNECTION: Final = "by_connection"

# As CreateTable takes them, less the names.
PROGRESS_TABLE: Final[dict[str, Any]] = {
    "KeySchema": [{"AttributeName": "job_id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "job_id", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}

CONNECTIONS_TABLE: Final[dict[str, Any]] = {
    "KeySchema": [
        {"AttributeName": "job_id", "KeyType": "HASH"},
        {"AttributeName": "connection_id", "KeyType": "RANGE"},
    ],
    "AttributeDefinitions": [
        {"AttributeName": "job_id", "AttributeType": "S"},
        {"AttributeName": "connection_id", "AttributeType": "S"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": BY_CONNECTION,
            "KeySchema": [{"AttributeName": "connection_id", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    "BillingMode": "PAY_PER_REQUEST",
}

RATE_LIMITS_TABLE: Final[dict[str, Any]] = {
    "KeySchema": [{"AttributeName": "key", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "key", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
