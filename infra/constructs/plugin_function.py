"""The function that runs one plugin's stages."""

from __future__ import annotations

from infra.config import Config
from infra.constructs.service_function import FunctionSpec
from infra.engines import StageEngines
from infra.environment import (
    as_environment,
    base_environment,
    fetch_environment,
    keeps_pace,
    providers_environment,
    store_secrets,
)
from infra.permissions import count_requests, list_objects, read_objects, read_secrets, write_objects, write_progress
from infra.plugins import Plugins, content_folders, kept_folders
from williams.domain.bucket import DROP_TAKEN, JOBS, UPLOADS
from williams.plugin.settings import secret_settings
from williams.plugin.stage import invocation_seconds

SCRATCH_MB = 2048


def run_stage_spec(config: Config, plugins: Plugins, plugin_id: str) -> FunctionSpec:
    """The same code for every plugin; layers, memory, time and the folders it may write to are its own,
    and its engines'."""
    plugin = plugins[plugin_id]
    names, engines = config.names, StageEngines(config, plugin.needs, plugin.model_files)
    secret = engines.secret or (config.providers_secret if secret_settings(plugin) else None)
    return FunctionSpec(
        name=names.run_stage(plugin_id),
        folder="run_stage",
        description=f"Runs stages of {plugin.name}",
        layers=("core", plugin_id, *engines.layers),
        environment={
            **base_environment(config),
            **providers_environment(secret),
            **as_environment(plugin_id=plugin_id),
            **fetch_environment(config, plugin),
        },
        memory_mb=max(plugin.memory_mb, engines.memory_mb),
        timeout_seconds=invocation_seconds(plugin.stages),
        scratch_mb=SCRATCH_MB + engines.scratch_mb,
        permissions=(
            read_secrets(*store_secrets(config), secret),
            list_objects(names),
            read_objects(names, JOBS, UPLOADS, DROP_TAKEN, *content_folders(plugins)),
            write_objects(names, JOBS, *kept_folders(plugin, plugins)),
            write_progress(names),
            *((count_requests(names),) if keeps_pace(config, plugin) else ()),
            *engines.rights,
        ),
    )
