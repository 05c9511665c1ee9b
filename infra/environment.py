"""Environment variables of the functions: the settings of ``williams.settings``, by their own names."""

from __future__ import annotations

import json

from infra.config import Config
from infra.plugins import Plugins
from williams.domain.jobs import JobKind
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.settings import Settings

QDRANT = "qdrant"


def as_environment(**settings: str) -> dict[str, str]:
    """Name each setting's variable.

    Raises:
        KeyError: there is no such setting.
    """
    unknown = settings.keys() - Settings.model_fields.keys()
    if unknown:
        raise KeyError(f"williams.settings has no {', '.join(sorted(unknown))}")
    return {f"{Settings.model_config['env_prefix']}{name.upper()}": value for name, value in settings.items()}


def chosen(config: Config, setting: str, value: str) -> bool:
    """Whether the stage's environment gives a setting this value."""
    (variable,) = as_environment(**{setting: value})
    return config.environment.get(variable) == value


def base_environment(config: Config) -> dict[str, str]:
    """Where everything is that has a name of its own: the same for every function."""
    return as_environment(
        stage=config.stage,
        bucket=config.names.bucket,
        database_secret=config.secret("database"),
        graph_secret=config.secret("graph"),
        vectors_secret=config.secret("vectors"),
        signing_secret=config.secret("signing"),
        progress_table=config.names.progress_table,
        connections_table=config.names.connections_table,
        state_machine_prefix=config.names.state_machine_prefix,
    )


def store_secrets(config: Config) -> tuple[str, ...]:
    """The secrets of the stores that hold a library."""
    names = ("database", "graph", *(("vectors",) if chosen(config, "vectors_provider", QDRANT) else ()))
    return tuple(map(config.secret, names))


def limits_environment(config: Config) -> dict[str, str]:
    """For the API. Locally one person owns all; the limits are counted there too, but stand in nobody's way."""
    table = as_environment(rate_limits_table=config.names.rate_limits_table)
    high = as_environment(reads_per_minute="60000", searches_per_minute="60000", writes_per_minute="60000")
    return {**table, **high} if config.local else table


def fetch_environment(config: Config, plugin: ImportPlugin | ExportPlugin) -> dict[str, str]:
    """For imports: where the pace of fetches is counted, and what is fetched though it is not on the public internet.

    The latter is the sample site of the local stage.
    """
    counted = as_environment(rate_limits_table=config.names.rate_limits_table) if keeps_pace(config, plugin) else {}
    allowed = config.local and config.sample_site and plugin.kind is JobKind.IMPORT
    return counted | (as_environment(fetch_allowed=config.sample_site or "") if allowed else {})


def keeps_pace(config: Config, plugin: ImportPlugin | ExportPlugin) -> bool:
    """Whether what a plugin fetches is counted: only then does it write where the API counts its requests."""
    return plugin.kind is JobKind.IMPORT and config.environment.get("WILLIAMS_FETCH_ROBOTS") == "respect"


def providers_environment(secret: str | None) -> dict[str, str]:
    """Where the providers' keys stand, for a function that has any use for them."""
    return as_environment(providers_secret=secret) if secret else {}


def lanes(plugins: Plugins) -> str:
    """How many jobs of each plugin run at once, as JSON."""
    return json.dumps({plugin_id: plugin.lane for plugin_id, plugin in plugins.items()}, sort_keys=True)
