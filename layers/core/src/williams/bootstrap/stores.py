"""The stores, each made once per process from the settings and its secret."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from williams.bootstrap.deferred import deferred
from williams.configuration import settings

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from sqlalchemy import Engine

    from williams.adapters.graph.bolt import BoltGraph
    from williams.adapters.secrets.reader import SecretReader
    from williams.ports.batches import BatchStorePort
    from williams.ports.catalog import CatalogPort
    from williams.ports.collections import CollectionStorePort
    from williams.ports.feeds import FeedStorePort
    from williams.ports.jobs import JobStorePort
    from williams.ports.objects import ObjectPort
    from williams.ports.plugins import PluginStorePort
    from williams.ports.progress import BatchProgressPort, ConnectionPort, ProgressPort, PushPort
    from williams.ports.queues import QueuePort
    from williams.ports.rate_limits import RateCounterPort
    from williams.ports.sources import SourceStorePort
    from williams.ports.tick import TickPort
    from williams.ports.tokens import IdentityPort, TokenStorePort
    from williams.ports.usage import UsagePort
    from williams.ports.vectors import VectorPort
    from williams.ports.workflows import WorkflowPort

_COUNTING_SECONDS: Final = 1.0
_PROGRESS_SECONDS: Final = 3.0


@cache
def _client(service: str) -> Any:
    from williams.adapters.aws import client

    return client(service, settings().region)


def secret(name: str) -> dict[str, str]:
    """Return a JSON secret. Raises StoreUnavailable or NotFound with the secret's name."""
    return _secrets().read(name)


@cache
def _secrets() -> SecretReader:
    from williams.adapters.secrets.reader import SecretReader

    return SecretReader(_client("secretsmanager"))


@cache
def engine() -> Engine:
    from williams.adapters.postgres.engine import create_engine

    return create_engine(database_address())


def database_address() -> str:
    """Return the database's URL, password included."""
    from williams.adapters.postgres.address import database_url

    return database_url(secret(settings().database_secret))


@cache
def jobs() -> JobStorePort:
    from williams.adapters.postgres.jobs import PostgresJobs

    return PostgresJobs(engine())


@cache
def catalog() -> CatalogPort:
    from williams.adapters.postgres.catalog import PostgresCatalog

    return PostgresCatalog(engine())


@cache
def tokens() -> TokenStorePort:
    from williams.adapters.postgres.tokens import PostgresTokens

    return PostgresTokens(engine())


@cache
def batches() -> BatchStorePort:
    from williams.adapters.postgres.batches import PostgresBatches

    return PostgresBatches(engine())


@cache
def sources() -> SourceStorePort:
    from williams.adapters.postgres.sources import PostgresSources

    return PostgresSources(engine())


@cache
def feeds() -> FeedStorePort:
    from williams.adapters.postgres.feeds import PostgresFeeds

    return PostgresFeeds(engine())


@cache
def collections() -> CollectionStorePort:
    from williams.adapters.postgres.collections import PostgresCollections

    return PostgresCollections(engine())


@cache
def identity() -> IdentityPort | None:
    """Return who knows the tokens of the issuer that is set, if one is."""
    issuer = settings().jwt_issuer
    if issuer is None:
        return None
    from williams.adapters.jwt.issuer import Issuer, JwtIdentity

    return JwtIdentity(
        Issuer(
            issuer=issuer,
            audience=settings().jwt_audience,
            keys_url=settings().jwt_keys_url or f"{issuer.rstrip('/')}/.well-known/jwks.json",
            owner_claim=settings().jwt_owner_claim,
            scopes_claim=settings().jwt_scopes_claim,
            scope_prefix=settings().jwt_scope_prefix,
        )
    )


@cache
def usage() -> UsagePort:
    from williams.adapters.postgres.usage import PostgresUsage

    return PostgresUsage(engine())


@cache
def plugin_store() -> PluginStorePort:
    from williams.adapters.postgres.plugins import PostgresPlugins

    return PostgresPlugins(engine())


@deferred
def vectors() -> VectorPort:
    if settings().vectors_provider == "qdrant":
        from williams.adapters.qdrant.vectors import QdrantVectors

        return QdrantVectors(_qdrant)
    from williams.adapters.pgvector.vectors import PgVectors

    return PgVectors(engine())


def _qdrant() -> QdrantClient:
    from williams.adapters.qdrant.connection import connect

    access = secret(settings().vectors_secret)
    return connect(access["url"], access.get("api_key"))


@deferred
def graph() -> BoltGraph:
    from williams.adapters.graph.bolt import BoltGraph
    from williams.adapters.graph.connection import connect

    access = secret(settings().graph_secret)
    return BoltGraph(connect(access["url"], access["user"], access["password"]), access.get("database"))


@deferred
def objects() -> ObjectPort:
    from williams.adapters.s3.objects import S3Objects

    return S3Objects(settings().bucket, _client("s3"))


@cache
def _progress_client() -> Any:
    from williams.adapters.aws import client

    # Progress is a view: work waits for it, but not for long.
    return client("dynamodb", settings().region, attempts=2, answer_seconds=_PROGRESS_SECONDS)


@deferred
def progress() -> ProgressPort:
    from williams.adapters.dynamodb.progress import DynamoDbProgress

    return DynamoDbProgress(settings().progress_table, _progress_client())


@deferred
def batch_progress() -> BatchProgressPort:
    from williams.adapters.dynamodb.batch_progress import DynamoDbBatchProgress

    return DynamoDbBatchProgress(settings().progress_table, _progress_client())


@deferred
def connections() -> ConnectionPort:
    from williams.adapters.dynamodb.connections import DynamoDbConnections

    return DynamoDbConnections(settings().connections_table, _client("dynamodb"))


@deferred
def rate_counters() -> RateCounterPort:
    from williams.adapters.aws import client
    from williams.adapters.dynamodb.rate_limits import DynamoDbRateCounters

    # A request waits for this answer, and is let through without it.
    impatient = client("dynamodb", settings().region, attempts=1, answer_seconds=_COUNTING_SECONDS)
    return DynamoDbRateCounters(settings().rate_limits_table, impatient)


@deferred
def queues() -> QueuePort:
    from williams.adapters.sqs.queues import SqsQueues

    return SqsQueues(settings().queue_urls, _client("sqs"))


@deferred
def workflows() -> WorkflowPort:
    from williams.adapters.stepfunctions.workflows import StepFunctionsWorkflows

    return StepFunctionsWorkflows(settings().state_machine_prefix, _client("stepfunctions"))


@cache
def tick() -> TickPort | None:
    rule = settings().tick_rule
    if rule is None:
        return None
    from williams.adapters.eventbridge.tick import EventBridgeTick

    return EventBridgeTick(rule, _client("events"))


@deferred
def push() -> PushPort:
    from williams.adapters.websocket.push import ApiGatewayPush

    return ApiGatewayPush(settings().websocket_management_url, settings().region)


def signing_key() -> bytes:
    """Return the key that tickets and links are signed with."""
    return secret(settings().signing_secret)["key"].encode()
