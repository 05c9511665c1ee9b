"""Takes dropped files: when S3 tells of one, and once a minute those of which nothing was told."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from williams import bootstrap
from williams.domain.errors import WilliamsError
from williams.observability.logs import logger
from williams.services.drop_folder import DropFolder


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: SQS records of EventBridge's Object Created, or the schedule's. What fails is delivered again."""
    folder = bootstrap.services().drop_folder
    if "Records" not in event:
        swept = asyncio.run(folder.sweep()).model_dump()
        logger().info("swept", **swept)
        return swept
    failed = [record["messageId"] for record in event["Records"] if not _took(folder, record)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _took(folder: DropFolder, record: dict[str, Any]) -> bool:
    key = json.loads(record["body"])["detail"]["object"]["key"]
    try:
        result = asyncio.run(folder.take(key))
    except WilliamsError as error:
        logger().error("could not take the file", key=key, error=str(error))
        return False
    logger().info("file dropped", key=key, status=result.status if result else None)
    return True
