"""Functions go on reading a table's stream after the emulator was restarted."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.local_cloud_project import open_cloud, remove_project, write_project
from williams_localcloud.aws import Aws

pytestmark = pytest.mark.timeout(300)
DELIVERY_SECONDS = 20

EXTRA = {
    "Changes": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "TableName": "changes",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
        },
    },
    "Mapping": {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": {"Fn::GetAtt": ["Changes", "StreamArn"]},
            "FunctionName": {"Ref": "Hello"},
            "StartingPosition": "TRIM_HORIZON",
            "MaximumRetryAttempts": 3,
        },
    },
}
HANDLER = """
def handler(event, context):
    for record in event["Records"]:
        print("seen", record["dynamodb"]["Keys"]["id"]["S"])
"""


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    write_project(tmp_path)
    (tmp_path / "infra/extra.json").write_text(json.dumps(EXTRA))
    (tmp_path / "functions/hello.py").write_text(HANDLER)
    try:
        yield tmp_path
    finally:
        remove_project(tmp_path)


def test_a_stream_is_read_on_after_a_restart(root: Path) -> None:
    aws = Aws(open_cloud(root).up().aws_endpoint_url)
    assert _seen_once_each(aws, ["a", "b", "c", "d"])

    assert open_cloud(root).down() == []
    aws = Aws(open_cloud(root).up().aws_endpoint_url)

    assert _seen_once_each(aws, ["e"])
    (mapping,) = aws.client("lambda").list_event_source_mappings(FunctionName="hello")["EventSourceMappings"]
    assert (mapping["StartingPosition"], mapping["MaximumRetryAttempts"]) == ("TRIM_HORIZON", 3)


def _seen_once_each(aws: Aws, names: list[str]) -> bool:
    """Write items and wait until the function has read them."""
    for name in names:
        aws.client("dynamodb").put_item(TableName="changes", Item={"id": {"S": name}})
    deadline = time.monotonic() + DELIVERY_SECONDS
    while (seen := _seen(aws, names)) != names and time.monotonic() < deadline:
        time.sleep(0.2)
    return seen == names


def _seen(aws: Aws, names: list[str]) -> list[str]:
    groups = aws.client("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/hello")["logGroups"]
    events = [
        event
        for group in groups
        for event in aws.client("logs").filter_log_events(logGroupName=group["logGroupName"])["events"]
    ]
    words = [event["message"].split() for event in sorted(events, key=lambda event: event["timestamp"])]
    return [word[1] for word in words if word[:1] == ["seen"] and word[1] in names]
