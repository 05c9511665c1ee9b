"""What the services stand on, in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from williams.engine.deployment import Deployment
from williams.plugin.base import Plugin
from williams.plugin.registry import Registry
from williams.ports.batches import BatchStorePort
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort
from williams.ports.engines import Engines
from williams.ports.feeds import FeedStorePort
from williams.ports.fetch import FetchPort
from williams.ports.graph import GraphPort
from williams.ports.jobs import JobStorePort
from williams.ports.model_files import ModelFilesPort
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

SIGNING_KEY = b"a key for tests"


def signing_key() -> bytes:
    return SIGNING_KEY


@dataclass(frozen=True)
class MemoryPorts:
    """As ``williams.bootstrap.ports.Ports``; a test replaces some of them."""

    batch_progress: BatchProgressPort
    batches: BatchStorePort
    catalog: CatalogPort
    checks: Mapping[str, Callable[[], None]]
    collections: CollectionStorePort
    connections: ConnectionPort
    deployment: Deployment
    engines: Engines
    feeds: FeedStorePort
    fetch: Callable[[str], FetchPort]
    model_files: Callable[[Plugin], ModelFilesPort]
    plugin_settings: Callable[[Plugin], BaseModel]
    graph: GraphPort
    jobs: JobStorePort
    objects: ObjectPort
    plugins: PluginStorePort
    progress: ProgressPort
    push: PushPort
    queues: QueuePort
    rate_counters: RateCounterPort
    registry: Registry
    sources: SourceStorePort
    tokens: TokenStorePort
    usage: UsagePort
    vectors: VectorPort
    workflows: WorkflowPort
    identity: IdentityPort | None = None
    signing_key: Callable[[], bytes] = signing_key
    tick: TickPort | None = None
