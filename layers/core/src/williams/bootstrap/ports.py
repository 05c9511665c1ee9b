"""What the services stand on, and each of it as the settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from williams.bootstrap import stores

if TYPE_CHECKING:
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


class Ports(Protocol):
    """Every port, the plugins that are installed, and the key that tickets and links are signed with.

    ``checks`` maps a store's name to a function that raises StoreUnavailable when it does not answer. ``deployment``
    says which engines there are, ``engines`` makes them. ``fetch`` returns the fetcher of one owner,
    ``model_files`` what brings those of a plugin, ``plugin_settings`` reads what is set for it. ``identity`` is
    None where no issuer of tokens is set, ``tick`` where it never rests.
    """

    @property
    def batch_progress(self) -> BatchProgressPort: ...
    @property
    def batches(self) -> BatchStorePort: ...
    @property
    def catalog(self) -> CatalogPort: ...
    @property
    def checks(self) -> Mapping[str, Callable[[], None]]: ...
    @property
    def collections(self) -> CollectionStorePort: ...
    @property
    def connections(self) -> ConnectionPort: ...
    @property
    def deployment(self) -> Deployment: ...
    @property
    def engines(self) -> Engines: ...
    @property
    def feeds(self) -> FeedStorePort: ...
    @property
    def fetch(self) -> Callable[[str], FetchPort]: ...
    @property
    def graph(self) -> GraphPort: ...
    @property
    def identity(self) -> IdentityPort | None: ...
    @property
    def jobs(self) -> JobStorePort: ...
    @property
    def model_files(self) -> Callable[[Plugin], ModelFilesPort]: ...
    @property
    def objects(self) -> ObjectPort: ...
    @property
    def plugin_settings(self) -> Callable[[Plugin], BaseModel]: ...
    @property
    def plugins(self) -> PluginStorePort: ...
    @property
    def progress(self) -> ProgressPort: ...
    @property
    def push(self) -> PushPort: ...
    @property
    def queues(self) -> QueuePort: ...
    @property
    def rate_counters(self) -> RateCounterPort: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def signing_key(self) -> Callable[[], bytes]: ...
    @property
    def sources(self) -> SourceStorePort: ...
    @property
    def tick(self) -> TickPort | None: ...
    @property
    def tokens(self) -> TokenStorePort: ...
    @property
    def usage(self) -> UsagePort: ...
    @property
    def vectors(self) -> VectorPort: ...
    @property
    def workflows(self) -> WorkflowPort: ...


class ConfiguredPorts:
    """Each is made when it is first asked for."""

    @property
    def batch_progress(self) -> BatchProgressPort:
        return stores.batch_progress()

    @property
    def batches(self) -> BatchStorePort:
        return stores.batches()

    @property
    def catalog(self) -> CatalogPort:
        return stores.catalog()

    @property
    def checks(self) -> Mapping[str, Callable[[], None]]:
        from williams.adapters.postgres.check import ping

        return {
            "postgres": partial(ping, stores.engine()),
            "graph": lambda: stores.graph().ping(),
            "objects": lambda: stores.objects().ping(),
            "vectors": lambda: stores.vectors().ping(),
        }

    @property
    def collections(self) -> CollectionStorePort:
        return stores.collections()

    @property
    def connections(self) -> ConnectionPort:
        return stores.connections()

    @property
    def deployment(self) -> Deployment:
        from williams.bootstrap.engines import deployment

        return deployment()

    @property
    def engines(self) -> Engines:
        from williams.bootstrap.engines import ConfiguredEngines

        return ConfiguredEngines()

    @property
    def feeds(self) -> FeedStorePort:
        return stores.feeds()

    @property
    def fetch(self) -> Callable[[str], FetchPort]:
        from williams.bootstrap.engines import fetch

        return fetch

    @property
    def model_files(self) -> Callable[[Plugin], ModelFilesPort]:
        from williams.bootstrap.engines import model_files

        return model_files

    @property
    def plugin_settings(self) -> Callable[[Plugin], BaseModel]:
        from williams.bootstrap.engines import settings_of

        return settings_of

    @property
    def graph(self) -> GraphPort:
        return stores.graph()

    @property
    def identity(self) -> IdentityPort | None:
        return stores.identity()

    @property
    def jobs(self) -> JobStorePort:
        return stores.jobs()

    @property
    def objects(self) -> ObjectPort:
        return stores.objects()

    @property
    def plugins(self) -> PluginStorePort:
        return stores.plugin_store()

    @property
    def progress(self) -> ProgressPort:
        return stores.progress()

    @property
    def push(self) -> PushPort:
        return stores.push()

    @property
    def queues(self) -> QueuePort:
        return stores.queues()

    @property
    def rate_counters(self) -> RateCounterPort:
        return stores.rate_counters()

    @property
    def registry(self) -> Registry:
        from williams.plugin.registry import registry

        return registry()

    @property
    def signing_key(self) -> Callable[[], bytes]:
        return stores.signing_key

    @property
    def sources(self) -> SourceStorePort:
        return stores.sources()

    @property
    def tick(self) -> TickPort | None:
        return stores.tick()

    @property
    def tokens(self) -> TokenStorePort:
        return stores.tokens()

    @property
    def usage(self) -> UsagePort:
        return stores.usage()

    @property
    def vectors(self) -> VectorPort:
        return stores.vectors()

    @property
    def workflows(self) -> WorkflowPort:
        return stores.workflows()
