"""What the functions ask for."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from williams.bootstrap import stores
from williams.bootstrap.configuration import settings

if TYPE_CHECKING:
    from williams.domain.progress import Subscriber
    from williams.pipeline.toolbox import Toolbox
    from williams.plugin.base import Plugin
    from williams.ports.jobs import JobStorePort
    from williams.ports.progress import ConnectionPort, ProgressPort
    from williams.ports.tokens import TokenStorePort
    from williams.services.application import Application
    from williams.services.backend import Backend, JobControl
    from williams.services.drop_folder import DropFolder
    from williams.services.publish import Publisher
    from williams.services.rate_limits import RateLimiter


@cache
def job_control() -> JobControl:
    from williams.bootstrap.reports import execution_settled
    from williams.services.backend import JobControl

    return JobControl(
        jobs=stores.jobs(),
        objects=stores.objects(),
        progress=stores.progress(),
        queues=stores.queues(),
        workflows=stores.workflows(),
        lanes=settings().lanes,
        default_lane=settings().default_lane,
        places_for_others=settings().places_for_others,
        tick=stores.tick(),
        settled=execution_settled,
    )


@cache
def backend() -> Backend:
    from williams.bootstrap.engines import deployment
    from williams.plugin.registry import registry
    from williams.services.backend import Backend

    return Backend(
        control=job_control(),
        engines=deployment(),
        catalog=stores.catalog(),
        graph=stores.graph(),
        plugins=stores.plugin_store(),
        registry=registry(),
        vectors=stores.vectors(),
    )


@cache
def drop_folder() -> DropFolder:
    from williams.plugin.registry import registry
    from williams.services.backend import ImportDesk
    from williams.services.drop_folder import DropFolder

    desk = ImportDesk(control=job_control(), plugins=stores.plugin_store(), registry=registry())
    return DropFolder(desk, stores.tokens(), settings().upload_max_bytes)


@cache
def toolbox() -> Toolbox:
    from williams.bootstrap.engines import ConfiguredEngines, fetch
    from williams.pipeline.toolbox import Toolbox

    return Toolbox(
        jobs=stores.jobs(),
        catalog=stores.catalog(),
        graph=stores.graph(),
        vectors=stores.vectors(),
        objects=stores.objects(),
        progress=stores.progress(),
        engines=ConfiguredEngines(),
        fetch=fetch,
        job_budget_usd=settings().job_budget_usd,
    )


@cache
def application() -> Application:
    from williams.adapters.postgres.check import ping
    from williams.bootstrap.engines import ConfiguredEngines
    from williams.ports.engines import EMBEDDING
    from williams.services.application import Application
    from williams.services.search import Search

    return Application(
        backend=backend(),
        search=Search(stores.catalog(), stores.vectors(), ConfiguredEngines().engine(EMBEDDING)),
        tokens=stores.tokens(),
        identity=stores.identity(),
        usage=stores.usage(),
        limiter=rate_limiter(),
        checks={
            "postgres": partial(ping, stores.engine()),
            "graph": lambda: stores.graph().ping(),
            "objects": lambda: stores.objects().ping(),
            "vectors": lambda: stores.vectors().ping(),
        },
        signing_key=stores.signing_key,
        public_url=settings().public_url,
        websocket_url=settings().websocket_url,
        ticket_seconds=settings().ticket_seconds,
        upload_max_bytes=settings().upload_max_bytes,
        download_seconds=settings().download_seconds,
        link_seconds=settings().link_seconds,
    )


@cache
def rate_limiter() -> RateLimiter:
    from williams.services.rate_limits import RateLimiter, RouteClass

    limits = {
        RouteClass.READ: settings().reads_per_minute,
        RouteClass.SEARCH: settings().searches_per_minute,
        RouteClass.WRITE: settings().writes_per_minute,
    }
    return RateLimiter(stores.rate_counters(), limits)


@cache
def plugin() -> Plugin:
    """Return the plugin that this function runs. Raises PluginDefect when it is broken or not named."""
    from williams.domain.errors import PluginDefect
    from williams.plugin.registry import registry

    plugin_id = settings().plugin_id
    if plugin_id is None:
        raise PluginDefect("WILLIAMS_PLUGIN_ID does not say which plugin this function runs.")
    return registry().plugin(plugin_id)


@cache
def publisher() -> Publisher:
    from williams.services.publish import Publisher

    return Publisher(stores.connections(), stores.push())


def connections() -> ConnectionPort:
    return stores.connections()


def progress() -> ProgressPort:
    return stores.progress()


def tokens() -> TokenStorePort:
    return stores.tokens()


def jobs() -> JobStorePort:
    return stores.jobs()


def prepare_stores() -> None:
    """Bring the database to the newest schema and the graph to its unique constraints. Raises StoreUnavailable."""
    from williams.adapters.postgres.migrate import upgrade

    upgrade(stores.database_address())
    stores.graph().ensure_constraints()


def redeem_ticket(ticket: str) -> Subscriber:
    """Return whose ticket it is. Raises Unauthenticated."""
    from williams.services.tickets import redeem

    return redeem(stores.signing_key(), ticket)
