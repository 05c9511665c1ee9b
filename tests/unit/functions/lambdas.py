"""Events as AWS sends them, and a context as Lambda gives it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from williams.adapters.dynamodb.items import typed, values_of, values_of_batch_message
from williams.domain.batch_progress import BatchProgress
from williams.domain.progress import ProgressEvent
from williams.domain.progress_rules import Change, points

ARN = "arn:aws:lambda:us-east-1:123456789012:function:williams"


@dataclass
class Context:
    """What handlers ask of Lambda's context."""

    seconds: float = 60.0
    function_name: str = "williams"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = ARN
    aws_request_id: str = "6f5a2d1e-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


def http_event(method: str, path: str, token: str | None, body: object = None, query: str = "") -> dict[str, Any]:
    """An HTTP API event, payload version 2.0."""
    headers = {"host": "abc.execute-api.us-east-1.amazonaws.com", "content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc",
            "domainName": "abc.execute-api.us-east-1.amazonaws.com",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "test",
            },
            "requestId": "id",
            "routeKey": "$default",
            "stage": "$default",
            "time": "22/Nov/2026:12:00:00 +0000",
            "timeEpoch": 1795348800000,
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def socket_event(
    route: str, connection: str = "c1", *, body: str | None = None, ticket: str | None = None
) -> dict[str, Any]:
    """A WebSocket API's proxy event. API Gateway leaves ``queryStringParameters`` out where there are none."""
    event: dict[str, Any] = {
        "requestContext": {
            "routeKey": route,
            "connectionId": connection,
            "eventType": {"$connect": "CONNECT", "$disconnect": "DISCONNECT"}.get(route, "MESSAGE"),
            "domainName": "progress.test",
            "stage": "prod",
            "apiId": "ws",
            "requestId": "id",
        },
        "isBase64Encoded": False,
    }
    if ticket is not None:
        event["queryStringParameters"] = {"ticket": ticket}
    return event if body is None else event | {"body": body}


def sqs_event(*job_ids: str) -> dict[str, Any]:
    records = [
        {
            "messageId": f"m{n}",
            "receiptHandle": "r",
            "body": json.dumps({"job_id": job_id}),
            "attributes": {"ApproximateReceiveCount": "1"},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:williams-priority-5",
            "awsRegion": "us-east-1",
        }
        for n, job_id in enumerate(job_ids)
    ]
    return {"Records": records}


def execution_ended(job_id: str, execution_no: int, status: str) -> dict[str, Any]:
    """EventBridge's Step Functions Execution Status Change."""
    name = f"{job_id}-{execution_no}"
    return {
        "version": "0",
        "id": "e",
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": "123456789012",
        "time": "2026-11-22T12:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {
            "executionArn": f"arn:aws:states:us-east-1:123456789012:execution:williams-import-pdf:{name}",
            "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:williams-import-pdf",
            "name": name,
            "status": status,
            "startDate": 1795348800000,
            "stopDate": 1795348801000,
            "input": "{}",
        },
    }


def _image(owner: str, event: ProgressEvent | BatchProgress) -> dict[str, Any]:
    if isinstance(event, BatchProgress):
        return typed({"job_id": event.watched, "owner": owner, **values_of_batch_message(event)})
    at = int(event.timestamp.timestamp() * 1000)
    reason = event.error_code, event.error_message
    change = Change(event.status, points(event.progress), event.message, event.seq, at, 0, *reason)
    return typed({"job_id": event.job_id, "owner": owner, "history": [], **values_of(change)})


def stream_event(owner: str, *events: ProgressEvent | BatchProgress) -> dict[str, Any]:
    """A DynamoDB stream's records of the updates of one job or batch, the first of which inserted the item."""
    records: list[dict[str, Any]] = []
    old = None
    for number, event in enumerate(events):
        new = _image(owner, event)
        images = {"NewImage": new} | ({"OldImage": old} if old else {})
        records.append(
            {
                "eventID": str(number),
                "eventName": "MODIFY" if old else "INSERT",
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "Keys": {"job_id": {"S": event.watched}},
                    "SequenceNumber": str(number),
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                    **images,
                },
            }
        )
        old = new
    return {"Records": records}
