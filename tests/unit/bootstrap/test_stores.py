"""Each store is made once, of the right kind, and connects to nothing before it is used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from williams import configuration
from williams.adapters.dynamodb.connections import DynamoDbConnections
from williams.adapters.dynamodb.progress import DynamoDbProgress
from williams.adapters.dynamodb.rate_limits import DynamoDbRateCounters
from williams.adapters.eventbridge.tick import EventBridgeTick
from williams.adapters.graph.bolt import BoltGraph
from williams.adapters.pgvector.vectors import PgVectors
from williams.adapters.postgres.batches import PostgresBatches
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.collections import PostgresCollections
from williams.adapters.postgres.feeds import PostgresFeeds
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.plugins import PostgresPlugins
from williams.adapters.postgres.sources import PostgresSources
from williams.adapters.postgres.tokens import PostgresTokens
from williams.adapters.s3.objects import S3Objects
from williams.adapters.sqs.queues import SqsQueues
from williams.adapters.stepfunctions.workflows import StepFunctionsWorkflows
from williams.adapters.websocket.push import ApiGatewayPush
from williams.bootstrap import stores
from williams.domain.errors import StoreUnavailable


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (stores.jobs, PostgresJobs),
        (stores.catalog, PostgresCatalog),
        (stores.tokens, PostgresTokens),
        (stores.batches, PostgresBatches),
        (stores.sources, PostgresSources),
        (stores.collections, PostgresCollections),
        (stores.feeds, PostgresFeeds),
        (stores.plugin_store, PostgresPlugins),
        (stores.vectors, PgVectors),
        (stores.graph, BoltGraph),
        (stores.objects, S3Objects),
        (stores.progress, DynamoDbProgress),
        (stores.connections, DynamoDbConnections),
        (stores.rate_counters, DynamoDbRateCounters),
        (stores.queues, SqsQueues),
        (stores.workflows, StepFunctionsWorkflows),
        (stores.push, ApiGatewayPush),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_a_store(make: Callable[[], object], kind: type) -> None:
    made = make()
    assert isinstance(made, kind)
    assert make() is made


def test_postgres_is_one_pool_at_the_secrets_address() -> None:
    url = stores.engine().url
    assert (url.host, url.port, url.database, url.username) == ("database.test", 5432, "williams", "u")
    assert stores.engine() is stores.engine()


def test_links_are_signed_with_the_secret() -> None:
    assert stores.signing_key() == b"a signing key"


def test_a_missing_secret_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_DATABASE_SECRET", "williams/elsewhere")
    with pytest.raises(StoreUnavailable, match="williams/elsewhere"):
        stores.jobs()


def test_objects_are_in_the_bucket_that_is_set() -> None:
    assert "/library/" in stores.objects().presigned_get("documents/d/document.pdf", "document.pdf", 60).replace(
        "//library.", "/library/"
    )


def test_the_tick_rests_only_where_a_rule_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stores.tick() is None
    for made in (configuration.settings, stores.tick):
        made.cache_clear()
    monkeypatch.setenv("WILLIAMS_TICK_RULE", "williams-test-tick")
    assert isinstance(stores.tick(), EventBridgeTick)
