"""The engines of this process, found by their entry points and set up by the environment."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from williams.bootstrap import stores
from williams.configuration import settings
from williams.domain.errors import PluginDefect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic import BaseModel

    from williams.domain.model_files import ModelFile
    from williams.engine.deployment import Deployment
    from williams.engine.manifest import Manifest
    from williams.plugin.base import Plugin
    from williams.ports.engines import Port, PortT
    from williams.ports.fetch import FetchPort
    from williams.ports.model_files import ModelFilesPort
    from williams.ports.speech import ChosenVoice, VoiceQuality


@cache
def deployment() -> Deployment:
    from williams.engine.deployment import Deployment
    from williams.engine.registry import engine_registry
    from williams.settings import engine_environment

    return Deployment(engine_registry(), engine_environment(), settings().providers_secret)


@cache
def _made(manifest: Manifest[Any], model: str | None) -> object:
    from williams.engine.manifest import Bench

    here = deployment()
    secret = here.secret(manifest)
    bench = Bench(
        settings=here.settings(manifest),
        region=settings().region,
        timeout_seconds=settings().provider_timeout_seconds,
        model_files=_model_files(f"The engine {manifest.engine_id}", manifest.model_files),
        key=stores.secret(secret).get(manifest.secret_field or "", "") if secret else "",
        model=model,
        engine=_asked(manifest),
        bucket=settings().bucket,
        objects=stores.objects(),
        allowed=settings().fetch_allowed,
    )
    try:
        return manifest.make(bench)
    except ImportError as error:
        raise PluginDefect(
            f"The engine {manifest.engine_id} lacks a library: {error}. A plugin's function carries the engines of the "
            f"ports that the plugin names in its `needs`: {manifest.port.name!r} is one."
        ) from error


def _asked(manifest: Manifest[Any]) -> Callable[[Port[Any]], object]:
    """Return what gives an engine those that it asks, and no others."""

    def default(port: Port[Any]) -> object:
        if port not in manifest.asks:
            raise PluginDefect(f"The engine {manifest.engine_id} does not name {port.name!r} in its manifest's `asks`.")
        return _made(deployment().default(port), None)

    return default


def _model_files(whose: str, files: Iterable[ModelFile]) -> ModelFilesPort:
    from williams.adapters.scratch.model_files import ScratchModelFiles, scratch_folder

    return ScratchModelFiles(whose, files, stores.objects(), scratch_folder())


def model_files(plugin: Plugin) -> ModelFilesPort:
    """Return what brings a plugin's model files."""
    return _model_files(f"The plugin {plugin.plugin_id}", plugin.model_files)


def settings_of(plugin: Plugin) -> BaseModel:
    """Return what this deployment says for a plugin. The providers' secret is opened for a plugin of secrets only."""
    from williams.plugin.settings import plugin_settings, secret_settings
    from williams.settings import engine_environment

    named = settings().providers_secret
    secrets = stores.secret(named) if named and secret_settings(plugin) else {}
    return plugin_settings(plugin, engine_environment(), secrets)


class ConfiguredEngines:
    """The engines that the deployment has, each made when it is first asked for."""

    def engine(self, port: Port[PortT], choice: str | None = None) -> PortT:
        """See Engines."""
        name, rest = port.parted(choice) if choice else (None, None)
        return cast("PortT", _made(deployment().named(port, name), None if port.spoken_of else rest))

    def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:
        """See Engines."""
        from williams.engine.voices import chosen_voice

        return chosen_voice(deployment(), voice, language, quality)


def fetch(owner: str) -> FetchPort:
    """Return the fetcher that sees this owner's uploads only."""
    from williams.adapters.fetch import make_fetch
    from williams.adapters.fetch.pace import SharedPace

    chosen = settings()
    respect_robots = chosen.fetch_robots == "respect"
    paced = respect_robots and chosen.rate_limits_table
    pace = SharedPace(stores.rate_counters()) if paced else None
    return make_fetch(stores.objects(), owner, chosen.fetch_allowed, respect_robots, chosen.fetch_agent, pace)
