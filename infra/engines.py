"""Which layers hold the engines that the settings choose, and which rights they take."""

from __future__ import annotations

from collections.abc import Iterable

from infra.config import Config, ConfigError
from infra.environment import QDRANT, as_environment, chosen
from infra.permissions import Permission, ask_model
from williams.domain.jobs import JobKind
from williams.plugin.base import Plugin

OPENAI = "openai"
BEDROCK = "bedrock"
TEXT = "text"
EMBEDDING = "embedding"
_PROVIDERS = {EMBEDDING: "embedding_provider", "speech": "speech_provider", TEXT: "text_provider"}
_IN_CORE = frozenset({TEXT})


def plugin_layers(config: Config, plugin: Plugin) -> list[str]:
    """The layers of a plugin's function besides its own. Any export may write texts."""
    return engine_layers(config, plugin.needs | ({TEXT} if _writes(plugin) else set()))


def plugin_rights(config: Config, plugin: Plugin) -> tuple[Permission, ...]:
    """What a plugin's function may do for the engines' sake. Raises ConfigError where no model is named."""
    if not (_writes(plugin) and chosen(config, _PROVIDERS[TEXT], BEDROCK)):
        return ()
    ((variable, _),) = as_environment(text_model="").items()
    model = config.environment.get(variable)
    if not model:
        raise ConfigError(
            f"Texts come from Amazon Bedrock, but no model is named: add {variable} to the context's 'environment', "
            "such as eu.amazon.nova-pro-v1:0."
        )
    return (ask_model(model),)


def engine_layers(config: Config, needs: Iterable[str]) -> list[str]:
    """Where a provider does an engine's work, the provider's client takes the engine's place."""
    wanted = set(needs)
    layers = {OPENAI if _from_provider(config, need) else need for need in wanted}
    # Who embeds stores or searches vectors. Qdrant's client wants numpy, which the embedding layer carries.
    vectors = {QDRANT, EMBEDDING} if EMBEDDING in wanted and chosen(config, "vectors_provider", QDRANT) else set()
    return sorted((layers | vectors) - _IN_CORE)


def identity_layers(config: Config) -> list[str]:
    """What checks the tokens of an issuer, where one is set."""
    (variable,) = as_environment(jwt_issuer="")
    return ["jwt"] if config.environment.get(variable) else []


def _writes(plugin: Plugin) -> bool:
    return plugin.kind is JobKind.EXPORT


def _from_provider(config: Config, need: str) -> bool:
    return need in _PROVIDERS and chosen(config, _PROVIDERS[need], OPENAI)
