"""Lets functions read DynamoDB streams on after the emulator was restarted.

MiniStack saves how far each event source mapping has read, but not the streams' records, and counts these from nothing
after a start: a mapping that goes on from its old place waits until as many new records have come, and loses them.
"""

from typing import Any

from williams_localcloud.aws import Aws

STREAM = ":table/"
KEPT = (
    "EventSourceArn",
    "StartingPosition",
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "BisectBatchOnFunctionError",
    "FunctionResponseTypes",
    "FilterCriteria",
    "ParallelizationFactor",
)


def renew_mappings(aws: Aws, prefix: str = "") -> int:
    """Replace each mapping of a stream by the same with a place of its own. Call it after each start.

    Only those of functions whose names begin with the prefix.

    CloudFormation still knows the old one, and makes another when the stack's mapping changes: that is why two with the
    same source and function become one.

    Returns:
        How many there are.
    """
    client = aws.client("lambda")
    pages = client.get_paginator("list_event_source_mappings").paginate()
    standing = [mapping for page in pages for mapping in page["EventSourceMappings"]]
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for mapping in standing:
        name = mapping["FunctionArn"].rpartition(":function:")[2]
        if STREAM in mapping["EventSourceArn"] and name.startswith(prefix):
            client.delete_event_source_mapping(UUID=mapping["UUID"])
            wanted[mapping["EventSourceArn"], mapping["FunctionArn"]] = mapping
    for mapping in wanted.values():
        client.create_event_source_mapping(**_arguments(mapping))
    return len(wanted)


def _arguments(mapping: dict[str, Any]) -> dict[str, Any]:
    kept = {name: mapping[name] for name in KEPT if mapping.get(name) is not None}
    return {**kept, "FunctionName": mapping["FunctionArn"], "Enabled": mapping["State"] == "Enabled"}
