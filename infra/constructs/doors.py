"""The functions behind the two APIs."""

from __future__ import annotations

from collections.abc import Mapping

from infra.config import Config
from infra.constructs.service_function import SCRATCH_MB, FunctionSpec
from infra.engines import StageEngines, identity_layers
from infra.environment import as_environment, base_environment, limits_environment, store_secrets
from infra.permissions import (
    Permission,
    answer_drops,
    count_requests,
    delete_objects,
    find_subscribers,
    forget_connections,
    list_objects,
    list_progress,
    read_objects,
    read_progress,
    read_secrets,
    remember_connections,
    send_wakeups,
    start_the_tick,
    stop_executions,
    write_objects,
    write_progress,
)
from infra.plugins import Plugins, content_folders, source_folders
from williams.domain.bucket import JOBS, UPLOADS
from williams.ports.engines import EMBEDDING

# API Gateway waits 30 seconds for an answer, then tells the client that there was none.
API_SECONDS = 29
WEBSOCKET_SECONDS = 29
PUBLISH_SECONDS = 60


def api_spec(config: Config, plugins: Plugins, environment: Mapping[str, str]) -> FunctionSpec:
    """It signs the URLs of uploads and downloads, so it needs the rights that these grant."""
    names, engines = config.names, StageEngines(config, [EMBEDDING.name])
    secrets = (*store_secrets(config), config.secret("signing"), engines.secret)
    # It says which engines requests may name, which depends on whether there are keys; it reads none but its own.
    providers = as_environment(providers_secret=config.providers_secret) if config.providers_secret else {}
    return FunctionSpec(
        name=names.function("api"),
        folder="api",
        description="Answers the HTTP API",
        layers=("core", *engines.layers, *identity_layers(config), "plugins"),
        environment={**environment, **providers, **limits_environment(config)},
        memory_mb=config.numbers.api_memory_mb,
        timeout_seconds=API_SECONDS,
        scratch_mb=SCRATCH_MB + engines.scratch_mb,
        permissions=(
            read_secrets(*secrets),
            *engines.rights,
            list_objects(names),
            read_objects(names, UPLOADS, *content_folders(plugins)),
            write_objects(names, UPLOADS),
            delete_objects(names, JOBS, UPLOADS, *source_folders(plugins)),
            *answer_drops(names),
            list_progress(names),
            write_progress(names),
            count_requests(names),
            send_wakeups(names),
            stop_executions(names, plugins),
            *((start_the_tick(names),) if config.on_aws else ()),
        ),
    )


def websocket_spec(config: Config, environment: Mapping[str, str], push: Permission) -> FunctionSpec:
    """It asks DynamoDB only, so that the first answer on a connection does not wait for Postgres."""
    return FunctionSpec(
        name=config.names.function("websocket"),
        folder="websocket",
        description="Connects clients and subscribes them to jobs",
        layers=("core",),
        environment={**base_environment(config), **environment},
        memory_mb=config.numbers.function_memory_mb,
        timeout_seconds=WEBSOCKET_SECONDS,
        reaches_database=False,
        permissions=(
            read_secrets(config.secret("signing")),
            read_progress(config.names),
            remember_connections(config.names),
            *forget_connections(config.names),
            push,
        ),
    )


def publish_progress_spec(config: Config, environment: Mapping[str, str], push: Permission) -> FunctionSpec:
    return FunctionSpec(
        name=config.names.function("publish_progress"),
        folder="publish_progress",
        description="Sends progress to those who listen",
        layers=("core",),
        environment={**base_environment(config), **environment},
        memory_mb=config.numbers.function_memory_mb,
        timeout_seconds=PUBLISH_SECONDS,
        reaches_database=False,
        permissions=(find_subscribers(config.names), *forget_connections(config.names), push),
    )
