"""The reference of settings, from ``williams.settings`` and from the words about them below."""

from __future__ import annotations

import types
import typing
from importlib.metadata import distribution
from typing import Any

from pydantic.fields import FieldInfo

from docs.generate.markdown import code, head, table
from layers import ROOT
from layers.plan import members, plugins, source_directory
from williams.engine import Manifest
from williams.engine.deployment import ALLOWED, default_variable, variables
from williams.engine.registry import InstalledEngine, engine_registry
from williams.plugin.base import Plugin
from williams.plugin.registry import discover
from williams.plugin.settings import secret_settings, setting_name, setting_variable
from williams.ports.engines import PORTS, Port
from williams.settings import Settings

INTRODUCTION = """\
The functions are set up by these environment variables. The deployment sets most of them; change one with the
context `environment` of `cdk.json` (see [Use your own models](../how-to/use-your-own-models.md)). Passwords and keys
are never settings: a setting names the secret that holds them. Lists are separated by commas, objects are JSON.

The command line has two variables of its own, `WILLIAMS_API_URL` and `WILLIAMS_TOKEN`: see [the command
line](cli.md).
"""
ENGINES = """\
## Engines: who writes, speaks and embeds

Each engine is a package of its own; its settings are in its manifest. Of two names of a setting the short one counts
for the engine that is its port's default. `WILLIAMS_ENGINES` names, as `port.engine` and separated by commas, the
engines that requests may choose beside the defaults; without it they are all whose settings and keys are there.
"""
PLUGINS = """\
## Plugins

What a deployment decides for a plugin. Fields of the providers' secret are read by that plugin's function only.
"""
GROUPS = {
    "What all engines share": {
        "vectors_provider": "Where vectors are kept: in the database, or in a Qdrant server.",
        "provider_timeout_seconds": "How long one call to a provider may take.",
        "providers_secret": 'Name of the secret with the providers\' keys: a JSON object, `{"openai": "<key>"}`.',
        "job_budget_usd": "What one job may spend on providers, in US dollars. A call that would follow is refused.",
    },
    "Limits": {
        "upload_max_bytes": "The largest upload.",
        "listing_max_entries": "How many sources are taken of one feed, sitemap or other listing, at most 100,000.",
        "download_seconds": "How long the store's URL is valid that a download link leads to.",
        "link_seconds": "How long a download link is valid, at least; it is the same for a whole day.",
        "ticket_seconds": "How long the `progress_url` of a job is valid.",
        "reads_per_minute": "What one owner may ask of the API in a minute, searches aside. 0 means no limit.",
        "searches_per_minute": "How many searches one owner may make in a minute. 0 means no limit.",
        "writes_per_minute": "How many changes one owner may ask for in a minute. 0 means no limit.",
        "lanes": "How many jobs of each plugin run at once, by plugin id.",
        "default_lane": "The same for plugins that `lanes` does not name.",
        "fetch_robots": "Whether a site's robots.txt is asked which pages programs may fetch, and how fast: "
        "[fetching](../explanation/safety.md#fetching).",
        "fetch_agent": "What imports call themselves to sites (`User-Agent`): a name, and what you like after a slash, "
        "such as an address for complaints. A robots.txt is asked for the name.",
        "places_for_others": "How many places of each lane one owner leaves to others; of a lane of one, none.",
        "fetch_allowed": "`host:port` pairs on private networks that imports may fetch from. Meant for tests.",
    },
    "Tokens of an issuer (OpenID Connect, OAuth)": {
        "jwt_issuer": "Who issues JSON Web Tokens that the API accepts beside its own: their `iss`.",
        "jwt_audience": "What their `aud` has to be.",
        "jwt_keys_url": "Where the issuer publishes its keys. Default: the issuer and `/.well-known/jwks.json`.",
        "jwt_owner_claim": "The claim that names the owner.",
        "jwt_scopes_claim": "The claim with the scopes `read`, `write`, `admin` and, for an operator, `operate`.",
        "jwt_scope_prefix": "What stands before each scope, as `williams/` in `williams/read`.",
    },
    "Set by the deployment": {
        "stage": "The name of the deployment; `local` is the local cloud.",
        "region": "The AWS region.",
        "bucket": "The bucket of objects.",
        "database_secret": "Name of the secret with the database's `url`.",
        "graph_secret": "Name of the secret with the graph's `url`, `user`, `password` and optional `database`.",
        "vectors_secret": "Name of the secret with Qdrant's `url` and optional `api_key`, for vectors kept there.",
        "signing_secret": "Name of the secret with the `key` that tickets and links are signed with.",
        "progress_table": "The DynamoDB table of progress.",
        "connections_table": "The DynamoDB table of WebSocket connections.",
        "rate_limits_table": "The DynamoDB table of rate counters.",
        "queue_urls": "The URLs of the priority queues, lowest priority first.",
        "state_machine_prefix": "What the ARNs of the state machines begin with.",
        "public_url": "Where clients reach the API; download links begin with it.",
        "tick_rule": "The rule that calls `reconcile` every minute while jobs are open. Without it it never rests.",
        "websocket_url": "Where clients connect for progress; `{job_id}` in it is the job's id.",
        "websocket_management_url": "Where the functions push progress to.",
        "plugin_id": "The plugin that a `run_stage` function runs.",
    },
}


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"{Settings.model_config['env_prefix']}{name.upper()}"


def variables_of_engines() -> set[str]:
    """Return the names that the manifests of the installed engines make."""
    manifests = [each.manifest for each in engine_registry().engines.values()]
    own = {name for each in manifests for f in each.settings.model_fields for name in variables(each, f, default=True)}
    own |= {setting_variable(each, name) for each in _own_plugins() for name in each.settings.model_fields}
    return own | {default_variable(port) for port in PORTS.values()} | {ALLOWED}


def page() -> str:
    """Raises KeyError when a setting has no words, or the words no setting."""
    described = {name for group in GROUPS.values() for name in group}
    if described != set(Settings.model_fields):
        raise KeyError(
            f"docs.generate.settings and williams.settings differ in {described ^ set(Settings.model_fields)}"
        )
    parts = [head("Settings", "`williams.settings` and the manifests of the engines", INTRODUCTION), _engines()]
    parts.append(_plugins())
    for title, group in GROUPS.items():
        rows = [_row(name, Settings.model_fields[name], words) for name, words in group.items()]
        parts.append(f"## {title}\n\n{table(('variable', 'kind', 'default', 'meaning'), rows)}")
    return "\n".join(parts)


def _engines() -> str:
    """One table with the default of each port, and one for each engine that has settings."""
    installed = [each for each in engine_registry().engines.values() if each.distribution in members()]
    built_in = [each.manifest for each in installed]
    defaults = [
        (code(default_variable(port)), _names(built_in, port), _default_engine(built_in, port))
        for port in PORTS.values()
        if any(each.port is port for each in built_in)
    ]
    parts = [ENGINES, table(("variable", "built-in engines", "default"), defaults)]
    for manifest, page in zip(built_in, map(_readme, installed), strict=True):
        fields = manifest.settings.model_fields
        rows = [_engine_row(manifest, name, field) for name, field in fields.items()]
        listing = f"\n\n{table(('variable', 'kind', 'default', 'meaning'), rows)}" if rows else ""
        key = f" Its key is {code(manifest.secret_field)} in the providers' secret." if manifest.secret_field else ""
        parts.append(f"### {manifest.engine_id}\n\n{manifest.description}{key} [More]({page}){listing}")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _plugins() -> str:
    """One table for each plugin that has settings."""
    parts = [PLUGINS]
    for plugin in _own_plugins():
        fields = plugin.settings.model_fields
        if fields:
            rows = [_plugin_row(plugin, name, field) for name, field in fields.items()]
            parts.append(f"### {plugin.plugin_id}\n\n{table(('setting', 'kind', 'default', 'meaning'), rows)}")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _own_plugins() -> list[Plugin]:
    installed = discover().plugins
    return [installed[plugin_id] for plugin_id in plugins(with_tests=False) if plugin_id in installed]


def _plugin_row(plugin: Plugin, name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    if name in secret_settings(plugin):
        return f"{code(setting_name(plugin, name))} of the secret", "text", "", field.description or ""
    return code(setting_variable(plugin, name)), _kind(field.annotation), _default(field), field.description or ""


def _readme(installed: InstalledEngine) -> str:
    folder = source_directory(distribution(installed.distribution))
    assert folder is not None, "a member of the workspace has a folder"
    return f"../../{folder.relative_to(ROOT).as_posix()}/README.md"


def _names(manifests: list[Manifest[Any]], port: Port[Any]) -> str:
    return ", ".join(code(each.name) for each in manifests if each.port is port)


def _default_engine(manifests: list[Manifest[Any]], port: Port[Any]) -> str:
    """Return nothing for a port whose engines work only where they are named."""
    return "" if port.named_only else code(next(e.name for e in manifests if e.port is port and e.preferred))


def _engine_row(manifest: Manifest[Any], name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    default = "" if field.is_required() else _default(field)
    words = field.description or ""
    own, short = variables(manifest, name, default=True)
    return f"{code(own)} or {code(short)}", _kind(field.annotation), default, words


def _row(name: str, field: FieldInfo, words: str) -> tuple[str, str, str, str]:
    return code(variable(name)), _kind(field.annotation), _default(field), words


def _kind(annotation: Any) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return " or ".join(code(each) for each in arguments)
    if origin in (types.UnionType, typing.Union):
        return _kind(next(each for each in arguments if each is not type(None)))
    names = {str: "text", int: "whole number", float: "number", tuple: "list", dict: "object"}
    return names[origin or annotation]


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return code(value) if value not in (None, "", (), {}) else ""
