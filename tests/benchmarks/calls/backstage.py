"""A corner of the local cloud's servers for the functions' own handlers, run outside of the emulator.

A database, a bucket, a queue and state machines that nothing else knows of: no deployed function meddles with the job.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from neo4j import GraphDatabase
from sqlalchemy import make_url
from williams_engine_minilm.manifest import MiniLmManifest

from tests.benchmarks.cloud import Guest
from tests.benchmarks.deployed import PREFIX
from williams.adapters.postgres.engine import connected, create_engine
from williams.adapters.postgres.migrate import upgrade
from williams.adapters.postgres.tokens import PostgresTokens
from williams.adapters.s3.objects import S3Objects
from williams.adapters.scratch.model_files import scratch_folder
from williams.domain.jobs import HIGHEST_PRIORITY
from williams.engine.origins import bring
from williams.plugin.registry import registry
from williams.services.tokens import Tokens, new_token

_ENDS_AT_ONCE = {"StartAt": "done", "States": {"done": {"Type": "Succeed"}}}
_ROLE = "arn:aws:iam::000000000000:role/williams"


@dataclass(frozen=True)
class Corner:
    """What handlers work on that are run with ``environment``, and its owner."""

    owner: str
    token: str
    objects: S3Objects
    environment: dict[str, str]


@contextmanager
def backstage(guest: Guest) -> Iterator[Corner]:
    """Make the corner; at the end nothing of it is left."""
    name, owner, token = f"calls-{secrets.token_hex(4)}", f"calls-{secrets.token_hex(4)}", new_token()
    # As in a function that has been warm for a while.
    for file in MiniLmManifest.model_files:
        bring(file, scratch_folder())
    with ExitStack() as leaving:
        database_url = leaving.enter_context(_database(guest.info.database_url, name.replace("-", "_")))
        engine = create_engine(database_url)
        leaving.callback(engine.dispose)
        Tokens(PostgresTokens(engine)).grant(owner, token, "calls")
        environment = _environment(guest) | {
            "WILLIAMS_BUCKET": leaving.enter_context(_bucket(guest, name)),
            "WILLIAMS_DATABASE_SECRET": leaving.enter_context(_secret(guest, name, {"url": database_url})),
            "WILLIAMS_QUEUE_URLS": ",".join([leaving.enter_context(_queue(guest, name))] * HIGHEST_PRIORITY),
            "WILLIAMS_STATE_MACHINE_PREFIX": leaving.enter_context(_state_machines(guest, name)),
        }
        leaving.callback(_forget_graph, guest, owner)
        yield Corner(owner, token, S3Objects(name, guest.aws.client("s3")), environment)


def _environment(guest: Guest) -> dict[str, str]:
    """What the deployed functions find in theirs, all together."""
    client = guest.aws.client("lambda")
    found: dict[str, str] = {}
    for page in client.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if function["FunctionName"].startswith(PREFIX):
                found |= function.get("Environment", {}).get("Variables", {})
    # What one of them has by itself.
    found.pop("WILLIAMS_PLUGIN_ID", None)
    region = guest.info.aws_region
    reach = {"AWS_ENDPOINT_URL": guest.info.aws_endpoint_url, "AWS_REGION": region, "AWS_DEFAULT_REGION": region}
    return found | reach | {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@contextmanager
def _database(server_url: str, name: str) -> Iterator[str]:
    server = create_engine(server_url)
    with connected(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    try:
        upgrade(url)
        yield url
    finally:
        with connected(server) as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@contextmanager
def _bucket(guest: Guest, name: str) -> Iterator[str]:
    client = guest.aws.client("s3")
    client.create_bucket(Bucket=name)
    try:
        yield name
    finally:
        objects = S3Objects(name, client)
        for folder in {key.split("/")[0] for key in objects.keys("")}:
            objects.delete_prefix(f"{folder}/")
        client.delete_bucket(Bucket=name)


@contextmanager
def _secret(guest: Guest, name: str, value: dict[str, str]) -> Iterator[str]:
    client = guest.aws.client("secretsmanager")
    client.create_secret(Name=name, SecretString=json.dumps(value))
    try:
        yield name
    finally:
        client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


@contextmanager
def _queue(guest: Guest, name: str) -> Iterator[str]:
    client = guest.aws.client("sqs")
    url = client.create_queue(QueueName=name)["QueueUrl"]
    try:
        yield url
    finally:
        client.delete_queue(QueueUrl=url)


@contextmanager
def _state_machines(guest: Guest, name: str) -> Iterator[str]:
    """State machines that can be started and do nothing: the real ones are walked in this process."""
    client = guest.aws.client("stepfunctions")
    arns = [
        client.create_state_machine(
            name=f"{name}-{plugin_id.replace('.', '-')}", definition=json.dumps(_ENDS_AT_ONCE), roleArn=_ROLE
        )["stateMachineArn"]
        for plugin_id in registry().plugins
    ]
    try:
        yield f"{arns[0].rpartition(':')[0]}:{name}-"
    finally:
        for arn in arns:
            client.delete_state_machine(stateMachineArn=arn)


def _forget_graph(guest: Guest, owner: str) -> None:
    info = guest.info
    with GraphDatabase.driver(info.graph_url, auth=(info.graph_user, info.graph_password)) as driver:
        driver.execute_query("MATCH (n {owner: $owner}) DETACH DELETE n", owner=owner)
