"""What a deployment to an emulator needs besides its template.

MiniStack ignores DynamoDB's time to live and the functions' reserved concurrency, and keeps warm functions.
"""

from typing import Any

from williams_localcloud.assembly import Stack
from williams_localcloud.aws import Aws

TABLE = "AWS::DynamoDB::Table"
FUNCTION = "AWS::Lambda::Function"


def apply(aws: Aws, stack: Stack) -> None:
    """Repeatable; call it after each deployment of the stack."""
    physical = physical_ids(aws, stack.name)
    for logical, resource in stack.template["Resources"].items():
        properties: dict[str, Any] = resource.get("Properties", {})
        if resource["Type"] == TABLE and "TimeToLiveSpecification" in properties:
            _time_to_live(aws, physical[logical], properties["TimeToLiveSpecification"])
        if resource["Type"] == FUNCTION and "ReservedConcurrentExecutions" in properties:
            _concurrency(aws, physical[logical], int(properties["ReservedConcurrentExecutions"]))


def physical_ids(aws: Aws, stack_name: str) -> dict[str, str]:
    """Physical ids of a stack's resources by logical id."""
    pages = aws.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack_name)
    return {
        entry["LogicalResourceId"]: entry["PhysicalResourceId"]
        for page in pages
        for entry in page["StackResourceSummaries"]
        if "PhysicalResourceId" in entry
    }


def _time_to_live(aws: Aws, table: str, wanted: dict[str, Any]) -> None:
    dynamodb = aws.client("dynamodb")
    standing = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    enabled = standing.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
    # AWS refuses to enable what is enabled already.
    if (enabled, standing.get("AttributeName") or wanted["AttributeName"]) != (
        wanted["Enabled"],
        wanted["AttributeName"],
    ):
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)


def _concurrency(aws: Aws, function: str, reserved: int) -> None:
    aws.client("lambda").put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=reserved)


def renew_functions(aws: Aws, prefix: str) -> None:
    """End the warm workers of the functions whose names begin so: their next call has the code and secrets of now.

    A stage at work is killed, and tried again like any that crashed.
    """
    client = aws.client("lambda")
    for page in client.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if function["FunctionName"].startswith(prefix):
                client.update_function_configuration(FunctionName=function["FunctionName"], Timeout=function["Timeout"])
