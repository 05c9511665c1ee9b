"""What functions may be allowed: exact actions on exact resources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aws_cdk import Aws

from infra.names import PRIORITIES, Names, arn
from williams.domain.bucket import DROP_RESULTS, DROP_TAKEN

BY_CONNECTION = "by_connection"
_OBJECTS = "Keys below a folder of the bucket are made while jobs run."
_EXECUTIONS = "Executions are named after jobs, which are made at run time."


@dataclass(frozen=True)
class Permission:
    """Actions on resources. Where a resource holds a ``*``, ``wildcard_reason`` says why it has to."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    wildcard_reason: str = ""


def read_secrets(*names: str | None) -> Permission:
    """Secrets Manager ends each ARN in a dash and six characters of its own. None is a secret that is not there."""
    return Permission(
        ("secretsmanager:GetSecretValue",),
        tuple(arn("secretsmanager", f"secret:{name}-??????") for name in names if name),
    )


def list_objects(names: Names) -> Permission:
    """Without it a missing object is answered with 403, not 404."""
    return Permission(("s3:ListBucket",), (_bucket(names),))


def read_objects(names: Names, *folders: str) -> Permission:
    return Permission(("s3:GetObject",), _objects(names, folders), _OBJECTS)


def write_objects(names: Names, *folders: str) -> Permission:
    return Permission(("s3:PutObject", "s3:AbortMultipartUpload"), _objects(names, folders), _OBJECTS)


def delete_objects(names: Names, *folders: str) -> Permission:
    return Permission(("s3:DeleteObject",), _objects(names, folders), _OBJECTS)


def answer_drops(names: Names) -> tuple[Permission, ...]:
    """Whoever ends a job says so to whoever dropped its file."""
    return (
        read_objects(names, DROP_RESULTS),
        write_objects(names, DROP_RESULTS),
        delete_objects(names, DROP_TAKEN),
    )


def read_progress(names: Names) -> Permission:
    return Permission(("dynamodb:GetItem",), (_table(names.progress_table),))


def list_progress(names: Names) -> Permission:
    return Permission(("dynamodb:BatchGetItem",), (_table(names.progress_table),))


def write_progress(names: Names) -> Permission:
    return Permission(("dynamodb:GetItem", "dynamodb:UpdateItem"), (_table(names.progress_table),))


def count_requests(names: Names) -> Permission:
    return Permission(("dynamodb:UpdateItem",), (_table(names.rate_limits_table),))


def watch_progress(stream_arn: str) -> Permission:
    actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    return Permission(tuple(f"dynamodb:{action}" for action in actions), (stream_arn,))


def remember_connections(names: Names) -> Permission:
    return Permission(("dynamodb:GetItem", "dynamodb:PutItem"), (_table(names.connections_table),))


def find_subscribers(names: Names) -> Permission:
    return Permission(("dynamodb:Query",), (_table(names.connections_table),))


def forget_connections(names: Names) -> tuple[Permission, Permission]:
    """A connection's subscriptions are found by the index, then deleted."""
    table = _table(names.connections_table)
    return (
        Permission(("dynamodb:Query",), (f"{table}/index/{BY_CONNECTION}",)),
        Permission(("dynamodb:DeleteItem",), (table,)),
    )


def send_wakeups(names: Names) -> Permission:
    return Permission(("sqs:SendMessage",), tuple(arn("sqs", names.queue(priority)) for priority in PRIORITIES))


def start_executions(names: Names, plugin_ids: Iterable[str]) -> Permission:
    return Permission(("states:StartExecution",), tuple(names.state_machine_arn(plugin) for plugin in plugin_ids))


def stop_executions(names: Names, plugin_ids: Iterable[str]) -> Permission:
    return Permission(("states:StopExecution",), _executions(names, plugin_ids), _EXECUTIONS)


def describe_executions(names: Names, plugin_ids: Iterable[str]) -> Permission:
    return Permission(("states:DescribeExecution",), _executions(names, plugin_ids), _EXECUTIONS)


def start_the_tick(names: Names) -> Permission:
    return Permission(("events:EnableRule",), (arn("events", f"rule/{names.tick_rule}"),))


def stop_the_tick(names: Names) -> Permission:
    return Permission(("events:DisableRule",), (arn("events", f"rule/{names.tick_rule}"),))


def push_to_connections(api_id: str, stage: str) -> Permission:
    return Permission(
        ("execute-api:ManageConnections",),
        tuple(arn("execute-api", f"{api_id}/{stage}/{method}/@connections/*") for method in ("DELETE", "POST")),
        "A connection's id is made by API Gateway when a client connects.",
    )


def _bucket(names: Names) -> str:
    return f"arn:{Aws.PARTITION}:s3:::{names.bucket}"


def _objects(names: Names, folders: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{_bucket(names)}/{folder}/*" for folder in sorted(set(folders)))


def _table(name: str) -> str:
    return arn("dynamodb", f"table/{name}")


def _executions(names: Names, plugin_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(arn("states", f"execution:{names.state_machine(plugin)}:*") for plugin in plugin_ids)
